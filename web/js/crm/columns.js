// @ts-check
// Names of the roles of columns, of meanings, and of what a table is, as people read them.

/** @typedef {Record<string, any>} Json */

/** In the order of the page. @type {[string, string][]} */
export const kRoles = [
  ['created', 'Когда пришла заявка'],
  ['outcome', 'Чем кончилась'],
  ['stage', 'Этап'],
  ['closed', 'Когда закрыта'],
  ['amount', 'Сумма'],
  ['responsible', 'Ответственный'],
  ['source', 'Источник'],
  ['id', 'Номер сделки'],
  ['lost_stage', 'Этап до отказа'],
  ['lost_reason', 'Причина отказа'],
  ['pipeline', 'Воронка'],
  ['contact', 'Телефон или почта клиента'],
  ['currency', 'Валюта'],
  ['stage_at', 'Когда сменился этап'],
];
const names = new Map(kRoles);
/** @param {string} role */
export const roleName = (role) => names.get(role) ?? role;

/** @type {[string, string][]} */
export const kMeanings = [
  ['won', 'оплата'],
  ['lost', 'отказ'],
  ['unfit', 'не наш клиент: спам, тест, не тот регион'],
  ['open', 'в работе'],
  ...Array.from(
    { length: 12 },
    (_, i) => /** @type {[string, string]} */ ([String(i + 1), `в работе, этап ${i + 1}`]),
  ),
  ['ignore', 'не учитывать'],
];
/** Meanings travel as texts in <select>, places as numbers in the mapping. @param {string} value */
export const meaningFrom = (value) => (/^\d+$/.test(value) ? Number(value) : value);

const kEncodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1251': 'Windows-1251',
};
const kDelimiters = { '\t': 'табуляция', ';': '«;»', ',': '«,»', '|': '«|»' };

/** "UTF-8, «;»" @param {Json} table @param {boolean} isRows rows of a workbook or a paste */
export function tableKind({ encoding, delimiter }, isRows) {
  if (isRows) return 'таблица Excel';
  const mark = kDelimiters[/** @type {keyof typeof kDelimiters} */ (delimiter)] ?? delimiter;
  return `${kEncodings[/** @type {keyof typeof kEncodings} */ (encoding)] ?? encoding}, ${mark}`;
}

/** The one column of a role, or ''. @param {Json} mapping @param {string} role */
export function columnOf(mapping, role) {
  const value = mapping.columns[role];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}

/** Texts of outcomes match whatever their case and spaces. @param {string} text */
export const folded = (text) => text.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');
