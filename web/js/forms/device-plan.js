// @ts-check
// The plan of this device as its page shows it.

import definition from '../../../assets/checklist/rop.json';
import techniques from '../../../assets/techniques.json';
import { knownOf } from '../model/known.js';
import { wholeCore } from '../model/whole-core.js';
import { createPlanStore, noChoices } from '../plan/store.js';
import { nextMonday } from '../plan/words.js';

/** Null when there is nothing to make one of; borrowed: what in its numbers is the example's. @param {import('../model/memory.js').Memory} memory */
export async function devicePlan(memory) {
  const known = await knownOf(memory);
  const choices = (await memory.read('plan').catch(() => null))?.value;
  const store = createPlanStore({
    core: await wholeCore(),
    failure: null,
    known,
    techniques,
    definition: known.checklist || known.calls ? definition : null,
    choices: { ...noChoices(nextMonday(new Date())), ...choices },
    keep: () => {},
    trouble: String,
  });
  const state = store.state();
  if (!state.plan || !state.scenario) return null;
  return { state, checklist: known.checklist, borrowed: state.choices.own ? [] : known.borrowed };
}
