// @ts-check
// Reading and changing a document by JSON Pointer ("/stages/0/conversion"). Keys of a scenario need no escapes.

/** @param {string} pointer */
const keysOf = (pointer) => pointer.split('/').slice(1);

/** The value there, or undefined. @param {any} document @param {string} pointer @returns {any} */
export function valueAt(document, pointer) {
  return keysOf(pointer).reduce((value, key) => value?.[key], document);
}

/**
 * A copy of the document with that value; undefined removes the key, and an object left with nothing goes too.
 * @template T @param {T} document @param {string} pointer @param {unknown} value @returns {T}
 */
export function withValueAt(document, pointer, value) {
  return change(document, keysOf(pointer), value);
}

/** @param {any} container @param {string[]} keys @param {unknown} value @returns {any} */
function change(container, [key, ...rest], value) {
  const copy = Array.isArray(container) ? [...container] : { ...container };
  const next = rest.length ? change(copy[key] ?? {}, rest, value) : value;
  const isNothing =
    next === undefined ||
    (!Array.isArray(next) && typeof next === 'object' && next !== null && Object.keys(next).length === 0);
  if (!isNothing) copy[key] = next;
  else if (!Array.isArray(copy)) delete copy[key];
  else copy[Number(key)] = rest.length ? {} : null;
  return copy;
}
