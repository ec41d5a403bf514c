// @ts-check
// What to do first: the three costliest weak areas, their drills and this week's actions.

/** @typedef {Record<string, any>} Doc */

const kAreas = 3;

/** Weak areas in the core's order: asked, and not perfect. @param {Doc | null} result */
export function weakAreas(result) {
  if (!result) return [];
  const found = result.order.map((/** @type {string} */ id) =>
    result.areas.find((/** @type {Doc} */ area) => area.id === id),
  );
  return found.filter((/** @type {Doc} */ area) => area.score !== null && area.score < 1);
}

/**
 * @param {Doc | null} result @param {import('./checklist.js').Checklist} checklist
 * @returns {{area: import('./checklist.js').Area, result: Doc, drill: string[], actions: string[]}[]}
 */
export function planOf(result, checklist) {
  return weakAreas(result)
    .slice(0, kAreas)
    .flatMap((/** @type {Doc} */ found) => {
      const area = checklist.area(found.id);
      if (!area) return [];
      const actions = found.weak_items
        .map((/** @type {string} */ id) => checklist.item(id)?.action ?? '')
        .filter(Boolean);
      return [{ area, result: found, drill: area.drill, actions }];
    });
}
