// @ts-check
// The landing page: loads the core, makes the one store, mounts each part of the page on it.

import { createAddress, linkInAddress } from './address.js';
import { loadCore } from '../model/core.js';
import { el, need } from '../page/dom.js';
import { bindFields } from './fields.js';
import { roubles } from '../text/format.js';
import { parts } from './parts.js';
import { mountSales } from './hero.js';
import { mountLift } from './lift.js';
import { announceResult, mountNotices } from './notices.js';
import { showOutputs } from './outputs.js';
import { mayRemember } from '../model/device-pointer.js';
import { createStore } from './store.js';
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
  mountSales(store, need(document, '[data-sales]'));
  mountLift(store);
  bindFields(store, need(document, '[data-unplaced]'));
  store.subscribe((state) => showOutputs(state));
  store.subscribe((state) => showWords(state));
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
  for (const part of parts) part.mount({ core, store, notify });
  return { core, store, notify, address };
}

/**
 * What is below the first screen: its style sheet and its code, asked for once the first result stands.
 * @param {Parameters<typeof import('./below.js').mountBelow>[0]} page
 */
function mountRest(page) {
  const href = /** @type {HTMLMetaElement} */ (need(document, '[name=below-css]')).content;
  const code = import('./below.js');
  code.catch(() => {}); // told below
  const loaded = async () => {
    try {
      (await code).mountBelow(page);
    } catch {
      page.notify(
        'Часть страницы не загрузилась. Проверьте связь и обновите страницу: введённое сохранится.',
      );
    }
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
  const page = mount(core, failure, { linked: await linked, device: await remembered });
  if (!core) document.documentElement.dataset.failed = '';
  setTimeout(() => mountRest(page)); // not before the first result can be seen and typed over
}

start();
