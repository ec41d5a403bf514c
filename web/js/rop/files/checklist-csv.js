// @ts-check
// The meeting as one table: a row a question.

import { comparisonNote, comparisonRows } from '../compared.js';
import { markedCount } from '../run.js';
import { completenessNote, dateText, moneyNote } from '../words.js';
import { csvText } from '../../takeaway/csv.js';
import { fileName, saveText } from '../../takeaway/save.js';

/** @param {import('./checklist-workbook.js').Source} source @param {{name: string}[]} areas */
const comparison = ({ both, previous }, areas) =>
  both && previous
    ? [
        [comparisonNote(both)],
        ['Область', `${previous.title}, ${dateText(previous.createdAt)}`, 'Сейчас', 'Разница'],
        ...comparisonRows(both, areas),
        [],
      ]
    : [];

/** @param {import('./checklist-workbook.js').Source} source @returns {import('../../takeaway/csv.js').Value[][]} */
export function checklistRows(source) {
  const { run, result, self, checklist } = source;
  const { areas } = checklist.asked(run.length);
  const items = areas.flatMap((area) => area.items);
  const mark = (/** @type {import('../run.js').Mark | undefined} */ value) =>
    value === 'na' ? 'н/п' : value;
  return [
    [checklist.title, run.title, dateText(run.createdAt)],
    [completenessNote(source, markedCount(run, items), items.length)],
    [moneyNote(source)],
    [],
    ['Область', 'Оценка', 'РОП о себе', 'Зависит, ₽ в месяц', 'Цена слабости, ₽ в месяц'],
    ...areas.map(({ name }, i) => {
      const own = result?.areas[i];
      const priced = own && own.money !== null;
      return [
        name,
        own?.score,
        self?.areas[i].score,
        priced ? own.money : null,
        priced ? own.priority : null,
      ];
    }),
    ['Весь отдел', result?.score, self?.score],
    [],
    ...comparison(source, areas),
    ['Область', 'Вопрос', 'Вес', 'Критичный', 'Вы', 'РОП о себе', 'Что увидели', 'Что сделать за неделю'],
    ...areas.flatMap((area) =>
      area.items.map((item) => [
        area.name,
        item.question,
        item.weight,
        item.critical ? 'да' : '',
        mark(run.answers[item.id]),
        mark(run.self[item.id]),
        run.notes[item.id],
        item.action,
      ]),
    ),
  ];
}

/** @param {import('./checklist-workbook.js').Source} source */
export function saveChecklistCsv(source) {
  const name = fileName('Чек-лист РОПа', source.run.title, new Date(), 'csv');
  saveText(csvText(checklistRows(source)), name, 'text/csv');
  return `Скачан файл «${name}».`;
}
