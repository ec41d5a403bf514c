// @ts-check
// The canvas in its window: as many pixels as the screen has, letters as large as the page's own, and what to do when the browser takes the
// graphics card away.
import { need } from '../page/dom.js';

/** How much larger than usual everything is: one rem of the page, which grows with the window. */
const magnified = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

/** @param {HTMLCanvasElement} canvas @param {import('./bench.js').Bench} bench */
export function followSize(canvas, bench) {
  const fit = () => {
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = canvas.getBoundingClientRect();
    bench.resize(
      Math.max(1, Math.round(width * ratio)),
      Math.max(1, Math.round(height * ratio)),
      ratio * magnified(),
    );
  };
  const sizes = new ResizeObserver(fit);
  try {
    sizes.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    sizes.observe(canvas); // Safari: the ratio is watched below
  }
  window.addEventListener('resize', fit);
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

/** @param {HTMLCanvasElement} canvas @param {import('./bench.js').Bench} bench @param {HTMLElement} section the sentence */
export function watchContext(canvas, bench, section) {
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    bench.contextLost();
    section.hidden = false;
  });
  canvas.addEventListener('webglcontextrestored', () => {
    section.hidden = true;
    bench.contextRestored();
  });
  // Everything is kept: a page loaded anew goes on where this one was.
  need(section, '[data-restore]').addEventListener('click', () => location.reload());
}
