// @ts-check
// Conversion by month: a ripe month is a solid dot with its range over the usual spread, an unripe one a hollow dot with its forecast.

import { svg } from '../page/dom.js';
import { monthShort } from '../text/days.js';
import { number, percent } from '../text/format.js';
import { chart, line, text } from './drawing.js';
import { round2, ticks } from './scale.js';

const kHeight = 378;
const kTop = 30;
const kBase = 322;
const kLeft = 48;
const kMost = 18; // months beside each other: the counts under them must not meet

/** @typedef {Record<string, any>} Json */

/**
 * Months as they are drawn, oldest first: what share stands for each and how sure it is. Where nobody knows in how many days people pay,
 * because payments have no dates or are few, it is the share that has paid by now.
 * @param {Json} report of deals @param {number} [most] of the latest
 */
export function monthPoints({ months, control, horizon_days: horizon }, most = months.length) {
  const limits = new Map((control?.months ?? []).map((/** @type {Json} */ one) => [one.month, one]));
  const from = Math.max(0, months.length - most);
  return months.slice(from).map((/** @type {Json} */ one, /** @type {number} */ i) => ({
    month: one.month,
    name: monthShort(one.month, i === 0 || one.month.endsWith('-01')),
    won: horizon === null ? one.won_so_far : one.won,
    deals: one.deals,
    isToDate: horizon === null,
    isRipe: one.mature,
    share: one.mature ? one.conversion : one.forecast,
    range: one.mature ? one.interval : one.forecast_interval,
    soFar: one.so_far,
    limits: limits.get(one.month) ?? null,
  }));
}

/** The end of the scale: whatever is drawn fits. @param {ReturnType<typeof monthPoints>} points */
export const monthsMost = (points) =>
  Math.min(
    1,
    Math.max(
      0.01,
      ...points.flatMap(({ share, range, limits, isToDate, soFar }) => [
        share ?? (isToDate ? soFar : 0),
        range?.[1] ?? 0,
        limits ? Math.min(limits.high, 1) : 0,
      ]),
    ),
  );

/** @param {Json} report @param {{width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function monthsChart(report, { width, name = 'months' }) {
  const points = monthPoints(report, kMost);
  const marks = ticks(monthsMost(points) * 1.02);
  const most = Math.max(monthsMost(points), marks[marks.length - 1]);
  const step = (width - kLeft) / points.length;
  const x = (/** @type {number} */ i) => kLeft + (i + 0.5) * step;
  const y = (/** @type {number} */ share) => kBase - (Math.min(share, most) / most) * (kBase - kTop);
  /** @type {Element[]} */
  const parts = [];
  points.forEach(({ limits }, i) => {
    if (!limits) return;
    const top = y(limits.high);
    parts.push(
      svg('rect.c-band', {
        x: round2(kLeft + i * step),
        y: round2(top),
        width: round2(step + 0.5),
        height: round2(y(limits.low) - top),
      }),
    );
  });
  marks.forEach((share, i) =>
    parts.push(
      line('grid', kLeft, round2(y(share)), width, round2(y(share))),
      text(
        't.t--axis',
        kLeft - 10,
        round2(y(share)) + 4.5,
        `${number(share * 100, 1)}${i === marks.length - 1 ? '\u00A0%' : ''}`,
        'end',
      ),
    ),
  );
  const ripe = points.filter(({ isRipe }) => isRipe).length;
  const center = report.control?.center ?? null;
  if (center !== null) {
    parts.push(line('mid', kLeft, round2(y(center)), kLeft + ripe * step, round2(y(center))));
  }
  points.forEach((point, i) =>
    parts.push(...drawMonth(point, { x: x(i), y, center, step, isLast: i === points.length - 1 })),
  );
  parts.push(line('axis', kLeft, kBase, width, kBase));
  if (ripe < points.length && ripe > 0) {
    const edge = kLeft + ripe * step;
    parts.push(line('dots', edge, 16, edge, kBase));
    const atEnd = width - edge < 170;
    parts.push(
      text(
        't.t--small',
        atEnd ? width : edge + 10,
        12,
        points.length - ripe === 1 ? 'этот месяц ещё зреет' : 'эти месяцы ещё зреют',
        atEnd ? 'end' : 'start',
      ),
    );
  }
  if (center !== null) {
    parts.push(
      text('t.t--axis', kLeft + 4, 12, `обычный разброс вокруг ${percent(Math.round(center * 1000) / 1000)}`),
    );
  }
  const table = monthsTable(report);
  const description = points.map((point) => `${point.name}: ${wordsOf(point)}`).join('; ');
  return { svg: chart(name, width, kHeight, 'Доля оплаченных заявок по месяцам', description, parts), table };
}

