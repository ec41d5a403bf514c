// @ts-check
// The first screen's strip: ink is now, hatch is missing, the green handle is the target; shares are written under it on the same scale,
// money over it. Its scale goes to twice what is now, further only for a target beyond that.

import { percent, roubles } from '../text/format.js';
import { bar, chart, line, text } from './drawing.js';

export const kLiftScale = 2; // times what is now, at the right end
export const kLiftHeight = 112;
const kTop = 46;
const kBar = 38;
const kHandle = 14;
const kCharacter = 9.6; // px a character of the money over the strip, at most

/**
 * @param {any} report
 * @param {{width: number, name?: string}} options
 * @returns {import('./drawing.js').Chart}
 */
export function liftChart(report, { width, name = 'lift' }) {
  const { now, target } = report;
  const most = Math.max(now.revenue * kLiftScale, target.revenue) || 1;
  const end = target.revenue > now.revenue * kLiftScale ? target.conversion : now.conversion * kLiftScale;
  const nowAt = (now.revenue / most) * width;
  const aimAt = (target.revenue / most) * width;
  const parts = [line('axis', 0, kTop + kBar, width, kTop + kBar)];
  parts.push(bar('now', 0, kTop, Math.min(nowAt, aimAt), kBar));
  if (aimAt > nowAt) parts.push(bar('lost', nowAt, kTop, aimAt - nowAt, kBar, name));
  else if (nowAt > aimAt) parts.push(bar('now-pale', aimAt, kTop, nowAt - aimAt, kBar));
  const handle = Math.min(Math.max(aimAt, kHandle / 2), width - kHandle / 2);
  parts.push(
    bar('could', handle - kHandle / 2, kTop - 6, kHandle, kBar + 12),
    line('grip', handle - 1.5, kTop + 11, handle - 1.5, kTop + kBar - 11),
    line('grip', handle + 1.5, kTop + 11, handle + 1.5, kTop + kBar - 11),
  );
  // Money: now from the left edge, the target over its handle as far as there is room beside the other.
  const nowMoney = roubles(now.revenue);
  const aimMoney = roubles(target.revenue);
  const half = (aimMoney.length * kCharacter) / 2;
  const aimX = Math.min(Math.max(handle, nowMoney.length * kCharacter + 12 + half), width - half);
  parts.push(
    text('t.t--small', 0, 12, 'Сейчас'),
    text('t.t--money', 0, 34, nowMoney),
    text('t.t--small.t--could', aimX, 12, 'Цель', 'middle'),
    text('t.t--money.t--could', aimX, 34, aimMoney, 'middle'),
  );
  // Shares under the strip, each on its place; the present one gives way when they would meet.
  const foot = kTop + kBar + 22;
  const near = Math.abs(handle - nowAt) < 58;
  const nowX = near ? handle - 58 : nowAt;
  if (nowX > 34) parts.push(text('t.t--axis', 0, foot, '0'));
  parts.push(
    text('t.t--strong', Math.min(Math.max(nowX, 24), width - 90), foot, percent(now.conversion), 'middle'),
  );
  const aimShareX = Math.min(Math.max(handle, near ? Math.max(nowX, 24) + 58 : 24), width - 24);
  parts.push(text('t.t--strong.t--could', aimShareX, foot, percent(target.conversion), 'middle'));
  if (width - aimShareX > 76) parts.push(text('t.t--axis', width, foot, percent(end), 'end'));
  const rows = [
    ['Сейчас', `${roubles(now.revenue)}, доля оплат ${percent(now.conversion)}`],
    ['Цель', `${roubles(target.revenue)}, доля оплат ${percent(target.conversion)}`],
    ['Разница', roubles(report.money_left.per_month)],
  ];
  const description = rows.map(([what, money]) => `${what}: ${money}`).join('; ');
  return {
    svg: chart(name, width, kLiftHeight, 'Выручка сейчас и цель', description, parts),
    table: { head: ['Что', 'Деньги в месяц'], rows },
  };
}
