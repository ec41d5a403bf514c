// @ts-check
// Every chart of a calculation by its name: the page draws them into their places, take-aways at another width.

import { allCounted } from '../model/sure.js';
import { densityChart } from './density.js';
import { funnelChart } from './funnel.js';
import { liftChart } from './lift.js';
import { rampChart } from './ramp.js';
import { stripChart } from './strip.js';
import { waterfallChart } from './waterfall.js';

/**
 * What a chart is drawn from: a scenario, the core's report on it, the curve of next month's revenue and whether it belongs to this report.
 * @typedef {{scenario: any, report: any, distribution: any, predicted: boolean}} Calculated
 */
/** @typedef {import('./drawing.js').Chart} Chart */
/** @typedef {(calculated: Calculated, width: number, name: string) => Chart | null} Drawing */

/** @type {Record<string, Drawing>} */
export const drawings = {
  strip: ({ scenario, report }, width, name) => report && stripChart({ scenario, report }, { width, name }),
  lift: ({ report }, width, name) => report && liftChart(report, { width, name }),
  funnel: ({ report, scenario }, width, name) => report && funnelChart(report, { scenario, width, name }),
  waterfall: ({ report, scenario }, width, name) =>
    report && waterfallChart(report, { scenario, width, name }),
  ramp: ({ report }, width, name) => report && rampChart(report, { width, name }),
  density: ({ scenario, report, distribution, predicted }, width, name) =>
    report && predicted && allCounted(scenario) && distribution && distribution.points.length > 0
      ? densityChart(report, { distribution, width, name })
      : null,
};
