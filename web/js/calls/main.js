// @ts-check
// The page of calls: loads the core and what this device remembers, makes the one store, mounts each part of the page on it.

import defaults from '../../../assets/calls/criteria.json';
import { loadCore } from '../model/core.js';
import { createKept } from '../model/kept.js';
import { openMemory } from '../model/memory.js';
import { arrive } from '../offline/arrival.js';
import { el, need } from '../page/dom.js';
import { createNotice } from '../page/notice.js';
import { mountTakeaways } from '../page/takeaways.js';
import { mountCriteria } from './criteria-view.js';
import { callsFrom, documentOf, emptyCalls } from './document.js';
import { mountMarking } from './mark-view.js';
import { mountReport } from './report-view.js';
import { createCallStore } from './store.js';
import { troubleText } from '../page/trouble.js';

const kKey = 'calls';
const newId = () => Math.random().toString(36).slice(2, 12);
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const kCriteria = /** @type {import('./document.js').Criterion[]} */ (defaults.criteria);

/** Criteria as they are stored have no texts the page has itself. @param {any} value */
const opened = (value) => ({
  calls: value?.calls ?? emptyCalls(kCriteria),
  draft: value?.draft ?? null,
});

/** @param {import('./store.js').CallStore} store @returns {import('../page/takeaways.js').Takeaway[]} */
function takeawaysOf(store) {
  const brand = document.documentElement.dataset.brand ?? '';
  const state = () => store.state();
  return [
    {
      id: 'xlsx',
      label: 'Excel',
      run: async () => (await import('./files/calls-xlsx.js')).saveCallsXlsx(state()),
    },
    {
      id: 'pdf',
      label: 'PDF для планёрки',
      run: async () => (await import('./files/calls-pdf.js')).saveCallsPdf(state(), brand),
    },
    {
      id: 'png',
      label: 'Картинка',
      run: async () => (await import('./files/calls-png.js')).saveCallsPictures(state()),
    },
    {
      id: 'csv',
      label: 'CSV',
      run: async () => (await import('./files/calls-csv.js')).saveCallsCsv(state()),
    },
    {
      id: 'file',
      label: 'Файл для переноса',
      run: async () => {
        const { fileName, saveText } = await import('../takeaway/save.js');
        const name = fileName('Звонки', state().calls.title, new Date(), 'json');
        saveText(JSON.stringify(documentOf(state().calls)), name, 'application/json');
        return `Скачан файл «${name}». Откройте его на другом устройстве: звонки соединятся.`;
      },
    },
    { id: 'print', label: 'Печать', run: () => window.print() },
  ];
}

/** @param {{added: number, undo: () => void} | {issues: {path: string, message: string}[]}} taken @param {string[]} told */
function takenText(taken, told) {
  if ('issues' in taken) {
    const [first] = taken.issues;
    const more = taken.issues.length > 1 ? ` Всего замечаний: ${taken.issues.length}.` : '';
    return `Не взяли: ${first.message} (${first.path || 'весь документ'}).${more}`;
  }
  const what = taken.added === 0 ? 'Новых звонков нет: все уже здесь.' : `Добавлено звонков: ${taken.added}.`;
  return told.length > 0 ? `${what} ${told.join('; ')}.` : what;
}

/** Files and pasted tables. @param {import('./store.js').CallStore} store @param {(message: string, undo?: () => void) => void} tell */
function mountSources(store, tell) {
  /** @param {any} taken @param {string[]} told */
  const report = (taken, told) =>
    tell(takenText(taken, told), 'undo' in taken && taken.added > 0 ? taken.undo : undefined);
  const file = /** @type {HTMLInputElement} */ (need(document, '[data-file]'));
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    file.value = '';
    if (!chosen) return;
    const text = await chosen.text();
    if (/\.(csv|tsv|txt)$/i.test(chosen.name)) {
      await takeTable(text);
      return;
    }
    try {
      report(store.take(JSON.parse(text)), []);
    } catch {
      tell('Это не файл звонков: выберите файл, скачанный здесь, или таблицу CSV.');
    }
  });
  const area = /** @type {HTMLTextAreaElement} */ (need(document, '[data-paste]'));
  /** @param {string} text */
  async function takeTable(text) {
    const { callsFromTable } = await import('./paste.js');
    const read = callsFromTable(text, { criteria: store.own().criteria, today: today() });
    if ('problem' in read) {
      tell(read.problem);
      return false;
    }
    const taken = store.take(read.document);
    report(taken, read.told);
    return 'added' in taken;
  }
  need(document, '[data-do=paste]').addEventListener('click', async () => {
    if (area.value.trim() !== '' && (await takeTable(area.value))) area.value = '';
  });
}

