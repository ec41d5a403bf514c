// @ts-check
// The report on two pages of paper.

import { monthsChart } from '../../charts/months.js';
import { ripeningChart } from '../../charts/ripening.js';
import { heading, note, picture, savePdf, table, whole } from '../../takeaway/pdf.js';
import { number, percent } from '../../text/format.js';
import { moneyOf } from '../money.js';
import {
  finding,
  headline,
  managersNote,
  managersTitle,
  monthsNote,
  monthsTitle,
  nameText,
  ofText,
  sourcesTitle,
  stagesTitle,
  staleTitle,
} from '../words.js';
import { kWhat, label, nameOf } from './report-name.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../store.js').State} State */
/** @typedef {import('../money.js').Money} Money */

const kMostPrinted = 15; // managers, sources

/** @param {Json} one */
const share = (one) => percent(Math.round(one.conversion * 1000) / 1000);

/** A finding over the table it was read from. @param {string} title @param {string[]} heads @param {any[][]} rows */
const part = (title, heads, rows) => [heading(title), table(heads, rows, undefined, 'tight')];

/** @param {State} state */
function head(state) {
  const report = /** @type {Json} */ (state.report);
  const { totals, window } = report;
  const money = moneyOf(report);
  return [
    { text: headline(report, state.ripens_later), style: 'title' },
    note(`${label(state)}${finding(report)}`),
    table(
      ['Заявок', 'Оплат', 'Отказов', 'В работе', 'Сумма оплат', 'Средний чек'],
      [
        [
          number(totals.deals),
          number(totals.won),
          number(totals.lost + totals.unfit),
          number(totals.open),
          money(totals.won_amount),
          window?.average_check ? money(window.average_check) : 'нет',
        ],
      ],
      ['*', '*', '*', '*', 'auto', 'auto'],
      'tight',
    ),
  ];
}

/** @param {Json} report */
function charts(report) {
  const ripening =
    report.curve.points.length > 0 &&
    picture(ripeningChart(report, { width: 760, name: 'pdf-ripening' }).svg, 380);
  return [
    heading(monthsTitle(report)),
    note(monthsNote(report)),
    picture(monthsChart(report, { width: 1000, name: 'pdf-months' }).svg, 498),
    ...(ripening ? [whole('Как дозревают заявки', ripening)] : []),
  ];
}

/** @param {Json} managers @param {Money} money */
function managersPart(managers, money) {
  const rows = managers.list
    .slice(0, kMostPrinted)
    .map((/** @type {any} */ one) => [
      nameText(one),
      ofText(one),
      share(one),
      one.fair_conversion === null ? '' : percent(Math.round(one.fair_conversion * 1000) / 1000),
      money(one.revenue_per_deal),
    ]);
  return [
    heading(managersTitle(/** @type {any} */ (managers))),
    note(managersNote(managers, money)),
    table(['Менеджер', 'Оплат', 'Вышло', 'С поправкой', 'На заявку'], rows, undefined, 'tight'),
  ];
}

/** @param {any[]} stages */
const stagesPart = (stages) =>
  part(
    stagesTitle(stages),
    ['Этап', 'Вошло', 'Прошло', 'Доля'],
    stages.map((one) => [
      one.name,
      number(one.entered),
      number(one.passed),
      one.conversion === null ? '' : share(one),
    ]),
  );

/** @param {any[]} sources @param {Money} money */
const sourcesPart = (sources, money) =>
  part(
    sourcesTitle(sources, money),
    ['Источник', 'Оплат', 'Доля', 'На заявку'],
    sources
      .slice(0, kMostPrinted)
      .map((one) => [nameText(one), ofText(one), share(one), money(one.revenue_per_deal)]),
  );

/** @param {any} stale @param {Money} money */
const stalePart = (stale, money) =>
  part(
    staleTitle(stale, money),
    ['Менеджер', 'Сделок', 'Сумма'],
    stale.by_manager
      .slice(0, kMostPrinted)
      .map((/** @type {any} */ one) => [nameText(one), number(one.count), money(one.amount)]),
  );

/** @param {State} state @param {string} brand */
export async function savePdfReport(state, brand) {
  const report = /** @type {Json} */ (state.report);
  const { managers, sources, stages, stale } = report;
  const money = moneyOf(report);
  const content = [
    ...head(state),
    ...charts(report),
    ...(managers ? managersPart(managers, money) : []),
    ...(stages ? stagesPart(stages) : []),
    ...(sources ? sourcesPart(sources, money) : []),
    ...(stale.by_manager.length > 0 ? stalePart(stale, money) : []),
  ];
  return savePdf(
    { title: headline(report, state.ripens_later), subject: kWhat, footer: brand, content },
    nameOf(state, 'pdf'),
  );
}
