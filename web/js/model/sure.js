// @ts-check
// How sure the numbers are, said the same on pages and in files: only counts have a range (MODEL.md, "Default targets and findings"), and
// no range of money begins with nothing.

import { roubles } from '../text/format.js';

/** @typedef {Record<string, any>} Doc */

/** Whether a stage was counted, by the owner or by the CRM. @param {Doc} stage */
export const isCounted = ({ source, observed }) => source === 'crm' || Boolean(observed);

/** Whether what follows from the shares has a range at all. @param {Doc} scenario */
export const allCounted = ({ stages }) => stages.every(isCounted);

/** From what to what the share of the i-th stage likely is; null where it was not counted. @param {Doc} scenario @param {Doc} report @param {number} i @returns {[number, number] | null} */
export const stageRange = ({ stages }, { uncertainty }, i) =>
  isCounted(stages[i]) ? (uncertainty.stages[i]?.interval ?? null) : null;

/** From what to what the money left a month likely is; null where there is no saying. @param {Doc} scenario @param {Doc} report @returns {[number, number] | null} */
export function moneyRange(scenario, { uncertainty, money_left: left }) {
  const range = uncertainty.money_left_range;
  return range && range[0] > 0 && left.per_month > 0 && allCounted(scenario) ? range : null;
}

/** That range in a sentence, or what would give one; nothing where no money is left. @param {Doc} scenario @param {Doc} report */
export function rangeWords(scenario, report) {
  if (report.money_left.per_month <= 0) return '';
  const range = moneyRange(scenario, report);
  if (range) return `Скорее всего от ${roubles(range[0])} до ${roubles(range[1])}.`;
  return allCounted(scenario)
    ? 'Данных за один месяц мало, чтобы назвать границы: под «Точнее» впишите, за сколько месяцев числа.'
    : 'Точнее скажет счёт: впишите, сколько заявок вошло в этап и сколько прошло.';
}
