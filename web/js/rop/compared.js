// @ts-check
/**
 * Two sets of marks held against each other: only questions that both have a number for count, so that neither side gains by what it
 * was not asked. A row an area that has such questions, and the whole at the end.
 */

import { number, plural } from '../text/format.js';
import { scoreText } from './words.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {Record<string, import('./run.js').Mark>} Marks */
/** @typedef {{count: number, own: Doc, other: Doc}} Compared `count` questions; the core's results over exactly these */

/**
 * @param {Marks} own @param {Marks} other
 * @param {(marks: Marks) => Doc | null} score the core's result of some marks
 * @returns {Compared | null} null when there is nothing both have
 */
export function compared(own, other, score) {
  const ids = Object.keys(own).filter((id) => typeof own[id] === 'number' && typeof other[id] === 'number');
  if (ids.length === 0) return null;
  const only = (/** @type {Marks} */ marks) => Object.fromEntries(ids.map((id) => [id, marks[id]]));
  const [mine, theirs] = [score(only(own)), score(only(other))];
  return mine && theirs ? { count: ids.length, own: mine, other: theirs } : null;
}

/** "+12", "−3", "0" points between two scores. @param {number | null} own @param {number | null} other */
function change(own, other) {
  if (own === null || other === null) return '';
  const points = Math.round(own * 100) - Math.round(other * 100);
  return points === 0 ? '0' : `${points > 0 ? '+' : '\u2212'}${number(Math.abs(points))}`;
}

/**
 * @param {Compared} both @param {{name: string}[]} areas as asked
 * @returns {[string, string, string, string][]} name, other, own, change in points
 */
export function comparisonRows({ own, other }, areas) {
  const row = (/** @type {string} */ name, /** @type {Doc} */ mine, /** @type {Doc} */ theirs) =>
    /** @type {[string, string, string, string]} */ ([
      name,
      scoreText(theirs.score),
      scoreText(mine.score),
      change(mine.score, theirs.score),
    ]);
  return [
    ...areas
      .map(({ name }, i) => row(name, own.areas[i], other.areas[i]))
      .filter(([, theirs, mine]) => theirs !== '' && mine !== ''),
    row('Весь отдел', own, other),
  ];
}

/** What the comparison rests on. @param {Compared} both */
export const comparisonNote = ({ count }) =>
  `Сравнение по\u00A0${count}\u00A0${plural(count, 'вопросу', 'вопросам', 'вопросам')}, на\u00A0которые ответили оба раза. Разница в\u00A0пунктах.`;

/** Where the head of sales and the owner are two steps apart. @param {import('./run.js').Run} run @param {import('./checklist.js').Definition} asked */
export const twoStepsApart = ({ answers, self }, asked) =>
  asked.areas
    .flatMap(({ items }) => items)
    .filter(({ id }) => {
      const [own, his] = [answers[id], self[id]];
      return typeof own === 'number' && typeof his === 'number' && Math.abs(own - his) >= 2;
    });
