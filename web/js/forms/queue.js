// @ts-check
// Requests on this device: those not answered yet, kept until they are, and the keys of those just taken. The same key travels with
// every attempt of the same content, so that a request sent twice, by a reload or by a second click, is one lead.

import { kDeliveredKey, kKey } from './device.js';

const kTakenKey = 'funnel.requests.taken.v1';
const kMost = 10;
const kKeepMs = 60 * 24 * 3600 * 1000;
const kSameMs = 24 * 3600 * 1000;

/** @typedef {{body: any, digest: string, at: number, attempts?: number, next?: number, refused?: string}} Waiting `digest` of the content, "" where the browser makes none; `next`: not to be sent before, `refused`: what the server said of it */
/** @typedef {{number: string, receipt: string, at: number}} Delivered a request that waited and was taken while nobody looked at its form */
/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} DeviceStorage */

/** @param {DeviceStorage} storage @param {number} now @returns {Waiting[]} */
export function waitingIn(storage, now) {
  try {
    const list = JSON.parse(storage.getItem(kKey) ?? '[]');
    return Array.isArray(list)
      ? list.filter((entry) => entry?.body?.idempotency_key && now - entry.at < kKeepMs)
      : [];
  } catch {
    return [];
  }
}

/** @param {DeviceStorage} storage @param {Waiting[]} list */
function write(storage, list) {
  try {
    if (list.length === 0) storage.removeItem(kKey);
    else storage.setItem(kKey, JSON.stringify(list.slice(-kMost)));
    return true;
  } catch {
    return false;
  }
}

/** False when this device keeps nothing (private mode): then the words must say so. @param {DeviceStorage} storage @param {{body: any, digest: string}} request @param {number} now */
export function keep(storage, { body, digest }, now) {
  const waiting = waitingIn(storage, now);
  const before = waiting.find((entry) => entry.body.idempotency_key === body.idempotency_key);
  return write(storage, [
    ...waiting.filter((entry) => entry !== before),
    { at: now, ...before, body, digest },
  ]);
}

const kFirstMs = 5_000;
const kLongestMs = 10 * 60_000;

/** A request could not be delivered: it is tried again later and later, and not before the server allows. @param {DeviceStorage} storage @param {string} key @param {{now: number, after?: number}} when `after` in seconds */
export function postpone(storage, key, { now, after = 0 }) {
  const list = waitingIn(storage, now).map((entry) => {
    if (entry.body.idempotency_key !== key) return entry;
    const attempts = (entry.attempts ?? 0) + 1;
    const wait = Math.max(after * 1000, Math.min(kLongestMs, kFirstMs * 2 ** (attempts - 1)));
    return { ...entry, attempts, next: now + wait };
  });
  write(storage, list);
}

/** The server has refused a request whose form nobody looks at: it stays until the person has read why. @param {DeviceStorage} storage @param {string} key @param {{now: number, why: string}} said */
export function refuse(storage, key, { now, why }) {
  const list = waitingIn(storage, now);
  write(
    storage,
    list.map((entry) => (entry.body.idempotency_key === key ? { ...entry, refused: why } : entry)),
  );
}

/** @param {DeviceStorage} storage @returns {Delivered[]} */
export function deliveredIn(storage) {
  try {
    const list = JSON.parse(storage.getItem(kDeliveredKey) ?? '[]');
    return Array.isArray(list) ? list.filter(({ number, receipt }) => number && receipt) : [];
  } catch {
    return [];
  }
}

/** @param {DeviceStorage} storage @param {Delivered[]} list */
export function setDelivered(storage, list) {
  try {
    if (list.length === 0) storage.removeItem(kDeliveredKey);
    else storage.setItem(kDeliveredKey, JSON.stringify(list.slice(-kMost)));
  } catch {
    // Then the number is told once, in this page.
  }
}

/** @param {DeviceStorage} storage @param {string} key @param {number} now */
export function forget(storage, key, now) {
  write(
    storage,
    waitingIn(storage, now).filter((entry) => entry.body.idempotency_key !== key),
  );
}

/** Storage of this device, or one that keeps nothing where the browser forbids it. @returns {DeviceStorage} */
export function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return {
      getItem: () => null,
      setItem: () => {
        throw new Error('nothing is kept here');
      },
      removeItem: () => {},
    };
  }
}

/** @typedef {{digest: string, key: string, at: number}} Taken */

/** @param {DeviceStorage} storage @param {number} now @returns {Taken[]} */
function takenIn(storage, now) {
  try {
    const list = JSON.parse(storage.getItem(kTakenKey) ?? '[]');
    return Array.isArray(list) ? list.filter((entry) => now - entry?.at < kSameMs) : [];
  } catch {
    return [];
  }
}

/** The key under which this very content was taken within the last day, "" otherwise. @param {DeviceStorage} storage @param {string} digest of the content @param {number} now */
export const keyOfTaken = (storage, digest, now) =>
  takenIn(storage, now).find((entry) => entry.digest === digest)?.key ?? '';

/** Only a digest of the content stays on the device. @param {DeviceStorage} storage @param {{digest: string, key: string}} taken @param {number} now */
export function rememberTaken(storage, { digest, key }, now) {
  if (!digest) return;
  try {
    storage.setItem(
      kTakenKey,
      JSON.stringify(
        [...takenIn(storage, now).filter((entry) => entry.digest !== digest), { digest, key, at: now }].slice(
          -kMost,
        ),
      ),
    );
  } catch {
    // Then a reload forgets it, and nothing else.
  }
}
