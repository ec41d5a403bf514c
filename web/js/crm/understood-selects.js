// @ts-check
// What a person can correct in the reading of the file, a select each: a column's role, what a text means, how dates and sums are written.

import { el } from '../page/dom.js';
import { columnOf, folded, kMeanings, meaningFrom, roleName } from './columns.js';
import { select } from './parts.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').CrmStore} CrmStore */
/** @typedef {Record<string, any>} Json */

/** @param {Json[]} columns of the proposal @param {string} header */
function sampleOf(columns, header) {
  const column = columns.find(({ name }) => name === header);
  const values = /** @type {string[]} */ (column?.sample ?? []).filter(Boolean);
  return values.length > 0 ? `например «${values[0].slice(0, 40)}»` : 'столбец пуст';
}

/** Which column is read as a role. @param {CrmStore} store @param {State} state @param {string} role @param {string} id @param {string} [label] */
export function columnSelect(store, { mapping, proposal }, role, id, label = roleName(role)) {
  const columns = /** @type {Json[]} */ (proposal?.columns ?? []);
  const header = columnOf(/** @type {Json} */ (mapping), role);
  return el(
    'div.col',
    {},
    el('label.col__what', { for: id }, label),
    select(
      id,
      [
        ['', 'нет такого столбца'],
        ...columns.map(({ name }) => /** @type {[string, string]} */ ([name, name])),
      ],
      header,
      (value) => store.setColumn(role, value),
      { 'data-role': role },
    ),
    el('span.fine', {}, header ? sampleOf(columns, header) : '\u00A0'),
  );
}

/** What an outcome or a stage means. @param {CrmStore} store @param {State} state @param {string} text @param {string} id @param {string} label */
export function meaningSelect(store, { mapping }, text, id, label) {
  const stage = mapping?.stages.find((/** @type {Json} */ { name }) => folded(name) === folded(text));
  const options = stage ? kMeanings : /** @type {[string, string][]} */ ([['', 'выберите'], ...kMeanings]);
  return el(
    'div.col',
    {},
    el('label.col__what', { for: id }, label),
    select(
      id,
      options,
      stage ? String(stage.means) : '',
      (value) => value && store.setMeaning(text, meaningFrom(value)),
      {
        'data-text': text,
      },
    ),
  );
}

/** @type {Record<string, [string, string][]>} */
const kFormats = {
  date_order: [
    ['dmy', 'сначала день: 05.06 — 5 июня'],
    ['mdy', 'сначала месяц: 05/06 — 6 мая'],
    ['ymd', 'сначала год'],
  ],
  decimal: [
    [',', 'запятая отделяет копейки'],
    ['.', 'точка отделяет копейки'],
  ],
};

/** What is not sure, as the select that settles it. @param {CrmStore} store @param {State} state @param {import('./questions.js').Question} question @param {number} i */
export function questionPart(store, state, { kind, role = '', text = '', message }, i) {
  const id = `question-${i}`;
  if (kind === 'column') return columnSelect(store, state, role, id, message);
  if (kind === 'stage') return meaningSelect(store, state, text, id, message);
  return el(
    'div.col',
    {},
    el('label.col__what', { for: id }, message),
    select(id, kFormats[kind], state.mapping?.[kind] ?? '', (value) => store.set(kind, value), {
      'data-field': kind,
    }),
  );
}

/** Whether a reason means an application that could never pay. @param {CrmStore} store @param {State} state @param {string} text @param {string} id @param {string} label */
export function reasonSelect(store, { mapping }, text, id, label) {
  const set = mapping?.reasons.find((/** @type {Json} */ { name }) => folded(name) === folded(text));
  return el(
    'div.col',
    {},
    el('label.col__what', { for: id }, label),
    select(
      id,
      [
        ['lost', 'отказ'],
        ['unfit', 'не наш клиент'],
      ],
      set?.means ?? 'lost',
      (value) => store.setReason(text, /** @type {'lost' | 'unfit'} */ (value)),
    ),
  );
}
