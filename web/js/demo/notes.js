// @ts-check
// The notes of the call beside the canvas: what was said and when, the next step with its date.
import { el, need } from '../page/dom.js';

const clock = new Intl.DateTimeFormat('ru-RU', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long' });

/** "14:44", with its day when that is another one. @param {string} at */
export function timeOf(at) {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return '';
  const today = new Date().toDateString() === when.toDateString();
  return today ? clock.format(when) : `${day.format(when)}, ${clock.format(when)}`;
}

/** @param {HTMLElement} aside @param {import('./kept.js').Calls} calls */
export function followNotes(aside, calls) {
  const list = need(aside, '[data-notes]');
  const field = /** @type {HTMLTextAreaElement} */ (need(aside, '[data-note]'));
  const text = /** @type {HTMLTextAreaElement} */ (need(aside, '[data-next-text]'));
  const date = /** @type {HTMLInputElement} */ (need(aside, '[data-next-date]'));

  /** The next step as it stands in the fields and is kept. */
  let shown = { text: '', date: '' };

  function show() {
    const { notes, next } = calls.call();
    list.replaceChildren(
      ...notes.map((note) =>
        el(
          'li.call__note',
          {},
          el('time.call__time', { datetime: note.at }, timeOf(note.at)),
          el('span.call__text', {}, note.text),
          el(
            'button.call__remove',
            { type: 'button', 'aria-label': `Убрать пометку: ${note.text}`, click: () => remove(note.id) },
            '×',
          ),
        ),
      ),
    );
    // Only what is another now: a date half typed is no date yet, and would go.
    if (next.text !== shown.text) text.value = next.text;
    if (next.date !== shown.date) date.value = next.date;
    shown = next;
  }

  /** @param {string} id */
  function remove(id) {
    calls.change({ notes: calls.call().notes.filter((note) => note.id !== id) });
    show();
  }

  function add() {
    const words = field.value.trim();
    if (!words) return;
    const note = { id: Math.random().toString(36).slice(2, 10), at: new Date().toISOString(), text: words };
    field.value = '';
    calls.change({ notes: [...calls.call().notes, note] });
    show();
  }

  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    add();
  });
  field.addEventListener('blur', add);
  window.addEventListener('pagehide', add, { capture: true });
  const step = () => {
    shown = { text: text.value, date: date.value };
    calls.change({ next: shown });
  };
  text.addEventListener('input', step);
  date.addEventListener('input', step);
  return { show };
}
