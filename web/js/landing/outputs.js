// @ts-check
// Shows the report: data-out="money_left.per_month" holds that number of the report as people read it (data-copy for a
// place where the page repeats it). data-format chooses how; money is the default.

import { el } from '../page/dom.js';
import * as format from '../text/format.js';

/** @typedef {import('./store.js').State} State */

const kNothing = '—';
const kLeft = 'money_left.per_month';
const kLong = 13; // characters of a big figure; beyond them digits outweigh spaces and a fallback font needs room
const kLongMargin = 1.2;

/** @type {Record<string, (value: any) => string>} */
const formats = {
  money: format.roubles,
  percent: format.percent,
  interval: format.percentRange,
  count: format.count,
  rate: format.rate,
  thousands: format.thousands,
  chance: format.chance,
};

/** Numbers that come with the predictive distribution, a moment after the rest. @param {string} path */
const isPredicted = (path) =>
  path.startsWith('uncertainty.revenue') || path === 'uncertainty.goal_probability';

/** @param {State} state @param {string} path */
function valueOf(state, path) {
  const [first, ...rest] = path.split('.');
  if (first === 'point') return state.point;
  // Its label says whether it is missed or lost.
  if (path === kLeft) return state.report && Math.abs(state.report.money_left.per_month);
  const start = first === 'decomposition' ? state.decomposition : state.report?.[first];
  return rest.reduce((value, key) => value?.[key], start);
}

/** The figure with its small ₽; --chars lets it fill its column whatever its length. @param {HTMLElement} place @param {string} text */
function showBig(place, text) {
  const match = /^(.*)(\u00A0₽)$/.exec(text);
  if (match) place.replaceChildren(match[1], el('span.big__unit', {}, match[2]));
  else place.replaceChildren(text);
  const length = text.length > kLong ? text.length * kLongMargin : text.length;
  place.style.setProperty('--chars', String(Math.max(8, length)));
}

/** @param {State} state @param {ParentNode} [page] */
export function showOutputs(state, page = document) {
  for (const found of page.querySelectorAll('[data-out],[data-copy]')) {
    const place = /** @type {HTMLElement} */ (found);
    const path = place.dataset.out ?? place.dataset.copy ?? '';
    const value = isPredicted(path) && !state.predicted ? undefined : valueOf(state, path);
    const shown = place.dataset.format ?? 'money';
    const text = value === null || value === undefined ? kNothing : (formats[shown] ?? format.roubles)(value);
    if (place.dataset.text === text) continue;
    place.dataset.text = text;
    if (shown === 'big') showBig(place, text);
    else place.textContent = text;
  }
}
