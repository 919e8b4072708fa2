// By how many pixels the page is wider than the window. Boxes that scroll by themselves may be; the page's own may not.
const boxes = document.querySelectorAll('html, body, .page-wrapper, .page, .content');
return Math.max(...[...boxes].map((box) => box.scrollWidth - box.clientWidth));
