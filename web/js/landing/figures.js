// @ts-check
// Draws the charts into their places (data-chart="funnel"), again when numbers or the width change; each has its table. The first screen's
// own draws itself (lift.js), but on paper.

import { drawings } from '../charts/drawings.js';
import { el } from '../page/dom.js';

/** @typedef {import('./store.js').State} State */

const kPaper = 700; // px: A4 between margins of 12 mm
const kHalfPaper = 380;

/** @param {import('../charts/drawing.js').Table} table @param {string} title */
function dataTable({ head, rows }, title) {
  return el(
    'table.table',
    {},
    el('caption.vh', {}, title),
    el('thead', {}, el('tr', {}, ...head.map((name) => el('th', { scope: 'col' }, name)))),
    el(
      'tbody',
      {},
      ...rows.map(([first, ...cells]) =>
        el('tr', {}, el('th', { scope: 'row' }, first), ...cells.map((cell) => el('td', {}, cell))),
      ),
    ),
  );
}

/** @param {HTMLElement} place @param {State} state @param {number} width px */
function draw(place, state, width) {
  const name = place.dataset.chart ?? '';
  if (width === 0) return;
  if (name === 'density' && !state.predicted && state.report) return; // the curve follows in a moment
  const chart = drawings[name](state, width, place.id || name);
  place.replaceChildren(...(chart ? [chart.svg] : []));
  const details = /** @type {HTMLDetailsElement | null} */ (
    place.parentElement?.querySelector('details.data')
  );
  if (!details) return;
  details.hidden = !chart;
  const holder = details.querySelector('.data__table');
  if (chart && holder) holder.replaceChildren(dataTable(chart.table, details.dataset.title ?? ''));
}

/** Draws at once what can be drawn now. @param {import('./store.js').Store} store */
export function mountFigures(store) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-chart]')]);
  const places = all.filter(({ dataset }) => dataset.chart !== 'lift');
  for (const place of places) {
    const title = place.dataset.title ?? '';
    place.after(
      el(
        'details.data',
        { 'data-title': title },
        el('summary.data__open', {}, 'Числа таблицей'),
        el('div.data__table'),
      ),
    );
  }
  let frame = 0;
  const drawAll = () => {
    frame = 0;
    // All widths first: a width read after a chart was drawn would lay out the page again.
    const widths = places.map((place) => Math.floor(place.clientWidth));
    places.forEach((place, i) => draw(place, store.state(), widths[i]));
  };
  const soon = () => {
    frame ||= requestAnimationFrame(drawAll);
  };
  // Paper has its own width, known before it is laid out: A4 without margins, half of it in the first screen's column. It has no folds.
  /** @type {HTMLDetailsElement[]} */
  let unfolded = [];
  const drawForPaper = () => {
    unfolded = /** @type {HTMLDetailsElement[]} */ ([
      ...document.querySelectorAll('.calc .folds > details:not([open])'),
    ]);
    for (const fold of unfolded) fold.open = true;
    cancelAnimationFrame(frame);
    frame = 1; // nothing is drawn for the screen meanwhile
    for (const place of all) draw(place, store.state(), place.closest('.hero') ? kHalfPaper : kPaper);
  };
  window.addEventListener('beforeprint', drawForPaper);
  window.addEventListener('afterprint', () => {
    for (const fold of unfolded) fold.open = false;
    frame = 0;
    store.tellAgain();
  });
  const sizes = new ResizeObserver(soon);
  places.forEach((place) => sizes.observe(place));
  store.subscribe(soon);
  drawAll();
}
