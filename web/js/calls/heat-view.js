// @ts-check
// Managers by criteria: a number in every cell, ink where it is missed; the weakest link of each manager alone is inverted.

import { el } from '../page/dom.js';
import { number, percent } from '../text/format.js';
import { hundred } from './words.js';

const kFew = 5; // marks: below them a share says nothing

/** @param {any} cell of the report @param {boolean} weakest */
function cellOf(cell, weakest) {
  if (cell.asked < kFew) {
    return el('td.heat__cell.heat__cell--few', {}, cell.asked === 0 ? '—' : `${number(cell.asked)}\u00A0зв.`);
  }
  const missed = Math.min(10, Math.max(0, Math.round((1 - cell.share) * 10)));
  return el(
    `td.heat__cell.heat__cell--${weakest ? 'weak' : missed}`,
    { title: `${number(cell.done)} из ${number(cell.asked)}` },
    hundred(cell.share),
    weakest && el('span.vh', {}, ', слабое звено'),
  );
}

/** @param {any} one efficiency of somebody */
const sumCell = (one) =>
  el('td.heat__cell', {}, one.efficiency === null ? '—' : percent(Math.round(one.efficiency * 100) / 100));

/**
 * @param {any} report @param {import('./document.js').Calls} calls
 * @param {{chosen: string | null, choose: (manager: string) => void}} choice
 * @returns {HTMLElement}
 */
export function heatTable(report, calls, { chosen, choose }) {
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'Сделано, из ста разговоров'),
    el('th.heat__who', { scope: 'col' }, 'Отдел', el('small', {}, number(report.calls))),
    ...report.managers.map((/** @type {any} */ manager) =>
      el(
        'th.heat__who',
        { scope: 'col' },
        el(
          'button.heat__choose',
          {
            type: 'button',
            'aria-pressed': String(manager.name === chosen),
            click: () => choose(manager.name),
          },
          manager.name || 'Без имени',
        ),
        el('small', {}, number(manager.calls)),
      ),
    ),
  );
  /** @type {HTMLElement[]} */
  const rows = [];
  let part = '';
  calls.criteria.forEach((criterion, i) => {
    if (criterion.part && criterion.part !== part) {
      part = criterion.part;
      rows.push(
        el('tr.heat__part', {}, el('th', { scope: 'rowgroup', colspan: report.managers.length + 2 }, part)),
      );
    }
    rows.push(
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, criterion.name || criterion.id),
        cellOf(report.department.criteria[i], false),
        ...report.managers.map((/** @type {any} */ manager) =>
          cellOf(manager.criteria[i], manager.weakest === criterion.id),
        ),
      ),
    );
  });
  rows.push(
    el(
      'tr.heat__sum',
      {},
      el('th', { scope: 'row' }, 'Всё вместе, с весами'),
      sumCell(report.department),
      ...report.managers.map(sumCell),
    ),
  );
  return el(
    'table.heat',
    {},
    el('caption.vh', {}, 'Сколько раз из ста сделано: критерии по строкам, менеджеры по столбцам'),
    el('thead', {}, head),
    el('tbody', {}, ...rows),
  );
}
