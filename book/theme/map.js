// How far the reader is: marks beside the chapters in the sidebar, and the map of chapters on the first page.
//
// chapters.js, written by the book builder, has each chapter's exercises and their states; under `serve` the
// progress that comes with every verdict changes them. Without this script there are the links.

(() => {
  'use strict';

  const root = typeof path_to_root === 'string' ? path_to_root : '';
  const BROKEN = ['refused', 'does_not_compile', 'no_program'];

  let chapters = []; // { page, exercises: Map from name to state }

  const words = (state) => {
    if (state === 'passed') return 'passed';
    return BROKEN.includes(state) ? 'refused' : 'open';
  };

  const hidden = (text) => {
    const element = document.createElement('span');
    element.className = 'wb-unseen';
    element.textContent = text;
    return element;
  };

  // --- the sidebar; mdBook's script has filled it before this one runs -------------

  const fileOf = (link) => link.pathname.split('/').pop();

  const markSidebar = () => {
    for (const link of document.querySelectorAll('#mdbook-sidebar .chapter-link-wrapper > a[href]')) {
      if (link.classList.contains('header-in-summary')) continue; // a section of this page
      const chapter = chapters.find(({ page }) => page === fileOf(link));
      if (chapter && chapter.exercises.size > 0) mark(link, [...chapter.exercises.values()]);
    }
  };

  const mark = (link, states) => {
    for (const old of link.querySelectorAll('.wb-mark, .wb-unseen')) old.remove();
    const passed = states.filter((state) => state === 'passed').length;
    const shown = document.createElement('span');
    shown.className = 'wb-mark';
    shown.setAttribute('aria-hidden', 'true');
    shown.textContent = passed === states.length ? '✓' : `${passed}/${states.length}`;
    shown.classList.toggle('wb-complete', passed === states.length);
    link.append(shown, hidden(`, ${passed} of ${states.length} exercises passed`));
  };

  // --- the map ---------------------------------------------------------------------

  const markMap = () => {
    const states = new Map(chapters.flatMap(({ exercises }) => [...exercises]));
    for (const square of document.querySelectorAll('.wb-square')) {
      const state = states.get(square.dataset.exercise);
      if (!state) continue;
      square.dataset.state = state;
      square.querySelector('.wb-unseen')?.remove();
      square.append(hidden(`, ${words(state)}`));
    }
  };

  /** What theme/stepper.js and theme/quiz.js keep, if the browser lets them. */
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const answered = (quiz) => {
    try {
      return JSON.parse(kept(`wb-quiz:${quiz}`) ?? '[]').length;
    } catch {
      return 0;
    }
  };

  /** "2 puzzles" becomes "1 of 2 puzzles". */
  const markKept = () => {
    for (const line of document.querySelectorAll('.wb-map [data-puzzles]')) {
      const solved = line.dataset.puzzles.split(' ').filter((puzzle) => kept(`wb-stepper:${puzzle}`) !== null);
      line.textContent = `${solved.length} of ${line.textContent}`;
    }
    for (const line of document.querySelectorAll('.wb-map [data-quiz]')) {
      line.textContent = `${answered(line.dataset.quiz)} of ${line.textContent}`;
    }
  };

  // --- where states come from ---------------------------------------------------------

  const showAll = () => {
    markSidebar();
    markMap();
  };

  /** A live verdict is newer than the snapshot. */
  const learn = (progress) => {
    for (const { exercises } of chapters) {
      for (const name of exercises.keys()) {
        if (progress[name]) exercises.set(name, progress[name].state);
      }
    }
    showAll();
  };

  let live = {};
  document.addEventListener('workbook-progress', ({ detail }) => {
    live = detail;
    learn(live);
  });

  const loadSnapshot = () => {
    const script = document.createElement('script');
    script.src = `${root}chapters.js`;
    script.addEventListener('load', () => {
      const known = window.WORKBOOK_CHAPTERS || [];
      chapters = known.map(({ page, exercises }) => ({ page, exercises: new Map(exercises) }));
      learn(live);
    });
    document.head.append(script);
  };

  markKept();
  loadSnapshot();
})();
