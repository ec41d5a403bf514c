// @ts-check
// Months of the report side by side: a period is chosen by pulling over its months with mouse or finger. The date fields above do the same
// for the keyboard and to the day, so the strip is a picture to assistive technology.

import { el } from '../page/dom.js';
import { monthPoints } from '../charts/months.js';
import { lastDay } from './growth-words.js';

/** @typedef {import('./growth-words.js').Period} Period */
/** @typedef {{before: Period, after: Period}} Periods a day is "" while its field is empty */

const kMost = 24; // months beside each other on a phone, a finger's tip over two of them
const kDeadZone = 8; // px a trembling hand may move without pulling
const kLabels = 6;

/** The side whose months lie nearer to the one that is pressed. @param {string} month @param {Periods} periods */
function sideOf(month, { before, after }) {
  if (before.to === '' || month <= before.to.slice(0, 7)) return 'before';
  return after.from !== '' && month < after.from.slice(0, 7) ? null : 'after';
}

/**
 * @param {Record<string, any>} report of deals
 * @param {{periods: () => Periods, choose: (side: 'before' | 'after', period: Period) => void}} hands
 * @returns {{strip: HTMLElement, show: () => void}} `show` draws the periods as they stand: once they are on the page, and when they change
 */
export function periodStrip(report, { periods, choose }) {
  const points = monthPoints(report, kMost);
  const most = Math.max(0.001, ...points.map(({ share, soFar }) => share ?? soFar));
  const every = Math.ceil(points.length / kLabels);
  const cells = points.map(({ share, soFar, isRipe, name }, i) => {
    const bar = el(`i.stretch__bar${isRipe ? '' : '.stretch__bar--unripe'}`, {});
    bar.style.height = `${Math.round((100 * (share ?? soFar)) / most)}%`;
    return el(
      'span.stretch__month',
      {},
      el('span.stretch__plot', {}, bar),
      el('span.stretch__name', {}, i % every === 0 ? name : ''),
    );
  });
  const months = el('div.stretch__months', {}, ...cells);
  const strip = el('div.stretch', { 'aria-hidden': 'true', 'data-stretch': '' }, months);

  const show = () => {
    for (const side of /** @type {const} */ (['before', 'after'])) {
      const { from, to } = periods()[side];
      cells.forEach((cell, i) => {
        const { month } = points[i];
        const isIn = from !== '' && to !== '' && from.slice(0, 7) <= month && month <= to.slice(0, 7);
        cell.classList.toggle(`stretch__month--${side}`, isIn);
      });
    }
  };

  const indexAt = (/** @type {number} */ x) => {
    const { left, width } = months.getBoundingClientRect();
    return Math.min(points.length - 1, Math.max(0, Math.floor(((x - left) / width) * points.length)));
  };
  /** @type {{x: number, first: number, side: 'before' | 'after' | null, pulled: boolean} | null} */
  let pull = null;
  months.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    const first = indexAt(event.clientX);
    pull = { x: event.clientX, first, side: sideOf(points[first].month, periods()), pulled: false };
    months.setPointerCapture(event.pointerId);
  });
  months.addEventListener('pointermove', (event) => {
    if (!pull) return;
    pull.pulled ||= Math.abs(event.clientX - pull.x) > kDeadZone;
    if (!pull.pulled) return;
    const last = indexAt(event.clientX);
    // Between the two periods the direction says whose end is pulled.
    pull.side ??= last < pull.first ? 'before' : 'after';
    const [from, to] = [Math.min(pull.first, last), Math.max(pull.first, last)];
    choose(pull.side, { from: `${points[from].month}-01`, to: lastDay(points[to].month) });
    show();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    months.addEventListener(end, () => {
      pull = null;
    });
  }
  return { strip, show };
}
