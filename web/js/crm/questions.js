// @ts-check
// What a person is asked about a file: from what its proposal could not decide, less what was answered before.

import { folded } from './columns.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./store.js').Issue} Issue */
/** What a person has to say. @typedef {{key: string, kind: 'column' | 'stage' | 'date_order' | 'decimal', role?: string, text?: string, message: string}} Question */

/** @param {Json} proposal @returns {{mapping: Json, about: Json}} */
export function parted({ proposal: about, ...mapping }) {
  return { mapping, about };
}

/** What is not sure, as questions. @param {Json} mapping @param {Json} about @returns {Question[]} */
export function questionsOf(mapping, about) {
  return about.undecided.map((/** @type {Issue} */ { path, code, message }) => {
    const [, kind, rest] = path.split('/');
    if (kind === 'columns') return { key: path, kind: 'column', role: rest, message };
    if (kind === 'stages') {
      const text = mapping.stages[Number(rest)].name;
      return { key: `stage:${folded(text)}`, kind: 'stage', text, message };
    }
    return { key: path, kind: code, message };
  });
}

/** What a person is asked: answers that would change nothing of the report wait. @param {{questions: Question[], idle: Set<string>}} state */
export const openQuestions = ({ questions, idle }) =>
  questions.filter(({ kind, text = '' }) => kind !== 'stage' || !idle.has(folded(text)));

/** Meanings given before for the texts of a new reading; new texts as proposed. @param {Json[]} stages @param {Json[]} before */
export function stagesAsBefore(stages, before) {
  const known = new Map(before.map(({ name, means }) => [folded(name), means]));
  return stages.map(({ name, means }) => ({ name, means: known.get(folded(name)) ?? means }));
}

/** What is still asked when the file was read again for other columns. @param {{questions: Question[]}} before @param {Json} wanted @param {Json} proposed @param {Json} about */
export function questionsAgain(before, wanted, proposed, about) {
  const unanswered = new Set(before.questions.map(({ key }) => key));
  const known = new Set(wanted.stages.map((/** @type {Json} */ { name }) => folded(name)));
  return [
    ...before.questions.filter(({ kind }) => kind !== 'stage'),
    ...questionsOf(proposed, about).filter(
      ({ key, kind, text = '' }) => kind === 'stage' && (unanswered.has(key) || !known.has(folded(text))),
    ),
  ];
}
