// The element `wb-stepper`: steps the reader through a puzzle's states, or through the rows of an interleaving.
//
// What a step does is not known here: the book builder has searched all states of a puzzle, and the script
// walks along them. Without it, the program, a solution and the interleaving stand there as tables.

(() => {
  'use strict';

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const button = (text, key, act) => {
    const made = make('button', 'wb-button', text);
    made.type = 'button';
    if (key) {
      const shown = make('kbd', '', key);
      shown.setAttribute('aria-hidden', 'true');
      made.append(' ', shown);
    }
    made.addEventListener('click', act);
    return made;
  };

  /** Focus stays where it is when a button has nothing to do, so it is not `disabled`. */
  const enable = (element, can) => element.setAttribute('aria-disabled', String(!can));

  const markCurrent = (element, isCurrent) => {
    if (isCurrent) element.setAttribute('aria-current', 'step');
    else element.removeAttribute('aria-current');
  };

  /** Keys count while the focus is inside; mdBook's own then hear nothing of them. */
  const onKeys = (host, act) => {
    host.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !act(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  };

  // --- what is solved; a browser may refuse to keep it -------------------------

  const solved = {
    key: (name) => `wb-stepper:${name}`,
    has(name) {
      try {
        return localStorage.getItem(this.key(name)) !== null;
      } catch {
        return false;
      }
    },
    add(name) {
      try {
        localStorage.setItem(this.key(name), '1');
      } catch { /* it stays on this page only */ }
    },
  };

  // --- a program's states -------------------------------------------------------

  const [OPEN, GOAL, ENDED] = [0, 1, 2];

  /** What program_data of stepper/markup.rs writes. */
  class Graph {
    constructor(data) {
      Object.assign(this, data);
      this.width = 2 * this.threads.length + 1;
    }

    thread(state, thread) {
      const at = state * this.width + 2 * thread;
      const [step, ...texts] = this.threads[thread].views[this.states[at]];
      const [why, said, locals] = texts.map((text) => this.texts[text]);
      return { step, why, said, locals, to: this.states[at + 1] };
    }

    /** A text for each label, and the outcome. */
    row(state) {
      return this.beside[this.states[(state + 1) * this.width - 1]];
    }

    value(state, label) {
      return this.texts[this.row(state)[label]];
    }

    outcome(state) {
      return this.row(state)[this.labels.length];
    }
  }

  // --- a thread's column ----------------------------------------------------------

  class Column {
    constructor({ name, lines }, key, id, act) {
      this.element = make('div', 'wb-thread');
      this.element.setAttribute('role', 'group');
      this.element.setAttribute('aria-label', name);
      this.rows = [];
      const list = make('ol', 'wb-lines');
      for (const [code, steps] of lines) list.append(this.line(code, steps));
      this.locals = make('p', 'wb-locals');
      this.why = make('p', 'wb-why');
      this.why.id = id;
      this.button = button(`Step ${name}`, key, act);
      this.button.setAttribute('aria-describedby', id);
      this.element.append(make('p', 'wb-thread-name', name), list, this.locals, this.button, this.why);
    }

    line(code, steps) {
      const item = make('li');
      const source = make('code');
      // A long chain of calls may break before its dots.
      code.split(/(?=\.\w)/).forEach((part, i) => source.append(...(i > 0 ? [make('wbr')] : []), part));
      if (steps.length < 2) {
        item.append(source);
        for (const _ of steps) this.rows.push({ item });
        return item;
      }
      const folded = make('details', 'wb-line');
      const summary = make('summary');
      const count = make('span', 'wb-count', `${steps.length} steps`);
      const list = make('ol', 'wb-atoms');
      summary.append(source, ' ', count);
      steps.forEach((words, i) => {
        const atom = make('li', '', words);
        list.append(atom);
        this.rows.push({ item, atom, count, text: `step ${i + 1} of ${steps.length}`, rest: `${steps.length} steps` });
      });
      folded.append(summary, list);
      item.append(folded);
      return item;
    }

    show({ step, why, locals }) {
      for (const row of this.rows) {
        markCurrent(row.item, false);
        if (row.atom) markCurrent(row.atom, false);
        if (row.count) row.count.textContent = row.rest;
      }
      const row = this.rows[step];
      if (row) markCurrent(row.item, true);
      if (row?.atom) {
        markCurrent(row.atom, true);
        row.count.textContent = row.text;
      }
      this.locals.textContent = locals;
      this.why.textContent = why;
      this.element.classList.toggle('wb-is-blocked', why !== '' && row !== undefined);
      enable(this.button, why === '');
    }
  }

  // --- a program: its columns, what is beside them, and the way taken so far ----------

  class Board {
    constructor(data, id, changed) {
      this.graph = new Graph(data);
      this.changed = changed;
      this.taken = [];
      this.state = 0;
      this.element = make('div', 'wb-board');
      const columns = make('div', 'wb-threads');
      this.columns = data.threads.map((thread, i) => new Column(thread, String(i + 1), `${id}-why-${i}`, () => this.step(i)));
      columns.append(...this.columns.map((column) => column.element));
      this.element.append(columns, this.sharedTable(data.labels));
      this.show();
    }

    sharedTable(labels) {
      const table = make('table', 'wb-shared');
      table.append(make('caption', '', 'Shared'));
      this.cells = labels.map((label) => {
        const row = table.insertRow();
        const head = make('th');
        head.scope = 'row';
        head.innerHTML = label;
        row.append(head);
        return row.insertCell();
      });
      table.hidden = labels.length === 0;
      return table;
    }

    get outcome() {
      return this.graph.outcome(this.state);
    }

    name(thread) {
      return this.graph.threads[thread].name;
    }

    step(thread) {
      const { why, to, said } = this.graph.thread(this.state, thread);
      if (why) return this.changed(`${this.name(thread)} ${why}.`);
      this.taken.push({ thread, before: this.state });
      this.state = to;
      this.show();
      this.changed(`Step ${this.taken.length}: ${this.name(thread)} ${said}.`);
    }

    undo() {
      const last = this.taken.pop();
      if (!last) return this.changed('There is no step to undo.');
      this.state = last.before;
      this.show();
      this.changed(`Step ${this.taken.length + 1}, of ${this.name(last.thread)}, is undone.`);
    }

    reset() {
      this.taken = [];
      this.state = 0;
      this.show();
      this.changed('Back at the start.');
    }

    show() {
      this.columns.forEach((column, i) => column.show(this.graph.thread(this.state, i)));
      this.cells.forEach((cell, i) => {
        const text = this.graph.value(this.state, i);
        cell.classList.toggle('wb-changed', this.taken.length > 0 && cell.textContent !== text);
        cell.textContent = text;
      });
    }

    unfold() {
      const lines = [...this.element.querySelectorAll('details.wb-line')];
      const open = lines.some((line) => !line.open);
      for (const line of lines) line.open = open;
    }
  }

  // --- a puzzle --------------------------------------------------------------------

  class Puzzle {
    constructor(host, data) {
      Object.assign(this, { data, name: host.dataset.name });
      this.box = host.querySelector('.wb-puzzle');
      this.box.tabIndex = -1; // a click into it is enough for the keys
      this.boards = data.programs.map((program, i) => new Board(program, `${host.id}-${i}`, (said) => this.changed(said)));
      this.makeParts();
      this.box.querySelector('.wb-puzzle-text').hidden = true;
      this.box.querySelector('.wb-puzzle-goal').after(...this.parts);
      this.choose(0);
      this.say(`Nobody has taken a step. ${this.keysText()}`);
      if (solved.has(this.name)) this.markSolved();
      onKeys(host, (event) => this.key(event.key));
    }

    makeParts() {
      this.bar = make('div', 'wb-bar');
      this.undo = button('Undo', 'u', () => this.board.undo());
      this.reset = button('Reset', 'r', () => this.board.reset());
      this.unfold = button('All steps', 'e', () => this.board.unfold());
      this.other = button('Fixed program', 'f', () => this.swap());
      this.other.setAttribute('aria-pressed', 'false');
      this.bar.append(this.undo, this.reset, this.unfold, this.other);
      this.said = make('p', 'wb-said');
      this.said.setAttribute('role', 'status');
      this.way = make('p', 'wb-way');
      this.parts = [...this.boards.map((board) => board.element), this.bar, this.said, this.way];
    }

    get board() {
      return this.boards[this.chosen];
    }

    get isFixed() {
      return this.chosen === 1;
    }

    choose(which) {
      this.chosen = which;
      this.boards.forEach((board, i) => { board.element.hidden = i !== which; });
      this.other.setAttribute('aria-pressed', String(this.isFixed));
      this.box.classList.toggle('wb-is-fixed', this.isFixed);
      this.showWay();
    }

    swap() {
      // The button that has the focus may be about to be hidden, and the keys with it.
      if (this.board.element.contains(document.activeElement)) this.other.focus();
      this.choose(this.isFixed ? 0 : 1);
      this.say(this.isFixed ? `The fixed program. ${this.data.fix}` : 'The program of the puzzle.');
    }

    changed(said) {
      this.showWay();
      const { outcome } = this.board;
      this.say(`${escape(said)} ${this.ending(outcome)}`);
      if (outcome === GOAL && !solved.has(this.name)) solved.add(this.name);
      if (outcome === GOAL) this.markSolved();
    }

    /** Markup of the book builder. */
    ending(outcome) {
      if (outcome === OPEN) return '';
      if (outcome === GOAL) return `<strong>Goal reached.</strong> ${this.data.reached}`;
      const end = outcome === ENDED ? 'It is over.' : 'Nobody can go on.';
      return this.isFixed ? `${end} ${this.data.fix}` : `${end} <strong>That is not the goal.</strong> ${this.data.missed}`;
    }

    say(markup) {
      this.said.innerHTML = markup;
    }

    showWay() {
      const { taken, outcome } = this.board;
      this.box.dataset.outcome = ['open', 'goal', 'ended', 'stuck'][outcome];
      const threads = taken.map(({ thread }) => thread + 1).join(' ');
      this.way.textContent = taken.length === 0 ? 'No steps yet.' : `Steps so far, ${taken.length}: ${threads}`;
      enable(this.undo, taken.length > 0);
      enable(this.reset, taken.length > 0);
    }

    markSolved() {
      if (this.box.querySelector('.wb-solved')) return;
      const mark = make('span', 'wb-solved', 'solved');
      this.box.querySelector('.wb-puzzle-title').append(' ', mark);
    }

    keysText() {
      return `Keys: 1 to ${this.board.columns.length} step a thread; u, r, e and f are the buttons above.`;
    }

    /** Whether the key was one of ours. */
    key(key) {
      const buttons = { u: this.undo, r: this.reset, e: this.unfold, f: this.other };
      const pressed = buttons[key] ?? (/^[1-9]$/.test(key) ? this.board.columns[key - 1]?.button : undefined);
      pressed?.click();
      return pressed !== undefined;
    }
  }

  const escape = (text) => {
    const element = make('span', '', text);
    return element.innerHTML;
  };

  // --- an interleaving, row by row ------------------------------------------------------

  class Replay {
    constructor(host) {
      this.rows = [...host.querySelectorAll('.wb-schedule tbody tr')];
      if (this.rows.length === 0) return;
      this.at = -1;
      this.back = button('Back', '', () => this.go(this.at - 1));
      this.forward = button('Step through', '', () => this.go(this.at + 1));
      this.said = make('span', 'wb-replayed');
      this.said.setAttribute('role', 'status');
      const bar = make('div', 'wb-bar');
      bar.setAttribute('role', 'group');
      bar.setAttribute('aria-label', 'Step through the interleaving');
      bar.append(this.back, this.forward, this.said);
      host.prepend(bar);
      this.show();
      onKeys(bar, ({ key }) => this.key(key));
    }

    key(key) {
      const way = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (way) this.go(this.at + way);
      return way !== undefined;
    }

    /** -1 is the whole table, before its first row. */
    go(to) {
      if (to < -1 || to >= this.rows.length) return;
      this.at = to;
      this.show();
      const row = this.rows[to];
      row?.scrollIntoView({ block: 'nearest' });
      this.said.textContent = row ? this.words(row) : '';
    }

    show() {
      const standing = new Set();
      this.rows.forEach((row, i) => markCurrent(row, i === this.at));
      for (let i = this.rows.length - 1; i >= 0; i -= 1) {
        const { thread } = this.rows[i].querySelector('[data-thread]').dataset;
        // The last thing that each of the other threads did.
        const isLast = i <= this.at && !standing.has(thread);
        if (isLast) standing.add(thread);
        this.rows[i].classList.toggle('wb-stands', isLast && i !== this.at);
      }
      this.forward.textContent = this.at < 0 ? 'Step through' : 'Forward';
      enable(this.back, this.at >= 0);
      enable(this.forward, this.at < this.rows.length - 1);
    }

    words(row) {
      const action = row.querySelector('[data-thread]');
      const did = action.textContent.replace(/^switch /, '');
      return `Step ${this.at + 1} of ${this.rows.length}, ${action.dataset.thread}: ${did}`;
    }
  }

  // --- the element -----------------------------------------------------------------------

  class Stepper extends HTMLElement {
    connectedCallback() {
      if (this.isReady) return; // it was moved
      this.isReady = true;
      const data = this.querySelector(':scope > script[type="application/json"]');
      if (data) new Puzzle(this, JSON.parse(data.textContent));
      else new Replay(this);
    }
  }

  customElements.define('wb-stepper', Stepper);
})();
