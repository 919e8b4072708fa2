// What a question says of an answer, and what it shows.
const [id] = arguments;
const question = document.querySelector(`.wb-question[data-id="${id}"]`);
return question && {
  said: question.querySelector('[role=status]').innerText,
  is_unfolded: question.querySelector('.wb-answer').open,
  is_marked: question.querySelector('legend .wb-solved') !== null,
  has_focus: question.contains(document.activeElement),
};
