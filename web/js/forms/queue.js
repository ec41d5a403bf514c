// @ts-check
// Requests that could not be sent yet, kept on this device until they are. The same key travels with every attempt, so that a request
// sent twice is one lead.

const kKey = 'funnel.requests.v1';
const kMost = 10;
const kKeepMs = 7 * 24 * 3600 * 1000;

/** @typedef {{body: any, at: number}} Waiting */
/** @typedef {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} DeviceStorage */

/** @param {DeviceStorage} storage @param {number} now @returns {Waiting[]} */
export function waitingIn(storage, now) {
  try {
    const list = JSON.parse(storage.getItem(kKey) ?? '[]');
    return Array.isArray(list) ? list.filter((entry) => entry?.body?.idempotency_key && now - entry.at < kKeepMs) : [];
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

/** False when this device keeps nothing (private mode): then the words must say so. @param {DeviceStorage} storage @param {any} body @param {number} now */
export function keep(storage, body, now) {
  const others = waitingIn(storage, now).filter((entry) => entry.body.idempotency_key !== body.idempotency_key);
  return write(storage, [...others, { body, at: now }]);
}

/** @param {DeviceStorage} storage @param {string} key @param {number} now */
export function forget(storage, key, now) {
  write(storage, waitingIn(storage, now).filter((entry) => entry.body.idempotency_key !== key));
}
