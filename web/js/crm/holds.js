// @ts-check
// Workers and the files they hold: of what is open, of what is being read, and of the report before it. One that is of no use is ended.

/** @typedef {import('./store.js').State} State */
/** @typedef {{hold: import('./reader.js').Hold, files: File[]}} Held */

/** @param {import('./reader.js').Reader} reader */
export function createHolds(reader) {
  /** @type {Held | null} */
  let held = null;
  /** @type {Held | null} */
  let coming = null;
  /** The report that was open, until the file after it has one. @type {{held: Held, state: State} | null} */
  let earlier = null;

  function dropEarlier() {
    earlier?.held.hold.end();
    earlier = null;
  }
  function dropComing() {
    coming?.hold.end();
    coming = null;
  }

  return {
    /** Of what is open. */
    open: () => held,
    /** Name of the file whose report can be returned to. */
    earlierName: () => earlier?.state.name ?? null,

    /** Another file is read, and nothing but it. @param {File[]} files */
    read(files) {
      dropComing();
      coming = { hold: reader.next(), files };
      return coming;
    },
    /** @param {Held} of */
    isComing: (of) => coming === of,
    dropComing,

    /** What was read is what is open. @param {State} before state of what was open @param {boolean} hasReport the one that comes */
    take(before, hasReport) {
      if (held && before.report && !hasReport) {
        dropEarlier();
        earlier = { held, state: before };
      } else held?.hold.end();
      if (hasReport) dropEarlier();
      [held, coming] = [coming, null];
    },
    dropEarlier,

    /** The earlier report is what is open. @returns {State | null} its state */
    returnToEarlier() {
      if (!earlier) return null;
      held?.hold.end();
      const { state } = earlier;
      held = earlier.held;
      earlier = null;
      return state;
    },

    /** What is open has died. */
    lose() {
      held?.hold.end();
      held = null;
    },
  };
}

/** @typedef {ReturnType<typeof createHolds>} Holds */
