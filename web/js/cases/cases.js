// @ts-check
// The cases on the landing page: "примерить к моей воронке". The page is readable without this.

import { el, need } from '../page/dom.js';
import { tried } from './try-on.js';

const kName = 'примерку кейса';

/** @param {HTMLElement} section @param {{core: any, store: import('../landing/store.js').Store}} page */
function mountTryOn(section, { core, store }) {
  /** @type {object | null} */
  let draft = null;
  /** @type {HTMLElement | null} */
  let place = null;
  store.subscribe((state) => {
    if (!place || state.draft === draft) return;
    place.replaceChildren();
    place = null;
  });

  /** @param {HTMLButtonElement} button */
  function wear(button) {
    const told = /** @type {HTMLElement} */ (
      need(/** @type {HTMLElement} */ (button.parentElement), '[data-try-told]')
    );
    const { stages, sentences } = tried(core, store.state(), {
      kind: button.dataset.try ?? '',
      uplift: Number(button.dataset.uplift),
      company: button.dataset.company ?? '',
    });
    if (stages) store.edit(kName, (before) => ({ ...before, stages }), { autoTargets: false });
    const back = el('button.link', { type: 'button' }, 'Вернуть как было');
    back.addEventListener('click', () => {
      store.undo();
      button.focus();
    });
    told.replaceChildren(
      ...sentences(store.state()).map((text) => el('p', {}, text)),
      ...(stages ? [el('p.row', {}, el('a.link', { href: '#calc' }, 'К расчёту'), back)] : []),
    );
    [place, draft] = [told, store.state().draft];
  }

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
    section.querySelectorAll('[data-try]')
  )) {
    button.addEventListener('click', () => wear(button));
  }
}

/** @param {HTMLElement} section @param {{core: any, store: import('../landing/store.js').Store}} page */
export function mountCases(section, page) {
  mountTryOn(section, page);
  section.dataset.mounted = '';
}
