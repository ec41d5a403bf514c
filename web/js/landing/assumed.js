// @ts-check
// What the page adds to what was typed before the core reads it: the share of payments of a funnel of one stage, from the sales that the
// owner knows; where each conversion came from; targets until the owner sets his own. Every number here is the core's.

/** @typedef {Record<string, any>} Doc */

const kHighest = 0.95; // of what is assumed, as in the core's default

/** The answer is asked for until these are the owner's own. A stage is named "stage:ID". @param {Doc} draft */
export const needed = (draft) => [
  'leads_per_month',
  'average_check',
  ...(draft.stages.length === 1 ? [`stage:${draft.stages[0].id}`] : []),
];

/** Leads somebody works, by the core; null while it refuses the draft. @param {any} core @param {Doc} draft */
function workedLeads(core, draft) {
  const { stages: _, roster: __, goal_revenue: ___, ...rest } = draft;
  const probe = { ...rest, stages: [{ id: 'all', name: 'Все', conversion: 1 }] };
  return core.evaluate(probe, { distribution: false }).report?.now.worked_leads ?? null;
}

/**
 * A funnel of one stage takes its share from "оплат в месяц": so many of the leads that somebody works, over the months of the data.
 * @param {any} core @param {Doc} draft
 */
export function withStatedSales(core, draft) {
  if (typeof draft.stated_sales !== 'number' || draft.stages.length !== 1) return draft;
  const worked = workedLeads(core, draft);
  if (worked === null) return draft;
  const months = typeof draft.history_months === 'number' ? draft.history_months : 1;
  const { conversion: _, ...stage } = draft.stages[0];
  const observed = { entered: Math.round(worked * months), passed: draft.stated_sales * months };
  // Nobody works a lead: there is no share to speak of.
  const share = observed.entered > 0 ? { observed } : { conversion: 0, observed: undefined };
  return { ...draft, stages: [{ ...stage, ...share }] };
}

/** Says of each share that is still the page's, not the owner's, that it is an example. @param {Doc} draft @param {string[]} placeholders */
export function withSources(draft, placeholders) {
  const stages = draft.stages.map((/** @type {Doc} */ stage) => {
    const { source, ...rest } = stage;
    if (placeholders.includes(`stage:${stage.id}`)) return { ...rest, source: 'example' };
    return source && source !== 'example' ? stage : rest;
  });
  return { ...draft, stages };
}

/**
 * The same draft with assumed targets. One stage goes up exactly `uplift` times (a share of 3 % has no half points to spare); several by the
 * core's default: unanswered leads first, then the conversions evenly.
 * @param {any} core @param {Doc} draft @param {number} uplift
 * @returns {{draft: Doc, reached: boolean} | null} null while the core refuses the draft
 */
export function withAssumedTargets(core, draft, uplift) {
  const assumed = core.defaultTargets(draft, uplift);
  if (!assumed.scenario) return null;
  const { stages, target } = assumed.scenario;
  const once = draft.stages.length === 1 ? core.targetsFromUplift(draft, uplift) : null;
  const exact = once?.scenario?.stages[0].target_conversion <= kHighest ? once : null;
  const aims = exact?.scenario.stages ?? stages;
  const capacity = target?.capacity_leads_per_manager ?? null;
  const { capacity_leads_per_manager: _, ...others } = draft.target ?? {};
  const aimed = capacity === null ? others : { ...others, capacity_leads_per_manager: capacity };
  const { target: __, ...rest } = draft;
  return {
    draft: {
      ...rest,
      ...(Object.keys(aimed).length > 0 ? { target: aimed } : {}),
      targets_source: 'assumed',
      stages: draft.stages.map((/** @type {Doc} */ stage, /** @type {number} */ i) => ({
        ...stage,
        target_conversion: aims[i].target_conversion,
      })),
    },
    reached: exact ? exact.reached : assumed.uplift > uplift * 0.98,
  };
}

/** The placeholder a pointer fills in. @param {Doc} draft @param {string} pointer */
export function placeholderOf(draft, pointer) {
  if (pointer === '/stated_sales') {
    return draft.stages.length === 1 ? `stage:${draft.stages[0].id}` : 'stated_sales';
  }
  const stage = /^\/stages\/(\d+)\/(conversion|observed)/.exec(pointer);
  return stage ? `stage:${draft.stages[Number(stage[1])]?.id}` : pointer.slice(1);
}

/** A share is given in one way: by sales, by a percentage or by counts; typing one puts the others away. @param {Doc} draft @param {string} pointer @param {Doc} example */
export function withOneShare(draft, pointer, example) {
  if (pointer === '/stated_sales') {
    if (draft.stages.length !== 1 || draft.stated_sales !== undefined) return draft;
    // Cleared: the share is the example's again.
    const { observed: _, ...stage } = draft.stages[0];
    return { ...draft, stages: [{ ...stage, conversion: example.stages[0].conversion }] };
  }
  const match = /^\/stages\/(\d+)\/(conversion|observed)/.exec(pointer);
  if (!match) return draft;
  const at = Number(match[1]);
  const other = match[2] === 'conversion' ? 'observed' : 'conversion';
  const stages = draft.stages.map((/** @type {Doc} */ stage, /** @type {number} */ i) => {
    if (i !== at) return stage;
    // Typed over, it is no more what a CRM said.
    const { [other]: _, source, ...rest } = stage;
    return source && source !== 'crm' ? { ...rest, source } : rest;
  });
  const { stated_sales: sales, ...rest } = draft;
  return draft.stages.length === 1 || sales === undefined ? { ...rest, stages } : { ...draft, stages };
}
