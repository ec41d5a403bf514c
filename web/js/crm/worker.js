// @ts-check
/**
 * The worker of /crm/: reads a file of deals while the page answers. One file at a time; opening another lets the last one go.
 *
 * The page sends `{id, do, …}` and hears `{id, …}` back, any number of progress messages before one last answer:
 *
 *   {id, progress: {read, size}}      bytes read of the file, about every 4 MiB
 *   {id, result: {…}}                 what was asked for, or {issues: [{path, code, message}]} of deals.js
 *   {id, cancelled: true}             the page sent `cancel`
 *   {id, failed: message}             a Russian sentence; the file must be opened again
 *
 * What the page can ask (`do`):
 *
 *   open         {module: compiled deals.wasm | wasm: its address, file: Blob | rows: cells[][], mapping?: Json | null}
 *                → result {proposal}: how the file was understood (with a given mapping: how it would have been understood by itself)
 *                `module` (compiled once by the page) spares a second load; `rows` are a workbook's or a paste's, dates as ISO text
 *   proposal     {} → result {proposal}
 *   report       {request: {today, as_of?, mapping?, horizon_days?, months?}} → result {report}
 *                a mapping with other columns is answered by the issue `columns_differ`: open the file again with that mapping
 *   growth       {request: {today, before, after, horizon_days?, mapping?, agreement?}} → result {growth}; the file's SHA-256 is added
 *   agreement    {request: {today, before, after, horizon_days?, mapping?, min_deals?, fee}} → result {agreement, sha256}
 *   fingerprint  {} → result {sha256, bytes} of the opened file; null for rows
 *   cancel       {} stops what is being read; it is answered by its own id with `cancelled`
 *   close        {} → result {}: the memory is let go
 */
import { DealsError, DealsFile, FileSum, loadDeals, rowsAsText } from '../model/deals.js';

const PIECE = 4 * 1024 * 1024;

/** @type {import('../model/deals.js').DealsModule | null} */
let compiled = null;
/** @type {DealsFile | null} */
let file = null;
/** @type {Blob | null} what `file` was read from; null for rows */
let source = null;
/** @type {{sha256: string, bytes: number} | null} */
let fingerprint = null;
/** @type {number | null} id of the request that is being read */
let reading = null;
let cancelled = false;

class Cancelled extends Error {}

/** @param {any} message */
const answer = (message) => self.postMessage(message);

/**
 * Hands a blob to `take` piece by piece, telling the page how far it is. Between pieces the worker hears `cancel`.
 * @param {number} id
 * @param {Blob} blob
 * @param {(bytes: Uint8Array) => boolean} take false: no more is wanted
 */
async function readPieces(id, blob, take) {
  reading = id;
  cancelled = false;
  try {
    for (let at = 0; at < blob.size; at += PIECE) {
      const bytes = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
      if (cancelled) throw new Cancelled();
      if (!take(bytes)) break;
      answer({ id, progress: { read: Math.min(at + PIECE, blob.size), size: blob.size } });
    }
  } finally {
    reading = null;
  }
}

/** @param {any} message */
async function open({ id, module, wasm, file: blob, rows, mapping = null }) {
  compiled ??= module ?? (await loadDeals(wasm));
  file?.close();
  fingerprint = null;
  source = blob ?? null;
  const opened = new DealsFile(/** @type {import('../model/deals.js').DealsModule} */ (compiled), {
    mapping,
    rows: Boolean(rows),
  });
  file = opened;
  if (rows) opened.feed(rowsAsText(rows));
  else await readPieces(id, blob, (bytes) => opened.feed(bytes));
  opened.finish();
  return opened.proposal();
}

/** @param {number} id */
async function fingerprintOf(id) {
  if (!source || !compiled) return { sha256: null, bytes: 0 };
  if (!fingerprint) {
    const sum = new FileSum(compiled);
    await readPieces(id, source, (bytes) => {
      sum.feed(bytes);
      return true;
    });
    fingerprint = { sha256: sum.close(), bytes: source.size };
  }
  return fingerprint;
}

/** @param {any} message @returns {Promise<any>} */
async function run(message) {
  if (message.do === 'open') return open(message);
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
    default:
      throw new Error(`unknown request ${message.do}`);
  }
}

self.addEventListener('message', async ({ data }) => {
  if (data.do === 'cancel') {
    cancelled = reading !== null;
    return;
  }
  try {
    answer({ id: data.id, result: await run(data) });
  } catch (error) {
    if (error instanceof Cancelled) answer({ id: data.id, cancelled: true });
    else if (error instanceof DealsError) answer({ id: data.id, failed: error.message });
    else throw error;
  }
});
