// @ts-check
/**
 * What this device knows already, for pages that put it together: the calculation open last, the meeting by the checklist open last, the
 * scored calls. Read only: each is edited by its own page.
 */

import { readCalculation } from './calculations.js';
import { borrowed } from './example.js';
import { callsOf } from './known-calls.js';
import { devicePointer } from './memory.js';

/** @typedef {Record<string, any>} Json */
/**
 * @typedef {object} Known
 * @property {Json | null} scenario
 * @property {boolean} example the calculation's money is the site's example: its leads or its check are
 * @property {string[]} borrowed numbers of it that are the example's (model/example.js)
 * @property {Json | null} meeting the record of the checklist page, of the owner's
 * @property {Json | null} checklist `funnel-checklist` document of its answers
 * @property {Json | null} calls `funnel-calls` document
 */

const kMeetings = 'meeting:';
/** Where earlier versions kept the meetings, until the checklist page is opened again. */
const kMeetingsBefore = 'funnel.rop.runs.v1';

/** @param {any} run @returns {run is Json} */
const isMeeting = (run) =>
  typeof run?.id === 'string' &&
  run.blind === undefined &&
  Object.keys({ ...run.answers, ...run.self, ...run.notes }).length > 0;

/** @returns {any[]} */
function meetingsBefore() {
  try {
    const { runs = [], current } = JSON.parse(localStorage.getItem(kMeetingsBefore) ?? '{}') ?? {};
    return runs.filter((/** @type {any} */ { id }) => id === current).concat(runs);
  } catch {
    return [];
  }
}

/** The meeting open last, else the latest; a blind copy of the head of sales is none. @param {import('./memory.js').Memory} memory */
async function meetingOf(memory) {
  const records = await memory.list(kMeetings).catch(() => []);
  const runs = records.map(({ value }) => value).filter(isMeeting);
  runs.sort((a, b) => (String(a.createdAt) < String(b.createdAt) ? 1 : -1));
  const open = devicePointer()?.meeting;
  return runs.find(({ id }) => id === open) ?? runs[0] ?? meetingsBefore().find(isMeeting) ?? null;
}

/** @param {any} run */
const answersOf = (run) =>
  run && Object.keys(run.answers ?? {}).length > 0
    ? { format: 'funnel-checklist', version: 1, answers: run.answers }
    : null;

/** @param {import('./memory.js').Memory} memory @returns {Promise<Known>} */
export async function knownOf(memory) {
  const kept = await readCalculation(memory);
  const meeting = await meetingOf(memory);
  const lent = kept ? borrowed(kept) : [];
  return {
    scenario: kept?.scenario ?? null,
    example: lent.some((name) => name !== 'managers'),
    borrowed: lent,
    meeting,
    checklist: answersOf(meeting),
    calls: await callsOf(memory),
  };
}
