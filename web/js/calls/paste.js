// @ts-check
// The firm's existing sheet, copied from Excel: one row a call, or one row a criterion. Nothing is lost in silence: what could not
// be read is told.

import { freeId, kLimits } from './document.js';

/** @typedef {import('./document.js').Criterion} Criterion */
/** @typedef {import('./document.js').Mark} Mark */

const kManager = ['менеджер', 'сотрудник', 'имя', 'фио', 'кто', 'продавец'];
const kDate = ['дата', 'день', 'дата звонка'];
const kNote = ['заметка', 'комментарий', 'примечание', 'заметки', 'что услышали'];
const kTotals = /^(итого|всего|среднее|итог)/;

const normal = (/** @type {string} */ text) =>
  text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');

/** @param {string} text @returns {string[][]} cells of tab- or semicolon-separated text, quotes as spreadsheets write them */
export function cellsOf(text) {
  const separator = text.includes('\t') ? '\t' : ';';
  const rows = [['']];
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i];
    const row = rows[rows.length - 1];
    if (quoted) {
      if (letter === '"' && text[i + 1] === '"') {
        row[row.length - 1] += '"';
        i += 1;
      } else if (letter === '"') quoted = false;
      else row[row.length - 1] += letter;
    } else if (letter === '"' && row[row.length - 1] === '') quoted = true;
    else if (letter === separator) row.push('');
    else if (letter === '\n') rows.push(['']);
    else if (letter !== '\r') row[row.length - 1] += letter;
  }
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''));
}

/** @param {string} text @returns {string | null} ISO day */
export function dayFrom(text) {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text.trim());
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})\b/.exec(text.trim());
  const parts = iso ? iso.slice(1) : dotted ? [dotted[3], dotted[2], dotted[1]] : null;
  if (!parts) return null;
  const year = parts[0].length === 2 ? `20${parts[0]}` : parts[0];
  return [year, parts[1].padStart(2, '0'), parts[2].padStart(2, '0')].join('-');
}

/** @param {string} text @returns {Mark | null | undefined} null: nothing there; undefined: not understood */
export function markFrom(text) {
  const mark = normal(text);
  if (mark === '' || mark === '.') return null;
  if (['1', '+', 'да', 'v', '✓', 'x', 'х', '100%', '1,0', '1.0'].includes(mark)) return 1;
  if (['0', '-', '−', 'нет', '0%', '0,0', '0.0'].includes(mark)) return 0;
  return ['н/п', 'нп', 'na', 'n/a', '—', 'не к месту', 'неприменимо'].includes(mark) ? 'na' : undefined;
}

/** @param {string[][]} cells @returns {string[][]} */
const turned = (cells) => cells[0].map((_, column) => cells.map((row) => row[column] ?? ''));

/** The table with one row a call, whichever way it was. @param {string[][]} cells @returns {string[][] | null} */
function rowsOfCalls(cells) {
  const width = Math.max(...cells.map((row) => row.length));
  const square = cells.map((row) => [...row, ...Array(width - row.length).fill('')]);
  const hasManager = (/** @type {string[]} */ row) => row.some((cell) => kManager.includes(normal(cell)));
  const head = square.findIndex(hasManager);
  if (head < 0) return null;
  const column = square[head].findIndex((cell) => kManager.includes(normal(cell)));
  // The word stands at the head of its own row when what follows it are names, not headings.
  const across = column === 0 && square.slice(head + 1).some((row) => kDate.includes(normal(row[0])));
  return across ? turned(square.slice(head)) : square.slice(head);
}

/**
 * @param {string} text
 * @param {{criteria: Criterion[], today: string}} given the criteria there are; the day of calls without one
 * @returns {{document: Record<string, any>, told: string[]} | {problem: string}}
 */
export function callsFromTable(text, { criteria, today }) {
  const cells = cellsOf(text);
  const rows = cells.length > 1 ? rowsOfCalls(cells) : null;
  if (!rows) {
    return { problem: 'Не нашли столбец «Менеджер». Нужна строка с заголовками: менеджер, дата и критерии.' };
  }
  const [head, ...body] = rows;
  const all = [...criteria];
  /** @type {string[]} */
  const told = [];
  const columns = head.map((cell) => {
    const name = normal(cell);
    if (kManager.includes(name)) return { kind: 'manager' };
    if (kDate.includes(name)) return { kind: 'date' };
    if (kNote.includes(name)) return { kind: 'note' };
    if (name === '' || kTotals.test(name) || name === 'эффективность') return { kind: 'none' };
    let criterion = all.find((one) => normal(one.name) === name || one.id === name);
    if (!criterion) {
      criterion = {
        id: freeId(all),
        name: cell.trim().slice(0, kLimits.name),
        part: '',
        weight: 1,
        kind: 'other',
      };
      all.push(criterion);
      told.push(`новый критерий «${criterion.name}»`);
    }
    return { kind: 'mark', id: criterion.id };
  });
  if (all.length > kLimits.criteria) {
    return { problem: `Критериев больше ${kLimits.criteria}: уберите лишние столбцы.` };
  }
  const calls = [];
  let strange = '';
  let strangers = 0;
  for (const row of body) {
    const of = (/** @type {string} */ kind) =>
      row[columns.findIndex((column) => column.kind === kind)]?.trim() ?? '';
    const manager = of('manager');
    if (manager === '' || kTotals.test(normal(manager))) {
      if (manager !== '') told.push(`строка «${manager}» не взята`);
      continue;
    }
    /** @type {Record<string, Mark>} */
    const marks = {};
    columns.forEach((column, i) => {
      if (column.kind !== 'mark') return;
      const mark = markFrom(row[i] ?? '');
      if (mark === undefined) {
        strangers += 1;
        strange = strange || row[i].trim();
      } else if (mark !== null) marks[/** @type {string} */ (column.id)] = mark;
    });
    calls.push({
      manager: manager.slice(0, kLimits.manager),
      date: dayFrom(of('date')) ?? today,
      note: of('note').slice(0, kLimits.note),
      marks,
    });
  }
  if (calls.length === 0) return { problem: 'В таблице нет ни одного звонка.' };
  if (strangers > 0) told.push(`непонятных отметок ${strangers}, например «${strange}»: они пропущены`);
  if (!columns.some(({ kind }) => kind === 'date')) told.push('дат нет, поставлен сегодняшний день');
  return { document: { format: 'funnel-calls', version: 1, title: '', criteria: all, calls }, told };
}
