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
import { needed } from './assumed.js';
import { createEdits } from './edits.js';
import { evaluated, noResults, predicted } from './evaluation.js';
import { createWayBack } from './way-back.js';

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

/** The example, of which nothing is computed. @param {string | null} failure @returns {State} */
const stateAtFirst = (failure) => ({
  ...noResults(failure),
  draft: exampleScenario(),
  issues: [],
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
});

/**
 * @param {object} options
 * @param {any} options.core what loadCore() gave; null when it could not be loaded
 * @param {string | null} [options.failure] why it could not
 * @param {(work: () => void) => void} options.later runs the slow half a moment after typing; a new call replaces the waiting one
 */
export function createStore({ core, failure = null, later }) {
  let now = stateAtFirst(failure);
  /** @type {Set<(state: State) => void>} */
  let listeners = new Set();

  const state = () => now;
  const tell = () => listeners.forEach((listener) => listener(now));

  function predict() {
    if (!core || !now.current || now.predicted) return;
    now = { ...now, ...predicted(core, now) };
    tell();
  }

  /** @param {Partial<State>} change */
  function evaluate(change) {
    now = { ...now, ...change };
    if (!core) return;
    now = { ...now, ...evaluated(core, now) };
    if (now.current) later(predict);
  }

  /** @param {Partial<State>} change */
  function apply(change) {
    const changed = { ...now, ...change, undoName: undoName() };
    evaluate({ ...changed, asks: needed(changed.draft).some((name) => changed.placeholders.includes(name)) });
    tell();
  }

  const { undoName, remember, steps } = createWayBack({ state, apply, evaluate, hear });
  function hear() {
    now = { ...now, undoName: undoName() };
    tell();
  }

  return {
    state,
    scenario: () => now.scenario,
    report: () => now.report,

    /** @param {(state: State) => void} listener @param {{first?: boolean}} [how] first: makes fields that the others fill, and hears before them */
    subscribe(listener, { first = false } = {}) {
      listeners = new Set(first ? [listener, ...listeners] : [...listeners, listener]);
      listener(now);
      return () => void listeners.delete(listener);
    },

    /** Listeners hear the same state again: parts of the page were made anew. */
    tellAgain: tell,

    ...createEdits({ core, state, apply, remember }),
    ...steps,
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */
