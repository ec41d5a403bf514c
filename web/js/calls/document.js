// @ts-check
// The calls of this device: the document the core reads, and each call's own id, by which two tabs and two devices know it.
// Every function gives a new value and changes none.

/** @typedef {{id: string, name: string, part: string, weight: number, kind: string, looks_like?: string, three_days?: string}} Criterion */
/** @typedef {0 | 1 | 'na'} Mark */
/** @typedef {{id: string, manager: string, date: string, note: string, marks: Record<string, Mark>}} Call */
/** @typedef {{title: string, criteria: Criterion[], calls: Call[]}} Calls */
/** A call that is being listened to. @typedef {Call & {seconds: number}} Draft */
/** @typedef {Record<string, any>} Json */

export const kLimits = {
  title: 200,
  criteria: 40,
  name: 120,
  part: 60,
  calls: 20_000,
  manager: 80,
  note: 500,
};

/** The default criteria travel without the texts the page has anyway. @param {Criterion[]} criteria @returns {Calls} */
export const emptyCalls = (criteria) => ({ title: '', criteria, calls: [] });

/** The `funnel-calls` document. @param {Calls} calls @returns {Json} */
export const documentOf = ({ title, criteria, calls }) => ({
  format: 'funnel-calls',
  version: 1,
  title,
  criteria,
  calls: calls.map(({ manager, date, note, marks }) => ({ manager, date, note, marks })),
});

/** A document the core has found sound. @param {Json} document @param {() => string} newId @returns {Calls} */
export const callsFrom = (document, newId) => ({
  title: document.title ?? '',
  criteria: document.criteria.map((/** @type {Criterion} */ criterion) => ({
    ...criterion,
    part: criterion.part ?? '',
    kind: criterion.kind ?? 'other',
  })),
  calls: document.calls.map((/** @type {Call} */ call) => ({ ...call, id: newId(), note: call.note ?? '' })),
});

/** What makes two calls the same one wherever they were marked. @param {Call} call */
const contentOf = ({ manager, date, note, marks }) =>
  JSON.stringify([manager, date, note, Object.entries(marks).sort(([a], [b]) => (a < b ? -1 : 1))]);

/**
 * Two devices' calls in one: a call both have stands once; criteria only the other has are added.
 * @param {Calls} own @param {Calls} other @returns {{calls: Calls, added: number}}
 */
export function merged(own, other) {
  /** @type {Map<string, number>} */
  const had = new Map();
  for (const call of own.calls) had.set(contentOf(call), (had.get(contentOf(call)) ?? 0) + 1);
  const added = other.calls.filter((call) => {
    const left = had.get(contentOf(call)) ?? 0;
    had.set(contentOf(call), left - 1);
    return left <= 0;
  });
  const known = new Set(own.criteria.map(({ id }) => id));
  const criteria = [...own.criteria, ...other.criteria.filter(({ id }) => !known.has(id))];
  return { calls: { ...own, criteria, calls: [...own.calls, ...added] }, added: added.length };
}

/** Marks of criteria that are no more go with them. @param {Calls} calls @param {Criterion[]} criteria @returns {Calls} */
export function withCriteria(calls, criteria) {
  const ids = new Set(criteria.map(({ id }) => id));
  const kept = (/** @type {Record<string, Mark>} */ marks) =>
    Object.fromEntries(Object.entries(marks).filter(([id]) => ids.has(id)));
  return { ...calls, criteria, calls: calls.calls.map((call) => ({ ...call, marks: kept(call.marks) })) };
}

/** @param {Criterion[]} criteria an id no one of them has */
export function freeId(criteria) {
  const ids = new Set(criteria.map(({ id }) => id));
  let n = criteria.length + 1;
  while (ids.has(`own_${n}`)) n += 1;
  return `own_${n}`;
}

/** Names in the order of their last call. @param {Calls} calls */
export const managersOf = ({ calls }) =>
  [...new Set(calls.map(({ manager }) => manager).reverse())].filter(Boolean);
