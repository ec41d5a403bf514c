// @ts-check
// The one state of the calculator: what is typed, what the core made of it, and the way back.
//
// For other modules (take-aways, forms, cases):
//   store.scenario()        the last scenario the core accepted, complete enough to send; null before that
//   store.report()          its report; null when there is none. store.state() has everything, see State
//   store.subscribe(f)      f(state) after every change, and at once; returns the way to stop
//   store.replace(s, note)  another scenario in place of this one, undoable: {issues} when the core refuses it
//   store.edit(name, f)     draft → changed draft, undoable. f must not change what it is given
// Nothing here knows the DOM. A draft may hold what people typed wrongly (texts where numbers belong):
// the core names every fault, and report and scenario stay the last good ones with state.current false.

import { kDefaultUplift, kReset, examplePlaceholders, exampleScenario } from '../model/example.js';
import { valueAt, withValueAt } from '../model/pointer.js';
import {
  needed,
  placeholderOf,
  withAssumedTargets,
  withOneShare,
  withSources,
  withStatedSales,
} from './assumed.js';
import { troubleText } from '../page/trouble.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {{path: string, code: string, message: string}} Issue */
/**
 * @typedef {object} State
 * @property {Doc} draft what the fields hold
 * @property {Doc | null} scenario the last accepted draft
 * @property {Doc | null} report of that scenario
 * @property {Doc | null} decomposition of that scenario, per manager
 * @property {Doc | null} distribution curve of next month's revenue; null until it is computed
 * @property {Issue[]} issues of the draft, in the core's order
 * @property {boolean} current report belongs to the draft
 * @property {boolean} predicted the report's predictive part is there
 * @property {string | null} failure why there are no results at all
 * @property {boolean} autoTargets targets are assumed by the page: `uplift` times the present share
 * @property {number} uplift how many times the share of payments is to grow while targets are assumed
 * @property {boolean} asks the answer would rest on numbers nobody gave: it is asked for instead
 * @property {Doc[]} findings plain facts of the report, dearest first
 * @property {number | null} point what one more point of the whole conversion is worth a month
 * @property {boolean} upliftReached the default uplift fits under 100 % of every stage
 * @property {string[]} placeholders numbers that are not the visitor's own yet
 * @property {boolean} example nothing of the example is replaced
 * @property {string | null} undoName what the way back undoes
 * @property {'field' | 'other'} origin who changed the draft last
 */

const kHistoryLength = 100;
const kCurvePoints = 161;

/**
 * @param {object} options
 * @param {any} options.core what loadCore() gave; null when it could not be loaded
 * @param {string | null} [options.failure] why it could not
 * @param {(work: () => void) => void} options.later runs the slow half a moment after typing; a new call replaces the waiting one
 */
