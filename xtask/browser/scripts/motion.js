// What moves, or would, for longer than a blink, though the reader wants no motion.
const BLINK = 10; // milliseconds
const milliseconds = (list) => Math.max(...list.split(',').map((time) => parseFloat(time) * (time.includes('ms') ? 1 : 1000)));
const name = (element) => `${element.nodeName} ${element.id || element.getAttribute('class') || ''}`;
const found = new Set();
for (const element of document.querySelectorAll('*')) {
  for (const part of ['', '::before', '::after']) {
    const { transitionDuration, animationName, animationDuration } = getComputedStyle(element, part);
    if (milliseconds(transitionDuration) > BLINK) found.add(`${name(element)}${part} has a transition of ${transitionDuration}`);
    if (animationName !== 'none' && milliseconds(animationDuration) > BLINK) found.add(`${name(element)}${part} is animated for ${animationDuration}`);
  }
}
for (const animation of document.getAnimations()) {
  const { duration } = animation.effect.getComputedTiming();
  if (duration > BLINK) found.add(`${name(animation.effect.target)} moves for ${duration} ms`);
}
return [...found].slice(0, 5);
