// Keeps what a figure shows, first as it stands there and then at each position that its slider takes.
const slider = document.getElementById(arguments[0]);
const figure = slider.closest('.wb-explorable');
const frames = [...figure.querySelectorAll('.wb-frame')];
const isShown = (frame) => getComputedStyle(frame).display !== 'none';
const look = () => {
  const at = Number(slider.value);
  window.workbookShown.push({
    at,
    frames: frames.flatMap((frame, i) => (isShown(frame) ? [i] : [])),
    explained: figure.querySelector('output').textContent,
    to_explain: frames[at]?.dataset.said,
    value: slider.getAttribute('aria-valuetext'),
    to_value: frames[at]?.dataset.value,
  });
};
window.workbookShown = [];
slider.addEventListener('input', look);
look();
