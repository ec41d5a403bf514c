// @ts-check
// The form of the checklist page: marks and the calculation go with the request only when the visitor says so, notes never;
// a request that was taken opens the result.

import { mountForm } from '../forms/form.js';
import { mountPlanBox } from '../forms/plan-box.js';
import { deviceStorage } from '../forms/queue.js';
import { pageOutbox } from '../forms/sender.js';
import { visit } from '../forms/visit.js';
import { el, need } from '../page/dom.js';
import { attached, sentInLines, sentInWords } from './request-words.js';

/**
 * @param {HTMLFormElement} form
 * @param {{store: import('./store.js').RunStore, checklist: import('./checklist.js').Checklist, onSent: () => void}} page
 * @returns {(state: import('./store.js').State) => void}
 */
export function mountRequest(form, { store, checklist, onSent }) {
  const storage = deviceStorage();
  const outbox = pageOutbox();
  const box = /** @type {HTMLInputElement} */ (need(form, '[data-attach-box]'));
  const began = visit();
  const plan = mountPlanBox(form);
  mountForm(form, {
    storage,
    outbox,
    extra: () => ({
      ...began,
      page: location.pathname,
      ...(box.checked ? attached(store.state(), checklist) : {}),
      plan: plan(),
    }),
  });
  /** @type {HTMLElement} */ (need(form, '[data-attach]')).hidden = false;
  form.dataset.mounted = '';
  new MutationObserver(() => {
    if (form.dataset.sent !== undefined) onSent();
  }).observe(form, { attributes: true, attributeFilter: ['data-sent'] });
  outbox.watch(() => {
    if (outbox.delivered().length > 0) onSent();
  });
  return (state) => {
    need(form, '[data-attach-words]').textContent = sentInWords(state, checklist);
    const lines = sentInLines(state, checklist).map((line) => el('li', {}, line));
    need(form, '[data-attach-lines]').replaceChildren(...lines);
    need(form, '[data-attached]').textContent = JSON.stringify(attached(state, checklist), null, 1);
  };
}
