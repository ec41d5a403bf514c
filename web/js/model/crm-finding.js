// @ts-check
/**
 * What the report on an export found, kept for pages that put things together: counts, shares, days and sums of the whole department.
 * Never a deal, a client, a stage or a source; managers by name only when the person wants them remembered.
 */

import { writeOver } from './memory.js';

const kKey = 'crm.finding';

/** @typedef {Record<string, any>} Json */
/** A part of the report as deals.md describes it. @typedef {{report: Json, ripens_later: number | null}} CrmFinding */

/** @param {Json} source @param {string[]} names */
const picked = (source, names) => Object.fromEntries(names.map((name) => [name, source[name] ?? null]));

/** @param {Json} report @param {boolean} withNames */
function aggregatesOf(report, withNames) {
  const { window, curve, stale, managers } = report;
  return {
    issues: (report.issues ?? []).filter((/** @type {Json} */ { code }) => code === 'not_roubles'),
    ...picked(report, ['as_of', 'horizon_days', 'matured_share', 'totals', 'control']),
    months: report.months.map((/** @type {Json} */ one) => picked(one, ['month', 'deals', 'won'])),
    curve: picked(curve, ['t_max', 'median_days', 'p80_days']),
    window:
      window &&
      picked(window, ['months', 'deals', 'won', 'conversion', 'interval', 'bounds', 'fit', 'average_check']),
    stale: picked(stale, ['older_than_days', 'count', 'amount']),
    managers: withNames
      ? managers && {
          ...managers,
          list: managers.list.map((/** @type {Json} */ one) =>
            picked(one, ['name', 'deals', 'won', 'conversion', 'fair_conversion', 'money_left']),
          ),
        }
      : null,
  };
}

/**
 * @param {import('./memory.js').Memory} memory
 * @param {CrmFinding & {withNames: boolean}} found
 */
export const keepFinding = (memory, { report, ripens_later, withNames }) =>
  writeOver(memory, kKey, { report: aggregatesOf(report, withNames), ripens_later });

/** @param {import('./memory.js').Memory} memory */
export const forgetFinding = (memory) => memory.remove(kKey);

/** @param {import('./memory.js').Memory} memory @returns {Promise<CrmFinding | null>} */
export async function readFinding(memory) {
  const record = await memory.read(kKey).catch(() => null);
  return record?.value?.report?.totals ? record.value : null;
}
