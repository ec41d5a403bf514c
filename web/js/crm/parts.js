// @ts-check
// Small parts that several views of the page share: a select, a fold, a plot on a shared scale, a table; a place that is made anew without
// losing the focus and what was unfolded.

import { el, svg } from '../page/dom.js';

/** @typedef {import('../page/dom.js').Child} Child */

/**
 * @param {string} id @param {[string, string][]} options value and text @param {string} value
 * @param {(value: string) => void} choose @param {Record<string, any>} [attributes]
 */
export function select(id, options, value, choose, attributes = {}) {
  const input = /** @type {HTMLSelectElement} */ (
    el(
      'select.select__input',
      { id, ...attributes, change: () => choose(input.value) },
      ...options.map(([one, text]) => el('option', { value: one, selected: one === value }, text)),
    )
  );
  return el('span.select', {}, input);
}

/** @param {string} id @param {string} title @param {Child[]} children */
export const fold = (id, title, ...children) =>
  el('details.fold', { id }, el('summary', {}, title), ...children);

/** Fills a host anew; the focus and open folds stay where they were. @param {HTMLElement} host @param {Child[]} children */
export function fill(host, children) {
  const focused = host.contains(document.activeElement) ? document.activeElement?.id : '';
  const open = [...host.querySelectorAll('details[open]')].map(({ id }) => id).filter(Boolean);
  host.replaceChildren(.../** @type {Node[]} */ (children.filter(Boolean)));
  for (const id of open) {
    const details = host.querySelector(`#${CSS.escape(id)}`);
    if (details) /** @type {HTMLDetailsElement} */ (details).open = true;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {number} share of the plot's width */
const at = (share) => `${Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100}%`;

/**
 * One row's plot. All values are shares of the scale's width, 0..1.
 * @param {object} drawn
 * @param {readonly number[] | null} [drawn.band] usual spread, as a ground
 * @param {number | null} [drawn.mid] a dashed line
 * @param {readonly number[] | null} [drawn.range]
 * @param {boolean} [drawn.isOpen] the range is a forecast
 * @param {{at: number, open?: boolean}[]} [drawn.dots]
 * @param {number | null} [drawn.bar] @param {boolean} [drawn.pale] @param {string} [drawn.text] behind the bar, or at the left
 */
export function plot(
  { band, mid, range, isOpen = false, dots = [], bar = null, pale = false, text },
  kind = '',
) {
  return svg(
    `svg.plot${kind}`,
    { 'aria-hidden': 'true', focusable: 'false' },
    band && svg('rect.plot__band', { x: at(band[0]), width: at(band[1] - band[0]), y: '0', height: '100%' }),
    mid !== null &&
      mid !== undefined &&
      svg('line.plot__mid', { x1: at(mid), x2: at(mid), y1: '0', y2: '100%' }),
    range &&
      svg(`line.plot__range${isOpen ? '.plot__range--open' : ''}`, {
        x1: at(range[0]),
        x2: at(range[1]),
        y1: '50%',
        y2: '50%',
      }),
    bar !== null &&
      svg(`rect.plot__bar${pale ? '.plot__bar--pale' : ''}`, { width: at(bar), y: '25%', height: '50%' }),
    text !== undefined &&
      svg(
        'text.plot__text.plot__text--strong',
        { x: at(bar ?? 0), dx: bar === null ? 0 : 8, y: '50%', dy: '0.35em' },
        text,
      ),
    ...dots.map((dot) =>
      svg(`circle.plot__dot${dot.open ? '.plot__dot--open' : ''}`, { cx: at(dot.at), cy: '50%', r: 6 }),
    ),
  );
}

/** @param {string} caption @param {string[]} head @param {Child[][]} rows @param {string} [kind] class */
export function table(caption, head, rows, kind = '') {
  return el(
    `table.tbl${kind}`,
    {},
    el('caption.vh', {}, caption),
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

/** A block of the report. @param {string} title @param {Child[]} children */
export const block = (title, ...children) => el('section.block', {}, el('h2.h3', {}, title), ...children);

/** What the marks of a chart mean. @param {[string, string, string?][]} list class of the mark, words, class of the item */
export const keys = (...list) =>
  el(
    'ul.keys',
    {},
    ...list.map(([mark, words, kind = '']) =>
      el(`li${kind}`, {}, el(`i.${mark}`, { 'aria-hidden': 'true' }), words),
    ),
  );

/** The end of a scale that holds a share: a round number of percents. @param {number} most */
export function scaleEnd(most) {
  const ends = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1];
  return ends.find((end) => most <= end * 1.0001) ?? 1;
}

/** What waits is done first: the page answers between the parts of a long work. @returns {Promise<void>} */
export const nextTask = () =>
  new Promise((go) => {
    setTimeout(go);
  });

/** After the browser has shown what is there. @returns {Promise<void>} */
export const nextFrame = () =>
  new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
  });
