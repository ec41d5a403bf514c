// @ts-check
// Before and after: two periods of calls, what the department does of a hundred in each, which criteria have truly changed, each manager.

import { el, need } from '../page/dom.js';
import { changeNote, hundred, periodText, points } from './words.js';

/** @typedef {import('./store.js').State} State */

/** Before and after, manager by manager. @param {any} change of the report */
const managersChange = (change) =>
  el(
    'ul.links',
    { 'data-managers-change': '' },
    ...change.managers.map((/** @type {any} */ { name, difference, interval }) =>
      el(
        'li',
        {},
        el('span', {}, name || 'Без имени', el('small', {}, changeNote(difference, interval))),
        el('b', {}, difference === null ? '—' : points(difference)),
      ),
    ),
  );

/** A criterion whose change is no chance. @param {any} one @param {State['calls']['criteria']} criteria */
const criterionChange = ({ id, before, after }, criteria) =>
  el(
    'li',
    {},
    el('span', {}, criteria.find((one) => one.id === id)?.name ?? id),
    el('b', {}, `${hundred(before.done / before.asked)} → ${hundred(after.done / after.asked)}`),
  );

/** @param {any} department of the change */
function verdict({ difference, interval }) {
  if (difference === null) return 'В одном из периодов нет отметок: сравнить не с чем.';
  if (!interval) return `Отдел: ${points(difference)} из ста; звонков мало, чтобы назвать разброс.`;
  const isLuck = interval[0] <= 0 && interval[1] >= 0;
  return `Отдел: ${points(difference)} из ста, скорее всего от ${points(interval[0])} до ${points(interval[1])}.${isLuck ? ' Пока это не отличить от удачи.' : ''}`;
}

/** @param {HTMLElement} place @param {State} state */
export function showChange(place, { report, calls }) {
  const change = report?.change;
  if (!change) {
    place.replaceChildren();
    return;
  }
  const sure = change.department.criteria.filter((/** @type {any} */ one) => one.distinguishable);
  place.replaceChildren(
    el('p', {}, `${periodText(change.before)} и ${periodText(change.after)}. ${verdict(change.department)}`),
    sure.length > 0
      ? el('ul.links', {}, ...sure.map((/** @type {any} */ one) => criterionChange(one, calls.criteria)))
      : el('p.note', {}, 'Ни по одному критерию разница пока не отличима от случая.'),
    el('h3.label', {}, 'По менеджерам, из ста'),
    managersChange(change),
  );
}

/** The month of a day and the one before it, from the first day to the last. @param {string} day @returns {Record<string, string>} by the field's name */
function lastMonths(day) {
  const [year, month] = day.split('-').map(Number);
  const dayOf = (/** @type {number} */ m, /** @type {number} */ d) =>
    new Date(Date.UTC(year, m - 1, d)).toISOString().slice(0, 10);
  return {
    'before-from': dayOf(month - 1, 1),
    'before-to': dayOf(month, 0),
    'after-from': dayOf(month, 1),
    'after-to': dayOf(month + 1, 0),
  };
}

/** @param {HTMLFormElement} form @param {import('./store.js').CallStore} store */
export function mountPeriods(form, store) {
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (need(form, `[name=${name}]`));
  form.addEventListener('input', () => {
    form.dataset.own = '';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const asked = {
      before: { from: field('before-from').value, to: field('before-to').value },
      after: { from: field('after-from').value, to: field('after-to').value },
    };
    const sound = [asked.before, asked.after].every(({ from, to }) => from !== '' && from <= to);
    need(form, '[data-periods-issue]').textContent = sound ? '' : 'Первый день периода не позже последнего.';
    if (sound) store.compare(asked);
  });
  return {
    /** The last two months that have calls, until somebody says otherwise. @param {State} state */
    suggest({ report }) {
      if (!report?.period || form.dataset.own !== undefined) return;
      for (const [name, day] of Object.entries(lastMonths(report.period.to))) field(name).value = day;
    },
  };
}
