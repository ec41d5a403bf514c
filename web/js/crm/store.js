// @ts-check
// The one state of /crm/: the file that is open, how it is understood, the report. Knows no DOM, reads nothing itself: workers do, each its
// own file, so that what is open stays as it is until the report of another file is there.

import { DealsError } from '../model/deals.js';
import { createCorrections } from './corrections.js';
import { createOpening, kEmpty } from './opening.js';
import { createUnderstanding } from './understanding.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {{path: string, code: string, message: string, texts?: {text: string, count: number}[]}} Issue */
/** @typedef {import('./questions.js').Question} Question */
/** What is opened. @typedef {{files?: File[], rows?: unknown[][], name: string, size?: number, sample?: boolean}} Source */
/**
 * @typedef {object} State
 * @property {'empty' | 'reading' | 'open'} phase
 * @property {{name: string, progress: import('./reader.js').Progress | null} | null} reading another file; all below is of the open one
 * @property {number} opened a number of its own for each table that was opened, 0 for none
 * @property {string} name of the file
 * @property {string | null} earlier name of the file whose report is still to be had, while this one has given none
 * @property {boolean} sample the deals are invented
 * @property {boolean} isRows a workbook or a paste
 * @property {string | null} fault why the last file is not open, in a sentence
 * @property {string[]} told what was found while a workbook was read
 * @property {{name: string, rows: number}[] | null} sheets
 * @property {number} sheet
 * @property {Json | null} proposal how the file would be understood by itself: its key `proposal`
 * @property {Json | null} mapping how it is understood
 * @property {boolean} remembered the mapping is the one kept for this header
 * @property {Question[]} questions that are not answered yet
 * @property {number | null} horizon_days chosen by the person
 * @property {Json | null} report
 * @property {number | null} ripens_later what the core says beside it: the share of applications that are yet to pay
 * @property {Set<string>} idle texts of outcomes and stages that stand in no deal of the report, folded
 * @property {Issue[]} issues why there is no report
 * @property {boolean} busy the report is being made again
 */

/**
 * @param {object} options
 * @param {import('./reader.js').Reader} options.reader
 * @param {() => string} options.today
 * @param {import('./understanding.js').Mappings} options.mappings
 */
export function createCrmStore({ reader, today, mappings }) {
  /** @type {State} */
  let now = kEmpty;
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();

  const state = () => now;
  /** @param {Partial<State>} part */
  function apply(part) {
    const before = now;
    now = { ...now, ...part };
    for (const listener of listeners) listener(now, before);
  }

  const understanding = createUnderstanding({ today, mappings });
  const opening = createOpening({ reader, state, apply, understood: understanding.understood });
  const { held, open, stop, inTurn, returnToEarlier } = opening;

  /** @param {Json} request what is asked of the open file */
  const ofOpen = (request) =>
    held()?.hold.ask(request) ?? Promise.reject(new DealsError('Сначала откройте файл.'));
  /** @param {Json} request */
  const asRead = (request) => ({ today: understanding.dayOf(now), mapping: now.mapping, ...request });

  return {
    state,
    /** @param {(state: State, before: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(now, now);
    },

    open,
    /** Files that are open now: another part of the same export can be put to them. */
    files: () => held()?.files ?? [],
    /** The report that was open before a file that has given none. */
    returnToEarlier,
    /** Stops what is being read: nothing stays of it, and what was open is there again. */
    stop,

    ...createCorrections({ state, apply, inTurn, understanding, mappings }),

    /** @param {Json} request periods, horizon, agreement @returns {Promise<Json>} {growth} or {issues} */
    growth: (request) => ofOpen({ do: 'growth', request: asRead(request) }),
    /** @param {Json} request @returns {Promise<Json>} {agreement, sha256} or {issues} */
    agreement: (request) => ofOpen({ do: 'agreement', request: asRead(request) }),
    /** Lines as they stand in the file. @param {number[]} lines @returns {Promise<Record<number, string>>} */
    lines: async (lines) => (await ofOpen({ do: 'lines', lines })).lines,
  };
}

/** @typedef {ReturnType<typeof createCrmStore>} CrmStore */
