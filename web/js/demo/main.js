// @ts-check
// /demo/: the workbench in a canvas, the bar above, the notes beside, its mirror in HTML, and the page's part of saving and sharing.
import { same } from '../model/merge.js';
import { need } from '../page/dom.js';
import { loadBench } from './bench.js';
import { createCommands } from './commands.js';
import { fingersAsMouse } from './fingers.js';
import { freshCall, kBlank, kExample, linked, openCalls } from './kept.js';
import { screenKeyboard } from './keyboard.js';
import { routeKeys } from './keys.js';
import { isTyped } from './names.js';
import { createMirror } from './mirror.js';
import { followNotes } from './notes.js';
import { createPalette } from './palette.js';
import { remarkOn, remarksOf } from './remarks.js';
import { createRequests, say } from './requests.js';
import { followSize, watchContext } from './window.js';

/* global WORKBENCH_FILES */

const kMirrorAfterMs = 120;
const kOfflineAfterMs = 1500;

const canvas = /** @type {HTMLCanvasElement} */ (need(document, '[data-bench]'));
const mirror = need(document, '[data-mirror]');
const file = /** @type {HTMLInputElement} */ (need(document, '[data-file]'));
const client = /** @type {HTMLInputElement} */ (need(document, '[data-client]'));
const keyboard = /** @type {HTMLInputElement} */ (need(document, '[data-keyboard]'));
const root = document.documentElement;

const onCanvas = () =>
  [canvas, keyboard, document.body].includes(/** @type {any} */ (document.activeElement));

/** The page says of itself that WebGL2 is missing. @param {{title: string, why: string}} [other] what is wrong instead */
function showFallback(other) {
  const section = need(document, '[data-fallback]');
  if (other) {
    need(section, '[data-fallback-title]').textContent = other.title;
    need(section, '[data-fallback-why]').textContent = other.why;
  }
  /** @type {HTMLAnchorElement} */ (need(section, '[data-owner-link]')).href = `/${location.hash}`;
  canvas.hidden = true;
  section.hidden = false;
  root.dataset.ready = 'fallback';
}

/** @param {import('./bench.js').Bench} bench */
function wakeOnInput(bench) {
  const kinds = ['pointermove', 'pointerdown', 'pointerup', 'wheel', 'keydown', 'keyup', 'focus', 'blur'];
  for (const type of kinds) {
    window.addEventListener(type, () => bench.wake(), { passive: true, capture: true });
  }
}

/** @param {import('./bench.js').Bench} bench @param {import('./requests.js').Requests} requests @param {(text: string) => void} openPalette */
function useClipboard(bench, requests, openPalette) {
  const isTyping = () => isTyped(bench.settle());
  window.addEventListener('paste', (event) => {
    if (!onCanvas()) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    bench.clipboard(text);
    if (isTyping()) return;
    event.preventDefault(); // or the palette would get it twice
    if (/[\t\n;]/.test(text.trim())) requests.show(text);
    else openPalette(text);
  });
  window.addEventListener('copy', (event) => {
    if (!onCanvas() || isTyping()) return;
    event.clipboardData?.setData('text/plain', bench.command({ do: 'copy' }).text);
    event.preventDefault();
    say(bench, 'Таблица скопирована');
  });
}

/**
 * Saves and mirrors what changes. What was opened stays out of this device's memory until it is edited; once edited, the link no longer
 * tells the truth and leaves the address.
 * @param {() => import('./bench.js').Bench} bench @param {() => import('./kept.js').Calls | undefined} calls
 * @param {(state: any) => void} reflect
 */
function follow(bench, calls, reflect) {
  let opened = -1;
  let linkOf = -1;
  let seen = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @param {number} revision */
  function keep(revision) {
    if (revision === opened || revision === seen || revision === linkOf) return;
    seen = revision;
    if (linkOf >= 0) history.replaceState(null, '', location.pathname + location.search);
    linkOf = -1;
    const { slots, active } = bench().state();
    calls()?.change({
      client: slots[active].scenario.title,
      document: bench().command({ do: 'save' }).document,
    });
  }
  function show() {
    timer ??= setTimeout(() => {
      timer = undefined;
      reflect(bench().state());
    }, kMirrorAfterMs);
  }
  return {
    show,
    /** @param {number} revision @param {boolean} provisional what is shown is being typed */
    changed(revision, provisional) {
      if (!provisional) keep(revision);
      show();
    },
    /** The scenario in hand is what the address holds. */
    inAddress() {
      linkOf = bench().state().revision;
    },
    /** What is in hand was opened, not typed. */
    opened() {
      opened = bench().state().revision;
    },
    isAsOpened: () => bench().state().revision === opened,
  };
}

