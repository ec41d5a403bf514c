// @ts-check
// What a person corrects in the reading of the open file: each makes a new mapping, or reads the file in another way.

import { folded } from './columns.js';
import { kEmpty } from './opening.js';
import { parted, questionsOf } from './questions.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./store.js').State} State */

/** @param {Json} mapping @param {string} role @param {string} header '' for none */
const withColumn = (mapping, role, header) => ({
  ...mapping,
  columns: { ...mapping.columns, [role]: header === '' ? null : header },
});

/** @param {Json} mapping @param {string} text @param {string | number} means */
function withMeaning(mapping, text, means) {
  const isIt = (/** @type {Json} */ { name }) => folded(name) === folded(text);
  const stages = mapping.stages.some(isIt)
    ? mapping.stages.map((/** @type {Json} */ stage) => (isIt(stage) ? { ...stage, means } : stage))
    : [...mapping.stages, { name: text, means }];
  return { ...mapping, stages };
}

/** @param {Json} mapping @param {string} text @param {'lost' | 'unfit'} means */
function withReason(mapping, text, means) {
  const others = mapping.reasons.filter((/** @type {Json} */ { name }) => folded(name) !== folded(text));
  return { ...mapping, reasons: [...others, { name: text, means }] };
}

/**
 * @param {object} options
 * @param {() => State} options.state
 * @param {(part: Partial<State>) => void} options.apply
 * @param {import('./opening.js').Opening['inTurn']} options.inTurn
 * @param {import('./understanding.js').Understanding} options.understanding
 * @param {Pick<import('./understanding.js').Mappings, 'keep'>} options.mappings
 */
export function createCorrections({ state, apply, inTurn, understanding, mappings }) {
  /** @param {Json} mapping @param {string} [answered] key of the question this answers */
  async function change(mapping, answered) {
    const isDone = await inTurn((of, isCurrent) => {
      const questions = state().questions.filter(({ key }) => key !== answered);
      apply({ busy: true, fault: null, questions });
      return understanding.reportBy(of, state(), mapping, isCurrent);
    });
    const now = state();
    if (!isDone || !now.report || now.sample || !now.proposal) return;
    const unanswered = now.questions.map(({ key }) => key);
    await mappings.keep(now.proposal.table.columns, /** @type {Json} */ (now.mapping), unanswered);
  }

  /** @param {(mapping: Json) => Json} corrected of what the mapping is now @param {string} [answered] */
  async function correct(corrected, answered) {
    const { mapping } = state();
    if (mapping) await change(corrected(mapping), answered);
  }

  return {
    /** @param {string} role @param {string} header '' for none */
    setColumn: (role, header) => correct((mapping) => withColumn(mapping, role, header), `/columns/${role}`),
    /** @param {string} text @param {string | number} means */
    setMeaning: (text, means) =>
      correct((mapping) => withMeaning(mapping, text, means), `stage:${folded(text)}`),
    /** @param {string} text @param {'lost' | 'unfit'} means */
    setReason: (text, means) => correct((mapping) => withReason(mapping, text, means)),
    /** date_order, decimal, pipeline, merge_repeats_days. @param {string} field @param {unknown} value */
    set: (field, value) => correct((mapping) => ({ ...mapping, [field]: value }), `/${field}`),
    /** The measure both sides have signed. @param {Json} mapping */
    adopt: (mapping) => change(mapping),
    /** All that was asked is as it stands. */
    confirm() {
      apply({ questions: [] });
      return correct((mapping) => mapping);
    },
    /** @param {number | null} days null: the page's own */
    setHorizon(days) {
      apply({ horizon_days: days });
      return correct((mapping) => mapping);
    },

    /** Another sheet of the workbook. @param {number} sheet */
    openSheet: (sheet) =>
      inTurn(async (of, isCurrent) => {
        apply({ busy: true, fault: null });
        const { name, isRows, sample } = state();
        const answer = await of.hold.ask({ do: 'reopen', sheet, mapping: null });
        return understanding.understood(of, { ...kEmpty, name, isRows, sample }, answer, isCurrent);
      }),
    /** As if it was never corrected. */
    forget: () =>
      inTurn(async (of, isCurrent) => {
        apply({ busy: true, fault: null });
        const answer = await of.hold.ask({ do: 'reopen', mapping: null });
        const { mapping, about } = parted(answer.proposal);
        const anew = {
          ...state(),
          remembered: false,
          proposal: about,
          questions: questionsOf(mapping, about),
        };
        return understanding.reportBy(of, anew, mapping, isCurrent);
      }),
  };
}
