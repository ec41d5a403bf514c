// @ts-check
// The sheets over the workbench: the end of the call, the calls of this device, the client's plan.
import { el, need } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { fileName, saveBlob, saveText } from '../takeaway/save.js';
import { toClipboard } from './requests.js';
import { createPlanSheet } from './plan-sheet.js';
import { troubleText } from '../page/trouble.js';

const day = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric' });

/** @param {HTMLDialogElement} sheet @param {() => void} leave */
function closable(sheet, leave) {
  need(sheet, '[data-close]').addEventListener('click', () => sheet.close());
  sheet.addEventListener('close', leave);
  sheet.addEventListener('click', (event) => {
    if (event.target === sheet) sheet.close();
  });
}

/**
 * @param {HTMLDialogElement} sheet
 * @param {{bench: import('./bench.js').Bench, calls: import('./kept.js').Calls, requests: import('./requests.js').Requests, firm: string, leave(): void}} page
 */
function createSummary(sheet, { bench, calls, requests, firm, leave }) {
  const mail = /** @type {HTMLTextAreaElement} */ (need(sheet, '[data-mail]'));
  const status = need(sheet, '[data-summary-status]');
  closable(sheet, leave);
  const client = () => {
    const state = bench.state();
    return state.slots[state.active].scenario.title;
  };
  /** @param {string} selector @param {(summary: typeof import('./summary.js')) => any} act */
  const on = (selector, act) =>
    need(sheet, selector).addEventListener('click', async () => {
      try {
        status.textContent = (await act(await import('./summary.js'))) ?? '';
      } catch (error) {
        status.textContent = `Не получилось. ${troubleText(error)}`;
      }
    });
  on('[data-summary-copy]', async () => {
    const done = await toClipboard(mail.value);
    if (!done) mail.select();
    return done ? 'Письмо скопировано' : 'Письмо выделено: нажмите Ctrl+C';
  });
  on('[data-summary-link]', async () => {
    const link = await requests.ownerLink();
    return (await toClipboard(link)) ? 'Ссылка скопирована, без имён менеджеров' : link;
  });
  on('[data-summary-pdf]', async ({ summaryPdf }) => {
    status.textContent = 'Готовим документ';
    const { blob, missing } = await summaryPdf(bench.state(), calls.call(), firm);
    saveBlob(blob, fileName('Итог звонка', client(), new Date(), 'pdf'));
    return missing.length ? `Документ сохранён. В нём нет знаков: ${missing.join(' ')}` : 'Документ сохранён';
  });
  on('[data-summary-ics]', ({ calendar }) => {
    const text = calendar(calls.key(), calls.call(), client());
    if (!text) return 'Сначала поставьте дату следующего шага';
    saveText(text, fileName('Следующий шаг', client(), new Date(), 'ics'), 'text/calendar');
    return 'Запись для календаря сохранена';
  });
  return async () => {
    const { mailText } = await import('./summary.js');
    mail.value = mailText(bench.state(), calls.call(), { link: await requests.ownerLink(), firm });
    status.textContent = '';
    sheet.showModal();
    mail.focus();
    mail.setSelectionRange(0, 0);
  };
}

/** Everything a search may look for. @param {import('./kept.js').Call} call */
const textOf = ({ client, notes, next, document }) =>
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
  ]
    .join(' ')
    .toLowerCase()
    .replaceAll('ё', 'е');

/**
 * @param {HTMLDialogElement} sheet
 * @param {{calls: import('./kept.js').Calls, newCall(): any, leave(): void}} page
 */
function createCallsSheet(sheet, { calls, newCall, leave }) {
  const list = need(sheet, '[data-calls-list]');
  const search = /** @type {HTMLInputElement} */ (need(sheet, '[data-calls-search]'));
  const status = need(sheet, '[data-calls-status]');
  const file = /** @type {HTMLInputElement} */ (
    el('input', { type: 'file', accept: '.json,application/json' })
  );
  closable(sheet, leave);
  /** @type {Awaited<ReturnType<typeof calls.list>>} */
  let all = [];

  function show() {
    const words = search.value.toLowerCase().replaceAll('ё', 'е').split(/\s+/).filter(Boolean);
    const found = all.filter(({ call }) => words.every((word) => textOf(call).includes(word)));
    list.replaceChildren(
      ...found.map(({ key, savedAt, call }) => {
        const { variants = [], active = 0 } = call.document ?? {};
        const check = variants[active]?.scenario.average_check;
        const more = [
          `вариантов ${variants.length}`,
          check ? `чек ${roubles(check)}` : '',
          call.next.text,
        ].filter(Boolean);
        return el(
          'li.sheet__item',
          {},
          el(
            'button.sheet__open',
            { type: 'button', click: () => calls.open(key).then(() => sheet.close()) },
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
      }),
    );
    if (!found.length) list.append(el('li', {}, all.length ? 'Такого звонка нет' : 'Здесь появятся звонки'));
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
  need(sheet, '[data-calls-export]').addEventListener('click', () => {
    const kept = Object.fromEntries(all.map(({ key, call }) => [key, call]));
    saveText(
      JSON.stringify({ format: 'funnel-calls', version: 1, calls: kept }, null, 1),
      fileName('Звонки', '', new Date(), 'json'),
      'application/json',
    );
  });
  need(sheet, '[data-calls-import]').addEventListener('click', () => file.click());
  file.addEventListener('change', async () => {
    const text = await file.files?.[0]?.text();
    file.value = '';
    try {
      const read = JSON.parse(text ?? '');
      if (read.format !== 'funnel-calls') throw new Error('format');
      const added = await calls.add(read.calls);
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

/** @typedef {{bench: import('./bench.js').Bench, calls: import('./kept.js').Calls, requests: import('./requests.js').Requests, newCall(): any, leave(): void}} Page */

/** Each opened by its name. @param {Page} page */
export function createSheets({ bench, calls, requests, newCall, leave }) {
  const firm = need(document, '.wordmark').textContent ?? '';
  const sheet = (/** @type {string} */ selector) =>
    /** @type {HTMLDialogElement} */ (need(document, selector));
  return {
    summary: createSummary(sheet('[data-summary]'), { bench, calls, requests, firm, leave }),
    calls: createCallsSheet(sheet('[data-calls]'), { calls, newCall: () => newCall(), leave }),
    plan: createPlanSheet({ bench, calls, firm, leave }),
  };
}
