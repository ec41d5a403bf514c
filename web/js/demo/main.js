// @ts-check
// /demo/: the workbench in a canvas, its mirror in HTML, and the page's part of saving, opening and sharing.
import presets from '../../../assets/presets.json';
import { need } from '../page/dom.js';
import { loadBench } from './bench.js';
import { fingersAsMouse } from './fingers.js';
import { documentOf, handOver, keep, kExample, linked, remembered } from './kept.js';
import { screenKeyboard } from './keyboard.js';
import { showMirror } from './mirror.js';
import { createRequests, kRequests } from './requests.js';

/* global WORKBENCH_FILES */

const kSaveAfterMs = 500;
const kMirrorAfterMs = 300;

const canvas = /** @type {HTMLCanvasElement} */ (need(document, '[data-bench]'));
const mirror = need(document, '[data-mirror]');
const parts = { status: need(mirror, '[data-mirror-status]'), tables: need(mirror, '[data-mirror-tables]') };
const file = /** @type {HTMLInputElement} */ (need(document, '[data-file]'));

const keyboard = /** @type {HTMLInputElement} */ (need(document, '[data-keyboard]'));

const onCanvas = () =>
  [canvas, keyboard, document.body].includes(/** @type {any} */ (document.activeElement));

/** Runs at most once per `ms` after the last call. @param {() => void} work @param {number} ms */
function later(work, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return { call: () => (timer ??= setTimeout(now, ms)), now: () => timer !== undefined && now() };
}

/** Keys belong to the canvas only while it has the focus. Registered before the module's own listeners. */
function guardKeys() {
  for (const type of ['keydown', 'keypress', 'keyup']) {
    window.addEventListener(
      type,
      (event) => {
        if (!onCanvas()) event.stopImmediatePropagation();
      },
      { capture: true },
    );
  }
}

/** @param {string} why */
function showFallback(why) {
  const section = need(document, '[data-fallback]');
  need(section, '[data-fallback-why]').textContent = why;
  /** @type {HTMLAnchorElement} */ (need(section, '[data-owner-link]')).href = `/${location.hash}`;
  canvas.hidden = true;
  section.hidden = false;
  document.documentElement.dataset.ready = 'fallback';
}

/** @param {import('./bench.js').Bench} bench */
function followSize(bench) {
  const fit = () => {
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = canvas.getBoundingClientRect();
    bench.resize(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)), ratio);
  };
  const sizes = new ResizeObserver(fit);
  try {
    sizes.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    sizes.observe(canvas); // Safari: the ratio is watched below
  }
  const watchRatio = () => {
    matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        fit();
        watchRatio();
      },
      { once: true },
    );
  };
  watchRatio();
  fit();
}

/** @param {import('./bench.js').Bench} bench */
function wakeOnInput(bench) {
  for (const type of [
    'pointermove',
    'pointerdown',
    'pointerup',
    'wheel',
    'keydown',
    'keyup',
    'focus',
    'blur',
  ]) {
    window.addEventListener(type, () => bench.wake(), { passive: true, capture: true });
  }
  window.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && ['KeyS', 'KeyO'].includes(event.code) && onCanvas()) {
      event.preventDefault();
    }
    if (event.code === 'F6') event.preventDefault();
  });
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    bench.contextLost();
  });
  canvas.addEventListener('webglcontextrestored', () => bench.contextRestored());
}

/** @param {import('./bench.js').Bench} bench */
function useClipboard(bench) {
  window.addEventListener('paste', (event) => {
    if (!onCanvas()) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    bench.clipboard(text);
    if (!bench.typing()) bench.command({ do: 'paste', text });
  });
  window.addEventListener('copy', (event) => {
    if (!onCanvas() || bench.typing()) return;
    event.clipboardData?.setData('text/plain', bench.command({ do: 'copy' }).text);
    event.preventDefault();
    bench.command({ do: 'view', notice: 'Таблица скопирована' });
  });
}

/** @param {import('./bench.js').Bench} bench @param {any[]} documents best first @returns {boolean} whether one was opened */
const openFirst = (bench, documents) =>
  documents.some((document) => !bench.command({ do: 'open', document }).issues);

