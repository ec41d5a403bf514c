// @ts-check
// How applications ripen: the share paid by each day after they came, with its band; the median, four of five, the horizon.

import { svg } from '../page/dom.js';
import { number, percent } from '../text/format.js';
import { chart, line, pathThrough, text } from './drawing.js';
import { round2, ticks } from './scale.js';

const kHeight = 340;
const kTop = 16;
const kBase = 300;
const kLeft = 44;

/** @typedef {Record<string, any>} Json */
/** @typedef {{day: number, share: number, low: number, high: number}} Point */

/** Steps: a share holds until the next day something was paid. @param {[number, number][]} points px @returns {[number, number][]} */
const stepped = (points) =>
  points.flatMap(([x, y], i) =>
    i === 0
      ? [/** @type {[number, number]} */ ([x, y])]
      : [/** @type {[number, number]} */ ([x, points[i - 1][1]]), /** @type {[number, number]} */ ([x, y])],
  );

/** Days for the axis: round ones. @param {number} last */
function dayMarks(last) {
  const step = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365].find((one) => last / one <= 7) ?? 365;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}

/** @param {Json} report of deals, its curve not empty @param {{width: number, name?: string}} options @returns {import('./drawing.js').Chart} */
export function ripeningChart({ curve, horizon_days: horizon }, { width, name = 'ripening' }) {
  /** @type {Point[]} */
  const points = curve.points;
  const last = Math.max(1, curve.t_max);
  const end = points[points.length - 1];
  const marks = ticks(Math.max(0.005, ...points.map(({ high }) => high)));
  const most = Math.max(marks[marks.length - 1], ...points.map(({ high }) => high)) || 0.01;
  const x = (/** @type {number} */ day) => kLeft + (day / last) * (width - kLeft);
  const y = (/** @type {number} */ share) => kBase - (share / most) * (kBase - kTop);
  const along = (/** @type {'share' | 'low' | 'high'} */ which) =>
    stepped(points.map((point) => [x(point.day), y(point[which])]));
  const parts = [
    svg('path.c-band', { d: `${pathThrough([...along('high'), ...along('low').reverse()])}Z` }),
    ...marks.flatMap((share, i) => [
      line('grid', kLeft, round2(y(share)), width, round2(y(share))),
      text(
        't.t--axis',
        kLeft - 8,
        round2(y(share)) + 4.5,
        `${number(share * 100, 1)}${i === marks.length - 1 ? '\u00A0%' : ''}`,
        'end',
      ),
    ]),
    ...dayMarks(last).map((day) =>
      text('t.t--axis', round2(x(day)), kBase + 22, number(day), day > last * 0.97 ? 'end' : 'middle'),
    ),
    svg('path.c-curve', { d: pathThrough(along('share')) }),
    line('axis', kLeft, kBase, width, kBase),
  ];
  const told = /** @type {[number | null, string][]} */ ([
    [curve.median_days, 'половина'],
    [curve.p80_days, 'четыре из пяти'],
  ]);
  let free = kLeft - 200;
  told.forEach(([day, words]) => {
    if (day === null) return;
    const share = shareAt(points, day);
    const at = x(day);
    parts.push(line('dots', round2(at), round2(y(share)), round2(at), kBase));
    const isRight = at > width - 110;
    const lower = at < free ? 62 : 30; // two labels close together stand one above the other
    const label = round2(isRight ? at - 6 : at + 6);
    const side = isRight ? 'end' : 'start';
    parts.push(
      text('t.t--strong.t--paper', label, kBase - lower, `${number(day)} дн.`, side),
      text('t.t--small.t--paper', label, kBase - lower + 17, words, side),
    );
    free = at + 110;
  });
  parts.push(
    text(
      't.t--strong.t--paper',
      width,
      Math.min(kBase - 70, round2(y(end.share)) + 30),
      `${percent(Math.round(end.share * 1000) / 1000)} в итоге`,
      'end',
    ),
  );
  const rows = dayMarks(last)
    .filter((day) => day > 0)
    .map((day) => {
      const point = pointAt(points, day);
      return [number(day), percent(point.share), `${percent(point.low)} … ${percent(point.high)}`];
    });
  const description = `К ${number(last)}-му дню оплачено ${percent(end.share)}.${curve.median_days === null ? '' : ` Половина из них за ${number(curve.median_days)} дн.`}${horizon ? ` Месяцы сравниваем по ${number(horizon)}-му дню.` : ''}`;
  return {
    svg: chart(name, width, kHeight, 'Какая доля заявок оплачена к этому дню', description, parts),
    table: { head: ['День от заявки', 'Оплачено', 'Скорее всего'], rows },
  };
}

/** @param {Point[]} points @param {number} day */
function pointAt(points, day) {
  let found = points[0];
  for (const point of points) if (point.day <= day) found = point;
  return found;
}
/** @param {Point[]} points @param {number} day */
const shareAt = (points, day) => pointAt(points, day).share;