export function createStore({ core, failure = null, later }) {
  /** @type {State} */
  let state = {
    draft: exampleScenario(),
    scenario: null,
    report: null,
    decomposition: null,
    distribution: null,
    issues: [],
    current: false,
    predicted: false,
    failure,
    autoTargets: true,
    uplift: kDefaultUplift,
    upliftReached: true,
    asks: true,
    findings: [],
    point: null,
    placeholders: examplePlaceholders(),
    example: true,
    undoName: null,
    origin: 'other',
  };
  /** @type {import('../model/calculations.js').Step[]} */
  let history = [];
  /** @type {string | null} */
  let openEdit = null;
  /** @type {Set<(state: State) => void>} */
  let listeners = new Set();

  const tell = () => listeners.forEach((listener) => listener(state));

  /** @param {string} message */
  function fail(message) {
    state = {
      ...state,
      scenario: null,
      report: null,
      decomposition: null,
      distribution: null,
      predicted: false,
      current: false,
      failure: message,
    };
  }

  /** The draft as the core is to read it: shares from sales, where they came from, targets while they are assumed. */
  function completed() {
    const draft = withSources(withStatedSales(core, state.draft), state.placeholders);
    if (!state.autoTargets) return { ...draft, targets_source: 'own' };
    const assumed = withAssumedTargets(core, draft, state.uplift);
    if (!assumed) return draft;
    state.upliftReached = assumed.reached;
    return assumed.draft;
  }

  function evaluate() {
    if (!core) return;
    try {
      const draft = completed();
      const { report, issues } = core.evaluate(draft, { distribution: false });
      if (issues) {
        state = { ...state, draft, issues, current: false };
        return;
      }
      const { decomposition = null } = core.decompose(draft);
      const { findings = [] } = core.findings(draft);
      const { scenario = draft } = core.read(draft);
      state = {
        ...state,
        draft,
        scenario,
        report,
        decomposition,
        findings,
        point: core.pointOfAll(draft, { conversion: report.now.conversion }),
        issues: [],
        current: true,
        predicted: false,
        failure: null,
      };
      later(predict);
    } catch (error) {
      fail(troubleText(error));
    }
  }

  function predict() {
    if (!core || !state.current || state.predicted) return;
    try {
      const { report } = core.evaluate(state.draft, { distribution: true });
      const { distribution = null } = core.distribution(state.draft, kCurvePoints);
      state = { ...state, report, distribution, predicted: true };
    } catch (error) {
      fail(troubleText(error));
    }
    tell();
  }

  /** @param {string} name of the change, for the button that undoes it @param {string | null} [open] changes under one key become one step back */
  function remember(name, open = null) {
    if (open !== null && open === openEdit) return;
    openEdit = open;
    const { draft, autoTargets, uplift, placeholders, example } = state;
    history = [
      ...history.slice(1 - kHistoryLength),
      { draft, autoTargets, uplift, placeholders, example, name },
    ];
  }

  /** @param {Partial<State>} change */
  function apply(change) {
    state = { ...state, ...change, undoName: history[history.length - 1]?.name ?? null };
    state.asks = needed(state.draft).some((name) => state.placeholders.includes(name));
    evaluate();
    tell();
  }

  return {
    state: () => state,
    scenario: () => state.scenario,
    report: () => state.report,

    /** @param {(state: State) => void} listener @param {{first?: boolean}} [how] first: makes fields that the others fill, and hears before them */
    subscribe(listener, { first = false } = {}) {
      listeners = new Set(first ? [listener, ...listeners] : [...listeners, listener]);
      listener(state);
      return () => void listeners.delete(listener);
    },

    /** A field was typed into. @param {string} pointer @param {unknown} value a number, a text that is none, undefined for nothing */
    set(pointer, value) {
      const placeholder = placeholderOf(state.draft, pointer);
      const isPlaceholder = state.placeholders.includes(placeholder);
      if (valueAt(state.draft, pointer) === value && !(isPlaceholder && value !== undefined)) return;
      remember('ввод', pointer);
      const ownTarget = /\/target(_conversion$|\/capacity)/.test(pointer);
      const cleared = value === undefined && pointer === '/stated_sales';
      const kept = state.placeholders.filter((name) => name !== placeholder);
      const placeholders = cleared && placeholder.startsWith('stage:') ? [...kept, placeholder] : kept;
      apply({
        draft: withOneShare(withValueAt(state.draft, pointer, value), pointer, exampleScenario()),
        autoTargets: state.autoTargets && !ownTarget,
        placeholders,
        example: false,
        origin: 'field',
      });
    },

    /** The whole share is to grow so many times; targets are the page's from now on. @param {number} uplift ≥ 1 */
    lift(uplift) {
      remember('цель', 'lift');
      apply({ uplift, autoTargets: true, origin: 'field' });
    },

    /** Listeners hear the same state again: parts of the page were made anew. */
    tellAgain: tell,

    /** The field was left: what is typed next is another step. */
    settle() {
      openEdit = null;
    },

    /** @param {string} name @param {(draft: Doc) => Doc} change @param {{autoTargets?: boolean, uplift?: number, placeholders?: string[]}} [also] */
    edit(name, change, also = {}) {
      remember(name);
      apply({ draft: change(state.draft), example: false, origin: 'other', ...also });
    },

    /** @param {Doc} scenario @param {{name?: string, autoTargets?: boolean, uplift?: number}} [note] */
    replace(
      scenario,
      {
        name = 'замену расчёта',
        autoTargets = scenario.targets_source === 'assumed',
        uplift = state.uplift,
      } = {},
    ) {
      if (core) {
        const { issues } = core.read(scenario);
        if (issues) return { issues };
      }
      remember(name);
      const examples = scenario.stages.filter((/** @type {Doc} */ stage) => stage.source === 'example');
      const placeholders = examples.map((/** @type {Doc} */ stage) => `stage:${stage.id}`);
      apply({ draft: scenario, autoTargets, uplift, placeholders, example: false, origin: 'other' });
      return {};
    },

    /**
     * What was kept on this device, with its way back. A field typed wrongly is still there, over the last good result.
     * @param {import('../model/calculations.js').Calculation | null} saved
     * @param {State['origin']} [origin] 'field' leaves alone the field being typed into
     */
    start(saved, origin = 'other') {
      if (!saved) {
        apply({ origin });
        return;
      }
      const { past, scenario, draft, autoTargets, uplift = kDefaultUplift, placeholders, example } = saved;
      const kept = { draft, autoTargets, uplift, placeholders, example };
      history = [...past];
      openEdit = null;
      if (scenario && JSON.stringify(scenario) !== JSON.stringify(draft)) {
        state = { ...state, ...kept, draft: scenario };
        evaluate();
      }
      apply({ ...kept, origin });
    },

    /** What start() takes: the calculation with all its steps, oldest first. @returns {import('../model/calculations.js').Calculation} */
    kept() {
      const { draft, scenario, autoTargets, uplift, placeholders, example } = state;
      return { draft, scenario, autoTargets, uplift, placeholders, example, past: history };
    },

    /** Earlier states to go back to, before those of this page. @param {import('../model/calculations.js').KeptStep[]} steps */
    remembers(steps) {
      history = [...steps, ...history];
      state = { ...state, undoName: history[history.length - 1]?.name ?? null };
      tell();
    },

    /** One of the last states again, undoable. @param {import('../model/calculations.js').Step} step */
    goBack({ draft, autoTargets, uplift = kDefaultUplift, placeholders, example }) {
      remember('возврат');
      apply({ draft, autoTargets, uplift, placeholders, example, origin: 'other' });
    },

    undo() {
      const last = history.pop();
      if (!last) return;
      openEdit = null;
      const { name, ...before } = last;
      apply({ ...before, origin: 'other' });
    },

    /** Начать заново: the example again, undoable. */
    reset() {
      remember(kReset);
      apply({
        draft: exampleScenario(),
        autoTargets: true,
        uplift: kDefaultUplift,
        placeholders: examplePlaceholders(),
        example: true,
        origin: 'other',
      });
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */
