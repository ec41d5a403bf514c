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
 * Content for the document; none when no meeting was held on this device.
 * @param {import('../landing/store.js').State} state @returns {Promise<any[]>}
 */
export async function meetingContent({ scenario, report, example }) {
  const memory = await openMemory();
  const runs = await loadRuns(memory);
  memory.close();
  const run = runs?.runs.find(({ id }) => id === runs.current);
  if (!run || isEmptyRun(run)) return [];
  const checklist = createChecklist(/** @type {import('../rop/checklist.js').Definition} */ (definition));
  const asked = checklist.asked(run.length);
  const core = await loadCore(CORE_ADDRESS);
  const scored = (/** @type {import('../rop/run.js').Column} */ column) => {
    const answer = core.checklist(answersDocument(run, column, asked), asked, scenario);
    return 'checklist' in answer ? answer.checklist : null;
  };
  const source = {
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
    kept: true,
    failure: null,
    checklist,
  };
  return checklistSummary(source);
}
