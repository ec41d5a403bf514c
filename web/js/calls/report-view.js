// @ts-check
// What the calls tell: headline, heat table, the weakest link with its drill, before and after.

import { el, need } from '../page/dom.js';
import { dayText } from '../text/days.js';
import { number } from '../text/format.js';
import { mountPeriods, showChange } from './change-view.js';
import { heatTable } from './heat-view.js';
import { callsText, headline, lede, periodText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {State['calls']['criteria']} Criteria */

/** Managers of the report whose weakest link is known. @param {any} report @returns {any[]} */
const knownOf = (report) => report.managers.filter((/** @type {any} */ { weakest }) => weakest !== null);

/** Whose weakest link is told: the chosen one, else who does least of all. @param {any} report @param {string | null} chosen @returns {any} null: nobody's is known */
function toldOf(report, chosen) {
  const known = knownOf(report);
  return (
    known.find(({ name }) => name === chosen) ??
    known.reduce((low, one) => (!low || one.efficiency < low.efficiency ? one : low), null)
  );
}

/** The weakest link of a manager and three days for it. @param {any} manager @param {Criteria} criteria @param {() => void} listen */
function drill(manager, criteria, listen) {
  const criterion = criteria.find(({ id }) => id === manager.weakest);
  const count = manager.criteria.find((/** @type {any} */ one) => one.id === manager.weakest);
  return [
    el('p.note', {}, `${manager.name}, слабое звено`),
    el('h2.drill__title', {}, criterion?.name || manager.weakest),
    el(
      'p.note',
      {},
      `Сделано ${number(count.done)} из ${number(count.asked)}.`,
      criterion?.looks_like ? ` Хорошо, когда слышно: ${criterion.looks_like}` : '',
    ),
    el('h3.label', {}, 'Три дня на это одно'),
    el(
      'p',
      {},
      criterion?.three_days ||
        'Три дня подряд менеджер следит только за этим. Вечером слушайте вместе пять записей.',
    ),
    el(
      'p.row.drill__acts',
      {},
      el('a.btn.btn--small', { href: '/plan/' }, 'Поставить в план'),
      el('button.btn.btn--line', { type: 'button', click: listen }, 'Слушать дальше'),
    ),
  ];
}

/** The weakest links of the others. @param {HTMLElement} root @param {any[]} managers @param {Criteria} criteria @param {(manager: string) => void} choose */
function showOthers(root, managers, criteria, choose) {
  need(root, '[data-others-part]').hidden = managers.length === 0;
  need(root, '[data-others]').replaceChildren(
    ...managers.map(({ name, weakest }) =>
      el(
        'li',
        {},
        el('button.link', { type: 'button', click: () => choose(name) }, name || 'Без имени'),
        el('b', {}, criteria.find(({ id }) => id === weakest)?.name ?? weakest),
      ),
    ),
  );
}

/** Whose the calls are and where they are kept. @param {State} state */
function statusText({ example, report }) {
  if (example) return 'Пример с придуманными звонками';
  if (!report || report.calls === 0) return 'Хранится на этом устройстве';
  const when = report.calls === 1 ? dayText(report.period.to) : periodText(report.period);
  return `${callsText(report.calls)}, ${when}. Хранится на этом устройстве`;
}

/**
 * @param {HTMLElement} root
 * @param {{store: import('./store.js').CallStore, listenTo: (manager: string) => void}} page
 */
export function mountReport(root, { store, listenTo }) {
  /** @type {string | null} */
  let chosen = null;
  const periods = mountPeriods(/** @type {HTMLFormElement} */ (need(root, '[data-periods]')), store);

  /** @param {string} manager */
  function choose(manager) {
    chosen = manager;
    show(store.state());
  }

  /** @param {State} state */
  function show(state) {
    const { report, calls, example } = state;
    const empty = !report || report.calls === 0;
    need(root, '[data-headline]').textContent = report ? headline(report, calls) : 'Лист оценки звонков';
    need(root, '[data-lede]').textContent = report ? lede(report, store.missing) : (state.failure ?? '');
    need(root, '[data-example-note]').hidden = !example;
    need(root, '[data-own-acts]').hidden = example;
    need(root, '[data-report-body]').hidden = empty;
    const status = statusText(state);
    for (const part of document.querySelectorAll('[data-status]')) part.textContent = status;
    if (empty) return;
    const told = toldOf(report, chosen);
    need(root, '[data-heat]').replaceChildren(
      heatTable(report, calls, { chosen: told?.name ?? null, choose }),
    );
    need(root, '[data-drill]').replaceChildren(
      ...(told
        ? drill(told, calls.criteria, () => listenTo(told.name))
        : [el('p.note', {}, 'Слабое звено покажем, когда по критерию у менеджера будет пять отметок.')]),
    );
    const others = knownOf(report).filter((one) => one !== told);
    showOthers(root, others, calls.criteria, choose);
    showChange(need(root, '[data-change]'), state);
    periods.suggest(state);
  }
  return { show };
}
