// @ts-check
// What is done to the meetings: marked, named, begun, opened, compared, taken away, also by another tab.

import { withAbout, withDay, withMark, withNote } from './run.js';

/** @typedef {import('./run.js').Run} Run */
/** @typedef {import('./store.js').State} State */

/**
 * @param {object} options
 * @param {() => State} options.state
 * @param {(change: Partial<State>) => void} options.apply
 * @param {() => string} options.now ISO time
 * @param {(title?: string, length?: import('./checklist.js').Length) => Run} options.begun
 * @param {Run | null} options.placeholder gives way to the first meeting that is opened, unless something was put in it
 */
export function createMeetings({ state, apply, now, begun, placeholder }) {
  /** @param {Run} run */
  const replaced = (run) => state().runs.map((one) => (one.id === run.id ? run : one));
  /** @param {Run} run */
  const change = (run) => apply({ run, runs: replaced(run) });

  return {
    /** @param {{column: import('./run.js').Column, item: string, mark: import('./run.js').Mark | null}} put */
    mark: (put) => change(withMark(state().run, put, now())),
    /** @param {string} item @param {string} note */
    note: (item, note) => change(withNote(state().run, item, note, now())),
    /** @param {string} title */
    rename: (title) => change({ ...state().run, title: title.trim() || 'Встреча' }),
    /** @param {Partial<import('./run.js').About>} about */
    describe: (about) => change(withAbout(state().run, about, now())),
    /** @param {string} day "2026-11-26" */
    setDay: (day) => change(withDay(state().run, day, now())),
    /** @param {import('./checklist.js').Length} length */
    setLength: (length) => change({ ...state().run, length }),
    /** A new meeting, or one read from a file or a link. @param {Run} run */
    add: (run) =>
      apply({ run, runs: [run, ...state().runs.filter((one) => one !== placeholder)], previous: null }),
    /** @param {string} title */
    start: (title) => {
      const run = begun(title, state().run.length);
      apply({ run, runs: [run, ...state().runs], previous: null });
    },
    /** @param {string} id */
    open: (id) => apply({ run: state().runs.find((one) => one.id === id) ?? state().run, previous: null }),
    /** @param {string | null} id */
    compareWith: (id) =>
      apply({ previous: state().runs.find((one) => one.id === id && id !== state().run.id) ?? null }),
    /** Another tab has changed a meeting, or begun one. @param {Run} run */
    take(run) {
      const isKnown = state().runs.some(({ id }) => id === run.id);
      apply({
        run: state().run.id === run.id ? run : state().run,
        runs: isKnown ? replaced(run) : [run, ...state().runs],
        previous: state().previous?.id === run.id ? run : state().previous,
      });
    },
    /** Another tab has taken a meeting away: the open one stays until it is left. @param {string} id */
    drop(id) {
      if (id !== state().run.id) apply({ runs: state().runs.filter((one) => one.id !== id) });
    },
    /** Takes the open run away; the way back is what it returns. */
    remove() {
      const { run, runs } = state();
      const left = runs.filter(({ id }) => id !== run.id);
      const rest = left.length > 0 ? left : [begun()];
      apply({ runs: rest, run: rest[0], previous: null });
      return () => apply({ runs: [run, ...state().runs], run, previous: null });
    },
  };
}
