// @ts-check
// A step of the plan: a row with its weeks as cells, opened into what to do, who leads it and why it stands where it stands.

import { el } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { kPeople } from './store.js';
import { kNames, reasons, seenText, weeksText } from './words.js';

/** @typedef {import('./store.js').State} State */
/**
 * What the steps need of their page.
 * @typedef {object} StepPage
 * @property {import('./store.js').PlanStore} store
 * @property {Map<string, any>} byId techniques
 * @property {import('./words.js').Names} names
 * @property {(message: string, undo?: () => void) => void} tell
 * @property {HTMLElement} stories of our cases: links to them are copied
 */
/** One step as shown; its place, money a month. @typedef {{step: any, i: number, money: number, isOpen: boolean, toggle: () => void}} Row */

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

/** @param {any} technique @param {number} i @param {string} action @param {State} state @param {StepPage} page */
function actionOf(technique, i, action, state, { store }) {
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

/** A choice of this step; the others are placed around it. @param {string} id @param {string} label @param {(value: string) => void} choose @param {HTMLElement[]} options */
const choice = (id, label, choose, options) =>
  el(
    'div.line',
    {},
    el('label.line__label', { for: id }, label),
    el(
      'select.line__input',
      { id, change: (/** @type {any} */ event) => choose(event.target.value) },
      ...options,
    ),
  );

/** @param {any} step @param {any} technique @param {StepPage} page */
function leadOf(step, { id, weeks }, { store, tell }) {
  const people = kPeople.map((person) =>
    el(
      'option',
      { value: person, selected: person === step.owner },
      kNames[/** @type {keyof typeof kNames} */ (person)],
    ),
  );
  const starts = Array.from({ length: Math.max(1, 13 - weeks) }, (_, i) =>
    el('option', { value: i + 1, selected: i + 1 === step.week_from }, `с ${i + 1}-й недели`),
  );
  return el(
    'div.step__lead',
    {},
    choice(
      `owner-${id}`,
      'Кто ведёт',
      (owner) => tell('Кто ведёт, изменено: остальные шаги расставлены заново.', store.fix(id, { owner })),
      people,
    ),
    choice(
      `week-${id}`,
      'Когда начать',
      (week) =>
        tell(
          'Неделя изменена: остальные шаги расставлены вокруг.',
          store.fix(id, { week_from: Number(week) }),
        ),
      starts,
    ),
  );
}

/** @param {string} term @param {import('../page/dom.js').Child[]} values */
const fact = (term, ...values) => el('div', {}, el('dt', {}, term), ...values);

/** Why it stands here, how it is measured, what comes first, where it is from. @param {any} step @param {any} technique @param {State} state @param {StepPage} page */
function factsOf(step, technique, state, { byId, names, stories }) {
  const cases = technique.cases
    .map((/** @type {string} */ id) => stories.querySelector(`[data-story="${id}"] a`)?.cloneNode(true))
    .filter(Boolean);
  const before = technique.after.map((/** @type {string} */ id) => byId.get(id)?.name ?? id);
  return el(
    'dl.step__facts',
    {},
    fact(
      'Почему здесь',
      ...reasons(step, state.scenario, names).map((reason) => el('dd', {}, reason)),
      step.why.evidence.length === 0 &&
        el('dd', {}, 'Денег этой воронки не касается; помогает остальным шагам.'),
    ),
    fact('Чем мерить', el('dd', {}, technique.measure)),
    before.length > 0 && fact('Сначала', el('dd', {}, before.join('; '))),
    cases.length > 0 && fact('Откуда приём', ...cases.map((/** @type {Node} */ link) => el('dd', {}, link))),
  );
}

/** @param {any} step @param {any} technique @param {State} state @param {StepPage} page */
const detailsOf = (step, technique, state, page) =>
  el(
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
          actionOf(technique, i, action, state, page),
        ),
      ),
      leadOf(step, technique, page),
    ),
    factsOf(step, technique, state, page),
  );

/** @param {Row} row @param {State} state @param {StepPage} page */
export function stepRow({ step, i, money, isOpen, toggle }, state, page) {
  const technique = page.byId.get(step.technique);
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
            click: toggle,
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
    isOpen && detailsOf(step, technique, state, page),
  );
}
