// @ts-check
// What is below the first screen and can wait until its answer stands: folded parts, the explainer, the example of a payment.

import { exampleScenario } from '../model/example.js';
import { need } from '../page/dom.js';
import { whenNear } from '../page/near.js';
import { mountDecomposition } from './decomposition.js';
import { mountExplainer, withoutExplainer } from './explainer.js';
import { mountGoal } from './goal.js';
import { mountPayment } from './payment.js';
import { mountPreciseFields, openOnFault } from './precise-fields.js';
import { mountRoster } from './roster.js';

/** Saved months: their code waits for their reader. @param {{core: any, store: import('./store.js').Store, notify: import('./notices.js').Notify}} page */
function mountMonthsWhenNear(page) {
  const fold = /** @type {HTMLDetailsElement} */ (need(document, '#months'));
  if (location.hash === '#months') fold.open = true; // from the reminder
  if (!page.core) return;
  whenNear([fold], async () => {
    try {
      await (await import('./months.js')).mountMonths(page, fold);
    } catch {
      page.notify('Сохранённые месяцы не загрузились. Проверьте связь и обновите страницу.');
    }
  });
}

/** Calls that were scored on this device: nothing is told when that fails, the stages stand without it. @param {import('./store.js').Store} store */
const hintOfCalls = (store) =>
  import('./calls-hint.js')
    .then(({ mountCallsHint }) => mountCallsHint(store, need(document, '[data-stages]')))
    .catch(() => {});

/** @param {any} core @param {import('./store.js').Store} store @param {import('./notices.js').Notify} notify */
export function mountBelow(core, store, notify) {
  mountPreciseFields(need(document, '[data-precise]'), core?.read(exampleScenario()).scenario ?? {});
  mountRoster(store, need(document, '[data-roster]'));
  mountGoal(store, need(document, '[data-goal-text]'), need(document, '[data-goal-ways]'));
  mountDecomposition(store, need(document, '[data-decomposition]'));
  const payment = document.querySelector('[data-payment-text]');
  if (payment) mountPayment(core, store, /** @type {HTMLElement} */ (payment));
  const explainer = need(document, '#explainer');
  if (core) mountExplainer(core, explainer, store);
  else withoutExplainer(explainer);
  mountMonthsWhenNear({ core, store, notify });
  if (core) hintOfCalls(store);
  store.tellAgain(); // the fields made here are bound and filled
  store.subscribe(() => openOnFault(document));
}
