// @ts-check
// Tells something at the bottom of the window, moving nothing; what can be taken back has its button there.

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
  return (message, back) => {
    takeBack = back;
    undo.hidden = !back;
    need(bar, '[data-notice-text]').textContent = message;
    bar.setAttribute('data-open', '');
  };
}
