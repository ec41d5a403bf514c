// @ts-check
// The meeting this device remembers, scored with the calculation at hand: what the document of the calculation carries too.

import definition from '../../../assets/checklist/rop.json';
import { loadCore } from '../model/core.js';
import { createChecklist } from '../rop/checklist.js';
import { answersDocument, isEmptyRun } from '../rop/run.js';
import { openMemory } from '../model/memory.js';
import { loadRuns } from '../rop/runs-storage.js';
import { checklistSummary } from '../rop/files/checklist-pdf.js';

/* global CORE_ADDRESS */

/**
 * A meeting as its page holds it, scored with a calculation.
 * @param {any} core @param {import('../rop/run.js').Run} run
 * @param {{scenario: Record<string, any> | null, report: Record<string, any> | null, example: boolean}} calculation
 * @returns {import('../rop/files/checklist-workbook.js').Source}
 */
export function scoredMeeting(core, run, { scenario, report, example }) {
  const checklist = createChecklist(/** @type {import('../rop/checklist.js').Definition} */ (definition));
  const asked = checklist.asked(run.length);
  const scored = (/** @type {import('../rop/run.js').Column} */ column) => {
    const answer = core.checklist(answersDocument(run, column, asked), asked, scenario);
    return 'checklist' in answer ? answer.checklist : null;
  };
  return {
    run: { ...run, scenario: null },
    runs: [run],
    previous: null,
    before: null,
    both: null,
    pair: null,
    result: scored('answers') ?? null,
    self: scored('self') ?? null,
    scenario,
    report,
    example,
    borrowed: [],
    kept: true,
    failure: null,
    checklist,
  };
}

/**
 * Content for the document; none when no meeting was held on this device.
 * @param {import('../landing/store.js').State} state @returns {Promise<any[]>}
 */
export async function meetingContent({ scenario, report, example }) {
  const memory = await openMemory();
  const runs = await loadRuns(memory);
  memory.close();
  const run = runs?.runs.find(({ id }) => id === runs.current);
  if (!run || run.blind || isEmptyRun(run)) return [];
  const core = await loadCore(CORE_ADDRESS);
  return checklistSummary(scoredMeeting(core, run, { scenario, report, example }));
}