/**
 * Opens what the address holds; what cannot be read is said and changes nothing.
 * @param {import('./bench.js').Bench} bench @returns {Promise<boolean>} whether there was a calculation in it
 */
async function openAddress(bench) {
  const { document: held, trouble } = await linked(location.hash);
  if (trouble) say(bench, trouble);
  if (!held) return false;
  const { issues } = bench.command({ do: 'open', document: held });
  if (issues) say(bench, `Ссылка не открыта. ${issues[0].message}`);
  return !issues;
}

/** @param {import('./bench.js').Bench} bench @param {import('./kept.js').Calls} calls @param {ReturnType<typeof follow>} following @param {string} text */
async function openFile(bench, calls, following, text) {
  let answer;
  try {
    answer = bench.command({ do: 'open', document: JSON.parse(text) });
  } catch {
    answer = { issues: [{ message: 'Это не файл расчёта' }] };
  }
  if (!answer.issues) {
    await calls.begin(freshCall(bench.command({ do: 'save' }).document));
    following.opened();
  }
  say(bench, answer.issues ? `Файл не открыт. ${answer.issues[0].message}` : 'Файл открыт');
}

/** Two saved documents hold the same variants; how they are looked at does not count. @param {any} a @param {any} b */
const isSame = (a, b) => same({ ...a, view: undefined }, { ...b, view: undefined });

