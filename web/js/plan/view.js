// @ts-check
// The calendar: a step a row, its weeks as cells, opened into what to do.

import { el, need } from '../page/dom.js';
import { dayInYear } from '../text/days.js';
import { roubles } from '../text/format.js';
import { kPeople } from './store.js';
import { headline, kNames, lastDay, reasons, roundedMoney, seenText, weekStart, weeksText } from './words.js';

/** @typedef {import('./store.js').State} State */

/**
 * @param {HTMLElement} root
 * @param {{
 *   store: import('./store.js').PlanStore, techniques: any[], tell: (message: string, undo?: () => void) => void,
 *   names: {areas: Map<string, string>, items: Map<string, string>, criteria: Map<string, string>},
 * }} page
 */
export function mountPlan(root, { store, techniques, tell, names }) {
  const byId = new Map(techniques.map((technique) => [technique.id, technique]));
  /** Steps that are open. @type {Set<string>} */
  const open = new Set();
  const stories = need(root, '[data-stories]');

  /** The cells of twelve weeks; the ring is where the difference shows. @param {any} step */
  const weeksOf = ({ week_from: from, week_to: to, measure }) =>
    el(
      'p.weeks',
      { 'aria-hidden': 'true' },
      ...Array.from({ length: 12 }, (_, i) => {
        const week = i + 1;
        return el(
          `i${week >= from && week <= to ? '.weeks__on' : ''}`,
          {},
          measure.visible_week === week && el('b.weeks__seen'),
        );
      }),
    );

  /** @param {any} technique @param {number} i @param {string} action @param {State} state */
  function actionOf(technique, i, action, state) {
    const id = `do-${technique.id}-${i}`;
    const isDone = (state.choices.done[technique.id] ?? []).includes(i);
    return el(
      'li.todo__item',
      {},
      el('input.todo__box', {
        type: 'checkbox',
        id,
        checked: isDone,
        change: (/** @type {any} */ event) => store.tick(technique.id, i, event.target.checked),
      }),
      el('label', { for: id }, action),
    );
  }

  /** @param {any} step @param {any} technique */
  function leadOf(step, technique) {
    const owner = el(
      'select.line__input',
      {
        id: `owner-${technique.id}`,
        change: (/** @type {any} */ event) =>
          tell(
            'Кто ведёт, изменено: остальные шаги расставлены заново.',
            store.fix(technique.id, { owner: event.target.value }),
          ),
      },
      ...kPeople.map((person) =>
        el(
          'option',
          { value: person, selected: person === step.owner },
          kNames[/** @type {keyof typeof kNames} */ (person)],
        ),
      ),
    );
    const latest = 13 - technique.weeks;
    const week = el(
      'select.line__input',
      {
        id: `week-${technique.id}`,
        change: (/** @type {any} */ event) =>
          tell(
            'Неделя изменена: остальные шаги расставлены вокруг.',
            store.fix(technique.id, { week_from: Number(event.target.value) }),
          ),
      },
      ...Array.from({ length: Math.max(1, latest) }, (_, i) =>
        el('option', { value: i + 1, selected: i + 1 === step.week_from }, `с ${i + 1}-й недели`),
      ),
    );
    return el(
      'div.step__lead',
      {},
      el('div.line', {}, el('label.line__label', { for: `owner-${technique.id}` }, 'Кто ведёт'), owner),
      el('div.line', {}, el('label.line__label', { for: `week-${technique.id}` }, 'Когда начать'), week),
    );
  }

  /** @param {any} step @param {any} technique @param {State} state */
  function detailsOf(step, technique, state) {
    const cases = technique.cases
      .map((/** @type {string} */ id) => stories.querySelector(`[data-story="${id}"] a`)?.cloneNode(true))
      .filter(Boolean);
    return el(
      'div.step__open',
      { id: `open-${technique.id}` },
      el(
        'div',
        {},
        el('h3.label', {}, 'Что сделать'),
        el(
          'ul.todo',
          {},
          ...technique.steps.map((/** @type {string} */ action, /** @type {number} */ i) =>
            actionOf(technique, i, action, state),
          ),
        ),
        leadOf(step, technique),
      ),
      el(
        'dl.step__facts',
        {},
        el(
          'div',
          {},
          el('dt', {}, 'Почему здесь'),
          ...reasons(step, state.scenario, names).map((reason) => el('dd', {}, reason)),
          step.why.evidence.length === 0 &&
            el('dd', {}, 'Денег этой воронки не касается; помогает остальным шагам.'),
        ),
        el('div', {}, el('dt', {}, 'Чем мерить'), el('dd', {}, technique.measure)),
        technique.after.length > 0 &&
          el(
            'div',
            {},
            el('dt', {}, 'Сначала'),
            el(
              'dd',
              {},
              technique.after.map((/** @type {string} */ id) => byId.get(id)?.name ?? id).join('; '),
            ),
          ),
        cases.length > 0 &&
          el(
            'div',
            {},
            el('dt', {}, 'Откуда приём'),
            ...cases.map((/** @type {Node} */ link) => el('dd', {}, link)),
          ),
      ),
    );
  }

  /** @param {any} step @param {number} i @param {number} money @param {State} state */
  function stepRow(step, i, money, state) {
    const technique = byId.get(step.technique);
    const isOpen = open.has(step.technique);
    const done = (state.choices.done[step.technique] ?? []).length === technique.steps.length;
    return el(
      'li.step',
      { 'data-step': step.technique, 'data-open': isOpen },
      el(
        'div.step__row',
        {},
        el('span.step__number', {}, done ? '✓' : String(i + 1)),
        el(
          'h2.step__name',
          {},
          el(
            'button.step__toggle',
            {
              type: 'button',
              'aria-expanded': String(isOpen),
              'aria-controls': `open-${step.technique}`,
              click: () => {
                if (!open.delete(step.technique)) open.add(step.technique);
                show(store.state());
                /** @type {HTMLElement | null} */ (
                  root.querySelector(`[data-step="${step.technique}"] button`)
                )?.focus();
              },
            },
            technique.name,
          ),
        ),
        el('p.step__money', {}, money > 0 ? `+${roubles(money)}` : '—'),
        el(
          'p.step__owner',
          {},
          `${kNames[/** @type {keyof typeof kNames} */ (step.owner)]}, ${weeksText(step)}`,
        ),
        weeksOf(step),
        el('p.step__seen', {}, seenText(step, state.scenario)),
      ),
      isOpen && detailsOf(step, technique, state),
    );
  }

  /** @param {any} plan */
  function axisOf(plan) {
    const weeks = Array.from({ length: 12 }, (_, i) =>
      el('li', {}, el('b', {}, String(i + 1)), weekStart(plan.start, i + 1)),
    );
    need(root, '[data-axis]').replaceChildren(...weeks);
    need(root, '[data-first-day]').textContent = dayInYear(plan.start);
    need(root, '[data-last-day]').textContent = dayInYear(lastDay(plan));
  }

  /** @param {State} state @param {any} order */
  function sourcesText({ assumed, known }, order) {
    const parts = [];
    if (order.by_money_only) {
      parts.push(
        'Порядок пока только по деньгам: о том, что уже налажено, страница не знает. Пройдите чек-лист или послушайте звонки, и она узнает.',
      );
    } else {
      parts.push(
        `Сначала то, что дороже и слабее: учтены ${[known.checklist && 'чек-лист', known.calls && 'звонки'].filter(Boolean).join(' и ')}.`,
      );
    }
    if (assumed) {
      parts.push('Цели взяты за вас: конверсия в полтора раза выше нынешней или насколько получится.');
    }
    parts.push('Каждый ведёт не больше одного шага сразу, весь отдел — не больше двух. Деньги округлены.');
    return parts.join(' ');
  }

  /** @param {State} state */
  function show(state) {
    const { plan, order, scenario } = state;
    need(root, '[data-plan-body]').hidden = plan === null;
    need(root, '[data-plan-empty]').hidden = plan !== null;
    need(root, '[data-failure]').textContent = state.failure ?? '';
    if (!plan || !order || !scenario) return;
    const money = roundedMoney(plan, order);
    need(root, '[data-headline]').textContent = headline(plan, money.total);
    need(root, '[data-lede]').textContent = sourcesText(state, order);
    axisOf(plan);
    need(root, '[data-steps]').replaceChildren(
      ...plan.steps.map((/** @type {any} */ step, /** @type {number} */ i) =>
        stepRow(step, i, money.steps[i], state),
      ),
    );
    need(root, '[data-total]').textContent = `+${roubles(money.total)} в месяц`;
    need(root, '[data-total-name]').textContent = 'Все шаги вместе';
    need(root, '[data-later-part]').hidden = plan.later.length === 0;
    need(root, '[data-later]').replaceChildren(
      ...plan.later.map((/** @type {string} */ id) =>
        el(
          'li',
          {},
          el('span', {}, byId.get(id)?.name ?? id),
          el('small', {}, kNames[/** @type {keyof typeof kNames} */ (byId.get(id)?.owner)] ?? ''),
        ),
      ),
    );
    const unplaced = need(root, '[data-unplaced]');
    unplaced.hidden = !(plan.unplaced_money > 0);
    unplaced.textContent = `Ещё ${roubles(plan.unplaced_money)} в месяц стоят за тем, на что у нас нет приёма.`;
  }
  return { show };
}
