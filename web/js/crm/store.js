// @ts-check
// The one state of /crm/: the file that is open, how it is understood, the report. Knows no DOM, reads nothing itself: the worker does.

import { Stopped } from './reader.js';
import { folded } from './columns.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {{path: string, code: string, message: string, texts?: {text: string, count: number}[]}} Issue */
/** What a person has to say. @typedef {{key: string, kind: 'column' | 'stage' | 'date_order' | 'decimal', role?: string, text?: string, message: string}} Question */
/** What is opened. @typedef {{files?: File[], rows?: unknown[][], name: string, size?: number, sample?: boolean}} Source */
/**
 * @typedef {object} State
 * @property {'empty' | 'reading' | 'open'} phase
 * @property {string} name of the file
 * @property {boolean} sample the deals are invented
 * @property {boolean} isRows a workbook or a paste
 * @property {{read: number, size: number} | null} progress
 * @property {string | null} fault why nothing is open, in a sentence
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
 * @property {Issue[]} issues why there is no report
 * @property {boolean} busy the report is being made again
 */

const kSampleDay = '2026-05-05';

/** @type {State} */
const kEmpty = {
  phase: 'empty',
  name: '',
  sample: false,
  isRows: false,
  progress: null,
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
  issues: [],
  busy: false,
};

/** @param {Json} proposal @returns {{mapping: Json, about: Json}} */
function parted({ proposal: about, ...mapping }) {
  return { mapping, about };
}

/** What is not sure, as questions. @param {Json} mapping @param {Json} about @returns {Question[]} */
function questionsOf(mapping, about) {
  return about.undecided.map((/** @type {Issue} */ { path, code, message }) => {
    const [, kind, rest] = path.split('/');
    if (kind === 'columns') return { key: path, kind: 'column', role: rest, message };
    if (kind === 'stages') {
      const text = mapping.stages[Number(rest)].name;
      return { key: `stage:${folded(text)}`, kind: 'stage', text, message };
    }
    return { key: path, kind: code, message };
  });
}

