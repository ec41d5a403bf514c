// @ts-check
/**
 * The head of sales answers on his own device and sees no mark of the owner's: a blank goes to him, his answers come back, each as a
 * link or as a file. The blank carries which meeting, who meets, when and how long, the answers his marks and notes besides: no mark of
 * the owner's, no calculation.
 *
 *   #b1.<payload>.<checksum>  a blank                funnel-checklist-blank
 *   #h1.<payload>.<checksum>  the answers            funnel-checklist-reply
 */

import { checksum, fromBase64Url, toBase64Url, unframed } from './link-frame.js';
import { aboutFrom, kAboutFields, kMarks, kNoteLength, kTitleLength, newRun } from './run.js';
import { areLetters, formOf, lettersOf, marksOf } from './run-link.js';

const kVersion = 1;
const kIdLength = 40;
const kFormats = { blank: 'funnel-checklist-blank', reply: 'funnel-checklist-reply' };
const kLetters = { blank: 'b', reply: 'h' };

/** @typedef {import('./run.js').Run} Run */
/** @typedef {import('./run.js').Mark} Mark */
/** @typedef {'blank' | 'reply'} Kind */
/**
 * @typedef {object} Blind
 * @property {Kind} kind
 * @property {string} meeting id of the owner's meeting
 * @property {string} title
 * @property {string} createdAt ISO time of the meeting
 * @property {import('./checklist.js').Length} length
 * @property {import('./run.js').About} about
 * @property {string} savedAt of the answers; of a blank, when it was made
 * @property {Record<string, Mark>} marks of the head of sales
 * @property {Record<string, string>} notes
 * @property {number} left marks and notes whose question is no more
 */
/** @typedef {{kind: 'none'} | {kind: 'damaged'} | {kind: 'newer'} | {kind: 'read', blind: Blind}} Read */

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} time @param {string} other */
const timeOr = (time, other) => (typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? time : other);

/** The blank of a meeting. @param {Run} run @param {string} now @returns {Blind} */
export const blankOf = ({ id, title, createdAt, length, about }, now) => ({
  kind: 'blank',
  meeting: id,
  title,
  createdAt,
  length,
  about: aboutFrom(about),
  savedAt: now,
  marks: {},
  notes: {},
  left: 0,
});

/** The answers given in a copy of it. @param {Run} copy @returns {Blind} */
export const replyOf = (copy) => ({
  ...blankOf(copy, copy.savedAt),
  kind: 'reply',
  meeting: copy.blind?.meeting ?? '',
  marks: copy.answers,
  notes: copy.notes,
});

/** The copy a blank opens on the device of the head of sales. @param {Blind} blank @param {{id: string, now: string}} at @returns {Run} */
export const copyOf = ({ meeting, title, createdAt, length, about }, { id, now }) => ({
  ...newRun({ id, title, now: createdAt, length }),
  savedAt: now,
  about,
  blind: { meeting },
});

/** A note of the head of sales under the owner's own. @param {string | undefined} own @param {string} his */
function joined(own, his) {
  const told = `РОП: ${his}`;
  if (!own) return told.slice(0, kNoteLength);
  return own.includes(told.slice(0, kNoteLength)) ? own : `${own}\n${told}`.slice(0, kNoteLength);
}

/**
 * Both columns in one meeting: his marks become its `self`, his notes stand under the owner's; what he left open stays as it was.
 * @param {Run} run @param {Blind} reply @returns {{run: Run, changed: number}} changed: marks and notes that differ from before
 */
