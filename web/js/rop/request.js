// @ts-check
// The form of the checklist page: marks and the calculation go with the request only when the visitor says so, notes never;
// a request that was taken opens the result.

import { mountForm, sendWaiting } from '../forms/form.js';
import { utmFrom } from '../forms/request.js';
import { need } from '../dom.js';
import { answersDocument } from './run.js';

/** @param {import('./store.js').State} state @param {import('./checklist.js').Checklist} checklist */
const attached = ({ run, scenario }, checklist) => ({ scenario, answers: answersDocument(run, 'answers', checklist.asked('full')) });

/** Storage of this device; where the browser forbids it, one that keeps nothing. @returns {import('../forms/queue.js').DeviceStorage} */
function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => { throw new Error('nothing is kept here'); }, removeItem: () => {} };
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {{store: import('./store.js').RunStore, checklist: import('./checklist.js').Checklist, tell: (message: string) => void, onSent: () => void}} page
 * @returns {(state: import('./store.js').State) => void}
 */
export function mountRequest(form, { store, checklist, tell, onSent }) {
  const storage = deviceStorage();
  const box = /** @type {HTMLInputElement} */ (need(form, '[data-attach-box]'));
  const utm = utmFrom(location.search);
  mountForm(form, {
    storage,
    extra: () => ({ utm, referrer: document.referrer, page: location.pathname, ...(box.checked ? attached(store.state(), checklist) : {}) }),
  });
  new MutationObserver(() => {
    if (form.dataset.sent !== undefined) onSent();
  }).observe(form, { attributes: true, attributeFilter: ['data-sent'] });
  const resend = () => sendWaiting(storage, (number) => {
    tell(`Заявка № ${number}, которая ждала связи, отправлена.`);
    onSent();
  });
  window.addEventListener('online', resend);
  resend();
  return (state) => {
    need(form, '[data-attached]').textContent = JSON.stringify(attached(state, checklist), null, 1);
  };
}
