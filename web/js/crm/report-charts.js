// @ts-check
// The report's charts: the share that pays month by month, how payments ripen; each with its numbers as a table.

import { monthPoints, monthsChart, monthsMost, monthsTable, shareWords } from '../charts/months.js';
import { ripeningChart } from '../charts/ripening.js';
import { el } from '../page/dom.js';
import { number, percent } from '../text/format.js';
import { block, keys, plot, scaleEnd, table } from './parts.js';
import * as words from './words.js';

/** @typedef {Record<string, any>} Json */

/** Months one under another, for narrow pages. @param {Json} report */
function monthRows(report) {
  const points = monthPoints(report);
  const most = scaleEnd(monthsMost(points));
  const center = report.control?.center ?? null;
  const rows = points.map((point) => {
    const { name, won, deals, isRipe, share, range, limits } = point;
    const known = share !== null && share !== undefined;
    const value = shareWords(point);
    return el(
      'div.rows__row.rows__row--month',
      {},
      el('span.rows__name', {}, name),
      plot(
        {
          band: limits ? [limits.low / most, Math.min(limits.high / most, 1)] : null,
          mid: center === null ? null : center / most,
          range: known && range ? range.map((/** @type {number} */ end) => Math.min(end / most, 1)) : null,
          isOpen: !isRipe,
          dots: known ? [{ at: share / most, open: !isRipe }] : [],
          text: known ? undefined : value,
        },
        '.plot--month',
      ),
      el('span', {}, `${number(won)} из ${number(deals)}`, el('span.vh', {}, `, ${value}`)),
    );
  });
  return el(
    'div.narrow',
    {},
    el('div.rows', {}, ...rows),
    el(
      'p.scale.scale--month',
      { 'aria-hidden': 'true' },
      ...[0, most / 2, most].map((end) => el('span', {}, end === 0 ? '0' : percent(end))),
    ),
  );
}

/** @param {string} id @param {import('../charts/drawing.js').Table} chart @param {string} title */
const dataFold = (id, { head, rows }, title) =>
  el(
    'details.data',
    { id },
    el('summary.data__open', {}, 'Числа таблицей'),
    el('section.scroll', { tabindex: '0', 'aria-label': title }, table(title, head, rows)),
  );

/** @param {Json} report */
export function months(report) {
  return block(
    words.monthsTitle(report),
    el('p.note', {}, words.monthsNote(report)),
    el(
      'figure',
      {},
      el('div.wide', { 'data-chart': 'months' }),
      monthRows(report),
      keys(
        ['k-dot', 'месяц созрел'],
        ['k-dot.k-dot--open', 'каким он станет'],
        ['k-line.k-line--thick', 'столько оплачено на сегодня', '.wide'],
        ['k-line', 'скорее всего в этих пределах'],
        ['k-band', 'обычный разброс'],
      ),
      dataFold('data-months', monthsTable(report), 'Доля оплат по месяцам'),
    ),
  );
}

/** @param {Json} report */
export function curve(report) {
  const { curve: ripening, horizon_days: horizon } = report;
  if (ripening.points.length === 0) {
    return block(words.curveTitle(report), el('p.note', {}, words.whyNoWindow(report)));
  }
  return block(
    words.curveTitle(report),
    el(
      'p.note',
      {},
      `Какая доля заявок оплачена к этому дню.${horizon ? ` Раньше ${horizon} дней после заявки о месяце судить рано.` : ''}`,
    ),
    el(
      'figure',
      {},
      el('div', { 'data-chart': 'ripening' }),
      el('p.fine', {}, 'дней от заявки'),
      dataFold('data-ripening', ripeningChart(report, { width: 600 }).table, 'Как дозревают заявки'),
    ),
  );
}

const drawings = { months: monthsChart, ripening: ripeningChart };

/** Charts are drawn to the width of their places, again when it changes. @param {HTMLElement} host */
export function createFigures(host) {
  /** @type {Json | null} */
  let report = null;
  let frame = 0;
  const draw = () => {
    frame = 0;
    const places = /** @type {HTMLElement[]} */ ([...host.querySelectorAll('[data-chart]')]);
    const widths = places.map((place) => Math.floor(place.clientWidth));
    places.forEach((place, i) => {
      if (widths[i] === 0 || !report) return;
      const name = /** @type {keyof typeof drawings} */ (place.dataset.chart);
      place.replaceChildren(drawings[name](report, { width: widths[i], name: `chart-${name}` }).svg);
    });
  };
  const soon = () => {
    frame ||= requestAnimationFrame(draw);
  };
  new ResizeObserver(soon).observe(host);
  return (/** @type {Json | null} */ next) => {
    report = next;
    draw();
  };
}