async function start() {
  if (!document.createElement('canvas').getContext('webgl2')) {
    showFallback();
    return;
  }
  /** @type {(event: Event) => boolean} */
  let hears = onCanvas;
  /** What comes once the module is there. @type {{calls?: import('./kept.js').Calls, mirror?: ReturnType<typeof createMirror>, remark?: ReturnType<typeof remarkOn>}} */
  const parts = {};
  /** The client's name as it was told or taken last. */
  let named = '';
  const reflect = (/** @type {any} */ state) => {
    root.dataset.theme = state.view.theme;
    root.toggleAttribute('data-show', state.view.presenting);
    const { title = '' } = state.slots[state.active].scenario;
    // What is being typed stays as it is, a space at its end too; a name from another tab comes.
    if (title !== named || document.activeElement !== client) client.value = title;
    named = title;
    for (const button of document.querySelectorAll('.bar [data-command=freeze]')) {
      button.setAttribute('aria-pressed', String(state.baseline === state.active));
    }
    if (state.provisional) return;
    const remarks = remarksOf(bench, state, parts.calls?.call().origin);
    parts.remark?.(remarks);
    parts.mirror?.show(state, remarks);
  };
  const following = follow(
    () => bench,
    () => parts.calls,
    reflect,
  );
  const canvasAsks = {
    choose_preset: () => openPalette('воронка '),
    paste_table: () => requests.paste(),
    end_show: () => canvas.focus(),
    take_back: () => openPalette('вернуть '),
  };
  /** @type {import('./bench.js').Bench} */
  const bench = await loadBench(canvas, kBlank, {
    files: WORKBENCH_FILES,
    onChange: following.changed,
    onRequest: (request) => canvasAsks[request](),
    onCopy: (text) => navigator.clipboard.writeText(text).catch(() => {}),
    hears: (event) => hears(event),
  });
  parts.remark = remarkOn(bench);
  parts.mirror = createMirror(bench, {
    status: need(mirror, '[data-mirror-status]'),
    fields: need(mirror, '[data-mirror-fields]'),
    tables: need(mirror, '[data-mirror-tables]'),
  });
  const calls = await openCalls({
    show(call, isOther) {
      const { view } = bench.state();
      const isNews = isOther || !isSame(call.document, bench.command({ do: 'save' }).document);
      if (call.document && isNews) {
        bench.command({ do: isOther ? 'begin' : 'sync', document: call.document });
      }
      bench.command({ do: 'view', theme: view.theme, zoom: view.zoom });
      following.opened();
      notes?.show();
      following.show();
    },
    say: (status) => (need(document, '[data-kept]').textContent = status),
  });
  parts.calls = calls;
  const leave = () => canvas.focus();
  const newCall = async (/** @type {any} */ document = kBlank) => {
    bench.command({ do: 'open', document });
    await calls.begin(freshCall(bench.command({ do: 'save' }).document));
    following.opened();
  };
  let example = false;
  const requests = createRequests(bench, {
    canvas,
    file,
    isExample: () => example && following.isAsOpened(),
    onLink: following.inAddress,
    onFile: (text) => openFile(bench, calls, following, text),
  });
  /** @type {Promise<ReturnType<typeof import('./sheets.js').createSheets>> | undefined} */
  let sheets;
  const openSheet = async (/** @type {'summary' | 'calls' | 'plan'} */ which) => {
    sheets ??= import('./sheets.js').then((made) =>
      made.createSheets({ bench, calls, requests, newCall, leave }),
    );
    (await sheets)[which]();
  };
  const notes = followNotes(need(document, '[data-call]'), calls);
  const commands = createCommands(bench, requests, {
    show() {
      bench.command({ do: 'view', presenting: true, step: 0 });
      leave();
    },
    summary: () => openSheet('summary'),
    calls: () => openSheet('calls'),
    plan: () => openSheet('plan'),
    newCall: () => newCall(),
    crm: () => location.assign('/crm/'),
    async example() {
      await newCall(kExample);
      example = true;
    },
    notes() {
      root.toggleAttribute('data-notes', true);
      need(document, '[data-note]').focus();
    },
    leave: () => mirror.focus(),
    rename: () => openPalette('назвать '),
    remarks: (/** @type {any} */ state) => remarksOf(bench, state, calls.call().origin),
  });
  const palette = createPalette(need(document, '[data-palette]'), { bench, commands, leave });
  const openPalette = palette.open;
  hears = routeKeys({ bench, canvas, mirror, commands, openPalette, palette: palette.input, onCanvas });

  if (matchMedia('(prefers-color-scheme: dark)').matches) bench.command({ do: 'view', theme: 'dark' });
  const followLink = async () => {
    if (!(await openAddress(bench))) return false;
    await calls.begin(freshCall(bench.command({ do: 'save' }).document));
    following.opened();
    following.inAddress();
    return true;
  };
  if (!(await followLink()) && !(await calls.reopen())) {
    await calls.begin(freshCall(bench.command({ do: 'save' }).document));
    following.opened();
  }
  window.addEventListener('hashchange', followLink);
  followSize(canvas, bench);
  watchContext(canvas, bench, need(document, '[data-lost]'));
  wakeOnInput(bench);
  fingersAsMouse(canvas, bench, screenKeyboard(canvas, keyboard, bench), (step) => {
    const { view } = bench.state();
    if (view.presenting) bench.command({ do: 'view', step: Math.max(0, view.step + step) });
  });
  useClipboard(bench, requests, openPalette);
  client.addEventListener('input', () => {
    bench.command({ do: 'title', text: client.value });
    const { slots, active } = bench.state();
    named = slots[active].scenario.title ?? '';
  });
  client.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === 'Escape') leave();
  });
  for (const button of document.querySelectorAll('[data-command]')) {
    const id = button.getAttribute('data-command');
    button.addEventListener('click', () => {
      commands()
        .find((command) => command.id === id)
        ?.run();
      if (button.closest('[data-bar]') && id !== 'summary') leave();
    });
  }
  need(mirror, '[data-mirror-back]').addEventListener('click', leave);
  notes.show();
  reflect(bench.state());
  // A call with a name goes on where keys are commands; one without begins with the name.
  if (!client.value) client.focus();
  else leave();
  bench.draw();
  Object.assign(globalThis, { funnelWorkbench: bench });
  root.dataset.ready = 'true';
  performance.mark('workbench-ready');
  // F5 without network finds it again; what arranges that does not slow the beginning of a call.
  setTimeout(() => import('../offline/worker.js').then(({ useWorker }) => useWorker()), kOfflineAfterMs);
}

start().catch((error) => {
  reportError(error);
  showFallback({
    title: 'Рабочий стол не загрузился',
    why: 'Проверьте связь и обновите страницу; все числа есть на обычной странице.',
  });
});
