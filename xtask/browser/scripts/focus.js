// What has the focus: null if nothing has. Is it what was looked for, and is it to be seen?
const [wanted] = arguments;
const here = document.activeElement;
if (here === null || here === document.body || here === document.documentElement) return null;
const { left, top, right, bottom } = here.getBoundingClientRect();
const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
return {
  isThere: here.matches(wanted),
  isSeen: isInside && here.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
  name: `${here.nodeName} ${here.id || here.className} "${here.textContent.trim().slice(0, 30)}"`,
};
