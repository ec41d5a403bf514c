// @ts-check
/**
 * Everything this device knows, counted once: what the page shows and the document prints. Each part is null when its page was never
 * used.
 */

import techniques from '../../../assets/techniques.json';
import { devicePlan } from '../forms/device-plan.js';
import { scoredMeeting } from '../calculation/meeting.js';
import { readCalculation } from '../model/calculations.js';
import { readFinding } from '../model/crm-finding.js';
import { knownOf } from '../model/known.js';
import { readOrigin } from '../model/origin.js';

/** @typedef {Record<string, any>} Json */
/**
 * @typedef {object} Gathered
 * @property {{scenario: Json, report: Json, findings: Json[], example: boolean, placeholders: string[], autoTargets: boolean, savedAt: string} | null} calculation
 * @property {import('../model/origin.js').Origin | null} origin what the numbers have of a CRM
 * @property {import('../model/crm-finding.js').CrmFinding | null} crm what the last report on an export found
 * @property {import('../rop/files/checklist-workbook.js').Source | null} meeting
 * @property {{calls: Json, report: Json} | null} calls
 * @property {import('../plan/store.js').State | null} plan
 */

export const kTechniques = new Map(techniques.techniques.map((technique) => [technique.id, technique]));

/** @param {any} core @param {any} kept */
function calculationOf(core, kept) {
  if (!kept?.scenario) return null;
  const { report } = core.evaluate(kept.scenario, { distribution: false });
  if (!report) return null;
  const { scenario, example, placeholders = [], autoTargets = false, savedAt } = kept;
  const { findings = [] } = core.findings(scenario);
  return { scenario, report, findings, example: example === true, placeholders, autoTargets, savedAt };
}

/** @param {any} core @param {import('../model/memory.js').Memory} memory @returns {Promise<Gathered>} */
export async function gather(core, memory) {
  const known = await knownOf(memory);
  const calculation = calculationOf(core, await readCalculation(memory));
  const plan = await devicePlan(memory);
  const callsReport = known.calls ? core.calls(known.calls).calls_report : null;
  return {
    calculation,
    origin: await readOrigin(memory),
    crm: await readFinding(memory),
    meeting: known.meeting
      ? scoredMeeting(core, /** @type {any} */ (known.meeting), {
          scenario: calculation?.scenario ?? null,
          report: calculation?.report ?? null,
          example: calculation?.example ?? false,
        })
      : null,
    calls: callsReport ? { calls: /** @type {Json} */ (known.calls), report: callsReport } : null,
    plan: plan?.state ?? null,
  };
}

/** @param {Gathered} gathered */
export const isEmpty = ({ calculation, origin, crm, meeting, calls, plan }) =>
  [calculation, origin, crm, meeting, calls, plan].every((part) => part === null);
