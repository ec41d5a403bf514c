// @ts-check
// What the core makes of a draft, as parts of the store's state: at once what is typed needs, a moment later what is slow to compute.

import { troubleText } from '../page/trouble.js';
import { withAssumedTargets, withSources, withStatedSales } from './assumed.js';

/** @typedef {import('./store.js').State} State */

const kCurvePoints = 161;

/** There are no results at all. @param {string | null} failure why */
export const noResults = (failure) => ({
  scenario: null,
  report: null,
  decomposition: null,
  distribution: null,
  predicted: false,
  current: false,
  failure,
});

/** The draft as the core is to read it: shares from sales, where they came from, targets while they are assumed. @param {any} core @param {State} state */
function completed(core, { draft, placeholders, autoTargets, uplift, upliftReached }) {
  const given = withSources(withStatedSales(core, draft), placeholders);
  if (!autoTargets) return { draft: { ...given, targets_source: 'own' }, upliftReached };
  const assumed = withAssumedTargets(core, given, uplift);
  return assumed ? { draft: assumed.draft, upliftReached: assumed.reached } : { draft: given, upliftReached };
}

/** All but the curve of revenue; a draft with faults keeps the last good results. @param {any} core @param {State} state @returns {Partial<State>} */
export function evaluated(core, state) {
  try {
    const { draft, upliftReached } = completed(core, state);
    const { report, issues } = core.evaluate(draft, { distribution: false });
    if (issues) return { draft, upliftReached, issues, current: false };
    const { decomposition = null } = core.decompose(draft);
    const { findings = [] } = core.findings(draft);
    const { scenario = draft } = core.read(draft);
    return {
      draft,
      upliftReached,
      scenario,
      report,
      decomposition,
      findings,
      point: core.pointOfAll(draft, { conversion: report.now.conversion }),
      issues: [],
      current: true,
      predicted: false,
      failure: null,
    };
  } catch (error) {
    return noResults(troubleText(error));
  }
}

/** The curve of next month's revenue and what follows from it. @param {any} core @param {State} state @returns {Partial<State>} */
export function predicted(core, { draft }) {
  try {
    const { report } = core.evaluate(draft, { distribution: true });
    const { distribution = null } = core.distribution(draft, kCurvePoints);
    return { report, distribution, predicted: true };
  } catch (error) {
    return noResults(troubleText(error));
  }
}
