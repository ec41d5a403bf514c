// @ts-check
// Turns the content of a document into a PDF: loads the library and the fonts, sets page, footer, language and title.

import { lettersOf, printable, wordOfMissing } from './letters.js';
import { kPaper, onPaper, svgText } from './paper.js';
import { saveBlob } from './save.js';

/* global DOCUMENT_FONTS */

/** @typedef {any} Content what pdfmake calls content */

/** @param {string} address */
async function bytesOf(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error('Шрифт для документа не загрузился, проверьте связь.');
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {Uint8Array} bytes */
function base64Of(bytes) {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/** The rules of the site's tables: ink under the head, hairlines between rows. */
const kTable = {
  hLineWidth: (/** @type {number} */ i, /** @type {any} */ node) =>
    i === 0 || i === node.table.body.length ? 0 : i === (node.table.headerRows || 0) ? 0.8 : 0.4,
  hLineColor: (/** @type {number} */ i, /** @type {any} */ node) =>
    i === (node.table.headerRows || 0) ? kPaper.ink : kPaper.hair,
  vLineWidth: () => 0,
  paddingLeft: (/** @type {number} */ i) => (i === 0 ? 0 : 8),
  paddingRight: () => 0,
  paddingTop: () => 2.6,
  paddingBottom: () => 2.6,
};

const kTightTable = { ...kTable, paddingTop: () => 1.5, paddingBottom: () => 1.3 };

/** @param {string} text */
export const heading = (text) => ({ text, style: 'heading', headlineLevel: 1 });

/** What is never torn apart: a heading with all that belongs to it. @param {string} text @param {Content[]} parts */
export const whole = (text, ...parts) => ({
  unbreakable: true,
  stack: [{ text, style: 'heading' }, ...parts],
});

/** @param {string | Content[]} text */
export const note = (text) => ({ text, style: 'note' });

/**
 * A table: the first column is text, the others are figures.
 * @param {(string | Content)[]} head @param {(string | Content)[][]} rows @param {(string | number)[]} [widths] @param {'airy' | 'tight'} [rhythm]
 */
export function table(head, rows, widths = head.map((_, i) => (i === 0 ? '*' : 'auto')), rhythm = 'airy') {
  const cell = (/** @type {any} */ content, /** @type {number} */ i, /** @type {string} */ style) => ({
    alignment: i === 0 ? 'left' : 'right',
    style,
    noWrap: i > 0,
    ...(typeof content === 'string' ? { text: content } : content),
  });
  const body = [
    head.map((name, i) => cell(name, i, 'head')),
    ...rows.map((row) => row.map((content, i) => cell(content, i, i === 0 ? 'cell' : 'figure'))),
  ];
  return {
    table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths, body },
    layout: rhythm === 'tight' ? kTightTable : kTable,
    margin: [0, 2, 0, 8],
  };
}

/** @param {SVGElement | null | undefined} svg @param {number} width in points */
export const picture = (svg, width) =>
  svg ? { svg: svgText(onPaper(svg)), width, margin: [0, 4, 0, 8] } : '';

const kLowest = 0.78; // of the page: below it a heading would part with what follows

/** @param {any} node */
const breaksBefore = ({ headlineLevel, startPosition }) =>
  headlineLevel === 1 && startPosition.verticalRatio > kLowest;

/** @typedef {{title: string, subject: string, footer: string, content: Content[]}} Document */

/**
 * @param {Document} document
 * @returns {Promise<{blob: Blob, missing: string[]}>} missing: letters that no font here has, printed as question marks
 */
export async function makePdf({ title, subject, footer, content: written }) {
  const [library, ...fonts] = await Promise.all([
    import('pdfmake/build/pdfmake.js'),
    ...['onest-regular', 'onest-semibold', 'literata-display'].map((name) => bytesOf(DOCUMENT_FONTS[name])),
  ]);
  const pdfmake = library.default ?? library;
  const { content, missing } = printable(written, {
    text: lettersOf(fonts[0]),
    display: lettersOf(fonts[2]),
  });
  const [regular, semibold, display] = fonts.map(base64Of);
  const files = { 'regular.ttf': regular, 'semibold.ttf': semibold, 'display.ttf': display };
  const faces = {
    Onest: {
      normal: 'regular.ttf',
      bold: 'semibold.ttf',
      italics: 'regular.ttf',
      bolditalics: 'semibold.ttf',
    },
    Literata: {
      normal: 'display.ttf',
      bold: 'display.ttf',
      italics: 'display.ttf',
      bolditalics: 'display.ttf',
    },
  };
  const definition = {
    info: { title, subject, author: footer.split('.')[0], creator: 'Страница расчёта', producer: 'pdfmake' },
    language: 'ru-RU',
    lang: 'ru-RU',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [48, 44, 48, 48],
    content,
    footer: (/** @type {number} */ page, /** @type {number} */ pages) => ({
      columns: [
        { text: footer, style: 'foot' },
        { text: `${page} из ${pages}`, style: 'foot', alignment: 'right', width: 60 },
      ],
      margin: [48, 14, 48, 0],
    }),
    pageBreakBefore: breaksBefore,
    defaultStyle: { font: 'Onest', fontSize: 9.5, lineHeight: 1.2, color: kPaper.ink },
    styles: {
      title: { font: 'Literata', fontSize: 21, lineHeight: 1.05 },
      heading: { font: 'Literata', fontSize: 13, margin: [0, 10, 0, 3] },
      sub: { bold: true, margin: [0, 4, 0, 2] },
      note: { fontSize: 8.5, color: kPaper.quiet, margin: [0, 0, 0, 4] },
      head: { fontSize: 8, color: kPaper.quiet },
      cell: { fontSize: 9 },
      figure: { fontSize: 9, fontFeatures: ['tnum'] },
      big: { fontSize: 22, bold: true },
      foot: { fontSize: 8, color: kPaper.pale },
    },
  };
  const blob = await new Promise((resolve, reject) => {
    try {
      pdfmake.createPdf(definition, null, faces, files).getBlob(resolve);
    } catch (error) {
      reject(error);
    }
  });
  return { blob, missing };
}

/**
 * Saves a document; letters it cannot print are named first, and the next click saves it all the same.
 * @param {Document} document @param {string} name of the file
 * @returns {Promise<string>} what to tell the person
 */
export async function savePdf(document, name) {
  const { blob, missing } = await makePdf(document);
  const word = wordOfMissing(missing);
  if (word) return word;
  saveBlob(blob, name);
  return `Скачан файл «${name}».`;
}
