// @ts-check
// What this device knows already: the calculation, the last meeting by the checklist, the scored calls.

import { devicePointer } from '../model/memory.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {{scenario: Json | null, example: boolean, checklist: Json | null, calls: Json | null}} Known */

/** @param {string} key */
function fromStorage(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {any} run of the checklist page */
const answersOf = (run) =>
  run && Object.keys(run.answers ?? {}).length > 0
    ? { format: 'funnel-checklist', version: 1, answers: run.answers }
    : null;

/** @param {any} value of the page of calls */
function callsOf(value) {
  const { title = '', criteria, calls } = value?.calls ?? {};
  if (!Array.isArray(calls) || calls.length === 0) return null;
  return {
    format: 'funnel-calls',
    version: 1,
    title,
    criteria,
    calls: calls.map(({ manager, date, note, marks }) => ({ manager, date, note, marks })),
  };
}

/** @param {import('../model/memory.js').Memory} memory @returns {Promise<Known>} */
export async function knownOf(memory) {
  const open = devicePointer()?.open;
  const record = open ? await memory.read(open).catch(() => null) : null;
  const kept = record?.value?.scenario ? record.value : fromStorage('funnel.scenario.v1');
  const runs = fromStorage('funnel.rop.runs.v1');
  const run = runs?.runs?.find?.((/** @type {any} */ one) => one.id === runs.current) ?? runs?.runs?.[0];
  const calls = await memory.read('calls').catch(() => null);
  return {
    scenario: kept?.scenario ?? null,
    example: kept?.example === true,
    checklist: answersOf(run),
    calls: callsOf(calls?.value),
  };
}
