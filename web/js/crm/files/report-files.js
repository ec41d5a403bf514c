// @ts-check
// The report to take away: a workbook with live formulas, CSV, two pages of PDF, pictures of the charts. What is a sample says so.

import { monthPoints, monthsChart, shareWords } from '../../charts/months.js';
import { ripeningChart } from '../../charts/ripening.js';
import { csvText } from '../../takeaway/csv.js';
import { heading, note, picture, savePdf, table, whole } from '../../takeaway/pdf.js';
import { savePictures } from '../../takeaway/pictures.js';
import { fileName, saveBlob, saveText } from '../../takeaway/save.js';
import { Sheet, kFormats, workbookBlob } from '../../takeaway/sheet.js';
import { number, percent } from '../../text/format.js';
import { moneyOf, signOf } from '../money.js';
import {
  finding,
  headline,
  managersNote,
  managersTitle,
  monthText,
  monthsNote,
  monthsTitle,
  nameText,
  ofText,
  sourcesTitle,
  stagesTitle,
  staleTitle,
} from '../words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../store.js').State} State */

const kWhat = 'Отчёт по CRM';
const kMostPrinted = 15; // managers, sources in a PDF

/** @param {State} state @param {string} extension */
const nameOf = ({ sample }, extension) => fileName(kWhat, sample ? 'пример' : '', new Date(), extension);
/** @param {State} state */
const label = ({ sample }) => (sample ? 'Пример: сделки придуманы. ' : '');

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

/** What the payments of a month are counted by. @param {Json} report */
const paidHead = ({ horizon_days: horizon }) => (horizon === null ? 'Оплат на сегодня' : 'Оплат за срок');

/** @param {State} state @returns {Sheet[]} */
export function reportSheets(state) {
  const report = /** @type {Json} */ (state.report);
  const { totals, window, stages, managers, sources, stale } = report;
  const money = moneyOf(report);
  const moneyFormat = kFormats.roubles.replace('₽', signOf(report));
  const summary = new Sheet('Главное', [44, 18, 60]);
  summary.title(`${label(state)}${headline(report, state.ripens_later)}`);
  summary.row(finding(report));
  summary.head('Что', 'Сколько');
  const put = (
    /** @type {string} */ what,
    /** @type {number | null} */ value,
    /** @type {string} */ format,
  ) => {
    const row = summary.row(what);
    if (value !== null) summary.input(row, 1, value, format);
    return row + 1;
  };
  put('Заявок', totals.deals, kFormats.count);
  put('Оплат', totals.won, kFormats.count);
  put('Отказов', totals.lost, kFormats.count);
  put('Не клиентов', totals.unfit, kFormats.count);
  put('Ещё в работе', totals.open, kFormats.count);
  put('Сумма оплат', totals.won_amount, moneyFormat);
  put('Срок созревания, дней', report.horizon_days, kFormats.count);
  if (window) {
    const deals = put('Заявок зрелых месяцев', window.deals, kFormats.count);
    const won = put('Оплат из них за срок', window.won, kFormats.count);
    const share = summary.row('Доля оплат');
    summary.computed(share, 1, `IF(B${deals}=0,0,B${won}/B${deals})`, window.conversion, kFormats.percent);
    summary.text(
      share,
      2,
      `скорее всего от ${percent(window.interval[0])} до ${percent(window.interval[1])}`,
    );
    const leads = put('Заявок в месяц', window.leads_per_month, kFormats.count);
    const check = put('Средний чек', window.average_check, moneyFormat);
    if (window.leads_per_month !== null && window.average_check !== null) {
      const revenue = summary.row('Выручка в месяц при этой доле');
      summary.computed(
        revenue,
        1,
        `B${leads}*B${share + 1}*B${check}`,
        window.leads_per_month * window.conversion * window.average_check,
        moneyFormat,
      );
    }
  }

  const months = new Sheet('Месяцы', [18, 12, 12, 12, 26, 16]);
  months.head('Месяц', 'Заявок', paidHead(report), 'Доля', 'Скорее всего', 'Созрел');
  const firstMonth = months.rows.length;
  const points = monthPoints(report);
  shareRows(months, points, ({ month }) => monthText(month), false);
  points.forEach((point, i) => {
    const { range, isRipe } = point;
    months.text(firstMonth + i, 4, range ? `${percent(range[0])} … ${percent(range[1])}` : '');
    months.text(firstMonth + i, 5, isRipe ? 'да' : shareWords(point));
  });
  totalRow(months, firstMonth, points);
  const sheets = [summary, months];
  const people = (
    /** @type {string} */ name,
    /** @type {Json[] | null | undefined} */ list,
    /** @type {boolean} */ fair,
  ) => {
    if (!list) return;
    const sheet = new Sheet(name, [32, 12, 12, 12, 20, 24]);
    sheet.head(
      name.replace(/ы$/, '').replace('Источник', 'Источник'),
      'Заявок',
      'Оплат',
      'Доля',
      `На заявку, ${signOf(report)}`,
      ...(fair ? ['С поправкой на малые числа'] : []),
    );
    const first = sheet.rows.length;
    shareRows(sheet, list, (one) => nameText(/** @type {any} */ (one)), true);
    totalRow(sheet, first, list);
    sheets.push(sheet);
  };
  people('Менеджеры', managers?.list, true);
  people('Источники', sources, false);
  if (stages) {
    const sheet = new Sheet('Этапы', [32, 12, 12, 12]);
    sheet.head('Этап', 'Вошло', 'Прошло', 'Доля');
    shareRows(
      sheet,
      stages.map((/** @type {Json} */ one) => ({ ...one, deals: one.entered, won: one.passed })),
      ({ name }) => name,
      false,
    );
    sheets.push(sheet);
  }
  if (stale.by_manager.length > 0) {
    const sheet = new Sheet('Висящие', [32, 12, 18]);
    sheet.row(staleTitle(stale, money));
    sheet.head('Менеджер', 'Сделок', 'Сумма');
    const first = sheet.rows.length;
    for (const one of stale.by_manager) {
      const row = sheet.row(nameText(one));
      sheet.input(row, 1, one.count, kFormats.count);
      sheet.input(row, 2, one.amount, moneyFormat);
    }
    const total = sheet.row('Всего');
    sheet.computed(total, 1, `SUM(B${first + 1}:B${total})`, stale.count, kFormats.count);
    sheet.computed(total, 2, `SUM(C${first + 1}:C${total})`, stale.amount, moneyFormat);
    sheets.push(sheet);
  }
  return sheets;
}

