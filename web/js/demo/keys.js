// @ts-check
// Whose a key is: the canvas's while it has the focus, the palette's when it begins a word and no field is typed into, a command's with Alt
// or Ctrl. What the person has done so far is taken before that is decided, so no letter goes astray however slow the frames are.
import { kAltKeys } from './commands.js';
import { isTyped } from './names.js';

const hasSheet = () => document.querySelector('dialog[open]') !== null;

/** Another place takes the focus, or is pressed, or the page goes: what was typed into the canvas is taken. @param {import('./bench.js').Bench} bench @param {HTMLElement} canvas */
function finishOnLeaving(bench, canvas) {
  const isOutside = (/** @type {Event} */ { target }) =>
    target instanceof HTMLElement && target !== canvas && !target.matches('[data-keyboard]');
  for (const type of ['focusin', 'pointerdown']) {
    document.addEventListener(type, (event) => isOutside(event) && bench.finish(), { capture: true });
  }
  window.addEventListener('pagehide', () => bench.state().typing && bench.finish(), { capture: true });
}

/**
 * @param {{bench: import('./bench.js').Bench, canvas: HTMLElement, mirror: HTMLElement, run(id: string): void,
 *   openPalette(text?: string): void, palette: HTMLInputElement, onCanvas(): boolean}} page run: a command, by its id
 */
export function routeKeys({ bench, canvas, mirror, run, openPalette, palette, onCanvas }) {
  /** Keys that are not the canvas's. @type {WeakSet<Event>} */
  const taken = new WeakSet();
  /** @param {KeyboardEvent} event */
  const take = (event) => {
    event.preventDefault();
    taken.add(event);
  };
  /** @param {string} id */
  const finishAndRun = (id) => {
    bench.finish();
    run(id);
  };

  /** @param {KeyboardEvent} event */
  function withControl(event) {
    const { code, shiftKey } = event;
    if (code === 'KeyK') {
      take(event);
      openPalette();
    } else if (code === 'KeyS' || code === 'KeyO') {
      take(event);
      finishAndRun(code === 'KeyS' ? 'save' : 'open');
    } else if ((code === 'KeyZ' || code === 'KeyY') && onCanvas()) {
      if (isTyped(bench.settle())) return;
      take(event);
      finishAndRun(code === 'KeyY' || shiftKey ? 'redo' : 'undo');
    }
  }

  /** @param {KeyboardEvent} event */
  function withAlt(event) {
    const { code } = event;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
    if (digit) {
      take(event);
      finishAndRun(`choose-${'ABCDEFGHI'[Number(digit) - 1]}`);
    } else if (kAltKeys[code]) {
      take(event);
      finishAndRun(kAltKeys[code]);
    }
  }

  /** @param {KeyboardEvent} event */
  function onCanvasKey(event) {
    const { key, code } = event;
    if ([...key].length !== 1) return;
    const keys = bench.settle();
    if (isTyped(keys)) return;
    if (code === 'Slash' || key === '/' || key === '?') {
      take(event);
      openPalette();
      return;
    }
    if (keys === 'slides' || key === ' ' || (keys === 'number_field' && /[0-9,.-]/.test(key))) return;
    // The letter itself follows the focus into the palette.
    taken.add(event);
    palette.value = '';
    palette.focus();
  }

  window.addEventListener(
    'keydown',
    (event) => {
      if (hasSheet() || event.isComposing) return;
      if (event.code === 'F6') {
        take(event);
        if (!mirror.contains(document.activeElement)) mirror.focus();
        else canvas.focus();
      } else if (event.key === 'Escape' && mirror.contains(document.activeElement)) {
        take(event);
        canvas.focus();
      } else if (event.ctrlKey || event.metaKey) withControl(event);
      else if (event.altKey) withAlt(event);
      else if (onCanvas() && document.activeElement?.tagName !== 'INPUT') onCanvasKey(event);
    },
    { capture: true },
  );

  finishOnLeaving(bench, canvas);

  /** @param {Event} event of a key */
  return (event) => onCanvas() && !taken.has(event) && !hasSheet();
}
