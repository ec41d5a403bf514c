// @ts-check
/**
 * The calculations this device remembers, for every page of the site. Two records of memory.js:
 *   kOwn     the person's own
 *   kLinked  one opened from a link and edited while there was an own one already: neither overwrites the other
 * A value is {draft, scenario, autoTargets, uplift, placeholders, example, past}: what the fields hold (also what was typed wrongly),
 * the last scenario the core accepted, and the last states to go back to.
 *
 *   const { scenario, example } = await readCalculation(memory)     what /rop/, /demo/ and others count with: of the one open last
 *   createKept({ memory, key: kOwn, mergeBy: mergeCalculations })   to edit it
 *   await putCalculation(memory, scenario)                          another page hands its scenario over as the person's own
 */

import { devicePointer, kBefore, movePointer } from './device-pointer.js';
import { kReset } from './example.js';
import { merge } from './merge.js';

export const kOwn = 'calculation';
export const kLinked = 'calculation.linked';
const kStates = 10;

/** @typedef {Record<string, any>} Doc */
/** @typedef {{draft: Doc, autoTargets: boolean, uplift?: number, placeholders: string[], example: boolean, name: string}} Step a state before a change, and the change's name */
/** @typedef {Step & {id: string, at: string}} KeptStep */
/** @typedef {{draft: Doc, scenario: Doc | null, autoTargets: boolean, uplift?: number, placeholders: string[], example: boolean, past: Step[]}} Calculation */

/** @type {WeakMap<Step, KeptStep>} */
const dated = new WeakMap();

/** A step with its time and a name no other step has. @param {Step | KeptStep} step @returns {KeptStep} */
function withDate(step) {
  if ('id' in step) return step;
  const kept = dated.get(step) ?? {
    ...step,
    id: Math.random().toString(36).slice(2, 12),
    at: new Date().toISOString(),
  };
  dated.set(step, kept);
  return kept;
}

/** The last ten states, and the one before the latest new start. @param {(Step | KeptStep)[]} steps oldest first */
export function lastStates(steps) {
  const last = steps.slice(-kStates);
  const reset = steps.filter(({ name }) => name === kReset).pop();
  return (reset && !last.includes(reset) ? [reset, ...last] : last).map(withDate);
}

/** @param {any} stage */
const isStage = (stage) => typeof stage?.id === 'string' && typeof stage.name === 'string';
/** @param {any} draft */
const isDraft = (draft) =>
  draft?.version === 1 &&
  Array.isArray(draft.stages) &&
  draft.stages.length > 0 &&
  draft.stages.every(isStage);

/** What was kept, as far as this version can use it; null otherwise: it is left alone. @param {any} kept @returns {Calculation | null} */
export function calculationFrom(kept) {
  const draft = kept?.draft ?? kept?.scenario;
  if (!isDraft(draft)) return null;
  return {
    draft,
    scenario: isDraft(kept.scenario) ? kept.scenario : null,
    autoTargets: kept.autoTargets === true,
    ...(typeof kept.uplift === 'number' ? { uplift: kept.uplift } : {}),
    placeholders: Array.isArray(kept.placeholders) ? kept.placeholders : [],
    example: kept.example === true,
    past: (Array.isArray(kept.past) ? kept.past : []).filter((/** @type {any} */ step) =>
      isDraft(step?.draft),
    ),
  };
}

/** @param {any} base @param {any} mine @param {any} theirs @returns {import('./merge.js').Merged} */
export function mergeCalculations(base, mine, theirs) {
  const body = ({ past: _, scenario: __, placeholders: ___, ...rest }) => rest;
  const { value, clashes } = merge(body(base), body(mine), body(theirs));
  const known = new Set([...(base.past ?? []), ...(theirs.past ?? [])].map(({ id }) => id));
  // What I can go back to keeps what the other tab did meanwhile.
  const own = (mine.past ?? [])
    .filter((/** @type {KeptStep} */ { id }) => !known.has(id))
    .map((/** @type {KeptStep} */ step) => ({
      ...step,
      draft: merge(base.draft, step.draft, theirs.draft).value,
    }));
  return {
    value: {
      ...value,
      scenario: mine.scenario ?? theirs.scenario,
      placeholders: mine.placeholders.filter((/** @type {string} */ name) =>
        theirs.placeholders.includes(name),
      ),
      past: lastStates([...(theirs.past ?? []), ...own]),
    },
    // Assumed targets follow from the rest: nobody typed them.
    clashes: clashes.filter(({ path }) => !(value.autoTargets && /target/.test(path))),
  };
}

/** Takes over what an earlier version of the site, or a page that was left too soon, put in localStorage. @param {import('./memory.js').Memory} memory */
async function takeOver(memory) {
  try {
    const before = JSON.parse(localStorage.getItem(kBefore) ?? 'null');
    const value = calculationFrom(before);
    if (!value || !memory.kept) return;
    const there = await memory.read(kOwn);
    const isNewer = !there || there.savedAt < String(before.savedAt ?? '');
    if (!isNewer || (await memory.write(kOwn, value, there?.version ?? 0)).kind === 'written') {
      localStorage.removeItem(kBefore);
    }
  } catch {
    // Nothing readable was there.
  }
}

/** A calculation as a state to go back to. @param {Calculation} calculation @param {string} name of the change @returns {Step} */
export const stepFrom = ({ past: _, scenario: __, ...state }, name) => ({ ...state, name });

/** The key of the calculation this device had open last. */
export const openKey = () => (devicePointer()?.open === kLinked ? kLinked : kOwn);

/** @param {import('./memory.js').Memory} memory @param {string} [key] @returns {Promise<(Calculation & {savedAt: string, recordVersion: number}) | null>} */
export async function readCalculation(memory, key = openKey()) {
  await takeOver(memory);
  const record = await memory.read(key).catch(() => null);
  const value = calculationFrom(record?.value);
  return value && record ? { ...value, savedAt: record.savedAt, recordVersion: record.version } : null;
}

/**
 * @param {import('./memory.js').Memory} memory @param {Doc} scenario one the core has accepted
 * @param {{assumed?: boolean}} [options] assumed: it has no targets, the page is to assume them
 */
export async function putCalculation(memory, scenario, { assumed = false } = {}) {
  for (;;) {
    const there = await memory.read(kOwn).catch(() => null);
    const before = calculationFrom(there?.value);
    if (before && JSON.stringify(before.draft) === JSON.stringify(scenario)) return true;
    const past = before ? lastStates([...before.past, stepFrom(before, 'замену расчёта')]) : [];
    const value = { draft: scenario, scenario, autoTargets: assumed, placeholders: [], example: false, past };
    const { kind } = await memory.write(kOwn, value, there?.version ?? 0);
    if (kind === 'written') movePointer({ open: kOwn });
    if (kind !== 'changed') return kind === 'written';
  }
}
