// @ts-check
// The meetings this device remembers, each a record "meeting:ID" of its own (model/memory.js), shared by tabs: marks of one meeting put
// in two tabs are merged item by item. A meeting nobody marked is not written.

import { readCalculation } from '../model/calculations.js';
import { borrowed } from '../model/example.js';
import { devicePointer, movePointer } from '../model/device-pointer.js';
import { createKept } from '../model/kept.js';
import { merge } from '../model/merge.js';
import { kTitleLength } from './run.js';

const kPrefix = 'meeting:';
/** Where earlier versions kept all meetings: taken over once. */
const kBefore = 'funnel.rop.runs.v1';

/** @typedef {import('./run.js').Run} Run */
/** @typedef {{current: string, runs: Run[]}} Runs */
/** @typedef {import('../model/memory.js').Memory} Memory */

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {any} run @returns {run is Run} */
const isRun = (run) =>
  isObject(run) &&
  typeof run.id === 'string' &&
  typeof run.title === 'string' &&
  [run.answers, run.self, run.notes].every(isObject);

/** @param {any} kept @returns {Run | null} */
const runFrom = (kept) =>
  isRun(kept) ? { ...kept, title: kept.title.slice(0, kTitleLength), scenario: kept.scenario ?? null } : null;

/** Marks of two tabs by item; the time of saving is the later one. @param {any} base @param {any} mine @param {any} theirs */
function mergeRuns(base, mine, theirs) {
  const savedAt = [mine?.savedAt, theirs?.savedAt].sort().pop();
  const { value, clashes } = merge(base, { ...mine, savedAt }, { ...theirs, savedAt });
  return { value, clashes: clashes.filter(({ path }) => path !== '/savedAt') };
}

/** @param {Memory} memory */
async function takeOver(memory) {
  try {
    const before = JSON.parse(localStorage.getItem(kBefore) ?? 'null');
    if (!before || !memory.kept) return;
    for (const run of (before.runs ?? []).map(runFrom).filter(Boolean)) {
      const { kind } = await memory.write(kPrefix + run.id, run, 0);
      if (kind === 'refused') return;
    }
    movePointer({ meeting: String(before.current) });
    localStorage.removeItem(kBefore);
  } catch {
    // Nothing readable was there.
  }
}

/** The meetings, the latest first, and the one that was open last. @param {Memory} memory @returns {Promise<Runs | null>} */
export async function loadRuns(memory) {
  await takeOver(memory);
  const records = await memory.list(kPrefix).catch(() => []);
  const runs = records.flatMap(({ value }) => runFrom(value) ?? []);
  if (runs.length === 0) return null;
  runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const open = devicePointer()?.meeting;
  return { runs, current: runs.find(({ id }) => id === open)?.id ?? runs[0].id };
}

/** The calculation of this device, whether it is only the example, and what of it still is. @param {Memory} memory @returns {Promise<{scenario: Record<string, any> | null, example: boolean, borrowed: string[]}>} */
export async function loadCalculation(memory) {
  const kept = await readCalculation(memory);
  return {
    scenario: kept?.scenario ?? null,
    example: kept?.example === true,
    borrowed: kept ? borrowed(kept) : [],
  };
}

/**
 * Keeps the meetings of a store.
 * @param {Memory} memory
 * @param {{
 *   merged: (run: Run, clashes: import('../model/merge.js').Clash[]) => void,
 *   gone: (id: string) => void,
 *   status: (isKept: boolean) => void,
 * }} page what other tabs did: a meeting changed or new, one taken away; whether what is marked is kept
 */
export function createRunsKeeper(memory, page) {
  /** @type {Map<string, {kept: import('../model/kept.js').Kept, run: Run | null}>} */
  const meetings = new Map();

  /** @param {string} id @param {Run | null} run as it stands now, null: none is stored @param {number} [version] */
  function follow(id, run, version = 0) {
    const kept = createKept({ memory, key: kPrefix + id, mergeBy: mergeRuns });
    kept.begin(run, version);
    kept.follow(({ value, clashes }) => {
      const taken = runFrom(value) ?? value;
      meetings.set(id, { kept, run: taken });
      page.merged(taken, clashes);
      return taken;
    });
    kept.watchStatus(({ saved }) => page.status(saved));
    meetings.set(id, { kept, run });
    return kept;
  }

  memory.watch(async (key) => {
    if (!key.startsWith(kPrefix)) return;
    const id = key.slice(kPrefix.length);
    const record = await memory.read(key).catch(() => null);
    if (!record && meetings.has(id)) page.gone(id);
    const run = runFrom(record?.value);
    if (!record || !run || meetings.has(id)) return;
    follow(id, run, record.version);
    page.merged(run, []);
  });

  return {
    /** What the page begins with: unchanged, it is not written. @param {Runs} runs */
    async begin({ runs }) {
      const stored = await memory.list(kPrefix).catch(() => []);
      for (const run of runs) {
        if (meetings.has(run.id)) continue;
        follow(run.id, run, stored.find(({ key }) => key === kPrefix + run.id)?.version ?? 0);
      }
    },
    /** After every change. @param {Runs} now */
    save({ current, runs }) {
      if (devicePointer()?.meeting !== current) movePointer({ meeting: current });
      for (const run of runs) {
        const known = meetings.get(run.id);
        if (known?.run === run) continue;
        const kept = known?.kept ?? follow(run.id, null);
        meetings.set(run.id, { kept, run });
        kept.change(run);
      }
      for (const [id, { kept }] of meetings) {
        if (runs.some((run) => run.id === id)) continue;
        meetings.delete(id);
        kept.settled().then(() => {
          kept.close();
          if (!meetings.has(id)) memory.remove(kPrefix + id);
        });
      }
    },
    /** A tab that slept may have missed the news. */
    look: () => meetings.forEach(({ kept }) => void kept.look()),
  };
}
