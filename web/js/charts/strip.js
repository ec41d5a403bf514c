// @ts-check
// The money strip: solid is now, hatched is missing, the green edge is possible; of counts, the 95 % whisker stands on
// the boundary between now and missing.

import { moneyRange } from '../model/sure.js';
import { roubles } from '../text/format.js';
import { bar, chart, line } from './drawing.js';

const kHeight = 64;

/** Places on the strip, px. @param {any} scenario @param {any} report @param {number} width */
export function stripGeometry(scenario, report, width) {
  const { now, target } = report;
  const end = Math.max(now.revenue, target.revenue) || 1;
  const at = (/** @type {number} */ money) => (Math.min(Math.max(money, 0), end) / end) * width;
  const range = moneyRange(scenario, report);
  const whisker = range && [at(target.revenue - range[1]), at(target.revenue - range[0])];
  return { now: at(now.revenue), target: at(target.revenue), whisker };
}

/** @param {{scenario: any, report: any}} of @param {{width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function stripChart({ scenario, report }, { width, name = 'strip' }) {
  const { now, target, whisker } = stripGeometry(scenario, report, width);
  const parts = [bar('now', 0, 18, Math.min(now, target), 34)];
  if (target > now) {
    parts.push(bar('lost', now, 18, target - now, 34, name), line('whisker', now, 3, now, 58));
  } else if (now > target) parts.push(bar('now-pale', target, 18, now - target, 34));
  if (whisker) {
    const [low, high] = whisker;
    parts.push(
      line('whisker', low, 8, high, 8),
      line('whisker', low, 3, low, 13),
      line('whisker', high, 3, high, 13),
    );
  }
  const edge = Math.min(Math.max(target, 1.25), width - 1.25);
  parts.push(line('could-edge', edge, 12, edge, 58));
  const range = moneyRange(scenario, report);
  const rows = [
    ['Сейчас', roubles(report.now.revenue)],
    ['Цель', roubles(report.target.revenue)],
    ['Разница', roubles(report.money_left.per_month)],
  ];
  if (range) rows.push(['Разница, скорее всего', `${roubles(range[0])} – ${roubles(range[1])}`]);
  const description = rows.map(([what, money]) => `${what}: ${money}`).join('; ');
  return {
    svg: chart(name, width, kHeight, 'Выручка сейчас и какой может быть', description, parts),
    table: { head: ['Что', 'Деньги в месяц'], rows },
  };
}
