// @ts-check
/**
 * What this device remembers for the site: records of IndexedDB ("funnel"), one layer for all pages.
 *
 *   const memory = await openMemory();
 *   memory.kept                       false: this browser keeps nothing (private window, storage switched off); say so at once
 *   await memory.read(key)            {key, version, savedAt, value} or null
 *   await memory.list('meeting:')     every record whose key begins so
 *   await memory.write(key, value, since)
 *                                     writes when the stored version is still `since` (0: there was none) and gives
 *                                     {kind: 'written', record}, or {kind: 'changed', record} with what another tab has written
 *                                     meanwhile (null: it took the record away), or {kind: 'refused', why: 'full' | 'blocked'}
 *   memory.leave(key, {base, value, since})
 *                                     the page goes and a write of that record is not finished: what it holds is left where it can be put
 *                                     at once (left.js), and the next page or tab makes a record of it
 *   await memory.remove(key)
 *   memory.watch((key) => …)          another tab or page has written or removed that record; gives the way to stop
 *   await memory.eraseAll()           every record goes, here and for good: other tabs write nothing any more and begin anew
 *   memory.isErased()                 another tab has done that: this page is on its way out and must leave nothing behind
 *   memory.close()
 *
 * A page edits a document through Kept (kept.js), which stands on this: it merges what two tabs did and never writes what did not
 * change. Values are plain data that structured cloning can copy. Every record has a version that grows with every write.
 *
 * A page that goes ends its transactions: Safari keeps the page for the way back, and a transaction that waits in it would keep every
 * other page from reading until then. What was asked for meanwhile is asked again when the page comes back.
 *
 * localStorage holds nothing but a pointer (device-pointer.js). Either of the two storages may be missing.
 */

import { openDB } from 'idb';
import { leaveRecord, leftRecords, watchLeft } from './left.js';
import { merge } from './merge.js';
import { devicePointer, kAnew, movePointer, watchPointer } from './device-pointer.js';

export { devicePointer, movePointer };

const kDatabase = 'funnel';
const kRecords = 'records';
const kVersion = 1;
/** A browser that does not answer by then (Safari has been seen to hang) is one that keeps nothing. */
const kAnswerWithin = 3000; // ms
/** What tabs tell each other instead of a key: all of it goes. */
const kAll = '*';
/** By then every tab has heard, and what it was just writing has arrived. */
const kHeardWithin = 200; // ms

/** This page is the one that takes everything away: its other memories hear of it, too, and stay. */
let isErasing = false;

/** @typedef {{key: string, version: number, savedAt: string, value: any}} Stored */
/** @typedef {{kind: 'written', record: Stored} | {kind: 'changed', record: Stored | null} | {kind: 'refused', why: 'full' | 'blocked'}} Written */

/** @typedef {ReturnType<typeof transactions>} Records */
/** @typedef {ReturnType<typeof newsFrom>} News */

/** Writes over whatever is there: for records that no two people edit. @param {Memory} memory @param {string} key @param {any} value */
export async function writeOver(memory, key, value) {
  const there = await memory.read(key).catch(() => null);
  return (await memory.write(key, value, there?.version ?? 0)).kind === 'written';
}

/** @param {unknown} error @returns {{kind: 'refused', why: 'full' | 'blocked'}} */
const refusal = (error) => ({
  kind: 'refused',
  why: error instanceof Error && error.name === 'QuotaExceededError' ? 'full' : 'blocked',
});

/** How tabs hear of each other. @param {(key: string) => void} heard */
function newsFrom(heard) {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(kDatabase);
  const byChannel = (/** @type {MessageEvent} */ { data }) => heard(String(data));
  channel?.addEventListener('message', byChannel);
  const stop = channel
    ? () => channel.close()
    : watchPointer((isGone) =>
        heard(isGone ? kAll : String(devicePointer()?.stamp ?? '').replace(/^\S+ /, '')),
      );
  return {
    /** @param {string} key */
    tell(key) {
      if (channel) channel.postMessage(key);
      else movePointer({ stamp: `${Date.now()}-${Math.random()} ${key}` });
    },
    close: stop,
  };
}

