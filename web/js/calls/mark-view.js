// @ts-check
// Marking one call while listening to it: one criterion at a time, by thumb or by keys (1 yes, 0 no, − not applicable, arrows).

import { el, need } from '../page/dom.js';
import { dayText } from '../text/days.js';
import { kLimits, managersOf } from './document.js';
import { clock, showSheet } from './mark-sheet.js';
import { createMarking } from './marking.js';

/** @typedef {import('./document.js').Mark} Mark */
/** @typedef {ReturnType<typeof createMarking>} Marking */

/** @type {Record<string, Mark>} */
const kKeys = { 1: 1, 0: 0, '-': 'na', '−': 'na' };

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/** What a key does to the call that is marked. @param {string} key @param {Marking} marking @returns {(() => void) | null} */
function moveOf(key, { isOver, put, skip, back }) {
  if (key in kKeys && !isOver()) return () => put(kKeys[key]);
  return key === 'ArrowRight' ? skip : key === 'ArrowLeft' ? back : null;
}

/** @param {HTMLElement} root @param {Marking} marking @param {() => void} another when all is marked: another call of the same manager */
function listenToKeys(root, marking, another) {
  document.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (root.hidden || !marking.draft() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest('input, textarea, select')) return;
    const isEnter = event.key === 'Enter' && marking.isOver() && !target.closest('button, a, summary');
    const move = isEnter ? another : moveOf(event.key, marking);
    if (!move) return;
    move();
    event.preventDefault();
  });
}

/** @param {HTMLElement} root @param {Record<string, () => void>} actions by the name on the button */
function listenToButtons(root, actions) {
  root.addEventListener('click', ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest('[data-mark-do]');
    const name = button?.getAttribute('data-mark-do');
    if (name) actions[name]();
  });
}

/** The clock is no edit: it is kept with the next mark. @param {HTMLElement} sheet @param {() => import('./document.js').Draft | null} running the call it runs for */
function runClock(sheet, running) {
  setInterval(() => {
    const now = document.hidden ? null : running();
    if (!now) return;
    now.seconds += 1;
    need(sheet, '[data-mark-clock]').textContent = clock(now.seconds);
  }, 1000);
}

/** The first form: whose call, of which day. @param {HTMLElement} root @param {(manager: string, date: string) => void} begin */
function mountStart(root, begin) {
  const form = /** @type {HTMLFormElement} */ (need(root, '[data-mark-start]'));
  const manager = /** @type {HTMLInputElement} */ (need(form, '[name=manager]'));
  const date = /** @type {HTMLInputElement} */ (need(form, '[name=date]'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const name = manager.value.trim();
    if (name !== '' && date.value !== '') begin(name, date.value);
  });
  return {
    /** @param {boolean} isAsked no call is being marked @param {string[]} managers */
    show(isAsked, managers) {
      form.hidden = !isAsked;
      need(root, '[data-mark-managers]').replaceChildren(
        ...managers.slice(0, 100).map((name) => el('option', { value: name })),
      );
      if (isAsked && date.value === '') date.value = today();
    },
    /** @param {string} name */
    ask(name) {
      if (name) manager.value = name;
      (manager.value === '' ? manager : need(form, 'button')).focus();
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {{store: import('./store.js').CallStore, newId: () => string, tell: (message: string, undo?: () => void) => void, leave: () => void}} page
 */
export function mountMarking(root, { store, newId, tell, leave }) {
  const sheet = need(root, '[data-mark-sheet]');
  const note = /** @type {HTMLTextAreaElement} */ (need(sheet, '[data-mark-note]'));
  note.maxLength = kLimits.note;
  const marking = createMarking({ store, newId, moved: () => show(store.state()) });
  const { draft, put } = marking;
  let isRunning = false;

  /** @param {string} manager @param {string} date */
  function begin(manager, date) {
    isRunning = true;
    marking.begin(manager, date);
    need(sheet, '[data-mark-name]').focus();
  }
  const start = mountStart(root, begin);

  /** @param {(marked: import('./document.js').Draft) => void} next */
  function finish(next) {
    const now = draft();
    if (!now) return;
    const undo = store.finish({ ...now, note: note.value.trim() });
    tell(`Звонок записан: ${now.manager}, ${dayText(now.date)}.`, undo);
    next(now);
  }
  const another = () => finish(({ manager, date }) => begin(manager, date));

  const actions = {
    yes: () => put(1),
    no: () => put(0),
    na: () => put('na'),
    skip: marking.skip,
    back: marking.back,
    next: another,
    done: () => finish(leave),
    pause: () => {
      isRunning = !isRunning;
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
  note.addEventListener('input', () => marking.keep({ note: note.value.slice(0, kLimits.note) }));
  listenToButtons(root, actions);
  listenToKeys(root, marking, another);
  runClock(sheet, () => (isRunning && !root.hidden ? draft() : null));

  /** @param {import('./store.js').State} state */
  function show({ draft: now, example, report }) {
    const own = store.own();
    start.show(now === null, managersOf(own));
    sheet.hidden = now === null;
    if (!now) return;
    if (document.activeElement !== note) note.value = now.note;
    const nth = own.calls.filter(({ manager, id }) => manager === now.manager && id !== now.id).length + 1;
    showSheet(sheet, now, { place: marking.place(), report: example ? null : report, nth, isRunning });
  }

  return {
    show,
    /** Opens for one manager. @param {string} [name] */
    ask(name = '') {
      if (!draft()) start.ask(name);
    },
  };
}
