// @ts-check
// Everything that is seen once a file is open.

import { keepFinding } from '../model/crm-finding.js';
import { need } from '../page/dom.js';
import { mountTakeaways } from '../page/takeaways.js';
import { mountGrowth } from './growth-view.js';
import { mountReport } from './report-view.js';
import { createTake } from './take.js';
import { mountUnderstood } from './understood-view.js';

/** @param {() => import('./store.js').State} state @returns {import('../page/takeaways.js').Takeaway[]} */
function takeawaysOf(state) {
  const brand = document.documentElement.dataset.brand ?? '';
  const files = () => import('./files/report-files.js');
  return [
    {
      id: 'xlsx',
      label: 'Excel с формулами',
      run: async () => (await import('./files/report-xlsx.js')).saveXlsx(state()),
    },
    {
      id: 'pdf',
      label: 'PDF',
      run: async () => (await import('./files/report-pdf.js')).savePdfReport(state(), brand),
    },
    { id: 'csv', label: 'CSV', run: async () => (await files()).saveCsv(state()) },
    { id: 'png', label: 'Картинки', run: async () => (await files()).savePng(state()) },
    { id: 'json', label: 'Отчёт JSON', run: async () => (await files()).saveReportJson(state()) },
    { id: 'print', label: 'Печать', run: () => window.print() },
  ];
}

/**
 * @param {object} page
 * @param {import('./store.js').CrmStore} page.store
 * @param {ReturnType<typeof import('./mappings.js').createMappings>} page.mappings
 * @param {{another(): void, add(): void}} page.acts
 * @param {(message: string, undo?: () => void) => void} page.tell
 * @param {string} page.calculator address of its wasm
 */
export function mountOpened({ store, mappings, acts, tell, calculator }) {
  // One after another: the last report and choice are what stays.
  let keeping = Promise.resolve();
  let isKept = false;
  const keep = () => {
    const { report, ripens_later, sample } = store.state();
    if (!report || sample) return;
    const found = { report, ripens_later, withNames: take.withNames() };
    keeping = keeping.then(async () => void (await keepFinding(await mappings.memory(), found)));
  };
  const take = createTake({
    wasm: calculator,
    memory: mappings.memory,
    state: store.state,
    tell,
    namesChanged: keep,
  });
  mountUnderstood(need(document, '[data-understood]'), store, acts);
  mountReport(need(document, '[data-report]'), store, take);
  mountTakeaways(need(document, '[data-takeaway]'), takeawaysOf(store.state), tell);
  mountGrowth(need(document, '[data-growth]'), store, tell);
  store.subscribe(({ phase, report, busy }, before) => {
    if (report !== before.report || !isKept) keep();
    isKept = true;
    need(document, '[data-more]').hidden = !report;
    document.documentElement.dataset.crm = phase === 'open' && !busy ? 'open' : phase;
  });
}
