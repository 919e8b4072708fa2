// Links to the glossary show the definition on hover, focus and tap. Without this script they are links.
//
// The box follows WCAG 1.4.13: Escape closes it, the pointer may move into it, and it stays until one leaves.
// The definitions come from glossary.js, a script that the book builder wrote, when the first of them is likely needed.

(() => {
  'use strict';

  const root = typeof path_to_root === 'string' ? path_to_root : '';
  const GRACE = 200; // milliseconds to get from the word into the box

  const main = document.querySelector('.content main');
  const terms = [...main?.querySelectorAll('a[href*="glossary.html#"]') ?? []];
  if (terms.length === 0) return;

  const idOf = (link) => decodeURIComponent(link.hash.slice(1));

  const box = document.createElement('div');
  box.className = 'wb-definition';
  box.id = 'wb-definition';
  box.setAttribute('role', 'tooltip');
  box.hidden = true;

  let shown = null; // the link whose definition is in the box
  let waiting = null; // the link that was last asked about, which may have been before the definitions came
  let leaving = 0;

  const stay = () => clearTimeout(leaving);

  const leave = () => {
    stay();
    leaving = setTimeout(hide, GRACE);
  };

  const hide = () => {
    stay();
    shown?.removeAttribute('aria-describedby');
    shown = null;
    waiting = null;
    box.hidden = true;
  };

  const show = (link) => {
    stay();
    waiting = link;
    const definition = window.WORKBOOK_GLOSSARY?.[idOf(link)];
    if (!definition || shown === link) return;
    hide();
    shown = link;
    waiting = link;
    box.innerHTML = definition;
    link.setAttribute('aria-describedby', box.id);
    box.hidden = false;
    place(link);
  };

  /** Below the word, or above where there is no room below; never wider than the text, for the rest is cut off. */
  const place = (link) => {
    const word = link.getClientRects()[0];
    const { width, height } = box.getBoundingClientRect();
    const frame = box.offsetParent.getBoundingClientRect();
    const margin = 8;
    const below = word.bottom + height + margin < innerHeight || word.top - height < margin;
    box.style.left = `${Math.max(0, Math.min(word.left - frame.left, frame.width - width))}px`;
    box.style.top = `${(below ? word.bottom + 2 : word.top - height - 2) - frame.top}px`;
  };

  // --- the definitions, once somebody moves ------------------------------------

  let state = 'unknown';

  /** What is asked for while they load appears when they are there. */
  const load = () => {
    if (state !== 'unknown') return;
    state = 'loading';
    const script = document.createElement('script');
    script.src = `${root}glossary.js`;
    script.addEventListener('load', () => {
      state = 'known';
      if (waiting) show(waiting);
    });
    // A book built by plain mdBook has none: then a term is a link like all others.
    script.addEventListener('error', () => {
      state = 'none';
      if (waiting && finger) location.assign(waiting.href);
    });
    document.head.append(script);
  };

  for (const moved of ['pointermove', 'pointerdown', 'keydown']) addEventListener(moved, load, { once: true, passive: true });

  // --- pointer, keyboard, finger -------------------------------------------------

  let finger = false; // the last press was one

  for (const link of terms) {
    link.classList.add('wb-term');
    link.addEventListener('pointerenter', (event) => { if (event.pointerType !== 'touch') show(link); });
    link.addEventListener('pointerleave', (event) => { if (event.pointerType !== 'touch') leave(); });
    link.addEventListener('focus', () => { if (!finger) show(link); });
    // A press into the box, to select its text, takes the focus from the word.
    link.addEventListener('blur', () => { if (!box.matches(':hover')) hide(); });
    // The first tap shows the definition, the second one follows the link.
    link.addEventListener('click', (event) => {
      if (!finger || shown === link || state === 'none') return;
      event.preventDefault();
      show(link);
    });
  }

  addEventListener('pointerdown', (event) => {
    finger = event.pointerType === 'touch';
    if (shown && !box.contains(event.target) && !shown.contains(event.target)) hide();
  }, { capture: true });

  box.addEventListener('pointerenter', stay);
  box.addEventListener('pointerleave', leave);

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !shown) return;
    hide();
    event.stopPropagation();
  }, { capture: true });

  addEventListener('resize', hide);
  main.append(box);
})();
