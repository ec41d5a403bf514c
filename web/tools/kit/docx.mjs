// A text of the kit as a DOCX in the brand: real headings, lists and tables, the firm in the header, version and page in the footer.
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { typographic } from '../typography.mjs';
import { repacked } from './zip.mjs';

/** @typedef {import('./markdown.mjs').Block} Block */
/** @typedef {{brand: string, contacts: string, edition: string, date: string, isoDate: string, title: string, ink: string, quiet: string, accent: string, tint: string}} Dress how the firm's documents look */

const kWidth = 9638; // twentieths of a point between the margins of A4
const kFont = 'Arial';

const colour = (/** @type {string} */ css) => css.replace('#', '');
const run = (/** @type {string} */ text, more = {}) => new TextRun({ text: typographic(text), ...more });

const line = { style: BorderStyle.SINGLE, size: 4, color: 'B8AE9E' };
const none = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };

/** @param {string} text @param {boolean} isHead @param {number} width @param {Dress} dress */
const cell = (text, isHead, width, dress) =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 80, right: 80 },
    ...(isHead ? { shading: { fill: colour(dress.tint) } } : {}),
    children: [new Paragraph({ spacing: { after: 0 }, children: [run(text, { bold: isHead, size: 18 })] })],
  });

/** Columns as wide as their words ask. @param {import('./markdown.mjs').TableBlock} block */
export function widthsOf({ head, rows }, total = kWidth) {
  const asked = head.map((name, i) =>
    Math.min(46, Math.max(9, name.length, ...rows.map((row) => Math.min(60, (row[i] ?? '').length)))),
  );
  const sum = asked.reduce((all, one) => all + one, 0);
  return asked.map((one) => Math.floor((one / sum) * total));
}

/** @param {import('./markdown.mjs').TableBlock} block @param {Dress} dress */
function tableOf(block, dress) {
  const widths = widthsOf(block);
  return new Table({
    width: { size: widths.reduce((sum, one) => sum + one, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: line,
      bottom: line,
      left: none,
      right: none,
      insideHorizontal: line,
      insideVertical: line,
    },
    rows: [block.head, ...block.rows].map(
      (cells, i) =>
        new TableRow({
          tableHeader: i === 0,
          cantSplit: true,
          children: widths.map((width, column) => cell(cells[column] ?? '', i === 0, width, dress)),
        }),
    ),
  });
}

/** @param {Block} block @param {Dress} dress @returns {(Paragraph | Table)[]} */
function partsOf(block, dress) {
  switch (block.kind) {
    case 'title':
      return [new Paragraph({ heading: HeadingLevel.TITLE, children: [run(block.text)] })];
    case 'heading':
      return [
        new Paragraph({ heading: HeadingLevel.HEADING_1, keepNext: true, children: [run(block.text)] }),
      ];
    case 'sub':
      return [
        new Paragraph({ heading: HeadingLevel.HEADING_2, keepNext: true, children: [run(block.text)] }),
      ];
    case 'say':
      return [
        new Paragraph({
          indent: { left: 340 },
          spacing: { after: 100 },
          border: { left: { style: BorderStyle.SINGLE, size: 18, space: 8, color: colour(dress.ink) } },
          children: [run(block.text)],
        }),
      ];
    case 'never':
      return [
        new Paragraph({
          indent: { left: 340, hanging: 340 },
          spacing: { after: 80 },
          children: [run('✕  ', { bold: true }), run(block.text, { color: colour(dress.quiet) })],
        }),
      ];
    case 'list':
      return block.items.map(
        (item) =>
          new Paragraph({
            numbering: { reference: block.ordered ? 'steps' : 'points', level: 0, instance: 0 },
            spacing: { after: 60 },
            children: [run(item)],
          }),
      );
    case 'table':
      return [tableOf(block, dress), new Paragraph({ spacing: { after: 60 }, children: [] })];
    default:
      return [new Paragraph({ children: [run(block.text)] })];
  }
}

/** Every ordered list begins with 1 again. @param {Block[]} blocks */
function withOwnNumbers(blocks) {
  let lists = 0;
  const references = /** @type {string[]} */ ([]);
  const parts = blocks.map((block) => {
    if (block.kind !== 'list' || !block.ordered) return block;
    references.push(`steps-${(lists += 1)}`);
    return { ...block, reference: `steps-${lists}` };
  });
  return { parts, references };
}

const kLevel = (/** @type {any} */ format, /** @type {string} */ text) => [
  {
    level: 0,
    format,
    text,
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 400, hanging: 400 } } },
  },
];

/** Faces, sizes and spaces of the text and its headings. @param {Dress} dress */
function stylesOf(dress) {
  const color = colour(dress.ink);
  const heading = (/** @type {string} */ font, /** @type {number} */ size, /** @type {any} */ spacing) => ({
    run: { font, size, bold: true, color },
    paragraph: { spacing },
  });
  return {
    default: {
      document: {
        run: { font: kFont, size: 21, color, language: { value: 'ru-RU' } },
        paragraph: { spacing: { after: 120, line: 276 } },
      },
      title: heading('Georgia', 44, { after: 160 }),
      heading1: heading('Georgia', 28, { before: 320, after: 120 }),
      heading2: heading(kFont, 22, { before: 200, after: 80 }),
    },
  };
}

const kPage = {
  size: { width: 11906, height: 16838 },
  margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 },
};

/** The firm above every page. @param {Dress} dress */
function headerOf(dress) {
  const small = { size: 16, color: colour(dress.quiet) };
  const firm = [run(dress.brand, { ...small, bold: true }), run(`   ${dress.contacts}`, small)];
  return new Header({ children: [new Paragraph({ spacing: { after: 240 }, children: firm })] });
}

/** The version and the page's number below. @param {Dress} dress */
function footerOf(dress) {
  const small = { size: 16, color: colour(dress.quiet) };
  const page = new TextRun({
    ...small,
    children: ['Страница ', PageNumber.CURRENT, ' из ', PageNumber.TOTAL_PAGES],
  });
  const version = run(`${dress.title}, ${dress.edition}, ${dress.date}. `, small);
  return new Footer({ children: [new Paragraph({ children: [version, page] })] });
}

/** @param {Block[]} blocks @param {Dress} dress @returns {Promise<Buffer>} */
export async function docxOf(blocks, dress) {
  const { parts, references } = withOwnNumbers(blocks);
  const document = new Document({
    title: dress.title,
    creator: dress.brand,
    description: `${dress.edition}, ${dress.date}`,
    styles: stylesOf(dress),
    numbering: {
      config: [
        { reference: 'points', levels: kLevel(LevelFormat.BULLET, '–') },
        ...references.map((reference) => ({ reference, levels: kLevel(LevelFormat.DECIMAL, '%1.') })),
      ],
    },
    sections: [
      {
        properties: { page: kPage },
        headers: { default: headerOf(dress) },
        footers: { default: footerOf(dress) },
        children: parts.flatMap((block) =>
          'reference' in block
            ? block.items.map(
                (item) =>
                  new Paragraph({
                    numbering: { reference: String(block.reference), level: 0 },
                    spacing: { after: 60 },
                    children: [run(item)],
                  }),
              )
            : partsOf(block, dress),
        ),
      },
    ],
  });
  const bytes = await Packer.toBuffer(document);
  const moment = `${dress.isoDate}T09:00:00Z`;
  return repacked(bytes, (name, xml) =>
    name === 'docProps/core.xml'
      ? xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${moment}`)
      : xml,
  );
}
