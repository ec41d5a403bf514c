// @ts-check
// Tells the visitor something once, at the bottom of the window, moving nothing: a link that cannot be opened, a copy made.

import { need } from '../page/dom.js';

/** @param {HTMLElement} bar @returns {(message: string) => void} */
export function mountNotices(bar) {
  const text = need(bar, '[data-notice-text]');
  need(bar, 'button').addEventListener('click', () => bar.removeAttribute('data-open'));
  return (message) => {
    text.textContent = message;
    bar.setAttribute('data-open', '');
  };
}

/** Reads the result out when typing pauses. @param {HTMLElement} status @param {import('./store.js').Store} store @param {(state: import('./store.js').State) => string} sentence */
export function announceResult(status, store, sentence) {
  const kPause = 1200;
  let timer = 0;
  let first = true;
  store.subscribe((state) => {
    if (first || !state.current) {
      first = false;
      return;
    }
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      status.textContent = sentence(state);
    }, kPause);
  });
}
