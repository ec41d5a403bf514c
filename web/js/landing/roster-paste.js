// @ts-check
// A table of managers from the clipboard: what the core understood is shown, with every row it left out; it replaces the managers when
// it is accepted. Where it does not fit the calculation's leads and managers, that is asked plainly. Loaded on the click.

import { wholeCore } from '../model/whole-core.js';
import { el } from '../page/dom.js';
import { number, plural } from '../text/format.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {{name: string, leads: number, sales: number}} Manager */
/** @typedef {{code: string, weight: 'decision' | 'left_out' | 'nothing_taken', row: number, message: string}} Note */
/** @typedef {{store: Store, area: HTMLTextAreaElement, preview: HTMLElement, told: HTMLElement}} Place */

const kClose = 0.02; // leads that differ less are the same

/** @param {number} n */
const people = (n) => `${number(n)} ${plural(n, 'менеджер', 'менеджера', 'менеджеров')}`;
/** @param {number} n */
const leadsIn = (n) => `${number(n, 1)} ${plural(n, 'заявка', 'заявки', 'заявок')}`;

/** @param {Manager[]} managers */
const tableOf = (managers) =>
  el(
    'div.roster__scroll',
    { tabindex: 0, role: 'region', 'aria-label': 'Понятые строки' },
    el(
      'table.table',
      {},
      el(
        'thead',
        {},
        el('tr', {}, ...['Имя', 'Заявок', 'Продаж'].map((name) => el('th', { scope: 'col' }, name))),
      ),
      el(
        'tbody',
        {},
        ...managers.map(({ name, leads, sales }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, name),
            el('td', {}, number(leads)),
            el('td', {}, number(sales)),
          ),
        ),
      ),
    ),
  );

/** @param {Note[]} notes */
const notesOf = (notes) =>
  notes.length
    ? el('ul.preview__notes', {}, ...notes.map(({ message }) => el('li', {}, `${message}.`)))
    : null;

/** How the table differs from the fields above; null when it does not. @param {Manager[]} managers @param {Record<string, any>} draft */
function difference(managers, draft) {
  const months = draft.history_months ?? 1;
  const leads = managers.reduce((sum, manager) => sum + manager.leads, 0) / months;
  const sameLeads =
    Math.abs(leads - draft.leads_per_month) <= kClose * Math.max(leads, draft.leads_per_month);
  if (managers.length === draft.managers && sameLeads) return null;
  const period = months === 1 ? 'за месяц' : `за месяц (всего за ${number(months, 1)} мес.)`;
  return {
    leads,
    question: `В таблице ${people(managers.length)} и ${leadsIn(leads)} ${period}, в расчёте — ${people(draft.managers)} и ${leadsIn(draft.leads_per_month)}. Какие числа верны?`,
  };
}

/** @param {Place} place */
export async function showPreview({ store, area, preview, told }) {
  const { paste } = (await wholeCore()).readPaste(area.value, 'managers');
  const { managers, notes } = /** @type {{managers: Manager[], notes: Note[]}} */ (paste);
  const close = () => {
    preview.hidden = true;
    preview.replaceChildren();
  };
  close();
  if (!managers.length) {
    const why = notes.map(({ message }) => `${message}.`).join(' ');
    told.textContent = `Ничего не взято. ${why} Нужны столбцы: имя, заявки, продажи.`;
    return;
  }
  told.textContent = '';
  const { draft } = store.state();
  const differs = difference(managers, draft);
  const replaces = Boolean(draft.roster?.length);
  /** @param {boolean} withNumbers the calculation takes the table's leads and managers */
  const accept = (withNumbers) => {
    const taken = withNumbers && differs ? ['managers', 'leads_per_month'] : [];
    store.edit(
      'таблицу менеджеров',
      (before) => ({
        ...before,
        ...(withNumbers && differs ? { managers: managers.length, leads_per_month: differs.leads } : {}),
        roster: managers,
      }),
      { placeholders: store.state().placeholders.filter((name) => !taken.includes(name)) },
    );
    close();
    area.value = '';
    told.textContent = `Поставлено: ${people(managers.length)}.${replaces ? ' Прежняя таблица заменена.' : ''} Это можно отменить.`;
    area.focus();
  };
  const button = (
    /** @type {string} */ label,
    /** @type {() => void} */ click,
    look = 'button.btn.btn--line',
  ) => el(look, { type: 'button', click }, label);
  const sales = managers.reduce((sum, manager) => sum + manager.sales, 0);
  const total = managers.reduce((sum, manager) => sum + manager.leads, 0);
  const summary = `Понято: ${people(managers.length)}, ${leadsIn(total)}, ${number(sales)} ${plural(sales, 'продажа', 'продажи', 'продаж')}.${replaces ? ' Заменит нынешнюю таблицу.' : ''}`;
  const left = notes.filter(({ weight }) => weight === 'left_out');
  const decided = notes.filter(({ weight }) => weight === 'decision');
  preview.append(
    ...[
      el('p.preview__summary', {}, summary),
      left.length ? el('p.note', {}, 'Не вошло:') : null,
      notesOf(left),
      decided.length ? el('p.note', {}, 'Решено по дороге:') : null,
      notesOf(decided),
      tableOf(managers),
      differs ? el('p.preview__question', {}, differs.question) : null,
      el(
        'p.row',
        {},
        ...(differs
          ? [
              button('Из таблицы', () => accept(true)),
              button('Как в расчёте', () => accept(false), 'button.link'),
            ]
          : [button('Поставить', () => accept(false))]),
        button(
          'Не надо',
          () => {
            close();
            area.focus();
          },
          'button.link',
        ),
      ),
    ].filter((part) => part !== null),
  );
  preview.hidden = false;
  preview.focus();
}
