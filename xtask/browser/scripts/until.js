// Answers once an expression holds. It is looked at in each frame, for what is waited for is to be seen.
const [expression, done] = arguments;
const holds = new Function(`return (${expression});`);
const look = () => {
  if (holds()) done(null);
  else requestAnimationFrame(look);
};
look();
