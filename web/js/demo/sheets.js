// @ts-check
// The sheets over the workbench: the end of the call, the calls of this device, the client's plan.
import { need } from '../page/dom.js';
import { fileName, saveBlob, saveText } from '../takeaway/save.js';
import { createCallsSheet } from './calls-sheet.js';
import { createPlanSheet } from './plan-sheet.js';
import { toClipboard } from './requests.js';
import { troubleText } from '../page/trouble.js';

/** @param {HTMLDialogElement} sheet @param {() => void} leave */
function closable(sheet, leave) {
  need(sheet, '[data-close]').addEventListener('click', () => sheet.close());
  sheet.addEventListener('close', leave);
  sheet.addEventListener('click', (event) => {
    if (event.target === sheet) sheet.close();
  });
  return sheet;
}

/**
 * @param {HTMLDialogElement} sheet
 * @param {{bench: import('./bench.js').Bench, calls: import('./kept.js').Calls, requests: import('./requests.js').Requests, firm: string}} page
 */
function createSummary(sheet, { bench, calls, requests, firm }) {
  const mail = /** @type {HTMLTextAreaElement} */ (need(sheet, '[data-mail]'));
  const status = need(sheet, '[data-summary-status]');
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

/** @typedef {{bench: import('./bench.js').Bench, calls: import('./kept.js').Calls, requests: import('./requests.js').Requests, newCall(): any, leave(): void}} Page */

/** Each opened by its name. @param {Page} page */
export function createSheets({ bench, calls, requests, newCall, leave }) {
  const firm = need(document, '.wordmark').textContent ?? '';
  const sheet = (/** @type {string} */ selector) =>
    closable(/** @type {HTMLDialogElement} */ (need(document, selector)), leave);
  return {
    summary: createSummary(sheet('[data-summary]'), { bench, calls, requests, firm }),
    calls: createCallsSheet(sheet('[data-calls]'), { calls, newCall: () => newCall() }),
    plan: createPlanSheet({ bench, calls, firm, leave }),
  };
}
