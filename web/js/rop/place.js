// @ts-check
/**
 * Where the person stands in the checklist: the open area, and how the page gets there.
 *
 *   const place = createPlace(checklist, show)
 *   place.area()          the id of the open area
 *   place.follow(element) its head is what the page moves to
 *
 * The address names an area (#closing) or a question (#closing_attempt); any other part of the page (#result, #run) leaves the area as
 * it is. Which one is open is noted in the entry of the history: a reload and the way back find it again.
 */

import { need } from '../page/dom.js';

/** @param {import('./checklist.js').Checklist} checklist @param {string} hash without # */
function named(checklist, hash) {
  if (checklist.area(hash)) return { area: hash, item: '' };
  const holder = checklist.areas.find(({ items }) => items.some(({ id }) => id === hash));
  return holder ? { area: holder.id, item: hash } : null;
}

/** @param {import('./checklist.js').Checklist} checklist @param {() => void} show draws the open area */
export function createPlace(checklist, show) {
  const here = () => named(checklist, location.hash.slice(1));
  let area = here()?.area ?? history.state?.area;
  if (!checklist.area(area)) area = checklist.areas[0].id;
  const note = () => history.replaceState({ ...history.state, area }, '');
  note();

  /** To the question, or to the head of the area: the page and the focus. */
  function move() {
    const found = here();
    if (!found) return;
    const question = found.item ? document.getElementById(found.item) : null;
    const title = need(document, '[data-area-name]');
    const target = question ?? need(document, '.rop__head');
    // at once: other questions stand there now, and a thumb that is quick would miss them on their way
    target.scrollIntoView({ block: 'start', behavior: 'instant' });
    const focused = question?.querySelector('input') ?? title;
    focused.focus({ preventScroll: true });
  }

  function arrive() {
    area = here()?.area ?? (checklist.area(history.state?.area) ? history.state.area : area);
    note();
    show();
    move();
  }

  window.addEventListener('hashchange', arrive);
  // A link to where the address already points changes nothing by itself.
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
    if (link && link.getAttribute('href') === location.hash) move();
  });

  return {
    area: () => area,
    /** After the first drawing: to the question the address names. */
    start() {
      if (here()?.item) move();
    },
  };
}
