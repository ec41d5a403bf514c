// @ts-check
// The one state of the checklist page: runs, the one that is open, and what the core made of its marks. Knows no DOM.

import { createMeetings } from './meetings.js';
import { newRun } from './run.js';
import { scored } from './scoring.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {import('./run.js').Run} Run */
/**
 * @typedef {object} State
 * @property {Run} run the open one
 * @property {Run[]} runs all of this device
 * @property {Run | null} previous the run it is compared with
 * @property {Doc | null} result of the owner's marks; null without the core
 * @property {Doc | null} self of the head of sales' own marks
 * @property {Doc | null} before of the previous run's marks
 * @property {import('./compared.js').Compared | null} both this and the previous run over the questions both answered
 * @property {import('./compared.js').Compared | null} pair the owner's and the head of sales' own marks over the same questions
 * @property {Doc | null} scenario the calculation that prices the areas; null when there is none
 * @property {Doc | null} report of that calculation
 * @property {boolean} example the calculation is only the page's example
 * @property {string[]} borrowed its numbers that are the example's (model/example.js)
 * @property {boolean} kept the last save reached this device
 * @property {string | null} failure why nothing is scored
 */

/** Nothing is scored yet. @param {Run[]} runs @returns {State} */
const stateOf = (runs) => ({
  run: runs[0],
  runs,
  previous: null,
  result: null,
  self: null,
  before: null,
  both: null,
  pair: null,
  scenario: null,
  report: null,
  example: false,
  borrowed: [],
  kept: true,
  failure: null,
});

/**
 * @param {object} options
 * @param {any} options.core null when it could not be loaded
 * @param {string | null} [options.failure]
 * @param {import('./checklist.js').Checklist} options.checklist
 * @param {import('./scoring.js').Calculation} options.calculation of this device
 * @param {{current: string, runs: Run[]} | null} options.saved
 * @param {() => string} options.now ISO time
 * @param {() => string} options.newId
 * @param {boolean} [options.kept] whether this device keeps anything at all
 * @param {(runs: {current: string, runs: Run[]}) => void} options.save
 */
export function createRunStore({
  core,
  failure = null,
  checklist,
  calculation,
  saved,
  now,
  newId,
  kept = true,
  save,
}) {
  const begun = (
    title = 'Встреча',
    length = /** @type {import('./checklist.js').Length | undefined} */ (undefined),
  ) => newRun({ id: newId(), title, now: now(), length });
  let present = { ...stateOf(saved?.runs ?? [begun()]), failure, kept };
  if (saved) present.run = present.runs.find(({ id }) => id === saved.current) ?? present.runs[0];
  /** @type {Set<(state: State) => void>} */
  const listeners = new Set();

  const state = () => present;
  const tell = () => listeners.forEach((listener) => listener(present));

  function evaluate() {
    if (core) present = { ...present, ...scored(present, { core, checklist, calculation }) };
  }

  /** @param {Partial<State>} change */
  function apply(change) {
    present = { ...present, ...change };
    evaluate();
    save({ current: present.run.id, runs: present.runs });
    tell();
  }

  evaluate();
  return {
    state,
    /** @param {(state: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(present);
    },
    ...createMeetings({ state, apply, now, begun, placeholder: saved ? null : present.run }),
    /** Whether what is marked is kept on this device. @param {boolean} isKept */
    tellKept(isKept) {
      if (isKept === present.kept) return;
      present = { ...present, kept: isKept };
      tell();
    },
  };
}

/** @typedef {ReturnType<typeof createRunStore>} RunStore */
