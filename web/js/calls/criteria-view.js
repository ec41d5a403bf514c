// @ts-check
// The criteria and their weights, as the firm wants them.

import { el, need } from '../page/dom.js';
import { freeId, kLimits, withCriteria } from './document.js';

/** @typedef {import('./document.js').Criterion} Criterion */

/**
 * @param {Criterion} criterion
 * @param {{edit(id: string, change: Partial<Criterion>): void, remove(criterion: Criterion): void}} acts
 */
function row(criterion, { edit, remove }) {
  const { id, name, part, weight } = criterion;
  return el(
    'li.criterion',
    {},
    el('input.line__input', {
      'aria-label': 'Критерий',
      value: name,
      maxlength: kLimits.name,
      change: (/** @type {any} */ event) => edit(id, { name: event.target.value.trim() }),
    }),
    el('input.line__input', {
      'aria-label': `Часть разговора: ${name}`,
      value: part,
      maxlength: kLimits.part,
      change: (/** @type {any} */ event) => edit(id, { part: event.target.value.trim() }),
    }),
    el(
      'select.line__input',
      {
        'aria-label': `Вес: ${name}`,
        change: (/** @type {any} */ event) => edit(id, { weight: Number(event.target.value) }),
      },
      ...[1, 2, 3].map((one) => el('option', { value: one, selected: one === weight }, `вес ${one}`)),
    ),
    el(
      'button.link',
      { type: 'button', 'aria-label': `Убрать: ${name}`, click: () => remove(criterion) },
      'Убрать',
    ),
  );
}

/**
 * @param {HTMLElement} root
 * @param {{store: import('./store.js').CallStore, defaults: Criterion[], tell: (message: string, undo?: () => void) => void}} page
 */
export function mountCriteria(root, { store, defaults, tell }) {
  const list = need(root, '[data-criteria]');
  /** The criteria the rows were made for. @type {Criterion[] | null} */
  let shown = null;

  /** @param {Criterion[]} criteria @param {string} [told] */
  function put(criteria, told) {
    const undo = store.change(withCriteria(store.own(), criteria));
    if (told) tell(told, undo);
  }

  /** @param {string} id @param {Partial<Criterion>} change */
  function edit(id, change) {
    const criteria = store.own().criteria.map((one) => (one.id === id ? { ...one, ...change } : one));
    shown = criteria;
    put(criteria);
  }

  /** @param {Criterion} criterion */
  function remove({ id, name }) {
    const left = store.own().criteria.filter((one) => one.id !== id);
    if (left.length === 0) tell('Хотя бы один критерий нужен.');
    else put(left, `Критерий «${name}» убран вместе с отметками.`);
  }

  need(root, '[data-criteria-do=add]').addEventListener('click', () => {
    const { criteria } = store.own();
    if (criteria.length >= kLimits.criteria) {
      tell(`Критериев может быть до ${kLimits.criteria}.`);
      return;
    }
    put([...criteria, { id: freeId(criteria), name: 'Новый критерий', part: '', weight: 1, kind: 'other' }]);
    /** @type {HTMLInputElement} */ (list.lastElementChild?.querySelector('input'))?.select();
  });
  need(root, '[data-criteria-do=reset]').addEventListener('click', () => {
    const own = store.own().criteria.filter(({ id }) => !defaults.some((one) => one.id === id));
    put([...defaults, ...own], 'Исходные критерии вернулись, ваши добавленные остались.');
  });

  return {
    show() {
      const { criteria } = store.own();
      if (criteria === shown) return;
      shown = criteria;
      list.replaceChildren(...criteria.map((one) => row(one, { edit, remove })));
    },
  };
}
