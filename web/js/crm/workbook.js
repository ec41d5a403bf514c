// @ts-check
// Workbooks (.xlsx, .xls, .ods) and web pages saved as .xls, as rows of text for the core. Loaded by the worker when such a file comes.
// Dates become ISO text by their number format; formulas give the values the file holds; a cell merged over rows stands in each of them.

import { CFB, SSF, read, set_cptable as setCodePages } from '@e965/xlsx';
import { DealsError } from '../model/deals.js';

const kMostBytes = 80 * 1024 * 1024;
const kMostMerged = 200_000; // cells a merged range is copied into, in all

const kTooLarge =
  'Книга больше 80 МБ: целиком она не поместится в память. Сохраните лист со сделками как CSV: его читаем по частям.';
const kProtected =
  'Книга закрыта паролем. Откройте её в Excel, снимите пароль (Файл → Сведения → Защита книги) и сохраните копию.';
const kDamaged =
  'Книга не читается: она повреждена или это другой архив. Откройте её в Excel и сохраните как CSV.';
const kNoRows = 'В книге нет ни одной заполненной строки. Проверьте, тот ли это файл.';
const kArchive = 'Это архив, а не книга Excel. Распакуйте его и выберите таблицу из него.';

/** @typedef {{rows: unknown[][], told: string[]}} Rows */
/** @typedef {{sheets: {name: string, rows: number}[], largest: number, rowsOf: (sheet: number) => Rows}} Workbook */

/** @param {Uint8Array} bytes of a web page @returns {string} */
function textOf(bytes) {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  const said = /charset\s*=\s*["']?\s*([\w-]+)/i.exec(start)?.[1];
  try {
    return new TextDecoder(said ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

/** @param {Uint8Array} bytes @returns {Promise<any>} the library's workbook */
async function parsed(bytes) {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isCompound = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  /** @type {any} */
  const options = { dense: true, cellNF: true, cellHTML: false, cellText: false, cellFormula: true };
  try {
    if (isZip || isCompound) {
      if (isCompound) setCodePages(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
      return read(bytes, { ...options, type: 'array' });
    }
    // As text: what looks like a date or a number stays as it is written, the core knows better.
    return read(textOf(bytes), { ...options, type: 'string', raw: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    if (/password|encrypt/i.test(why) || /Encrypt/.test(partsOf(bytes))) {
      throw new DealsError(kProtected, error);
    }
    if (isZip && !/Content_Types|content\.xml/i.test(partsOf(bytes))) throw new DealsError(kArchive, error);
    throw new DealsError(kDamaged, error);
  }
}

/** Names of the parts of a ZIP or a compound file; '' when it is neither. @param {Uint8Array} bytes */
function partsOf(bytes) {
  try {
    return CFB.read(bytes, { type: 'array' }).FullPaths.join('\n');
  } catch {
    return '';
  }
}

/** @param {number} part */
const two = (part) => String(part).padStart(2, '0');

/** A cell's text; a number is a date when its format says so. @param {any} cell @param {boolean} date1904 */
function textOfCell(cell, date1904) {
  if (!cell || cell.v === undefined || cell.v === null || cell.t === 'e' || cell.t === 'z') return '';
  if (cell.t === 'b') return cell.v ? 'да' : 'нет';
  if (cell.t === 'd') return new Date(cell.v).toISOString().slice(0, 16).replace('T', ' ');
  if (cell.t !== 'n' || !SSF.is_date(cell.z ?? 'General')) return String(cell.v);
  const date = SSF.parse_date_code(cell.v, { date1904 });
  if (!date || date.y < 1901) return String(cell.v); // a duration, or nobody's date
  const time = date.H || date.M ? ` ${two(date.H)}:${two(date.M)}` : '';
  return `${date.y}-${two(date.m)}-${two(date.d)}${time}`;
}

/** Copies a cell that is merged over rows into each of them. @param {string[][]} rows @param {any[]} merges @returns {number} cells filled */
function fillMerged(rows, merges) {
  let filled = 0;
  for (const { s: from, e: to } of merges) {
    const value = rows[from.r]?.[from.c] ?? '';
    for (let r = from.r + 1; r <= to.r && value !== '' && filled < kMostMerged; r += 1) {
      if (!rows[r]) continue;
      rows[r][from.c] = value;
      filled += 1;
    }
  }
  return filled;
}

/** @param {any} sheet @param {boolean} date1904 @returns {Rows} */
function rowsOfSheet(sheet, date1904) {
  /** @type {any[][]} */
  const data = sheet?.['!data'] ?? [];
  let [formulas, broken] = [0, 0];
  const rows = Array.from(data, (row) =>
    Array.from(row ?? [], (cell) => {
      if (cell?.f !== undefined) {
        formulas += 1;
        if (cell.v === undefined || cell.t === 'e') broken += 1;
      }
      return textOfCell(cell, date1904);
    }),
  );
  const merged = fillMerged(rows, sheet?.['!merges'] ?? []);
  const told = [];
  if (merged > 0) told.push(`Объединённых ячеек: значение повторено в строках, ${merged}.`);
  if (formulas > 0) told.push(`Ячеек с формулами: ${formulas}. Взяты значения, которые сохранил Excel.`);
  if (broken > 0) {
    told.push(
      `Формул без значения: ${broken}, эти ячейки считаем пустыми. Откройте книгу в Excel, сохраните и выберите снова.`,
    );
  }
  return { rows, told };
}

/** @param {Blob} file @returns {Promise<Workbook>} */
export async function openWorkbook(file) {
  if (file.size > kMostBytes) throw new DealsError(kTooLarge);
  const book = await parsed(new Uint8Array(await file.arrayBuffer()));
  const date1904 = Boolean(book.Workbook?.WBProps?.date1904);
  const sheets = /** @type {string[]} */ (book.SheetNames).map((name) => ({
    name,
    rows: (book.Sheets[name]?.['!data'] ?? []).filter((/** @type {any[]} */ row) =>
      row?.some((cell) => cell?.v !== undefined),
    ).length,
  }));
  const most = Math.max(0, ...sheets.map(({ rows }) => rows));
  if (most === 0) throw new DealsError(kNoRows);
  return {
    sheets,
    largest: sheets.findIndex(({ rows }) => rows === most),
    rowsOf: (sheet) => rowsOfSheet(book.Sheets[sheets[sheet].name], date1904),
  };
}
