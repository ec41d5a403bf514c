// @ts-check
// A workbook whose formulas carry their values: every expression is text for the spreadsheet and a number at once, so the
// file shows the same before and after it is recalculated.

import { seen } from './letters.js';

/** @typedef {{formula: string, value: number, reference?: boolean}} Expression */
/** @typedef {Record<string, any>} Cell of write-excel-file */

/** @param {number} value @returns {Expression} */
export const constant = (value) => ({ formula: String(value), value });

/** @param {string} sign @param {(a: number, b: number) => number} operate */
const binary = (sign, operate) => (/** @type {Expression} */ a, /** @type {Expression} */ b) => ({
  formula: `(${a.formula}${sign}${b.formula})`,
  value: operate(a.value, b.value),
});
export const add = binary('+', (a, b) => a + b);
export const subtract = binary('-', (a, b) => a - b);
export const multiply = binary('*', (a, b) => a * b);

/** Nothing is divided by nothing: 0 then. @param {Expression} a @param {Expression} b @returns {Expression} */
export const divide = (a, b) => ({
  formula: `IF(${b.formula}=0,0,${a.formula}/${b.formula})`,
  value: b.value === 0 ? 0 : a.value / b.value,
});

/** @param {string} name @param {(...values: number[]) => number} compute */
const called =
  (name, compute) =>
  (/** @type {Expression[]} */ ...inputs) => ({
    formula: `${name}(${inputs.map(({ formula }) => formula).join(',')})`,
    value: compute(...inputs.map(({ value }) => value)),
  });
export const least = called('MIN', Math.min);
export const greatest = called('MAX', Math.max);
export const root = called('SQRT', Math.sqrt);
export const sum = called('SUM', (...values) => values.reduce((total, value) => total + value, 0));
export const product = called('PRODUCT', (...values) => values.reduce((total, value) => total * value, 1));

/** Up to the next whole number, forgiving what floating point adds; nothing for nothing. @param {Expression} a @returns {Expression} */
export const wholeUp = ({ formula, value }) => ({
  formula: `ROUNDUP(MAX(0,${formula}-0.000000001*MAX(1,ABS(${formula}))),0)`,
  value: Math.ceil(Math.max(0, value - 1e-9 * Math.max(1, Math.abs(value)))),
});

/** @param {Expression} condition zero or blank @param {Expression} then @param {Expression} otherwise @returns {Expression} */
export const ifZero = (condition, then, otherwise) => ({
  formula: `IF(${condition.formula}=0,${then.formula},${otherwise.formula})`,
  value: condition.value === 0 ? then.value : otherwise.value,
});

/** @param {Expression} a @param {Expression} b @param {Expression} then when a < b @param {Expression} otherwise @returns {Expression} */
export const ifLess = (a, b, then, otherwise) => ({
  formula: `IF(${a.formula}<${b.formula},${then.formula},${otherwise.formula})`,
  value: a.value < b.value ? then.value : otherwise.value,
});

