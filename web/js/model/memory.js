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
 *   await memory.remove(key)
 *   memory.watch((key) => …)          another tab or page has written or removed that record; gives the way to stop
 *   await memory.eraseAll()           every record goes, here and for good: other tabs write nothing any more and begin anew
 *   memory.isErased()                 another tab has done that: this page is on its way out and must leave nothing behind
 *   memory.close()
 *
 * A page edits a document through Kept (kept.js), which stands on this: it merges what two tabs did and never writes what did not
 * change. Values are plain data that structured cloning can copy. Every record has a version that grows by one with every write.
 *
 * localStorage holds nothing but a pointer (device-pointer.js). Either of the two storages may be missing.
 */

import { openDB } from 'idb';
import { devicePointer, movePointer, watchPointer } from './device-pointer.js';

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
/** Of the tab: it was begun anew, and says so (page/anew.js). */
const kAnew = 'funnel.anew';

/** This page is the one that takes everything away: its other memories hear of it, too, and stay. */
let isErasing = false;

/** @typedef {{key: string, version: number, savedAt: string, value: any}} Stored */
/** @typedef {{kind: 'written', record: Stored} | {kind: 'changed', record: Stored | null} | {kind: 'refused', why: 'full' | 'blocked'}} Written */

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

function database() {
  const opening = openDB(kDatabase, kVersion, {
    upgrade: (db) => void db.createObjectStore(kRecords, { keyPath: 'key' }),
    // A newer page wants to change the database: this one must not stand in its way.
    blocking: (_, __, event) => /** @type {IDBDatabase} */ (event.target).close(),
  });
  const late = new Promise((_, give) => {
    setTimeout(() => give(new Error('no answer')), kAnswerWithin);
  });
  return Promise.race([opening, late]);
}

/** A memory that keeps nothing: everything works until the tab is closed. @returns {Memory} */
const nothingKept = () => ({
  kept: false,
  read: async () => null,
  list: async () => [],
  write: async () => ({ kind: 'refused', why: 'blocked' }),
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
 * @property {(key: string) => Promise<boolean>} remove
 * @property {() => Promise<boolean>} eraseAll false: something would not go
 * @property {() => boolean} isErased
 * @property {(heard: (key: string) => void) => () => void} watch
 * @property {() => void} close
 */

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
  /** @type {import('idb').IDBPDatabase} */
  let db;
  try {
    db = await database();
  } catch {
    return nothingKept();
  }
  /** @type {Set<(key: string) => void>} */
  const watchers = new Set();
  let isErased = false;
  const news = newsFrom((key) => {
    if (key !== kAll) {
      watchers.forEach((heard) => heard(key));
    } else if (!isErased && !isErasing) {
      isErased = true;
      beginAnew();
    }
  });

  /** The database may be closed under a page: cleared by the person, or by a newer page. @template T @param {(db: any) => Promise<T>} work */
  async function withDatabase(work) {
    try {
      return await work(db);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'InvalidStateError') throw error;
      db = await database();
      return work(db);
    }
  }

  return {
    kept: true,
    read: (key) => withDatabase((open) => open.get(kRecords, key)).then((record) => record ?? null),
    list: (prefix) =>
      withDatabase((open) => open.getAll(kRecords, IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
    async write(key, value, since) {
      if (isErased) return { kind: 'refused', why: 'blocked' };
      try {
        return await withDatabase(async (open) => {
          const change = open.transaction(kRecords, 'readwrite', { durability: 'relaxed' });
          const there = await change.store.get(key);
          if ((there?.version ?? 0) !== since) {
            await change.done;
            return { kind: 'changed', record: there ?? null };
          }
          const record = { key, version: since + 1, savedAt: new Date().toISOString(), value };
          const put = change.store.put(record);
          // At once: a page busy with its charts would answer the database a moment later, and a browser killed by then forgets.
          change.commit?.();
          await Promise.all([put, change.done]);
          news.tell(key);
          return { kind: 'written', record };
        });
      } catch (error) {
        return refusal(error);
      }
    },
    async remove(key) {
      try {
        await withDatabase((open) => open.delete(kRecords, key));
        news.tell(key);
        return true;
      } catch {
        return false;
      }
    },
    async eraseAll() {
      try {
        isErasing = true;
        news.tell(kAll);
        await withDatabase((open) => open.clear(kRecords));
        await new Promise((done) => {
          setTimeout(done, kHeardWithin);
        });
        await withDatabase((open) => open.clear(kRecords));
        return true;
      } catch {
        return false;
      }
    },
    isErased: () => isErased,
    watch(heard) {
      watchers.add(heard);
      return () => void watchers.delete(heard);
    },
    close() {
      news.close();
      db.close();
    },
  };
}
