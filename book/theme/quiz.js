// The element `wb-quiz`: judges answers by what the book builder has marked, and counts those that were right.
//
// Nothing is known here of what a question is about. Without a script, each answer can be unfolded.

(() => {
  'use strict';

  const TEXTS = {
    empty: 'Choose or write an answer first.',
    right: 'Right.',
    wrong: 'No. Look again.',
    missing: 'Not yet: there is more to choose.',
    surplus: 'Not yet: not all of these are right.',
    prints: 'That much is right, but it prints something else.',
    line: 'That much is right, but it is another line.',
  };

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const button = (text, act) => {
    const made = make('button', 'wb-button', text);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  };

  /** What tidy of quiz/markup.rs does to the answers. */
  const tidy = (text) => text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).join(' '))
    .filter((line) => line !== '')
    .join('\n')
    .toLowerCase();

  // --- what was right; a browser may refuse to keep it ---------------------------

  /** The ids of a quiz's questions, as a JSON list under `wb-quiz:03-races`. */
  const kept = {
    read(name) {
      try {
        return new Set(JSON.parse(localStorage.getItem(`wb-quiz:${name}`) ?? '[]'));
      } catch {
        return new Set();
      }
    },
    write(name, ids) {
      try {
        localStorage.setItem(`wb-quiz:${name}`, JSON.stringify([...ids]));
      } catch { /* it stays on this page only */ }
    },
  };

  // --- a question ------------------------------------------------------------------

  class Question {
    constructor(fieldset, answered) {
      this.fieldset = fieldset;
      this.id = fieldset.dataset.id;
      this.boxes = [...fieldset.querySelectorAll('input:is([type="radio"], [type="checkbox"])')];
      this.fields = [...fieldset.querySelectorAll('input[type="text"], textarea, select')];
      this.answered = answered;
      this.said = make('p', 'wb-judged');
      this.said.setAttribute('role', 'status');
      const bar = make('div', 'wb-bar');
      bar.append(button('Check', () => this.check()), this.said);
      this.answer = fieldset.querySelector('.wb-answer');
      this.answer.before(bar);
      fieldset.addEventListener('input', (event) => this.changed(event.target));
      fieldset.addEventListener('keydown', (event) => this.key(event));
    }

    /** mdBook turns pages with the arrows, which here move between choices. */
    key(event) {
      if (!event.target.matches('input, textarea, select')) return;
      event.stopPropagation();
      if (event.key === 'Enter' && event.target.matches('input')) {
        event.preventDefault();
        this.check();
      }
    }

    /** Whoever writes into a field has made the choice above it. */
    changed(target) {
      const at = this.fields.indexOf(target);
      if (this.isTrace && at >= 0 && target.value !== '') this.boxes[at].checked = true;
      this.judged('', '');
    }

    get isTrace() {
      return this.boxes.length > 0 && this.fields.length > 0;
    }

    check() {
      const outcome = this.outcome();
      this.judged(outcome, TEXTS[outcome]);
      if (outcome !== 'right') return;
      this.answer.open = true;
      this.answered(this);
    }

    /** A key of TEXTS. */
    outcome() {
      const chosen = this.boxes.filter((box) => box.checked);
      const filled = this.fields.some((field) => field.value.trim() !== '');
      if (chosen.length === 0 && !filled) return 'empty';
      const surplus = chosen.some((box) => !this.isRight(box));
      const missing = this.boxes.some((box) => this.isRight(box) && !box.checked);
      if (surplus || missing) return this.choiceOutcome(surplus);
      const field = this.fields.find((one) => one.dataset.answers !== undefined);
      if (!field || JSON.parse(field.dataset.answers).includes(tidy(field.value))) return 'right';
      if (!this.isTrace) return 'wrong';
      return field.matches('select') ? 'line' : 'prints';
    }

    choiceOutcome(surplus) {
      if (this.boxes[0].type === 'radio') return 'wrong';
      return surplus ? 'surplus' : 'missing';
    }

    isRight(box) {
      return box.dataset.right !== undefined;
    }

    judged(outcome, text) {
      this.fieldset.dataset.outcome = outcome;
      this.said.textContent = text;
    }

    mark(isAnswered) {
      this.legendMark?.remove();
      if (!isAnswered) return;
      this.legendMark = make('span', 'wb-solved', 'answered');
      this.fieldset.querySelector('legend').append(' ', this.legendMark);
    }

    clear() {
      for (const box of this.boxes) box.checked = false;
      for (const field of this.fields) field.value = '';
      this.answer.open = false;
      this.judged('', '');
      this.mark(false);
    }
  }

  // --- the element -------------------------------------------------------------------

  class Quiz extends HTMLElement {
    connectedCallback() {
      if (this.questions) return; // it was moved
      this.name = this.dataset.name;
      this.right = kept.read(this.name);
      this.questions = [...this.querySelectorAll('.wb-question')]
        .map((fieldset) => new Question(fieldset, (question) => this.answered(question)));
      this.count = make('span', 'wb-quiz-count');
      this.again = button('Start again', () => this.restart());
      const bar = make('div', 'wb-bar');
      bar.append(this.count, this.again);
      this.append(bar);
      this.show();
    }

    answered(question) {
      this.right.add(question.id);
      kept.write(this.name, this.right);
      this.show();
      // Once, by the region of the question, whose turn it is to speak.
      question.said.textContent += ` ${this.count.textContent}`;
    }

    show() {
      const done = this.questions.filter(({ id }) => this.right.has(id));
      for (const question of this.questions) question.mark(done.includes(question));
      this.count.textContent = `${done.length} of ${this.questions.length} answered.`;
      this.again.hidden = done.length === 0;
    }

    restart() {
      this.right.clear();
      kept.write(this.name, this.right);
      for (const question of this.questions) question.clear();
      this.show();
      // The button that had the focus is gone.
      this.questions[0].fieldset.querySelector('input').focus();
    }
  }

  customElements.define('wb-quiz', Quiz);
})();
