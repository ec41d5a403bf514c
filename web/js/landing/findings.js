// @ts-check
// The core's findings as sentences: what the title of a section says and its chart proves. Codes and numbers are the core's (model.md §6).

import { count, number, plural, roubles } from '../text/format.js';
import { factorName } from '../text/names.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {import('./store.js').State} State */

const leads = (/** @type {number} */ n) =>
  `${count(n)}\u00A0${plural(Math.round(n), 'заявка', 'заявки', 'заявок')}`;

/** @type {Record<string, (finding: Doc, scenario: Doc) => string>} */
const sentences = {
  stage_point: ({ stage, money }, scenario) =>
    scenario.stages.length === 1
      ? `Каждый пункт доли оплат стоит ${roubles(money)} в месяц`
      : `Дороже всего этап «${factorName(stage, scenario)}»: пункт стоит ${roubles(money)}`,
  unanswered: ({ leads: lost, money }) => `${leads(lost)} в месяц без ответа стоят ${roubles(money)}`,
  manager_gap: ({ best, money }) => `Если бы все продавали как ${best}, это ещё ${roubles(money)} в месяц`,
  sales_mismatch: ({ stated, computed }) =>
    `По этапам выходит ${count(computed)}\u00A0${plural(Math.round(computed), 'оплата', 'оплаты', 'оплат')}, а вы назвали ${number(stated)}. Какое из чисел верное`,
  assumed_conversion: ({ stages }, scenario) =>
    `Пока условные, не ваши доли: ${stages.map((/** @type {string} */ id) => `«${factorName(id, scenario)}»`).join(', ')}`,
  small_sample: ({ entered }) =>
    `За этими долями всего ${leads(entered)}: возьмите данные за несколько месяцев`,
  goal_unreachable: ({ reason }) =>
    ({
      check: 'Средний чек равен нулю: желаемой выручки не получить никаким числом заявок',
      zero_stage: 'Один из этапов не проходит никто: желаемой выручки так не получить',
      above_hundred: 'До желаемой выручки не хватит даже ста процентов на каждом этапе',
    })[/** @type {'check' | 'zero_stage' | 'above_hundred'} */ (reason)] ?? '',
  goal_gap: ({ leads_extra: extra, managers }) =>
    `До желаемой выручки не хватает ${leads(extra)}${managers ? `, нужно менеджеров: ${number(managers)}` : ''}`,
  lost_cost: ({ money }) => `Реклама заявок без ответа стоит ${roubles(money)} в месяц`,
};

/** @param {Doc} finding @param {Doc} scenario */
export const sentenceOf = (finding, scenario) => sentences[finding.code]?.(finding, scenario) ?? '';

/** What is lost and where, dearest first; without money last. @param {State} state */
export const facts = ({ findings, scenario, asks }) =>
  scenario && !asks
    ? findings
        .filter(({ code }) => code !== 'assumed_conversion') // said beside the fields (words.js, example)
        .map((finding) => sentenceOf(finding, scenario))
        .filter(Boolean)
    : [];

/** The title of the stages. @param {State} state */
export function stagesTitle({ findings, scenario, asks }) {
  const first = findings.find(({ code }) => code === 'stage_point' || code === 'unanswered');
  return first && scenario && !asks ? sentenceOf(first, scenario) : 'Где остаются деньги, по этапам';
}

/** Findings beside the title, one a line: all but the one that is the title. @param {State} state @param {HTMLElement} list @param {(text: string) => HTMLElement} item */
export function showFindings(state, list, item) {
  const title = stagesTitle(state);
  const texts = facts(state).filter((text) => text !== title);
  if (list.dataset.shown === texts.join('\n')) return;
  list.dataset.shown = texts.join('\n');
  list.replaceChildren(...texts.map((text) => item(`${text}.`)));
}
