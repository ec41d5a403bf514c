// @ts-check
// /crm/: an owner drops his CRM's export and sees what it says. Makes the one store, mounts each part of the page on it.

import { forgetFinding } from '../model/crm-finding.js';
import { arrive } from '../offline/arrival.js';
import { need } from '../page/dom.js';
import { createNotice } from '../page/notice.js';
import { createMappings } from './mappings.js';
import { createReader } from './reader.js';
import { mountStart } from './start-view.js';
import { createCrmStore } from './store.js';

const metaOf = (/** @type {string} */ name) =>
  /** @type {HTMLMetaElement} */ (need(document, `[name=${name}]`)).content;
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

function mount() {
  const tell = createNotice(need(document, '[data-notice]'));
  const reader = createReader({ worker: metaOf('crm-worker'), wasm: metaOf('crm-deals') });
  const mappings = createMappings();
  const store = createCrmStore({ reader, today, mappings });
  const acts = mountStart(store, metaOf('crm-example'), tell);
  need(document, '[data-do=forget]').addEventListener('click', async () => {
    await mappings.forget();
    await forgetFinding(await mappings.memory());
    tell('Поправки и итоги выгрузки забыты на этом устройстве.');
  });

  // Reader, its worker and what shows a report are larger than the page: they come when a person means to open something, and are there
  // when the file is.
  const loadOpened = () => import('./opened.js');
  const prepare = () => {
    reader.prepare();
    mappings.memory().catch(() => {});
    loadOpened().catch(() => {});
  };
  const start = need(document, '[data-start]');
  for (const type of ['pointerover', 'focusin']) start.addEventListener(type, prepare, { once: true });
  document.addEventListener('dragenter', prepare, { once: true });

  let isShown = false;
  store.subscribe(async ({ phase }) => {
    if (phase === 'empty' || isShown) return;
    isShown = true;
    const { mountOpened } = await loadOpened().catch(() => {
      isShown = false;
      tell('Часть страницы не загрузилась. Проверьте связь и откройте файл ещё раз.');
      return { mountOpened: () => {} };
    });
    mountOpened({ store, mappings, acts, tell, calculator: metaOf('crm-calculator') });
  });
  document.documentElement.dataset.ready = '';
}

arrive();
mount();
