// A classic script: browsers refuse modules and fetch on pages opened from a folder.
// Verdicts come as markup that the book builder made; here they are only put in place.

(() => {
  'use strict';

  const root = typeof path_to_root === 'string' ? path_to_root : '';

  // --- exercise cards -----------------------------------------------------

  const cards = () => document.querySelectorAll('.wb-card[data-exercise]');

  const show = (card, entry) => {
    card.removeAttribute('aria-busy');
    card.dataset.state = entry.state;
    card.querySelector('.wb-state').textContent = entry.headline;
    const verdict = card.querySelector('.wb-verdict');
    verdict.innerHTML = entry.html;
    // mdBook gives inline code its colours by this class, once, when a page loads.
    for (const code of verdict.querySelectorAll('code')) code.classList.add('hljs');
  };

  /** Cards without an entry keep the text that they were built with. */
  const showAll = (progress) => {
    document.dispatchEvent(new CustomEvent('workbook-progress', { detail: progress }));
    for (const card of cards()) {
      const entry = progress[card.dataset.exercise];
      if (entry) show(card, entry);
      else if (card.hasAttribute('aria-busy')) notChecked(card);
    }
  };

  const notChecked = (card) => {
    card.removeAttribute('aria-busy');
    card.querySelector('.wb-state').textContent = 'Not checked yet.';
  };

  const checking = (exercise) => {
    for (const card of cards()) {
      if (card.dataset.exercise !== exercise) continue;
      card.setAttribute('aria-busy', 'true');
      card.querySelector('.wb-state').textContent = 'Checking …';
    }
  };

  // --- trouble ------------------------------------------------------------

  let box = null;

  /** An empty text takes the message away. */
  const trouble = (words) => {
    box?.remove();
    box = null;
    if (!words) return;
    box = document.createElement('div');
    box.className = 'wb-trouble';
    box.setAttribute('role', 'alert');
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = 'Close';
    close.addEventListener('click', () => trouble(''));
    const text = document.createElement('pre');
    text.textContent = words;
    box.append(close, text);
    document.body.append(box);
  };

  // --- where verdicts come from -------------------------------------------

  /** The snapshot that the build wrote; a book built by plain mdBook has none. */
  const loadSnapshot = () => {
    const script = document.createElement('script');
    script.src = `${root}progress.js`;
    script.addEventListener('load', () => showAll(window.WORKBOOK_PROGRESS || {}));
    document.head.append(script);
  };

  const listen = () => {
    const events = new EventSource('/__workbook/events');
    const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)));
    on('progress', showAll);
    on('checking', checking);
    on('trouble', trouble);
    on('reload', () => location.reload());
  };

  const isServed = location.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

  if (cards().length > 0) loadSnapshot();
  if (isServed) listen();

  // --- mdBook's markup, mended for assistive technology --------------------

  /** The sidebar's toggle is a label; a label cannot be expanded, nor reached by keyboard. */
  const mendSidebarToggle = () => {
    const label = document.getElementById('mdbook-sidebar-toggle');
    const box = document.getElementById('mdbook-sidebar-toggle-anchor');
    if (!label || !box) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = label.className;
    button.title = label.title;
    button.setAttribute('aria-label', label.getAttribute('aria-label'));
    button.setAttribute('aria-controls', 'mdbook-sidebar');
    button.append(...label.childNodes);
    const say = () => button.setAttribute('aria-expanded', String(box.checked));
    box.addEventListener('change', say);
    // The label's own listener brings the sidebar back before it opens.
    button.addEventListener('click', () => label.click());
    say();
    label.style.display = 'none';
    label.removeAttribute('aria-expanded');
    label.before(button);
  };

  /** By then mdBook has put the open chapter's headings into the sidebar: what stands below them may be seen. */
  addEventListener('DOMContentLoaded', () => document.documentElement.classList.add('wb-is-settled'));

  /** Its field has no name and no landmark, and mdBook drops the focus when it closes: back to where the reader was. */
  const mendSearch = () => {
    const search = document.getElementById('mdbook-search-wrapper');
    const field = document.getElementById('mdbook-searchbar');
    if (!search || !field) return;
    search.setAttribute('role', 'search');
    field.setAttribute('aria-label', 'Search this book');
    field.setAttribute('aria-describedby', 'mdbook-searchresults-header');
    let before = null; // what had the focus
    field.addEventListener('focus', ({ relatedTarget }) => {
      if (!search.contains(relatedTarget)) before = relatedTarget;
    });
    const changed = ([{ oldValue }]) => {
      if (oldValue.includes('hidden') || !search.classList.contains('hidden')) return;
      const focus = document.activeElement;
      if (focus !== document.body && !search.contains(focus)) return;
      (before ?? document.getElementById('mdbook-search-toggle')).focus();
    };
    new MutationObserver(changed).observe(search, { attributeFilter: ['class'], attributeOldValue: true });
  };

  /** Says "Copied!" until the pointer leaves it, or the focus. */
  const mendCopyButton = ({ target }) => {
    if (target.matches('.clip-button')) target.dispatchEvent(new Event('mouseout'));
  };

  mendSidebarToggle();
  mendSearch();
  addEventListener('focusout', mendCopyButton);
  document.getElementById('mdbook-menu-bar')?.setAttribute('role', 'banner');

  /** A code block that scrolls sideways must be reachable by keyboard. */
  const mendScrollers = () => {
    for (const code of document.querySelectorAll('pre > code')) {
      if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;
    }
    for (const box of document.querySelectorAll('.table-wrapper')) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    }
  };

  addEventListener('load', mendScrollers);
  addEventListener('resize', mendScrollers);
})();
