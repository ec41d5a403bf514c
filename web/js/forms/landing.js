// @ts-check
// The forms of the landing page: the calculation goes with a request when the visitor says so, and what it holds is shown first.

import { mountForm, sendWaiting } from './form.js';
import { utmFrom } from './request.js';

/** Storage of this device, or one that keeps nothing where the browser forbids it. @returns {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} */
function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return {
      getItem: () => null,
      setItem: () => {
        throw new Error('nothing is kept here');
      },
      removeItem: () => {},
    };
  }
}

/** @param {{store: {scenario: () => any, subscribe: (f: () => void) => void}, notify: (text: string) => void}} page */
export function mount({ store, notify }) {
  const storage = deviceStorage();
  const utm = utmFrom(location.search);
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-request]'))) {
    const attach = /** @type {HTMLElement | null} */ (form.querySelector('[data-attach]'));
    const box = /** @type {HTMLInputElement | null} */ (form.querySelector('[data-attach-box]'));
    const shown = form.querySelector('[data-attached]');
    if (attach && shown)
      {store.subscribe(() => {
        const scenario = store.scenario();
        attach.hidden = !scenario;
        shown.textContent = scenario ? JSON.stringify(scenario, null, 1) : '';
      });}
    mountForm(form, {
      storage,
      extra: () => ({ utm, referrer: document.referrer, page: location.pathname, scenario: box?.checked ? store.scenario() : null }),
    });
  }
  const resend = () => sendWaiting(storage, (number) => notify(`Заявка № ${number}, которая ждала связи, отправлена.`));
  window.addEventListener('online', resend);
  resend();
}
