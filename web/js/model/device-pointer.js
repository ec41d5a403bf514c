// @ts-check
// The one thing of localStorage: funnel.pointer = {open, meeting, stamp}. `open` is the key of the calculation this device had open last,
// `meeting` the checklist's meeting; `stamp` is how browsers without BroadcastChannel hear of a change. Small, so that a first visit
// need not load the memory itself (memory.js).

/** @typedef {{open?: string, meeting?: string, call?: string, stamp?: string}} Pointer */

const kPointer = 'funnel.pointer';
/** Of sessionStorage: this tab was begun anew, and says so (page/anew.js). */
export const kAnew = 'funnel.anew';
/** Where earlier versions of the site kept the calculation, and where one is left whose page went too soon. */
export const kBefore = 'funnel.scenario.v1';

/** {} when there is none, null where localStorage is missing. @returns {Pointer | null} */
export function devicePointer() {
  try {
    return JSON.parse(localStorage.getItem(kPointer) ?? '{}') ?? {};
  } catch (error) {
    return error instanceof SyntaxError ? {} : null;
  }
}

/** @param {Pointer} change */
export function movePointer(change) {
  try {
    localStorage.setItem(kPointer, JSON.stringify({ ...devicePointer(), ...change }));
  } catch {
    // Then other tabs hear by BroadcastChannel alone, and the site's own calculation is opened next time.
  }
}

/** A calculation whose page goes before the memory is there: taken over by the next that reads it (calculations.js). @param {object} calculation */
export function leaveCalculation(calculation) {
  try {
    localStorage.setItem(kBefore, JSON.stringify({ ...calculation, savedAt: new Date().toISOString() }));
  } catch {
    // Nothing more can be done while the page goes.
  }
}

/** @param {(isGone: boolean) => void} heard @returns {() => void} the way to stop */
export function watchPointer(heard) {
  const listener = (/** @type {StorageEvent} */ { key, newValue }) => {
    if (key === kPointer) heard(newValue === null);
  };
  globalThis.addEventListener?.('storage', listener);
  return () => globalThis.removeEventListener?.('storage', listener);
}

/** Whether this device may remember something: then it is worth looking before the page is shown. */
export function mayRemember() {
  const pointer = devicePointer();
  if (pointer === null) return true;
  return pointer.open !== undefined || localStorage.getItem(kBefore) !== null;
}
