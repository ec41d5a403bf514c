// @ts-check
// The tick that sends the calculation along: what goes is told first, in words and line by line. A calculation that holds numbers of the
// page's example does not go: the consultant would take them for the department's.

import { borrowed } from '../model/example.js';
import { el, need } from '../page/dom.js';
import { inLines, inWords, lackWords } from './in-words.js';

/** @typedef {import('../landing/store.js').Store} Store */

/** To the first of the fields that are not the person's own yet. @param {string[]} names */
const goTo = ([name]) => /** @type {HTMLElement} */ (need(document, `[data-in="/${name}"]`)).focus();

/**
 * @param {HTMLElement} attach @param {Store} store
 * @returns {() => any} what goes with the request now; null for nothing
 */
export function mountAttach(attach, store) {
  const box = /** @type {HTMLInputElement} */ (need(attach, '[data-attach-box]'));
  const shown = need(attach, '[data-attached]');
  const words = need(attach, '[data-attach-words]');
  const lines = need(attach, '[data-attach-lines]');
  const details = attach.querySelectorAll('details');
  const lacking = () => borrowed(store.state());
  const fill = need(attach, '.request-form__fill');
  fill.addEventListener('click', () => goTo(lacking()));

  store.subscribe(() => {
    const scenario = store.scenario();
    const names = lacking();
    attach.hidden = !scenario;
    box.disabled = names.length > 0;
    if (box.disabled) box.checked = false;
    fill.hidden = !box.disabled;
    for (const one of details) one.hidden = box.disabled;
    if (!scenario) return;
    words.textContent = box.disabled ? lackWords(names) : inWords(scenario);
    shown.textContent = box.disabled ? '' : JSON.stringify(scenario, null, 1);
    lines.replaceChildren(...(box.disabled ? [] : inLines(scenario)).map((text) => el('li', {}, text)));
  });
  return () => (box.checked ? store.scenario() : null);
}
