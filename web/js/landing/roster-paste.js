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

/** What the table could give the fields above. @typedef {'managers' | 'leads_per_month'} Field */

/**
 * How the table stands to the fields above: `free` are nobody's yet and take its numbers, `differing` are the owner's own and are asked about.
 * @param {Manager[]} managers @param {import('./store.js').State} state
 * @returns {{values: Record<Field, number>, free: Field[], differing: Field[], question: string}}
 */
function compared(managers, { draft, placeholders }) {
  const months = draft.history_months ?? 1;
  const leads = managers.reduce((sum, manager) => sum + manager.leads, 0) / months;
  const sameLeads =
    Math.abs(leads - draft.leads_per_month) <= kClose * Math.max(leads, draft.leads_per_month);
  const isSame = { managers: managers.length === draft.managers, leads_per_month: sameLeads };
  const fields = /** @type {Field[]} */ (['managers', 'leads_per_month']);
  const own = fields.filter((name) => !placeholders.includes(name));
  const differing = own.filter((name) => !isSame[name]);
  const period = months === 1 ? 'за месяц' : `за месяц (всего за ${number(months, 1)} мес.)`;
  const words = { managers: people(draft.managers), leads_per_month: leadsIn(draft.leads_per_month) };
  const here = own.map((name) => words[name]).join(' и ');
  return {
    values: { managers: managers.length, leads_per_month: leads },
    free: fields.filter((name) => placeholders.includes(name)),
    differing,
    question: differing.length
      ? `В таблице ${people(managers.length)} и ${leadsIn(leads)} ${period}, в расчёте — ${here}. Какие числа верны?`
      : '',
  };
}

/** What was understood and what was left out, as one reads it. @param {Manager[]} managers @param {Note[]} notes @param {{replaces: boolean}} table `replaces`: there is one already */
function understood(managers, notes, { replaces }) {
  const sales = managers.reduce((sum, manager) => sum + manager.sales, 0);
  const total = managers.reduce((sum, manager) => sum + manager.leads, 0);
  const summary = `Понято: ${people(managers.length)}, ${leadsIn(total)}, ${number(sales)} ${plural(sales, 'продажа', 'продажи', 'продаж')}.${replaces ? ' Заменит нынешнюю таблицу.' : ''}`;
  const left = notes.filter(({ weight }) => weight === 'left_out');
  const decided = notes.filter(({ weight }) => weight === 'decision');
  return [
    el('p.preview__summary', {}, summary),
    left.length ? el('p.note', {}, 'Не вошло:') : null,
    notesOf(left),
    decided.length ? el('p.note', {}, 'Решено по дороге:') : null,
    notesOf(decided),
    tableOf(managers),
  ];
}

/** @param {string} label @param {() => void} click */
const button = (label, click, look = 'button.btn.btn--line') => el(look, { type: 'button', click }, label);

/**
 * The buttons below: one to take the table, or two where it differs from the calculation, and one to leave it.
 * @param {ReturnType<typeof compared>} comparison @param {{accept: (taken: Field[]) => void, leave: () => void}} ways
 */
function answersTo({ question, free, differing }, { accept, leave }) {
  const takes = question
    ? [
        button('Из таблицы', () => accept([...free, ...differing])),
        button('Как в расчёте', () => accept(free), 'button.link'),
      ]
    : [button('Поставить', () => accept(free))];
  return el('p.row', {}, ...takes, button('Не надо', leave, 'button.link'));
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
  const comparison = compared(managers, store.state());
  const { values, question } = comparison;
  const replaces = Boolean(store.state().draft.roster?.length);
  /** @param {Field[]} taken the fields above that take the table's numbers */
  const accept = (taken) => {
    store.edit(
      'таблицу менеджеров',
      (before) => ({
        ...before,
        ...Object.fromEntries(taken.map((name) => [name, values[name]])),
        roster: managers,
      }),
      {
        placeholders: store
          .state()
          .placeholders.filter((name) => !taken.includes(/** @type {Field} */ (name))),
      },
    );
    close();
    area.value = '';
    told.textContent = `Поставлено: ${people(managers.length)}.${replaces ? ' Прежняя таблица заменена.' : ''} Это можно отменить.`;
    area.focus();
  };
  const leave = () => {
    close();
    area.focus();
  };
  preview.append(
    ...[
      ...understood(managers, notes, { replaces }),
      question ? el('p.preview__question', {}, question) : null,
      answersTo(comparison, { accept, leave }),
    ].filter((part) => part !== null),
  );
  preview.hidden = false;
  preview.focus();
}
