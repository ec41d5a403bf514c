// @ts-check
/**
 * A document that is edited on this device, in one tab or in several at once, and never lost.
 *
 *   const kept = createKept({ memory, key: 'calculation' });
 *   const stored = await kept.open();        what the device remembers, or null
 *   kept.begin(value, version)               the document as the page shows it now: until it changes nothing is written
 *   kept.change(value)                       after every edit; written at once, one write at a time, the latest value last
 *   kept.follow(({value, clashes}) => …)     another tab has edited it: show `value`, and give it back as the page now holds it
 *   kept.watchStatus((status) => …)          {saved, why}: what to tell the person
 *   await kept.settled()                     everything is written, or refused
 *   kept.close()
 *
 * Values must never be changed in place. A write that another tab has overtaken is merged by field and written again. Where both
 * edited the same field, this tab's value stands in `value` (the person has just typed it) and `clashes` names both: ask.
 */

import { merge, same } from './merge.js';

/** @typedef {import('./merge.js').Clash} Clash */
/** @typedef {{value: any, clashes: Clash[], theirs: any}} News `theirs` is the other tab's value as it is stored */
/** @typedef {{saved: boolean, why: '' | 'blocked' | 'full'}} Status */

const kAgainAfter = 15_000; // ms, when the device has refused a write

/**
 * @param {object} options
 * @param {import('./memory.js').Memory} options.memory
 * @param {string} options.key
 * @param {(base: any, mine: any, theirs: any) => import('./merge.js').Merged} [options.mergeBy]
 */
export function createKept({ memory, key, mergeBy = merge }) {
  let version = 0;
  /** What the page holds of the stored version. @type {any} */
  let base = null;
  /** @type {any} */
  let mine = null;
  /** @type {Status} */
  let status = { saved: memory.kept, why: memory.kept ? '' : 'blocked' };
  /** @type {Set<(status: Status) => void>} */
  const statusWatchers = new Set();
  /** @type {(news: News) => any} */
  let show = ({ value }) => value;
  let work = Promise.resolve();
  let isQueued = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;
  let isClosed = false;

  /** @param {Status} now */
  function tellStatus(now) {
    if (now.saved === status.saved && now.why === status.why) return;
    status = now;
    statusWatchers.forEach((watcher) => watcher(status));
  }

  /** Reads and writes one after another: none sees half of what another did. @param {() => Promise<void>} step */
  function inTurn(step) {
    work = work.then(step, step);
    return work;
  }

  /** Another tab's version becomes the one this tab builds on. @param {import('./memory.js').Stored} record */
  function take(record) {
    const { value, clashes } = same(base, mine)
      ? { value: record.value, clashes: [] }
      : mergeBy(base, mine, record.value);
    const merged = !same(value, record.value);
    version = record.version;
    base = record.value;
    mine = value;
    const shown = show({ value, clashes, theirs: record.value });
    // What the page makes of an untouched value is no edit of a person.
    if (!merged) base = shown;
    mine = shown;
  }

  async function write() {
    isQueued = false;
    while (!isClosed && !same(base, mine)) {
      const sent = mine;
      const answer = await memory.write(key, sent, version);
      if (answer.kind === 'refused') {
        tellStatus({ saved: false, why: answer.why });
        clearTimeout(again);
        again = setTimeout(queueWrite, kAgainAfter);
        return;
      }
      if (answer.kind === 'written') {
        version = answer.record.version;
        base = sent;
      } else if (answer.record) take(answer.record);
      else version = 0; // taken away by another tab: what is typed here stays
    }
    if (!isClosed) tellStatus({ saved: memory.kept, why: memory.kept ? '' : 'blocked' });
  }

  function queueWrite() {
    if (isQueued || isClosed) return;
    isQueued = true;
    inTurn(write);
  }

  async function look() {
    if (isClosed) return;
    const record = await memory.read(key).catch(() => null);
    if (record && record.version > version && !isClosed) {
      take(record);
      if (!same(base, mine)) queueWrite();
    }
  }

  /** The last that was typed: whoever leaves a page waits for nothing. */
  function leave() {
    if (status.saved && !isClosed && !same(base, mine)) {
      memory.leave(key, { base, value: mine, since: version });
    }
  }
  globalThis.addEventListener?.('pagehide', leave);

  const stop = memory.watch((changed) => {
    if (changed === key) inTurn(look);
  });

  return {
    async open() {
      await inTurn(async () => {
        const record = await memory.read(key).catch(() => null);
        version = record?.version ?? 0;
        base = record?.value ?? null;
        mine = base;
      });
      return mine;
    },
    /** @param {any} value @param {number} [since] the version it was made of, when open() was not asked */
    begin(value, since = version) {
      version = since;
      base = value;
      mine = value;
    },
    /** @param {any} value */
    change(value) {
      mine = value;
      if (!same(base, mine)) queueWrite();
    },
    /** @param {(news: News) => any} listener */
    follow(listener) {
      show = listener;
    },
    /** @param {(status: Status) => void} watcher */
    watchStatus(watcher) {
      statusWatchers.add(watcher);
      watcher(status);
    },
    /** A tab that slept may have missed the news. */
    look: () => inTurn(look),
    async settled() {
      // A step may queue another.
      for (let before; before !== work;) {
        before = work;
        await before;
      }
    },
    close() {
      isClosed = true;
      clearTimeout(again);
      globalThis.removeEventListener?.('pagehide', leave);
      stop();
    },
  };
}

/** @typedef {ReturnType<typeof createKept>} Kept */
