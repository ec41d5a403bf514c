// @ts-check
// A run as the fragment of a link: #c1.<payload>.<checksum>. Marks are one character an item, in the order of the form.

import { checksum, fromBase64Url, toBase64Url, unframed } from './link-frame.js';
import { kTitleLength, newRun } from './run.js';

const kVersion = 1;
const kLetters = '-012n';

/** @typedef {import('./run.js').Run} Run */
/** @typedef {{kind: 'none'} | {kind: 'run', run: Run, left: number} | {kind: 'damaged'} | {kind: 'newer'}} Decoded */

/** @param {Record<string, import('./run.js').Mark>} marks @param {string[]} ids */
export const lettersOf = (marks, ids) =>
  ids
    .map((id) => (marks[id] === undefined ? '-' : marks[id] === 'na' ? 'n' : String(marks[id])))
    .join('')
    .replace(/-+$/, '');

/** @param {string} letters @param {string[]} ids @returns {Record<string, import('./run.js').Mark>} */
export function marksOf(letters, ids) {
  const marks = [...letters].map((letter, i) => [ids[i], letter === 'n' ? 'na' : Number(letter)]);
  return Object.fromEntries(
    marks.filter(([id, mark], i) => id !== undefined && letters[i] !== '-' && mark !== undefined),
  );
}

/** Tells forms with other questions apart. @param {string[]} ids */
export const formOf = (ids) => checksum(ids.join(' '));

/** @param {Run} run @param {{ids: string[], scenario: Record<string, any> | null}} options ids: items in the order of the form */
export function encodeRunLink(run, { ids, scenario }) {
  const notes = ids.flatMap((id, i) => (run.notes[id] ? [[i, run.notes[id]]] : []));
  const parts = [
    formOf(ids),
    run.title,
    run.createdAt,
    run.length === 'short' ? 1 : 0,
    lettersOf(run.answers, ids),
    lettersOf(run.self, ids),
    notes,
    scenario,
  ];
  const payload = toBase64Url(JSON.stringify(parts));
  return `#c${kVersion}.${payload}.${checksum(payload)}`;
}

/** @param {unknown} letters */
export const areLetters = (letters) =>
  typeof letters === 'string' && [...letters].every((letter) => kLetters.includes(letter));

/**
 * What a fragment holds. Of a link made with earlier questions everything comes along that has its question here.
 * @param {string} fragment
 * @param {{ids: string[], forms?: string[][], id: string, now: string}} options ids: items of today's form in order; forms: earlier ones
 * @returns {Decoded} left: marks and notes whose question is no more
 */
export function decodeRunLink(fragment, { ids, forms = [], id, now }) {
  const link = unframed(fragment, 'c', kVersion);
  if (link.kind !== 'intact') return link;
  try {
    const [form, title, createdAt, short, answers, self, notes, scenario] = JSON.parse(
      fromBase64Url(link.payload),
    );
    const asked = [ids, ...forms].find((one) => formOf(one) === form);
    if (!asked) return { kind: 'newer' };
    if (![answers, self].every(areLetters)) return { kind: 'damaged' };
    const run = newRun({
      id,
      title: String(title).slice(0, kTitleLength),
      now: Number.isNaN(Date.parse(createdAt)) ? now : createdAt,
      length: short ? 'short' : 'full',
    });
    const here = new Set(ids);
    let left = 0;
    const fitting = (/** @type {[string, any][]} */ entries) => {
      const kept = entries.filter(([item]) => here.has(item));
      left += entries.length - kept.length;
      return Object.fromEntries(kept);
    };
    return {
      kind: 'run',
      run: {
        ...run,
        answers: fitting(Object.entries(marksOf(answers, asked))),
        self: fitting(Object.entries(marksOf(self, asked))),
        notes: fitting(notes.map((/** @type {[number, string]} */ [i, note]) => [asked[i], String(note)])),
        scenario: scenario ?? null,
      },
      left,
    };
  } catch {
    return { kind: 'damaged' };
  }
}
