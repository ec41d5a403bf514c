// @ts-check
// Reads numbers the way people write them: "1 500 000", "1,5 млн", "150 тыс.", "12,5 %", "150.000 ₽".

/** @typedef {'integer' | 'number' | 'money' | 'percent' | 'text'} FieldKind */
/** @typedef {{kind: 'empty'} | {kind: 'value', value: number} | {kind: 'bad'}} Parsed */

const kPowers = /** @type {Record<string, number>} */ ({ тыс: 3, т: 3, к: 3, k: 3, млн: 6, м: 6, mln: 6, m: 6, млрд: 9, трлн: 12 });
const kUnits = /(?:₽|руб(?:лей|ля|ль)?\.?|р\.?|чел\.?|шт\.?|дн\.?|мес\.?|%)$/;
const kSpaces = /[\s\u00A0\u2009\u202F'’]/g;

/**
 * The decimal text of a number without its separators of thousands, or null when it is not a number.
 * "1,500" is fifteen hundred where thousandths make no sense, one and a half where they do.
 * @param {string} text digits, dots and commas
 * @param {boolean} thousandths may the number have exactly three decimals
 */
function plainDecimal(text, thousandths) {
  const separators = text.replace(/\d/g, '');
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (separators === '') return text;
  if (separators.length === 1) {
    if (!thousandths && /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return text.replace(/[.,]/, '');
    return text.replace(',', '.');
  }
  const repeated = separators[0] === separators[separators.length - 1];
  if (repeated) return /^\d{1,3}([.,]\d{3})+$/.test(text) ? text.replace(/[.,]/g, '') : null;
  return `${text.slice(0, last).replace(/[.,]/g, '')}.${text.slice(last + 1)}`;
}

/**
 * @param {string} text what was typed
 * @param {FieldKind} kind percent gives a ratio: "7,5" → 0.075
 * @returns {Parsed}
 */
export function parseNumber(text, kind) {
  let rest = text.toLowerCase().replace(kSpaces, '').replace(/^[−–-]/, '-');
  if (rest === '') return { kind: 'empty' };
  rest = rest.replace(kUnits, '');
  let power = kind === 'percent' ? -2 : 0;
  const word = /([a-zа-я]+)\.?$/.exec(rest);
  if (word) {
    if (kind === 'percent' || kPowers[word[1]] === undefined) return { kind: 'bad' };
    power = kPowers[word[1]];
    rest = rest.slice(0, word.index);
  }
  const match = /^(-?)(\d[\d.,]*|[.,]\d+)$/.exec(rest);
  if (!match) return { kind: 'bad' };
  const decimal = plainDecimal(match[2], kind === 'percent' || kind === 'number' || word !== null);
  if (decimal === null) return { kind: 'bad' };
  const value = Number(`${match[1]}${decimal}e${power}`);
  return Number.isFinite(value) ? { kind: 'value', value: value === 0 ? 0 : value } : { kind: 'bad' };
}
