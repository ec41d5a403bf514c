// @ts-check
// The calculation as one table of numbers.

import { moneyRange } from '../model/sure.js';
import { factorName } from '../text/names.js';
import { completeness } from './calculation.js';
import { csvText } from '../takeaway/csv.js';
import { fileName, saveText } from '../takeaway/save.js';

/** @typedef {Record<string, any>} Doc */

/** @param {{scenario: Doc, report: Doc, decomposition?: Doc | null, current: boolean, example: boolean, placeholders?: string[]}} state @param {string} date @returns {import('../takeaway/csv.js').Value[][]} */
export function calculationRows(state, date) {
  const { scenario, report, decomposition } = state;
  const { now, target, money_left: left } = report;
  const range = moneyRange(scenario, report);
  const targets = scenario.target ?? {};
  const stage = (/** @type {Doc} */ one, /** @type {number} */ i) => [
    `Проходит этап «${factorName(one.id, scenario)}»`,
    one.conversion,
    target.stages[i].conversion,
  ];
  return [
    ['Расчёт отдела продаж', scenario.title ?? '', date],
    ...(completeness(state) ? [[completeness(state)]] : []),
    [],
    ['За месяц', 'Сейчас', 'Цель'],
    ['Менеджеров', scenario.managers, targets.managers ?? scenario.managers],
    ['Заявок', now.leads, target.leads],
    ['Средний чек', scenario.average_check, targets.average_check ?? scenario.average_check],
    ['Заявки в работе', now.worked_leads, target.worked_leads],
    ...now.stages.map(stage),
    ['Оплат', now.sales, target.sales],
    ['Выручка', now.revenue, target.revenue],
    [],
    ['Недозаработано в месяц', left.per_month],
    ['Недозаработано в год', left.per_year],
    ...(range ? [['Скорее всего, в месяц', ...range.map(Math.round)]] : []),
    [],
    ['Из чего складывается', 'Вклад, ₽ в месяц'],
    ...left.by_factor.map((/** @type {Doc} */ { id, amount }) => [factorName(id, scenario), amount]),
    ...(decomposition
      ? [
          [],
          [
            'Что делает один менеджер',
            'Месяц сейчас',
            'Неделя сейчас',
            'День сейчас',
            'Месяц, цель',
            'Неделя, цель',
            'День, цель',
          ],
          ...decomposition.rows.map((/** @type {Doc} */ { id, now: a, target: b }) => [
            id === 'leads' ? 'Заявки в работе' : id === 'revenue' ? 'Выручка, ₽' : factorName(id, scenario),
            a.month,
            a.week,
            a.day,
            b.month,
            b.week,
            b.day,
          ]),
        ]
      : []),
    ...(report.roster
      ? [
          [],
          ['Менеджер', 'Доля оплат', 'Осторожная оценка', 'Недобор, ₽ в месяц'],
          ...report.roster.managers.map((/** @type {Doc} */ one) => [
            one.name,
            one.conversion,
            one.fair_conversion,
            one.money_left,
          ]),
        ]
      : []),
    [],
    ['Месяц', 'Доля эффекта', 'Выручка', 'Прирост', 'Прирост всего'],
    ...report.ramp.months.map((/** @type {Doc} */ one) => [
      one.month,
      one.share,
      one.revenue,
      one.extra,
      one.cumulative_extra,
    ]),
  ];
}

/** @param {import('../landing/store.js').State} state */
export function saveCalculationCsv(state) {
  const when = new Date();
  const name = fileName('Расчёт отдела продаж', state.scenario?.title ?? '', when, 'csv');
  saveText(
    csvText(calculationRows(/** @type {any} */ (state), new Intl.DateTimeFormat('ru-RU').format(when))),
    name,
    'text/csv',
  );
  return `Скачан файл «${name}».${completeness(state) ? ' В нём сказано, что расчёт неполный.' : ''}`;
}
