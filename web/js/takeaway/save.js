// @ts-check
// Saves what was made as a file of the visitor's device; the name says what it is and when, in Russian.

/** @param {Date} when */
const dayOf = (when) =>
  [when.getFullYear(), when.getMonth() + 1, when.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');

/**
 * "Чек-лист РОПа, Встреча с Иваном, 2026-11-23.pdf"
 * @param {string} what @param {string} title of the visitor; may be empty @param {Date} when @param {string} extension
 */
export function fileName(what, title, when, extension) {
  const own = title
    .replace(/[\\/:*?"<>|\p{C}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 60)
    .trim();
  return `${[what, own, dayOf(when)].filter(Boolean).join(', ')}.${extension}`;
}

/** @param {Blob} blob @param {string} name */
export function saveBlob(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} text @param {string} name @param {string} type */
export const saveText = (text, name, type) =>
  saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), name);
