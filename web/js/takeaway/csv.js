// @ts-check
// Tables as CSV that Excel opens as it should in Russian: a byte order mark, semicolons, a decimal comma. Only a text
// that a spreadsheet would run as a formula gets an apostrophe in front: a phone or a negative number does not.

/** @typedef {string | number | null | undefined} Value */

const kDigits = 12; // significant ones: what floating point adds is left out

const kRuns = /^(?:[=@\t\r\n]|[+-](?![\d\s().,-]*$))/;

/** @param {Value} value */
function cell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(Number(value.toPrecision(kDigits))).replace('.', ',') : '';
  }
  const safe = kRuns.test(value) ? `'${value}` : value;
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {Value[][]} rows */
export const csvText = (rows) => `\uFEFF${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
