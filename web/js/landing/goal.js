// @ts-check
// Обратная декомпозиция: what a wanted revenue needs, one way a line, or why it is out of reach.

import { el } from '../page/dom.js';
import { count, number, percent, plural, roubles } from '../text/format.js';
import { factorName } from '../text/names.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Doc} Doc */
/** @typedef {{name: string, parts: (Node | string)[], impossible?: boolean}} Way */

const could = (/** @type {string} */ text) => el('b.could', {}, text);
const strong = (/** @type {string} */ text) => el('b', {}, text);

/** @param {Doc} goal @returns {Way} */
function moreLeads({ leads, leads_extra: extra, managers }) {
  const more = extra > 0 ? [`, на ${number(extra)} больше, чем успевают взять сейчас`] : [];
  const people =
    managers === null
      ? []
      : [' и ', strong(number(managers)), `\u00A0${plural(managers, 'менеджер', 'менеджера', 'менеджеров')}`];
  return {
    name: 'Больше заявок',
    parts: [
      strong(number(leads)),
      `\u00A0${plural(leads, 'заявка', 'заявки', 'заявок')}`,
      ...people,
      ...more,
    ],
  };
}

/** @param {number | null} uplift @returns {Way} */
function allStages(uplift) {
  if (uplift === null) {
    return {
      name: 'Все этапы вместе',
      parts: ['даже 100\u00A0% на каждом этапе не хватит'],
      impossible: true,
    };
  }
  return { name: 'Все этапы вместе', parts: ['каждая доля в ', could(number(uplift, 2)), ' раза выше'] };
}

/** @param {Doc} single @param {Doc} report @param {Doc} scenario @returns {Way} */
function oneStage({ id, needed, feasible }, report, scenario) {
  const name = `Только «${factorName(id, scenario)}»`;
  if (needed === null) {
    return { name, parts: ['не поможет: другой этап не проходит никто'], impossible: true };
  }
  if (!feasible) {
    return { name, parts: ['даже 100\u00A0% не\u00A0хватит'], impossible: true };
  }
  const now = report.now.stages.find((/** @type {Doc} */ stage) => stage.id === id).conversion;
  return { name, parts: [percent(now), ' → ', could(percent(needed))] };
}

/** Why a goal cannot be reached by more leads. @param {Doc} report @param {Doc} scenario */
function whyNot({ now }, scenario) {
  if (scenario.average_check === 0) {
    return 'Средний чек равен нулю: никакое число заявок не даст этой выручки.';
  }
  const dead = now.stages.find((/** @type {Doc} */ stage) => stage.conversion === 0);
  return dead
    ? `Этап «${factorName(dead.id, scenario)}» не проходит никто: сколько заявок ни добавляй, выручки не будет.`
    : 'Этой выручки при таких числах не получить.';
}

/** @param {State} state */
function summary({ report, scenario }) {
  const goal = report?.goal;
  if (!goal || !scenario) {
    return 'Впишите выручку, и здесь появятся пути к ней: сколько нужно заявок, людей, какая доля на каждом этапе.';
  }
  if (goal.reached) return `Столько отдел получает уже сейчас: ${roubles(report.now.revenue)}.`;
  if (!goal.reachable) return whyNot(report, scenario);
  return `Нужно ${number(goal.sales)} ${plural(goal.sales, 'продажа', 'продажи', 'продаж')}, сейчас ${count(report.now.sales)}. Прийти можно по-разному, каждый путь сам по себе:`;
}

/** @param {State} state @returns {Way[]} */
function ways({ report, scenario }) {
  const goal = report?.goal;
  if (!goal || goal.reached || !scenario) return [];
  const leads = goal.leads === null ? [] : [moreLeads(goal)];
  return [
    ...leads,
    allStages(goal.uniform_uplift),
    ...goal.single_stage.map((/** @type {Doc} */ single) => oneStage(single, report, scenario)),
  ];
}

/** @param {import('./store.js').Store} store @param {HTMLElement} text @param {HTMLElement} list */
export function mountGoal(store, text, list) {
  store.subscribe((state) => {
    text.textContent = summary(state);
    list.replaceChildren(
      ...ways(state).map(({ name, parts, impossible }) =>
        el(`div.way${impossible ? '.way--no' : ''}`, {}, el('dt', {}, name), el('dd', {}, ...parts)),
      ),
    );
  });
}
