// @ts-check
// The sheet of the call that is being marked: how far it is, the criterion that is asked, what was answered last.

import { el, need } from '../page/dom.js';
import { dayText } from '../text/days.js';
import { number } from '../text/format.js';

/** @typedef {import('./document.js').Draft} Draft */
/** @typedef {import('./marking.js').Place} Place */

const kSaid = { 1: 'да', 0: 'нет', na: 'не к месту' };

/** @param {number} seconds */
export const clock = (seconds) =>
  [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** One piece a criterion: filled for yes, half for no, dotted for not applicable. @param {HTMLElement} sheet @param {Draft} now @param {Place} place */
function showProgress(sheet, now, { criteria, at }) {
  const counts = { yes: 0, no: 0 };
  need(sheet, '[data-mark-progress]').replaceChildren(
    ...criteria.map(({ id }, i) => {
      const mark = now.marks[id];
      if (mark === 1) counts.yes += 1;
      if (mark === 0) counts.no += 1;
      const kind = i === at ? 'now' : mark === 1 ? 'yes' : mark === 0 ? 'no' : mark === 'na' ? 'na' : 'none';
      return el(`i.mark__piece.mark__piece--${kind}`);
    }),
  );
  need(sheet, '[data-mark-told]').textContent =
    `Критерий ${Math.min(at + 1, criteria.length)} из ${criteria.length}: да ${counts.yes}, нет ${counts.no}`;
}

/** That this is what the manager does least. @param {any} report without this call; null when there is none @param {string} manager @param {string | undefined} asked id of the criterion */
function weakText(report, manager, asked) {
  const one = report?.managers.find((/** @type {any} */ { name }) => name === manager);
  const own = one?.weakest === asked && one?.criteria.find((/** @type {any} */ { id }) => id === asked);
  return own ? `Слабое звено, до этого звонка: ${number(own.done)} из ${number(own.asked)}` : '';
}

/** @param {HTMLElement} sheet @param {Draft} now @param {Place} place @param {any} report */
function showCriterion(sheet, now, { criteria, at }, report) {
  const criterion = criteria[at];
  need(sheet, '[data-mark-asking]').hidden = !criterion;
  need(sheet, '[data-mark-over]').hidden = Boolean(criterion);
  need(sheet, '[data-mark-part]').textContent = criterion
    ? `${[criterion.part, `${at + 1} из ${criteria.length}`].filter(Boolean).join(', ')}`
    : 'Все критерии пройдены';
  need(sheet, '[data-mark-name]').textContent = criterion ? criterion.name || criterion.id : 'Звонок отмечен';
  need(sheet, '[data-mark-hear]').textContent = criterion?.looks_like ?? '';
  need(sheet, '[data-mark-weak]').textContent = weakText(report, now.manager, criterion?.id);
}

/** The way back and the last answers. @param {HTMLElement} sheet @param {Draft} now @param {Place} place */
function showAnswered(sheet, now, { criteria, at, done }) {
  const undo = /** @type {HTMLButtonElement} */ (need(sheet, '[data-mark-do=back]'));
  const before = at > 0 ? now.marks[criteria[at - 1].id] : undefined;
  undo.disabled = at === 0;
  undo.textContent = before === undefined ? '← Назад' : `← Отменить «${kSaid[before]}»`;
  need(sheet, '[data-mark-recent-part]').hidden = done.length === 0;
  const recent = done.slice(-3).reverse();
  need(sheet, '[data-mark-recent]').replaceChildren(
    ...recent.map((id) => {
      const name = criteria.find((one) => one.id === id)?.name ?? id;
      return el('li', {}, el('span', {}, name), el('b', {}, kSaid[now.marks[id]] ?? ''));
    }),
  );
}

/**
 * @param {HTMLElement} sheet
 * @param {Draft} now
 * @param {{place: Place, report: any, nth: number, isRunning: boolean}} about report: of the calls before, null for none; nth: of this manager
 */
export function showSheet(sheet, now, { place, report, nth, isRunning }) {
  need(sheet, '[data-mark-manager]').textContent = now.manager;
  need(sheet, '[data-mark-which]').textContent = `${dayText(now.date)}, звонок ${number(nth)}`;
  need(sheet, '[data-mark-clock]').textContent = clock(now.seconds);
  need(sheet, '[data-mark-do=pause]').setAttribute('aria-pressed', String(!isRunning));
  showProgress(sheet, now, place);
  showCriterion(sheet, now, place, report);
  showAnswered(sheet, now, place);
}
