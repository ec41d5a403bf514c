// @ts-check
// What is below the first screen and can wait until its answer stands: folded parts, the explainer, the example of a payment.

import { exampleScenario } from '../model/example.js';
import { need } from '../page/dom.js';
import { mountDecomposition } from './decomposition.js';
import { mountExplainer, withoutExplainer } from './explainer.js';
import { mountGoal } from './goal.js';
import { mountPayment } from './payment.js';
import { mountPreciseFields, openOnFault } from './precise-fields.js';
import { mountRoster } from './roster.js';

/** @param {any} core @param {import('./store.js').Store} store */
export function mountBelow(core, store) {
  mountPreciseFields(need(document, '[data-precise]'), core?.read(exampleScenario()).scenario ?? {});
  mountRoster(store, need(document, '[data-roster]'));
  mountGoal(store, need(document, '[data-goal-text]'), need(document, '[data-goal-ways]'));
  mountDecomposition(store, need(document, '[data-decomposition]'));
  const payment = document.querySelector('[data-payment-text]');
  if (payment) mountPayment(core, store, /** @type {HTMLElement} */ (payment));
  const explainer = need(document, '#explainer');
  if (core) mountExplainer(core, explainer, store);
  else withoutExplainer(explainer);
  store.tellAgain(); // the fields made here are bound and filled
  store.subscribe(() => openOnFault(document));
}
