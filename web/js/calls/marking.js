// @ts-check
// One call being marked: which criterion is asked, in which order they were answered, the way back. Knows no DOM; the marks are the draft's.

/** @typedef {import('./document.js').Mark} Mark */
/** @typedef {import('./document.js').Draft} Draft */
/** Where one is among the criteria. @typedef {{criteria: import('./document.js').Criterion[], at: number, done: string[]}} Place done: ids as they were answered */

/**
 * @param {object} options
 * @param {import('./store.js').CallStore} options.store
 * @param {() => string} options.newId
 * @param {() => void} options.moved another criterion is asked, and no mark has changed
 */
export function createMarking({ store, newId, moved }) {
  let at = 0;
  /** @type {string[]} */
  let done = [];

  const criteria = () => store.own().criteria;
  const draft = () => store.state().draft;

  /** @param {Partial<Draft>} change */
  function keep(change) {
    const now = draft();
    if (now) store.setDraft({ ...now, ...change });
  }

  // A call left in the middle goes on where it was left.
  const left = draft();
  if (left) {
    const ids = criteria().map(({ id }) => id);
    done = ids.filter((id) => id in left.marks);
    at = ids.findIndex((id) => !(id in left.marks));
    if (at < 0) at = ids.length;
  }

  return {
    draft,
    keep,
    /** @returns {Place} */
    place: () => ({ criteria: criteria(), at, done }),
    isOver: () => at >= criteria().length,

    /** @param {string} manager @param {string} date */
    begin(manager, date) {
      at = 0;
      done = [];
      store.setDraft({ id: newId(), manager, date, note: '', marks: {}, seconds: 0 });
    },
    /** @param {Mark} mark */
    put(mark) {
      const now = draft();
      const criterion = criteria()[at];
      if (!now || !criterion) return;
      done = [...done.filter((id) => id !== criterion.id), criterion.id];
      at += 1;
      keep({ marks: { ...now.marks, [criterion.id]: mark } });
    },
    skip() {
      if (at >= criteria().length) return;
      at += 1;
      moved();
    },
    back() {
      const now = draft();
      if (!now || at === 0) return;
      at -= 1;
      const { id } = criteria()[at];
      done = done.filter((one) => one !== id);
      const { [id]: taken, ...marks } = now.marks;
      void taken;
      keep({ marks });
    },
  };
}
