// Presses the button of a theme, and answers once its style sheets are there and no colour is on its way.
const [theme, done] = arguments;
document.getElementById(`mdbook-theme-${theme}`).click();
const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')];
const isSettled = () =>
  sheets.every((link) => link.disabled || link.sheet)
  && !document.getAnimations().some((animation) => animation instanceof CSSTransition);
// What a transition ends with may start another one, where a colour is inherited: two frames in a row are quiet.
const wait = (quiet) => {
  if (quiet === 2) done(null);
  else requestAnimationFrame(() => wait(isSettled() ? quiet + 1 : 0));
};
wait(0);
