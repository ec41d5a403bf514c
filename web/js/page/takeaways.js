// @ts-check
// What can be carried off from a page. Documents are made by the page's files, loaded on the click.

import { el } from './dom.js';
import { troubleText } from './trouble.js';

/** @typedef {() => Promise<string | void> | string | void} Run gives what to tell the visitor */
/** @typedef {{id: string, label: string, run: Run}} Takeaway */

/** Its place in the row. @param {Takeaway} takeaway @param {(message: string) => void} tell @returns {HTMLElement} */
export function takeawayItem({ id, label, run }, tell) {
  const button = el('button.link', { type: 'button', 'data-takeaway-id': id }, label);
  button.addEventListener('click', async () => {
    if (button.hasAttribute('aria-busy')) return; // a second tap of the same
    button.setAttribute('aria-busy', 'true');
    try {
      const told = await run();
      if (told) tell(told);
    } catch (error) {
      tell(`Не получилось. ${troubleText(error)}`);
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
  return el('li', {}, button);
}

/** @param {HTMLElement} row @param {Takeaway[]} takeaways @param {(message: string) => void} tell */
export function mountTakeaways(row, takeaways, tell) {
  row.append(...takeaways.map((takeaway) => takeawayItem(takeaway, tell)));
}
