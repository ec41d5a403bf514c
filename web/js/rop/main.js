// @ts-check
// The checklist page: loads the core, makes the one store, mounts each part of the page on it.

import published from '../../../assets/checklist/forms.json';
import definition from '../../../assets/checklist/rop.json';
import { loadCore } from '../model/core.js';
import { need } from '../page/dom.js';
import { arrive } from '../offline/arrival.js';
import { mountArea } from './area-view.js';
import { createChecklist } from './checklist.js';
import { gateKindFrom, mountGate } from './gate.js';
import { createNotice } from '../page/notice.js';
import { mountAreas, mountRail } from './rail.js';
import { mountResult } from './result-view.js';
import { mountPath } from './path-bar.js';
import { createPlace } from './place.js';
import { mountRequest } from './request.js';
import { isBlindFile } from './blind.js';
import { mountBlind } from './blind-view.js';
import { documentFromText, runFromDocument, runToText } from './run-file.js';
import { lengthNotice } from '../model/links.js';
import { isSameMeeting } from './run.js';
import { decodeRunLink, encodeRunLink } from './run-link.js';
import { mountRuns } from './runs-bar.js';
import { openMemory } from '../model/memory.js';
import { createRunsKeeper, loadCalculation, loadRuns } from './runs-storage.js';
import { createRunStore } from './store.js';
import { mountTakeaways } from '../page/takeaways.js';
import { troubleText } from '../page/trouble.js';

const checklist = createChecklist(/** @type {import('./checklist.js').Definition} */ (definition));
const now = () => new Date().toISOString();
const newId = () => Math.random().toString(36).slice(2, 12);

const kLinkTrouble = {
  damaged:
    'Ссылка повреждена: часть её потерялась по дороге. Попросите прислать её ещё раз. Ваши отметки не тронуты.',
  newer:
    'Ссылка сделана другой версией чек-листа. Обновите страницу и откройте её снова. Ваши отметки не тронуты.',
};

/** @param {import('./store.js').RunStore} store @param {(message: string) => void} tell */
function openLink(store, tell) {
  const forms = published.forms.map((form) => form.split(' '));
  const link = decodeRunLink(location.hash, { ids: checklist.itemIds, forms, id: newId(), now: now() });
  if (link.kind === 'none') return;
  history.replaceState(null, '', location.pathname + location.search);
  if (link.kind === 'run') {
    store.add(link.run);
    const left = link.left
      ? ` Не вошло отметок и заметок: ${link.left}, таких вопросов в чек-листе больше нет.`
      : '';
    tell(`Открыта встреча «${link.run.title}» из ссылки.${left} Ваши прежние встречи на месте.`);
  } else tell(kLinkTrouble[link.kind]);
}

/** @param {any} page of the store, the notice, and what takes blanks and answers of the head of sales */
const readFile =
  ({ store, tell, blind }) =>
  async (/** @type {File} */ file) => {
    const found = documentFromText(await file.text());
    if ('document' in found && isBlindFile(found.document)) {
      blind.openFile(found.document);
      return;
    }
    const read =
      'problem' in found ? found : runFromDocument(found.document, { checklist, id: newId(), now: now() });
    if ('problem' in read) {
      tell(read.problem);
      return;
    }
    const same = store.state().runs.find((/** @type {any} */ run) => isSameMeeting(run, read.run));
    if (same) {
      store.open(same.id);
      tell(`Встреча «${same.title}» из этого файла уже есть на устройстве: открыта она.`);
      return;
    }
    const before = store.state().run.id;
    store.add(read.run);
    if (before !== read.run.id) tell(`Открыта встреча «${read.run.title}» из файла. ${read.told}`.trim());
  };

/** @param {import('./store.js').RunStore} store */
async function shareLink(store) {
  const { run, scenario } = store.state();
  const link = location.origin + location.pathname + encodeRunLink(run, { ids: checklist.itemIds, scenario });
  const long = lengthNotice(link);
  try {
    await navigator.clipboard.writeText(link);
    return `Ссылка скопирована. В ней отметки, заметки и расчёт; на сервер они не попали. ${long}`.trim();
  } catch {
    history.replaceState(null, '', link);
    return `Ссылка стоит в адресной строке: скопируйте её оттуда. ${long}`.trim();
  }
}

