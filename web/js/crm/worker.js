// @ts-check
/**
 * The worker of /crm/: reads a file of deals while the page answers. One export; the page ends the worker to stop it or to let it go.
 *
 * The page sends `{id, do, …}` and hears `{id, …}` back, any number of progress messages before one last answer:
 *
 *   {id, progress: {read, size}}      bytes read of the files, about every 4 MiB
 *   {id, result: {…}}                 what was asked for, or {issues: [{path, code, message}]} of deals.js
 *   {id, failed: message}             a Russian sentence; what was open before still is, unless the memory ran out
 *
 * What the page can ask (`do`):
 *
 *   open         {module: compiled deals.wasm | wasm: its address, files: Blob[] | file: Blob | rows: cells[][], mapping?: Json | null}
 *                → result {proposal, told, sheets, sheet}: how it was understood (with a given mapping: how it would have been
 *                understood by itself), what was found on the way, the sheets of a workbook ({name, rows}) and the one taken.
 *                `module` (compiled once by the page) spares a second load; `rows` are a paste's, dates as ISO text. Several files are
 *                one export in parts: the same columns, rows of one id are one deal. Workbooks and HTML tables are told by their bytes
 *   reopen       {mapping, sheet?} → as open, of what is open already; when it fails or gives issues, the reading before stays
 *   proposal     {} → result {proposal}
 *   report       {request: {today, as_of?, mapping?, horizon_days?, months?}} → result {report}
 *                a mapping with other columns is answered by the issue `columns_differ`: reopen with that mapping
 *   growth       {request: {today, before, after, horizon_days?, mapping?, agreement?}} → result {growth}; the file's SHA-256 is added
 *   agreement    {request: {today, before, after, horizon_days?, mapping?, min_deals?, fee}} → result {agreement, sha256}
 *   fingerprint  {} → result {sha256, bytes} of the opened files; null for rows
 *   lines        {lines: numbers} → result {lines: {number: text}}: physical lines of a text as they stand in the file
 *   warm         {module} → result {}: made-up deals are read and reported, so that the browser has compiled what the first file runs
 *                through; a file that comes ends it
 *   close        {} → result {}: the memory is let go
 */
import { DealsError, DealsFile, FileSum, loadDeals, rowsAsText } from '../model/deals.js';
import { isWorkbook, linesOf, restOfSameTable } from './pieces.js';

const PIECE = 4 * 1024 * 1024;
const ROWS_AT_ONCE = 20_000;

/** @typedef {import('./workbook.js').Workbook} Workbook */
/** What is open: texts as they are, or rows with the sheets they come from. @typedef {{files: Blob[], workbook: Workbook | null, sheet: number, rows: unknown[][] | null}} Source */

/** @type {import('../model/deals.js').DealsModule | null} */
let compiled = null;
/** @type {DealsFile | null} */
let file = null;
let isWanted = false; // an owner's file has come: nothing is done ahead any more
/** @type {Source | null} what `file` was read from */
let source = null;
/** @type {{sha256: string, bytes: number} | null} */
let fingerprint = null;

/** @param {any} message */
const answer = (message) => self.postMessage(message);

/**
 * Hands blobs to `take` piece by piece, telling the page how far it is.
 * @param {number} id
 * @param {Blob[]} blobs
 * @param {(bytes: Uint8Array) => boolean} take false: no more is wanted
 */
async function readPieces(id, blobs, take) {
  const size = blobs.reduce((sum, blob) => sum + blob.size, 0);
  let before = 0;
  try {
    for (const blob of blobs) {
      for (let at = 0; at < blob.size; at += PIECE) {
        const bytes = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
        if (!take(bytes)) return;
        answer({ id, progress: { read: before + Math.min(at + PIECE, blob.size), size } });
      }
      before += blob.size;
    }
  } catch (error) {
    if (error instanceof DealsError) throw error;
    // A file that was moved, changed or taken away with its disk while it was read.
    throw new DealsError(
      'Файл не читается: он изменился или закрыт для чтения. Выберите его ещё раз.',
      error,
    );
  }
}

/** Files of one export: the first whole, of the others what follows their header. @param {Blob[]} files @returns {Promise<Blob[]>} */
async function asOneText(files) {
  const [first, ...others] = files;
  const parts = [first];
  for (const other of others) {
    const rest = await restOfSameTable(first, other);
    if (!rest) {
      throw new DealsError(
        'В файлах разные столбцы, вместе их не прочитать. Выгрузите все части с одним набором столбцов или откройте их по одной.',
      );
    }
    parts.push(new Blob(['\n']), rest);
  }
  return parts;
}

/** @param {number} id @param {Blob[]} files @returns {Promise<Source>} */
async function sourceOf(id, files) {
  if (!(await isWorkbook(files[0]))) return { files, workbook: null, sheet: 0, rows: null };
  if (files.length > 1) {
    throw new DealsError('Книгу Excel открывайте одну. Части одной выгрузки сохраните как CSV.');
  }
  answer({ id, progress: { read: 0, size: files[0].size } });
  const { openWorkbook } = await import('./workbook.js').catch((cause) => {
    throw new DealsError(
      'Чтение книг Excel не загрузилось. Проверьте связь и откройте файл снова или сохраните его как CSV.',
      cause,
    );
  });
  const workbook = await openWorkbook(files[0]);
  return { files, workbook, sheet: workbook.largest, rows: null };
}