/** "A", "Z", "AA". @param {number} column from 0 @returns {string} */
export const letterOf = (column) =>
  (column < 26 ? '' : letterOf(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

export const kFormats = { count: '#,##0.##', roubles: '#,##0 "₽"', percent: '0.0#%', plain: 'General' };

/** What a spreadsheet would take for a formula is text all the same: cells of text are marked as such. */
export class Sheet {
  /** @param {string} name @param {number[]} widths of the columns, in characters */
  constructor(name, widths) {
    this.name = name;
    this.widths = widths;
    /** @type {(Cell | null)[][]} */
    this.rows = [];
    /** @type {Map<string, number>} values of formulas by address */
    this.values = new Map();
  }

  /** @param {...(Cell | string | null)} cells a text is a text @returns {number} the row's index */
  row(...cells) {
    this.rows.push(
      cells.map((cell) =>
        typeof cell === 'string'
          ? { value: seen(cell), type: String, wrap: true, alignVertical: 'top' }
          : cell && typeof cell.value === 'string' && cell.type === String
            ? { ...cell, value: seen(cell.value) }
            : cell,
      ),
    );
    return this.rows.length - 1;
  }

  /** @param {...string} names */
  head(...names) {
    return this.row(
      ...names.map((name, i) => ({
        value: name,
        type: String,
        fontWeight: 'bold',
        wrap: true,
        align: i === 0 ? 'left' : 'right',
        bottomBorderStyle: 'thin',
      })),
    );
  }

  /** @param {string} text */
  title(text) {
    return this.row({ value: text, type: String, fontWeight: 'bold', fontSize: 14 });
  }

  /** Puts a cell into the row being filled. @param {number} row @param {number} column @param {Cell} cell */
  #put(row, column, cell) {
    const cells = this.rows[row];
    while (cells.length <= column) cells.push(null);
    cells[column] = cell;
  }

  /** @param {number} row @param {number} column @param {number | null | undefined} value null: nothing is kept beside the formula @param {string} formula */
  computed(row, column, formula, value, format = kFormats.plain) {
    this.#put(row, column, { value: formula, type: 'Formula', format, align: 'right' });
    if (value !== null && value !== undefined) this.values.set(this.#address(row, column), value);
  }

  /** @param {number} row @param {number} column */
  #address(row, column) {
    return `${letterOf(column)}${row + 1}`;
  }

  /** @param {number} row @param {number} column @param {string} text */
  text(row, column, text) {
    if (text !== '') {
      this.#put(row, column, { value: seen(text), type: String, wrap: true, alignVertical: 'top' });
    }
  }

  /** @param {number} row @param {number} column @param {number} value */
  number(row, column, value) {
    this.#put(row, column, { value, type: Number, align: 'right' });
  }

  /** A number to type over; blank when null. @param {number} row @param {number} column @param {number | null} value @param {string} format @returns {Expression} */
  input(row, column, value, format) {
    this.#put(row, column, {
      value,
      type: value === null ? undefined : Number,
      format: value === null ? undefined : format,
      backgroundColor: '#f7f2e7',
      align: 'right',
    });
    return this.reference(row, column, value ?? 0);
  }

  /** @param {number} row @param {number} column @param {Expression} expression @param {string} format @param {Cell} [look] @returns {Expression} */
  formula(row, column, expression, format, look = {}) {
    this.#put(row, column, { value: expression.formula, type: 'Formula', format, align: 'right', ...look });
    this.values.set(this.#address(row, column), expression.value);
    return this.reference(row, column, expression.value);
  }

  /** @param {number} row @param {number} column @param {number} value @returns {Expression} */
  reference(row, column, value) {
    return { formula: `'${this.name}'!$${letterOf(column)}$${row + 1}`, value, reference: true };
  }
}

/** Writes each formula's value beside it. @param {string} xml @param {Map<string, number>} cached */
const withValues = (xml, cached) =>
  xml.replace(/(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*<\/f>)(<\/c>)/g, (whole, before, address, after) =>
    cached.has(address) ? `${before}<v>${cached.get(address)}</v>${after}` : whole,
  );

/** As wide as the paper, as many pages down as it takes. @param {string} xml */
const fittingPaper = (xml) =>
  xml
    .replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace('<pageSetup ', '<pageSetup fitToWidth="1" fitToHeight="0" ');

const kSheetFeatures = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (/** @type {string} */ xml, /** @type {{cached: Map<string, number>}} */ { cached }) =>
          fittingPaper(withValues(xml, cached)),
      },
    },
  },
};

const kLandscapeFrom = 110; // characters: a wider sheet lies on its side

/** @param {Sheet[]} sheets @returns {Promise<Blob>} */
export async function workbookBlob(sheets) {
  const { default: writeExcelFile } = await import('write-excel-file/universal');
  const described = sheets.map(({ name, widths, rows, values }) => ({
    sheet: name,
    data: rows,
    columns: widths.map((width) => ({ width })),
    cached: values,
    showGridLines: false,
    orientation:
      widths.reduce((total, width) => total + width, 0) > kLandscapeFrom ? 'landscape' : 'portrait',
  }));
  return writeExcelFile(/** @type {any} */ (described), {
    fontFamily: 'Calibri',
    fontSize: 11,
    features: [/** @type {any} */ (kSheetFeatures)],
  }).toBlob();
}
