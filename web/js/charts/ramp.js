// @ts-check
// How the change arrives: revenue month by month in steps over what it is now, and when the spending has come back.

import { svg } from '../page/dom.js';
import { number, percent, roubles, scaleOf } from '../text/format.js';
import { chart, line, pathThrough, text } from './drawing.js';
import { ticks } from './scale.js';

const kHeight = 216;
const kBase = 184;
const kTop = 50;
const kRoomForValue = 38;
const kAxis = 34; // room of the money axis at the left

/** @param {any} report */
const mostOf = ({ ramp, now }) =>
  Math.max(now.revenue, ...ramp.months.map((/** @type {any} */ m) => m.revenue)) || 1;

/** @param {number} money @param {number} most */
const yOf = (money, most) => kBase - (Math.max(0, money) / most) * (kBase - kTop);

/** Heights of the steps, px from the top, and where each begins. @param {any} report @param {number} width */
export function rampGeometry(report, width) {
  const { ramp, now } = report;
  const most = mostOf(report);
  const step = (width - kAxis) / ramp.months.length;
  return {
    step,
    base: yOf(now.revenue, most),
    tops: ramp.months.map((/** @type {any} */ m) => yOf(m.revenue, most)),
    lefts: ramp.months.map((/** @type {any} */ _, /** @type {number} */ i) => kAxis + i * step),
  };
}

/** The money axis: a line and its number at each round sum, the unit above them. @param {any} report @param {number} width @param {{divisor: number, name: string}} scale */
function moneyAxis(report, width, scale) {
  const most = mostOf(report);
  return [
    text('t.t--axis', 0, kTop - 18, scale.name ? `${scale.name}\u00A0₽` : '₽'),
    ...ticks(most).flatMap((money) => [
      line('grid', kAxis, yOf(money, most), width, yOf(money, most)),
      text('t.t--axis', kAxis - 6, yOf(money, most) + 4, number(money / scale.divisor, 2), 'end'),
    ]),
  ];
}

/** @param {any} report @param {{width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function rampChart(report, { width, name = 'ramp' }) {
  const { months, payback_month: payback } = report.ramp;
  const { step, base, tops, lefts } = rampGeometry(report, width);
  const scale = scaleOf(Math.max(report.now.revenue, report.target.revenue));
  /** @type {[number, number][]} */
  const outline = tops.flatMap((/** @type {number} */ top, /** @type {number} */ i) => [
    [lefts[i], top],
    [lefts[i] + step, top],
  ]);
  const falls = tops[tops.length - 1] > base;
  const parts = [
    svg('rect.c-flow', { x: kAxis, y: base, width: width - kAxis, height: kBase - base }),
    svg(`path.${falls ? 'c-lost-area' : 'c-could-area'}`, {
      d: `${pathThrough([[kAxis, base], ...outline, [width, base]])}Z`,
    }),
    ...moneyAxis(report, width, scale),
    line('axis', kAxis, base, width, base),
    svg(`path.${falls ? 'c-step-lost' : 'c-step'}`, { d: pathThrough(outline) }),
    line('axis', kAxis, kBase, width, kBase),
  ];
  if (payback !== null) {
    const x = lefts[0] + (payback - 0.5) * step;
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
      parts.push(text('t.t--axis', lefts[i] + step / 2, kBase + 20, String(m.month), 'middle'));
    }
    const value = number(m.revenue / scale.divisor, 1);
    if (m.share > 0 && value !== told && step >= kRoomForValue) {
      parts.push(
        text(
          falls ? 't.t--small' : 't.t--small.t--could.t--halo',
          lefts[i] + step / 2,
          tops[i] - 7,
          value,
          'middle',
        ),
      );
    }
    told = value;
  });
  parts.push(
    text(
      't.t--small',
      width - 6,
      falls ? base - 8 : Math.min(base + 18, kBase - 6),
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
