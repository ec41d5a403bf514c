// @ts-check
// The forms of the landing page: the calculation goes with a request when the visitor says so, and what it holds is shown first.

import { mountForm, resendWaiting } from './form.js';
import { deviceStorage } from './queue.js';
import { utmFrom } from './request.js';

/** @param {{store: {scenario: () => any, subscribe: (f: () => void) => void}, notify: (text: string) => void}} page */
export function mountRequests({ store, notify }) {
  const storage = deviceStorage();
  const utm = utmFrom(location.search);
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-request]'))) {
    const attach = /** @type {HTMLElement | null} */ (form.querySelector('[data-attach]'));
    const box = /** @type {HTMLInputElement | null} */ (form.querySelector('[data-attach-box]'));
    const shown = form.querySelector('[data-attached]');
    if (attach && shown) {
      store.subscribe(() => {
        const scenario = store.scenario();
        attach.hidden = !scenario;
        shown.textContent = scenario ? JSON.stringify(scenario, null, 1) : '';
      });
    }
    mountForm(form, {
      storage,
      extra: () => ({ utm, referrer: document.referrer, page: location.pathname, scenario: box?.checked ? store.scenario() : null }),
    });
    form.dataset.mounted = '';
  }
  resendWaiting(storage, { say: notify });
}
