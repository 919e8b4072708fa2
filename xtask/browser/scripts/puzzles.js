// The puzzles of the page, with the graph of states that the book builder wrote.
return [...document.querySelectorAll('wb-stepper[data-name]')].map((host) => ({
  id: host.id,
  data: JSON.parse(host.querySelector(':scope > script').textContent),
}));
