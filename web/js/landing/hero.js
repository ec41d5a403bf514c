// @ts-check
// The fourth field of the first screen.

import { need } from '../page/dom.js';
import { count, percent } from '../text/format.js';

/** @typedef {import('./store.js').Store} Store */

/**
 * "Оплат в месяц": so many, or, by its unit's switch, their share of the leads. With several stages it is only a check of the chain.
 * @param {Store} store @param {HTMLElement} field
 */
export function mountSales(store, field) {
  const input = /** @type {HTMLInputElement} */ (need(field, 'input'));
  const button = need(field, '[data-sales-switch]');
  const label = need(field, 'label');
  const example = { count: input.placeholder, percent: '' };

  /** @param {boolean} isShare */
  function become(isShare) {
    input.dataset.in = isShare ? '/stages/0/conversion' : '/stated_sales';
    input.dataset.as = isShare ? 'percent' : 'count';
    button.textContent = isShare ? '%' : 'шт.';
    button.setAttribute('aria-label', isShare ? '%, вписать число оплат' : 'шт., вписать долю в процентах');
    label.textContent = isShare ? 'Доля оплат' : 'Оплат в\u00A0месяц';
  }

  button.addEventListener('click', () => {
    const isShare = input.dataset.in === '/stated_sales';
    const { asks, report, draft } = store.state();
    become(isShare);
    if (asks || !report || draft.stages.length !== 1) {
      store.tellAgain();
    } else if (isShare) {
      store.edit('замену оплат долей', ({ stated_sales: _, ...rest }) => {
        const { observed: __, ...stage } = rest.stages[0];
        return { ...rest, stages: [{ ...stage, conversion: report.now.conversion }] };
      });
    } else {
      store.edit('замену доли оплатами', (now) => ({ ...now, stated_sales: Math.round(report.now.sales) }));
    }
    input.focus();
  });

  store.subscribe(({ draft, report, asks }) => {
    const one = draft.stages.length === 1;
    if (!one && input.dataset.in !== '/stated_sales') become(false);
    button.toggleAttribute('disabled', !one);
    example.percent ||= report ? percent(report.now.conversion).replace('\u00A0%', '') : '';
    // Behind an empty field: the example, or what the stages make.
    const isShare = input.dataset.in !== '/stated_sales';
    const behind = asks || !report ? example[isShare ? 'percent' : 'count'] : count(report.now.sales);
    if (input.placeholder !== behind) input.placeholder = behind;
  });
}
