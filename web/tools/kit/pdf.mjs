// A text of the kit as a PDF in the brand: with title and language, fonts inside, the same bytes every time.
import PdfPrinter from 'pdfmake';
import { typographic as withSpaces } from '../typography.mjs';
import { widthsOf } from './docx.mjs';
import { withTags } from './tagged-pdf.mjs';

/** @typedef {import('./markdown.mjs').Block} Block */
/** @typedef {import('./docx.mjs').Dress} Dress */

/** No-break spaces as on the pages, without the joiners the fonts do not have. @param {string} text */
export const typographic = (text) => withSpaces(text).replaceAll('\u2060', '');

const kLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#b8ae9e',
  paddingLeft: (/** @type {number} */ i) => (i === 0 ? 0 : 6),
  paddingRight: () => 4,
  paddingTop: () => 3.5,
  paddingBottom: () => 3.5,
};
/** What the tags are told from: margins of heads and feet, sizes of headings. */
const kTagged = { top: 48, bottom: 48, title: 20, heading: 13 };
const kWidth = 499; // points between the margins of A4

/** @param {import('./markdown.mjs').TableBlock} block */
const tableOf = (block) => ({
  table: {
    headerRows: 1,
    dontBreakRows: true,
    widths: widthsOf(block, kWidth - block.head.length * 10),
    body: [
      block.head.map((text) => ({ text: typographic(text), style: 'head' })),
      ...block.rows.map((row) =>
        block.head.map((_, i) => ({ text: typographic(row[i] || ' '), style: 'cell' })),
      ),
    ],
  },
  layout: kLayout,
  margin: [0, 4, 0, 10],
});

/** @param {Block} block @param {Dress} dress @returns {any} what pdfmake calls content */
function contentOf(block, dress) {
  switch (block.kind) {
    case 'title':
      return { text: typographic(block.text), style: 'title', headlineLevel: 1 };
    case 'heading':
      return { text: typographic(block.text), style: 'heading', headlineLevel: 1 };
    case 'sub':
      return { text: typographic(block.text), style: 'sub', headlineLevel: 1 };
    case 'say':
      return {
        table: {
          widths: ['*'],
          body: [[{ text: typographic(block.text), border: [true, false, false, false] }]],
        },
        layout: {
          vLineWidth: (/** @type {number} */ i) => (i === 0 ? 2 : 0),
          vLineColor: () => dress.ink,
          hLineWidth: () => 0,
          paddingLeft: () => 8,
          paddingTop: () => 1,
          paddingBottom: () => 1,
        },
        margin: [6, 1, 0, 5],
      };
    case 'never':
      return {
        columns: [
          { text: '×', bold: true, width: 14 },
          { text: typographic(block.text), color: dress.quiet },
        ],
        margin: [0, 0, 0, 4],
      };
    case 'list':
      return { [block.ordered ? 'ol' : 'ul']: block.items.map(typographic), margin: [0, 0, 0, 6] };
    case 'table':
      return tableOf(block);
    default:
      return { text: typographic(block.text), margin: [0, 0, 0, 6] };
  }
}

/**
 * @param {any[]} content of pdfmake @param {Dress} dress @param {Record<string, any>} faces of the brand's fonts
 * @param {Record<string, any>} [more] of the document
 * @returns {Promise<Buffer>}
 */
export function pdfOfContent(content, dress, faces, more = {}) {
  const moment = new Date(`${dress.isoDate}T09:00:00Z`);
  const printer = new PdfPrinter(faces);
  const definition = {
    tagged: true,
    content,
    info: {
      title: dress.title,
      author: dress.brand,
      creator: dress.brand,
      producer: dress.brand,
      creationDate: moment,
      modDate: moment,
    },
    language: 'ru-RU',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [48, 54, 48, 48],
    header: () => ({
      columns: [
        { text: dress.brand, bold: true, width: 'auto' },
        { text: dress.contacts, alignment: 'right' },
      ],
      style: 'foot',
      margin: [48, 24, 48, 0],
    }),
    footer: (/** @type {number} */ page, /** @type {number} */ pages) => ({
      columns: [
        { text: `${dress.title}, ${dress.edition}, ${dress.date}` },
        { text: `${page} из ${pages}`, alignment: 'right', width: 60 },
      ],
      style: 'foot',
      margin: [48, 12, 48, 0],
    }),
    pageBreakBefore: (/** @type {any} */ node, /** @type {any[]} */ following) =>
      node.headlineLevel === 1 && following.length === 0,
    defaultStyle: { font: 'Onest', fontSize: 9.5, lineHeight: 1.22, color: dress.ink },
    styles: {
      title: { font: 'Literata', fontSize: 22, lineHeight: 1.05, margin: [0, 0, 0, 8] },
      heading: { font: 'Literata', fontSize: 14, margin: [0, 12, 0, 4] },
      sub: { bold: true, margin: [0, 6, 0, 3] },
      head: { bold: true, fontSize: 9 },
      cell: { fontSize: 9 },
      small: { fontSize: 9, color: dress.quiet },
      foot: { fontSize: 8, color: dress.quiet },
    },
    ...more,
  };
  const document = withTags(kTagged, () => printer.createPdfKitDocument(definition));
  return new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const chunks = [];
    document.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    document.end();
  });
}

/** @param {Block[]} blocks @param {Dress} dress @param {Record<string, any>} faces */
export const pdfOf = (blocks, dress, faces) =>
  pdfOfContent(
    blocks.map((block) => contentOf(block, dress)),
    dress,
    faces,
  );
