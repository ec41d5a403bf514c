// @ts-check
// Reads numbers the way people write them: "1 500 000", "1,5 млн", "150 тыс.", "12,5 %", "150.000 ₽". Which text is which number, and
// what is refused, stands in tests/golden/numbers.json; src/core/text/numbers.cpp gives the same answers.

/** @typedef {'count' | 'money' | 'percent' | 'days' | 'months' | 'number' | 'text'} FieldKind */
/** @typedef {'not_a_number' | 'percent' | 'unit' | 'separators' | 'several_numbers' | 'too_large'} NumberRefusal */
/** @typedef {{kind: 'empty'} | {kind: 'value', value: number} | {kind: 'bad', code: NumberRefusal}} Parsed */

const kLargest = 1e15;
const kInvisible = /[\u034F\u115F\u1160\u3164\uFFA0\p{Cf}\p{Variation_Selector}]|(?![\t-\r\u0085])\p{Cc}/gu;

/** @param {string} list @param {number} power @returns {[string, number][]} */
const powers = (list, power) => list.split(' ').map((word) => [word, power]);
// Written with Cyrillic letters wherever a Latin one looks the same, as `alike` makes them.
const kPowers = new Map([
  ...powers('к т тыс тысяч тысяча тысячи тысячу', 3),
  ...powers('м млн миллион миллиона миллионов мln кк лям ляма лямов', 6),
  ...powers('млрд миллиард миллиарда миллиардов', 9),
  ...powers('трлн триллион триллиона триллионов', 12),
]);
/** The words that may stand beside a number of a kind. @type {Record<string, RegExp>} */
const kUnits = {
  money: /^(?:₽|р|руб(?:л(?:ь|я|ей))?|rub|rur)$/,
  count:
    /^(?:шт(?:ук[аи]?)?|ед(?:иниц)?|чел(?:овека?)?|раза?|(?:менеджер|лид|клиент|заказ|договор)(?:[аы]|ов)?|сотрудник(?:[аи]|ов)?|продав(?:ец|ц(?:[аы]|ов))|звон(?:ок|к(?:[аи]|ов))|(?:заяв|сдел|покуп)(?:к[аиу]|ок)|(?:встреч|продаж)[аиу]?|оплат[аыу]?|обращени[еяй])$/,
  percent: /^(?:%|проц|процент(?:а|ов)?)$/,
  days: /^(?:д(?:н(?:я|ей)?|ень)|раб(?:очи[йхе])?)$/,
  months: /^(?:мес|м|месяц(?:а|ев)?)$/,
};

/** Latin letters that look like Cyrillic ones become those. @param {string} word */
const alike = (word) => word.replace(/[acekmoptx]/g, (letter) => 'асекмортх'['acekmoptx'.indexOf(letter)]);

/** The text without characters that cannot be seen. @param {string} text */
export const withoutInvisible = (text) => text.replace(kInvisible, '');

/** @param {NumberRefusal} code @returns {Parsed} */
const bad = (code) => ({ kind: 'bad', code });

/**
 * Digits with at most one point, or null when thousands and decimals cannot be told apart.
 * @param {string} body digits, points, commas, spaces
 * @param {boolean} thousandsLikely "1,500" is fifteen hundred, not one and a half
 */
function plainDecimal(body, thousandsLikely) {
  const spaced = /\d[\s'’ʼ]+\d/.test(body);
  const text = body.replace(/[\s'’ʼ]/g, '');
  const marks = text.replace(/\d/g, '').length;
  if (marks === 0) return text;
  const groups = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*\1?$/.test(text);
  if (marks === 1) {
    return groups && thousandsLikely && !spaced ? text.replace(/[.,]/, '') : text.replace(',', '.');
  }
  if (spaced) return null;
  if (groups) return text.replace(/[.,]/g, '');
  const mixed = /^([1-9]\d{0,2}([.,])\d{3}(?:\2\d{3})*)(?!\2)[.,](\d*)$/.exec(text);
  return mixed && `${mixed[1].replace(/[.,]/g, '')}.${mixed[3]}`;
}

/** What stands behind the digits as words and signs; null when it is more than that. @param {string} tail @returns {string[] | null} */
function wordsOf(tail) {
  if (!/^\s*(?:(?:[a-zа-яѐ-ԯ]+\.?|[₽%/])\s*)*$|[₽%/]\s*\.\s*$/.test(tail)) return null;
  const words = tail.match(/[a-zа-яѐ-ԯ]+|[₽%/]/g) ?? [];
  return words.map(alike).flatMap((word) => (word === 'тр' || word === 'тыр' ? ['т', 'р'] : [word]));
}

/** @param {string[]} words @param {FieldKind} kind @returns {NumberRefusal | null} */
function refusalOf(words, kind) {
  const at = words.findIndex((word) => !kUnits[kind]?.test(word));
  if (at < 0) return null;
  const monthly = (kind === 'money' || kind === 'count') && (words[at] === '/' || words[at] === 'в');
  if (monthly && at + 2 === words.length && kUnits.months.test(words[at + 1])) return null;
  return kUnits.percent.test(words[at]) ? 'percent' : 'unit';
}

/**
 * @param {string} typed
 * @param {FieldKind} kind percent gives a ratio: "7,5" → 0.075
 * @returns {Parsed}
 */
export function parseNumber(typed, kind) {
  const text = withoutInvisible(typed).toLowerCase().trim();
  if (text === '') return { kind: 'empty' };
  const match = /^(₽?)\s*([-−–—‑+]?)([\d.,\s'’ʼ]*)(.*)$/s.exec(text);
  if (!match || !/\d/.test(match[3]) || (match[1] && kind !== 'money')) return bad('not_a_number');
  const [, , sign, body, tail] = match;
  if (/^\s*(?:[-−–—‑…~]+\s*(?:до\s|или\s|и\s)?|(?:до|или|и)\s)\s*\d/.test(tail)) {
    return bad('several_numbers');
  }
  const words = wordsOf(tail);
  if (!words) return bad('not_a_number');
  const scaled =
    kind === 'money' || kind === 'count' || kind === 'number' ? kPowers.get(words[0]) : undefined;
  const refusal = refusalOf(scaled ? words.slice(1) : words, kind);
  if (refusal) return bad(refusal);
  const decimal = plainDecimal(body, !scaled && (kind === 'money' || kind === 'count'));
  if (decimal === null) return bad('separators');
  const value = Number(`${decimal}e${kind === 'percent' ? -2 : (scaled ?? 0)}`);
  if (!(value <= kLargest)) return bad('too_large');
  return { kind: 'value', value: value === 0 || !/[-−–—‑]/.test(sign) ? value : -value };
}