/**
 * Opens what a link holds; what cannot be read is said and changes nothing.
 * @param {import('./bench.js').Bench} bench @returns {Promise<boolean>} whether there was a calculation in it
 */
async function openLink(bench) {
  const { variants, active, trouble } = await linked(location.hash);
  if (trouble) bench.command({ do: 'view', notice: trouble });
  return variants.length > 0 && openFirst(bench, [documentOf(variants, active)]);
}

/**
 * Saves and mirrors what changes. What was opened from a link stays out of this device's memory until it is edited; once edited, the
 * link no longer tells the truth and leaves the address.
 * @param {() => import('./bench.js').Bench} bench
 */
function follow(bench) {
  let opened = 0;
  let linkOf = -1;
  const save = later(() => {
    const { document } = bench().command({ do: 'save' });
    const { revision } = bench().state();
    if (revision === linkOf) return;
    if (linkOf >= 0) history.replaceState(null, '', location.pathname + location.search);
    linkOf = -1;
    keep(document);
    if (revision !== opened) handOver(document.scenarios[document.active]);
  }, kSaveAfterMs);
  const reflect = later(() => {
    const state = bench().state();
    document.documentElement.dataset.theme = state.view.theme;
    showMirror(state, parts);
  }, kMirrorAfterMs);
  return {
    changed() {
      save.call();
      reflect.call();
    },
    saveNow: () => save.now(),
    /** The scenario in hand is what the address holds. */
    inAddress() {
      linkOf = bench().state().revision;
    },
    /** What is in hand was opened, not typed. */
    opened() {
      opened = bench().state().revision;
    },
  };
}

async function start() {
  guardKeys();
  if (!document.createElement('canvas').getContext('webgl2')) {
    showFallback('Этот браузер его не показывает. Все числа есть на обычной странице.');
    return;
  }
  const following = follow(() => bench);
  /** @type {import('./bench.js').Bench} */
  const bench = await loadBench(canvas, kExample, {
    files: WORKBENCH_FILES,
    onChange: following.changed,
    onRequest: (request) => requests[kRequests[request]](),
    onCopy: (text) => navigator.clipboard.writeText(text).catch(() => {}),
  });
  const example = JSON.stringify(bench.state().slots.A.scenario);
  /** @type {ReturnType<typeof createRequests>} */
  const requests = createRequests(bench, {
    canvas,
    mirror,
    file,
    isExample: (scenario) => JSON.stringify(scenario) === example,
    onLink: following.inAddress,
  });
  bench.command({ do: 'presets', presets: presets.presets.map(({ name, stages }) => ({ name, stages })) });
  if (matchMedia('(prefers-color-scheme: dark)').matches) bench.command({ do: 'view', theme: 'dark' });
  const followLink = async () => {
    if (!(await openLink(bench))) return false;
    following.opened();
    following.inAddress();
    return true;
  };
  if (!(await followLink())) {
    openFirst(bench, await remembered());
    following.opened();
  }
  window.addEventListener('hashchange', followLink);
  window.addEventListener('pagehide', following.saveNow);
  followSize(bench);
  wakeOnInput(bench);
  fingersAsMouse(canvas, screenKeyboard(canvas, keyboard, bench));
  useClipboard(bench);
  for (const button of mirror.querySelectorAll('[data-request]')) {
    const request = /** @type {typeof kRequests[number]} */ (button.getAttribute('data-request'));
    button.addEventListener('click', () => requests[request]());
  }
  need(mirror, '[data-mirror-back]').addEventListener('click', () => canvas.focus());
  canvas.focus();
  bench.draw();
  showMirror(bench.state(), parts);
  Object.assign(globalThis, { funnelWorkbench: bench });
  document.documentElement.dataset.ready = 'true';
  performance.mark('workbench-ready');
}

start().catch((error) => {
  reportError(error);
  showFallback(
    'Рабочий стол не загрузился. Проверьте связь и обновите страницу; все числа есть на обычной странице.',
  );
});
