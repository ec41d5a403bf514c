// @ts-check
// The calls as a table: one row a call.

import { csvText } from '../../takeaway/csv.js';
import { fileName, saveText } from '../../takeaway/save.js';

const kMarks = { 1: 1, 0: 0, na: 'н/п' };

/** @param {import('../document.js').Calls} calls @returns {(string | number)[][]} */
export const callRows = ({ criteria, calls }) => [
  ['Менеджер', 'Дата', ...criteria.map(({ name, id }) => name || id), 'Заметка'],
  ...calls.map(({ manager, date, marks, note }) => [
    manager,
    date,
    ...criteria.map(({ id }) => (id in marks ? kMarks[marks[id]] : '')),
    note,
  ]),
];

/** @param {import('../store.js').State} state */
export function saveCallsCsv({ calls, example }) {
  const name = fileName(example ? 'Звонки (пример)' : 'Звонки', calls.title, new Date(), 'csv');
  saveText(csvText(callRows(calls)), name, 'text/csv');
  return `Скачан файл «${name}».`;
}
