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

/** @typedef {ReturnType<typeof rampGeometry>} Geometry */

/** The month when the spending has come back: a line and its words. @param {number} payback the month, from 1 @param {Geometry} geometry @param {number} width */
function paybackMark(payback, { step, lefts }, width) {
  const x = lefts[0] + (payback - 0.5) * step;
  const side = x > width / 2 ? 'end' : 'start';
  return [
    line('tick', x, 4, x, kBase),
    text('t.t--strong', x + (side === 'end' ? -7 : 7), 14, `${payback}-й месяц: вложения вернулись`, side),
  ];
}

/** Months under the steps, and over each step its revenue where it differs from the step before. @param {any[]} months @param {Geometry} geometry @param {{divisor: number}} scale @param {boolean} falls */
function stepLabels(months, { step, tops, lefts }, scale, falls) {
  const every = Math.ceil(28 / step);
  const kind = falls ? 't.t--small' : 't.t--small.t--could.t--halo';
  let told = '';
  return months.flatMap((m, i) => {
    const middle = lefts[i] + step / 2;
    const value = number(m.revenue / scale.divisor, 1);
    const isNew = m.share > 0 && value !== told && step >= kRoomForValue;
    told = value;
    return [
      ...(i % every === 0 ? [text('t.t--axis', middle, kBase + 20, String(m.month), 'middle')] : []),
      ...(isNew ? [text(kind, middle, tops[i] - 7, value, 'middle')] : []),
    ];
  });
}

/** The months as numbers; what remains after the spending where it is known. @param {any[]} months @returns {import('./drawing.js').Table} */
function tableOf(months) {
  const withNet = months.some((m) => m.net !== null);
  return {
    head: ['Месяц', 'Доля эффекта', 'Выручка', 'Прирост', ...(withNet ? ['Остаётся', 'Остаётся всего'] : [])],
    rows: months.map((m) => [
      String(m.month),
      percent(m.share),
      roubles(m.revenue),
      roubles(m.extra),
      ...(withNet ? [roubles(m.net), roubles(m.cumulative_net)] : []),
    ]),
  };
}

/** @param {any} report @param {{width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function rampChart(report, { width, name = 'ramp' }) {
  const { months, payback_month: payback } = report.ramp;
  const geometry = rampGeometry(report, width);
  const { step, base, tops, lefts } = geometry;
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
    ...(payback === null ? [] : paybackMark(payback, geometry, width)),
    ...stepLabels(months, geometry, scale, falls),
    text(
      't.t--small',
      width - 6,
      falls ? base - 8 : Math.min(base + 18, kBase - 6),
      `сейчас ${number(report.now.revenue / scale.divisor, 1)}${scale.name && `\u00A0${scale.name}`}`,
      'end',
    ),
  ];
  const description = `Сейчас ${roubles(report.now.revenue)} в месяц, в конце ${roubles(months[months.length - 1].revenue)}.${payback === null ? '' : ` Вложения вернутся на ${payback}-й месяц.`}`;
  return {
    svg: chart(name, width, kHeight, 'Как прирост приходит по месяцам', description, parts),
    table: tableOf(months),
  };
}
