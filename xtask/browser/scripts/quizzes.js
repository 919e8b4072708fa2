// The quizzes of the page, with what the book builder marked as right for theme/quiz.js.
const field = (element) => element && {
  element: element.nodeName.toLowerCase(),
  answer: JSON.parse(element.dataset.answers)[0],
  options: [...element.options ?? []].map(({ value }) => value),
};
const question = (fieldset) => {
  const boxes = [...fieldset.querySelectorAll('input:is([type="radio"], [type="checkbox"])')];
  return {
    id: fieldset.dataset.id,
    may_choose_several: boxes[0]?.type === 'checkbox',
    choices: boxes.map((box) => box.dataset.right !== undefined),
    field: field(fieldset.querySelector('[data-answers]')),
  };
};
return [...document.querySelectorAll('wb-quiz')].map((quiz) => ({
  name: quiz.dataset.name,
  questions: [...quiz.querySelectorAll('.wb-question')].map(question),
}));