/** Meanings given before for the texts of a new reading; new texts as proposed. @param {Json[]} stages @param {Json[]} before */
function stagesAsBefore(stages, before) {
  const known = new Map(before.map(({ name, means }) => [folded(name), means]));
  return stages.map(({ name, means }) => ({ name, means: known.get(folded(name)) ?? means }));
}

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
  let turns = 0;
  /** @type {File[]} */
  let files = [];
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();

  /** The sample was made for a day of its own: it looks the same whenever it is opened. */
  const day = () => (state.sample ? kSampleDay : today());

  /** @param {Partial<State>} part */
  function apply(part) {
    const before = state;
    state = { ...state, ...part };
    for (const listener of listeners) listener(state, before);
  }

  /** Runs one thing after another's end makes no sense: the later one wins. @param {(isCurrent: () => boolean) => Promise<void>} work */
  async function inTurn(work) {
    turns += 1;
    const turn = turns;
    const isCurrent = () => turn === turns;
    try {
      await work(isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      files = [];
      if (error instanceof Stopped) apply(kEmpty);
      else apply({ ...kEmpty, fault: error instanceof Error ? error.message : String(error) });
    }
  }

  /** @param {Json} mapping @returns {Promise<Json>} {report, ripens_later} or {issues} */
  const ask = (mapping) =>
    reader.ask({ do: 'report', request: { today: day(), mapping, horizon_days: state.horizon_days } });

  /**
   * The report by a mapping; when its columns are others than those that were read, the file is read again.
   * @param {Json} wanted @param {() => boolean} isCurrent @param {Promise<Json>} [answering] the answer, when it is on its way already
   */
  async function reportBy(wanted, isCurrent, answering = ask(wanted)) {
    let mapping = wanted;
    let answer = await answering;
    if (!isCurrent()) return;
    if (answer.issues?.some(({ code }) => code === 'columns_differ')) {
      const read = await reader.ask(
        { do: 'reopen', mapping },
        (progress) => isCurrent() && apply({ progress }),
      );
      if (!isCurrent()) return;
      if (read.issues) {
        apply({ mapping, report: null, ripens_later: null, issues: read.issues, busy: false, phase: 'open' });
        return;
      }
      const { mapping: proposed, about } = parted(read.proposal);
      mapping = { ...mapping, stages: stagesAsBefore(proposed.stages, mapping.stages) };
      const asked = questionsOf(proposed, about).filter(({ kind }) => kind === 'stage');
      const settled = state.questions.filter(({ kind }) => kind !== 'stage');
      const unanswered = new Set(state.questions.map(({ key }) => key));
      const known = new Set(wanted.stages.map((/** @type {Json} */ { name }) => folded(name)));
      apply({
        proposal: about,
        questions: [
          ...settled,
          ...asked.filter(({ key, text = '' }) => unanswered.has(key) || !known.has(folded(text))),
        ],
      });
      answer = await ask(mapping);
      if (!isCurrent()) return;
    }
    const issues = onePerPath(answer.issues ?? []);
    const { report = null, ripens_later = null } = answer;
    apply({ mapping, report, ripens_later, issues, busy: false, phase: 'open', progress: null });
  }

  /** What was read becomes what is shown. @param {Json} answer of `open` @param {() => boolean} isCurrent */
  async function understand(answer, isCurrent) {
    if (answer.issues) {
      files = [];
      apply({
        ...kEmpty,
        fault: answer.issues.map((/** @type {Issue} */ { message }) => message).join('\n'),
      });
      return;
    }
    const { mapping, about } = parted(answer.proposal);
    // Of several sheets another may be the right one.
    if (about.table.columns.length < 2 && !(answer.sheets?.length > 1)) {
      files = [];
      apply({ ...kEmpty, fault: kNoTable });
      return;
    }
    const recalled = state.sample ? null : await mappings.recall(about.table.columns);
    if (!isCurrent()) return;
    const kept = recalled?.mapping;
    const unanswered = new Set(recalled?.unanswered);
    const known = new Set((kept?.stages ?? []).map((/** @type {Json} */ { name }) => folded(name)));
    const wanted = kept
      ? { ...mapping, ...kept, stages: stagesAsBefore(mapping.stages, kept.stages) }
      : mapping;
    if (kept && !sameColumns(kept.columns, mapping.columns)) wanted.stages = kept.stages;
    // The worker makes the report while the page shows how the file was understood.
    const answering = ask(wanted);
    apply({
      proposal: about,
      told: answer.told,
      sheets: answer.sheets,
      sheet: answer.sheet,
      isRows: state.isRows || Boolean(answer.sheets),
      remembered: recalled !== null,
      questions: questionsOf(mapping, about).filter(
        ({ key, kind, text = '' }) =>
          !kept || unanswered.has(key) || (kind === 'stage' && !known.has(folded(text))),
      ),
    });
    if (!state.sample) window.dispatchEvent(new CustomEvent('funnel:step', { detail: 'crm' })); // js/steps/main.js
    await reportBy(wanted, isCurrent, answering);
  }

  /** @param {Json} mapping @param {string} [answered] key of the question this answers */
  const change = (mapping, answered) =>
    inTurn(async (isCurrent) => {
      apply({ busy: true, questions: state.questions.filter(({ key }) => key !== answered) });
      await reportBy(mapping, isCurrent);
      if (isCurrent() && state.report && !state.sample && state.proposal) {
        const unanswered = state.questions.map(({ key }) => key);
        await mappings.keep(state.proposal.table.columns, /** @type {Json} */ (state.mapping), unanswered);
      }
    });

  return {
    state: () => state,
    /** @param {(state: State, before: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state, state);
    },

    /** @param {Source} source */
    open: ({ files: chosen = [], rows, name, sample = false }) =>
      inTurn(async (isCurrent) => {
        files = chosen;
        if (chosen.reduce((sum, { size }) => sum + size, 0) > kMostBytes) {
          files = [];
          apply({ ...kEmpty, fault: kTooLarge });
          return;
        }
        apply({ ...kEmpty, phase: 'reading', name, sample, isRows: rows !== undefined });
        const message = rows ? { do: 'open', rows } : { do: 'open', files };
        const answer = await reader.ask(message, (progress) => isCurrent() && apply({ progress }));
        if (isCurrent()) await understand(answer, isCurrent);
      }),
    /** Files that are open now: another part of the same export can be put to them. */
    files: () => files,

    /** Another sheet of the workbook. @param {number} sheet */
    openSheet: (sheet) =>
      inTurn(async (isCurrent) => {
        const { name, isRows, sample } = state;
        apply({ ...kEmpty, phase: 'reading', name, isRows, sample });
        const answer = await reader.ask({ do: 'reopen', sheet, mapping: null });
        if (isCurrent()) await understand(answer, isCurrent);
      }),

    /** Stops what is being read; nothing stays. */
    stop() {
      turns += 1;
      files = [];
      reader.stop();
      apply(kEmpty);
    },

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
      inTurn(async (isCurrent) => {
        apply({ busy: true });
        const answer = await reader.ask({ do: 'reopen', mapping: null });
        if (!isCurrent() || answer.issues) return;
        const { mapping, about } = parted(answer.proposal);
        apply({ remembered: false, proposal: about, questions: questionsOf(mapping, about) });
        await reportBy(mapping, isCurrent);
      }),

    /** @param {Json} request periods, horizon, agreement @returns {Promise<Json>} {growth} or {issues} */
    growth: (request) =>
      reader.ask({ do: 'growth', request: { today: day(), mapping: state.mapping, ...request } }),
    /** @param {Json} request @returns {Promise<Json>} {agreement, sha256} or {issues} */
    agreement: (request) =>
      reader.ask({ do: 'agreement', request: { today: day(), mapping: state.mapping, ...request } }),
    /** Lines as they stand in the file. @param {number[]} lines @returns {Promise<Record<number, string>>} */
    lines: async (lines) => (await reader.ask({ do: 'lines', lines })).lines,
  };
}

/** @typedef {ReturnType<typeof createCrmStore>} CrmStore */
