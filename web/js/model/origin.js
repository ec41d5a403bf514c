// @ts-check
/**
 * Where the numbers of the calculation came from: a record of the device beside it, made by /crm/ when they are taken over.
 *
 *   await putFromCrm(memory, {scenario, notes, sample, where})   the scenario becomes the person's own calculation (and a call of the
 *                                                         workbench, or what the plan stands on); false when nothing can be kept
 *   await readOrigin(memory)                              {scenario, notes: [{path, code, text}], sample} or null
 *
 * `scenario` of the origin is what every field can be taken back to; `notes` say in words where it is from ("из CRM, 6 месяцев, …").
 */

import { putCalculation } from './calculations.js';
import { movePointer } from './device-pointer.js';
import { writeOver } from './memory.js';

const kKey = 'crm.origin';
const kCallOfTab = 'funnel.call';

/** @typedef {Record<string, any>} Json */
/** @typedef {{path: string, code: string, text: string}} Note */
/** @typedef {{scenario: Json, notes: Note[], sample: boolean}} Origin */

/** All the origins in one note of a call. @param {Note[]} notes @param {boolean} sample */
const originText = (notes, sample) =>
  `${sample ? 'Пример, сделки придуманы' : 'Числа из CRM'}: ${[...new Set(notes.map(({ text }) => text.replace(/^из CRM, /, '')))].join('; ')}.`;

/** A call of the workbench that begins with these numbers; the tab opens it next. @param {import('./memory.js').Memory} memory @param {Origin} origin */
async function putCall(memory, { scenario, notes, sample }) {
  const key = `call:${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  const variants = [{ id: 1, name: 'Как есть', named: true, from: 0, scenario }];
  const call = {
    client: scenario.title ?? '',
    created: new Date().toISOString(),
    document: { format: 'funnel-workbench', version: 2, active: 0, baseline: null, variants },
    notes: [{ id: 'crm', at: new Date().toISOString(), text: originText(notes, sample) }],
    next: { text: '', date: '' },
    origin: { scenario, notes, sample },
  };
  if (!(await writeOver(memory, key, call))) return false;
  movePointer({ call: key });
  try {
    sessionStorage.setItem(kCallOfTab, key);
  } catch {
    // Then the workbench opens the device's last call, which is this one.
  }
  return true;
}

/** The plan stands on the calculation, not on four numbers typed earlier. @param {import('./memory.js').Memory} memory */
async function freePlan(memory) {
  const plan = await memory.read('plan').catch(() => null);
  if (plan?.value?.own) await memory.write('plan', { ...plan.value, own: null }, plan.version);
}

/**
 * @param {import('./memory.js').Memory} memory
 * @param {Origin & {where: 'calculator' | 'plan' | 'workbench'}} taken
 */
export async function putFromCrm(memory, { where, ...origin }) {
  if (!memory.kept) return false;
  if (where === 'workbench') return putCall(memory, origin);
  if (!(await writeOver(memory, kKey, origin))) return false;
  if (where === 'plan') await freePlan(memory);
  return putCalculation(memory, origin.scenario, { assumed: true });
}

/** @param {import('./memory.js').Memory} memory @returns {Promise<Origin | null>} */
export async function readOrigin(memory) {
  const record = await memory.read(kKey).catch(() => null);
  return Array.isArray(record?.value?.notes) ? record.value : null;
}
