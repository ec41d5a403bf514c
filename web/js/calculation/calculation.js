// @ts-check
// The calculation as rows that every take-away shows the same: inputs, stages, and what it still lacks.

import { stageRange } from '../model/sure.js';
import * as format from '../text/format.js';

/** @typedef {Record<string, any>} Doc */

/** Why the numbers should not be relied on yet; empty when they may. @param {{current: boolean, example: boolean, placeholders?: string[]}} state */
export function completeness({ current, example, placeholders = [] }) {
  if (example) return 'Расчёт неполный: это числа примера, свои ещё не введены.';
  if (!current) return 'Расчёт неполный: одно из полей заполнено с ошибкой, показан последний верный расчёт.';
  return placeholders.length > 0 ? 'Расчёт неполный: часть чисел условные, свои введены не все.' : '';
}

/** @param {number} value */
const plain = (value) => format.number(value, 2);

/** Inputs but the stages: name, now, target. @param {Doc} scenario @returns {string[][]} */
export function inputRows(scenario) {
  const target = scenario.target ?? {};
  const pair = (
    /** @type {string} */ name,
    /** @type {string} */ key,
    /** @type {(value: number) => string} */ show,
  ) =>
    scenario[key] === null || scenario[key] === undefined
      ? []
      : [
          [
            name,
            show(scenario[key]),
            target[key] === null || target[key] === undefined ? 'как сейчас' : show(target[key]),
          ],
        ];
  const single = (
    /** @type {string} */ name,
    /** @type {number | null | undefined} */ value,
    /** @type {(value: number) => string} */ show,
  ) => (value === null || value === undefined ? [] : [[name, show(value), '']]);
  return [
    ...pair('Менеджеров', 'managers', plain),
    ...pair('Заявок в месяц', 'leads_per_month', plain),
    ...pair('Средний чек', 'average_check', format.roubles),
    ...pair('Успевает один менеджер, заявок', 'capacity_leads_per_manager', plain),
    ...single('Рабочих дней в месяце', scenario.working_days_per_month, plain),
    ...single('Валовая маржа', scenario.gross_margin, format.percent),
    ...single('Разброс чека', scenario.check_spread || null, plain),
    ...single('Месяцев данных', scenario.history_months, plain),
    ...single('Желаемая выручка', scenario.goal_revenue, format.roubles),
  ];
}

/** @param {Doc} scenario @param {Doc} report @returns {string[][]} name, now, its range or that nobody counted it, target */
export const stageRows = (scenario, report) =>
  scenario.stages.map((/** @type {Doc} */ { name }, /** @type {number} */ i) => {
    const range = stageRange(scenario, report, i);
    return [
      name,
      format.percent(report.now.stages[i].conversion),
      range ? format.percentRange(range) : 'со слов',
      format.percent(report.target.stages[i].conversion),
    ];
  });
