// How far the page jumped while it loaded: the sum of its layout shifts, and what moved.
const done = arguments[arguments.length - 1];
const shifts = [];
const keep = (list) => shifts.push(...list.filter((shift) => !shift.hadRecentInput));
const observer = new PerformanceObserver((list) => keep(list.getEntries()));
observer.observe({ type: 'layout-shift', buffered: true });
const answer = () => {
  keep(observer.takeRecords());
  const moved = shifts.flatMap((shift) => shift.sources.map(({ node }) => node?.className || node?.nodeName));
  done({ sum: shifts.reduce((sum, shift) => sum + shift.value, 0), moved });
};
// A shift is known once its frame is drawn, and what was seen before comes in a task of its own.
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(answer)));
