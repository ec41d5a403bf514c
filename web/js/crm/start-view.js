// @ts-check
// How a file comes: dropped anywhere on the page, chosen, pasted, or the sample. And what is seen while it is read.

import { need } from '../page/dom.js';
import { number } from '../text/format.js';
import { sizeText } from './words.js';

/** @typedef {import('./store.js').CrmStore} CrmStore */
/** @typedef {import('./store.js').State} State */

const kPasted = 'Вставленная таблица';

/** @param {File[]} files */
const nameOf = (files) =>
  files.length === 1 ? files[0].name : `${files[0].name} и ещё ${number(files.length - 1)}`;

/** Files of a drop or a paste. @param {DataTransfer | null} data */
const filesOf = (data) => [...(data?.files ?? [])];

/** A drop anywhere: people miss the frame. @param {(files: File[]) => void} open @param {(text: string) => void} openText */
function mountDrop(open, openText) {
  const veil = need(document, '[data-veil]');
  let depth = 0;
  const brings = (/** @type {DragEvent} */ event) =>
    [...(event.dataTransfer?.types ?? [])].some((type) => type === 'Files' || type === 'text/plain');
  const show = (/** @type {boolean} */ over) => {
    veil.hidden = !over;
  };
  document.addEventListener('dragenter', (event) => {
    if (!brings(event)) return;
    depth += 1;
    show(true);
  });
  document.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) show(false);
  });
  document.addEventListener('dragover', (event) => {
    if (brings(event)) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    depth = 0;
    show(false);
    const files = filesOf(event.dataTransfer);
    const text = event.dataTransfer?.getData('text/plain') ?? '';
    if (files.length === 0 && text.trim() === '') return;
    event.preventDefault();
    if (files.length > 0) open(files);
    else openText(text);
  });
}

const kMostTitles = 20; // lines above a header
/** What parts cells, and how many of them are no sentence. @type {[string, number][]} */
const kMarks = [
  ['\t', 2],
  [';', 2],
  ['|', 2],
  [',', 3],
];

/** Rows of cells, as a spreadsheet or a CRM copies them, titles above them or not; prose has commas too. @param {string} text */
function isTable(text) {
  const lines = text.split(/\r\n|\n|\r/, kMostTitles).filter((line) => line.trim() !== '');
  return kMarks.some(([mark, least]) => {
    const cells = lines.map((line) => line.split(mark).length);
    return cells.some((count, i) => i > 0 && count >= least && count === cells[i - 1]);
  });
}

/** @param {(files: File[]) => void} open @param {(text: string) => void} openText @param {(message: string) => void} tell */
function mountPaste(open, openText, tell) {
  const area = /** @type {HTMLTextAreaElement} */ (need(document, '[data-paste]'));
  need(document, '[data-do=paste]').addEventListener('click', () => openText(area.value));
  document.addEventListener('paste', (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest('input, textarea')) return;
    const files = filesOf(event.clipboardData);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (files.length > 0) open(files);
    else if (isTable(text)) openText(text);
    else if (text.trim() !== '') {
      tell('В буфере не таблица: скопируйте строки вместе с заголовком и вставьте их.');
    }
  });
  return area;
}

/** The file is read: its name and how far. @param {HTMLElement} reading @param {NonNullable<State['reading']>} file */
function showReading(reading, { name, progress }) {
  const bar = /** @type {HTMLProgressElement} */ (need(reading, 'progress'));
  need(reading, '[data-reading-title]').textContent = `Читаем: ${name}`;
  const isWhole = !progress || progress.size === 0 || progress.read >= progress.size;
  if (isWhole) bar.removeAttribute('value');
  else {
    bar.max = progress.size;
    bar.value = progress.read;
  }
  need(reading, '[data-reading-text]').textContent = !progress
    ? 'Открываем файл.'
    : isWhole
      ? 'Прочитано. Считаем.'
      : `Прочитано ${sizeText(progress.read)} из ${sizeText(progress.size)}.`;
}

/** What is wrong is said where the person is. @param {State} state */
function showFault({ phase, fault }) {
  for (const [place, of] of [
    ['[data-start-fault]', 'empty'],
    ['[data-open-fault]', 'open'],
  ]) {
    const told = need(document, place);
    const said = (phase === of && fault) || '';
    if (told.textContent !== said) told.textContent = said;
  }
}

/** Shows the phase the page is in; where it changes, the focus and the place on the page go along. @param {CrmStore} store @param {HTMLInputElement} input of files */
function followPhase(store, input) {
  const start = need(document, '[data-start]');
  const reading = need(document, '[data-reading]');
  let scrolled = 0; // where the report was left for another file
  store.subscribe((state, before) => {
    const { phase, opened, fault, sample } = state;
    if (phase === 'reading' && before.phase === 'open') scrolled = window.scrollY;
    start.hidden = phase !== 'empty';
    reading.hidden = phase !== 'reading';
    need(document, '[data-open]').hidden = phase !== 'open';
    need(document, '[data-sample-note]').hidden = !(sample && phase === 'open');
    showFault(state);
    if (state.reading) showReading(reading, state.reading);
    if (before.phase === phase) return;
    const isBack = phase === 'open' && opened === before.opened && !fault;
    if (phase !== 'reading') window.scrollTo({ top: isBack ? scrolled : 0, behavior: 'instant' });
    if (phase === 'reading') need(document, '[data-do=cancel]').focus({ preventScroll: true });
    if (phase === 'empty' && fault) input.focus({ preventScroll: true });
    if (phase === 'open' && fault) need(document, '#another').focus({ preventScroll: true });
  });
}

/** @param {CrmStore} store @param {string} example its address @param {(message: string) => void} tell */
export function mountStart(store, example, tell) {
  const input = /** @type {HTMLInputElement} */ (need(document, '[data-file]'));
  let isAdding = false;

  const open = (/** @type {File[]} */ files) => store.open({ files, name: nameOf(files) });
  const openText = (/** @type {string} */ text) => {
    if (text.trim() === '') {
      tell('Поле пустое: скопируйте строки таблицы вместе с заголовком и вставьте их.');
      return;
    }
    store.open({ files: [new File([text], kPasted)], name: kPasted });
  };
  mountDrop(open, openText);
  const area = mountPaste(open, openText, tell);
  store.subscribe(({ opened }, before) => {
    if (opened !== before.opened) area.value = ''; // what could not be read stays to be mended
  });
  followPhase(store, input);

  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])];
    input.value = '';
    if (chosen.length === 0) return;
    open(isAdding ? [...store.files(), ...chosen] : chosen);
    isAdding = false;
  });
  need(document, '[data-do=sample]').addEventListener('click', async () => {
    try {
      const response = await fetch(example);
      if (!response.ok) throw new Error(String(response.status));
      const file = new File([await response.blob()], 'пример.csv');
      await store.open({ files: [file], name: 'Пример: сделки придуманы', sample: true });
    } catch {
      tell('Пример не загрузился. Проверьте связь и нажмите ещё раз.');
    }
  });
  need(document, '[data-do=cancel]').addEventListener('click', () => {
    store.stop();
    const isOpen = store.state().phase === 'open';
    tell(`Чтение остановлено. ${isOpen ? 'Прежний отчёт на месте.' : 'Ничего из файла не осталось.'}`);
    need(document, isOpen ? '[data-report] h1' : '.start__title').focus({ preventScroll: true });
  });

  return {
    another() {
      isAdding = false;
      input.click();
    },
    add() {
      isAdding = true;
      input.click();
    },
  };
}
