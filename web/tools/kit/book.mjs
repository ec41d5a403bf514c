// A workbook of the kit: cells to be filled on a light ground, formulas with their values beside them, lists to choose from, a frozen
// head, a print area that fits the paper's width. The same bytes every time.
import writeExcelFile from 'write-excel-file/node';
import { repacked } from './zip.mjs';

/** @typedef {Record<string, any>} Cell of write-excel-file */
/** @typedef {{range: string, list?: string, whole?: [number, number], message: string}} Rule what a range accepts */

export const kFormats = {
  whole: '#,##0',
  money: '#,##0',
  share: '0%',
  tenth: '0.0',
  date: 'dd.mm.yyyy',
  plain: 'General',
};

/** @param {number} column from 0 */
export function letterOf(column) {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letterOf(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
/** "B5" @param {number} row from 0 @param {number} column from 0 */
export const at = (row, column) => `${letterOf(column)}${row + 1}`;

/** Days of the spreadsheet's calendar. @param {string} iso "2026-11-26" */
export const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86400000) + 25569;

/** Lines of a text wrapped by words in a column. @param {string} text @param {number} width characters @param {boolean} isBold */
function linesIn(text, width, isBold) {
  const most = Math.max(3, Math.floor(width * (isBold ? 0.92 : 1.05)));
  let lines = 1;
  let used = 0;
  for (const word of text.split(' ')) {
    const whole = Math.max(1, Math.ceil(word.length / most));
    if (used > 0 && used + 1 + word.length > most) {
      lines += whole;
      used = word.length % most;
    } else {
      lines += whole - 1;
      used += (used > 0 ? 1 : 0) + word.length;
    }
  }
  return lines;
}

export class Page {
  /**
   * @param {string} name of the sheet @param {number[]} widths of the columns, in characters
   * @param {{landscape?: boolean, sticky?: number, stickyColumns?: number}} [options]
   */
  constructor(name, widths, { landscape = false, sticky = 0, stickyColumns = 0 } = {}) {
    this.name = name;
    this.widths = widths;
    this.landscape = landscape;
    this.sticky = sticky;
    this.stickyColumns = stickyColumns;
    /** @type {(Cell | null)[][]} */
    this.rows = [];
    /** @type {Map<string, number | string>} values of formulas by address */
    this.values = new Map();
    /** @type {Rule[]} */
    this.rules = [];
  }

  /** @param {number} row @param {number} column @param {Cell} cell */
  put(row, column, cell) {
    while (this.rows.length <= row) this.rows.push([]);
    const cells = this.rows[row];
    while (cells.length <= column) cells.push(null);
    cells[column] = { alignVertical: 'top', ...cell };
  }

  /** @param {number} row @param {number} column @param {string} text @param {Cell} [look] */
  text(row, column, text, look = {}) {
    this.put(row, column, { value: text, type: String, wrap: true, ...look });
  }

  /** The sheet's name and what it is for, in its first two rows. @param {string} title @param {string} use */
  title(title, use) {
    this.text(0, 0, title, { fontWeight: 'bold', fontSize: 16, wrap: false });
    this.text(1, 0, use, { wrap: false, color: '#4a443c' });
  }

  /** @param {number} row @param {string[]} names @param {number} [column] */
  head(row, names, column = 0) {
    names.forEach((name, i) =>
      this.text(row, column + i, name, {
        fontWeight: 'bold',
        backgroundColor: '#eae3d5',
        bottomBorderStyle: 'thin',
        alignVertical: 'bottom',
      }),
    );
  }

  /** A cell to be filled; blank when null. @param {number} row @param {number} column @param {number | string | null} value @param {string} [format] @param {Cell} [look] */
  input(row, column, value, format = kFormats.plain, look = {}) {
    const typed =
      typeof value === 'string'
        ? { value, type: String, wrap: true }
        : value === null
          ? { value: null }
          : { value, type: Number };
    this.put(row, column, {
      ...typed,
      ...(typeof value === 'string' || value === null ? {} : { format }),
      backgroundColor: '#f7f2e7',
      bottomBorderStyle: 'thin',
      bottomBorderColor: '#d8cfbf',
      ...look,
    });
  }

  /** A date to be changed. @param {number} row @param {number} column @param {number} day of the spreadsheet's calendar */
  day(row, column, day) {
    this.put(row, column, {
      value: day,
      type: Number,
      format: kFormats.date,
      backgroundColor: '#f7f2e7',
    });
  }

  /** @param {number} row @param {number} column @param {string} formula @param {number | string} value what it gives now @param {string} [format] @param {Cell} [look] */
  formula(row, column, formula, value, format = kFormats.plain, look = {}) {
    this.put(row, column, { value: formula, type: 'Formula', format, ...look });
    this.values.set(at(row, column), value);
  }

  /** Rows as they are written: each high enough for what is wrapped in it. */
  laidOut() {
    return this.rows.map((row) => {
      const lines = row.map((cell, i) =>
        cell?.wrap && cell.type === String
          ? linesIn(String(cell.value), this.widths[i] ?? 10, cell.fontWeight === 'bold')
          : 1,
      );
      const size = Math.max(11, ...row.map((cell) => cell?.fontSize ?? 11));
      const height = Math.max(...lines, 1) * 15 + (size > 11 ? size - 6 : 0);
      const cells = row.map((cell) => cell ?? null);
      if (height > 15) cells[0] = { ...(cells[0] ?? { value: null }), height };
      return cells;
    });
  }

  /** @param {Rule} rule */
  rule(rule) {
    this.rules.push(rule);
  }
}

const escaped = (/** @type {string} */ text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** @param {Rule} rule */
function ruleXml({ range, list, whole, message }) {
  const kind = list
    ? 'type="list"'
    : `type="${whole?.some((n) => n % 1) ? 'decimal' : 'whole'}" operator="between"`;
  const formulas = list
    ? `<formula1>${escaped(list.startsWith('=') ? list.slice(1) : `"${list}"`)}</formula1>`
    : `<formula1>${whole?.[0]}</formula1><formula2>${whole?.[1]}</formula2>`;
  return `<dataValidation ${kind} allowBlank="1" showErrorMessage="1" errorTitle="Проверьте значение" error="${escaped(message)}" sqref="${range}">${formulas}</dataValidation>`;
}

/** Values beside formulas, rules after the cells, the page's width on paper. @param {string} xml @param {Page} page */
function sheetXml(xml, page) {
  let result = xml.replace(
    /<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)<\/f>(?:<v\s*\/>|<v><\/v>)?<\/c>/g,
    (whole, address, attributes, formula) => {
      const value = page.values.get(address);
      if (value === undefined) return whole;
      const other = attributes.replace(/ t="[^"]*"/, '');
      return typeof value === 'number'
        ? `<c r="${address}"${other}><f>${formula}</f><v>${value}</v></c>`
        : `<c r="${address}"${other} t="str"><f>${formula}</f><v>${escaped(value)}</v></c>`;
    },
  );
  const rules =
    page.rules.length > 0
      ? `<dataValidations count="${page.rules.length}">${page.rules.map(ruleXml).join('')}</dataValidations>`
      : '';
  const setup = `<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="${page.landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/>`;
  if (!page.stickyColumns) result = result.replace('activePane="bottomRight"', 'activePane="bottomLeft"');
  result = result
    .replace(/<pageMargins[^>]*\/>|<pageSetup[^>]*\/>/g, '')
    .replace(/<sheetPr[^>]*\/>|<sheetPr>.*?<\/sheetPr>/, '');
  result = result.replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
  return result.replace('</sheetData>', `</sheetData>${rules}${setup}`);
}

/** Rows of the head printed on every page, and the area that is printed. @param {Page[]} pages */
function definedNames(pages) {
  const names = pages.flatMap((page, i) => {
    const columns = Math.max(...page.rows.map((row) => row.length));
    const sheet = `'${page.name}'`;
    return [
      `<definedName name="_xlnm.Print_Area" localSheetId="${i}">${sheet}!$A$1:$${letterOf(columns - 1)}$${page.rows.length}</definedName>`,
      ...(page.sticky > 0
        ? [
            `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${sheet}!$${page.sticky}:$${page.sticky}</definedName>`,
          ]
        : []),
    ];
  });
  return `<definedNames>${names.join('')}</definedNames>`;
}

/** @param {Page[]} pages @param {import('./docx.mjs').Dress} dress @returns {Promise<Buffer>} */
export async function workbookOf(pages, dress) {
  const described = pages.map((page) => ({
    sheet: page.name,
    data: page.laidOut(),
    columns: page.widths.map((width) => ({ width })),
    showGridLines: false,
    orientation: page.landscape ? 'landscape' : undefined,
    stickyRowsCount: page.sticky || undefined,
    stickyColumnsCount: page.stickyColumns || undefined,
  }));
  const bytes = await writeExcelFile(/** @type {any} */ (described), {
    fontFamily: 'Calibri',
    fontSize: 11,
  }).toBuffer();
  const core = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(dress.title)}</dc:title><dc:creator>${escaped(dress.brand)}</dc:creator><dc:description>${escaped(`${dress.edition}, ${dress.date}. ${dress.contacts}`)}</dc:description><dcterms:created xsi:type="dcterms:W3CDTF">${dress.isoDate}T09:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${dress.isoDate}T09:00:00Z</dcterms:modified></cp:coreProperties>`;
  const change = (/** @type {string} */ name, /** @type {string} */ xml) => {
    const sheet = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(name);
    if (sheet) return sheetXml(xml, pages[Number(sheet[1]) - 1]);
    if (name === '[Content_Types].xml') {
      return xml.replace(
        '</Types>',
        '<Override ContentType="application/vnd.openxmlformats-package.core-properties+xml" PartName="/docProps/core.xml"/></Types>',
      );
    }
    if (name === '_rels/.rels') {
      return xml.replace(
        '</Relationships>',
        '<Relationship Id="rId-core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
      );
    }
    if (name === 'xl/workbook.xml') {
      return xml
        .replace(/<definedNames>.*?<\/definedNames>|<definedNames\/>/s, definedNames(pages))
        .replace(/<calcPr[^>]*\/>/, '<calcPr calcId="191029" fullCalcOnLoad="1"/>');
    }
    return xml;
  };
  return repacked(bytes, change, { 'docProps/core.xml': core });
}
