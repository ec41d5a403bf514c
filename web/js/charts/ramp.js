// @ts-check
// How the change arrives: revenue month by month in steps over what it is now, and when the spending has come back.

import { svg } from '../page/dom.js';
import { number, percent, roubles, scaleOf } from '../text/format.js';
import { chart, line, pathThrough, text } from './drawing.js';

const kHeight = 216;
const kBase = 184;
const kTop = 50;
const kRoomForValue = 38;

/** Heights of the steps, px from the top. @param {any} report @param {number} width */
export function rampGeometry({ ramp, now }, width) {
  const most = Math.max(now.revenue, ...ramp.months.map((/** @type {any} */ m) => m.revenue)) || 1;
  const y = (/** @type {number} */ money) => kBase - (Math.max(0, money) / most) * (kBase - kTop);
  const step = width / ramp.months.length;
  return { step, base: y(now.revenue), tops: ramp.months.map((/** @type {any} */ m) => y(m.revenue)) };
}

/** @param {any} report @param {{width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function rampChart(report, { width, name = 'ramp' }) {
  const { months, payback_month: payback } = report.ramp;
  const { step, base, tops } = rampGeometry(report, width);
  const scale = scaleOf(Math.max(report.now.revenue, report.target.revenue));
  /** @type {[number, number][]} */
  const outline = tops.flatMap((/** @type {number} */ top, /** @type {number} */ i) => [
    [i * step, top],
    [(i + 1) * step, top],
  ]);
  const parts = [
    svg('rect.c-flow', { x: 0, y: base, width, height: kBase - base }),
    svg('path.c-could-area', { d: `${pathThrough([[0, base], ...outline, [width, base]])}Z` }),
    line('axis', 0, base, width, base),
    svg('path.c-step', { d: pathThrough(outline) }),
    line('axis', 0, kBase, width, kBase),
  ];
  if (payback !== null) {
    const x = (payback - 0.5) * step;
    const side = x > width / 2 ? 'end' : 'start';
    parts.push(
      line('tick', x, 4, x, kBase),
      text('t.t--strong', x + (side === 'end' ? -7 : 7), 14, `${payback}-й месяц: вложения вернулись`, side),
    );
  }
  let told = '';
  const every = Math.ceil(28 / step);
  months.forEach((/** @type {any} */ m, /** @type {number} */ i) => {
    if (i % every === 0) {
      parts.push(text('t.t--axis', (i + 0.5) * step, kBase + 20, String(m.month), 'middle'));
    }
    const value = number(m.revenue / scale.divisor, 1);
    if (m.share > 0 && value !== told && step >= kRoomForValue) {
      parts.push(text('t.t--small.t--could.t--halo', (i + 0.5) * step, tops[i] - 7, value, 'middle'));
    }
    told = value;
  });
  parts.push(
    text(
      't.t--small',
      width - 6,
      Math.min(base + 18, kBase - 6),
      `сейчас ${number(report.now.revenue / scale.divisor, 1)}${scale.name && `\u00A0${scale.name}`}`,
      'end',
    ),
  );
  const withNet = months.some((/** @type {any} */ m) => m.net !== null);
  const rows = months.map((/** @type {any} */ m) => [
    String(m.month),
    percent(m.share),
    roubles(m.revenue),
    roubles(m.extra),
    ...(withNet ? [roubles(m.net), roubles(m.cumulative_net)] : []),
  ]);
  const head = [
    'Месяц',
    'Доля эффекта',
    'Выручка',
    'Прирост',
    ...(withNet ? ['Остаётся', 'Остаётся всего'] : []),
  ];
  const description = `Сейчас ${roubles(report.now.revenue)} в месяц, в конце ${roubles(months[months.length - 1].revenue)}.${payback === null ? '' : ` Вложения вернутся на ${payback}-й месяц.`}`;
  return {
    svg: chart(name, width, kHeight, 'Как прирост приходит по месяцам', description, parts),
    table: { head, rows },
  };
}
