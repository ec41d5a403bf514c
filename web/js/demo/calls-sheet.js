// @ts-check
// The sheet with the calls of this device: found by any word of theirs, opened, removed, saved to a file and read from one.
import { el, need } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { fileName, saveText } from '../takeaway/save.js';

const day = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric' });

/** @typedef {import('./kept.js').Call} Call */
/** @typedef {import('./kept.js').KeptCall} KeptCall */

/** @param {string} text */
const folded = (text) => text.toLowerCase().replaceAll('ё', 'е');

/** Everything a search may look for. @param {Call} call */
const textOf = ({ client, notes, next, document }) =>
  folded(
    [
      client,
      next.text,
      ...notes.map(({ text }) => text),
      ...(document?.variants ?? []).flatMap((/** @type {any} */ { name, scenario }) => [
        name,
        scenario.leads_per_month,
        scenario.average_check,
        scenario.managers,
      ]),
    ].join(' '),
  );

/** The calls that hold every word of a query. @param {KeptCall[]} all @param {string} query */
function found(all, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return all.filter(({ call }) => words.every((word) => textOf(call).includes(word)));
}

/** @param {KeptCall} kept @param {{open(key: string): void, remove(key: string): void}} acts */
function row({ key, savedAt, call }, { open, remove }) {
  const { variants = [], active = 0 } = call.document ?? {};
  const check = variants[active]?.scenario.average_check;
  const more = [`вариантов ${variants.length}`, check ? `чек ${roubles(check)}` : '', call.next.text].filter(
    Boolean,
  );
  return el(
    'li.sheet__item',
    {},
    el(
      'button.sheet__open',
      { type: 'button', click: () => open(key) },
      `${call.client || 'Без имени'}, ${day.format(new Date(savedAt))}. ${more.join(', ')}`,
    ),
    el(
      'button.call__remove',
      {
        type: 'button',
        'aria-label': `Убрать звонок: ${call.client || 'без имени'}`,
        click: () => remove(key),
      },
      '×',
    ),
  );
}

/** @param {KeptCall[]} all */
function saveCalls(all) {
  const calls = Object.fromEntries(all.map(({ key, call }) => [key, call]));
  saveText(
    JSON.stringify({ format: 'funnel-calls', version: 1, calls }, null, 1),
    fileName('Звонки', '', new Date(), 'json'),
    'application/json',
  );
}

/** The calls of such a file; throws when it is none. @param {string | undefined} text @returns {Record<string, Call>} by their keys */
function readCalls(text) {
  const read = JSON.parse(text ?? '');
  if (read.format !== 'funnel-calls') throw new Error('format');
  return read.calls;
}

/** Chooses a file when its button is pressed. @param {HTMLElement} button @param {(text: string | undefined) => void} take */
function onFile(button, take) {
  const file = /** @type {HTMLInputElement} */ (
    el('input', { type: 'file', accept: '.json,application/json' })
  );
  button.addEventListener('click', () => file.click());
  file.addEventListener('change', async () => {
    const text = await file.files?.[0]?.text();
    file.value = '';
    take(text);
  });
}

/**
 * @param {HTMLDialogElement} sheet
 * @param {{calls: import('./kept.js').Calls, newCall(): any}} page
 * @returns {() => Promise<void>} opens it
 */
export function createCallsSheet(sheet, { calls, newCall }) {
  const list = need(sheet, '[data-calls-list]');
  const search = /** @type {HTMLInputElement} */ (need(sheet, '[data-calls-search]'));
  const status = need(sheet, '[data-calls-status]');
  /** @type {KeptCall[]} */
  let all = [];

  function show() {
    const open = (/** @type {string} */ key) => calls.open(key).then(() => sheet.close());
    const rows = found(all, search.value).map((kept) => row(kept, { open, remove }));
    list.replaceChildren(...rows);
    if (!rows.length) list.append(el('li', {}, all.length ? 'Такого звонка нет' : 'Здесь появятся звонки'));
  }

  /** @param {string} key */
  async function remove(key) {
    const gone = all.find((one) => one.key === key);
    if (!gone || key === calls.key()) {
      status.textContent = 'Этот звонок сейчас открыт';
      return;
    }
    await calls.remove(key);
    all = all.filter((one) => one !== gone);
    show();
    status.replaceChildren(
      `Убран звонок «${gone.call.client || 'без имени'}». `,
      el(
        'button.button',
        { type: 'button', click: () => calls.add({ [key]: gone.call }).then(refresh) },
        'Вернуть',
      ),
    );
  }

  async function refresh() {
    all = await calls.list();
    status.textContent = '';
    show();
  }

  search.addEventListener('input', show);
  need(sheet, '[data-calls-new]').addEventListener('click', () => {
    sheet.close();
    newCall();
  });
  need(sheet, '[data-calls-export]').addEventListener('click', () => saveCalls(all));
  onFile(need(sheet, '[data-calls-import]'), async (text) => {
    try {
      const added = await calls.add(readCalls(text));
      await refresh();
      status.textContent = `Добавлено звонков: ${added}`;
    } catch {
      status.textContent = 'Это не файл звонков';
    }
  });
  return async () => {
    search.value = '';
    await refresh();
    sheet.showModal();
    search.focus();
  };
}
