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

import { kDefaultUplift, examplePlaceholders, exampleScenario } from '../model/example.js';
import { valueAt, withValueAt } from '../model/pointer.js';

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
 * @property {boolean} autoTargets targets follow the default uplift
 * @property {number} uplift how many times the assumed targets raise the conversion
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
    placeholders: examplePlaceholders(),
    example: true,
    undoName: null,
    origin: 'other',
  };
  /** @type {{draft: Doc, autoTargets: boolean, placeholders: string[], example: boolean, name: string}[]} */
  let history = [];
  /** @type {string | null} */
  let openEdit = null;
  /** @type {Set<(state: State) => void>} */
  const listeners = new Set();

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

  /** The targets a page assumes, as long as the owner has not set his own. @param {Doc} draft */
  function withAutoTargets(draft) {
    const assumed = core.defaultTargets(draft, kDefaultUplift);
    if (!assumed.scenario) return draft;
    state.uplift = assumed.uplift;
    const stages = draft.stages.map((/** @type {Doc} */ stage, /** @type {number} */ i) => ({
      ...stage,
      target_conversion: assumed.scenario.stages[i].target_conversion,
    }));
    return { ...draft, stages, target: assumed.scenario.target, targets_source: 'assumed' };
  }

  function evaluate() {
    if (!core) return;
    try {
      const draft = state.autoTargets ? withAutoTargets(state.draft) : state.draft;
      const { report, issues } = core.evaluate(draft, { distribution: false });
      if (issues) {
        state = { ...state, draft, issues, current: false };
        return;
      }
      const { decomposition = null } = core.decompose(draft);
      state = {
        ...state,
        draft,
        scenario: draft,
        report,
        decomposition,
        issues: [],
        current: true,
        predicted: false,
        failure: null,
      };
      later(predict);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  }

  function predict() {
    if (!core || !state.current || state.predicted) return;
    try {
      const { report } = core.evaluate(state.draft, { distribution: true });
      const { distribution = null } = core.distribution(state.draft, kCurvePoints);
      state = { ...state, report, distribution, predicted: true };
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
    tell();
  }

  /** @param {string} name of the change, for the button that undoes it @param {string | null} [open] changes under one key become one step back */
  function remember(name, open = null) {
    if (open !== null && open === openEdit) return;
    openEdit = open;
    const { draft, autoTargets, placeholders, example } = state;
    history = [...history.slice(1 - kHistoryLength), { draft, autoTargets, placeholders, example, name }];
  }

  /** @param {Partial<State>} change */
  function apply(change) {
    state = { ...state, ...change, undoName: history[history.length - 1]?.name ?? null };
    evaluate();
    tell();
  }

  /** @param {Doc} draft */
  const withOwnTargets = (draft) => ({ ...draft, targets_source: 'own' });

  /** A share is given in one way: typing counts puts the percentage away, and the other way round. @param {Doc} draft @param {string} pointer */
  function withOneShare(draft, pointer) {
    const match = /^(\/stages\/\d+)\/(conversion|observed)/.exec(pointer);
    return match
      ? withValueAt(draft, `${match[1]}/${match[2] === 'conversion' ? 'observed' : 'conversion'}`, undefined)
      : draft;
  }

  /** The placeholder a pointer fills in. @param {string} pointer */
  function placeholderOf(pointer) {
    const stage = /^\/stages\/(\d+)\/(conversion|observed)/.exec(pointer);
    return stage ? `stage:${state.draft.stages[Number(stage[1])]?.id}` : pointer.slice(1);
  }

  return {
    state: () => state,
    scenario: () => state.scenario,
    report: () => state.report,

    /** @param {(state: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
      return () => void listeners.delete(listener);
    },

    /** A field was typed into. @param {string} pointer @param {unknown} value a number, a text that is none, undefined for nothing */
    set(pointer, value) {
      if (valueAt(state.draft, pointer) === value) return;
      remember('ввод', pointer);
      const ownTarget = /\/target_conversion$|^\/target\//.test(pointer);
      const placeholders = state.placeholders.filter((name) => name !== placeholderOf(pointer));
      const draft = withOneShare(withValueAt(state.draft, pointer, value), pointer);
      apply({
        draft: ownTarget ? withOwnTargets(draft) : draft,
        autoTargets: state.autoTargets && !ownTarget,
        placeholders,
        example: false,
        origin: 'field',
      });
    },

    /** Listeners hear the same state again: parts of the page were made anew. */
    tellAgain: tell,

    /** The field was left: what is typed next is another step. */
    settle() {
      openEdit = null;
    },

    /** @param {string} name @param {(draft: Doc) => Doc} change @param {{autoTargets?: boolean, placeholders?: string[]}} [also] */
    edit(name, change, also = {}) {
      remember(name);
      const draft = change(state.draft);
      apply({
        draft: also.autoTargets === false ? withOwnTargets(draft) : draft,
        example: false,
        origin: 'other',
        ...also,
      });
    },

    /** @param {Doc} scenario @param {{name?: string, autoTargets?: boolean}} [note] */
    replace(scenario, { name = 'замену расчёта', autoTargets = false } = {}) {
      if (core) {
        const { issues } = core.read(scenario);
        if (issues) return { issues };
      }
      remember(name);
      apply({ draft: scenario, autoTargets, placeholders: [], example: false, origin: 'other' });
      return {};
    },

    /** What was saved on this device. @param {{draft: Doc, autoTargets: boolean, placeholders: string[], example: boolean} | null} saved */
    start(saved) {
      apply({ ...(saved ?? {}), origin: 'other' });
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
      remember('начало заново');
      apply({
        draft: exampleScenario(),
        autoTargets: true,
        placeholders: examplePlaceholders(),
        example: true,
        origin: 'other',
      });
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */
