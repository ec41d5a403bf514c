// @ts-check
// The landing page's calculation on this device: written at every edit, shared by tabs, the person's own apart from one of a link.
// Loaded before the first result when the device may remember something, otherwise after it.

import {
  calculationFrom,
  kLinked,
  kOwn,
  lastStates,
  mergeCalculations,
  openKey,
  readCalculation,
  stepFrom,
} from '../model/calculations.js';
import { movePointer } from '../model/device-pointer.js';
import { createKept } from '../model/kept.js';
import { openMemory } from '../model/memory.js';
import { readOrigin } from '../model/origin.js';
import { same } from '../model/merge.js';
import { mountDeviceWords } from './device-words.js';

/** @typedef {import('../model/calculations.js').Calculation} Calculation */
/** @typedef {Calculation & {recordVersion: number}} Kept */
/**
 * @typedef {object} Device what it remembers
 * @property {import('../model/memory.js').Memory} memory
 * @property {Kept | null} own the person's own calculation
 * @property {string} key of the one that was open last
 * @property {Kept | null} value that one
 */

/** @returns {Promise<Device>} */
export async function openDevice() {
  const memory = await openMemory();
  const own = await readCalculation(memory, kOwn);
  const linked = openKey() === kLinked ? await readCalculation(memory, kLinked) : null;
  return { memory, own, key: linked ? kLinked : kOwn, value: linked ?? own };
}

/** The calculation as it is kept. @param {import('./store.js').Store} store @returns {Calculation} */
function toKeep(store) {
  const calculation = store.kept();
  return { ...calculation, past: lastStates(calculation.past) };
}

/** What the page is to show of another tab's edits, with a way back to what both typed; null: nothing that can be read. @param {import('../model/kept.js').News} news */
function shownOf({ value, clashes, theirs }) {
  const calculation = calculationFrom(value);
  if (!calculation) return null;
  const other = calculationFrom(theirs);
  if (clashes.length === 0 || !other) return calculation;
  return {
    ...calculation,
    past: lastStates([...calculation.past, stepFrom(other, 'то, что было в другой вкладке')]),
  };
}

/**
 * The record the calculation is kept in: one at a time, the person's own or that of a link.
 * @param {import('../model/memory.js').Memory} memory @param {string} openLast
 * @param {{words: ReturnType<typeof mountDeviceWords>, show: (news: import('../model/kept.js').News) => any}} page
 */
function createRecord(memory, openLast, { words, show }) {
  let key = openLast;
  let kept = createKept({ memory, key, mergeBy: mergeCalculations });
  return {
    key: () => key,
    /** @param {Calculation} calculation */
    change: (calculation) => kept.change(calculation),
    look: () => kept.look(),
    settled: () => kept.settled(),
    /** From now on the record of that key is kept. @param {string} next @param {Calculation} from what counts as unchanged @param {number} version it was made of */
    follow(next, from, version) {
      const before = kept;
      before.settled().then(() => before.close());
      key = next;
      kept = createKept({ memory, key, mergeBy: mergeCalculations });
      kept.begin(from, version);
      kept.follow(show);
      kept.watchStatus(words.showStatus);
      kept.look();
      words.showPlace({ isLinked: key === kLinked });
    },
  };
}

/** Beside the fields, when numbers were taken over from a CRM. @param {import('../model/memory.js').Memory} memory @param {import('./store.js').Store} store */
async function showOrigin(memory, store) {
  const origin = await readOrigin(memory);
  if (origin) (await import('./origin.js')).mountOrigin({ store, origin });
}

/** A page that slept or was left may have missed what other tabs did. @param {() => void} look */
function lookOnReturn(look) {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) look();
  });
}

/**
 * @param {Device} device
 * @param {object} page
 * @param {import('./store.js').Store} page.store
 * @param {ReturnType<typeof import('./address.js').createAddress>} page.address
 * @param {import('./notices.js').Notify} page.notify
 * @param {Calculation} page.began the calculation as the page first showed it
 * @param {boolean} page.isKnown it was the device's, or of a link while the device's was known; false: the device was not asked
 */
export async function keepCalculation({ memory, own, key: openLast, value: shownFirst }, page) {
  const { store, address, notify, began, isKnown } = page;
  const words = mountDeviceWords({ store, notify, address, goOwn });
  const record = createRecord(memory, openLast, { words, show });
  let hasOwn = own !== null;
  /** What changes now is the page's doing: nothing is written. */
  let isQuiet = false;
  /** It is not yet known on what version to build: what is typed is written a moment later. */
  let isWaiting = false;

  /** @param {() => void} work */
  function quietly(work) {
    isQuiet = true;
    try {
      work();
    } finally {
      isQuiet = false;
    }
  }

  /** @param {import('../model/kept.js').News} news */
  function show(news) {
    const shown = shownOf(news);
    if (!shown) return news.value;
    quietly(() => store.start(shown, 'other'));
    words.ask(news.clashes);
    return toKeep(store);
  }

  /** The calculation of a link stands on the page: it gets a record of its own. */
  async function followLink() {
    const from = toKeep(store);
    isWaiting = true;
    const before = await readCalculation(memory, kLinked);
    isWaiting = false;
    // An edited calculation of an earlier link can still be gone back to.
    const past = before ? lastStates([...before.past, stepFrom(before, 'открытие другой ссылки')]) : [];
    quietly(() => store.remembers(past));
    record.follow(kLinked, { ...from, past }, before?.recordVersion ?? 0);
    words.tellLink();
    changed();
  }

  function changed() {
    if (isQuiet || isWaiting || address.isOpenedLink()) return;
    const value = toKeep(store);
    record.change(value);
    if (same(value, began) || value.example) return;
    hasOwn ||= record.key() === kOwn;
    movePointer({ open: record.key() });
  }

  /** Back to the person's own calculation; the linked one stays where it is. */
  async function goOwn() {
    await record.settled();
    const stored = await readCalculation(memory, kOwn);
    address.clear();
    quietly(() => store.start(stored ?? began));
    movePointer({ open: kOwn });
    record.follow(kOwn, toKeep(store), stored?.recordVersion ?? 0);
  }

  const isLink = address.isOpenedLink();
  if (isLink && own && (await address.isLinkOf(own))) {
    quietly(() => store.start(own)); // one's own link: with the way back, and what was typed since
    address.remark();
    record.follow(kOwn, toKeep(store), own.recordVersion);
  } else if (isLink && own) {
    await followLink();
  } else {
    record.follow(isLink ? kOwn : openLast, began, isKnown && !isLink ? (shownFirst?.recordVersion ?? 0) : 0);
    changed();
  }
  address.onOpen(() => {
    if (!hasOwn) return;
    quietly(() => store.start({ ...store.kept(), past: [] }));
    followLink();
  });
  store.subscribe(changed);
  showOrigin(memory, store);
  lookOnReturn(record.look);
}
