// @ts-check
// The report as a workbook with live formulas: what was counted may be typed over, shares and sums follow.

import { monthPoints, shareWords } from '../../charts/months.js';
import { saveBlob } from '../../takeaway/save.js';
import { Sheet, kFormats, workbookBlob } from '../../takeaway/sheet.js';
import { monthText } from '../../text/days.js';
import { percent } from '../../text/format.js';
import { moneyOf, signOf } from '../money.js';
import { finding, headline, nameText, staleTitle } from '../words.js';
import { label, nameOf, paidHead } from './report-name.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../store.js').State} State */

/** Shares by formulas: deals and payments may be typed over. @param {Sheet} sheet @param {Json[]} list @param {(one: Json) => string} nameFor @param {boolean} withMoney */
function shareRows(sheet, list, nameFor, withMoney) {
  for (const one of list) {
    const row = sheet.row(nameFor(one));
    sheet.input(row, 1, one.deals, kFormats.count);
    sheet.input(row, 2, one.won, kFormats.count);
    sheet.computed(
      row,
      3,
      `IF(B${row + 1}=0,0,C${row + 1}/B${row + 1})`,
      one.deals === 0 ? 0 : one.won / one.deals,
      kFormats.percent,
    );
    if (!withMoney) continue;
    sheet.number(row, 4, Math.round(one.revenue_per_deal));
    if (one.fair_conversion !== null && one.fair_conversion !== undefined) {
      sheet.computed(row, 5, String(one.fair_conversion), one.fair_conversion, kFormats.percent);
    }
  }
}

/** Sums of money in what they are in. @param {Json} report */
const moneyFormat = (report) => kFormats.roubles.replace('₽', signOf(report));

/** The sum of a sheet's rows, and their share. @param {Sheet} sheet @param {number} first row of the list, from 0 @param {Json[]} list */
function totalRow(sheet, first, list) {
  const row = sheet.row('Всего');
  const last = row; // rows are numbered from 1 in the sheet
  const sum = (/** @type {'deals' | 'won'} */ field) => list.reduce((total, one) => total + one[field], 0);
  sheet.computed(row, 1, `SUM(B${first + 1}:B${last})`, sum('deals'), kFormats.count);
  sheet.computed(row, 2, `SUM(C${first + 1}:C${last})`, sum('won'), kFormats.count);
  sheet.computed(
    row,
    3,
    `IF(B${row + 1}=0,0,C${row + 1}/B${row + 1})`,
    sum('deals') === 0 ? 0 : sum('won') / sum('deals'),
    kFormats.percent,
  );
}

/** What the ripe months say: the share, and the revenue it makes, by formulas. @param {Sheet} sheet @param {ReturnType<typeof putInto>} put @param {Json} report */
function windowRows(sheet, put, report) {
  const { window } = report;
  const deals = put('Заявок зрелых месяцев', window.deals, kFormats.count);
  const won = put('Оплат из них за срок', window.won, kFormats.count);
  const share = sheet.row('Доля оплат');
  sheet.computed(share, 1, `IF(B${deals}=0,0,B${won}/B${deals})`, window.conversion, kFormats.percent);
  sheet.text(share, 2, `скорее всего от ${percent(window.interval[0])} до ${percent(window.interval[1])}`);
  const leads = put('Заявок в месяц', window.leads_per_month, kFormats.count);
  const check = put('Средний чек', window.average_check, moneyFormat(report));
  if (window.leads_per_month === null || window.average_check === null) return;
  const revenue = sheet.row('Выручка в месяц при этой доле');
  sheet.computed(
    revenue,
    1,
    `B${leads}*B${share + 1}*B${check}`,
    window.leads_per_month * window.conversion * window.average_check,
    moneyFormat(report),
  );
}

/** A row of a name and its number; gives the row's number as formulas call it. @param {Sheet} sheet */
const putInto =
  (sheet) =>
  (/** @type {string} */ what, /** @type {number | null} */ value, /** @type {string} */ format) => {
    const row = sheet.row(what);
    if (value !== null) sheet.input(row, 1, value, format);
    return row + 1;
  };

