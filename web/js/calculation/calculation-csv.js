// @ts-check
// The calculation as one table of numbers.

import { moneyRange } from '../model/sure.js';
import { factorName } from '../text/names.js';
import { completeness } from './calculation.js';
import { csvText } from '../takeaway/csv.js';
import { fileName, saveText } from '../takeaway/save.js';

/** @typedef {Record<string, any>} Doc */

/** @typedef {import('../takeaway/csv.js').Value[][]} Rows */

/** The month now and at the targets. @param {Doc} scenario @param {Doc} report @returns {Rows} */
function monthRows(scenario, { now, target }) {
  const targets = scenario.target ?? {};
  const stage = (/** @type {Doc} */ one, /** @type {number} */ i) => [
    `Проходит этап «${factorName(one.id, scenario)}»`,
    one.conversion,
    target.stages[i].conversion,
  ];
  return [
    ['За месяц', 'Сейчас', 'Цель'],
    ['Менеджеров', scenario.managers, targets.managers ?? scenario.managers],
    ['Заявок', now.leads, target.leads],
    ['Средний чек', scenario.average_check, targets.average_check ?? scenario.average_check],
    ['Заявки в работе', now.worked_leads, target.worked_leads],
    ...now.stages.map(stage),
    ['Оплат', now.sales, target.sales],
    ['Выручка', now.revenue, target.revenue],
  ];
}

/** The money that is left, and the factors it comes from. @param {Doc} scenario @param {Doc} report @returns {Rows} */
function moneyLeftRows(scenario, report) {
  const left = report.money_left;
  const range = moneyRange(scenario, report);
  return [
    ['Недозаработано в месяц', left.per_month],
    ['Недозаработано в год', left.per_year],
    ...(range ? [['Скорее всего, в месяц', ...range.map(Math.round)]] : []),
    [],
    ['Из чего складывается', 'Вклад, ₽ в месяц'],
    ...left.by_factor.map((/** @type {Doc} */ { id, amount }) => [factorName(id, scenario), amount]),
  ];
}

/** What one manager does, now and at the targets. @param {Doc} scenario @param {Doc} decomposition @returns {Rows} */
const oneManagerRows = (scenario, { rows }) => [
  [
    'Что делает один менеджер',
    'Месяц сейчас',
    'Неделя сейчас',
    'День сейчас',
    'Месяц, цель',
    'Неделя, цель',
    'День, цель',
  ],
  ...rows.map((/** @type {Doc} */ { id, now, target }) => [
    id === 'leads' ? 'Заявки в работе' : id === 'revenue' ? 'Выручка, ₽' : factorName(id, scenario),
    now.month,
    now.week,
    now.day,
    target.month,
    target.week,
    target.day,
  ]),
];

/** @param {Doc} roster @returns {Rows} */
const rosterRows = ({ managers }) => [
  ['Менеджер', 'Доля оплат', 'Осторожная оценка', 'Недобор, ₽ в месяц'],
  ...managers.map((/** @type {Doc} */ one) => [
    one.name,
    one.conversion,
    one.fair_conversion,
    one.money_left,
  ]),
];

/** How the change arrives. @param {Doc} ramp @returns {Rows} */
const rampRows = ({ months }) => [
  ['Месяц', 'Доля эффекта', 'Выручка', 'Прирост', 'Прирост всего'],
  ...months.map((/** @type {Doc} */ one) => [
    one.month,
    one.share,
    one.revenue,
    one.extra,
    one.cumulative_extra,
  ]),
];

/** @param {{scenario: Doc, report: Doc, decomposition?: Doc | null, current: boolean, example: boolean, placeholders?: string[]}} state @param {string} date @returns {Rows} */
export function calculationRows(state, date) {
  const { scenario, report, decomposition } = state;
  const told = completeness(state);
  return [
    ['Расчёт отдела продаж', scenario.title ?? '', date],
    ...(told ? [[told]] : []),
    [],
    ...monthRows(scenario, report),
    [],
    ...moneyLeftRows(scenario, report),
    ...(decomposition ? [[], ...oneManagerRows(scenario, decomposition)] : []),
    ...(report.roster ? [[], ...rosterRows(report.roster)] : []),
    [],
    ...rampRows(report.ramp),
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