/** @param {import('./store.js').CallStore} store @param {(message: string, undo?: () => void) => void} tell */
function mountCallsList(store, tell) {
  const place = need(document, '[data-calls-list]');
  return (/** @type {import('./store.js').State} */ { calls, example }) => {
    const latest = calls.calls.slice(-20).reverse();
    place.replaceChildren(
      ...latest.map((call) =>
        el(
          'li',
          {},
          el(
            'span',
            {},
            `${call.date.split('-').reverse().join('.')}, ${call.manager}`,
            call.note && el('small', {}, call.note),
          ),
          !example &&
            el(
              'button.link',
              {
                type: 'button',
                'aria-label': `Удалить звонок: ${call.manager}, ${call.date}`,
                click: () => {
                  const left = calls.calls.filter(({ id }) => id !== call.id);
                  tell('Звонок удалён.', store.change({ ...store.own(), calls: left }));
                },
              },
              'Удалить',
            ),
        ),
      ),
    );
  };
}

/** @param {any} core @param {string | null} failure */
async function mount(core, failure) {
  const tell = createNotice(need(document, '[data-notice]'));
  const kept = createKept({ memory: await openMemory(), key: kKey });
  const start = opened(await kept.open());
  kept.begin(start);
  const store = createCallStore({ core, failure, ...start, newId, keep: (value) => kept.change(value) });
  kept.follow(({ value }) => {
    store.adopt(opened(value));
    return value;
  });
  kept.watchStatus(({ saved }) => {
    need(document, '[data-unsaved]').hidden = saved;
  });

  const [reportView, markView] = [need(document, '[data-report]'), need(document, '[data-mark]')];
  const leave = () => {
    history.replaceState(null, '', location.pathname);
    showPage();
  };
  const marking = mountMarking(markView, { store, newId, tell, leave });
  const report = mountReport(reportView, { store, listenTo: (manager) => listen(manager) });
  const criteria = mountCriteria(need(document, '[data-criteria-part]'), {
    store,
    defaults: kCriteria,
    tell,
  });
  const list = mountCallsList(store, tell);

  function showPage() {
    const isMarking = location.hash === '#mark';
    markView.hidden = !isMarking;
    reportView.hidden = isMarking;
    document.documentElement.toggleAttribute('data-marking', isMarking);
    const { draft } = store.state();
    need(document, '[data-listen-text]').textContent = draft
      ? `Продолжить: ${draft.manager}`
      : 'Слушать звонок';
  }
  /** @param {string} [manager] */
  function listen(manager) {
    if (store.state().example) store.hideExample();
    location.hash = '#mark';
    showPage();
    window.scrollTo(0, 0);
    marking.ask(manager);
  }
  need(document, '[data-do=listen]').addEventListener('click', () => listen());
  need(document, '[data-do=listen-own]').addEventListener('click', () => listen());
  need(document, '[data-do=example]').addEventListener('click', async () => {
    const { default: example } = await import('../../../assets/calls/example.json');
    store.showExample(callsFrom({ ...example, criteria: kCriteria }, newId));
  });
  need(document, '[data-do=hide-example]').addEventListener('click', () => store.hideExample());
  need(document, '[data-do=clear]').addEventListener('click', () => {
    tell('Все звонки удалены с этого устройства.', store.change({ ...store.own(), calls: [] }));
  });
  window.addEventListener('hashchange', showPage);
  mountSources(store, tell);
  mountTakeaways(need(document, '[data-takeaway]'), takeawaysOf(store), tell);
  store.subscribe((state) => {
    report.show(state);
    marking.show(state);
    criteria.show();
    list(state);
    showPage();
  });
  if (failure) tell(failure);
  document.documentElement.dataset.ready = '';
}

arrive();
loadCore(/** @type {HTMLLinkElement} */ (need(document, '#calls-wasm')).href).then(
  (core) => mount(core, null),
  (error) => mount(null, troubleText(error)),
);
