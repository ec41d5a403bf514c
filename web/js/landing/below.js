// @ts-check
// What is below the first screen and can wait until its answer stands: folded parts, the explainer, the example of a payment.

import * as takeaways from '../calculation/landing.js';
import { drawings } from '../charts/drawings.js';
import { exampleScenario } from '../model/example.js';
import { allCounted } from '../model/sure.js';
import { need } from '../page/dom.js';
import { whenNear } from '../page/near.js';
import { mountBar } from './bar.js';
import { showWordsBelow } from './below-words.js';
import { mountDecomposition } from './decomposition.js';
import { mountExplainer, withoutExplainer } from './explainer.js';
import { mountFigures } from './figures.js';
import { showFindings } from './findings.js';
import { mountGoal } from './goal.js';
import { mountPayment } from './payment.js';
import { mountPreciseFields, openOnFault } from './precise-fields.js';
import { mountPresets } from './presets.js';
import { mountRoster } from './roster.js';
import { mountStages } from './stages.js';
import { createTakeaways, linkTakeaways } from './takeaway-slot.js';

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

/** @param {import('./store.js').Store} store @param {ReturnType<typeof mountStages>} stages */
function mountButtons(store, stages) {
  const undo = /** @type {HTMLButtonElement} */ (need(document, '[data-do=undo]'));
  const short = need(document, '[data-do=undo-bar]');
  for (const button of [undo, short]) button.addEventListener('click', () => store.undo());
  need(document, '[data-do=reset]').addEventListener('click', () => store.reset());
  need(document, '[data-do=add-stage]').addEventListener('click', () => stages.add());
  need(document, '[data-do=lift]').addEventListener('click', () => stages.liftTargets());
  store.subscribe(({ undoName }) => {
    const label = undoName ? `Отменить ${undoName}` : 'Отменить';
    for (const button of [undo, short]) button.setAttribute('aria-disabled', String(undoName === null));
    undo.textContent = label;
    short.setAttribute('aria-label', label);
  });
}

/** Cards of the stages, what is found in them, the funnels to start from. @param {import('./store.js').Store} store */
function mountCalculator(store) {
  const stages = mountStages(
    store,
    need(document, '[data-stages]'),
    need(document, '[data-capacity]'),
    need(document, '[data-stages-status]'),
  );
  const findings = need(document, '[data-findings]');
  store.subscribe((state) => showFindings(state, findings));
  store.subscribe(showWordsBelow);
  const counted = need(document, '[data-counted]');
  store.subscribe(({ scenario, asks }) => {
    counted.toggleAttribute('hidden', asks || !scenario || !allCounted(scenario));
  });
  mountPresets(store, /** @type {HTMLSelectElement} */ (need(document, '#preset')));
  mountButtons(store, stages);
}

/** @param {any} core @param {import('./store.js').Store} store */
function mountFolds(core, store) {
  mountPreciseFields(need(document, '[data-precise]'), core?.read(exampleScenario()).scenario ?? {});
  mountRoster(store, need(document, '[data-roster]'));
  mountGoal(store, need(document, '[data-goal-text]'), need(document, '[data-goal-ways]'));
  mountDecomposition(store, need(document, '[data-decomposition]'));
  const payment = document.querySelector('[data-payment-text]');
  if (payment) mountPayment(core, store, /** @type {HTMLElement} */ (payment));
  const explainer = need(document, '#explainer');
  if (core) mountExplainer(core, explainer, store);
  else withoutExplainer(explainer);
}

/** @typedef {ReturnType<typeof import('./address.js').createAddress>} Address */

/** Between two parts a finger or a key is answered. */
const breath = () =>
  new Promise((done) => {
    setTimeout(done);
  });

/** @param {{core: any, store: import('./store.js').Store, notify: import('./notices.js').Notify, address: Address}} page */
export async function mountBelow({ core, store, notify, address }) {
  mountCalculator(store);
  await breath();
  mountFolds(core, store);
  await breath();
  mountBar(need(document, '[data-bar]'), store);
  const addTakeaway = createTakeaways(need(document, '[data-takeaway]'), store, notify);
  for (const takeaway of linkTakeaways(address, notify)) addTakeaway(takeaway);
  takeaways.mount({ addTakeaway, drawings, notify, address });
  mountMonthsWhenNear({ core, store, notify });
  if (core) hintOfCalls(store);
  await breath();
  store.tellAgain(); // the fields made here are bound and filled
  await breath();
  mountFigures(store);
  store.subscribe(() => openOnFault(document));
}
