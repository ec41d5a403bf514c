// @ts-check
// The calculation in a link, with what its assumed targets were assumed by. Loaded when a link comes or is asked for.

import { lengthNotice, linkTo, readLink } from '../model/links.js';
import { wholeCore } from '../model/whole-core.js';

export { lengthNotice, linkTo };

/** @typedef {Record<string, any>} Scenario */
/** @typedef {(core: any, draft: Scenario, uplift: number) => {draft: Scenario} | null} Assume what the page sets as targets */

const kStep = 0.01; // of the uplift
const kAround = 40; // steps: rounding moves targets by up to half a point each

/** @param {Scenario} a @param {Scenario} b */
const sameTargets = (a, b) =>
  (a.target?.capacity_leads_per_manager ?? null) === (b.target?.capacity_leads_per_manager ?? null) &&
  a.stages.every(
    (/** @type {Scenario} */ stage, /** @type {number} */ i) =>
      Math.abs((stage.target_conversion ?? 0) - (b.stages[i].target_conversion ?? 0)) < 1e-9,
  );

/**
 * The uplift whose assumed targets are exactly those of the scenario; null when there is none.
 * @param {any} core @param {Scenario} scenario @param {Assume} assume
 */
function upliftOf(core, scenario, assume) {
  const { report } = core.evaluate(scenario, { distribution: false });
  const { now, target } = report ?? {};
  const reached = (target?.sales / target?.worked_leads) * (now?.worked_leads / now?.sales);
  if (!Number.isFinite(reached)) return null;
  const nearest = Math.round(reached / kStep);
  for (let i = 0; i <= 2 * kAround; i += 1) {
    // nearest, one above, one below, two above…
    const uplift = (nearest + (i % 2 ? 1 : -1) * Math.ceil(i / 2)) * kStep;
    const assumed = uplift >= 1 ? assume(core, scenario, Number(uplift.toFixed(2))) : null;
    if (assumed && sameTargets(assumed.draft, scenario)) return Number(uplift.toFixed(2));
  }
  return null;
}

/**
 * What a fragment holds; uplift: of a calculation whose targets the page assumed, when they can be assumed again.
 * @param {string} text @param {Assume} assume
 */
export async function readCalculation(text, assume) {
  const link = await readLink(text);
  if (link.kind !== 'calculation') return link;
  const assumed = link.scenario.targets_source === 'assumed';
  return { ...link, uplift: assumed ? upliftOf(await wholeCore(), link.scenario, assume) : null };
}