/** @param {State} state */
export async function saveXlsx(state) {
  const name = nameOf(state, 'xlsx');
  saveBlob(await workbookBlob(reportSheets(state)), name);
  return `Скачан файл «${name}».`;
}

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
  const money = moneyOf(report);
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
          [staleTitle(stale, money)],
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

/** @param {State} state @param {string} brand */
export async function savePdfReport(state, brand) {
  const report = /** @type {Json} */ (state.report);
  const { totals, window, managers, sources, stages, stale, curve } = report;
  const money = moneyOf(report);
  const share = (/** @type {Json} */ one) => percent(Math.round(one.conversion * 1000) / 1000);
  /** @type {any[]} */
  const content = [
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
    heading(monthsTitle(report)),
    note(monthsNote(report)),
    picture(monthsChart(report, { width: 1000, name: 'pdf-months' }).svg, 498),
  ];
  if (curve.points.length > 0) {
    content.push(
      whole(
        'Как дозревают заявки',
        picture(ripeningChart(report, { width: 760, name: 'pdf-ripening' }).svg, 380),
      ),
    );
  }
  if (managers) {
    content.push(
      heading(managersTitle(managers)),
      note(managersNote(managers, money)),
      table(
        ['Менеджер', 'Оплат', 'Вышло', 'С поправкой', 'На заявку'],
        managers.list
          .slice(0, kMostPrinted)
          .map((/** @type {Json} */ one) => [
            nameText(/** @type {any} */ (one)),
            ofText(/** @type {any} */ (one)),
            share(one),
            one.fair_conversion === null ? '' : percent(Math.round(one.fair_conversion * 1000) / 1000),
            money(one.revenue_per_deal),
          ]),
        undefined,
        'tight',
      ),
    );
  }
  if (stages) {
    content.push(
      heading(stagesTitle(stages)),
      table(
        ['Этап', 'Вошло', 'Прошло', 'Доля'],
        stages.map((/** @type {Json} */ one) => [
          one.name,
          number(one.entered),
          number(one.passed),
          one.conversion === null ? '' : share(one),
        ]),
        undefined,
        'tight',
      ),
    );
  }
  if (sources) {
    content.push(
      heading(sourcesTitle(sources, money)),
      table(
        ['Источник', 'Оплат', 'Доля', 'На заявку'],
        sources
          .slice(0, kMostPrinted)
          .map((/** @type {Json} */ one) => [
            nameText(/** @type {any} */ (one)),
            ofText(/** @type {any} */ (one)),
            share(one),
            money(one.revenue_per_deal),
          ]),
        undefined,
        'tight',
      ),
    );
  }
  if (stale.by_manager.length > 0) {
    content.push(
      heading(staleTitle(stale, money)),
      table(
        ['Менеджер', 'Сделок', 'Сумма'],
        stale.by_manager
          .slice(0, kMostPrinted)
          .map((/** @type {Json} */ one) => [
            nameText(/** @type {any} */ (one)),
            number(one.count),
            money(one.amount),
          ]),
        undefined,
        'tight',
      ),
    );
  }
  return savePdf(
    { title: headline(report, state.ripens_later), subject: kWhat, footer: brand, content },
    nameOf(state, 'pdf'),
  );
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
