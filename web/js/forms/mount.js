// @ts-check
// The forms of the landing page: the calculation goes with a request when the visitor says so, and what it holds is shown first.

import { mountAttach } from './attach.js';
import { mountForm } from './form.js';
import { mountPlanBox } from './plan-box.js';
import { mountPrefill } from './prefill.js';
import { deviceStorage } from './queue.js';
import { pageOutbox } from './sender.js';
import { visit } from './visit.js';

const nothing = () => null;

/** @param {{store: import('../landing/store.js').Store, began?: import('./visit.js').Visit}} page began: how this visit began, where that is not the tab's own to say */
export function mountForms({ store, began = visit() }) {
  const storage = deviceStorage();
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll('form[data-request]')
  )) {
    const attach = /** @type {HTMLElement | null} */ (form.querySelector('[data-attach]'));
    const calculation = attach ? mountAttach(attach, store) : nothing;
    const plan = attach ? mountPlanBox(form) : nothing;
    mountPrefill(form, store);
    mountForm(form, {
      storage,
      outbox: pageOutbox(),
      extra: () => ({
        ...began,
        page: location.pathname,
        scenario: calculation(),
        plan: plan(),
      }),
    });
    form.dataset.mounted = '';
  }
  document.documentElement.dataset.forms = '';
}
