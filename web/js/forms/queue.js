// @ts-check
// Requests on this device: those not answered yet, kept until they are, and the keys of those just taken. The same key travels with
// every attempt of the same content, so that a request sent twice, by a reload or by a second click, is one lead.

import { kKey } from './device.js';

const kTakenKey = 'funnel.requests.taken.v1';
const kMost = 10;
const kKeepMs = 7 * 24 * 3600 * 1000;
const kSameMs = 24 * 3600 * 1000;

/** @typedef {{body: any, digest: string, at: number}} Waiting `digest` of the content, "" where the browser makes none */
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
  const others = waitingIn(storage, now).filter(
    (entry) => entry.body.idempotency_key !== body.idempotency_key,
  );
  return write(storage, [...others, { body, digest, at: now }]);
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
