// @ts-check
// The landing page: loads the core, mounts the first screen on it, then each part of the page.

import { createAddress, linkInAddress } from './address.js';
import { loadCore } from '../model/core.js';
import { el, need } from '../page/dom.js';
import { mountFirstScreen } from './first-screen.js';
import { parts } from './parts.js';
import { mountNotices } from './notices.js';
import { leaveCalculation, mayRemember } from '../model/device-pointer.js';
import { troubleText } from '../page/trouble.js';

/** @typedef {import('./keeping.js').Device} Device */

/**
 * Everything typed stays on this device from now on.
 * @param {Omit<Parameters<typeof import('./keeping.js').keepCalculation>[1], 'began' | 'isKnown'>} page
 * @param {Device | null} device null: it was not asked yet
 */
async function keepOnDevice(page, device) {
  const began = page.store.kept();
  // Who leaves before the memory is there finds what was typed all the same.
  const leave = () => {
    const typed = page.store.kept();
    if (typed.past.length > 0 && !page.address.isOpenedLink()) leaveCalculation(typed);
  };
  window.addEventListener('pagehide', leave);
  const { keepCalculation, openDevice } = await import('./keeping.js');
  await keepCalculation(device ?? (await openDevice()), { ...page, began, isKnown: device !== null });
  window.removeEventListener('pagehide', leave);
}

/**
 * @param {any} core @param {string | null} failure
 * @param {{linked: import('./address.js').Linked, device: Device | null}} from what the address and this device hold
 */
function mount(core, failure, { linked, device }) {
  const notify = mountNotices(need(document, '[data-notice]'));
  const { store, typeEarly } = mountFirstScreen(core, failure, device?.value ?? null);
  const address = createAddress(store, notify);
  if (core) address.start(linked);
  const page = { store, address, notify };
  if (device) keepOnDevice(page, device);
  else setTimeout(() => keepOnDevice(page, null)); // after the first result
  typeEarly();
  for (const part of parts) part.mount({ core, store, notify });
  return { core, store, notify, address };
}

/**
 * What is below the first screen: its style sheet and its code, asked for once the first result stands.
 * @param {Parameters<typeof import('./below.js').mountBelow>[0]} page
 */
function mountRest(page) {
  const href = /** @type {HTMLMetaElement} */ (need(document, '[name=below-css]')).content;
  const code = import('./below.js');
  code.catch(() => {}); // told below
  const loaded = async () => {
    try {
      await (await code).mountBelow(page);
    } catch {
      page.notify(
        'Часть страницы не загрузилась. Проверьте связь и обновите страницу: введённое сохранится.',
      );
    }
    document.documentElement.dataset.styled = '';
    document.querySelector(':target')?.scrollIntoView({ behavior: 'instant' });
  };
  document.head.append(el('link', { rel: 'stylesheet', href, load: loaded, error: loaded }));
}

async function start() {
  const wasm = /** @type {HTMLLinkElement} */ (need(document, '#core-wasm')).href;
  const linked = linkInAddress();
  const remembered = mayRemember()
    ? import('./keeping.js').then(({ openDevice }) => openDevice()).catch(() => null)
    : null;
  const { core, failure } = await loadCore(wasm).then(
    (loaded) => ({ core: loaded, failure: null }),
    (error) => ({ core: null, failure: troubleText(error) }),
  );
  const page = mount(core, failure, { linked: await linked, device: await remembered });
  setTimeout(() => mountRest(page)); // not before the first result can be seen and typed over
}

const { dataset } = document.documentElement;
dataset.coming = ''; // what is below the first screen waits for its look, however slow it comes
start().catch((error) => {
  delete dataset.coming;
  throw error;
});
