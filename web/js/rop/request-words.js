// @ts-check
// What goes with a request from the checklist, as sentences: the marks by area, then the calculation that prices them.

import { inLines, inWords } from '../forms/in-words.js';
import { plural } from '../text/format.js';
import { markedCount } from './run.js';
import { kMarkNames } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./checklist.js').Checklist} Checklist */

/** @param {State} state */
const exampleNote = ({ example }) => (example ? ' Это пример со страницы расчёта, не\u00A0ваши числа.' : '');

/** In one sentence. @param {State} state @param {Checklist} checklist */
export function sentInWords({ run, scenario, ...state }, checklist) {
  const items = checklist.areas.flatMap((area) => area.items);
  const marked = markedCount(run, items);
  const marks = `${marked}\u00A0${plural(marked, 'отметка', 'отметки', 'отметок')} из\u00A0${items.length}`;
  if (!scenario) return `Уйдёт: ${marks}.`;
  const calculation = inWords(scenario).replace(/^Уйдёт: /, '');
  return `Уйдёт: ${marks}; расчёт: ${calculation}${exampleNote({ run, scenario, ...state })}`;
}

/** Mark by mark, then number by number. @param {State} state @param {Checklist} checklist @returns {string[]} */
export function sentInLines(state, checklist) {
  const { run, scenario } = state;
  const marks = checklist.areas.flatMap(({ name, items }) =>
    items
      .filter(({ id }) => run.answers[id] !== undefined)
      .map(({ id, question }) => `${name}. ${question} — ${kMarkNames[run.answers[id]]}`),
  );
  const lines = scenario ? [`Расчёт.${exampleNote(state)}`, ...inLines(scenario)] : [];
  return [...(marks.length > 0 ? marks : ['Отметок пока нет']), ...lines];
}
