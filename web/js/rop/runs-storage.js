// @ts-check
// The runs this device remembers: funnel.rop.runs.v1 = {current, runs}. A browser may refuse storage: then the page says so.

import { kTitleLength } from './run.js';

const kKey = 'funnel.rop.runs.v1';

/** @typedef {{current: string, runs: import('./run.js').Run[]}} Runs */

/** @param {Runs} runs @returns {boolean} whether they are kept */
export function saveRuns(runs) {
  try {
    localStorage.setItem(kKey, JSON.stringify(runs));
    return true;
  } catch {
    return false;
  }
}

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {any} run @returns {run is import('./run.js').Run} */
const isRun = (run) =>
  isObject(run) &&
  typeof run.id === 'string' &&
  typeof run.title === 'string' &&
  [run.answers, run.self, run.notes].every(isObject);

/** @returns {Runs | null} */
export function loadRuns() {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? 'null');
    const runs = (Array.isArray(kept?.runs) ? kept.runs : [])
      .filter(isRun)
      .map((/** @type {import('./run.js').Run} */ run) => ({
        ...run,
        title: run.title.slice(0, kTitleLength),
        scenario: run.scenario ?? null,
      }));
    if (runs.length === 0) return null;
    return {
      runs,
      current: runs.some((/** @type {{id: string}} */ { id }) => id === kept.current)
        ? kept.current
        : runs[0].id,
    };
  } catch {
    return null;
  }
}

/** The calculation of this device, and whether it is only the example. @returns {{scenario: Record<string, any> | null, example: boolean}} */
export function loadCalculation() {
  try {
    const kept = JSON.parse(localStorage.getItem('funnel.scenario.v1') ?? 'null');
    return { scenario: isObject(kept?.scenario) ? kept.scenario : null, example: kept?.example === true };
  } catch {
    return { scenario: null, example: false };
  }
}
