// Tags for documents of pdfmake, which writes none: headings and paragraphs in the order they are read, page heads and feet as artifacts.
// pdfmake hands every word to PDFKit by itself; words that follow one another in one role are one element, a row of a table, too.
import { createRequire } from 'node:module';

const engine = createRequire(import.meta.url)('pdfmake/src/pdfKitEngine.js');
const createPlain = engine.createPdfDocument;

const kSamePart = 1.9; // heights of a line: further down a new paragraph begins

/** @param {number} size points @param {{title: number, heading: number}} sizes of the document's own headings */
const roleOf = (size, { title, heading }) => (size >= title ? 'H1' : size >= heading ? 'H2' : 'P');

/** @param {any} document of PDFKit @param {{top: number, bottom: number, title: number, heading: number}} look */
function tagTexts(document, look) {
  const write = document.text.bind(document);
  const whole = document.struct('Document');
  document.addStructure(whole);
  /** @type {{element: any, role: string, y: number} | null} */
  let open = null;
  const close = () => {
    open?.element.end();
    open = null;
  };
  document.text = (
    /** @type {string} */ text,
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {any} */ options,
  ) => {
    if (y < look.top || y > document.page.height - look.bottom) {
      document.markContent('Artifact', { type: 'Pagination' });
      write(text, x, y, options);
      document.endMarkedContent();
      return document;
    }
    const size = document._fontSize;
    const role = roleOf(size, look);
    const goesOn = open && open.role === role && y >= open.y - size && y - open.y < size * kSamePart;
    if (!goesOn) {
      close();
      const element = document.struct(role);
      whole.add(element);
      open = { element, role, y };
    }
    const part = /** @type {NonNullable<typeof open>} */ (open);
    part.y = y;
    part.element.add(document.markStructureContent(role));
    write(text, x, y, options);
    document.endMarkedContent();
    return document;
  };
  const finish = document.end.bind(document);
  document.end = () => {
    close();
    whole.end();
    finish();
  };
  return document;
}

/**
 * Makes documents with tags while `make` runs: it must not wait before the document is there.
 * @template T @param {{top: number, bottom: number, title: number, heading: number}} look @param {() => T} make
 */
export function withTags(look, make) {
  engine.createPdfDocument = (/** @type {any} */ options) => tagTexts(createPlain(options), look);
  try {
    return make();
  } finally {
    engine.createPdfDocument = createPlain;
  }
}
