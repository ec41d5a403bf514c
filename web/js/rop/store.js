// @ts-check
// The one state of the checklist page: runs, the one that is open, and what the core made of its marks. Knows no DOM.

import { compared } from './compared.js';
import { answersDocument, newRun, withAbout, withDay, withMark, withNote } from './run.js';
import { troubleText } from '../page/trouble.js';

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

/**
 * @param {object} options
 * @param {any} options.core null when it could not be loaded
 * @param {string | null} [options.failure]
 * @param {import('./checklist.js').Checklist} options.checklist
 * @param {{scenario: Doc | null, example: boolean, borrowed?: string[]}} options.calculation of this device
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
  const first = () => newRun({ id: newId(), title: 'Встреча', now: now() });
  /** @type {State} */
  let state = { ...empty(saved?.runs ?? [first()]), failure, kept };
  if (saved) state.run = state.runs.find(({ id }) => id === saved.current) ?? state.runs[0];
  /** Begun by the page itself: gives way to the first meeting that is opened, unless something was put in it. */
  const placeholder = saved ? null : state.run;
  /** @type {Set<(state: State) => void>} */
  const listeners = new Set();

  /** @param {Run[]} runs @returns {State} */
  function empty(runs) {
    return {
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
    };
  }

  /** @param {Run} run @param {import('./run.js').Column} column @param {Doc | null} scenario */
  function scored(run, column, scenario) {
    const asked = checklist.asked(state.run.length);
    return core.checklist(answersDocument(run, column, asked), asked, scenario).checklist ?? null;
  }

  /** @param {Record<string, import('./run.js').Mark>} answers */
  const scoreOf = (answers) => scored({ ...state.run, answers }, 'answers', null);

  function evaluate() {
    if (!core) return;
    try {
      const own = state.run.scenario;
      const scenario = own ?? calculation.scenario;
      const report = scenario ? (core.evaluate(scenario, { distribution: false }).report ?? null) : null;
      const priced = report ? scenario : null;
      state = {
        ...state,
        scenario: priced,
        report,
        example: priced !== null && own === null && calculation.example,
        borrowed: priced !== null && own === null ? (calculation.borrowed ?? []) : [],
        result: scored(state.run, 'answers', priced),
        self: scored(state.run, 'self', null),
        before: state.previous ? scored(state.previous, 'answers', null) : null,
        both: state.previous ? compared(state.run.answers, state.previous.answers, scoreOf) : null,
        pair: compared(state.run.answers, state.run.self, scoreOf),
        failure: null,
      };
    } catch (error) {
      state = {
        ...state,
        result: null,
        self: null,
        before: null,
        both: null,
        pair: null,
        failure: troubleText(error),
      };
    }
  }

  /** @param {Partial<State>} change */
  function apply(change) {
    state = { ...state, ...change };
    evaluate();
    save({ current: state.run.id, runs: state.runs });
    listeners.forEach((listener) => listener(state));
  }

  /** @param {Run} run */
  const replaced = (run) => state.runs.map((one) => (one.id === run.id ? run : one));
  /** @param {Run} run */
  const change = (run) => apply({ run, runs: replaced(run) });

  evaluate();
  return {
    state: () => state,
    /** @param {(state: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
    },
    /** @param {{column: import('./run.js').Column, item: string, mark: import('./run.js').Mark | null}} put */
    mark: (put) => change(withMark(state.run, put, now())),
    /** @param {string} item @param {string} note */
    note: (item, note) => change(withNote(state.run, item, note, now())),
    /** @param {string} title */
    rename: (title) => change({ ...state.run, title: title.trim() || 'Встреча' }),
    /** @param {Partial<import('./run.js').About>} about */
    describe: (about) => change(withAbout(state.run, about, now())),
    /** @param {string} day "2026-11-26" */
    setDay: (day) => change(withDay(state.run, day, now())),
    /** @param {import('./checklist.js').Length} length */
    setLength: (length) => change({ ...state.run, length }),
    /** A new meeting, or one read from a file or a link. @param {Run} run */
    add: (run) =>
      apply({ run, runs: [run, ...state.runs.filter((one) => one !== placeholder)], previous: null }),
    /** @param {string} title */
    start: (title) => {
      const run = newRun({ id: newId(), title, now: now(), length: state.run.length });
      apply({ run, runs: [run, ...state.runs], previous: null });
    },
    /** @param {string} id */
    open: (id) => apply({ run: state.runs.find((one) => one.id === id) ?? state.run, previous: null }),
    /** @param {string | null} id */
    compareWith: (id) =>
      apply({ previous: state.runs.find((one) => one.id === id && id !== state.run.id) ?? null }),
    /** Another tab has changed a meeting, or begun one. @param {Run} run */
    take(run) {
      const isKnown = state.runs.some(({ id }) => id === run.id);
      apply({
        run: state.run.id === run.id ? run : state.run,
        runs: isKnown ? replaced(run) : [run, ...state.runs],
        previous: state.previous?.id === run.id ? run : state.previous,
      });
    },
    /** Another tab has taken a meeting away: the open one stays until it is left. @param {string} id */
    drop(id) {
      if (id !== state.run.id) apply({ runs: state.runs.filter((one) => one.id !== id) });
    },
    /** Whether what is marked is kept on this device. @param {boolean} isKept */
    tellKept(isKept) {
      if (isKept === state.kept) return;
      state = { ...state, kept: isKept };
      listeners.forEach((listener) => listener(state));
    },
    /** Takes the open run away; the way back is what it returns. */
    remove() {
      const { run, runs } = state;
      const left = runs.filter(({ id }) => id !== run.id);
      const rest = left.length > 0 ? left : [first()];
      apply({ runs: rest, run: rest[0], previous: null });
      return () => apply({ runs: [run, ...state.runs], run, previous: null });
    },
  };
}

/** @typedef {ReturnType<typeof createRunStore>} RunStore */
