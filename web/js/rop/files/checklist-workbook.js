// @ts-check
// The meeting as a workbook: every mark on one sheet, scores of areas by live formulas on the other.

import { Sheet, kFormats } from '../../takeaway/sheet.js';
import { comparisonNote } from '../compared.js';
import { dateText } from '../words.js';

/** @typedef {import('../store.js').State & {checklist: import('../checklist.js').Checklist}} Source */

/** Σ weight · mark / Σ 2 · weight over the marked ones; empty while nothing is marked. @param {string} marks @param {string} weights */
const score = (marks, weights) =>
  `IF(SUMPRODUCT(ISNUMBER(${marks})*${weights})=0,"",SUMPRODUCT(${weights},${marks})/(2*SUMPRODUCT(ISNUMBER(${marks})*${weights})))`;

/** @param {Sheet} sheet @param {number} row @param {number} column @param {import('../run.js').Mark | undefined} mark */
function putMark(sheet, row, column, mark) {
  if (mark === 'na') sheet.text(row, column, 'н/п');
  else sheet.input(row, column, mark ?? null, kFormats.plain);
}

/** @param {Source} source @param {string} told about the date and what is missing @returns {Sheet[]} */
export function checklistSheets({ run, result, self, both, previous, checklist }, told) {
  const marks = new Sheet('Отметки', [60, 8, 8, 10, 40, 50]);
  marks.title(checklist.title);
  marks.row(
    '0 нет, 1 частично или на словах, 2 системно, видел доказательство, н/п не применимо. Меняйте отметки: оценки пересчитаются.',
  );
  marks.head('Вопрос', 'Вес', 'Вы', 'РОП о себе', 'Что увидели', 'Что сделать за неделю');
  const { areas } = checklist.asked(run.length);
  const places = areas.map((area) => {
    marks.row({ value: area.name, type: String, fontWeight: 'bold' });
    const first = marks.rows.length + 1;
    for (const item of area.items) {
      const row = marks.row(item.question);
      marks.number(row, 1, item.weight);
      putMark(marks, row, 2, run.answers[item.id]);
      putMark(marks, row, 3, run.self[item.id]);
      marks.text(row, 4, run.notes[item.id] ?? '');
      marks.text(row, 5, item.action);
    }
    return { first, last: marks.rows.length };
  });
  const sheets = [areaSheet({ run, result, self, checklist, areas, places, told }), marks];
  if (both && previous) sheets.push(comparisonSheet(both, previous, areas));
  return sheets;
}

/** @param {import('../compared.js').Compared} both @param {import('../run.js').Run} previous @param {{name: string}[]} areas */
function comparisonSheet(both, previous, areas) {
  const sheet = new Sheet('Сравнение', [46, 24, 12, 12]);
  sheet.title('Сравнение с прошлым разом');
  sheet.row(comparisonNote(both));
  sheet.head('Область', `${previous.title}, ${dateText(previous.createdAt)}`, 'Сейчас', 'Разница');
  const line = (/** @type {string} */ name, /** @type {any} */ own, /** @type {any} */ other) => {
    if (own.score === null || other.score === null) return;
    const row = sheet.row(name);
    sheet.input(row, 1, other.score, kFormats.percent);
    sheet.input(row, 2, own.score, kFormats.percent);
    sheet.computed(row, 3, `C${row + 1}-B${row + 1}`, own.score - other.score, kFormats.percent);
  };
  areas.forEach(({ name }, i) => line(name, both.own.areas[i], both.other.areas[i]));
  line('Весь отдел', both.own, both.other);
  return sheet;
}

/** @param {any} source */
function areaSheet({ run, result, self, checklist, areas, places, told }) {
  const sheet = new Sheet('Итог', [46, 12, 12, 18, 18]);
  const range = (
    /** @type {string} */ column,
    /** @type {{first: number, last: number}} */ { first, last },
  ) => `'Отметки'!$${column}$${first}:$${column}$${last}`;
  const everything = { first: places[0].first, last: places[places.length - 1].last };
  sheet.title(`${checklist.title}: ${run.title}`);
  sheet.row(told);
  sheet.head('Область', 'Вы', 'РОП о себе', 'Зависит, ₽ в месяц', 'Цена слабости, ₽');
  areas.forEach((/** @type {any} */ area, /** @type {number} */ i) => {
    const row = sheet.row(area.name);
    const [own, his] = [result?.areas[i], self?.areas[i]];
    sheet.computed(row, 1, score(range('C', places[i]), range('B', places[i])), own?.score, kFormats.percent);
    sheet.computed(row, 2, score(range('D', places[i]), range('B', places[i])), his?.score, kFormats.percent);
    if (own?.money === null || own?.money === undefined) return;
    sheet.input(row, 3, own.money, kFormats.roubles);
    sheet.computed(
      row,
      4,
      `IF(B${row + 1}="",0,(1-B${row + 1})*D${row + 1})`,
      own.priority,
      kFormats.roubles,
    );
  });
  const total = sheet.row({ value: 'Весь отдел', type: String, fontWeight: 'bold' });
  sheet.computed(
    total,
    1,
    score(range('C', everything), range('B', everything)),
    result?.score,
    kFormats.percent,
  );
  sheet.computed(
    total,
    2,
    score(range('D', everything), range('B', everything)),
    self?.score,
    kFormats.percent,
  );
  return sheet;
}
