// @ts-check
// What the firm will dial, said before a request is sent. The server decides by the numbering plans of all countries; here is only
// what is certain without them: numbers of Russia in common use, whatever stands around them. tests/golden/phones.json holds both to
// one answer, this reader saying nothing where it is not certain.

/** @typedef {{number: string, extension: string, note: string}} Phone */

const kLabels =
  /^(?:т|тел|телефон|телефона|мой|номер|моб|мобильный|мобильного|сот|сотовый|phone|tel|mob|mobile|callto)$/;
const kExtension = /^(?:доб|добав|добавочный|добавочного|доп|вн|внутр|внутренний|ext|extension|x|х|isub)$/;
const kAnd = /^(?:или|и|либо|or)$/;
const kAround = /^[\s,;/|\\:.()=«»"&-]+|[\s,;/|\\:.()=«»"&-]+$/g;
const kRun = /^\+*[\d .()~-]*/;

/** Mobile, Moscow, Petersburg and toll-free: ten digits of a plan that has not changed for years. */
const kCertain = /^(?:9\d{9}|(?:495|499|812|800)\d{7})$/;

const cleaned = (/** @type {string} */ typed) =>
  typed
    .replace(/[\r\n]/g, ',')
    .replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '')
    .replace(/\s/g, ' ')
    .replace(/[\u2010-\u2015\u2212\uFF0D\uFE63]/g, '-')
    .replace(/\uFF0B/g, '+')
    .replace(/[\uFF10-\uFF19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));

const bare = (/** @type {string} */ text) => text.replace(kAround, '');
const wordAtStart = (/** @type {string} */ text) => /^\p{L}*/u.exec(text)?.[0] ?? '';
const isWord = (/** @type {RegExp} */ words, /** @type {string} */ word) => words.test(word.toLowerCase());

/** @param {string} run one number as it was written @returns {string} E.164, or "" when it is not certain */
function numberOf(run) {
  const digits = run.replace(/\D/g, '');
  const plus = run.includes('+');
  const national =
    /^(?:8107|007|78)(?=\d{10}$)/.exec(digits) ??
    (plus
      ? /^[78](?=\d{10}$)/.exec(digits)
      : /^(?:[78](?=\d{10}$)|(?=9\d{9}$|4\d{9}$|8\d{9}$))/.exec(digits));
  const rest = national ? digits.slice(national[0].length) : '';
  return kCertain.test(rest) ? `+7${rest}` : '';
}

/** Two numbers with nothing but a space between them: the first. @param {string} run */
function firstOf(run) {
  if (run.replace(/\D/g, '').length <= 15) return run;
  const ends = [...run.matchAll(/ /g)].map(({ index }) => index);
  const end = ends.find((at) => numberOf(run.slice(0, at)) && numberOf(run.slice(at)));
  return end === undefined ? run : run.slice(0, end);
}

/** @param {string} rest after the number @returns {{extension: string, rest: string}} */
function extensionIn(rest) {
  const none = { extension: '', rest };
  const afterComma = /^[ )]*,/.test(rest);
  const at = bare(rest);
  const word = wordAtStart(at);
  const isMarked = isWord(kExtension, word) || /^[#*]/.test(at);
  if (!isMarked && !afterComma) return none;
  const left = isMarked ? at.slice(word.length || 1).replace(/^[№\s,;/|\\:.()=«»"&-]+/, '') : at;
  const [digits] = /** @type {RegExpExecArray} */ (/^\d*/.exec(left));
  const more = left.slice(digits.length);
  if (!digits || digits.length > (isMarked ? 10 : 5) || /^\p{L}/u.test(more)) return none;
  if (!isMarked && bare(more)) return none;
  return { extension: digits, rest: more };
}

/** Words before the number that are no label; null when one is grown into it. @param {string} before */
function wordsBefore(before) {
  const words = bare(before)
    .split(/[\s,;/|\\:.()=«»"&-]+/)
    .filter(Boolean);
  const isGlued = /\p{L}$/u.test(before) && !isWord(kLabels, words.at(-1) ?? '');
  return isGlued ? null : words.filter((word) => !isWord(kLabels, word)).join(' ');
}

/** @param {string} rest after the number and its extension @returns {string | null} as a note; null: it may be a number this reader does not know */
function noteOf(rest) {
  let left = bare(rest);
  const and = wordAtStart(left);
  if (isWord(kAnd, and)) left = bare(left.slice(and.length));
  if (left.replace(/\D/g, '').length < 5) return left;
  const other = phoneIn(left);
  if (!other) return null;
  return [other.number + (other.extension && ` доб. ${other.extension}`), other.note]
    .filter(Boolean)
    .join(', ');
}

/** @param {string} typed @returns {Phone | null} null: not certain, the server will say */
export function phoneIn(typed) {
  const text = cleaned(typed);
  const start = text.search(/[+\d]/);
  if (start < 0) return null;
  const before = wordsBefore(text.slice(0, start));
  const [written] = /** @type {RegExpExecArray} */ (kRun.exec(text.slice(start)));
  const run = firstOf(written);
  const number = numberOf(run);
  const after = text.slice(start + run.length);
  const isGlued = /\d$/.test(run) && /^\p{L}/u.test(after) && !isWord(kExtension, wordAtStart(after));
  if (before === null || !number || isGlued) return null;
  const { extension, rest } = extensionIn(after);
  const note = noteOf(rest);
  return note === null ? null : { number, extension, note: [before, note].filter(Boolean).join(', ') };
}

/** @param {Phone} phone */
export function inWords({ number, extension, note }) {
  const dialled = number.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, '+7\u00A0$1\u00A0$2-$3-$4');
  const parts = [`Позвоним по номеру ${dialled}${extension && `, добавочный ${extension}`}.`];
  if (note) parts.push(`Рядом запишем: ${note}.`);
  return parts.join(' ');
}
