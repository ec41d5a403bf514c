// @ts-check
// What pages leave that go before their write has ended: funnel.left.KEY of localStorage, put at once while a database would answer
// later. The next page that opens the memory, or a tab that is open, makes a record of it (memory.js) and takes it away.

const kPrefix = 'funnel.left.';

/** @typedef {{base: any, value: any, since: number}} Left `value` as the page held it, made of `base`, the record's version `since` */

/** @param {string} key of a record @param {Left} left */
export function leaveRecord(key, left) {
  try {
    localStorage.setItem(kPrefix + key, JSON.stringify(left));
    // The page may come back as it was, and then it writes by itself.
    const back = (/** @type {PageTransitionEvent} */ { persisted }) => {
      if (persisted) localStorage.removeItem(kPrefix + key);
    };
    window.addEventListener('pageshow', back, { once: true });
  } catch {
    // Nothing more can be done while the page goes.
  }
}

/** @returns {(Left & {key: string, forget: () => void})[]} */
export function leftRecords() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(kPrefix));
    return names.flatMap((name) => {
      const forget = () => localStorage.removeItem(name);
      try {
        const { base, value, since } = JSON.parse(localStorage.getItem(name) ?? '');
        return [{ key: name.slice(kPrefix.length), base, value, since: Number(since) || 0, forget }];
      } catch {
        forget();
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** @param {() => void} heard another tab has left something @returns {() => void} the way to stop */
export function watchLeft(heard) {
  const listener = (/** @type {StorageEvent} */ { key, newValue }) => {
    if (newValue !== null && key?.startsWith(kPrefix)) heard();
  };
  globalThis.addEventListener?.('storage', listener);
  return () => globalThis.removeEventListener?.('storage', listener);
}
