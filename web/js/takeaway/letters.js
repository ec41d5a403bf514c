// @ts-check
// Letters a document can print. What a font lacks vanishes without a word («≥ 30 %» printed «30 %»): here it is found before, put into
// another face that has it, or shown as a question mark and named to the person.

/** @param {DataView} table of format 12 @param {Set<number>} found */
function readRanges(table, found) {
  for (let i = 0; i < table.getUint32(12); i += 1) {
    const last = table.getUint32(20 + i * 12);
    for (let code = table.getUint32(16 + i * 12); code <= last; code += 1) found.add(code);
  }
}

/** @param {DataView} table of format 4 @param {Set<number>} found */
function readSegments(table, found) {
  const segments = table.getUint16(6) / 2;
  for (let i = 0; i < segments; i += 1) {
    const last = table.getUint16(14 + i * 2);
    for (let code = table.getUint16(16 + (segments + i) * 2); code <= last && code < 0xffff; code += 1) {
      found.add(code);
    }
  }
}

/** Code points of a TrueType font. @param {Uint8Array} font @returns {Set<number>} */
export function lettersOf(font) {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  /** @type {Set<number>} */
  const found = new Set();
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const entry = 12 + i * 16;
    if (view.getUint32(entry) !== 0x636d6170) continue; // "cmap"
    const cmap = view.getUint32(entry + 8);
    for (let j = 0; j < view.getUint16(cmap + 2); j += 1) {
      const at = cmap + view.getUint32(cmap + 8 + j * 8);
      const table = new DataView(font.buffer, font.byteOffset + at);
      if (table.getUint16(0) === 12) readRanges(table, found);
      else if (table.getUint16(0) === 4) readSegments(table, found);
    }
  }
  return found;
}

/** What takes no place or cannot stand in XML: neither printed nor missed. */
const kUnseen = /[\uFFFE\uFFFF\p{Cf}\p{Cs}\p{Variation_Selector}]|(?![\t\n\r])\p{Cc}/gu;

/** The text without it, letters and their marks joined where there is one letter for both. @param {string} text */
export const seen = (text) => text.normalize('NFC').replace(kUnseen, '');

/** Which keys of a document's content hold content. */
const kContent = new Set(['text', 'stack', 'ul', 'ol', 'columns', 'table', 'body']);
const kDisplayStyles = new Set(['title', 'heading']);

/**
 * @typedef {object} Letters
 * @property {Set<number>} text of the face that has most
 * @property {Set<number>} display of the face of headings
 */

/** @param {string} text @param {(code: number) => boolean} has @param {Set<string>} missing collects what is in no face */
function boxed(text, has, missing) {
  return [...seen(text)]
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      if (code <= 0x20 || has(code)) return letter;
      missing.add(letter);
      return '?';
    })
    .join('');
}

/** Parts of a heading: what its face lacks is set in the other. @param {string} text @param {Letters} letters */
function partsOf(text, letters) {
  const lacks = (/** @type {string} */ letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code > 0x20 && !letters.display.has(code);
  };
  if (![...text].some(lacks)) return text;
  /** @type {{text: string, font?: string}[]} */
  const parts = [];
  for (const letter of text) {
    const font = lacks(letter) ? 'Onest' : undefined;
    const last = parts[parts.length - 1];
    if (last && last.font === font) last.text += letter;
    else parts.push({ text: letter, ...(font ? { font } : {}) });
  }
  return parts;
}

/**
 * The content of a document with every letter printable, and the letters that are not.
 * @param {any} content @param {Letters} letters
 * @returns {{content: any, missing: string[]}}
 */
export function printable(content, letters) {
  /** @type {Set<string>} */
  const missing = new Set();
  const has = (/** @type {number} */ code) => letters.text.has(code);
  /** @param {any} node @param {boolean} display @returns {any} */
  const walk = (node, display) => {
    if (typeof node === 'string') {
      const text = boxed(node, has, missing);
      return display ? partsOf(text, letters) : text;
    }
    if (Array.isArray(node)) return node.map((inner) => walk(inner, display));
    if (node === null || typeof node !== 'object') return node;
    const inDisplay = display || kDisplayStyles.has(node.style);
    const entries = Object.entries(node).map(([key, value]) => {
      if (key === 'svg') return [key, boxed(value, has, missing)];
      return [key, kContent.has(key) ? walk(value, inDisplay) : value];
    });
    return Object.fromEntries(entries);
  };
  return { content: walk(content, false), missing: [...missing] };
}

/** What was named to the person already: the second click saves. @type {Set<string>} */
const named = new Set();

/**
 * What to say before a document is saved without these letters; nothing once it was said.
 * @param {string[]} missing
 */
export function wordOfMissing(missing) {
  const fresh = missing.filter((letter) => !named.has(letter));
  if (!fresh.length) return null;
  for (const letter of fresh) named.add(letter);
  const list = fresh.map((letter) => `«${letter}»`).join(', ');
  return `В документе не напечатать: ${list}. Уберите эти знаки или нажмите ещё раз: на их месте будет «?».`;
}
