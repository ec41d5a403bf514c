// @ts-check
// Marking one call while listening to it: one criterion at a time, by thumb or by keys (1 yes, 0 no, − not applicable, arrows).

import { el, need } from '../page/dom.js';
import { number } from '../text/format.js';
import { kLimits, managersOf } from './document.js';
import { dayText } from '../text/days.js';

/** @typedef {import('./document.js').Mark} Mark */
/** @typedef {import('./document.js').Draft} Draft */

const kSaid = { 1: 'да', 0: 'нет', na: 'не к месту' };
/** @type {Record<string, Mark>} */
const kKeys = { 1: 1, 0: 0, '-': 'na', '−': 'na' };

const clock = (/** @type {number} */ seconds) =>
  [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/**
 * @param {HTMLElement} root
 * @param {{store: import('./store.js').CallStore, newId: () => string, tell: (message: string, undo?: () => void) => void, leave: () => void}} page
 */
export function mountMarking(root, { store, newId, tell, leave }) {
  const start = /** @type {HTMLFormElement} */ (need(root, '[data-mark-start]'));
  const sheet = need(root, '[data-mark-sheet]');
  const manager = /** @type {HTMLInputElement} */ (need(start, '[name=manager]'));
  const date = /** @type {HTMLInputElement} */ (need(start, '[name=date]'));
  const note = /** @type {HTMLTextAreaElement} */ (need(sheet, '[data-mark-note]'));
  note.maxLength = kLimits.note;
  let at = 0;
  /** Criteria in the order they were answered. @type {string[]} */
  let done = [];
  let running = false;

  const criteria = () => store.own().criteria;
  const draft = () => store.state().draft;
  const isOver = () => at >= criteria().length;

  /** @param {Partial<Draft>} change */
  function keep(change) {
    const now = draft();
    if (now) store.setDraft({ ...now, ...change });
  }

  /** @param {string} name @param {string} when */
  function begin(name, when) {
    at = 0;
    done = [];
    running = true;
    store.setDraft({ id: newId(), manager: name, date: when, note: '', marks: {}, seconds: 0 });
    need(sheet, '[data-mark-name]').focus();
  }

  /** @param {Mark} mark */
  function put(mark) {
    const now = draft();
    const criterion = criteria()[at];
    if (!now || !criterion) return;
    done = [...done.filter((id) => id !== criterion.id), criterion.id];
    at += 1;
    keep({ marks: { ...now.marks, [criterion.id]: mark } });
  }
  function skip() {
    if (isOver()) return;
    at += 1;
    show(store.state());
  }
  function back() {
    const now = draft();
    if (!now || at === 0) return;
    at -= 1;
    const { id } = criteria()[at];
    done = done.filter((one) => one !== id);
    const { [id]: taken, ...marks } = now.marks;
    void taken;
    keep({ marks });
  }
  /** @param {boolean} again another call of the same manager */
  function finish(again) {
    const now = draft();
    if (!now) return;
    const undo = store.finish({ ...now, note: note.value.trim() });
    tell(`Звонок записан: ${now.manager}, ${dayText(now.date)}.`, undo);
    if (again) begin(now.manager, today() < now.date ? now.date : now.date);
    else leave();
  }

  start.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = manager.value.trim();
    if (name === '' || date.value === '') return;
    begin(name, date.value);
  });
  note.addEventListener('input', () => keep({ note: note.value.slice(0, kLimits.note) }));
  const actions = {
    yes: () => put(1),
    no: () => put(0),
    na: () => put('na'),
    skip,
    back,
    next: () => finish(true),
    done: () => finish(false),
    pause: () => {
      running = !running;
      show(store.state());
    },
    drop: () => {
      const now = draft();
      store.setDraft(null);
      tell('Этот звонок не записан.', () => now && store.setDraft(now));
      leave();
    },
    leave,
  };
  root.addEventListener('click', (event) => {
    const name = /** @type {HTMLElement} */ (event.target)
      .closest('[data-mark-do]')
      ?.getAttribute('data-mark-do');
    if (name) actions[/** @type {keyof typeof actions} */ (name)]();
  });
  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (root.hidden || !draft() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest('input, textarea, select')) return;
    if (event.key in kKeys && !isOver()) put(kKeys[event.key]);
    else if (event.key === 'ArrowRight') skip();
    else if (event.key === 'ArrowLeft') back();
    else if (event.key === 'Enter' && isOver() && !target.closest('button, a, summary')) finish(true);
    else return;
    event.preventDefault();
  });
  setInterval(() => {
    const now = draft();
    if (!running || !now || root.hidden || document.hidden) return;
    // The clock is no edit: it is kept with the next mark.
    now.seconds += 1;
    need(sheet, '[data-mark-clock]').textContent = clock(now.seconds);
  }, 1000);

  /** One piece a criterion: filled for yes, half for no, dotted for not applicable. @param {Draft} now */
  function showProgress(now) {
    const bar = need(sheet, '[data-mark-progress]');
    const counts = { yes: 0, no: 0 };
    bar.replaceChildren(
      ...criteria().map(({ id }, i) => {
        const mark = now.marks[id];
        if (mark === 1) counts.yes += 1;
        if (mark === 0) counts.no += 1;
        const kind =
          i === at ? 'now' : mark === 1 ? 'yes' : mark === 0 ? 'no' : mark === 'na' ? 'na' : 'none';
        return el(`i.mark__piece.mark__piece--${kind}`);
      }),
    );
    need(sheet, '[data-mark-told]').textContent =
      `Критерий ${Math.min(at + 1, criteria().length)} из ${criteria().length}: да ${counts.yes}, нет ${counts.no}`;
  }

  /** @param {Draft} now */
  function showCriterion(now) {
    const criterion = criteria()[at];
    need(sheet, '[data-mark-asking]').hidden = !criterion;
    need(sheet, '[data-mark-over]').hidden = Boolean(criterion);
    const name = need(sheet, '[data-mark-name]');
    need(sheet, '[data-mark-part]').textContent = criterion
      ? `${[criterion.part, `${at + 1} из ${criteria().length}`].filter(Boolean).join(', ')}`
      : 'Все критерии пройдены';
    name.textContent = criterion ? criterion.name || criterion.id : 'Звонок отмечен';
    need(sheet, '[data-mark-hear]').textContent = criterion?.looks_like ?? '';
    const weak = store.state().example
      ? null
      : store.state().report?.managers.find((/** @type {any} */ one) => one.name === now.manager);
    const own =
      weak?.weakest === criterion?.id &&
      weak?.criteria.find((/** @type {any} */ one) => one.id === criterion?.id);
    need(sheet, '[data-mark-weak]').textContent = own
      ? `Слабое звено, до этого звонка: ${number(own.done)} из ${number(own.asked)}`
      : '';
    const undo = /** @type {HTMLButtonElement} */ (need(sheet, '[data-mark-do=back]'));
    const before = at > 0 ? now.marks[criteria()[at - 1].id] : undefined;
    undo.disabled = at === 0;
    undo.textContent = before === undefined ? '← Назад' : `← Отменить «${kSaid[before]}»`;
    need(sheet, '[data-mark-recent-part]').hidden = done.length === 0;
    need(sheet, '[data-mark-recent]').replaceChildren(
      ...done
        .slice(-3)
        .reverse()
        .map((id) => {
          const one = criteria().find((criterionOf) => criterionOf.id === id);
          return el('li', {}, el('span', {}, one?.name ?? id), el('b', {}, kSaid[now.marks[id]] ?? ''));
        }),
    );
  }

  /** @param {import('./store.js').State} state */
  function show(state) {
    const now = state.draft;
    start.hidden = now !== null;
    sheet.hidden = now === null;
    need(root, '[data-mark-managers]').replaceChildren(
      ...managersOf(store.own())
        .slice(0, 100)
        .map((name) => el('option', { value: name })),
    );
    if (!now) {
      if (date.value === '') date.value = today();
      return;
    }
    need(sheet, '[data-mark-manager]').textContent = now.manager;
    const nth =
      store.own().calls.filter((call) => call.manager === now.manager && call.id !== now.id).length + 1;
    need(sheet, '[data-mark-which]').textContent = `${dayText(now.date)}, звонок ${number(nth)}`;
    need(sheet, '[data-mark-clock]').textContent = clock(now.seconds);
    need(sheet, '[data-mark-do=pause]').setAttribute('aria-pressed', String(!running));
    if (document.activeElement !== note) note.value = now.note;
    showProgress(now);
    showCriterion(now);
  }

  // A call left in the middle goes on where it was left.
  const left = draft();
  if (left) {
    done = criteria()
      .map(({ id }) => id)
      .filter((id) => id in left.marks);
    at = criteria().findIndex(({ id }) => !(id in left.marks));
    if (at < 0) at = criteria().length;
  }
  return {
    show,
    /** Opens for one manager. @param {string} [name] */
    ask(name = '') {
      if (draft()) return;
      if (name) manager.value = name;
      (manager.value === '' ? manager : need(start, 'button')).focus();
    },
  };
}
