// @ts-check
// One area: its questions with marks by tap, click or keys 0–2, the head of sales' own marks beside, a note each.

import { el, need } from '../page/dom.js';
import { kMarks, kNoteLength } from './run.js';
import { influence, kMarkNames } from './words.js';

/** @typedef {import('./run.js').Mark} Mark */
/** @typedef {import('./run.js').Column} Column */
/** @typedef {import('./store.js').RunStore} RunStore */
/** @typedef {import('./checklist.js').Item} Item */

/** The area that has a page of its own to work on. */
const kListening = 'quality';
const kKeys = /** @type {Record<string, Mark | null>} */ ({
  0: 0,
  1: 1,
  2: 2,
  '-': 'na',
  Backspace: null,
  Delete: null,
});

/** @typedef {{store: RunStore, checklist: import('./checklist.js').Checklist, areaNow: () => string, tell: (message: string, undo?: () => void) => void}} Page */

/** Takes a mark back; what stood there is one click away. @param {Page} page @param {string} item @param {Column} column */
function clear({ store, tell }, item, column) {
  const mark = store.state().run[column][item];
  if (mark === undefined) return;
  store.mark({ column, item, mark: null });
  tell('Отметка снята.', () => store.mark({ column, item, mark }));
}

/** A second tap on a mark changes nothing: it is taken back by its own button. @param {Page} page @param {Item} item @param {Column} column */
function marksOf(page, item, column) {
  const { store } = page;
  const option = (/** @type {Mark} */ mark) => {
    const input = el('input', {
      type: 'radio',
      name: `${column}-${item.id}`,
      value: mark,
      'aria-label': `${mark === 'na' ? '' : `${mark}, `}${kMarkNames[mark]}`,
    });
    input.addEventListener('change', () => store.mark({ column, item: item.id, mark }));
    return el(
      `label.mark__option${mark === 'na' ? '.mark__option--na' : ''}`,
      {},
      input,
      el('span', { 'aria-hidden': 'true' }, mark === 'na' ? 'не применимо' : String(mark)),
    );
  };
  return el(
    `fieldset.mark.mark--${column}`,
    { 'data-column': column },
    el(
      'legend.mark__who',
      {},
      column === 'answers' ? 'Вы' : 'РОП о себе',
      el('span.vh', {}, `: ${item.question}`),
    ),
    el('div.mark__row', {}, ...kMarks.filter((mark) => column === 'answers' || mark !== 'na').map(option)),
    el(
      'button.link.mark__clear',
      {
        type: 'button',
        hidden: true,
        'data-clear': '',
        'aria-label': `Снять отметку: ${item.question}`,
        click: () => clear(page, item.id, column),
      },
      'Снять',
    ),
  );
}

/** @param {Page} page @param {Item} item */
function itemOf(page, item) {
  const { store } = page;
  const note = /** @type {HTMLTextAreaElement} */ (
    el('textarea.item__note-field', {
      id: `note-${item.id}`,
      rows: 1,
      maxlength: kNoteLength,
      autocomplete: 'off',
    })
  );
  note.addEventListener('input', () => store.note(item.id, note.value));
  return el(
    'li.item',
    { id: item.id, 'data-item': item.id },
    el(
      'div.item__question',
      {},
      el('h3.item__title', {}, item.question),
      el('p.item__critical', { 'data-critical': '', hidden: !item.critical }),
      el(
        'dl.item__facts',
        {},
        el('div', {}, el('dt', {}, 'Попросите показать'), el('dd', {}, item.evidence)),
        el('div', {}, el('dt', {}, 'Хорошо, когда'), el('dd', {}, item.good_answer)),
      ),
      el(
        'details.why',
        {},
        el('summary', {}, 'Что значат 0, 1 и 2'),
        el(
          'dl.item__levels',
          {},
          ...[...item.levels, item.good_answer].flatMap((text, mark) => [
            el('dt', {}, String(mark)),
            el('dd', {}, text),
          ]),
        ),
      ),
      el('div.item__note', {}, el('label', { for: `note-${item.id}` }, 'Что увидели'), note),
    ),
    el(
      'div.item__marks',
      {},
      marksOf(page, item, 'answers'),
      marksOf(page, item, 'self'),
      el('p.item__gap', { 'data-gap': '', role: 'status' }),
    ),
  );
}

