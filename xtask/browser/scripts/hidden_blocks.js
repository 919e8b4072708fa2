// Blocks that carry the page's text and are not to be seen, though nothing folds them away.
const important = 'main, .wb-card, .wb-program, .wb-schedule, .wb-figure, .wb-puzzle-goal';
const isFolded = (block) => block.closest('details:not([open])') !== null;
return [...document.querySelectorAll(important)]
  .filter((block) => !isFolded(block))
  .filter((block) => !block.checkVisibility({ visibilityProperty: true }) || block.innerText.trim() === '')
  .map((block) => block.id || block.className || block.nodeName);
