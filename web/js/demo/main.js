// @ts-check
// /demo/: the workbench in a canvas, the bar above, the notes beside, its mirror in HTML, and the page's part of saving and sharing.
import { need } from '../page/dom.js';
import { troubleText } from '../page/trouble.js';
import { createBar } from './bar.js';
import { createCommands } from './commands.js';
import { openAddress, openDesk, openFile } from './desk.js';
import { fingersAsMouse } from './fingers.js';
import { kExample } from './kept.js';
import { screenKeyboard } from './keyboard.js';
import { routeKeys } from './keys.js';
import { isTyped } from './names.js';
import { createPalette } from './palette.js';
import { remarksOf } from './remarks.js';
import { createRequests, say } from './requests.js';
import { followSize, watchContext } from './window.js';

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

const leave = () => canvas.focus();

/** @typedef {import('./desk.js').Desk} Desk */
/** @typedef {ReturnType<typeof equip>} Tools */

/**
 * The sheets over the desk, fetched when the first one is wanted.
 * @param {Desk} desk @param {import('./requests.js').Requests} requests
 * @returns {(which: 'summary' | 'calls' | 'plan') => Promise<void>}
 */
function sheetOpener({ bench, calls, newCall }, requests) {
  /** @type {Promise<ReturnType<typeof import('./sheets.js').createSheets>> | undefined} */
  let sheets;
  /** The connection is lost, perhaps: the next press asks again. @param {unknown} error @returns {never} */
  const forget = (error) => {
    sheets = undefined;
    throw error;
  };
  return async (which) => {
    try {
      sheets ??= import('./sheets.js').then((made) =>
        made.createSheets({ bench, calls, requests, newCall, leave }),
      );
      (await sheets.catch(forget))[which]();
    } catch (error) {
      say(bench, `Не получилось. ${troubleText(error)}`);
    }
  };
}

/** What can be done at the desk, and the ways to ask for it: commands, the palette, keys. @param {Desk} desk */
function equip(desk) {
  const { bench, calls, following, newCall } = desk;
  let example = false;
  const requests = createRequests(bench, {
    canvas,
    file,
    isExample: () => example && following.isAsOpened(),
    onLink: following.inAddress,
    onFile: (text) => openFile(desk, text),
  });
  const openSheet = sheetOpener(desk, requests);
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
    remarks: (state) => remarksOf(bench, state, calls.call().origin),
  });
  const palette = createPalette(need(document, '[data-palette]'), { bench, commands, leave });
  const openPalette = palette.open;
  const run = (/** @type {string} */ id) =>
    commands()
      .find((command) => command.id === id)
      ?.run();
  const hears = routeKeys({ bench, canvas, mirror, run, openPalette, palette: palette.input, onCanvas });
  return { requests, openPalette, hears, run };
}

/** Takes the first call: of the address, of this device, or a blank. @param {Desk} desk */
async function openFirst(desk) {
  if (!(await openAddress(desk)) && !(await desk.calls.reopen())) await desk.beginCall();
  window.addEventListener('hashchange', () => openAddress(desk));
}

/** The window, the hand and the clipboard reach the bench. @param {Desk} desk @param {Tools} tools */
function connect({ bench }, { requests, openPalette }) {
  followSize(canvas, bench);
  watchContext(canvas, bench, need(document, '[data-lost]'));
  wakeOnInput(bench);
  fingersAsMouse(canvas, bench, screenKeyboard(canvas, keyboard, bench), (step) => {
    const { view } = bench.state();
    if (view.presenting) bench.command({ do: 'view', step: Math.max(0, view.step + step) });
  });
  useClipboard(bench, requests, openPalette);
  need(mirror, '[data-mirror-back]').addEventListener('click', leave);
}

async function start() {
  if (!document.createElement('canvas').getContext('webgl2')) {
    showFallback();
    return;
  }
  /** Not there before the desk is. @type {Tools | null} */
  let tools = null;
  const canvasAsks = {
    choose_preset: () => tools?.openPalette('воронка '),
    paste_table: () => tools?.requests.paste(),
    end_show: leave,
    take_back: () => tools?.openPalette('вернуть '),
  };
  const bar = createBar(client);
  const desk = await openDesk(
    { canvas, mirror, bar },
    {
      onRequest: (request) => canvasAsks[request](),
      hears: (event) => (tools ? tools.hears(event) : onCanvas()),
    },
  );
  const { bench } = desk;
  tools = equip(desk);
  if (matchMedia('(prefers-color-scheme: dark)').matches) bench.command({ do: 'view', theme: 'dark' });
  await openFirst(desk);
  connect(desk, tools);
  bar.hear({ bench, run: tools.run, leave });
  desk.show();
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