/** @template T @param {Promise<T>} answer @returns {Promise<T>} */
function withinTime(answer) {
  /** @type {Promise<never>} */
  const late = new Promise((_, give) => {
    setTimeout(() => give(new Error('no answer')), kAnswerWithin);
  });
  return Promise.race([answer, late]);
}

async function database() {
  const opening = openDB(kDatabase, kVersion, {
    upgrade: (db) => void db.createObjectStore(kRecords, { keyPath: 'key' }),
    // A newer page wants to change the database: this one must not stand in its way.
    blocking: (_, __, event) => /** @type {IDBDatabase} */ (event.target).close(),
  });
  return withinTime(opening);
}

/** A memory that keeps nothing: everything works until the tab is closed. @returns {Memory} */
const nothingKept = () => ({
  kept: false,
  read: async () => null,
  list: async () => [],
  write: async () => ({ kind: 'refused', why: 'blocked' }),
  leave: () => {},
  remove: async () => false,
  eraseAll: async () => true,
  isErased: () => false,
  watch: () => () => {},
  close: () => {},
});

/**
 * @typedef {object} Memory
 * @property {boolean} kept
 * @property {(key: string) => Promise<Stored | null>} read
 * @property {(prefix: string) => Promise<Stored[]>} list
 * @property {(key: string, value: any, since: number) => Promise<Written>} write
 * @property {(key: string, left: import('./left.js').Left) => void} leave
 * @property {(key: string) => Promise<boolean>} remove
 * @property {() => Promise<boolean>} eraseAll false: something would not go
 * @property {() => boolean} isErased
 * @property {(heard: (key: string) => void) => () => void} watch
 * @property {() => void} close
 */

/**
 * Transactions on the one store of records, none of which outlives the page.
 * @param {import('idb').IDBPDatabase} opened
 */
function transactions(opened) {
  let db = opened;
  /** @type {Set<import('idb').IDBPTransaction<any, any, any>>} */
  const live = new Set();
  /** While the page is away; it may never come back. @type {Promise<void> | null} */
  let away = null;
  let comesBack = () => {};
  let leavings = 0;

  /** @param {IDBTransactionMode} mode */
  function begin(mode) {
    const change = db.transaction(kRecords, mode, { durability: 'relaxed' });
    live.add(change);
    // Whoever waits for the work hears of it there.
    change.done.catch(() => {}).finally(() => live.delete(change));
    return change;
  }

  const leaves = () => {
    leavings += 1;
    away = new Promise((back) => {
      comesBack = back;
    });
    for (const change of live) {
      try {
        change.abort();
      } catch {
        // It has ended by itself.
      }
    }
  };
  const returns = () => {
    away = null;
    comesBack();
  };
  globalThis.addEventListener?.('pagehide', leaves);
  globalThis.addEventListener?.('pageshow', returns);

  return {
    /** @template T @param {IDBTransactionMode} mode @param {(store: any, change: any) => Promise<T>} work @returns {Promise<T>} */
    async run(mode, work) {
      for (let isReopened = false; ;) {
        if (away) await away;
        const before = leavings;
        try {
          const change = begin(mode);
          const answer = await work(change.store, change);
          await change.done;
          return answer;
        } catch (error) {
          if (leavings !== before) continue; // ended by the page's leaving: again when it is back
          // The database may be closed under a page: cleared by the person, or by a newer page.
          if (isReopened || !(error instanceof Error) || error.name !== 'InvalidStateError') throw error;
          isReopened = true;
          db = await database();
        }
      }
    },
    close() {
      globalThis.removeEventListener?.('pagehide', leaves);
      globalThis.removeEventListener?.('pageshow', returns);
      db.close();
    },
  };
}

/** @param {any} store @param {any} change @param {string} key @param {any} value @param {number} version @returns {Promise<Stored>} */
async function put(store, change, key, value, version) {
  const record = { key, version, savedAt: new Date().toISOString(), value };
  const done = store.put(record);
  // At once: a page busy with its charts would answer the database a moment later, and a browser killed by then forgets.
  change.commit?.();
  await done;
  return record;
}

