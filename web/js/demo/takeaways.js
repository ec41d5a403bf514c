// @ts-check
// The site's own take-aways for the scenario in hand. Loaded on the click, and with it core.wasm and the libraries.
import { loadCore } from '../model/core.js';
import { drawings } from '../charts/drawings.js';
import { save } from '../calculation/landing-files.js';

/* global CORE_ADDRESS */

const kCurvePoints = 161;

/**
 * @param {'pdf' | 'xlsx' | 'csv'} kind
 * @param {Record<string, any>} scenario
 * @param {{example: boolean}} note whether these are still the numbers of the example
 * @returns {Promise<string>} what to tell the person
 */
export async function takeAway(kind, scenario, { example }) {
  /** @type {any} the workbench holds no scenario the core would refuse */
  const core = await loadCore(CORE_ADDRESS);
  const { report } = core.evaluate(scenario);
  const { decomposition = null } = core.decompose(scenario);
  const { findings = [] } = core.findings(scenario);
  const { distribution = null } = core.distribution(scenario, kCurvePoints);
  const state = {
    scenario,
    report,
    decomposition,
    distribution,
    findings,
    autoTargets: false,
    current: true,
    predicted: true,
    example,
    placeholders: [],
  };
  return save[kind](/** @type {any} */ (state), drawings);
}
