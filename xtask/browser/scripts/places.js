// Where the blocks of the first screen stand, and the code in their lines: their places in the page, and what they are.
const place = (element, i) => {
  const { left, top, width, height } = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const is = element.id || element.className.replace('hljs', '').trim() || element.nodeName;
  return { block: `${i}: ${is}`, left: Math.round(left), top: Math.round(top), width: Math.round(width), height };
};
return [...document.querySelectorAll('main > *, main > * > code, main li > code')]
  .map(place)
  .filter(({ top, height }) => height > 0 && top < innerHeight)
  .map(({ height, ...rest }) => rest);
