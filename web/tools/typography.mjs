// Texts of the assets as HTML: escaped, with no-break spaces where Russian typography wants them.
import { escapeHtml } from './pages.mjs';

const kAfterShort = /(^|[\s(«])((?:[вкосуияа]|не|№) )/giu;

/** @param {string} text as people write it */
export function typographic(text) {
  let result = text
    .replaceAll(' — ', '\u00A0— ')
    .replace(/(\d) (?=\d{3}(?!\d))/g, '$1\u00A0')
    .replace(/(\d) (?=[%₽]|[а-яё])/g, '$1\u00A0');
  result = result.replace(/(\d)–(?=\d)/g, '$1\u2060–\u2060');
  for (let pass = 0; pass < 2; pass += 1) {
    result = result.replace(kAfterShort, (_, before, word) => `${before}${word.trimEnd()}\u00A0`);
  }
  return result;
}

/** @param {string} text */
export const words = (text) => escapeHtml(typographic(text)).replaceAll('&#39;', '’');
