// @ts-check
// Follows the bench: what is changed there is kept with the call and shown beside the canvas. What was opened stays out of this device's
// memory until it is edited; once edited, the link no longer tells the truth and leaves the address.

const kMirrorAfterMs = 120;

/**
 * @param {import('./bench.js').Bench} bench @param {() => import('./kept.js').Calls | null} calls null before they are read
 * @param {(state: any) => void} reflect shows a state
 */
export function follow(bench, calls, reflect) {
  let opened = -1;
  let linkOf = -1;
  let seen = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {number} revision */
  function keep(revision) {
    if (revision === opened || revision === seen || revision === linkOf) return;
    seen = revision;
    if (linkOf >= 0) history.replaceState(null, '', location.pathname + location.search);
    linkOf = -1;
    const { slots, active } = bench.state();
    calls()?.change({
      client: slots[active].scenario.title,
      document: bench.command({ do: 'save' }).document,
    });
  }
  function show() {
    timer ??= setTimeout(() => {
      timer = undefined;
      reflect(bench.state());
    }, kMirrorAfterMs);
  }
  return {
    show,
    /** @param {number} revision @param {boolean} provisional what is shown is being typed */
    changed(revision, provisional) {
      if (!provisional) keep(revision);
      show();
    },
    /** The scenario in hand is what the address holds. */
    inAddress() {
      linkOf = bench.state().revision;
    },
    /** What is in hand was opened, not typed. */
    opened() {
      opened = bench.state().revision;
    },
    isAsOpened: () => bench.state().revision === opened,
  };
}

/** @typedef {ReturnType<typeof follow>} Following */
