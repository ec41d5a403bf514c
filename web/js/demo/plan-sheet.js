// @ts-check
// The client's plan over the workbench: for the variant in hand, owners and weeks to be changed with him on the line, kept with the call.

import {
  clientPlan,
  kNames,
  kPeople,
  planInWords,
  saveCalendar,
  savePdf,
} from '../calculation/client-plan.js';
import { el, need } from '../page/dom.js';
import { troubleText } from '../page/trouble.js';

/** @typedef {import('../calculation/client-plan.js').Row} Row */
/** @typedef {{bench: import('./bench.js').Bench, calls: import('./kept.js').Calls, firm: string, leave(): void}} Page */

/** @param {string} label @param {[string | number, string][]} options @param {string | number} value @param {(value: string) => void} put */
function choice(label, options, value, put) {
  const field = /** @type {HTMLSelectElement} */ (
    el(
      'select.call__field',
      { 'aria-label': label, change: (/** @type {any} */ { target }) => put(target.value) },
      ...options.map(([key, text]) => el('option', { value: key, selected: key === value }, text)),
    )
  );
  field.style.inlineSize = 'auto';
  return field;
}

/** @param {Row} row @param {number} i @param {any} store */
function item(row, i, store) {
  const weeks = Array.from({ length: row.latest }, (_, week) => week + 1);
  const text = el('div', {}, el('b', {}, `${i + 1}. ${row.name}`), row.money ? ` ${row.money} в месяц` : '');
  text.style.flex = '1 1 18rem';
  const line = el(
    'li.sheet__item',
    { 'data-plan-step': row.id },
    text,
    choice(
      `Кто ведёт: ${row.name}`,
      kPeople.map((person) => [person, kNames[/** @type {keyof typeof kNames} */ (person)]]),
      row.owner,
      (owner) => store.fix(row.id, { owner }),
    ),
    choice(
      `Когда начать: ${row.name}`,
      weeks.map((week) => [week, `с\u00A0${week}-й недели`]),
      row.from,
      (week) => store.fix(row.id, { week_from: Number(week) }),
    ),
  );
  line.style.flexWrap = 'wrap';
  return line;
}

/** @returns {HTMLDialogElement} */
function sheetOf() {
  const start = /** @type {HTMLInputElement} */ (
    el('input.call__field', { type: 'date', id: 'plan-sheet-start', step: 7, min: '2024-01-01' })
  );
  start.style.inlineSize = 'auto';
  start.style.marginInlineStart = '0.75rem';
  const sheet = /** @type {HTMLDialogElement} */ (
    el(
      'dialog.sheet',
      { 'aria-labelledby': 'plan-sheet-title', 'data-plan-sheet': '' },
      el('h2.sheet__title', { id: 'plan-sheet-title' }, 'План'),
      el('p', { 'data-plan-told': '' }),
      el('label.call__label', { for: 'plan-sheet-start' }, 'Начать с понедельника'),
      start,
      el('ol.sheet__list', { 'data-plan-steps': '' }),
      el(
        'p.sheet__actions',
        {},
        el('button.button.button--solid', { type: 'button', 'data-plan-ics': '' }, 'В календарь'),
        el('button.button', { type: 'button', 'data-plan-pdf': '' }, 'PDF'),
        el('button.button', { type: 'button', 'data-plan-again': '' }, 'Расставить заново'),
        el('button.button', { type: 'button', 'data-close': '' }, 'Закрыть'),
      ),
      el('p', { role: 'status', 'data-plan-status': '' }),
    )
  );
  document.querySelector('main')?.append(sheet);
  return sheet;
}

/** @param {Page} page */
export function createPlanSheet({ bench, calls, firm, leave }) {
  const sheet = sheetOf();
  const status = need(sheet, '[data-plan-status]');
  const start = /** @type {HTMLInputElement} */ (need(sheet, '#plan-sheet-start'));
  /** @type {import('../plan/store.js').PlanStore | null} */
  let store = null;
  need(sheet, '[data-close]').addEventListener('click', () => sheet.close());
  sheet.addEventListener('close', leave);
  need(sheet, '[data-plan-again]').addEventListener('click', () => store?.choose({ fixed: {} }));
  start.addEventListener('change', () => {
    const day = new Date(`${start.value}T00:00:00Z`);
    if (Number.isNaN(day.getTime())) return;
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
    store?.choose({ start: day.toISOString().slice(0, 10) });
  });
  /** @param {string} selector @param {(state: import('../plan/store.js').State) => Promise<string>} act */
  const on = (selector, act) =>
    need(sheet, selector).addEventListener('click', async () => {
      try {
        status.textContent = store ? await act(store.state()) : '';
      } catch (error) {
        status.textContent = `Не получилось. ${troubleText(error)}`;
      }
    });
  on('[data-plan-ics]', saveCalendar);
  on('[data-plan-pdf]', (state) => savePdf(state, firm));

  function show() {
    const plan = store && planInWords(store.state());
    need(sheet, '#plan-sheet-title').textContent = plan?.title ?? 'Плана по этим числам нет';
    need(sheet, '[data-plan-told]').textContent = plan
      ? plan.assumed
        ? 'Цели взяты за клиента: конверсия в полтора раза выше нынешней или насколько получится.'
        : 'По целям варианта. Изменённое остаётся с этим звонком.'
      : 'Впишите заявки, чек и доли этапов: шаги сложатся из них.';
    const focused = document.activeElement?.getAttribute('aria-label');
    need(sheet, '[data-plan-steps]').replaceChildren(
      ...(plan?.rows ?? []).map((row, i) => item(row, i, store)),
    );
    if (focused) {
      /** @type {HTMLElement | undefined} */ (
        [...sheet.querySelectorAll('select')].find((field) => field.getAttribute('aria-label') === focused)
      )?.focus();
    }
    start.value = plan?.start ?? '';
  }

  return async () => {
    const { slots, active } = bench.state();
    store = await clientPlan(slots[active].scenario, calls.call().plan ?? null, (choices) => {
      calls.change({ plan: choices });
      status.textContent = '';
    });
    store.subscribe(show);
    status.textContent = '';
    sheet.showModal();
  };
}
