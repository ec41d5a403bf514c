// @ts-check
// What a saved month's plan and the fact after it say to each other, in words and as rows. Numbers are the core's.

import { count, percent, roubles, signedRoubles } from '../text/format.js';
import { factorName } from '../text/names.js';

/** @typedef {Record<string, any>} Doc */
/** One side of a comparison. @typedef {{name: string, scenario: Doc, report: Doc}} Side name: "ноябрь"; "" is the calculation at hand */

/** @param {Side} plan @param {Side} fact */
export const isSame = (plan, fact) =>
  JSON.stringify([plan.scenario, plan.report.now]) === JSON.stringify([fact.scenario, fact.report.now]);

/**
 * Whether the plan was reached. @param {Side} plan @param {Side} fact
 */
export function verdict(plan, fact) {
  const wanted = plan.report.target.revenue;
  const came = fact.report.now.revenue;
  const missing = Math.round(wanted) - Math.round(came);
  const told = fact.name ? `за ${fact.name} вышло ${roubles(came)}` : `сейчас ${roubles(came)}`;
  if (missing > 0) {
    return `До плана за ${plan.name} не хватает ${roubles(missing)}: ждали ${roubles(wanted)}, ${told}.`;
  }
  const more = missing < 0 ? `, на ${roubles(-missing)} больше` : '';
  return `План за ${plan.name} выполнен: ждали ${roubles(wanted)}, ${told}${more}.`;
}

/**
 * Where the change of revenue comes from, and whether it may be luck.
 * @param {Doc} comparison of the core @param {Doc} scenario
 */
export function cause({ revenue, by_factor: parts, conversion_change: change }, scenario) {
  const [before, after] = revenue;
  const difference = Math.round(after) - Math.round(before);
  if (difference === 0 && parts.every((/** @type {Doc} */ { amount }) => Math.round(amount) === 0)) return '';
  const way = Math.sign(difference) || 1;
  const [first] = [...parts].sort((a, b) => way * (b.amount - a.amount));
  const luck = change.distinguishable
    ? ''
    : ' Доля оплат изменилась не больше, чем бывает случайно: судить о ней рано.';
  const whole =
    difference === 0
      ? 'Выручка не изменилась'
      : `Выручка ${difference > 0 ? 'выросла' : 'упала'} на ${roubles(Math.abs(difference))}`;
  const main = `${difference < 0 ? 'больше всего потеряли здесь' : 'больше всего дало'}: «${factorName(first.id, scenario)}», ${signedRoubles(first.amount)}`;
  return `${whole}; ${main}.${luck}`;
}

/** Name, then, plan, fact. @param {Side} plan @param {Side} fact @returns {string[][]} */
export function planRows(plan, fact) {
  const sides = [plan.report.now, plan.report.target, fact.report.now];
  const row = (
    /** @type {string} */ name,
    /** @type {(side: Doc) => number} */ of,
    /** @type {(value: number) => string} */ show,
  ) => [name, ...sides.map((side) => show(of(side)))];
  return [
    row('Выручка', (side) => side.revenue, roubles),
    row('Заявок в работе', (side) => side.worked_leads, count),
    row('Оплат', (side) => side.sales, count),
    row('Доля оплат', (side) => side.conversion, percent),
    [
      'Средний чек',
      roubles(plan.scenario.average_check),
      roubles(plan.scenario.target?.average_check ?? plan.scenario.average_check),
      roubles(fact.scenario.average_check),
    ],
  ];
}

/** What each factor brought between the two, dearest first; the silent ones are left out. @param {Doc} comparison @param {Doc} scenario @returns {string[][]} */
export const causeRows = ({ by_factor: parts }, scenario) =>
  parts
    .filter((/** @type {Doc} */ { amount }) => Math.round(amount) !== 0)
    .sort((/** @type {Doc} */ a, /** @type {Doc} */ b) => Math.abs(b.amount) - Math.abs(a.amount))
    .map((/** @type {Doc} */ { id, amount }) => [factorName(id, scenario), signedRoubles(amount)]);
