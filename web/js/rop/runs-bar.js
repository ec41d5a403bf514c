// @ts-check
// Which meeting is open: its name, full or short, other meetings of this device, files, the comparison.

import { onDay } from '../page/day-field.js';
import { el, need } from '../page/dom.js';
import { isEmptyRun, kAboutFields } from './run.js';
import { dateText, dayOf } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').RunStore} RunStore */

/** @param {import('./run.js').Run} run */
const label = (run) =>
  `${run.title}, ${dateText(run.createdAt)}${run.length === 'short' ? ', короткий' : ''}`;

/** @param {HTMLSelectElement} select @param {[string, string][]} options @param {string} value */
function showOptions(select, options, value) {
  select.replaceChildren(...options.map(([key, text]) => el('option', { value: key }, text)));
  select.value = value;
}

/** @typedef {(message: string, undo?: () => void) => void} Tell */

/**
 * What is known of the meeting in hand beside its name: the day, who it is about, full or short.
 * @param {RunStore} store @param {Tell} tell @returns {(run: import('./run.js').Run) => void} shows it
 */
function mountAbout(store, tell) {
  const day = /** @type {HTMLInputElement} */ (need(document, '#run-day'));
  onDay(day, {
    take: (value) => store.setDay(value),
    refuse: () => {
      day.value = dayOf(store.state().run.createdAt);
      tell('День встречи не изменён: нужны день, месяц и год целиком.');
    },
  });
  const about = kAboutFields.map((name) => {
    const input = /** @type {HTMLInputElement} */ (need(document, `#run-${name}`));
    input.addEventListener('change', () => store.describe({ [name]: input.value }));
    return { name, input };
  });
  const lengths = /** @type {NodeListOf<HTMLInputElement>} */ (
    document.querySelectorAll('[name=run-length]')
  );
  for (const input of lengths) {
    input.addEventListener('change', () => store.setLength(input.value === 'short' ? 'short' : 'full'));
  }
  return (run) => {
    if (day !== document.activeElement) day.value = dayOf(run.createdAt);
    for (const { name, input } of about) {
      if (input !== document.activeElement) input.value = run.about?.[name] ?? '';
    }
    for (const input of lengths) input.checked = input.value === run.length;
  };
}

/**
 * @param {HTMLElement} place
 * @param {{store: RunStore, tell: Tell, readFile: (file: File) => void}} page
 * @returns {(state: State) => void}
 */
export function mountRuns(place, { store, tell, readFile }) {
  const title = /** @type {HTMLInputElement} */ (need(place, '#run-title'));
  const open = /** @type {HTMLSelectElement} */ (need(place, '#run-open'));
  const compare = /** @type {HTMLSelectElement} */ (need(place, '#run-compare'));
  const file = /** @type {HTMLInputElement} */ (need(place, '#run-file'));
  title.addEventListener('change', () => store.rename(title.value));
  open.addEventListener('change', () => store.open(open.value));
  compare.addEventListener('change', () => store.compareWith(compare.value || null));
  const showAbout = mountAbout(store, tell);
  need(place, '[data-do=new-run]').addEventListener('click', () => {
    store.start(`Встреча ${store.state().runs.length + 1}`);
    title.focus();
    title.select();
  });
  need(place, '[data-do=delete-run]').addEventListener('click', () => {
    const empty = isEmptyRun(store.state().run);
    const name = store.state().run.title;
    const undo = store.remove();
    if (!empty) tell(`Встреча «${name}» удалена с этого устройства.`, undo);
  });
  file.addEventListener('change', () => {
    if (file.files?.[0]) readFile(file.files[0]);
    file.value = '';
  });
  return ({ run, runs, previous, kept }) => {
    if (title !== document.activeElement) title.value = run.title;
    showAbout(run);
    showOptions(
      open,
      runs.map((one) => [one.id, label(one)]),
      run.id,
    );
    showOptions(
      compare,
      [
        ['', runs.length > 1 ? 'не сравнивать' : 'пока не с чем'],
        ...runs
          .filter(({ id }) => id !== run.id)
          .map((one) => /** @type {[string, string]} */ ([one.id, label(one)])),
      ],
      previous?.id ?? '',
    );
    compare.disabled = runs.length < 2;
    need(document, '[data-saved]').textContent = kept
      ? 'Чек-лист РОПа. Сохранено на этом устройстве'
      : 'Браузер не даёт сохранять: скачайте файл, чтобы не потерять отметки';
  };
}
