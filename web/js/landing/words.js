// @ts-check
// The sentences of the first screen that depend on the numbers: plain Russian, no pressure. Those below it: below-words.js.

import { kNumberNames } from '../model/example.js';
import { liftWords } from './lift.js';

/** @typedef {import('./store.js').State} State */

/** Names of the numbers that are still the example's. @param {State} state */
export const missing = ({ placeholders, draft }) =>
  placeholders
    .map((name) => {
      if (kNumberNames[name]) return kNumberNames[name];
      const stage = draft.stages.find((/** @type {any} */ s) => `stage:${s.id}` === name);
      if (!stage) return '';
      return draft.stages.length === 1 ? 'оплат в месяц' : `доля «${stage.name}»`;
    })
    .filter(Boolean);

/** What stands in the place of the answer until it can be one. @param {State} state */
function ask(state) {
  if (state.failure) return '';
  if (state.example) return 'Впишите четыре числа, и здесь будет ваш ответ. Ниже — пример.';
  return `Осталось вписать: ${missing(state).join(', ')}.`;
}

/** What the big number is called. @param {State} state */
export function leftLabel({ report, asks, example: whole }) {
  if (asks) return whole ? 'Сколько вы недозарабатываете' : 'Почти готово';
  if (!report || report.money_left.per_month > 0) return 'Недозарабатываете в месяц';
  return report.money_left.per_month === 0 ? 'Цель равна тому, что есть' : 'При таких целях теряете в месяц';
}

/** The number's name in the bar at the bottom of the window. @param {State} state */
const bar = (state) => (state.asks ? leftLabel(state) : leftLabel(state).replace(' в месяц', ''));

/** @param {State} state */
function stale({ current, failure, report }) {
  if (failure) return failure;
  return current || !report ? '' : 'Показан последний верный расчёт: исправьте отмеченное поле.';
}

/** @typedef {Record<string, (state: State) => string>} Sentences */

/** @type {Sentences} */
const kFirst = { ask, bar, left: leftLabel, lift: liftWords, stale };

/** Fills every data-words="NAME" that has a sentence here. @param {State} state @param {Sentences} [sentences] */
export function showWords(state, sentences = kFirst) {
  for (const found of document.querySelectorAll('[data-words]')) {
    const place = /** @type {HTMLElement} */ (found);
    const sentence = sentences[place.dataset.words ?? ''];
    const text = sentence?.(state);
    if (text !== undefined && place.textContent !== text) place.textContent = text;
  }
}
