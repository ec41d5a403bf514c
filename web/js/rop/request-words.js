// @ts-check
// What goes with a request from the checklist, as sentences: the marks by area, then the calculation that prices them.

import { inLines, inWords } from '../forms/in-words.js';
import { kNumberNames } from '../model/example.js';
import { plural } from '../text/format.js';
import { answersDocument, markedCount } from './run.js';
import { kMarkNames } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./checklist.js').Checklist} Checklist */

/** Why the calculation does not go along; "" when it does. @param {State} state */
const stays = ({ borrowed }) =>
  borrowed.length > 0
    ? `Расчёт не\u00A0уйдёт, в\u00A0нём числа примера: ${borrowed.map((name) => kNumberNames[name]).join(', ')}.`
    : '';

/** In one sentence. @param {State} state @param {Checklist} checklist */
export function sentInWords(state, checklist) {
  const { run, scenario } = state;
  const items = checklist.areas.flatMap((area) => area.items);
  const marked = markedCount(run, items);
  const marks = `${marked}\u00A0${plural(marked, 'отметка', 'отметки', 'отметок')} из\u00A0${items.length}`;
  const why = stays(state);
  if (!scenario || why) return `Уйдёт: ${marks}. ${why}`.trim();
  return `Уйдёт: ${marks}; расчёт: ${inWords(scenario).replace(/^Уйдёт: /, '')}`;
}

/** Mark by mark, then number by number. @param {State} state @param {Checklist} checklist @returns {string[]} */
export function sentInLines(state, checklist) {
  const { run, scenario } = state;
  const marks = checklist.areas.flatMap(({ name, items }) =>
    items
      .filter(({ id }) => run.answers[id] !== undefined)
      .map(({ id, question }) => `${name}. ${question} — ${kMarkNames[run.answers[id]]}`),
  );
  const why = stays(state);
  const lines = scenario && !why ? ['Расчёт.', ...inLines(scenario)] : [why].filter(Boolean);
  return [...(marks.length > 0 ? marks : ['Отметок пока нет']), ...lines];
}

/** A calculation with numbers of the example stays here: nobody could tell them from the department's. @param {import('./store.js').State} state @param {import('./checklist.js').Checklist} checklist */
export const attached = ({ run, scenario, borrowed }, checklist) => ({
  scenario: borrowed.length > 0 ? null : scenario,
  answers: answersDocument(run, 'answers', checklist.asked('full')),
});
