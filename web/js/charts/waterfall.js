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

/** @param {any} report @param {{scenario: any, width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function waterfallChart(report, { scenario, width, name = 'waterfall' }) {
  const steps = waterfallSteps(report, scenario);
  const most =
    Math.max(report.now.revenue, report.target.revenue, ...steps.map((/** @type {any} */ step) => step.to)) ||
    1;
  const at = (/** @type {number} */ money) =>
    kLabelWidth + (Math.max(0, money) / most) * (width - kLabelWidth - 2);
  const scale = scaleOf(most);
  const bottom = kTop + (steps.length + 2) * kRow - (kRow - kBar);
  const marks = ticks(most);
  const parts = marks.flatMap((money, i) => [
    line('grid', at(money), kTop - 4, at(money), bottom),
    text(
      't.t--axis',
      at(money),
      11,
      i && i === marks.length - 1
        ? `${number(money / scale.divisor, 1)}\u00A0${scale.name}`
        : number(money / scale.divisor, 1),
      i === 0 ? 'start' : at(money) > width - 30 ? 'end' : 'middle',
    ),
  ]);
  const row = (
    /** @type {number} */ i,
    /** @type {string} */ label,
    /** @type {string} */ kind,
    /** @type {string} */ money,
  ) => {
    const y = kTop + i * kRow + 4;
    parts.push(
      text('t.t--strong', 0, y + 9, fitted(label, kLabelWidth)),
      text(`t.t--number.t--${kind}`, 0, y + 27, money),
    );
    return y;
  };
  const end = (
    /** @type {number} */ i,
    /** @type {string} */ label,
    /** @type {string} */ kind,
    /** @type {number} */ money,
  ) => parts.push(bar(kind, kLabelWidth, row(i, label, kind, roubles(money)), at(money) - kLabelWidth, kBar));
  end(0, 'Сейчас', 'now', report.now.revenue);
  steps.forEach((/** @type {any} */ step, /** @type {number} */ i) => {
    const grows = step.to >= step.from;
    const y = row(i + 1, step.name, step.label > 0 ? 'lost' : 'now', signedRoubles(step.label));
    parts.push(
      bar(
        grows ? 'lost' : 'now-pale',
        Math.min(at(step.from), at(step.to)),
        y,
        Math.abs(at(step.to) - at(step.from)),
        kBar,
        name,
      ),
    );
    parts.push(line('link', at(step.from), y - kRow, at(step.from), y + kBar));
  });
  const last = steps.length + 1;
  end(last, 'Цель', 'could', report.target.revenue);
  const y = kTop + last * kRow + 4;
  parts.push(line('link', at(report.target.revenue), y - kRow, at(report.target.revenue), y + kBar));
  const rows = [
    ['Сейчас', roubles(report.now.revenue)],
    ...steps.map((/** @type {any} */ step) => [step.name, signedRoubles(step.label)]),
    ['Цель', roubles(report.target.revenue)],
  ];
  const description = rows.map(([what, money]) => `${what}: ${money}`).join('; ');
  return {
    svg: chart(name, width, bottom + 2, 'Из чего складывается разница', description, parts),
    table: { head: ['Шаг', 'Выручка в месяц'], rows },
  };
}
