// @ts-check
// The one state of the plan page: what the plan is made of, what the reader changed, and the plan. Knows no DOM.

/** @typedef {Record<string, any>} Json */
/** What the reader decided. @typedef {{start: string, people: Record<string, boolean>, fixed: Record<string, {owner?: string, week_from?: number}>, done: Record<string, number[]>, own: Json | null}} Choices */
/**
 * @typedef {object} State
 * @property {Choices} choices
 * @property {Json | null} scenario the calculation the plan stands on, with targets
 * @property {boolean} assumed the targets are the page's
 * @property {boolean} example the calculation is the site's example
 * @property {Json | null} plan
 * @property {Json | null} order
 * @property {{checklist: boolean, calls: boolean}} known
 * @property {string | null} failure
 */

export const kPeople = ['rop', 'owner', 'marketing', 'crm'];
const kUplift = 1.5;

/** @param {Json} scenario */
const hasTargets = (scenario) =>
  Object.values(scenario.target ?? {}).some((value) => value !== null && value !== undefined) ||
  scenario.stages.some(
    (/** @type {Json} */ stage) => stage.target_conversion !== null && stage.target_conversion !== undefined,
  );

/** @param {string} start @returns {Choices} */
export const noChoices = (start) => ({
  start,
  people: Object.fromEntries(kPeople.map((person) => [person, true])),
  fixed: {},
  done: {},
  own: null,
});

/**
 * @typedef {object} Options
 * @property {any} core null when it could not be loaded
 * @property {string | null} failure
 * @property {import('../model/known.js').Known} known
 * @property {Json} techniques
 * @property {Json | null} definition of the checklist; null when nothing but numbers is known
 * @property {Choices} choices
 * @property {(choices: Choices) => void} keep
 * @property {(error: unknown) => string} trouble what an error means, in words
 */

/**
 * What the core makes of a calculation and the reader's choices: the part of the state that changes by it.
 * @param {Options} options @param {Json} base the calculation @param {Choices} choices @returns {Partial<State>}
 */
function planOf({ core, known, techniques, definition, trouble }, base, { start, people, fixed }) {
  try {
    const assumed = !hasTargets(base) || base.targets_source === 'assumed';
    const scenario = hasTargets(base) ? base : (core.defaultTargets(base, kUplift).scenario ?? base);
    const { plan, order, issues } = core.plan({
      scenario,
      techniques,
      definition,
      checklist: known.checklist,
      calls: known.calls,
      options: {
        start,
        people,
        fixed: Object.entries(fixed).map(([technique, change]) => ({ technique, ...change })),
      },
    });
    return {
      scenario,
      assumed,
      plan: plan ?? null,
      order: order ?? null,
      failure: issues ? issues[0].message : null,
    };
  } catch (error) {
    return { failure: trouble(error) };
  }
}

/** @param {Options} options */
export function createPlanStore(options) {
  const { core, failure, known, choices, keep } = options;
  /** @type {State} */
  let state = {
    choices,
    scenario: null,
    assumed: false,
    example: false,
    plan: null,
    order: null,
    known: { checklist: known.checklist !== null, calls: known.calls !== null },
    failure,
  };
  /** A calculation that came by a link stands before the device's own. @type {Json | null} */
  let linked = null;
  /** @type {Set<(state: State) => void>} */
  const listeners = new Set();

  function evaluate() {
    const base = linked ?? state.choices.own ?? (known.example ? null : known.scenario);
    state = { ...state, scenario: base, plan: null, order: null, assumed: false };
    if (core && base) state = { ...state, ...planOf(options, base, state.choices) };
  }

  /** @param {Partial<Choices>} change */
  function choose(change) {
    const before = state.choices;
    const put = (/** @type {Choices} */ next) => {
      state = { ...state, choices: next };
      evaluate();
      keep(next);
      listeners.forEach((listener) => listener(state));
    };
    put({ ...before, ...change });
    return () => put(before);
  }

  evaluate();
  return {
    state: () => state,
    /** @param {(state: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
    },
    choose,
    /** @param {string} technique @param {{owner?: string, week_from?: number}} change */
    fix: (technique, change) =>
      choose({
        fixed: { ...state.choices.fixed, [technique]: { ...state.choices.fixed[technique], ...change } },
      }),
    /** @param {string} technique @param {number} action @param {boolean} isDone */
    tick(technique, action, isDone) {
      const had = (state.choices.done[technique] ?? []).filter((one) => one !== action);
      return choose({ done: { ...state.choices.done, [technique]: isDone ? [...had, action] : had } });
    },
    /** @param {Choices} theirs another tab's */
    adopt(theirs) {
      state = { ...state, choices: theirs };
      evaluate();
      listeners.forEach((listener) => listener(state));
    },
    /** @param {Json} scenario */
    openLink(scenario) {
      linked = scenario;
      evaluate();
      listeners.forEach((listener) => listener(state));
    },
  };
}

/** @typedef {ReturnType<typeof createPlanStore>} PlanStore */
