// @ts-check
// The landing page: loads the core, makes the one store, mounts each part of the page on it.

import { drawings } from '../charts/drawings.js';
import { createAddress, linkInAddress } from './address.js';
import { loadCore } from '../model/core.js';
import { el, need } from '../page/dom.js';
import { bindFields } from './fields.js';
import { mountFigures } from './figures.js';
import { roubles } from '../text/format.js';
import { parts } from './parts.js';
import { mountBar } from './bar.js';
import { mountFindings, mountSales } from './hero.js';
import { mountLift } from './lift.js';
import { mountStages } from './stages.js';
import { announceResult, mountNotices } from './notices.js';
import { showOutputs } from './outputs.js';
import { mountPresets } from './presets.js';
import { mayRemember } from '../model/device-pointer.js';
import { createStore } from './store.js';
import { createTakeaways, linkTakeaways } from './takeaway-slot.js';
import { leftLabel, showWords } from './words.js';
import { troubleText } from '../page/trouble.js';

const kPredictAfter = 120; // ms of quiet before the predictive distribution

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

/** @typedef {import('./keeping.js').Device} Device */

/**
 * Everything typed stays on this device from now on.
 * @param {Omit<Parameters<typeof import('./keeping.js').keepCalculation>[1], 'began' | 'isKnown'>} page
 * @param {Device | null} device null: it was not asked yet
 */
async function keepOnDevice(page, device) {
  const began = page.store.kept();
  const { keepCalculation, openDevice } = await import('./keeping.js');
  await keepCalculation(device ?? (await openDevice()), { ...page, began, isKnown: device !== null });
}

/** @param {import('./store.js').Store} store */
function mountButtons(store, /** @type {ReturnType<typeof mountStages>} */ stages) {
  const undo = /** @type {HTMLButtonElement} */ (need(document, '[data-do=undo]'));
  undo.addEventListener('click', () => store.undo());
  need(document, '[data-do=undo-bar]').addEventListener('click', () => store.undo());
  need(document, '[data-do=reset]').addEventListener('click', () => store.reset());
  need(document, '[data-do=add-stage]').addEventListener('click', () => stages.add());
  need(document, '[data-do=lift]').addEventListener('click', () => stages.liftTargets());
  store.subscribe(({ undoName }) => {
    undo.setAttribute('aria-disabled', String(undoName === null));
    undo.textContent = undoName ? `Отменить ${undoName}` : 'Отменить';
    const short = need(document, '[data-do=undo-bar]');
    short.setAttribute('aria-disabled', String(undoName === null));
    short.setAttribute('aria-label', undoName ? `Отменить ${undoName}` : 'Отменить');
  });
}

/** Marks that styles and tests read. @param {import('./store.js').State} state */
function markState({ current, failure, report, predicted, asks, example }) {
  const { dataset } = document.documentElement;
  dataset.state = failure ? 'failed' : current ? 'current' : 'stale';
  dataset.answer = !asks ? 'own' : example ? 'example' : 'asked';
  if (report && current) dataset.ready = '';
  for (const place of document.querySelectorAll('[data-predicted]')) {
    place.setAttribute('aria-busy', String(!predicted && !failure));
  }
  for (const place of document.querySelectorAll('[data-goal-only]')) {
    place.toggleAttribute('hidden', !report?.goal);
  }
  for (const place of document.querySelectorAll('[data-lost]')) {
    place.classList.toggle('lost', report !== null && report.money_left.per_month > 0);
  }
}

/**
 * @param {any} core @param {string | null} failure
 * @param {{linked: import('./address.js').Linked, device: Device | null}} from what the address and this device hold
 */
function mount(core, failure, { linked, device }) {
  const notify = mountNotices(need(document, '[data-notice]'));
  const store = createStore({ core, failure, later: debounced(kPredictAfter) });
  const early = typedEarly();
  store.start(device?.value ?? null);
  const stages = mountStages(
    store,
    need(document, '[data-stages]'),
    need(document, '[data-capacity]'),
    need(document, '[data-stages-status]'),
  );
  mountSales(store, need(document, '[data-sales]'));
  mountLift(store);
  mountFindings(store, need(document, '[data-findings]'));
  mountBar(need(document, '[data-bar]'), store);
  mountPresets(store, /** @type {HTMLSelectElement} */ (need(document, '#preset')));
  bindFields(store, need(document, '[data-unplaced]'));
  store.subscribe((state) => showOutputs(state));
  store.subscribe(showWords);
  const drawFigures = mountFigures(store);
  mountButtons(store, stages);
  store.subscribe(markState);

  const address = createAddress(store, notify);
  if (core) address.start(linked);
  const page = { store, address, notify };
  if (device) keepOnDevice(page, device);
  else setTimeout(() => keepOnDevice(page, null)); // after the first result
  for (const { input, text } of early) {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
  announceResult(need(document, '[data-announce]'), store, (state) =>
    state.asks ? '' : `${leftLabel(state)}: ${roubles(Math.abs(state.report?.money_left.per_month ?? 0))}.`,
  );
  const addTakeaway = createTakeaways(need(document, '[data-takeaway]'), store, notify);
  for (const takeaway of linkTakeaways(address)) addTakeaway(takeaway);
  for (const part of parts) part.mount({ core, store, addTakeaway, notify, drawings, address });
  return { drawFigures, store, notify };
}

/** The style sheet and the code of what is below the first screen: asked for once the first result stands. @param {() => Promise<void>} mountRest */
function styleBelow(mountRest) {
  const href = /** @type {HTMLMetaElement} */ (need(document, '[name=below-css]')).content;
  const loaded = async () => {
    await mountRest();
    document.documentElement.dataset.styled = '';
    document.querySelector(':target')?.scrollIntoView({ behavior: 'instant' });
  };
  document.head.append(el('link', { rel: 'stylesheet', href, load: loaded, error: loaded }));
}

async function start() {
  const wasm = /** @type {HTMLLinkElement} */ (need(document, '#core-wasm')).href;
  const linked = linkInAddress();
  const remembered = mayRemember()
    ? import('./keeping.js').then(({ openDevice }) => openDevice()).catch(() => null)
    : null;
  const { core, failure } = await loadCore(wasm).then(
    (loaded) => ({ core: loaded, failure: null }),
    (error) => ({ core: null, failure: troubleText(error) }),
  );
  const from = { linked: await linked, device: await remembered };
  const { drawFigures, store, notify } = mount(core, failure, from);
  if (!core) document.documentElement.dataset.failed = '';
  const mountRest = async () => {
    try {
      const { mountBelow } = await import('./below.js');
      mountBelow(core, store, notify);
    } catch {
      notify('Часть страницы не загрузилась. Проверьте связь и обновите страницу: введённое сохранится.');
    }
    drawFigures();
  };
  setTimeout(() => styleBelow(mountRest)); // not before the first result can be seen and typed over
}

start();
