// @ts-check
// The desk: the bench, the call on it, and what keeps the two alike. What comes onto it, a link, a file or a blank, begins a call of its own.
import { same } from '../model/merge.js';
import { need } from '../page/dom.js';
import { loadBench } from './bench.js';
import { follow } from './following.js';
import { freshCall, kBlank, linked, openCalls } from './kept.js';
import { createMirror } from './mirror.js';
import { followNotes } from './notes.js';
import { remarkOn, remarksOf } from './remarks.js';
import { say } from './requests.js';

/* global WORKBENCH_FILES */

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./kept.js').Calls} Calls */

/**
 * Shows a state everywhere but on the canvas: the page's theme, the bar, the remarks and the mirror.
 * @param {Bench} bench @param {import('./bar.js').Bar} bar @param {HTMLElement} mirror
 * @param {() => import('../model/origin.js').Origin | undefined} origin of the call's numbers
 */
function reflection(bench, bar, mirror, origin) {
  const remark = remarkOn(bench);
  const shown = createMirror(bench, {
    status: need(mirror, '[data-mirror-status]'),
    fields: need(mirror, '[data-mirror-fields]'),
    tables: need(mirror, '[data-mirror-tables]'),
  });
  const root = document.documentElement;
  return (/** @type {any} */ state) => {
    root.dataset.theme = state.view.theme;
    root.toggleAttribute('data-show', state.view.presenting);
    bar.show(state);
    if (state.provisional) return;
    const remarks = remarksOf(bench, state, origin());
    remark(remarks);
    shown.show(state, remarks);
  };
}

/** Two saved documents hold the same variants; how they are looked at does not count. @param {any} a @param {any} b */
const isSame = (a, b) => same({ ...a, view: undefined }, { ...b, view: undefined });

/**
 * @param {{canvas: HTMLCanvasElement, mirror: HTMLElement, bar: import('./bar.js').Bar}} places
 * @param {{onRequest(request: import('./names.js').Request): void, hears(event: Event): boolean}} page what the canvas asks of it
 */
export async function openDesk({ canvas, mirror, bar }, { onRequest, hears }) {
  /** @type {import('./following.js').Following | null} */
  let follows = null;
  const bench = await loadBench(canvas, kBlank, {
    files: WORKBENCH_FILES,
    onChange: (revision, provisional) => follows?.changed(revision, provisional),
    onRequest,
    onCopy: (text) => navigator.clipboard.writeText(text).catch(() => {}),
    hears,
  });
  /** @type {Calls | null} */
  let known = null;
  const reflect = reflection(bench, bar, mirror, () => known?.call().origin);
  const following = follow(bench, () => known, reflect);
  follows = following;
  const calls = await openCalls({
    show(call, isOther) {
      const { view } = bench.state();
      const isNews = isOther || !isSame(call.document, bench.command({ do: 'save' }).document);
      if (call.document && isNews) {
        bench.command({ do: isOther ? 'begin' : 'sync', document: call.document });
      }
      bench.command({ do: 'view', theme: view.theme, zoom: view.zoom });
      following.opened();
      notes.show();
      following.show();
    },
    say: (status) => (need(document, '[data-kept]').textContent = status),
  });
  known = calls;
  const notes = followNotes(need(document, '[data-call]'), calls);
  /** What is on the bench becomes a call of its own. */
  async function beginCall() {
    await calls.begin(freshCall(bench.command({ do: 'save' }).document));
    following.opened();
  }
  return {
    bench,
    calls,
    following,
    beginCall,
    /** @param {any} [document] with these numbers */
    newCall(document = kBlank) {
      bench.command({ do: 'open', document });
      return beginCall();
    },
    /** What stands beside the canvas, at once. */
    show() {
      notes.show();
      reflect(bench.state());
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof openDesk>>} Desk */

/**
 * Opens what the address holds; what cannot be read is said and changes nothing.
 * @param {Desk} desk @returns {Promise<boolean>} whether there was a calculation in it
 */
export async function openAddress({ bench, beginCall, following }) {
  const { document: held, trouble } = await linked(location.hash);
  if (trouble) say(bench, trouble);
  if (!held) return false;
  const { issues } = bench.command({ do: 'open', document: held });
  if (issues) {
    say(bench, `Ссылка не открыта. ${issues[0].message}`);
    return false;
  }
  await beginCall();
  following.inAddress();
  return true;
}

/** @param {Desk} desk @param {string} text of a saved file */
export async function openFile({ bench, beginCall }, text) {
  let answer;
  try {
    answer = bench.command({ do: 'open', document: JSON.parse(text) });
  } catch {
    answer = { issues: [{ message: 'Это не файл расчёта' }] };
  }
  if (!answer.issues) await beginCall();
  say(bench, answer.issues ? `Файл не открыт. ${answer.issues[0].message}` : 'Файл открыт');
}
