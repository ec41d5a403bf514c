// @ts-check
// What two tabs did to one document, put together field by field. Each side is compared with the document both began with: a field
// only one of them changed is that one's; a field both changed, differently, is a clash that a person has to settle.

/** @typedef {{path: string, mine: any, theirs: any}} Clash `path` is a JSON Pointer into the merged value */
/** @typedef {{value: any, clashes: Clash[]}} Merged in `value`, what is mine stands where there is a clash */

/** Plain data with the same content; a key that holds undefined is no key. @param {any} a @param {any} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key], b[key]));
}

const isObject = (/** @type {any} */ value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Rows that know each other by their id: stages by a text, the workbench's variants by a number. @param {any} value */
const hasIds = (value) =>
  Array.isArray(value) &&
  value.every((row) => typeof row?.id === 'string' || Number.isInteger(row?.id)) &&
  new Set(value.map(({ id }) => id)).size === value.length;

/** @param {any} base what both began with @param {any} mine @param {any} theirs @returns {Merged} */
export function merge(base, mine, theirs) {
  /** @type {Clash[]} */
  const clashes = [];
  const value = merged({ base, mine, theirs, path: '', clashes });
  return { value, clashes };
}

/** @typedef {{base: any, mine: any, theirs: any, path: string, clashes: Clash[]}} Sides */

/** @param {Sides} sides @returns {any} */
function merged(sides) {
  const { base, mine, theirs, path, clashes } = sides;
  if (same(base, mine) || same(mine, theirs)) return theirs;
  if (same(base, theirs)) return mine;
  if (isObject(mine) && isObject(theirs)) return mergedFields(sides);
  if (hasIds(mine) && hasIds(theirs) && (base === undefined || hasIds(base))) return mergedRows(sides);
  if (
    Array.isArray(base) &&
    [mine, theirs].every((one) => Array.isArray(one) && one.length === base.length)
  ) {
    return base.map((_, i) =>
      merged({ base: base[i], mine: mine[i], theirs: theirs[i], path: `${path}/${i}`, clashes }),
    );
  }
  clashes.push({ path, mine, theirs });
  return mine;
}

/** @param {Sides} sides */
function mergedFields({ base, mine, theirs, path, clashes }) {
  const began = isObject(base) ? base : {};
  /** @type {Record<string, any>} */
  const result = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = merged({
      base: began[key],
      mine: mine[key],
      theirs: theirs[key],
      path: `${path}/${key}`,
      clashes,
    });
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** Rows in the order of the side that changed it, new rows of the other where it put them. @param {Sides} sides */
function mergedRows({ base = [], mine, theirs, path, clashes }) {
  const idsOf = (/** @type {any[]} */ rows) => rows.map(({ id }) => id);
  const find = (/** @type {any[]} */ rows, /** @type {string | number} */ id) =>
    rows.find((row) => row.id === id);
  const kept = (/** @type {any[]} */ rows) => idsOf(rows).filter((id) => find(base, id));
  const theyMoved = !same(
    kept(theirs),
    idsOf(base).filter((id) => find(theirs, id)),
  );
  const [first, second] = theyMoved ? [theirs, mine] : [mine, theirs];
  const order = idsOf(first);
  idsOf(second).forEach((id, i) => {
    if (order.includes(id)) return;
    const before = i > 0 ? order.indexOf(second[i - 1].id) : -1;
    order.splice(before + 1, 0, id);
  });
  /** @type {any[]} */
  const rows = [];
  for (const id of order) {
    const value = merged({
      base: find(base, id),
      mine: find(mine, id),
      theirs: find(theirs, id),
      path: `${path}/${rows.length}`,
      clashes,
    });
    if (value !== undefined) rows.push(value);
  }
  return rows;
}
