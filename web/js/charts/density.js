// @ts-check
// Next month's revenue if nothing changes: the density, eight months of ten in solid, the middle, the goal.

import { svg } from '../page/dom.js';
import { number, percent, roubles, scaleOf } from '../text/format.js';
import { chart, line, pathThrough, text } from './drawing.js';
import { ticks } from './scale.js';

const kHeight = 190;
const kBase = 158;
const kTop = 14;

/** @typedef {{revenue: number, density: number}} Point */

/**
 * The axis of the chart: it holds the curve and, when it is not absurdly far, the goal.
 * @param {Point[]} points @param {number | null} goal
 */
export function densityAxis(points, goal) {
  const visible = points.filter(({ density }) => density > 0.002);
  const low = Math.max(0, visible[0]?.revenue ?? 0);
  const high = visible[visible.length - 1]?.revenue ?? 1;
  const spread = high - low || Math.max(high, 1);
  const withGoal = goal !== null && goal > low - 1.5 * spread && goal < high + 1.5 * spread;
  const min = Math.max(0, Math.min(low, withGoal ? goal : low) - spread * 0.06);
  const max = Math.max(high, withGoal ? goal : high) + spread * 0.06;
  return { min, max, withGoal };
}

/** Height of the curve at a revenue, between its points. @param {Point[]} points @param {number} revenue */
export function densityAt(points, revenue) {
  const next = points.findIndex((point) => point.revenue >= revenue);
  if (next <= 0) return points[next === 0 ? 0 : points.length - 1]?.density ?? 0;
  const [a, b] = [points[next - 1], points[next]];
  return a.density + ((b.density - a.density) * (revenue - a.revenue)) / (b.revenue - a.revenue || 1);
}

/** @param {Point[]} points @param {number} low @param {number} high */
const between = (points, low, high) => [
  { revenue: low, density: densityAt(points, low) },
  ...points.filter(({ revenue }) => revenue > low && revenue < high),
  { revenue: high, density: densityAt(points, high) },
];

/** @param {any} report with the predictive part @param {{distribution: any, width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function densityChart(report, { distribution, width, name = 'density' }) {
  /** @type {Point[]} */
  const points = distribution.points;
  const { p10, p50, p90 } = report.uncertainty.revenue;
  const goal = report.goal?.revenue ?? null;
  const { min, max, withGoal } = densityAxis(points, goal);
  const x = (/** @type {number} */ revenue) => ((revenue - min) / (max - min)) * width;
  const y = (/** @type {number} */ density) => kBase - density * (kBase - kTop);
  const area = (/** @type {string} */ kind, /** @type {Point[]} */ part) => {
    const ends = [part[0], part[part.length - 1]];
    const outline = /** @type {[number, number][]} */ ([
      [x(ends[0].revenue), kBase],
      ...part.map(({ revenue, density }) => [x(revenue), y(density)]),
      [x(ends[1].revenue), kBase],
    ]);
    return svg(`path.c-${kind}`, { d: `${pathThrough(outline)}Z` });
  };
  const scale = scaleOf(max);
  const marks = ticks(max).filter((money) => x(money) > 8 && x(money) < width - 8);
  const parts = marks.flatMap((money, i) => [
    line('grid', x(money), kBase, x(money), kBase + 6),
    text(
      't.t--axis',
      x(money),
      kBase + 22,
      `${number(money / scale.divisor, 2)}${i === marks.length - 1 && scale.name ? `\u00A0${scale.name}` : ''}`,
      x(money) > width - 40 ? 'end' : x(money) < 20 ? 'start' : 'middle',
    ),
  ]);
  const inView = points.filter(({ revenue }) => revenue >= min && revenue <= max);
  if (inView.length > 1) parts.push(area('now-pale', inView));
  if (p90 > p10) parts.push(area('now', between(points, p10, p90)));
  parts.push(line('axis', 0, kBase, width, kBase));
  parts.push(
    line('cut', x(p50), y(densityAt(points, p50)), x(p50), kBase),
    line('tick', x(p50), kTop - 10, x(p50), y(densityAt(points, p50))),
  );
  if (withGoal && goal !== null) {
    const side = x(goal) > width - 50 ? 'end' : 'start';
    parts.push(
      line('could-edge', x(goal), kBase - 56, x(goal), kBase),
      text('t.t--strong.t--could', x(goal) + (side === 'end' ? -6 : 6), kBase - 46, 'цель', side),
    );
  }
  const chance = report.uncertainty.goal_probability;
  const rows = [
    ['Хуже один месяц из десяти', roubles(p10)],
    ['Середина', roubles(p50)],
    ['Лучше один месяц из десяти', roubles(p90)],
  ];
  if (goal !== null && chance !== null) rows.push(['Вероятность дойти до цели', percent(chance)]);
  const description = rows.map(([what, value]) => `${what}: ${value}`).join('; ');
  return {
    svg: chart(name, width, kHeight, 'Выручка следующего месяца, если ничего не менять', description, parts),
    table: { head: ['Что', 'Сколько'], rows },
  };
}
