// The tool kit: every file the site promises, made from assets/kit in the brand, with a picture of its first page; all of it as one
// archive, too. The same bytes every time: what is in them comes from the assets alone.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayText } from '../../js/text/days.js';
import { AssetError } from '../brand.mjs';
import { listFiles } from '../files.mjs';

const kTools = path.dirname(fileURLToPath(import.meta.url));
const kArchive = 'nabor-instrumentov.zip';
/** "26 ноября 2026" @param {string} iso */
export const dateInWords = (iso) => dayText(iso).replace('\u00A0', ' ');

/** @typedef {{name: string, type: string, size: number}} KitFile */
/** @typedef {{id: string, name: string, what: string, use: string, techniques: string[], files: KitFile[], preview: string}} KitItem */
/** @typedef {{title: string, lede: string, edition: string, date: string, items: KitItem[], archive: KitFile, folder: string}} Kit folder: where the files and the pictures lie */

/** Everything the files depend on, so that a kit that was made once is not made again. */
async function stateOf(parts) {
  const hash = createHash('sha256').update(JSON.stringify(parts));
  for (const name of await listFiles(kTools)) {
    hash.update(name).update(await readFile(path.join(kTools, name)));
  }
  for (const name of ['../typography.mjs', '../../package-lock.json']) {
    hash.update(await readFile(path.join(kTools, name)));
  }
  return hash.digest('hex').slice(0, 20);
}

