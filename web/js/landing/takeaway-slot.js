// @ts-check
// The row of take-aways: what a visitor can carry off without leaving a contact. The link is here; the page's other parts
// (landing/parts.js) add theirs by addTakeaway. A heavy library belongs behind import() inside run, so that it loads on the click.

import { el } from '../page/dom.js';

/**
 * @typedef {object} Takeaway
 * @property {string} id unique, in Latin letters: data-takeaway-id of its button
 * @property {string} label what the button says
 * @property {(store: import('./store.js').Store) => Promise<string | void> | string | void} run gives what to tell the visitor
 */

/** @param {HTMLElement} row @param {import('./store.js').Store} store @param {(message: string) => void} notify */
export function createTakeaways(row, store, notify) {
  /** @param {Takeaway} takeaway */
  return function addTakeaway({ id, label, run }) {
    const button = el('button.link', { type: 'button', 'data-takeaway-id': id }, label);
    button.addEventListener('click', async () => {
      if (!store.report()) {
        notify('Пока нечего забирать: расчёта нет.');
        return;
      }
      button.setAttribute('aria-busy', 'true');
      try {
        const told = await run(store);
        if (told) notify(told);
      } catch (error) {
        notify(`Не получилось: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        button.removeAttribute('aria-busy');
      }
    });
    row.append(el('li', {}, button));
  };
}

/** @param {ReturnType<typeof import('./address.js').createAddress>} address @returns {Takeaway} */
export const linkTakeaway = (address) => ({
  id: 'link',
  label: 'Ссылка',
  async run() {
    const link = address.share();
    if (!link) return 'Пока нечего забирать: расчёта нет.';
    try {
      await navigator.clipboard.writeText(link);
      return 'Ссылка скопирована. В ней все ваши числа, на сервер они не попали.';
    } catch {
      return 'Ссылка стоит в адресной строке: скопируйте её оттуда. В ней все ваши числа.';
    }
  },
});
