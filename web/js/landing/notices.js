// @ts-check
// Tells the visitor something once, at the bottom of the window, moving nothing: a link that cannot be opened, a copy made.

import { wordsAnew } from '../page/anew.js';
import { el, need } from '../page/dom.js';

/** What can be done about it, each a button beside the words. @typedef {(message: string, actions?: {label: string, run: () => void}[]) => void} Notify */

/** @param {HTMLElement} bar @returns {Notify} */
export function mountNotices(bar) {
  const text = need(bar, '[data-notice-text]');
  const close = need(bar, 'button');
  const hide = () => bar.removeAttribute('data-open');
  close.addEventListener('click', hide);
  /** @type {Notify} */
  const notify = (message, actions = []) => {
    text.textContent = message;
    bar.querySelectorAll('[data-notice-act]').forEach((old) => old.remove());
    for (const { label, run } of actions) {
      const act = () => {
        hide();
        run();
      };
      close.before(el('button.notice__act', { type: 'button', 'data-notice-act': '', click: act }, label));
    }
    bar.setAttribute('data-open', '');
  };
  const anew = wordsAnew();
  if (anew) notify(anew);
  return notify;
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
