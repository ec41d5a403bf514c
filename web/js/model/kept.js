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

/** Reads and writes one after another: none sees half of what another did. */
function createTurns() {
  let work = Promise.resolve();
  return {
    /** @param {() => Promise<void>} step */
    inTurn(step) {
      work = work.then(step, step);
      return work;
    },
    async settled() {
      // A step may queue another.
      for (let before; before !== work;) {
        before = work;
        await before;
      }
    },
  };
}

/** What to tell the person, once each time it changes. @param {import('./memory.js').Memory} memory */
function createStatus(memory) {
  /** @returns {Status} */
  const asKept = () => ({ saved: memory.kept, why: memory.kept ? '' : 'blocked' });
  let status = asKept();
  /** @type {Set<(status: Status) => void>} */
  const watchers = new Set();
  return {
    isSaved: () => status.saved,
    /** @param {Status} [now] left out when nothing waits to be written: it is as the browser keeps things */
    tell(now = asKept()) {
      if (now.saved === status.saved && now.why === status.why) return;
      status = now;
      watchers.forEach((watcher) => watcher(status));
    },
    /** @param {(status: Status) => void} watcher */
    watch(watcher) {
      watchers.add(watcher);
      watcher(status);
    },
  };
}

/** The document as this tab holds it, on the stored version it was made of. @param {(base: any, mine: any, theirs: any) => import('./merge.js').Merged} mergeBy */
function createCopy(mergeBy) {
  let version = 0;
  /** What the page holds of the stored version. @type {any} */
  let base = null;
  /** @type {any} */
  let mine = null;
  /** @type {(news: News) => any} */
  let show = ({ value }) => value;

  return {
    mine: () => mine,
    version: () => version,
    isEdited: () => !same(base, mine),
    /** @returns {import('./left.js').Left} */
    toLeave: () => ({ base, value: mine, since: version }),
    /** @param {any} value @param {number} [since] the version it was made of, when open() was not asked */
    begin(value, since = version) {
      version = since;
      base = value;
      mine = value;
    },
    /** @param {any} value */
    edit(value) {
      mine = value;
    },
    /** @param {any} sent what is stored by now: another may have been typed meanwhile @param {number} stored its version */
    written(sent, stored) {
      version = stored;
      base = sent;
    },
    /** Taken away by another tab: what is typed here stays. */
    removed() {
      version = 0;
    },
    /** @param {(news: News) => any} listener */
    follow(listener) {
      show = listener;
    },
    /** Another tab's version becomes the one this tab builds on. @param {import('./memory.js').Stored} record */
    take(record) {
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
    },
  };
}

/**
 * @param {object} options
 * @param {import('./memory.js').Memory} options.memory
 * @param {string} options.key
 * @param {(base: any, mine: any, theirs: any) => import('./merge.js').Merged} [options.mergeBy]
 */
export function createKept({ memory, key, mergeBy = merge }) {
  const copy = createCopy(mergeBy);
  const status = createStatus(memory);
  const { inTurn, settled } = createTurns();
  let isQueued = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;
  let isClosed = false;

  async function write() {
    isQueued = false;
    while (!isClosed && copy.isEdited()) {
      const sent = copy.mine();
      const answer = await memory.write(key, sent, copy.version());
      if (answer.kind === 'refused') {
        status.tell({ saved: false, why: answer.why });
        clearTimeout(again);
        again = setTimeout(queueWrite, kAgainAfter);
        return;
      }
      if (answer.kind === 'written') copy.written(sent, answer.record.version);
      else if (answer.record) copy.take(answer.record);
      else copy.removed();
    }
    if (!isClosed) status.tell();
  }

  function queueWrite() {
    if (isQueued || isClosed) return;
    isQueued = true;
    inTurn(write);
  }

  async function look() {
    if (isClosed) return;
    const record = await memory.read(key).catch(() => null);
    if (record && record.version > copy.version() && !isClosed) {
      copy.take(record);
      if (copy.isEdited()) queueWrite();
    }
  }

  /** The last that was typed: whoever leaves a page waits for nothing. */
  function leave() {
    if (status.isSaved() && !isClosed && copy.isEdited()) memory.leave(key, copy.toLeave());
  }
  globalThis.addEventListener?.('pagehide', leave);

  const stop = memory.watch((changed) => {
    if (changed === key) inTurn(look);
  });

  return {
    async open() {
      await inTurn(async () => {
        const record = await memory.read(key).catch(() => null);
        copy.begin(record?.value ?? null, record?.version ?? 0);
      });
      return copy.mine();
    },
    begin: copy.begin,
    /** @param {any} value */
    change(value) {
      copy.edit(value);
      if (copy.isEdited()) queueWrite();
    },
    follow: copy.follow,
    watchStatus: status.watch,
    /** A tab that slept may have missed the news. */
    look: () => inTurn(look),
    settled,
    close() {
      isClosed = true;
      clearTimeout(again);
      globalThis.removeEventListener?.('pagehide', leave);
      stop();
    },
  };
}

/** @typedef {ReturnType<typeof createKept>} Kept */
