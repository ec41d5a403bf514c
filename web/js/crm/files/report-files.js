// @ts-check
// The report to take away as CSV, as pictures of its charts, as JSON.

import { monthPoints, monthsChart } from '../../charts/months.js';
import { ripeningChart } from '../../charts/ripening.js';
import { csvText } from '../../takeaway/csv.js';
import { savePictures } from '../../takeaway/pictures.js';
import { saveText } from '../../takeaway/save.js';
import { moneyOf, signOf } from '../money.js';
import { headline, monthsTitle, nameText, staleTitle } from '../words.js';
import { label, nameOf, paidHead } from './report-name.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../store.js').State} State */

/** @param {State} state @returns {import('../../takeaway/csv.js').Value[][]} */
export function reportRows(state) {
  const report = /** @type {Json} */ (state.report);
  const share = (/** @type {Json} */ one, /** @type {string} */ name) => [
    name,
    one.deals,
    one.won,
    one.deals === 0 ? null : one.won / one.deals,
  ];
  const { stages, managers, sources, stale } = report;
  return [
    [`${label(state)}${headline(report, state.ripens_later)}`],
    [],
    ['Месяц', 'Заявок', paidHead(report), 'Доля', 'От', 'До', 'Созрел'],
    ...monthPoints(report).map((one) => [
      ...share(one, one.month),
      one.range?.[0],
      one.range?.[1],
      one.isRipe ? 'да' : 'нет',
    ]),
    ...(managers
      ? [
          [],
          ['Менеджер', 'Заявок', 'Оплат', 'Доля', 'С поправкой', `На заявку, ${signOf(report)}`],
          ...managers.list.map((/** @type {Json} */ one) => [
            ...share(one, nameText(/** @type {any} */ (one))),
            one.fair_conversion,
            one.revenue_per_deal,
          ]),
        ]
      : []),
    ...(sources
      ? [
          [],
          ['Источник', 'Заявок', 'Оплат', 'Доля', `На заявку, ${signOf(report)}`],
          ...sources.map((/** @type {Json} */ one) => [
            ...share(one, nameText(/** @type {any} */ (one))),
            one.revenue_per_deal,
          ]),
        ]
      : []),
    ...(stages
      ? [
          [],
          ['Этап', 'Вошло', 'Прошло', 'Доля'],
          ...stages.map((/** @type {Json} */ one) => [one.name, one.entered, one.passed, one.conversion]),
        ]
      : []),
    ...(stale.by_manager.length > 0
      ? [
          [],
          [staleTitle(stale, moneyOf(report))],
          ['Менеджер', 'Сделок', 'Сумма'],
          ...stale.by_manager.map((/** @type {Json} */ one) => [
            nameText(/** @type {any} */ (one)),
            one.count,
            one.amount,
          ]),
        ]
      : []),
  ];
}

/** @param {State} state */
export function saveCsv(state) {
  const name = nameOf(state, 'csv');
  saveText(csvText(reportRows(state)), name, 'text/csv');
  return `Скачан файл «${name}».`;
}

/** @param {State} state */
export function savePng(state) {
  const report = /** @type {Json} */ (state.report);
  const mark = state.sample ? ' (пример)' : '';
  const plain = (/** @type {string} */ title) => title.replace(/[\\/:*?"<>|]/g, ' ');
  return savePictures(
    [
      {
        chart: monthsChart(report, { width: 1000, name: 'png-months' }),
        title: plain(`${monthsTitle(report)}${mark}`),
      },
      ...(report.curve.points.length > 0
        ? [
            {
              chart: ripeningChart(report, { width: 640, name: 'png-ripening' }),
              title: `Как дозревают заявки${mark}`,
            },
          ]
        : []),
    ],
    nameOf(state, 'zip'),
  );
}

/** @param {State} state */
export function saveReportJson(state) {
  const name = nameOf(state, 'json');
  saveText(JSON.stringify(state.report), name, 'application/json');
  return `Скачан файл «${name}».`;
}