/** Builders, loaded only when something has to be made: the libraries are large. */
async function builders() {
  try {
    const [
      docx,
      pdf,
      book,
      markdown,
      blank,
      ics,
      preview,
      zip,
      calls,
      decomposition,
      report,
      onboarding,
      motivation,
      roadmap,
    ] = await Promise.all(
      [
        'docx',
        'pdf',
        'book',
        'markdown',
        'blank',
        'ics',
        'preview',
        'zip',
        'books/calls',
        'books/decomposition',
        'books/report',
        'books/onboarding',
        'books/motivation',
        'books/roadmap',
      ].map((name) => import(`./${name}.mjs`)),
    );
    const books = {
      calls: calls.callsBook,
      decomposition: decomposition.decompositionBook,
      report: report.reportBook,
      onboarding: onboarding.onboardingBook,
      motivation: motivation.motivationBook,
      roadmap: roadmap.roadmapBook,
    };
    return { docx, pdf, book, markdown, blank, ics, preview, zip, books };
  } catch (error) {
    if (/** @type {any} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new AssetError(
      `Набор инструментов не собрать: нет пакета npm. Выполните npm ci в web/. (${/** @type {any} */ (error).message})`,
    );
  }
}

/** @param {any} item @param {any} given @param {any} made */
async function filesOf(item, given, { docx, pdf, book, markdown, blank, ics, preview, books }) {
  const dress = { ...given.dress, title: item.name };
  const files = /** @type {[string, string, Buffer][]} */ ([]);
  let picture = '';
  if (item.text) {
    const blocks = markdown.blocksOf(given.texts[item.text]);
    files.push([`${item.file}.docx`, 'DOCX', await docx.docxOf(blocks, dress)]);
    if (item.pdf) files.push([`${item.file}.pdf`, 'PDF', await pdf.pdfOf(blocks, dress, given.faces)]);
    picture = preview.textPicture(blocks, dress);
  }
  if (item.blank) {
    files.push([`${item.file}.pdf`, 'PDF', await blank.blankPdf(given.checklist, dress, given.faces)]);
    picture = preview.textPicture(blank.blankBlocks(given.checklist), dress);
  }
  if (item.book) {
    const pages = books[item.book](given);
    files.push([`${item.file}.xlsx`, 'XLSX', await book.workbookOf(pages, dress)]);
    picture = preview.sheetPicture(pages[0], book.at, dress);
  }
  if (item.ics) files.push([`${item.file}.ics`, 'ICS', ics.calendarOf(given.roadmap, dress)]);
  return { files, picture };
}

/**
 * The faces of a PDF, as files: the two weights share a name, and the library tells fonts given as bytes apart by it.
 * @param {{name: string, bytes: Uint8Array}[]} fonts @param {string} folder
 */
async function facesIn(fonts, folder) {
  await mkdir(folder, { recursive: true });
  await Promise.all(fonts.map(({ name, bytes }) => writeFile(path.join(folder, `${name}.ttf`), bytes)));
  const face = (/** @type {string} */ normal, /** @type {string} */ bold) => {
    const [plain, strong] = [normal, bold].map((name) => path.join(folder, `${name}.ttf`));
    return { normal: plain, bold: strong, italics: plain, bolditalics: strong };
  };
  return {
    Onest: face('onest-regular', 'onest-semibold'),
    Literata: face('literata-display', 'literata-display'),
  };
}

/**
 * @param {{values: any, asset: (name: string) => string, readJson: (name: string) => Promise<any>, fonts: () => Promise<any[]>, raster: (fonts: any[], work: (png: any) => any) => Promise<any>, cache: string}} given
 *   fonts: TrueType of the brand; cache: where kits that were made lie
 * @returns {Promise<Kit>}
 */
export async function makeKit({ values, asset, readJson, fonts, raster, cache }) {
  const kit = await readJson('kit/kit.json');
  const { techniques } = await readJson('techniques.json');
  const technique = (/** @type {string} */ id) => {
    const found = techniques.find((/** @type {any} */ one) => one.id === id);
    if (!found) throw new AssetError(`kit/kit.json: приёма ${id} нет в techniques.json.`);
    return found;
  };
  const texts = Object.fromEntries(
    await Promise.all(
      kit.items
        .filter((/** @type {any} */ { text }) => text)
        .map(async (/** @type {any} */ { text }) => [text, await readFile(asset(`kit/${text}.md`), 'utf8')]),
    ),
  );
  const given = {
    kit,
    texts,
    criteria: (await readJson('calls/criteria.json')).criteria,
    checklist: await readJson('checklist/rop.json'),
    onboarding: await readJson('kit/onboarding.json'),
    motivation: await readJson('kit/motivation.json'),
    roadmap: {
      start: kit.roadmap_start,
      steps: kit.roadmap.map((/** @type {[string, number]} */ [id, week]) => ({
        technique: technique(id),
        week,
      })),
    },
    dress: {
      brand: values.name,
      contacts: [values.phone, values.email].filter(Boolean).join(', '),
      edition: kit.edition,
      date: dateInWords(kit.date),
      isoDate: kit.date,
      ink: values.colors?.light?.ink ?? '#1b1815',
      quiet: values.colors?.light?.['ink-2'] ?? '#4a443c',
      accent: values.colors?.light?.could ?? '#0b6655',
      tint: values.colors?.light?.tint ?? '#eae3d5',
    },
  };
  for (const { techniques: ids } of kit.items) ids.forEach(technique);
  const folder = path.join(cache, await stateOf([given, await readJson('fonts.json')]));
  if (!existsSync(path.join(folder, 'kit.json'))) await write(folder, given, { fonts, raster });
  return { ...JSON.parse(await readFile(path.join(folder, 'kit.json'), 'utf8')), folder };
}

/** Makes the kit into a folder that appears whole or not at all; older ones go. */
async function write(folder, given, { fonts, raster }) {
  const made = await builders();
  const letters = await fonts();
  const own = `${folder}.${process.pid}`;
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  const faces = await facesIn(letters, path.join(own, 'fonts'));
  const entries = /** @type {[string, Buffer][]} */ ([]);
  const items = [];
  await raster(letters, async (png) => {
    for (const item of given.kit.items) {
      const { files, picture } = await filesOf(item, { ...given, faces }, made);
      for (const [name, , bytes] of files) {
        entries.push([name, bytes]);
        await writeFile(path.join(own, name), bytes);
      }
      await writeFile(path.join(own, `${item.id}.png`), png(picture));
      const { id, name, what, use, techniques } = item;
      items.push({
        id,
        name,
        what,
        use,
        techniques,
        preview: `${id}.png`,
        files: files.map(([file, type, bytes]) => ({ name: file, type, size: bytes.length })),
      });
    }
  });
  await rm(path.join(own, 'fonts'), { recursive: true });
  const all = made.zip.archive(entries);
  await writeFile(path.join(own, kArchive), all);
  const { title, lede, edition, date } = given.kit;
  await writeFile(
    path.join(own, 'kit.json'),
    JSON.stringify({
      title,
      lede,
      edition,
      date,
      items,
      archive: { name: kArchive, type: 'ZIP', size: all.length },
    }),
  );
  for (const old of await readdir(path.dirname(folder))) {
    if (path.join(path.dirname(folder), old) !== own) {
      await rm(path.join(path.dirname(folder), old), { recursive: true, force: true });
    }
  }
  await rename(own, folder);
}
