// @ts-check
// One meeting by the checklist: marks of the owner, the head of sales' own marks, notes. Every change gives a new run.

/** @typedef {0 | 1 | 2 | 'na'} Mark 0 no · 1 partly or in words · 2 systematically and seen · not applicable */
/** @typedef {'answers' | 'self'} Column whose mark: the owner's, or what the head of sales gives himself */
/** @typedef {{company: string, head: string, branch: string}} About company, head of sales, branch */
/**
 * @typedef {object} Run
 * @property {string} id
 * @property {string} title
 * @property {string} createdAt ISO time
 * @property {string} savedAt ISO time of the last change
 * @property {import('./checklist.js').Length} length
 * @property {Record<string, Mark>} answers
 * @property {Record<string, Mark>} self
 * @property {Record<string, string>} notes
 * @property {About} [about] who met: for the papers of the meeting; stays out of links and requests
 * @property {{meeting: string}} [blind] a copy the head of sales fills for himself: the owner's meeting it answers
 * @property {string} [replied] ISO time of the head of sales' own answers that were taken in
 * @property {Record<string, any> | null} scenario the calculation that came with the run; null: the one of this device
 */

export const kMarks = /** @type {Mark[]} */ ([0, 1, 2, 'na']);
export const kNoteLength = 500;
export const kTitleLength = 80;

/** @param {{id: string, title: string, now: string, length?: import('./checklist.js').Length}} options @returns {Run} */
export const newRun = ({ id, title, now, length = 'full' }) => ({
  id,
  title,
  createdAt: now,
  savedAt: now,
  length,
  answers: {},
  self: {},
  notes: {},
  scenario: null,
});

export const kAboutFields = /** @type {(keyof About)[]} */ (['company', 'head', 'branch']);

/** What is known of who met, of whatever was kept. @param {any} kept @returns {About} */
export const aboutFrom = (kept) =>
  /** @type {About} */ (
    Object.fromEntries(
      kAboutFields.map((name) => [
        name,
        typeof kept?.[name] === 'string' ? kept[name].trim().slice(0, kTitleLength) : '',
      ]),
    )
  );

/** @param {Run} run @param {Partial<About>} about @param {string} now @returns {Run} */
export const withAbout = (run, about, now) => ({
  ...run,
  about: aboutFrom({ ...run.about, ...about }),
  savedAt: now,
});

/** The day of the meeting; a day that is none leaves it. @param {Run} run @param {string} day "2026-11-26" @param {string} now @returns {Run} */
export const withDay = (run, day, now) =>
  /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T12:00:00`))
    ? { ...run, createdAt: new Date(`${day}T12:00:00`).toISOString(), savedAt: now }
    : run;

/** A mark put, or taken back when it is already there. @param {Run} run @param {{column: Column, item: string, mark: Mark | null}} put @param {string} now @returns {Run} */
export function withMark(run, { column, item, mark }, now) {
  const { [item]: _, ...others } = run[column];
  return { ...run, [column]: mark === null ? others : { ...others, [item]: mark }, savedAt: now };
}

/** @param {Run} run @param {string} item @param {string} note @param {string} now @returns {Run} */
export function withNote(run, item, note, now) {
  const { [item]: _, ...others } = run.notes;
  const kept = note.slice(0, kNoteLength);
  return { ...run, notes: kept.trim() === '' ? others : { ...others, [item]: kept }, savedAt: now };
}

/**
 * The document the core scores: only what the asked version has.
 * @param {Run} run @param {Column} column @param {import('./checklist.js').Definition} asked
 */
export function answersDocument(run, column, asked) {
  const ids = asked.areas.flatMap((area) => area.items.map(({ id }) => id));
  const answers = Object.fromEntries(
    ids.filter((id) => run[column][id] !== undefined).map((id) => [id, run[column][id]]),
  );
  return { format: 'funnel-checklist', version: 1, answers };
}

/** How many of the items have a mark of the owner. @param {Run} run @param {{id: string}[]} items */
export const markedCount = (run, items) => items.filter(({ id }) => run.answers[id] !== undefined).length;

/** Nothing was marked or written yet. @param {Run} run */
export const isEmptyRun = (run) =>
  [run.answers, run.self, run.notes].every((kept) => Object.keys(kept).length === 0);

/** The same marks and notes under the same name and day: a file opened twice. @param {Run} one @param {Run} other */
export const isSameMeeting = (one, other) => {
  const body = (/** @type {Run} */ { title, createdAt, answers, self, notes }) =>
    JSON.stringify([title, createdAt, ...[answers, self, notes].map((kept) => Object.entries(kept).sort())]);
  return body(one) === body(other);
};
