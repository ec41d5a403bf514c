// @ts-check
// Which file is open: another one is read beside it and takes its place when it is understood; what is changed at the open one goes in turn.

import { DealsError } from '../model/deals.js';
import { createHolds } from './holds.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Source} Source */
/** @typedef {import('./holds.js').Held} Held */
/** @typedef {import('./reader.js').Progress} Progress */

/** @type {State} */
export const kEmpty = {
  phase: 'empty',
  reading: null,
  opened: 0,
  name: '',
  earlier: null,
  sample: false,
  isRows: false,
  fault: null,
  told: [],
  sheets: null,
  sheet: 0,
  proposal: null,
  mapping: null,
  remembered: false,
  questions: [],
  horizon_days: null,
  report: null,
  ripens_later: null,
  idle: new Set(),
  issues: [],
  busy: false,
};

const kMostBytes = 1024 ** 3;
const kTooLarge =
  'Файл больше 1 ГБ: столько браузер не прочитает. Выгрузите сделки за меньший срок, например за два года.';

const messageOf = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

/** @param {Held} of @param {unknown[][] | undefined} rows in the place of files @param {(progress: Progress) => void} progress */
function readIn({ hold, files }, rows, progress) {
  if (files.reduce((sum, { size }) => sum + size, 0) > kMostBytes) throw new DealsError(kTooLarge);
  return hold.ask(rows ? { do: 'open', rows } : { do: 'open', files }, progress);
}

/** Its worker still has the file. @param {Held} of */
const isAlive = ({ hold }) =>
  hold.ask({ do: 'proposal' }).then(
    () => true,
    () => false,
  );

/** Nothing is open; what is being read goes on. @param {State} state @returns {State} */
const closed = ({ reading }) => ({ ...kEmpty, ...(reading ? { phase: 'reading', reading } : {}) });

/**
 * @param {object} options
 * @param {import('./reader.js').Reader} options.reader
 * @param {() => State} options.state
 * @param {(part: Partial<State>) => void} options.apply
 * @param {import('./understanding.js').Understanding['understood']} options.understood
 */
export function createOpening({ reader, state, apply, understood }) {
  const holds = createHolds(reader);
  let turns = 0; // what was asked in an earlier one is of no use

  /** What is being read is let go; what was open is there again. @param {string | null} fault */
  function back(fault) {
    holds.dropComing();
    apply({ phase: state().opened > 0 ? 'open' : 'empty', reading: null, fault });
  }

  /** @param {Source} source */
  async function open({ files = [], rows, name, sample = false }) {
    const mine = holds.read(files);
    const isCurrent = () => holds.isComing(mine);
    const progress = (/** @type {Progress} */ read) =>
      isCurrent() && apply({ reading: { name, progress: read } });
    apply({ phase: 'reading', reading: { name, progress: null }, fault: null });
    try {
      const answer = await readIn(mine, rows, progress);
      if (!isCurrent()) return;
      const begun = { ...kEmpty, name, sample, isRows: rows !== undefined };
      const next = await understood(mine, begun, answer, isCurrent, progress);
      if (!isCurrent()) return;
      holds.take(state(), next.report !== null);
      turns += 1;
      apply({ ...next, earlier: holds.earlierName(), phase: 'open' });
      if (!sample) window.dispatchEvent(new CustomEvent('funnel:step', { detail: 'crm' })); // js/steps/main.js
    } catch (error) {
      if (!isCurrent()) return;
      const stays = state().opened > 0 ? `«${name}» не открылось, прежний отчёт ниже. ` : '';
      back(stays + messageOf(error));
    }
  }

  /**
   * What is changed at the open file, one after another: the later one wins.
   * @param {(of: Held, isCurrent: () => boolean) => Promise<State>} work @returns {Promise<boolean>} it is done
   */
  async function inTurn(work) {
    const of = holds.open();
    if (!of) return false;
    turns += 1;
    const [turn, before] = [turns, state()];
    const isCurrent = () => turn === turns;
    try {
      const { phase: _, reading, fault, ...next } = await work(of, isCurrent);
      if (!isCurrent()) return false;
      if (next.report) holds.dropEarlier();
      apply({ ...next, earlier: holds.earlierName() });
      return isCurrent();
    } catch (error) {
      const isThere = isCurrent() && (await isAlive(of));
      if (!isCurrent()) return false;
      if (!isThere) holds.lose();
      const after = isThere ? { busy: false, questions: before.questions } : closed(state());
      apply({ ...after, fault: messageOf(error) });
      return false;
    }
  }

  /** The report that was open before a file that has given none. */
  function returnToEarlier() {
    const earlier = holds.returnToEarlier();
    if (!earlier) return;
    turns += 1;
    apply({ ...earlier, phase: 'open', reading: null, fault: null, busy: false });
  }

  return { held: holds.open, open, stop: () => back(null), inTurn, returnToEarlier };
}

/** @typedef {ReturnType<typeof createOpening>} Opening */
