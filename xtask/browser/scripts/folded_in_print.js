// What is folded and stays so on paper. Hints are left out there, and the boards of puzzles, which have a table instead.
const isLeftOut = (folded) => folded.closest('.wb-hints, .wb-board') !== null;
const isHidden = (block) => !block.checkVisibility({ visibilityProperty: true });
return [...document.querySelectorAll('main details')]
  .filter((folded) => !isLeftOut(folded))
  .filter((folded) => [...folded.children].slice(1).some(isHidden))
  .map((folded) => `${folded.className} "${folded.querySelector('summary').textContent.trim()}"`);
