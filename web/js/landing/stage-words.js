// @ts-check
// What the card of a stage says: its name within a sentence, what goes through it, what is odd about its counts.

import { stageRange } from '../model/sure.js';
import { count, percentRange, plural, roubles } from '../text/format.js';

/** @typedef {import('./store.js').Doc} Doc */

/** "этап «Встреча»", or its number when the name is no more than that. @param {Doc} stage @param {number} i */
export const stageName = (stage, i) =>
  stage.name && !/^этап\s/i.test(stage.name) ? `этап «${stage.name}»` : `этап ${i + 1}`;

/** Counts that do not go on from the stage before, as a plain question. @param {Doc[]} stages @param {number} i */
function moreThanBefore(stages, i) {
  const before = stages[i - 1]?.observed?.passed;
  const entered = stages[i]?.observed?.entered;
  return entered > before
    ? ` Вошло ${count(entered)}, а прошлый этап прошли ${count(before)}: это числа за один и тот же срок?`
    : '';
}

/** How many pass a stage, what its point is worth, how sure that is. @param {Doc} scenario @param {Doc} report of it @param {number} i */
export function stageText(scenario, report, i) {
  const now = report.now.stages[i];
  const lever = report.levers.find((/** @type {Doc} */ one) => one.id === now.id);
  const range = stageRange(scenario, report, i);
  const known = range ? ` Скорее всего ${percentRange(range)}.` : '';
  const flow = `Проходят ${count(now.passed)} из ${count(now.entered)}.`;
  const point = lever?.per_point ? ` Пункт — ${roubles(lever.per_point)}.` : '';
  return `${flow}${point}${known}${moreThanBefore(scenario.stages, i)}`;
}

/** @param {number} lost leads a month that nobody takes */
export function lostText(lost) {
  const whole = Math.round(lost);
  return lost > 0
    ? `${count(lost)}\u00A0${plural(whole, 'заявка', 'заявки', 'заявок')} в месяц ${plural(whole, 'остаётся', 'остаются', 'остаются')} без ответа.`
    : 'Все заявки кто-то берёт в работу.';
}
