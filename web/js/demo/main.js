// @ts-check
// /demo/: the workbench in a canvas, its mirror in HTML, and the page's part of saving, opening and sharing.
import presets from '../../../assets/presets.json';
import { need } from '../dom.js';
import { loadBench } from './bench.js';
import { beginnings, keep, kExample } from './kept.js';
import { showMirror } from './mirror.js';
import { createRequests, kRequests } from './requests.js';

/** @type {Record<string, string>} */
// @ts-ignore filled in by web/build.mjs
const files = WORKBENCH_FILES;

const kSaveAfterMs = 500;
const kMirrorAfterMs = 300;

const canvas = /** @type {HTMLCanvasElement} */ (need(document, '[data-bench]'));
const mirror = need(document, '[data-mirror]');
const parts = { status: need(mirror, '[data-mirror-status]'), tables: need(mirror, '[data-mirror-tables]') };
const file = /** @type {HTMLInputElement} */ (need(document, '[data-file]'));

const onCanvas = () => document.activeElement === canvas || document.activeElement === document.body;

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
    window.addEventListener(type, (event) => {
      if (!onCanvas()) event.stopImmediatePropagation();
    }, { capture: true });
  }
}

/** @param {string} why */
function showFallback(why) {
  const section = need(document, '[data-fallback]');
  need(section, '[data-fallback-why]').textContent = why;
  /** @type {HTMLAnchorElement} */ (need(section, '[data-fallback-link]')).href = `/${location.hash}`;
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
  new ResizeObserver(fit).observe(canvas);
  const watchRatio = () => {
    matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
      fit();
      watchRatio();
    }, { once: true });
  };
  watchRatio();
  fit();
}

/** @param {import('./bench.js').Bench} bench */
function wakeOnInput(bench) {
  for (const type of ['pointermove', 'pointerdown', 'pointerup', 'touchstart', 'touchmove', 'touchend', 'wheel', 'keydown', 'keyup', 'focus', 'blur']) {
    window.addEventListener(type, () => bench.wake(), { passive: true, capture: true });
  }
  window.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && ['KeyS', 'KeyO'].includes(event.code) && onCanvas()) event.preventDefault();
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

/** @param {import('./bench.js').Bench} bench @param {string} fragment */
function begin(bench, fragment) {
  const { documents, notice } = beginnings(fragment);
  const opened = documents.some((one) => !bench.command({ do: 'open', document: one }).issues);
  if (notice) bench.command({ do: 'view', notice });
  return opened;
}

async function start() {
  guardKeys();
  if (!document.createElement('canvas').getContext('webgl2')) {
    showFallback('Этот браузер его не показывает. Все числа есть на обычной странице.');
    return;
  }
  /** @type {import('./bench.js').Bench} */
  let bench;
  /** @type {ReturnType<typeof createRequests>} */
  let requests;
  const save = later(() => keep(bench.command({ do: 'save' }).document), kSaveAfterMs);
  const reflect = later(() => {
    const state = bench.state();
    document.documentElement.dataset.theme = state.view.theme;
    showMirror(state, parts);
  }, kMirrorAfterMs);
  bench = await loadBench(canvas, kExample, {
    files,
    onChange: () => {
      save.call();
      reflect.call();
    },
    onRequest: (request) => requests[kRequests[request]](),
    onCopy: (text) => navigator.clipboard.writeText(text).catch(() => {}),
  });
  requests = createRequests(bench, { canvas, mirror, file });
  bench.command({ do: 'presets', presets: presets.presets.map(({ name, stages }) => ({ name, stages })) });
  if (matchMedia('(prefers-color-scheme: dark)').matches) bench.command({ do: 'view', theme: 'dark' });
  begin(bench, location.hash);
  window.addEventListener('hashchange', () => begin(bench, location.hash));
  window.addEventListener('pagehide', () => save.now());
  followSize(bench);
  wakeOnInput(bench);
  useClipboard(bench);
  for (const button of mirror.querySelectorAll('[data-request]')) {
    button.addEventListener('click', () => requests[kRequests[Number(button.getAttribute('data-request'))]]());
  }
  need(mirror, '[data-mirror-back]').addEventListener('click', () => canvas.focus());
  canvas.focus();
  bench.draw();
  showMirror(bench.state(), parts);
  Object.assign(globalThis, { funnelWorkbench: bench });
  document.documentElement.dataset.ready = 'true';
}

start().catch((error) => {
  console.error(error);
  showFallback('Рабочий стол не загрузился. Проверьте связь и обновите страницу; все числа есть на обычной странице.');
});
