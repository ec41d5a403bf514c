// @ts-check
// Everything that is seen once a file is open.

import { need } from '../page/dom.js';
import { mountGrowth } from './growth-view.js';
import { mountReport } from './report-view.js';
import { createTake } from './take.js';
import { mountUnderstood } from './understood-view.js';

/**
 * @param {object} page
 * @param {import('./store.js').CrmStore} page.store
 * @param {ReturnType<typeof import('./mappings.js').createMappings>} page.mappings
 * @param {{another(): void, add(): void}} page.acts
 * @param {(message: string, undo?: () => void) => void} page.tell
 * @param {string} page.calculator address of its wasm
 */
export function mountOpened({ store, mappings, acts, tell, calculator }) {
  const take = createTake({ wasm: calculator, memory: mappings.memory, state: store.state, tell });
  mountUnderstood(need(document, '[data-understood]'), store, acts);
  mountReport(need(document, '[data-report]'), store, take);
  mountGrowth(need(document, '[data-growth]'), store, tell);
  store.subscribe(({ phase, report, busy }, before) => {
    need(document, '[data-more]').hidden = !report;
    document.documentElement.dataset.crm = phase === 'open' && !busy ? 'open' : phase;
    if (phase === 'open' && before.phase !== 'open') {
      /** @type {HTMLElement | null} */ (document.querySelector('[data-report] h1'))?.focus({
        preventScroll: true,
      });
    }
  });
}
