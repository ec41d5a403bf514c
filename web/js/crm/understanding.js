// @ts-check
// How a file that was read becomes a report: by its own proposal, by what was kept for its header, by what a person has corrected.

import { DealsError } from '../model/deals.js';
import { folded } from './columns.js';
import { parted, questionsAgain, questionsOf, stagesAsBefore } from './questions.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./holds.js').Held} Held */
/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Issue} Issue */
/** @typedef {import('./reader.js').Progress} Progress */
/** @typedef {Pick<ReturnType<typeof import('./mappings.js').createMappings>, 'recall' | 'keep'>} Mappings */

const kSampleDay = '2026-05-05';

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
 * A mapping with what was kept for the same header, and what is to be asked all the same.
 * @param {Json} mapping @param {Json} about the proposal @param {{mapping: Json, unanswered: string[]} | null} recalled
 */
function withKept(mapping, about, recalled) {
  const questions = questionsOf(mapping, about);
  if (!recalled) return { wanted: mapping, questions };
  const kept = recalled.mapping;
  const unanswered = new Set(recalled.unanswered);
  const known = new Set((kept.stages ?? []).map((/** @type {Json} */ { name }) => folded(name)));
  const isSame = sameColumns(kept.columns, mapping.columns);
  const stages = isSame ? stagesAsBefore(mapping.stages, kept.stages) : kept.stages;
  return {
    wanted: { ...mapping, ...kept, stages },
    questions: questions.filter(
      ({ key, kind, text = '' }) => unanswered.has(key) || (kind === 'stage' && !known.has(folded(text))),
    ),
  };
}

/** @param {{today: () => string, mappings: Mappings}} options */
export function createUnderstanding({ today, mappings }) {
  let opened = 0;

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
   * @param {(progress: Progress) => void} [progress]
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
   * @param {(progress: Progress) => void} [progress]
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
    const { wanted, questions } = withKept(mapping, about, recalled);
    opened += 1;
    const { told, sheets, sheet } = answer;
    const isRows = begun.isRows || Boolean(sheets);
    const read = { opened, proposal: about, told, sheets, sheet, isRows };
    const draft = { ...begun, ...read, remembered: recalled !== null, questions };
    return reportBy(of, draft, wanted, isCurrent, progress);
  }

  return { dayOf, reportBy, understood };
}

/** @typedef {ReturnType<typeof createUnderstanding>} Understanding */
