// @ts-check
// The forms of the landing page: the calculation goes with a request when the visitor says so, and what it holds is shown first.

import { el } from '../page/dom.js';
import { mountForm } from './form.js';
import { inLines, inWords } from './in-words.js';
import { mountPlanBox } from './plan-box.js';
import { deviceStorage } from './queue.js';
import { pageOutbox } from './sender.js';
import { visit } from './visit.js';

/** @param {{store: {scenario: () => any, subscribe: (f: () => void) => void}, began?: ReturnType<typeof visit>}} page began: how this visit began, where that is not the tab's own to say */
export function mountForms({ store, began = visit() }) {
  const storage = deviceStorage();
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll('form[data-request]')
  )) {
    const attach = /** @type {HTMLElement | null} */ (form.querySelector('[data-attach]'));
    const box = /** @type {HTMLInputElement | null} */ (form.querySelector('[data-attach-box]'));
    const shown = form.querySelector('[data-attached]');
    const words = form.querySelector('[data-attach-words]');
    const lines = form.querySelector('[data-attach-lines]');
    if (attach && shown && words) {
      store.subscribe(() => {
        const scenario = store.scenario();
        attach.hidden = !scenario;
        shown.textContent = scenario ? JSON.stringify(scenario, null, 1) : '';
        words.textContent = scenario ? inWords(scenario) : '';
        lines?.replaceChildren(...(scenario ? inLines(scenario) : []).map((text) => el('li', {}, text)));
      });
    }
    const plan = attach ? mountPlanBox(form) : () => null;
    mountForm(form, {
      storage,
      outbox: pageOutbox(),
      extra: () => ({
        ...began,
        page: location.pathname,
        scenario: box?.checked ? store.scenario() : null,
        plan: plan(),
      }),
    });
    form.dataset.mounted = '';
  }
  document.documentElement.dataset.forms = '';
}