/**
 * Makes records of what pages have left that went in the middle of a write. Asks the database for something in any case: one that opens
 * and then does not answer is known by it. @param {Records} records @returns {Promise<string[]>} their keys
 */
async function takeLeft(records) {
  const left = leftRecords();
  if (left.length === 0) await records.run('readonly', (store) => store.count());
  for (const { key, base, value, since, forget } of left) {
    await records.run('readwrite', async (store, change) => {
      const there = await store.get(key);
      const isNewer = (there?.version ?? 0) > since;
      const merged = isNewer ? merge(base, value, there.value).value : value;
      await put(store, change, key, merged, (there?.version ?? since) + 1);
    });
    forget();
  }
  return left.map(({ key }) => key);
}

/**
 * Writes when the stored version is still `since`; other tabs hear of it.
 * @param {Records} records @param {News} news @param {{key: string, value: any, since: number}} what @returns {Promise<Written>}
 */
async function writeSince(records, news, { key, value, since }) {
  try {
    /** @type {Written} */
    const answer = await records.run('readwrite', async (store, change) => {
      const there = await store.get(key);
      if ((there?.version ?? 0) !== since) return { kind: 'changed', record: there ?? null };
      return { kind: 'written', record: await put(store, change, key, value, since + 1) };
    });
    if (answer.kind === 'written') news.tell(key);
    return answer;
  } catch (error) {
    return refusal(error);
  }
}

/** Takes one record away; other tabs hear of it. @param {Records} records @param {News} news @param {string} key */
async function removeRecord(records, news, key) {
  try {
    await records.run('readwrite', (store) => store.delete(key));
    news.tell(key);
    return true;
  } catch {
    return false;
  }
}

/** Takes every record away, and what other tabs were just writing. @param {Records} records @param {News} news */
async function eraseRecords(records, news) {
  try {
    isErasing = true;
    news.tell(kAll);
    await records.run('readwrite', (store) => store.clear());
    await new Promise((done) => {
      setTimeout(done, kHeardWithin);
    });
    await records.run('readwrite', (store) => store.clear());
    return true;
  } catch {
    return false;
  }
}

/** The page as a first visit has it: what it shows is of a device that keeps nothing any more. */
function beginAnew() {
  try {
    for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith('funnel.'))) {
      sessionStorage.removeItem(key);
    }
    sessionStorage.setItem(kAnew, '');
  } catch {
    // Then it begins without a word.
  }
  location.replace(location.pathname);
}

/** @returns {Promise<Memory>} */
export async function openMemory() {
  const opened = await database().catch(() => null);
  if (!opened) return nothingKept();
  const records = transactions(opened);
  try {
    await withinTime(takeLeft(records));
  } catch {
    records.close();
    return nothingKept();
  }
  /** @type {Set<(key: string) => void>} */
  const watchers = new Set();
  const hear = (/** @type {string} */ key) => watchers.forEach((heard) => heard(key));
  let isErased = false;
  const news = newsFrom((key) => {
    if (key !== kAll) {
      hear(key);
    } else if (!isErased && !isErasing) {
      isErased = true;
      beginAnew();
    }
  });
  const stopLeft = watchLeft(() =>
    takeLeft(records).then(
      (keys) => keys.forEach(hear),
      () => {},
    ),
  );

  return {
    kept: true,
    read: (key) => records.run('readonly', (store) => store.get(key)).then((record) => record ?? null),
    list: (prefix) =>
      records.run('readonly', (store) => store.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
    write: async (key, value, since) =>
      isErased ? { kind: 'refused', why: 'blocked' } : writeSince(records, news, { key, value, since }),
    leave(key, left) {
      if (!isErased && !isErasing) leaveRecord(key, left);
    },
    remove: (key) => removeRecord(records, news, key),
    eraseAll: () => eraseRecords(records, news),
    isErased: () => isErased,
    watch(heard) {
      watchers.add(heard);
      return () => void watchers.delete(heard);
    },
    close() {
      news.close();
      stopLeft();
      records.close();
    },
  };
}
