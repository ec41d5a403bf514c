// @ts-check
// The first screen's strip: ink is now, hatch is missing, the green handle is the target; shares are written under it on the same scale,
// money over it. Its scale goes to twice what is now, further only for a target beyond that.

import { percent, roubles } from '../text/format.js';
import { bar, chart, line, text } from './drawing.js';

export const kLiftScale = 2; // times what is now, at the right end
// In px with letters of 16; what stands over the strip, under it and beside it grows with the reader's letters (css/strip.css).
const kOver = 46;
const kUnder = 28;
const kBar = 38;
const kHandle = 14;
const kCharacter = 9.6; // a character of the money over the strip, at most

/**
 * @param {any} report
 * @param {{width: number, name?: string, letter?: number}} options letter: how many times 16 px the reader's letters are
 * @returns {import('./drawing.js').Chart}
 */
export function liftChart(report, { width, name = 'lift', letter = 1 }) {
  const { now, target } = report;
  const top = kOver * letter;
  const most = Math.max(now.revenue * kLiftScale, target.revenue) || 1;
  const end = target.revenue > now.revenue * kLiftScale ? target.conversion : now.conversion * kLiftScale;
  const nowAt = (now.revenue / most) * width;
  const aimAt = (target.revenue / most) * width;
  const parts = [line('axis', 0, top + kBar, width, top + kBar)];
  parts.push(bar('now', 0, top, Math.min(nowAt, aimAt), kBar));
  if (aimAt > nowAt) parts.push(bar('lost', nowAt, top, aimAt - nowAt, kBar, name));
  else if (nowAt > aimAt) parts.push(bar('now-pale', aimAt, top, nowAt - aimAt, kBar));
  const handle = Math.min(Math.max(aimAt, kHandle / 2), width - kHandle / 2);
  parts.push(
    bar('could', handle - kHandle / 2, top - 6, kHandle, kBar + 12),
    line('grip', handle - 1.5, top + 11, handle - 1.5, top + kBar - 11),
    line('grip', handle + 1.5, top + 11, handle + 1.5, top + kBar - 11),
  );
  // Money: now from the left edge, the target over its handle as far as there is room beside the other.
  const nowMoney = roubles(now.revenue);
  const aimMoney = roubles(target.revenue);
  const half = (aimMoney.length * kCharacter * letter) / 2;
  const least = nowMoney.length * kCharacter * letter + 12 + half;
  const fits = least + half <= width;
  const aimX = fits ? Math.min(Math.max(handle, least), width - half) : width;
  const anchor = fits ? 'middle' : 'end';
  parts.push(
    text('t.t--small', 0, 12 * letter, 'Сейчас'),
    text('t.t--money', 0, 34 * letter, nowMoney),
    text('t.t--small.t--could', aimX, 12 * letter, 'Цель', anchor),
    text('t.t--money.t--could', aimX, 34 * letter, aimMoney, anchor),
  );
  // Shares under the strip, each on its place; the present one gives way when they would meet.
  const foot = top + kBar + 22 * letter;
  const apart = 58 * letter;
  const share = 24 * letter;
  const near = Math.abs(handle - nowAt) < apart;
  const nowX = near ? handle - apart : nowAt;
  if (nowX > 34 * letter) parts.push(text('t.t--axis', 0, foot, '0'));
  parts.push(
    text(
      't.t--strong',
      Math.min(Math.max(nowX, share), width - 90 * letter),
      foot,
      percent(now.conversion),
      'middle',
    ),
  );
  const aimShareX = Math.min(Math.max(handle, near ? Math.max(nowX, share) + apart : share), width - share);
  parts.push(text('t.t--strong.t--could', aimShareX, foot, percent(target.conversion), 'middle'));
  if (width - aimShareX > 76 * letter) parts.push(text('t.t--axis', width, foot, percent(end), 'end'));
  const rows = [
    ['Сейчас', `${roubles(now.revenue)}, доля оплат ${percent(now.conversion)}`],
    ['Цель', `${roubles(target.revenue)}, доля оплат ${percent(target.conversion)}`],
    ['Разница', roubles(report.money_left.per_month)],
  ];
  const description = rows.map(([what, money]) => `${what}: ${money}`).join('; ');
  return {
    svg: chart(name, width, top + kBar + kUnder * letter, 'Выручка сейчас и цель', description, parts),
    table: { head: ['Что', 'Деньги в месяц'], rows },
  };
}
