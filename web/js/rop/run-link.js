// @ts-check
// A run as the fragment of a link: #c1.<payload>.<checksum>. Marks are one character an item, in the order of the form.

import { checksum, fromBase64Url, toBase64Url } from './link-frame.js';
import { kTitleLength, newRun } from './run.js';

const kVersion = 1;
const kLetters = '-012n';

/** @typedef {import('./run.js').Run} Run */
/** @typedef {{kind: 'none'} | {kind: 'run', run: Run} | {kind: 'damaged'} | {kind: 'newer'}} Decoded */

/** @param {Record<string, import('./run.js').Mark>} marks @param {string[]} ids */
const lettersOf = (marks, ids) =>
  ids
    .map((id) => (marks[id] === undefined ? '-' : marks[id] === 'na' ? 'n' : String(marks[id])))
    .join('')
    .replace(/-+$/, '');

/** @param {string} letters @param {string[]} ids @returns {Record<string, import('./run.js').Mark>} */
function marksOf(letters, ids) {
  const marks = [...letters].map((letter, i) => [ids[i], letter === 'n' ? 'na' : Number(letter)]);
  return Object.fromEntries(
    marks.filter(([id, mark], i) => id !== undefined && letters[i] !== '-' && mark !== undefined),
  );
}

/** Tells forms with other questions apart. @param {string[]} ids */
const formOf = (ids) => checksum(ids.join(' '));

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

/** @param {string} fragment @param {{ids: string[], id: string, now: string}} options @returns {Decoded} */
export function decodeRunLink(fragment, { ids, id, now }) {
  const head = /^#c(\d+)\./.exec(fragment);
  if (!head) return { kind: 'none' };
  if (Number(head[1]) > kVersion) return { kind: 'newer' };
  const match = /^#c1\.([\w-]+)\.([0-9a-z]{7})$/.exec(fragment);
  if (!match || checksum(match[1]) !== match[2]) return { kind: 'damaged' };
  try {
    const [form, title, createdAt, short, answers, self, notes, scenario] = JSON.parse(
      fromBase64Url(match[1]),
    );
    if (form !== formOf(ids)) return { kind: 'newer' };
    if (
      ![answers, self].every(
        (letters) => typeof letters === 'string' && [...letters].every((letter) => kLetters.includes(letter)),
      )
    ) {
      return { kind: 'damaged' };
    }
    const run = newRun({
      id,
      title: String(title).slice(0, kTitleLength),
      now: Number.isNaN(Date.parse(createdAt)) ? now : createdAt,
      length: short ? 'short' : 'full',
    });
    const kept = Object.fromEntries(
      notes.map((/** @type {[number, string]} */ [i, note]) => [ids[i], String(note)]),
    );
    return {
      kind: 'run',
      run: {
        ...run,
        answers: marksOf(answers, ids),
        self: marksOf(self, ids),
        notes: kept,
        scenario: scenario ?? null,
      },
    };
  } catch {
    return { kind: 'damaged' };
  }
}
