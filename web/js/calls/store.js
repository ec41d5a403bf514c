// @ts-check
// The one state of the page: calls, the call being listened to, and what the core makes of them. Knows no DOM.

import { callsFrom, documentOf, merged } from './document.js';
import { troubleText } from '../page/trouble.js';

/** @typedef {import('./document.js').Calls} Calls */
/** @typedef {import('./document.js').Draft} Draft */
/** @typedef {{from: string, to: string}} Period */
/** @typedef {{before: Period, after: Period}} Periods */
/**
 * @typedef {object} State
 * @property {Calls} calls what is shown: the own ones, or the example
 * @property {boolean} example they are invented
 * @property {Draft | null} draft
 * @property {Periods | null} periods
 * @property {Record<string, any> | null} report
 * @property {string | null} failure why there is no report
 */

/**
 * What the core makes of the calls: the part of the state that changes by it.
 * @param {any} core @param {State} state @returns {Partial<State>}
 */
function reportOf(core, { calls, periods }) {
  try {
    const answer = core.calls(documentOf(calls), periods);
    return {
      report: answer.calls_report ?? null,
      failure: answer.issues ? answer.issues[0].message : null,
    };
  } catch (error) {
    return { report: null, failure: troubleText(error) };
  }
}

/**
 * @param {object} options
 * @param {any} options.core null when it could not be loaded
 * @param {string | null} options.failure
 * @param {Calls} options.calls
 * @param {Draft | null} options.draft
 * @param {(value: {calls: Calls, draft: Draft | null}) => void} options.keep
 * @param {() => string} options.newId
 */
export function createCallStore({ core, failure, calls, draft, keep, newId }) {
  /** The own calls while the example is shown. @type {Calls} */
  let own = calls;
  /** @type {State} */
  let state = { calls, example: false, draft, periods: null, report: null, failure };
  /** @type {Set<(state: State) => void>} */
  const listeners = new Set();

  function evaluate() {
    if (core) state = { ...state, ...reportOf(core, state) };
  }

  const tell = () => listeners.forEach((listener) => listener(state));
  const store = () => keep({ calls: own, draft: state.draft });

  /** @param {Partial<State>} part */
  function apply(part) {
    state = { ...state, ...part };
    evaluate();
    tell();
  }

  /** The own calls become these; the way back is what it returns. @param {Calls} next @param {Draft | null} [nextDraft] */
  function change(next, nextDraft = state.draft) {
    const [before, draftBefore] = [own, state.draft];
    own = next;
    apply({ calls: own, example: false, draft: nextDraft });
    store();
    return () => {
      own = before;
      apply({ calls: own, example: false, draft: draftBefore });
      store();
    };
  }

  evaluate();
  return {
    state: () => state,
    /** @param {(state: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
    },
    change,
    own: () => own,
    /** Another tab's version. @param {{calls: Calls, draft: Draft | null}} value */
    adopt({ calls: theirs, draft: theirDraft }) {
      own = theirs;
      apply({ draft: theirDraft, ...(state.example ? {} : { calls: own }) });
    },
    /** @param {Draft | null} next */
    setDraft(next) {
      state = { ...state, draft: next };
      store();
      tell();
    },
    /** The call is over. @param {Draft} done */
    finish({ seconds, ...call }) {
      void seconds;
      const known = own.calls.some(({ id }) => id === call.id);
      const next = known ? own.calls.map((one) => (one.id === call.id ? call : one)) : [...own.calls, call];
      return change({ ...own, calls: next }, null);
    },
    /** @param {Calls} example */
    showExample: (example) => apply({ calls: example, example: true, periods: null }),
    hideExample: () => apply({ calls: own, example: false, periods: null }),
    /** @param {Periods | null} periods */
    compare: (periods) => apply({ periods }),
    /** How many calls more, to know a share to ± 0.1. @param {number | null} share @param {number} asked */
    missing(share, asked) {
      if (!core || share === null) return 0;
      return Math.max(0, (core.callsNeeded(share, 0.1).calls_needed ?? 0) - asked);
    },
    /**
     * A document from a file or a table, checked by the core and put to the own calls.
     * @param {Record<string, any>} document
     * @returns {{added: number, undo: () => void} | {issues: {path: string, code: string, message: string}[]}}
     */
    take(document) {
      const answer = core.calls(document);
      if (answer.issues) return { issues: answer.issues };
      const { calls: next, added } = merged(own, callsFrom(document, newId));
      const whole = core.calls(documentOf(next));
      if (whole.issues) return { issues: whole.issues };
      return { added, undo: change(next) };
    },
  };
}

/** @typedef {ReturnType<typeof createCallStore>} CallStore */
