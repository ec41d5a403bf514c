// @ts-check
// The first screen, alone or at the head of the page: the one store, its four fields, the answer and the slider.

import { roubles } from '../text/format.js';
import { need } from '../page/dom.js';
import { bindFields } from './fields.js';
import { mountSales } from './hero.js';
import { mountLift } from './lift.js';
import { announceResult } from './notices.js';
import { showOutputs } from './outputs.js';
import { createStore } from './store.js';
import { leftLabel, showWords } from './words.js';

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
 * @param {any} core null when it could not be loaded
 * @param {string | null} failure why it could not
 * @param {import('../model/calculations.js').Calculation | null} saved what to begin with
 * @returns {{store: import('./store.js').Store, typeEarly: () => void}} typeEarly: takes what was typed before the core was there
 */
export function mountFirstScreen(core, failure, saved) {
  const store = createStore({ core, failure, later: debounced(kPredictAfter) });
  const early = typedEarly();
  store.start(saved);
  mountSales(store, need(document, '[data-sales]'));
  mountLift(store);
  bindFields(store, need(document, '[data-unplaced]'));
  store.subscribe((state) => showOutputs(state));
  store.subscribe((state) => showWords(state));
  store.subscribe(markState);
  if (!core) document.documentElement.dataset.failed = '';
  announceResult(need(document, '[data-announce]'), store, (state) =>
    state.asks ? '' : `${leftLabel(state)}: ${roubles(Math.abs(state.report?.money_left.per_month ?? 0))}.`,
  );
  const typeEarly = () => {
    for (const { input, text } of early) {
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  return { store, typeEarly };
}
