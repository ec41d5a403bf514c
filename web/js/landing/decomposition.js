// @ts-check
// Декомпозиция: what one manager does a day, a week and a month, now and at the targets.

import { el } from '../page/dom.js';
import { rate, thousands } from '../text/format.js';
import { factorName } from '../text/names.js';

/** @typedef {import('./store.js').State} State */

const kPeriods = [
  ['day', 'день'],
  ['week', 'неделя'],
  ['month', 'месяц'],
];
const kSides = ['now', 'target'];

/** @param {State} state */
function rows({ decomposition, scenario }) {
  if (!decomposition || !scenario) return [];
  return decomposition.rows.map((/** @type {any} */ row, /** @type {number} */ i) => {
    const shown = row.id === 'revenue' ? thousands : rate;
    const cells = kSides.flatMap((side) =>
      kPeriods.map(([period]) =>
        el(
          `td.per--${side}.per--${period}`,
          {
            'data-out': `decomposition.rows.${i}.${side}.${period}`,
            'data-format': row.id === 'revenue' ? 'thousands' : 'rate',
          },
          shown(row[side][period]),
        ),
      ),
    );
    return el('tr', {}, el('th', { scope: 'row' }, factorName(row.id, scenario)), ...cells);
  });
}

/** @param {import('./store.js').Store} store @param {HTMLElement} host */
export function mountDecomposition(store, host) {
  const body = el('tbody');
  const heads = kSides.flatMap((side) =>
    kPeriods.map(([period, name]) => el(`th.per--${side}.per--${period}`, { scope: 'col' }, name)),
  );
  host.append(
    el(
      'div.per__scroll',
      { tabindex: 0, role: 'region', 'aria-label': 'Таблица на одного менеджера' },
      el(
        'table.table.per',
        {},
        el('caption.vh', {}, 'Сколько действий приходится на одного менеджера'),
        el(
          'thead',
          {},
          el(
            'tr.per__sides',
            {},
            el('td'),
            el('th.per--now.per--day', { scope: 'col' }, 'Сейчас'),
            el('td.per--now.per--week'),
            el('td.per--now.per--month'),
            el('th.could.per--day', { scope: 'col' }, 'Цель'),
            el('td'),
            el('td'),
          ),
          el('tr', {}, el('th', { scope: 'col' }, el('span.vh', {}, 'Действие')), ...heads),
        ),
        body,
      ),
    ),
  );
  store.subscribe((state) => body.replaceChildren(...rows(state)));
}
