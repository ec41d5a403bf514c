// @ts-check
// /embed/: the first screen alone, in a frame on a partner's page, with the firm's own form below it. Keeps nothing on the device.

import { referrerIn, utmFrom } from '../forms/visit.js';
import { loadCore } from '../model/core.js';
import { need } from '../page/dom.js';
import { whenNear } from '../page/near.js';
import { troubleText } from '../page/trouble.js';
import { mountFirstScreen } from './first-screen.js';
import { tellHeight } from './framed.js';

/** @typedef {import('./store.js').Store} Store */

/** The button of the request unfolds its form; the address of the frame stays as it is. */
function mountRequest() {
  const fold = /** @type {HTMLDetailsElement} */ (need(document, '#request'));
  need(document, '[href="#request"]').addEventListener('click', (event) => {
    event.preventDefault();
    fold.open = true;
    need(fold, 'summary').focus();
  });
  return fold;
}

/** "Где теряем": the whole page, with the numbers typed here. @param {Store} store */
function mountWhole(store) {
  const whole = /** @type {HTMLAnchorElement} */ (need(document, '[data-whole]'));
  whole.addEventListener('click', async (event) => {
    const { scenario, autoTargets, example } = store.state();
    const tab = scenario && !example ? window.open('', '_blank') : null;
    if (!tab) return; // the link leads there without them
    event.preventDefault();
    tab.opener = null;
    const { linkTo } = await import('./linked.js');
    const source = autoTargets ? 'assumed' : 'own';
    const fragment = await linkTo({ ...scenario, targets_source: source }).catch(() => '#calc');
    tab.location.replace(new URL(`/${fragment}`, location.href).href);
  });
}

async function start() {
  const { dataset } = document.documentElement;
  tellHeight((dataset.partners ?? '').split(' ').filter(Boolean));
  const fold = mountRequest();
  const wasm = /** @type {HTMLLinkElement} */ (need(document, '#core-wasm')).href;
  const { core, failure } = await loadCore(wasm).then(
    (loaded) => ({ core: loaded, failure: null }),
    (error) => ({ core: null, failure: troubleText(error) }),
  );
  const { store, typeEarly } = mountFirstScreen(core, failure, null);
  typeEarly();
  mountWhole(store);
  const { search } = location;
  const began = { utm: utmFrom(search), referrer: referrerIn(search, document.referrer) };
  whenNear([fold], async () => (await import('../forms/mount.js')).mountForms({ store, began }));
}

start();
