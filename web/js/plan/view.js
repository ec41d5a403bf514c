// @ts-check
// The calendar: a step a row, its weeks as cells, opened into what to do.

import { el, need } from '../page/dom.js';
import { dayInYear } from '../text/days.js';
import { roubles } from '../text/format.js';
import { stepRow } from './step-view.js';
import { headline, kNames, lastDay, roundedMoney, sourcesText, weekStart } from './words.js';

/** @typedef {import('./store.js').State} State */

/** The weeks above the cells. @param {HTMLElement} root @param {any} plan */
function showAxis(root, plan) {
  const weeks = Array.from({ length: 12 }, (_, i) =>
    el('li', {}, el('b', {}, String(i + 1)), weekStart(plan.start, i + 1)),
  );
  need(root, '[data-axis]').replaceChildren(...weeks);
  need(root, '[data-first-day]').textContent = dayInYear(plan.start);
  need(root, '[data-last-day]').textContent = dayInYear(lastDay(plan));
}

/** What comes after these weeks, and the money no technique stands for. @param {HTMLElement} root @param {any} plan @param {Map<string, any>} byId techniques */
function showLater(root, plan, byId) {
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

/**
 * @param {HTMLElement} root
 * @param {{
 *   store: import('./store.js').PlanStore, techniques: any[], tell: (message: string, undo?: () => void) => void,
 *   names: import('./words.js').Names,
 * }} page
 */
export function mountPlan(root, { store, techniques, tell, names }) {
  const byId = new Map(techniques.map((technique) => [technique.id, technique]));
  /** Steps that are open. @type {Set<string>} */
  const open = new Set();
  const page = { store, byId, names, tell, stories: need(root, '[data-stories]') };

  /** @param {string} technique */
  function toggle(technique) {
    if (!open.delete(technique)) open.add(technique);
    show(store.state());
    /** @type {HTMLElement | null} */ (root.querySelector(`[data-step="${technique}"] button`))?.focus();
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
    showAxis(root, plan);
    const rows = plan.steps.map((/** @type {any} */ step, /** @type {number} */ i) => ({
      step,
      i,
      money: money.steps[i],
      isOpen: open.has(step.technique),
      toggle: () => toggle(step.technique),
    }));
    need(root, '[data-steps]').replaceChildren(
      ...rows.map((/** @type {import('./step-view.js').Row} */ row) => stepRow(row, state, page)),
    );
    need(root, '[data-total]').textContent = `+${roubles(money.total)} в месяц`;
    need(root, '[data-total-name]').textContent = 'Все шаги вместе';
    showLater(root, plan, byId);
  }
  return { show };
}
