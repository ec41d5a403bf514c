// @ts-check
// Numbers as people read them in Russian: U+00A0 between groups, a comma, U+2212 for minus, ₽ and % after U+00A0.

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} value @param {number} decimals at most @param {number} [least] decimals always shown */
export function number(value, decimals = 0, least = 0) {
  const key = `${decimals}/${least}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('ru-RU', {
      maximumFractionDigits: decimals,
      minimumFractionDigits: least,
    });
    formats.set(key, format);
  }
  const text = format
    .format(value)
    .replace(/[\s\u202F]/g, '\u00A0')
    .replace(/^-/, '\u2212');
  return /[1-9∞]/.test(text) ? text : text.replace('\u2212', '');
}

/** Whole roubles. @param {number} value */
export const roubles = (value) => `${number(value)}\u00A0₽`;

/** Roubles with a sign: "+2 894 674 ₽". @param {number} value */
export const signedRoubles = (value) => `${Math.round(value) > 0 ? '+' : ''}${roubles(value)}`;

/** Thousands of roubles, three significant digits. @param {number} value */
export const thousands = (value) => number(value / 1e3, Math.abs(value) < 1e6 ? 1 : 0);

/** A ratio as a percentage; what is below one never reads 100 %. @param {number} ratio */
export function percent(ratio) {
  const size = Math.abs(ratio);
  const decimals = size >= 0.1 && (size < 0.9995 || size >= 1) ? 1 : size >= 0.001 || size === 0 ? 2 : 4;
  return `${number(ratio * 100, decimals)}\u00A0%`;
}

/** A probability: the ends are told in words, never as 0 or 100 %. @param {number} ratio */
export function chance(ratio) {
  if (ratio < 0.001) return 'меньше одной тысячной';
  return ratio > 0.999 ? 'больше 999 из тысячи' : percent(ratio);
}

/** "3,8–6,5 %" @param {readonly number[]} ends */
export function percentRange([low, high]) {
  const decimals = high - low < 0.01 ? 2 : 1;
  return `${number(low * 100, decimals, decimals)}–${number(high * 100, decimals, decimals)}\u00A0%`;
}

/** Leads, sales: whole from ten up, one decimal below. @param {number} value */
export const count = (value) => number(value, Math.abs(value) < 10 ? 1 : 0);

/** Actions of one person: a tenth matters. @param {number} value */
export const rate = (value) => (Math.abs(value) < 100 ? number(value, 1, 1) : number(value));

/** @type {[number, string][]} */
const kScales = [
  [1e12, 'трлн'],
  [1e9, 'млрд'],
  [1e6, 'млн'],
  [1e3, 'тыс.'],
];

/** The scale that suits a number: {divisor, name}; what rounds to a million is one. @param {number} value */
export function scaleOf(value) {
  const [divisor, name] = kScales.find(([size]) => Math.abs(value) >= size * 0.9995) ?? [1, ''];
  return { divisor, name };
}

/** "13,6 млн" @param {number} value @param {{divisor: number, name: string}} [scale] */
export function short(value, scale = scaleOf(value)) {
  const scaled = value / scale.divisor;
  return `${number(scaled, Math.abs(scaled) < 100 ? 1 : 0)}${scale.name && `\u00A0${scale.name}`}`;
}

/**
 * Whole numbers that sum to the rounded total (largest remainder; of equal remainders the first): what is printed adds up.
 * @param {readonly number[]} amounts sum to the total but for rounding @param {number} total
 */
export function roundedToSum(amounts, total) {
  const whole = amounts.map(Math.floor);
  const order = amounts
    .map((_, i) => i)
    .sort((a, b) => amounts[b] - whole[b] - (amounts[a] - whole[a]) || a - b);
  const missing =
    Math.sign(total) * Math.round(Math.abs(total)) - whole.reduce((sum, amount) => sum + amount, 0);
  for (const i of order.slice(0, Math.max(0, missing))) whole[i] += 1;
  return whole;
}

/** The form of a noun after a number: 1 заявка, 2 заявки, 5 заявок. @param {number} n @param {string} one @param {string} few @param {string} many */
export function plural(n, one, few, many) {
  if (!Number.isInteger(n)) return few;
  const tens = Math.abs(n) % 100;
  const ones = tens % 10;
  if (tens > 10 && tens < 20) return many;
  if (ones === 1) return one;
  return ones > 1 && ones < 5 ? few : many;
}

/** A ratio as the digits of its percentage, nothing lost: 0.082 → 8.2. @param {number} ratio */
function percentDigits(ratio) {
  const text = String(ratio);
  return text.includes('e') ? ratio * 100 : Number(`${text}e2`);
}

/**
 * The text of a field that holds this value.
 * @param {unknown} value a number, a text that could not be read, or nothing
 * @param {import('./parse.js').FieldKind} kind
 * @param {number} [decimals] at most; six keep whatever was typed
 */
export function fieldText(value, kind, decimals = 6) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return '';
  return number(kind === 'percent' ? percentDigits(value) : value, decimals);
}
