// @ts-check
// What of a file deserves a sentence before the report: much of it left out, dates nobody has, columns named alike, amounts in words.

import { number, percent } from '../text/format.js';
import { signOf } from './money.js';
import { leftOutText, rowsText } from './words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./store.js').State} State */

const kMuch = 0.05; // of the rows: beyond it a person should look
const kFirstYear = '2000-01';

const kAdvice = {
  no_date: 'Проверьте, тот ли столбец выбран датой заявки.',
  bad_date: 'Похоже, даты записаны по-разному, например 25/03 и 03/25 вперемешку. Выгрузите их одним видом.',
  future: 'Проверьте, что стоит в датах первым, день или месяц.',
  ragged:
    'В них ячеек больше, чем столбцов: сбиты кавычки или разделители. Выгрузите заново или сохраните из Excel.',
  unmapped_stage: 'Укажите, что значат эти этапы.',
};

/** @param {Json} rows @returns {string[]} */
function leftOut({ read, left_out: list }) {
  return list
    .filter((/** @type {Json} */ { reason, count }) => reason in kAdvice && count > read * kMuch)
    .map(
      (/** @type {Json} */ { reason, count }) =>
        `Не вошло ${rowsText(count)}, ${percent(Math.round((count / read) * 100) / 100)} файла: ${leftOutText(reason)}. ${kAdvice[/** @type {keyof typeof kAdvice} */ (reason)]}`,
    );
}

/** Names of columns that stand in the header more than once. @param {Json} proposal @returns {string[]} */
function namedAlike({ table }) {
  const columns = /** @type {string[]} */ (table.columns);
  const again = columns.filter(
    (name) => / \(\d+\)$/.test(name) && columns.includes(name.replace(/ \(\d+\)$/, '')),
  );
  return again.length === 0
    ? []
    : [
        `Столбцы названы одинаково: ${[...new Set(again.map((name) => `«${name.replace(/ \(\d+\)$/, '')}»`))].join(', ')}. Второй показан с номером, «${again[0]}»: если нужен он, выберите его в «Всех столбцах».`,
      ];
}

/** Money that is not roubles, or not one money. @param {Json} report @returns {string[]} */
function currencies(report) {
  const list = report.issues
    .filter((/** @type {Json} */ { code }) => code === 'not_roubles')
    .map((/** @type {Json} */ { message }) => message);
  const others = report.rows.told.find((/** @type {Json} */ { reason }) => reason === 'other_currency');
  if (others) {
    list.push(
      `Сумм в другой валюте: ${number(others.count)}, их в отчёте нет, взяты только суммы со знаком ${signOf(report)}. Пересчитайте все суммы в одну валюту и выгрузите снова.`,
    );
  }
  return list;
}

/** @param {State} state @returns {string[]} sentences */
export function warnings({ report, proposal }) {
  const list = proposal ? namedAlike(proposal) : [];
  if (!report) return list;
  list.push(...leftOut(report.rows));
  const old = report.months.filter((/** @type {Json} */ { month }) => month < kFirstYear);
  if (old.length > 0) {
    const deals = old.reduce((/** @type {number} */ sum, /** @type {Json} */ one) => sum + one.deals, 0);
    list.push(
      `Заявок с датой до 2000 года: ${number(deals)}. Так CRM записывает пустую дату: уберите их из выгрузки, они сдвигают счёт.`,
    );
  }
  list.push(...currencies(report));
  const amounts = report.rows.told.find((/** @type {Json} */ { reason }) => reason === 'bad_amount');
  if (amounts && amounts.count > report.rows.used * kMuch) {
    list.push(
      `Сумм не прочитано: ${number(amounts.count)}. Они записаны словами или отрицательные: выгрузите их числами.`,
    );
  }
  if (report.totals.deals < 30) {
    list.push(`Заявок всего ${number(report.totals.deals)}: о долях судить рано. Выгрузите больший срок.`);
  }
  return list;
}
