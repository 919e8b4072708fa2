// Figures with a slider: shows the drawing of the slider's position, its sentence and its row of the table.
//
// All of them were made by the book builder and stand in the page; nothing is computed here. Without the script the
// slider is not shown, and the drawing of the starting position and the table remain.

(() => {
  'use strict';

  const explore = (figure) => {
    const slider = figure.querySelector('input[type="range"]');
    const frames = [...figure.querySelectorAll('.wb-frame')];
    const rows = figure.querySelectorAll('.wb-positions tbody tr');
    const said = figure.querySelector('.wb-explained');
    const value = figure.querySelector('.wb-value');

    const show = () => {
      const at = Number(slider.value);
      frames.forEach((frame, i) => frame.setAttribute('display', i === at ? 'inline' : 'none'));
      rows.forEach((row, i) => row.toggleAttribute('data-current', i === at));
      slider.setAttribute('aria-valuetext', frames[at].dataset.value);
      value.textContent = frames[at].dataset.value;
      said.textContent = frames[at].dataset.said;
    };

    slider.addEventListener('input', show);
    // mdBook turns the page at these keys.
    slider.addEventListener('keydown', (event) => {
      if (event.key.startsWith('Arrow')) event.stopPropagation();
    });
    show();
  };

  document.querySelectorAll('.wb-explorable').forEach(explore);
})();
