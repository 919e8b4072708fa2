// How far the page jumped while it loaded: the sum of its layout shifts, and what moved.
const done = arguments[arguments.length - 1];
const shifts = [];
const box = ({ x, y, width, height }) => `${width}x${height} at ${x},${y}`;
const describe = (value, { node, previousRect, currentRect }) => {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const name = element?.id || element?.className || element?.nodeName;
  const words = node?.textContent?.trim().slice(0, 40);
  return `${name} "${words}" from ${box(previousRect)} to ${box(currentRect)} (${value.toFixed(5)})`;
};
const keep = (list) => shifts.push(...list.filter((shift) => !shift.hadRecentInput));
const observer = new PerformanceObserver((list) => keep(list.getEntries()));
observer.observe({ type: 'layout-shift', buffered: true });
const answer = () => {
  keep(observer.takeRecords());
  const moved = shifts.flatMap(({ value, sources }) => sources.map((source) => describe(value, source)));
  done({ sum: shifts.reduce((sum, shift) => sum + shift.value, 0), moved });
};
// A shift is known once its frame is drawn, and what was seen before comes in a task of its own.
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(answer)));
