// @ts-check
// Tells something at the bottom of the window, moving nothing; what can be taken back has its button there.

import { wordsAnew } from './anew.js';
import { need } from './dom.js';

/** @param {HTMLElement} bar @returns {(message: string, undo?: () => void) => void} */
export function createNotice(bar) {
  const undo = /** @type {HTMLButtonElement} */ (need(bar, '[data-notice-undo]'));
  /** @type {(() => void) | undefined} */
  let takeBack;
  need(bar, '[data-notice-close]').addEventListener('click', () => bar.removeAttribute('data-open'));
  undo.addEventListener('click', () => {
    takeBack?.();
    bar.removeAttribute('data-open');
  });
  /** @param {string} message @param {() => void} [back] */
  const tell = (message, back) => {
    takeBack = back;
    undo.hidden = !back;
    need(bar, '[data-notice-text]').textContent = message;
    bar.setAttribute('data-open', '');
  };
  const anew = wordsAnew();
  if (anew) tell(anew);
  return tell;
}