/** The share of a month and what it is. @param {Pick<ReturnType<typeof monthPoints>[number], 'share' | 'isRipe' | 'isToDate' | 'soFar'>} point */
export function shareWords({ share, isRipe, isToDate, soFar }) {
  if (share !== null && share !== undefined) return `${isRipe ? '' : 'станет '}${percent(share)}`;
  return isToDate ? `на сегодня ${percent(soFar)}` : 'рано судить';
}

/** @param {ReturnType<typeof monthPoints>[number]} point */
const wordsOf = (point) => `${number(point.won)} из ${number(point.deals)}, ${shareWords(point)}`;

/** @param {any} point @param {{x: number, y: (share: number) => number, center: number | null, step: number, isLast: boolean}} place */
function drawMonth(
  { name, won, deals, isRipe, isToDate, share, range, soFar, limits },
  { x, y, center, step, isLast },
) {
  const quiet = isRipe ? 't' : 't.t--small';
  const parts = [
    text(`${quiet}`, x, kBase + 24, step < 58 ? name.split('\u00A0')[0] : name, 'middle'),
    text('t.t--small', x, kBase + 44, `${number(won)} из ${number(deals)}`, 'middle'),
  ];
  if (share === null || share === undefined) {
    if (isToDate) {
      parts.push(
        line('sofar', x - 9, round2(y(soFar)), x + 9, round2(y(soFar))),
        text(
          't.t--strong.t--paper',
          x,
          round2(y(soFar)) - 8,
          number(soFar * 100, soFar < 0.1 ? 1 : 0),
          'middle',
        ),
      );
    } else parts.push(text('t.t--axis', x, kBase - 110, 'рано', 'middle'));
    return parts;
  }
  if (range) {
    parts.push(line(isRipe ? 'range' : 'range-open', x, round2(y(range[0])), x, round2(y(range[1]))));
  }
  if (!isRipe) parts.push(line('sofar', x - 9, round2(y(soFar)), x + 9, round2(y(soFar))));
  parts.push(
    svg(isRipe ? 'circle.c-dot' : 'circle.c-dot-open', { cx: round2(x), cy: round2(y(share)), r: 6 }),
  );
  // The label stands on the side where the middle line does not cross it.
  const near = center !== null && Math.abs(y(center) - y(share)) < 12;
  const label = round2(y(share)) + (near ? (y(share) <= y(center ?? 0) ? -6 : 16) : 5);
  const value = `${number(share * 100, share < 0.1 ? 1 : 0)}${limits?.signal && limits.signal !== 'run' ? '\u00A0!' : ''}`;
  const atLeft = isLast && step < 70;
  parts.push(
    text(
      't.t--strong.t--paper',
      x + (atLeft ? -12 : 12),
      Math.min(label, kBase - 6),
      value,
      atLeft ? 'end' : 'start',
    ),
  );
  return parts;
}

/** All months. @param {Json} report @returns {import('./drawing.js').Table} */
export function monthsTable(report) {
  const signals = { above: 'выше обычного', below: 'ниже обычного', run: 'сдвиг' };
  return {
    head: ['Месяц', 'Заявок', 'Оплат', 'Доля', 'Скорее всего', 'Знак'],
    rows: monthPoints(report).map((point) => {
      const { month, won, deals, range, limits } = point;
      return [
        monthShort(month, true),
        number(deals),
        number(won),
        shareWords(point),
        range ? `${percent(range[0])} … ${percent(range[1])}` : '',
        signals[/** @type {keyof typeof signals} */ (limits?.signal)] ?? '',
      ];
    }),
  };
}
