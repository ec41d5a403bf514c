// @ts-check
// The same results as tables for assistive technology, and one sentence that is read out when they change.
import { el } from '../page/dom.js';
import { count, percent, roubles, signedRoubles } from '../text/format.js';
import { factorName } from '../text/names.js';

/** @param {string} caption @param {string[]} head @param {string[][]} rows */
function table(caption, head, rows) {
  return el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...head.map((name) => el('th', { scope: 'col' }, name)))),
    el(
      'tbody',
      {},
      ...rows.map(([name, ...cells]) =>
        el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
      ),
    ),
  );
}

/** @param {any} scenario @param {any} report */
function stageRows({ stages }, { now, target, levers }) {
  return stages.map((/** @type {any} */ stage, /** @type {number} */ i) => {
    const lever = levers.find((/** @type {any} */ one) => one.id === stage.id);
    return [
      stage.name,
      count(now.stages[i].passed),
      percent(now.stages[i].conversion),
      percent(target.stages[i].conversion),
      roubles(lever?.per_point ?? 0),
    ];
  });
}

/** @param {any} slots */
function variantRows(slots) {
  const present = Object.entries(slots).filter(([, slot]) => slot);
  return present.map(([name, { scenario, report }]) => [
    `${name}. ${scenario.title || 'Без названия'}`,
    roubles(report.now.revenue),
    roubles(report.target.revenue),
    percent(report.now.conversion),
    count(report.now.sales),
  ]);
}

/** @param {any} state what the workbench says of itself @param {{status: HTMLElement, tables: HTMLElement}} parts */
export function showMirror(state, { status, tables }) {
  const { scenario, report } = state.slots[state.active];
  const left = report.money_left;
  const words = left.per_month >= 0 ? 'Недозарабатываете в месяц' : 'Цели ниже, чем сейчас, в месяц';
  status.textContent = `Вариант ${state.active}. ${words}: ${roubles(left.per_month)}. Сейчас ${roubles(report.now.revenue)}, может быть ${roubles(report.target.revenue)}.${state.view.notice ? ` ${state.view.notice}.` : ''}`;
  const parts = left.by_factor.filter((/** @type {any} */ part) => Math.abs(part.amount) >= 0.5);
  tables.replaceChildren(
    table(
      'Варианты',
      ['Вариант', 'Выручка сейчас', 'Может быть', 'Конверсия', 'Оплат'],
      variantRows(state.slots),
    ),
    table(
      `Этапы варианта ${state.active}`,
      ['Этап', 'Прошло', 'Сейчас', 'Цель', '+1 п.п.'],
      stageRows(scenario, report),
    ),
    table(
      'Из чего складывается',
      ['Множитель', '₽ в месяц'],
      parts.map((/** @type {any} */ part) => [factorName(part.id, scenario), signedRoubles(part.amount)]),
    ),
  );
}
