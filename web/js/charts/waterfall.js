// @ts-check
// The waterfall: from revenue now to what it could be, one bar a factor. Labels are rounded so that they sum to the total.

import { number, roubles, scaleOf, signedRoubles } from '../text/format.js';
import { factorName } from '../text/names.js';
import { bar, chart, line, text } from './drawing.js';
import { fitted, roundedToSum, ticks } from './scale.js';

const kLabelWidth = 124;
const kRow = 44;
const kBar = 26;
const kTop = 22;

/**
 * Steps of the waterfall in roubles, labels summing to the rounded difference.
 * @param {any} report @param {any} scenario
 */
export function waterfallSteps({ now, money_left: left }, scenario) {
  const ids = new Set(scenario.stages.map((/** @type {any} */ stage) => stage.id));
  const shown = left.by_factor.filter(
    (/** @type {any} */ factor) => ids.has(factor.id) || Math.abs(factor.amount) >= 0.5,
  );
  const labels = roundedToSum(
    shown.map((/** @type {any} */ factor) => factor.amount),
    left.per_month,
  );
  let from = now.revenue;
  return shown.map((/** @type {any} */ factor, /** @type {number} */ i) => {
    const step = { name: factorName(factor.id, scenario), from, to: from + factor.amount, label: labels[i] };
    from = step.to;
    return step;
  });
}

/** Where the money lies across the chart. @typedef {{at: (money: number) => number, most: number, width: number}} Across */

/** @param {number} most money at the right edge @param {number} width @returns {Across} */
const acrossOf = (most, width) => ({
  at: (money) => kLabelWidth + (Math.max(0, money) / most) * (width - kLabelWidth - 2),
  most,
  width,
});
const yOfRow = (/** @type {number} */ row) => kTop + row * kRow + 4;

/** Lines of round sums with their numbers above, the unit at the last. @param {Across} across @param {number} bottom */
function moneyAxis({ at, most, width }, bottom) {
  const scale = scaleOf(most);
  const marks = ticks(most);
  return marks.flatMap((money, i) => {
    const sum = number(money / scale.divisor, 1);
    return [
      line('grid', at(money), kTop - 4, at(money), bottom),
      text(
        't.t--axis',
        at(money),
        11,
        i && i === marks.length - 1 ? `${sum}\u00A0${scale.name}` : sum,
        i === 0 ? 'start' : at(money) > width - 30 ? 'end' : 'middle',
      ),
    ];
  });
}

/** What a row is called and its money, at the left. @param {number} row @param {{name: string, kind: string, money: string}} told */
const rowLabel = (row, { name, kind, money }) => [
  text('t.t--strong', 0, yOfRow(row) + 9, fitted(name, kLabelWidth)),
  text(`t.t--number.t--${kind}`, 0, yOfRow(row) + 27, money),
];

/** Ties a row's bar to the one above. @param {number} row @param {number} x */
const linkUp = (row, x) => line('link', x, yOfRow(row) - kRow, x, yOfRow(row) + kBar);

/** A bar from nothing: revenue now, revenue at the target. @param {number} row @param {{name: string, kind: string, money: number}} end @param {Across} across */
const endRow = (row, { name, kind, money }, { at }) => [
  ...rowLabel(row, { name, kind, money: roubles(money) }),
  bar(kind, kLabelWidth, yOfRow(row), at(money) - kLabelWidth, kBar),
];

/** A bar between two sums. @param {number} row @param {any} step of waterfallSteps @param {Across} across @param {string} chartName */
function stepRow(row, { name, from, to, label }, { at }, chartName) {
  const left = Math.min(at(from), at(to));
  return [
    ...rowLabel(row, { name, kind: label > 0 ? 'lost' : 'now', money: signedRoubles(label) }),
    bar(to >= from ? 'lost' : 'now-pale', left, yOfRow(row), Math.abs(at(to) - at(from)), kBar, chartName),
    linkUp(row, at(from)),
  ];
}

/** @param {any} report @param {{scenario: any, width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function waterfallChart(report, { scenario, width, name = 'waterfall' }) {
  const steps = waterfallSteps(report, scenario);
  const now = report.now.revenue;
  const target = report.target.revenue;
  const most = Math.max(now, target, ...steps.map((/** @type {any} */ step) => step.to)) || 1;
  const across = acrossOf(most, width);
  const bottom = kTop + (steps.length + 2) * kRow - (kRow - kBar);
  const last = steps.length + 1;
  const parts = [
    ...moneyAxis(across, bottom),
    ...endRow(0, { name: 'Сейчас', kind: 'now', money: now }, across),
    ...steps.flatMap((/** @type {any} */ step, /** @type {number} */ i) =>
      stepRow(i + 1, step, across, name),
    ),
    ...endRow(last, { name: 'Цель', kind: 'could', money: target }, across),
    linkUp(last, across.at(target)),
  ];
  const rows = [
    ['Сейчас', roubles(now)],
    ...steps.map((/** @type {any} */ step) => [step.name, signedRoubles(step.label)]),
    ['Цель', roubles(target)],
  ];
  const description = rows.map(([what, money]) => `${what}: ${money}`).join('; ');
  return {
    svg: chart(name, width, bottom + 2, 'Из чего складывается разница', description, parts),
    table: { head: ['Шаг', 'Выручка в месяц'], rows },
  };
}
