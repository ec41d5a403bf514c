// @ts-check
// The landing page: loads the core, makes the one store, mounts each part of the page on it.

import { drawings } from '../charts/drawings.js';
import { createAddress, linkInAddress } from './address.js';
import { loadCore } from '../model/core.js';
import { mountDecomposition } from './decomposition.js';
import { el, need } from '../page/dom.js';
import { mountExplainer, withoutExplainer } from './explainer.js';
import { bindFields } from './fields.js';
import { mountFigures } from './figures.js';
import { roubles } from '../text/format.js';
import { mountGoal } from './goal.js';
import { parts } from './parts.js';
import { mountLedger } from './ledger.js';
import { announceResult, mountNotices } from './notices.js';
import { showOutputs } from './outputs.js';
import { mountPreciseFields, openOnFault } from './precise-fields.js';
import { mountPresets } from './presets.js';
import { mountRoster } from './roster.js';
import { loadState, saveState } from '../model/storage.js';
import { createStore } from './store.js';
import { createTakeaways, linkTakeaways } from './takeaway-slot.js';
import { leftLabel, showWords } from './words.js';

const kPredictAfter = 120; // ms of quiet before the predictive distribution
const kSaveAfter = 300;

/** A call waits for quiet; a new one replaces the waiting one. @param {number} wait ms */
function debounced(wait) {
  let timer = 0;
  return (/** @type {() => void} */ work) => {
    clearTimeout(timer);
    timer = window.setTimeout(work, wait);
  };
}

/** What was typed while the core was on its way. */
function typedEarly() {
  const inputs = /** @type {HTMLInputElement[]} */ ([
    ...document.querySelectorAll('[data-in],[data-mirror]'),
  ]);
  return inputs
    .filter((input) => input.value !== input.defaultValue)
    .map((input) => ({ input, text: input.value }));
}

/** @param {import('./store.js').Store} store @param {() => boolean} isOpenedLink */
function keepOnDevice(store, isOpenedLink) {
  const soon = debounced(kSaveAfter);
  const save = () => {
    if (!isOpenedLink() && store.state().scenario) saveState(store.state());
  };
  let first = true;
  store.subscribe(() => {
    if (!first) soon(save);
    first = false;
  });
  window.addEventListener('pagehide', save);
}

/** @param {import('./store.js').Store} store */
function mountButtons(store, /** @type {ReturnType<typeof mountLedger>} */ ledger) {
  const undo = /** @type {HTMLButtonElement} */ (need(document, '[data-do=undo]'));
  undo.addEventListener('click', () => store.undo());
  need(document, '[data-do=reset]').addEventListener('click', () => store.reset());
  need(document, '[data-do=add-stage]').addEventListener('click', () => ledger.add());
  need(document, '[data-do=lift]').addEventListener('click', () => ledger.liftTargets());
  store.subscribe(({ undoName }) => {
    undo.setAttribute('aria-disabled', String(undoName === null));
    undo.textContent = undoName ? `Отменить ${undoName}` : 'Отменить';
  });
}

/** Marks that styles and tests read. @param {import('./store.js').State} state */
function markState({ current, failure, report, predicted }) {
  const { dataset } = document.documentElement;
  dataset.state = failure ? 'failed' : current ? 'current' : 'stale';
  if (report && current) dataset.ready = '';
  for (const place of document.querySelectorAll('[data-predicted]')) {
    place.setAttribute('aria-busy', String(!predicted && !failure));
  }
  for (const place of document.querySelectorAll('[data-goal-only]')) {
    place.toggleAttribute('hidden', !report?.goal);
  }
  for (const place of document.querySelectorAll('[data-lost]')) {
    place.classList.toggle('lost', report !== null && report.money_left.per_month >= 0);
  }
}

/** @param {any} core @param {string | null} failure @param {import('./address.js').Linked} linked */
function mount(core, failure, linked) {
  const notify = mountNotices(need(document, '[data-notice]'));
  const store = createStore({ core, failure, later: debounced(kPredictAfter) });
  const early = typedEarly();
  mountPreciseFields(need(document, '[data-precise]'));
  store.start(core ? loadState() : null);
  const ledger = mountLedger(store, need(document, '[data-stages]'), need(document, '[data-stages-status]'));
  mountPresets(store, /** @type {HTMLSelectElement} */ (need(document, '#preset')));
  mountRoster(store, need(document, '[data-roster]'));
  mountGoal(store, need(document, '[data-goal-text]'), need(document, '[data-goal-ways]'));
  mountDecomposition(store, need(document, '[data-decomposition]'));
  bindFields(store, need(document, '[data-unplaced]'));
  store.subscribe((state) => showOutputs(state));
  store.subscribe(showWords);
  store.subscribe(() => openOnFault(/** @type {HTMLDetailsElement} */ (need(document, '#precise'))));
  const drawFigures = mountFigures(store);
  mountButtons(store, ledger);
  store.subscribe(markState);

  const address = createAddress(store, notify);
  keepOnDevice(store, address.isOpenedLink);
  if (core) address.start(linked);
  for (const { input, text } of early) {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  announceResult(
    need(document, '[data-announce]'),
    store,
    (state) => `${leftLabel(state)}: ${roubles(state.report?.money_left.per_month ?? 0)}.`,
  );
  const addTakeaway = createTakeaways(need(document, '[data-takeaway]'), store, notify);
  for (const takeaway of linkTakeaways(address)) addTakeaway(takeaway);
  for (const part of parts) part.mount({ core, store, addTakeaway, notify, drawings });
  return drawFigures;
}

/** The style sheet of what is below the first screen: asked for once the first result stands. @param {() => void} drawFigures */
function styleBelow(drawFigures) {
  const href = /** @type {HTMLMetaElement} */ (need(document, '[name=below-css]')).content;
  const loaded = () => {
    document.documentElement.dataset.styled = '';
    drawFigures();
    document.querySelector(':target')?.scrollIntoView({ behavior: 'instant' });
  };
  document.head.append(el('link', { rel: 'stylesheet', href, load: loaded, error: loaded }));
}

async function start() {
  const explainer = need(document, '#explainer');
  const wasm = /** @type {HTMLLinkElement} */ (need(document, '#core-wasm')).href;
  const linked = linkInAddress();
  const { core, failure } = await loadCore(wasm).then(
    (loaded) => ({ core: loaded, failure: null }),
    (error) => ({ core: null, failure: error instanceof Error ? error.message : String(error) }),
  );
  const drawFigures = mount(core, failure, await linked);
  setTimeout(() => styleBelow(drawFigures)); // not before the first result can be seen and typed over
  if (core) {
    mountExplainer(core, explainer);
    return;
  }
  document.documentElement.dataset.failed = '';
  withoutExplainer(explainer);
}

start();