/** @param {import('./store.js').RunStore} store @returns {import('../page/takeaways.js').Takeaway[]} */
function takeawaysOf(store) {
  const made = () => ({ ...store.state(), checklist });
  return [
    {
      id: 'pdf',
      label: 'PDF',
      run: async () => (await import('./files/checklist-pdf.js')).saveChecklistPdf(made()),
    },
    {
      id: 'xlsx',
      label: 'Excel',
      run: async () => (await import('./files/checklist-xlsx.js')).saveChecklistXlsx(made()),
    },
    {
      id: 'csv',
      label: 'CSV',
      run: async () => (await import('./files/checklist-csv.js')).saveChecklistCsv(made()),
    },
    {
      id: 'png',
      label: 'Картинки',
      run: async () => (await import('./files/checklist-png.js')).saveChecklistPictures(made()),
    },
    { id: 'link', label: 'Ссылка', run: () => shareLink(store) },
    {
      id: 'file',
      label: 'Файл для переноса',
      run: async () => {
        const { fileName, saveText } = await import('../takeaway/save.js');
        const { run, scenario } = store.state();
        saveText(
          runToText({ ...run, scenario }),
          fileName('Чек-лист РОПа', run.title, new Date(), 'json'),
          'application/json',
        );
      },
    },
    { id: 'print', label: 'Печать', run: () => window.print() },
  ];
}

/** @param {import('./store.js').RunStore} store @returns {import('../page/takeaways.js').Takeaway[]} */
function agendaOf(store) {
  const made = () => ({ run: store.state().run, checklist });
  const files = () => import('./files/agenda.js');
  return [
    { id: 'agenda-pdf', label: 'PDF', run: async () => (await files()).saveAgendaPdf(made()) },
    { id: 'agenda-ics', label: 'В календарь', run: async () => (await files()).saveAgendaCalendar(made()) },
  ];
}

/** What this device remembers. */
async function openDevice() {
  const memory = await openMemory();
  const [saved, calculation] = await Promise.all([loadRuns(memory), loadCalculation(memory)]);
  return { memory, saved, calculation };
}

/** A mark two tabs put differently: this one stands, the other is one click away. @param {import('../model/merge.js').Clash} clash @param {any} page */
function askOf({ path, theirs }, { store, tell }) {
  const [, column, item] = path.split('/');
  if ((column !== 'answers' && column !== 'self') || !checklist.itemIds.includes(item)) return;
  const back = () => store.mark({ column, item, mark: theirs ?? null });
  tell('В другой вкладке тот же вопрос отмечен иначе. Осталось как здесь; «Вернуть» поставит как там.', back);
}

/** @param {any} core @param {string | null} failure @param {Awaited<ReturnType<typeof openDevice>>} device */
function mount(core, failure, { memory, saved, calculation }) {
  const tell = createNotice(need(document, '[data-notice]'));
  const store = createRunStore({
    core,
    failure,
    checklist,
    calculation,
    saved,
    now,
    newId,
    kept: memory.kept,
    save: (runs) => keeper.save(runs),
  });
  const keeper = createRunsKeeper(memory, {
    merged(run, clashes) {
      store.take(run);
      clashes.forEach((clash) => askOf(clash, { store, tell }));
    },
    gone: store.drop,
    status: store.tellKept,
  });
  keeper.begin({ current: store.state().run.id, runs: store.state().runs });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') keeper.look();
  });
  const tellAgain = () => views.forEach((view) => view(store.state()));
  const gate = mountGate(need(document, '#result'), {
    kind: gateKindFrom(document.documentElement.dataset.gate),
    onOpen: () => tellAgain(),
  });
  const place = createPlace(checklist, () => tellAgain());
  const blind = mountBlind({ store, checklist, newId, now, tell });
  const closed = () => blind.isOpen() || gate.closed();
  const page = { store, checklist, areaNow: place.area, closed, tell };
  const views = [
    mountArea(need(document, '[data-area]'), page),
    mountRail(need(document, '[data-rail-place]'), page),
    mountAreas(need(document, '#areas'), page),
    mountResult(need(document, '#result'), page),
    mountRuns(need(document, '[data-runs]'), { store, tell, readFile: readFile({ store, tell, blind }) }),
    mountRequest(/** @type {HTMLFormElement} */ (need(document, 'form[data-request]')), {
      store,
      checklist,
      onSent: gate.sent,
    }),
    mountPath(document, page),
    blind.show,
  ];
  store.subscribe((state) => views.forEach((view) => view(state)));
  const openAddress = () => blind.openLink() || openLink(store, tell);
  openAddress();
  window.addEventListener('hashchange', openAddress);
  place.start();
  mountTakeaways(need(document, '[data-takeaway]'), takeawaysOf(store), tell);
  mountTakeaways(need(document, '[data-agenda]'), agendaOf(store), tell);
  if (failure) tell(failure);
  document.documentElement.dataset.ready = '';
}

async function start() {
  const device = openDevice();
  const { core, failure } = await loadCore(
    /** @type {HTMLLinkElement} */ (need(document, '#core-wasm')).href,
  ).then(
    (loaded) => ({ core: loaded, failure: null }),
    (error) => ({ core: null, failure: troubleText(error) }),
  );
  mount(core, failure, await device);
}

arrive();
start();