/** @param {State} state */
function summarySheet(state) {
  const report = /** @type {Json} */ (state.report);
  const { totals, window } = report;
  const sheet = new Sheet('Главное', [44, 18, 60]);
  sheet.title(`${label(state)}${headline(report, state.ripens_later)}`);
  sheet.row(finding(report));
  sheet.head('Что', 'Сколько');
  const put = putInto(sheet);
  put('Заявок', totals.deals, kFormats.count);
  put('Оплат', totals.won, kFormats.count);
  put('Отказов', totals.lost, kFormats.count);
  put('Не клиентов', totals.unfit, kFormats.count);
  put('Ещё в работе', totals.open, kFormats.count);
  put('Сумма оплат', totals.won_amount, moneyFormat(report));
  put('Срок созревания, дней', report.horizon_days, kFormats.count);
  if (window) windowRows(sheet, put, report);
  return sheet;
}

/** @param {Json} report */
function monthsSheet(report) {
  const sheet = new Sheet('Месяцы', [18, 12, 12, 12, 26, 16]);
  sheet.head('Месяц', 'Заявок', paidHead(report), 'Доля', 'Скорее всего', 'Созрел');
  const first = sheet.rows.length;
  const points = monthPoints(report);
  shareRows(sheet, points, ({ month }) => monthText(month), false);
  points.forEach((point, i) => {
    const { range, isRipe } = point;
    sheet.text(first + i, 4, range ? `${percent(range[0])} … ${percent(range[1])}` : '');
    sheet.text(first + i, 5, isRipe ? 'да' : shareWords(point));
  });
  totalRow(sheet, first, points);
  return sheet;
}

/** Managers or sources. @param {Json} report @param {string} name of the sheet @param {string} head of its first column @param {Json[]} list @param {string[]} more heads */
function groupsSheet(report, name, head, list, ...more) {
  const sheet = new Sheet(name, [32, 12, 12, 12, 20, 24]);
  sheet.head(head, 'Заявок', 'Оплат', 'Доля', `На заявку, ${signOf(report)}`, ...more);
  const first = sheet.rows.length;
  shareRows(sheet, list, (one) => nameText(/** @type {any} */ (one)), true);
  totalRow(sheet, first, list);
  return sheet;
}

/** @param {Json[]} stages */
function stagesSheet(stages) {
  const sheet = new Sheet('Этапы', [32, 12, 12, 12]);
  sheet.head('Этап', 'Вошло', 'Прошло', 'Доля');
  shareRows(
    sheet,
    stages.map((one) => ({ ...one, deals: one.entered, won: one.passed })),
    ({ name }) => name,
    false,
  );
  return sheet;
}

/** @param {Json} report */
function staleSheet(report) {
  const { stale } = report;
  const sheet = new Sheet('Висящие', [32, 12, 18]);
  sheet.row(staleTitle(stale, moneyOf(report)));
  sheet.head('Менеджер', 'Сделок', 'Сумма');
  const first = sheet.rows.length;
  for (const one of stale.by_manager) {
    const row = sheet.row(nameText(one));
    sheet.input(row, 1, one.count, kFormats.count);
    sheet.input(row, 2, one.amount, moneyFormat(report));
  }
  const total = sheet.row('Всего');
  sheet.computed(total, 1, `SUM(B${first + 1}:B${total})`, stale.count, kFormats.count);
  sheet.computed(total, 2, `SUM(C${first + 1}:C${total})`, stale.amount, moneyFormat(report));
  return sheet;
}

/** @param {State} state @returns {Sheet[]} */
export function reportSheets(state) {
  const report = /** @type {Json} */ (state.report);
  const { stages, managers, sources, stale } = report;
  return [
    summarySheet(state),
    monthsSheet(report),
    ...(managers?.list
      ? [groupsSheet(report, 'Менеджеры', 'Менеджер', managers.list, 'С поправкой на малые числа')]
      : []),
    ...(sources ? [groupsSheet(report, 'Источники', 'Источник', sources)] : []),
    ...(stages ? [stagesSheet(stages)] : []),
    ...(stale.by_manager.length > 0 ? [staleSheet(report)] : []),
  ];
}

/** @param {State} state */
export async function saveXlsx(state) {
  const name = nameOf(state, 'xlsx');
  saveBlob(await workbookBlob(reportSheets(state)), name);
  return `Скачан файл «${name}».`;
}
