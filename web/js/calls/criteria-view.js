// @ts-check
// The criteria and their weights, as the firm wants them.

import { el, need } from '../page/dom.js';
import { freeId, kLimits, withCriteria } from './document.js';

/** @typedef {import('./document.js').Criterion} Criterion */

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

  /** @param {Criterion} criterion */
  const row = (criterion) =>
    el(
      'li.criterion',
      {},
      el('input.line__input', {
        'aria-label': 'Критерий',
        value: criterion.name,
        maxlength: kLimits.name,
        change: (/** @type {any} */ event) => edit(criterion.id, { name: event.target.value.trim() }),
      }),
      el('input.line__input', {
        'aria-label': `Часть разговора: ${criterion.name}`,
        value: criterion.part,
        maxlength: kLimits.part,
        change: (/** @type {any} */ event) => edit(criterion.id, { part: event.target.value.trim() }),
      }),
      el(
        'select.line__input',
        {
          'aria-label': `Вес: ${criterion.name}`,
          change: (/** @type {any} */ event) => edit(criterion.id, { weight: Number(event.target.value) }),
        },
        ...[1, 2, 3].map((weight) =>
          el('option', { value: weight, selected: weight === criterion.weight }, `вес ${weight}`),
        ),
      ),
      el(
        'button.link',
        { type: 'button', 'aria-label': `Убрать: ${criterion.name}`, click: () => remove(criterion) },
        'Убрать',
      ),
    );

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
      list.replaceChildren(...criteria.map(row));
    },
  };
}