/** @param {Mark | undefined} own @param {Mark | undefined} self */
function gapText(own, self) {
  if (typeof own !== 'number' || typeof self !== 'number' || own === self) return '';
  return self > own
    ? `РОП видит ${self}, вы ${own}: разберите вместе`
    : `РОП строже вас: ${self} против ${own}`;
}

/** @param {HTMLElement} row @param {Item} item @param {import('./run.js').Run} run */
function showItem(row, item, run) {
  for (const column of /** @type {Column[]} */ (['answers', 'self'])) {
    const mark = run[column][item.id];
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
      row.querySelectorAll(`[data-column=${column}] input`)
    )) {
      input.checked = mark !== undefined && input.value === String(mark);
    }
    need(row, `[data-column=${column}] [data-clear]`).hidden = mark === undefined;
  }
  const critical = need(row, '[data-critical]');
  const zero = item.critical && run.answers[item.id] === 0;
  critical.textContent = zero ? 'Критичный вопрос, и здесь ноль' : 'Критичный вопрос';
  critical.classList.toggle('item__critical--zero', zero);
  const gap = need(row, '[data-gap]');
  const told = gapText(run.answers[item.id], run.self[item.id]);
  if (gap.textContent !== told) gap.textContent = told;
  const note = /** @type {HTMLTextAreaElement} */ (need(row, 'textarea'));
  if (note !== document.activeElement) note.value = run.notes[item.id] ?? '';
}

/**
 * Keys 0, 1, 2, minus and Backspace, only while the focus is on marks; a mark put moves on to the next question, after the last one to
 * the way to the next area, where a digit too many changes nothing.
 * @param {HTMLElement} list @param {Page} page
 */
function listenToKeys(list, page) {
  list.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const column = /** @type {Column | undefined} */ (
      target.closest('[data-column]')?.getAttribute('data-column')
    );
    const row = target.closest('[data-item]');
    if (!column || !row || !(event.key in kKeys) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const mark = kKeys[event.key];
    const item = row.getAttribute('data-item') ?? '';
    if (mark === null) {
      clear(page, item, column);
      return;
    }
    page.store.mark({ column, item, mark });
    const next = row.nextElementSibling;
    if (!next) {
      need(document, '[data-pager=after]').focus();
      return;
    }
    const inputs = /** @type {HTMLInputElement[]} */ ([
      ...next.querySelectorAll(`[data-column=${column}] input`),
    ]);
    (inputs.find((input) => input.checked) ?? inputs[0]).focus();
  });
}

/**
 * @param {HTMLElement} place of the head and the questions @param {Page} page
 * @returns {(state: import('./store.js').State) => void}
 */
export function mountArea(place, page) {
  const { checklist, areaNow } = page;
  const list = need(place, '[data-items]');
  listenToKeys(list, page);
  let shown = '';
  return (state) => {
    const areas = checklist.asked(state.run.length).areas;
    const index = Math.max(
      0,
      areas.findIndex(({ id }) => id === areaNow()),
    );
    const area = areas[index];
    const key = `${state.run.id} ${state.run.length} ${area.id}`;
    if (key !== shown) {
      shown = key;
      list.replaceChildren(...area.items.map((item) => itemOf(page, item)));
    }
    need(place, '[data-area-number]').textContent = `Область ${index + 1} из ${areas.length}`;
    need(place, '[data-area-name]').textContent = area.name;
    need(place, '[data-area-about]').textContent = influence(area, state);
    need(place, '[data-area-tool]').hidden = area.id !== kListening;
    area.items.forEach((item, i) => showItem(/** @type {HTMLElement} */ (list.children[i]), item, state.run));
  };
}
