// @ts-check
// The row of take-aways: what a visitor can carry off without leaving a contact. The link is here; the page's other parts
// (landing/parts.js) add theirs by addTakeaway. A heavy library belongs behind import() inside run, so that it loads on the click.

import { takeawayItem } from '../page/takeaways.js';
import { troubleText } from '../page/trouble.js';

/**
 * @typedef {object} Takeaway
 * @property {string} id unique, in Latin letters: data-takeaway-id of its button
 * @property {string} label what the button says
 * @property {(state: import('./store.js').State) => boolean} [when] shown only then
 * @property {(store: import('./store.js').Store) => Promise<string | void> | string | void} run gives what to tell the visitor
 */

/** @typedef {import('./notices.js').Notify} Notify */

/** @param {HTMLElement} row @param {import('./store.js').Store} store @param {Notify} notify */
export function createTakeaways(row, store, notify) {
  /** @param {Takeaway} takeaway */
  return function addTakeaway({ id, label, run, when }) {
    const nothing = 'Пока нечего забирать: расчёта нет.';
    const item = takeawayItem({ id, label, run: () => (store.report() ? run(store) : nothing) }, notify);
    row.append(item);
    if (when) store.subscribe((state) => item.toggleAttribute('hidden', !when(state)));
  };
}

const hasNames = (/** @type {import('./store.js').State} */ { scenario }) =>
  Boolean(scenario?.roster?.some((/** @type {{name: string}} */ { name }) => name));

/** A long link as a file. @param {string} address @param {Notify} notify */
async function saveFile(address, notify) {
  try {
    const { saveLinkFile } = await import('../takeaway/link-file.js');
    notify(saveLinkFile(address, new Date()));
  } catch (error) {
    notify(`Не получилось. ${troubleText(error)}`);
  }
}

/**
 * Two links: managers' names travel only when they are asked for.
 * @param {ReturnType<typeof import('./address.js').createAddress>} address @param {Notify} notify @param {{names: boolean}} options @returns {Takeaway}
 */
const linkOf = (address, notify, { names }) => ({
  id: names ? 'link-names' : 'link',
  label: names ? 'Ссылка с именами менеджеров' : 'Ссылка',
  ...(names ? { when: hasNames } : {}),
  async run(store) {
    const link = await address.share({ names });
    if (!link) return 'Пока нечего забирать: расчёта нет.';
    const inside = names
      ? 'В ней ваши числа и имена менеджеров, на сервер они не попали.'
      : hasNames(store.state())
        ? 'В ней ваши числа, без имён менеджеров; на сервер они не попали.'
        : 'В ней все ваши числа, на сервер они не попали.';
    const copied = await navigator.clipboard.writeText(link.address).then(
      () => 'Ссылка скопирована.',
      () => 'Ссылка стоит в адресной строке: скопируйте её оттуда.',
    );
    notify(
      [copied, inside, link.notice].filter(Boolean).join(' '),
      link.notice ? [{ label: 'Скачать файл', run: () => saveFile(link.address, notify) }] : [],
    );
    return undefined;
  },
});

/** @param {ReturnType<typeof import('./address.js').createAddress>} address @param {Notify} notify @returns {Takeaway[]} */
export const linkTakeaways = (address, notify) =>
  [false, true].map((names) => linkOf(address, notify, { names }));
