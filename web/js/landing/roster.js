// @ts-check
// По менеджерам: rows typed or pasted from a spreadsheet, and what the core says of each.

import { el, need } from '../page/dom.js';
import { number, percent, percentRange, roubles } from '../text/format.js';
import { troubleText } from '../page/trouble.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').State} State */

/** @param {number} i @param {string} key @param {string} label @param {string} as */
const cell = (i, key, label, as) =>
  el(
    'td',
    { 'data-field': '' },
    el(`input.roster__input${as === 'text' ? '.roster__input--name' : ''}`, {
      id: `f-roster-${i}-${key}`,
      'data-in': `/roster/${i}/${key}`,
      'data-as': as,
      inputmode: as === 'text' ? null : 'numeric',
      autocomplete: 'off',
      'aria-label': `${label}, строка ${i + 1}`,
    }),
  );

/** @param {State} state */
function verdict({ report, current }) {
  const roster = report?.roster;
  if (!roster) return '';
  if (roster.spread_is_noise) {
    return 'Разница между менеджерами не больше случайной: делать выводы о людях по этим числам рано.';
  }
  const lead = current ? '' : 'Последний верный расчёт. ';
  return `${lead}Если бы каждый продавал как лучший из них, это ${roubles(roster.money_left)} в месяц. Малые выборки подтянуты к средней. Это другой взгляд на ту же разницу, с воронкой не складывается.`;
}

/** The row of one manager. @param {number} i @param {() => void} remove */
const row = (i, remove) =>
  el(
    'tr',
    {},
    cell(i, 'name', 'Имя', 'text'),
    cell(i, 'leads', 'Заявок', 'count'),
    cell(i, 'sales', 'Продаж', 'count'),
    el('td', { 'data-roster': 'raw' }),
    el('td', { 'data-roster': 'fair' }),
    el('td', { 'data-roster': 'left' }),
    el(
      'td',
      {},
      el('button.tool', { type: 'button', 'aria-label': `Убрать строку ${i + 1}`, click: remove }, '×'),
    ),
  );

/** @param {HTMLTableRowElement} line @param {any} manager of the report; null when it says nothing of this row */
function showRow(line, manager) {
  const put = (/** @type {string} */ key, /** @type {string} */ text) => {
    need(line, `[data-roster=${key}]`).textContent = text;
  };
  const isKnown = manager !== null && manager.conversion !== null;
  put('raw', isKnown ? `${percent(manager.conversion)} (${percentRange(manager.interval)})` : '—');
  put('fair', manager ? percent(manager.fair_conversion) : '—');
  put('left', manager ? number(manager.money_left) : '—');
  const isLost = manager !== null && manager.money_left >= 0.5;
  need(line, '[data-roster=left]').classList.toggle('lost', isLost);
}

/** A table wider than a phone scrolls by itself, also by keyboard; an empty one is not a stop. @param {HTMLElement} body */
const scrollOf = (body) =>
  el(
    'div.roster__scroll',
    { tabindex: 0, role: 'region', 'aria-label': 'Таблица менеджеров', hidden: true },
    el(
      'table.table.roster',
      {},
      el('caption.vh', {}, 'Менеджеры: заявки, продажи и что о них можно сказать'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ...['Имя', 'Заявок', 'Продаж', 'Конверсия и её разброс', 'С поправкой', 'Недобирает, ₽'].map(
            (name) => el('th', { scope: 'col' }, name),
          ),
          el('td'),
        ),
      ),
      body,
    ),
  );

/** Rows from a spreadsheet: shown as they are understood, nothing is replaced before that is accepted. @param {Store} store @param {() => void} addRow */
function pastePart(store, addRow) {
  const area = /** @type {HTMLTextAreaElement} */ (
    el('textarea.paste__text', {
      id: 'roster-paste',
      rows: 4,
      'aria-describedby': 'roster-hint roster-told',
      spellcheck: 'false',
    })
  );
  const told = el('p.note', { id: 'roster-told', role: 'status' });
  const preview = el('div.preview', {
    hidden: true,
    tabindex: -1,
    role: 'group',
    'aria-label': 'Что понято из таблицы',
  });
  async function paste() {
    try {
      const { showPreview } = await import('./roster-paste.js');
      await showPreview({ store, area, preview, told });
    } catch (error) {
      told.textContent = `Не получилось. ${troubleText(error)}`;
    }
  }
  const part = el(
    'div.paste',
    { 'data-field': '' },
    el('label.field__label', { for: 'roster-paste' }, 'Вставьте из Excel или CRM'),
    area,
    el(
      'p.note',
      { id: 'roster-hint' },
      'Имя, заявки, продажи за тот же срок, что и числа этапов: столбцы найдём по названиям. Имена остаются в вашем браузере.',
    ),
    told,
    preview,
    el(
      'p.row',
      {},
      el('button.btn.btn--line', { type: 'button', click: paste }, 'Разобрать строки'),
      el('button.link', { type: 'button', click: addRow }, 'Добавить одного'),
    ),
  );
  return { part, area };
}

/** @param {Store} store @param {HTMLElement} host */
export function mountRoster(store, host) {
  const body = /** @type {HTMLTableSectionElement} */ (el('tbody'));
  const scroll = scrollOf(body);
  const note = el('p.note.fig__note');
  const { part, area } = pastePart(store, addRow);
  let shown = -1;

  function addRow() {
    const rows = store.state().draft.roster?.length ?? 0;
    store.edit('новую строку', (draft) => ({
      ...draft,
      roster: [...(draft.roster ?? []), { name: `Менеджер ${rows + 1}`, leads: 0, sales: 0 }],
    }));
    document.getElementById(`f-roster-${rows}-name`)?.focus();
  }

  /** @param {number} i */
  function removeRow(i) {
    store.edit('удаление менеджера', (draft) => {
      const roster = draft.roster.filter((/** @type {any} */ _, /** @type {number} */ at) => at !== i);
      const { roster: _, ...rest } = draft;
      return roster.length ? { ...rest, roster } : rest;
    });
    (document.getElementById(`f-roster-${Math.max(0, i - 1)}-name`) ?? area).focus();
  }

  host.append(scroll, note, part);

  store.subscribe((state) => {
    const roster = state.draft.roster ?? [];
    if (roster.length !== shown) {
      shown = roster.length;
      body.replaceChildren(
        ...roster.map((/** @type {any} */ _, /** @type {number} */ i) => row(i, () => removeRow(i))),
      );
      scroll.hidden = shown === 0;
      queueMicrotask(store.tellAgain); // the new fields are filled like any other
    }
    const managers = state.report?.roster?.managers ?? [];
    const isOfThese = managers.length === shown;
    [...body.rows].forEach((line, i) => showRow(line, isOfThese ? managers[i] : null));
    note.textContent = verdict(state);
  });
}
