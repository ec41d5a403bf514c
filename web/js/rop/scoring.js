// @ts-check
// What the core makes of the marks of the open meeting and of the one before, as parts of the store's state.

import { troubleText } from '../page/trouble.js';
import { compared } from './compared.js';
import { answersDocument } from './run.js';

/** @typedef {import('./store.js').Doc} Doc */
/** @typedef {import('./store.js').State} State */
/** The calculation of this device; example: it is the page's, borrowed: its numbers that are. @typedef {{scenario: Doc | null, example: boolean, borrowed?: string[]}} Calculation */

/** The calculation that prices the areas: of the meeting itself, else of this device. @param {any} core @param {State} state @param {Calculation} calculation */
function priced(core, { run }, calculation) {
  const wanted = run.scenario ?? calculation.scenario;
  const report = wanted ? (core.evaluate(wanted, { distribution: false }).report ?? null) : null;
  const scenario = report ? wanted : null;
  const isOfDevice = scenario !== null && run.scenario === null;
  return {
    scenario,
    report,
    example: isOfDevice && calculation.example,
    borrowed: isOfDevice ? (calculation.borrowed ?? []) : [],
  };
}

/**
 * @param {State} state
 * @param {{core: any, checklist: import('./checklist.js').Checklist, calculation: Calculation}} by
 * @returns {Partial<State>}
 */
export function scored(state, { core, checklist, calculation }) {
  const { run, previous } = state;
  const asked = checklist.asked(run.length);
  /** @param {import('./run.js').Run} of @param {import('./run.js').Column} column @param {Doc | null} scenario */
  const resultOf = (of, column, scenario) =>
    core.checklist(answersDocument(of, column, asked), asked, scenario).checklist ?? null;
  /** @param {Record<string, import('./run.js').Mark>} answers */
  const scoreOf = (answers) => resultOf({ ...run, answers }, 'answers', null);
  try {
    const calculated = priced(core, state, calculation);
    return {
      ...calculated,
      result: resultOf(run, 'answers', calculated.scenario),
      self: resultOf(run, 'self', null),
      before: previous ? resultOf(previous, 'answers', null) : null,
      both: previous ? compared(run.answers, previous.answers, scoreOf) : null,
      pair: compared(run.answers, run.self, scoreOf),
      failure: null,
    };
  } catch (error) {
    return { result: null, self: null, before: null, both: null, pair: null, failure: troubleText(error) };
  }
}
