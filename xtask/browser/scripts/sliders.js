// The sliders that the page shows.
return [...document.querySelectorAll('.wb-slider input')]
  .filter((slider) => slider.checkVisibility())
  .map(({ id, max, value }) => ({ id, last: Number(max), start: Number(value) }));