/** Reads a source by a mapping; it is what is open from then on, unless it is no table. @param {number} id @param {Source} from @param {any} mapping */
async function read(id, from, mapping) {
  const { files, workbook, sheet, rows: pasted } = from;
  const table = workbook ? workbook.rowsOf(sheet) : { rows: pasted, told: [] };
  const opened = new DealsFile(/** @type {import('../model/deals.js').DealsModule} */ (compiled), {
    mapping,
    rows: Boolean(table.rows),
  });
  if (table.rows) {
    for (let at = 0; at < table.rows.length; at += ROWS_AT_ONCE) {
      if (at > 0) opened.feed(new Uint8Array([10]));
      if (!opened.feed(rowsAsText(/** @type {unknown[][]} */ (table.rows.slice(at, at + ROWS_AT_ONCE))))) {
        break;
      }
    }
  } else await readPieces(id, await asOneText(files), (bytes) => opened.feed(bytes));
  opened.finish();
  const understood = opened.proposal();
  if (understood.issues) return understood;
  file?.close();
  file = opened;
  source = from;
  return { ...understood, told: table.told, sheets: workbook?.sheets ?? null, sheet };
}

/** @param {any} message */
async function open({ id, module, wasm, files, file: one, rows, mapping = null }) {
  isWanted = true;
  compiled ??= module ?? (await loadDeals(wasm));
  fingerprint = null;
  const from = rows ? { files: [], workbook: null, sheet: 0, rows } : await sourceOf(id, files ?? [one]);
  return read(id, from, mapping);
}

/** @param {any} message */
function reopen({ id, mapping = null, sheet }) {
  if (!source) throw new DealsError('Сначала откройте файл.');
  return read(id, sheet === undefined ? source : { ...source, sheet }, mapping);
}

/** @param {number} id */
async function fingerprintOf(id) {
  if (!source || source.rows || !compiled) return { sha256: null, bytes: 0 };
  if (!fingerprint) {
    const sum = new FileSum(compiled);
    await readPieces(id, source.files, (bytes) => {
      sum.feed(bytes);
      return true;
    });
    fingerprint = { sha256: sum.close(), bytes: source.files.reduce((total, { size }) => total + size, 0) };
  }
  return fingerprint;
}

/** Lines of what is open, by their numbers; rows of a workbook count as lines. @param {number[]} wanted */
async function lines(wanted) {
  const { files, workbook, sheet, rows: pasted } = /** @type {Source} */ (source);
  const rows = workbook ? workbook.rowsOf(sheet).rows : pasted;
  if (!rows) return { lines: await linesOf(files[0], wanted) };
  const text = (/** @type {number} */ line) =>
    (rows[line - 1] ?? []).filter((cell) => cell !== '').join(' · ');
  return { lines: Object.fromEntries(wanted.map((line) => [line, text(line)])) };
}

const kWarmDay = '2026-03-01';
const kWarmParts = 8; // with as many rows the browser has compiled once more, for speed, what each row runs through
const kWarmRows = 1000; // of a part: a file that comes meanwhile waits for no more
const kWarmHead = 'ID;Название;Создана;Закрыта;Стадия;Сумма;Ответственный;Источник;Телефон\n';
const kWarmEnds = [
  '20.11.2025;Успешно реализовано;10 000,50',
  '05.12.2025 10:00;Закрыто и не реализовано;',
  ';Новая;20000.5',
];

/** @param {number} part */
function warmRows(part) {
  const rows = Array.from({ length: kWarmRows }, (_, i) => {
    const id = part * kWarmRows + i;
    const created = `${10 + (i % 19)}.${i % 2 ? '10' : '11'}.2025 12:30`;
    return `${id};Сделка ${id};${created};${kWarmEnds[i % 3]};Анна;Сайт;+7900${1_000_000 + id}\n`;
  });
  return new TextEncoder().encode((part === 0 ? kWarmHead : '') + rows.join(''));
}

/** A browser compiles a function when it is first called, and again when it is called often: these calls are not the owner's. @param {any} message */
async function warm({ module }) {
  compiled ??= module;
  const made = new DealsFile(/** @type {import('../model/deals.js').DealsModule} */ (compiled), {
    mapping: null,
  });
  for (let part = 0; part < kWarmParts && !isWanted; part += 1) {
    made.feed(warmRows(part));
    await new Promise((go) => {
      setTimeout(go);
    });
  }
  if (!isWanted) {
    made.finish();
    const { proposal } = made.proposal();
    if (proposal) {
      const { proposal: _, ...mapping } = proposal;
      made.report({ today: kWarmDay, mapping, horizon_days: null });
    }
  }
  made.close();
  return {};
}

/** @param {any} message @returns {Promise<any>} */
async function run(message) {
  if (message.do === 'warm') return warm(message);
  if (message.do === 'open') return open(message);
  if (message.do === 'reopen') return reopen(message);
  if (message.do === 'fingerprint') return fingerprintOf(message.id);
  if (message.do === 'close') {
    file?.close();
    file = null;
    source = null;
    return {};
  }
  if (!file) throw new DealsError('Сначала откройте файл.');
  switch (message.do) {
    case 'proposal':
      return file.proposal();
    case 'report':
      return file.report(message.request);
    case 'growth': {
      const { sha256, bytes } = await fingerprintOf(message.id);
      return file.growth({ ...message.request, file_sha256: sha256 ?? '', file_bytes: bytes });
    }
    case 'agreement':
      return file.agreement(message.request);
    case 'lines':
      return lines(message.lines);
    default:
      throw new Error(`unknown request ${message.do}`);
  }
}

self.addEventListener('message', async ({ data }) => {
  try {
    answer({ id: data.id, result: await run(data) });
  } catch (error) {
    if (error instanceof DealsError) answer({ id: data.id, failed: error.message });
    else throw error;
  }
});
