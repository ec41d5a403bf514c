// @ts-check
// The gate before the result, by assets/site.json: none offers to send it, soft asks first and lets past, required waits
// for the contact form. What was sent or let past is remembered on this device.

/** @typedef {'none' | 'soft' | 'required'} GateKind */

const kKey = 'funnel.rop.gate.v1';

/** @param {string | undefined} kind */
export const gateKindFrom = (kind) =>
  kind === 'soft' || kind === 'required' ? kind : /** @type {const} */ ('none');

/** Whether the result waits. @param {GateKind} kind @param {'sent' | 'passed' | null} done */
export const isClosed = (kind, done) =>
  kind === 'required' ? done !== 'sent' : kind === 'soft' ? done === null : false;

/** @returns {'sent' | 'passed' | null} */
function remembered() {
  try {
    const kept = localStorage.getItem(kKey);
    return kept === 'sent' || kept === 'passed' ? kept : null;
  } catch {
    return null;
  }
}

/** @param {HTMLElement} place of the gate @param {{kind: GateKind, onOpen: () => void}} options */
export function mountGate(place, { kind, onOpen }) {
  let done = remembered();
  const show = () => {
    const closed = isClosed(kind, done);
    document.documentElement.dataset.gateState = closed ? 'closed' : 'open';
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('[data-gate-for]'))) {
      part.hidden = !(part.dataset.gateFor ?? '').split(' ').includes(closed ? kind : 'open');
    }
  };
  /** @param {'sent' | 'passed'} how */
  const open = (how) => {
    done = how;
    try {
      localStorage.setItem(kKey, how);
    } catch {
      // remembered for as long as the page is open
    }
    show();
    onOpen();
  };
  place.querySelector('[data-do=pass-gate]')?.addEventListener('click', () => open('passed'));
  show();
  return { closed: () => isClosed(kind, done), sent: () => open('sent') };
}
