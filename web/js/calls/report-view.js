// @ts-check
// What the calls tell: headline, heat table, the weakest link with its drill, before and after.

import { el, need } from '../page/dom.js';
import { number } from '../text/format.js';
import { heatTable } from './heat-view.js';
import { dayText } from '../text/days.js';
import { callsText, changeNote, headline, hundred, lede, periodText, points } from './words.js';

/** @typedef {import('./store.js').State} State */

/**
 * @param {HTMLElement} root
 * @param {{store: import('./store.js').CallStore, listenTo: (manager: string) => void}} page
 */
export function mountReport(root, { store, listenTo }) {
  /** @type {string | null} */
  let chosen = null;
  const periods = /** @type {HTMLFormElement} */ (need(root, '[data-periods]'));

  /** Whose weakest link is told: the chosen one, else who does least of all. @param {any} report */
  function shown(report) {
    const known = report.managers.filter((/** @type {any} */ manager) => manager.weakest !== null);
    return (
      known.find((/** @type {any} */ manager) => manager.name === chosen) ??
      known.reduce(
        (/** @type {any} */ low, /** @type {any} */ one) =>
          !low || one.efficiency < low.efficiency ? one : low,
        null,
      )
    );
  }

  /** @param {State} state */
  function showDrill({ report, calls }) {
    const place = need(root, '[data-drill]');
    const manager = report && shown(report);
    if (!manager) {
      place.replaceChildren(
        el('p.note', {}, 'Слабое звено покажем, когда по критерию у менеджера будет пять отметок.'),
      );
      return;
    }
    const criterion = calls.criteria.find(({ id }) => id === manager.weakest);
    const count = manager.criteria.find((/** @type {any} */ one) => one.id === manager.weakest);
    place.replaceChildren(
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
        el('button.btn.btn--line', { type: 'button', click: () => listenTo(manager.name) }, 'Слушать дальше'),
      ),
    );
  }

  /** @param {State} state */
  function showOthers({ report, calls }) {
    const rows = (report?.managers ?? [])
      .filter((/** @type {any} */ manager) => manager.weakest !== null && manager !== shown(report))
      .map((/** @type {any} */ manager) =>
        el(
          'li',
          {},
          el(
            'button.link',
            { type: 'button', click: () => choose(manager.name) },
            manager.name || 'Без имени',
          ),
          el('b', {}, calls.criteria.find(({ id }) => id === manager.weakest)?.name ?? manager.weakest),
        ),
      );
    need(root, '[data-others-part]').hidden = rows.length === 0;
    need(root, '[data-others]').replaceChildren(...rows);
  }

  /** Before and after, manager by manager. @param {any} change of the report */
  const managersChange = (change) =>
    el(
      'ul.links',
      { 'data-managers-change': '' },
      ...change.managers.map((/** @type {any} */ { name, difference, interval }) =>
        el(
          'li',
          {},
          el('span', {}, name || 'Без имени', el('small', {}, changeNote(difference, interval))),
          el('b', {}, difference === null ? '—' : points(difference)),
        ),
      ),
    );

  /** @param {State} state */
  function showChange({ report, calls }) {
    const place = need(root, '[data-change]');
    const change = report?.change;
    if (!change) {
      place.replaceChildren();
      return;
    }
    const { difference, interval, criteria } = change.department;
    const verdict =
      difference === null
        ? 'В одном из периодов нет отметок: сравнить не с чем.'
        : `Отдел: ${points(difference)} ${interval ? `из ста, скорее всего от ${points(interval[0])} до ${points(interval[1])}` : 'из ста; звонков мало, чтобы назвать разброс'}${interval && interval[0] <= 0 && interval[1] >= 0 ? '. Пока это не отличить от удачи.' : '.'}`;
    const sure = criteria.filter((/** @type {any} */ one) => one.distinguishable);
    place.replaceChildren(
      el('p', {}, `${periodText(change.before)} и ${periodText(change.after)}. ${verdict}`),
      sure.length > 0
        ? el(
            'ul.links',
            {},
            ...sure.map((/** @type {any} */ one) =>
              el(
                'li',
                {},
                el('span', {}, calls.criteria.find(({ id }) => id === one.id)?.name ?? one.id),
                el(
                  'b',
                  {},
                  `${hundred(one.before.done / one.before.asked)} → ${hundred(one.after.done / one.after.asked)}`,
                ),
              ),
            ),
          )
        : el('p.note', {}, 'Ни по одному критерию разница пока не отличима от случая.'),
      el('h3.label', {}, 'По менеджерам, из ста'),
      managersChange(change),
    );
  }

  /** @param {string} manager */
  function choose(manager) {
    chosen = manager;
    show(store.state());
  }

  /** The last two months that have calls, until somebody says otherwise. @param {State} state */
  function suggestPeriods({ report }) {
    if (!report?.period || periods.dataset.own !== undefined) return;
    const [year, month] = report.period.to.split('-').map(Number);
    const day = (/** @type {number} */ y, /** @type {number} */ m, /** @type {number} */ d) =>
      new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10);
    const values = [
      day(year, month - 1, 1),
      day(year, month, 0),
      day(year, month, 1),
      day(year, month + 1, 0),
    ];
    ['before-from', 'before-to', 'after-from', 'after-to'].forEach((name, i) => {
      /** @type {HTMLInputElement} */ (need(periods, `[name=${name}]`)).value = values[i];
    });
  }
  periods.addEventListener('input', () => {
    periods.dataset.own = '';
  });
  periods.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = (/** @type {string} */ name) =>
      /** @type {HTMLInputElement} */ (need(periods, `[name=${name}]`)).value;
    const asked = {
      before: { from: value('before-from'), to: value('before-to') },
      after: { from: value('after-from'), to: value('after-to') },
    };
    const sound = [asked.before, asked.after].every(({ from, to }) => from !== '' && from <= to);
    need(periods, '[data-periods-issue]').textContent = sound
      ? ''
      : 'Первый день периода не позже последнего.';
    if (sound) store.compare(asked);
  });

  /** @param {State} state */
  function show(state) {
    const { report, calls, example } = state;
    const empty = !report || report.calls === 0;
    need(root, '[data-headline]').textContent = report ? headline(report, calls) : 'Лист оценки звонков';
    need(root, '[data-lede]').textContent = report ? lede(report, store.missing) : (state.failure ?? '');
    need(root, '[data-example-note]').hidden = !example;
    need(root, '[data-own-acts]').hidden = example;
    need(root, '[data-report-body]').hidden = empty;
    for (const part of document.querySelectorAll('[data-status]')) {
      part.textContent = example
        ? 'Пример с придуманными звонками'
        : empty
          ? 'Хранится на этом устройстве'
          : `${callsText(report.calls)}, ${report.calls === 1 ? dayText(report.period.to) : periodText(report.period)}. Хранится на этом устройстве`;
    }
    if (empty) return;
    need(root, '[data-heat]').replaceChildren(
      heatTable(report, calls, { chosen: shown(report)?.name ?? null, choose }),
    );
    showDrill(state);
    showOthers(state);
    showChange(state);
    suggestPeriods(state);
  }
  return { show };
}