export function withReply(run, reply) {
  const notes = { ...run.notes };
  for (const [id, note] of Object.entries(reply.notes)) notes[id] = joined(notes[id], note);
  const differing = (/** @type {Record<string, any>} */ one, /** @type {Record<string, any>} */ other) =>
    [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((id) => one[id] !== other[id]).length;
  const self = { ...run.self, ...reply.marks };
  const changed = differing(run.self, self) + differing(run.notes, notes);
  return { run: { ...run, self, notes, replied: reply.savedAt }, changed };
}

/** His answers where the meeting itself is not. @param {Blind} reply @param {{id: string, now: string}} at @returns {Run} */
export const meetingOf = (reply, at) => {
  const { blind: _, ...run } = copyOf(reply, at);
  return withReply({ ...run, id: reply.meeting || at.id }, reply).run;
};

/** @param {Blind} blind @param {string[]} ids items in the order of the form */
export function encodeBlindLink(blind, ids) {
  const parts = [
    formOf(ids),
    blind.meeting,
    blind.title,
    blind.createdAt,
    blind.length === 'short' ? 1 : 0,
    kAboutFields.map((name) => blind.about[name]),
    blind.savedAt,
    lettersOf(blind.marks, ids),
    ids.flatMap((id, i) => (blind.notes[id] ? [[i, blind.notes[id]]] : [])),
  ];
  const payload = toBase64Url(JSON.stringify(parts));
  return `#${kLetters[blind.kind]}${kVersion}.${payload}.${checksum(payload)}`;
}

/** @param {Record<string, any>} entries @param {(id: string) => boolean} isKnown */
function fitting(entries, isKnown) {
  const kept = Object.entries(entries).filter(([id]) => isKnown(id));
  return { kept: Object.fromEntries(kept), left: Object.keys(entries).length - kept.length };
}

/**
 * What a fragment holds, of today's form or of an earlier one.
 * @param {string} fragment @param {{ids: string[], forms: string[][], now: string}} options
 * @returns {Read}
 */
export function decodeBlindLink(fragment, { ids, forms, now }) {
  const kind = /** @type {Kind} */ (
    unframed(fragment, kLetters.blank, kVersion).kind === 'none' ? 'reply' : 'blank'
  );
  const link = unframed(fragment, kLetters[kind], kVersion);
  if (link.kind !== 'intact') return link;
  try {
    const [form, meeting, title, createdAt, short, about, savedAt, letters, notes] = JSON.parse(
      fromBase64Url(link.payload),
    );
    const asked = [ids, ...forms].find((one) => formOf(one) === form);
    if (!asked) return { kind: 'newer' };
    if (!areLetters(letters) || typeof meeting !== 'string') return { kind: 'damaged' };
    const here = new Set(ids);
    const marks = fitting(marksOf(letters, asked), (id) => here.has(id));
    const told = fitting(
      Object.fromEntries(
        notes.map((/** @type {[number, unknown]} */ [i, note]) => [
          asked[i],
          String(note).slice(0, kNoteLength),
        ]),
      ),
      (id) => here.has(id),
    );
    const blind = {
      kind,
      meeting: meeting.slice(0, kIdLength),
      title: String(title).slice(0, kTitleLength),
      createdAt: timeOr(createdAt, now),
      length: /** @type {import('./checklist.js').Length} */ (short ? 'short' : 'full'),
      about: aboutFrom(Object.fromEntries(kAboutFields.map((name, i) => [name, about[i]]))),
      savedAt: timeOr(savedAt, now),
      marks: marks.kept,
      notes: told.kept,
      left: marks.left + told.left,
    };
    return { kind: 'read', blind };
  } catch {
    return { kind: 'damaged' };
  }
}

/** As a file. @param {Blind} blind */
export function blindToText({ kind, meeting, title, createdAt, length, about, savedAt, marks, notes }) {
  const kept = {
    format: kFormats[kind],
    version: kVersion,
    meeting,
    title,
    created_at: createdAt,
    saved_at: savedAt,
    length,
    about,
    ...(kind === 'reply' ? { answers: marks, notes } : {}),
  };
  return `${JSON.stringify(kept, null, 1)}\n`;
}

/** @param {unknown} document of a file */
export const isBlindFile = (document) =>
  isObject(document) && Object.values(kFormats).includes(/** @type {any} */ (document).format);

/** @param {Record<string, any>} document @param {{isKnown: (id: string) => boolean, now: string}} options @returns {Read} */
export function blindFromDocument(document, { isKnown, now }) {
  const { format, version, meeting, title } = document;
  if (!Number.isInteger(version) || version < 1) return { kind: 'damaged' };
  if (version > kVersion) return { kind: 'newer' };
  const kind = /** @type {Kind} */ (format === kFormats.blank ? 'blank' : 'reply');
  if (typeof meeting !== 'string' || (kind === 'reply' && !isObject(document.answers))) {
    return { kind: 'damaged' };
  }
  const readable = (/** @type {any} */ entries, /** @type {(value: any) => boolean} */ isGood) =>
    fitting(
      Object.fromEntries(
        Object.entries(isObject(entries) ? entries : {}).filter(([, value]) => isGood(value)),
      ),
      isKnown,
    );
  const marks = readable(document.answers, (mark) => kMarks.includes(mark));
  const notes = readable(document.notes, (note) => typeof note === 'string' && note.trim() !== '');
  const blind = {
    kind,
    meeting: meeting.slice(0, kIdLength),
    title: typeof title === 'string' && title.trim() ? title.trim().slice(0, kTitleLength) : 'Встреча',
    createdAt: timeOr(document.created_at, now),
    length: /** @type {import('./checklist.js').Length} */ (document.length === 'short' ? 'short' : 'full'),
    about: aboutFrom(document.about),
    savedAt: timeOr(document.saved_at, now),
    marks: kind === 'reply' ? marks.kept : {},
    notes: Object.fromEntries(
      Object.entries(kind === 'reply' ? notes.kept : {}).map(([id, note]) => [
        id,
        note.slice(0, kNoteLength),
      ]),
    ),
    left: marks.left + notes.left,
  };
  return { kind: 'read', blind };
}
