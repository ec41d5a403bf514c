// @ts-check
// The one state of /crm/: the file that is open, how it is understood, the report. Knows no DOM, reads nothing itself: workers do, each its
// own file, so that what is open stays as it is until the report of another file is there.

import { DealsError } from '../model/deals.js';
import { folded } from './columns.js';
import { parted, questionsAgain, questionsOf, stagesAsBefore } from './questions.js';

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

const kSampleDay = '2026-05-05';

/** @type {State} */
const kEmpty = {
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

const messageOf = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

const kMostBytes = 1024 ** 3;
const kTooLarge =
  'Файл больше 1 ГБ: столько браузер не прочитает. Выгрузите сделки за меньший срок, например за два года.';

/** The mapping and the table may complain of the same thing. @param {Issue[]} issues */
const onePerPath = (issues) =>
  issues.filter(
    ({ path }, i) =>
      issues.findIndex((one) => one.path.replace(/^\/mapping/, '') === path.replace(/^\/mapping/, '')) === i,
  );

const kNoTable =
  'В файле нет столбцов: это текст, а не таблица сделок. Выгрузите сделки из CRM в CSV или Excel, одна строка на сделку.';

/** @param {Json} a @param {Json} b */
const sameColumns = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * @param {object} options
 * @param {import('./reader.js').Reader} options.reader
 * @param {() => string} options.today
 * @param {Pick<ReturnType<typeof import('./mappings.js').createMappings>, 'recall' | 'keep'>} options.mappings
 */
export function createCrmStore({ reader, today, mappings }) {
  /** @type {State} */
  let state = kEmpty;
  let [turns, opened] = [0, 0];
  /** A worker and the files it holds: of what is open, and of what is being read. @typedef {{hold: import('./reader.js').Hold, files: File[]}} Held */
  /** @type {Held | null} */
  let held = null;
  /** @type {Held | null} */
  let coming = null;
  /** The report that was open, until the file after it has one. @type {{held: Held, state: State} | null} */
  let earlier = null;
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();

  /** @param {Partial<State>} part */
  function apply(part) {
    const before = state;
    state = { ...state, ...part };
    for (const listener of listeners) listener(state, before);
  }

  /** The sample was made for a day of its own: it looks the same whenever it is opened. @param {State} of */
  const dayOf = (of) => (of.sample ? kSampleDay : today());

  /** @param {Held} of @param {State} draft @param {Json} mapping @returns {Promise<Json>} {report, ripens_later, idle_texts} or {issues} */
  const ask = ({ hold }, draft, mapping) =>
    hold.ask({
      do: 'report',
      request: { today: dayOf(draft), mapping, horizon_days: draft.horizon_days },
    });

  /**
   * The report by a mapping; when its columns are others than those that were read, the file is read again.
   * @param {Held} of @param {State} draft what is known of the file @param {Json} wanted
   * @param {() => boolean} isCurrent
   * @param {(progress: import('./reader.js').Progress) => void} [progress]
   * @returns {Promise<State>}
   */
  async function reportBy(of, draft, wanted, isCurrent, progress) {
    let next = draft;
    let mapping = wanted;
    let answer = await ask(of, draft, wanted);
    const isOfOthers = answer.issues?.some((/** @type {Issue} */ { code }) => code === 'columns_differ');
    if (isOfOthers && isCurrent()) {
      const read = await of.hold.ask({ do: 'reopen', mapping }, progress);
      if (read.issues) answer = read;
      else {
        const { mapping: proposed, about } = parted(read.proposal);
        mapping = { ...mapping, stages: stagesAsBefore(proposed.stages, mapping.stages) };
        next = { ...next, proposal: about, questions: questionsAgain(draft, wanted, proposed, about) };
        answer = await ask(of, next, mapping);
      }
    }
    const issues = onePerPath(answer.issues ?? []);
    const { report = null, ripens_later = null, idle_texts: idle = [] } = answer;
    return { ...next, mapping, report, ripens_later, idle: new Set(idle.map(folded)), issues, busy: false };
  }

  /**
   * What was read, understood: with its report, or with what is missing for one.
   * @param {Held} of @param {State} begun what is known of the file already @param {Json} answer of `open` @param {() => boolean} isCurrent
   * @param {(progress: import('./reader.js').Progress) => void} [progress]
   * @returns {Promise<State>}
   */
  async function understood(of, begun, answer, isCurrent, progress) {
    if (answer.issues) {
      throw new DealsError(answer.issues.map((/** @type {Issue} */ { message }) => message).join('\n'));
    }
    const { mapping, about } = parted(answer.proposal);
    // Of several sheets another may be the right one.
    if (about.table.columns.length < 2 && !(answer.sheets?.length > 1)) throw new DealsError(kNoTable);
    const recalled = begun.sample ? null : await mappings.recall(about.table.columns);
    const kept = recalled?.mapping;
    const unanswered = new Set(recalled?.unanswered);
    const known = new Set((kept?.stages ?? []).map((/** @type {Json} */ { name }) => folded(name)));
    const wanted = kept
      ? { ...mapping, ...kept, stages: stagesAsBefore(mapping.stages, kept.stages) }
      : mapping;
    if (kept && !sameColumns(kept.columns, mapping.columns)) wanted.stages = kept.stages;
    opened += 1;
    const draft = {
      ...begun,
      opened,
      proposal: about,
      told: answer.told,
      sheets: answer.sheets,
      sheet: answer.sheet,
      isRows: begun.isRows || Boolean(answer.sheets),
      remembered: recalled !== null,
      questions: questionsOf(mapping, about).filter(
        ({ key, kind, text = '' }) =>
          !kept || unanswered.has(key) || (kind === 'stage' && !known.has(folded(text))),
      ),
    };
    return reportBy(of, draft, wanted, isCurrent, progress);
  }

  /** The file after it has its report, or another one comes. */
  function dropEarlier() {
    earlier?.held.hold.end();
    earlier = null;
  }

  /** What is being read is let go; what was open is there again. @param {string | null} fault */
  function back(fault) {
    coming?.hold.end();
    coming = null;
    apply({ phase: state.opened > 0 ? 'open' : 'empty', reading: null, fault });
  }

  /** @param {Source} source */
  async function open({ files = [], rows, name, sample = false }) {
    coming?.hold.end();
    const mine = { hold: reader.next(), files };
    coming = mine;
    const isCurrent = () => coming === mine;
    const progress = (/** @type {import('./reader.js').Progress} */ read) =>
      isCurrent() && apply({ reading: { name, progress: read } });
    apply({ phase: 'reading', reading: { name, progress: null }, fault: null });
    try {
      if (files.reduce((sum, { size }) => sum + size, 0) > kMostBytes) throw new DealsError(kTooLarge);
      const answer = await mine.hold.ask(rows ? { do: 'open', rows } : { do: 'open', files }, progress);
      if (!isCurrent()) return;
      const begun = { ...kEmpty, name, sample, isRows: rows !== undefined };
      const next = await understood(mine, begun, answer, isCurrent, progress);
      if (!isCurrent()) return;
      if (held && state.report && !next.report) {
        dropEarlier();
        earlier = { held, state };
      } else held?.hold.end();
      if (next.report) dropEarlier();
      [held, coming] = [mine, null];
      turns += 1; // what the file before was still asked is of no use
      apply({ ...next, earlier: earlier?.state.name ?? null, phase: 'open' });
      if (!sample) window.dispatchEvent(new CustomEvent('funnel:step', { detail: 'crm' })); // js/steps/main.js
    } catch (error) {
      if (!isCurrent()) return;
      const stays = state.opened > 0 ? `«${name}» не открылось, прежний отчёт ниже. ` : '';
      back(stays + messageOf(error));
    }
  }

  /**
   * What is changed at the open file, one after another: the later one wins.
   * @param {(of: Held, isCurrent: () => boolean) => Promise<State>} work @returns {Promise<boolean>} it is done
   */
  async function inTurn(work) {
    if (!held) return false;
    turns += 1;
    const [turn, of, before] = [turns, held, state];
    const isCurrent = () => turn === turns;
    try {
      const { phase: _, reading, fault, ...next } = await work(of, isCurrent);
      if (isCurrent() && next.report) dropEarlier();
      if (isCurrent()) apply({ ...next, earlier: earlier?.state.name ?? null });
      return isCurrent();
    } catch (error) {
      if (!isCurrent()) return false;
      const isThere = await of.hold.ask({ do: 'proposal' }).then(
        () => true,
        () => false,
      );
      if (!isCurrent()) return false;
      const fault = messageOf(error);
      if (isThere) apply({ busy: false, questions: before.questions, fault });
      else {
        held = null;
        of.hold.end();
        apply({ ...kEmpty, ...(state.reading ? { phase: 'reading', reading: state.reading } : {}), fault });
      }
      return false;
    }
  }

  /** @param {Json} mapping @param {string} [answered] key of the question this answers */
  async function change(mapping, answered) {
    const isDone = await inTurn((of, isCurrent) => {
      apply({ busy: true, fault: null, questions: state.questions.filter(({ key }) => key !== answered) });
      return reportBy(of, state, mapping, isCurrent);
    });
    if (!isDone || !state.report || state.sample || !state.proposal) return;
    const unanswered = state.questions.map(({ key }) => key);
    await mappings.keep(state.proposal.table.columns, /** @type {Json} */ (state.mapping), unanswered);
  }

  /** @param {Json} request what is asked of the open file */
  const ofOpen = (request) =>
    held ? held.hold.ask(request) : Promise.reject(new DealsError('Сначала откройте файл.'));

  return {
    state: () => state,
    /** @param {(state: State, before: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state, state);
    },

    open,
    /** Files that are open now: another part of the same export can be put to them. */
    files: () => held?.files ?? [],

    /** Another sheet of the workbook. @param {number} sheet */
    openSheet: (sheet) =>
      inTurn(async (of, isCurrent) => {
        apply({ busy: true, fault: null });
        const { name, isRows, sample } = state;
        const answer = await of.hold.ask({ do: 'reopen', sheet, mapping: null });
        return understood(of, { ...kEmpty, name, isRows, sample }, answer, isCurrent);
      }),

    /** The report that was open before a file that has given none. */
    returnToEarlier() {
      if (!earlier) return;
      held?.hold.end();
      turns += 1;
      held = earlier.held;
      apply({ ...earlier.state, phase: 'open', reading: null, fault: null, busy: false });
      earlier = null;
    },

    /** Stops what is being read: nothing stays of it, and what was open is there again. */
    stop: () => back(null),

    /** @param {string} role @param {string} header '' for none */
    setColumn(role, header) {
      const { mapping } = state;
      if (!mapping) return Promise.resolve();
      const columns = { ...mapping.columns, [role]: header === '' ? null : header };
      return change({ ...mapping, columns }, `/columns/${role}`);
    },
    /** @param {string} text @param {string | number} means */
    setMeaning(text, means) {
      const { mapping } = state;
      if (!mapping) return Promise.resolve();
      const isIt = (/** @type {Json} */ { name }) => folded(name) === folded(text);
      const stages = mapping.stages.some(isIt)
        ? mapping.stages.map((/** @type {Json} */ stage) => (isIt(stage) ? { ...stage, means } : stage))
        : [...mapping.stages, { name: text, means }];
      return change({ ...mapping, stages }, `stage:${folded(text)}`);
    },
    /** @param {string} text @param {'lost' | 'unfit'} means */
    setReason(text, means) {
      const { mapping } = state;
      if (!mapping) return Promise.resolve();
      const others = mapping.reasons.filter((/** @type {Json} */ { name }) => folded(name) !== folded(text));
      return change({ ...mapping, reasons: [...others, { name: text, means }] });
    },
    /** date_order, decimal, pipeline, merge_repeats_days. @param {string} field @param {unknown} value */
    set(field, value) {
      return state.mapping ? change({ ...state.mapping, [field]: value }, `/${field}`) : Promise.resolve();
    },
    /** The measure both sides have signed. @param {Json} mapping */
    adopt: (mapping) => change(mapping),
    /** All that was asked is as it stands. */
    confirm() {
      apply({ questions: [] });
      return state.mapping ? change(state.mapping) : Promise.resolve();
    },
    /** @param {number | null} days null: the page's own */
    setHorizon(days) {
      apply({ horizon_days: days });
      return state.mapping ? change(state.mapping) : Promise.resolve();
    },
    /** As if it was never corrected. */
    forget: () =>
      inTurn(async (of, isCurrent) => {
        apply({ busy: true, fault: null });
        const answer = await of.hold.ask({ do: 'reopen', mapping: null });
        const { mapping, about } = parted(answer.proposal);
        const asked = questionsOf(mapping, about);
        return reportBy(
          of,
          { ...state, remembered: false, proposal: about, questions: asked },
          mapping,
          isCurrent,
        );
      }),

    /** @param {Json} request periods, horizon, agreement @returns {Promise<Json>} {growth} or {issues} */
    growth: (request) =>
      ofOpen({ do: 'growth', request: { today: dayOf(state), mapping: state.mapping, ...request } }),
    /** @param {Json} request @returns {Promise<Json>} {agreement, sha256} or {issues} */
    agreement: (request) =>
      ofOpen({ do: 'agreement', request: { today: dayOf(state), mapping: state.mapping, ...request } }),
    /** Lines as they stand in the file. @param {number[]} lines @returns {Promise<Record<number, string>>} */
    lines: async (lines) => (await ofOpen({ do: 'lines', lines })).lines,
  };
}

/** @typedef {ReturnType<typeof createCrmStore>} CrmStore */
