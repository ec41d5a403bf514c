// @ts-check
// The steps back of a calculation: what each change is undone to, kept with it on the device.

import { kDefaultUplift } from '../model/example.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('../model/calculations.js').Step} Step */

const kHistoryLength = 100;

/** What of the state a step brings back. @param {State} state */
const returnedTo = ({ draft, autoTargets, uplift, placeholders, example }) => ({
  draft,
  autoTargets,
  uplift,
  placeholders,
  example,
});

/**
 * @param {object} options
 * @param {() => State} options.state
 * @param {(change: Partial<State>) => void} options.apply changes the state, and listeners hear it
 * @param {(change: Partial<State>) => void} options.evaluate changes the state with what the core makes of it, and nobody hears
 * @param {() => void} options.hear listeners hear that there are other steps
 */
export function createWayBack({ state, apply, evaluate, hear }) {
  /** @type {Step[]} */
  let history = [];
  /** @type {string | null} */
  let openEdit = null;

  /** What the way back undoes. */
  const undoName = () => history[history.length - 1]?.name ?? null;

  /** @param {string} name of the change, for the button that undoes it @param {string | null} [open] changes under one key become one step back */
  function remember(name, open = null) {
    if (open !== null && open === openEdit) return;
    openEdit = open;
    history = [...history.slice(1 - kHistoryLength), { ...returnedTo(state()), name }];
  }

  const steps = {
    /** The field was left: what is typed next is another step. */
    settle() {
      openEdit = null;
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
        evaluate({ ...kept, draft: scenario });
      }
      apply({ ...kept, origin });
    },

    /** What start() takes: the calculation with all its steps, oldest first. @returns {import('../model/calculations.js').Calculation} */
    kept() {
      const { draft, ...others } = returnedTo(state());
      return { draft, scenario: state().scenario, ...others, past: history };
    },

    /** Earlier states to go back to, before those of this page. @param {import('../model/calculations.js').KeptStep[]} earlier */
    remembers(earlier) {
      history = [...earlier, ...history];
      hear();
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
  };
  return { undoName, remember, steps };
}
