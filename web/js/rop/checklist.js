// @ts-check
// The checklist as the page uses it: areas and items found by id, and the version that is asked now, full or short.

/** @typedef {{id: string, weight: number, critical: boolean, short: boolean, question: string, evidence: string, good_answer: string, levels: string[], action: string, owner: string, day: number}} Item
 * levels: what 0 and 1 look like, two texts (good_answer is 2); owner (rop, owner, marketing, crm) and day 1..5: who does the week's action and by when */
/** @typedef {{id: string, name: string, about: string, governs: {kinds: string[], factors: string[]}, drill: string[], items: Item[]}} Area */
/** @typedef {{title: string, minutes_per_item: number, prepare: {what: string, areas: string[]}[], areas: Area[]}} Definition `funnel-checklist-definition` of assets/checklist */
/** @typedef {'full' | 'short'} Length */

/** @param {Definition} definition */
export function createChecklist(definition) {
  const items = new Map(definition.areas.flatMap((area) => area.items.map((item) => [item.id, item])));
  const areas = new Map(definition.areas.map((area) => [area.id, area]));
  const short = {
    ...definition,
    areas: definition.areas.map((area) => ({ ...area, items: area.items.filter((item) => item.short) })),
  };
  return {
    definition,
    title: definition.title,
    areas: definition.areas,
    /** Ids in the order of the form: marks in a link stand in this order. */
    itemIds: [...items.keys()],
    /** @param {string} id */
    item: (id) => items.get(id),
    /** @param {string} id */
    area: (id) => areas.get(id),
    /** What is asked: the core counts completeness over exactly these. @param {Length} length */
    asked: (length) => (length === 'short' ? short : definition),
    /** What to have ready for it, in words. @param {Length} length */
    toPrepare(length) {
      const { areas: asked, prepare } = length === 'short' ? short : definition;
      const open = new Set(asked.filter((area) => area.items.length > 0).map(({ id }) => id));
      return prepare.filter((thing) => thing.areas.some((id) => open.has(id))).map(({ what }) => what);
    },
  };
}

/** @typedef {ReturnType<typeof createChecklist>} Checklist */
