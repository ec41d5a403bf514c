// @ts-check
// The keyboard of a tablet: it shows for a field of the page only, so an unseen one takes the focus while a field on the canvas is
// typed into, and what arrives in it is handed on as keys. Keys that are events of their own (iOS, a keyboard on a cable) the module
// hears without help; Android's arrive as text alone.

import { isTyped } from './names.js';

const kUnknownKey = 229; // keyCode of a key that says nothing but "some text follows"
const kBackspace = 8;

/**
 * @param {HTMLCanvasElement} canvas @param {HTMLInputElement} field unseen @param {import('./bench.js').Bench} bench
 * @returns {(at: {clientX: number, clientY: number}) => void} to be called when a finger has tapped
 */
export function screenKeyboard(canvas, field, bench) {
  let heard = false;
  /** @param {string} type @param {KeyboardEventInit} key */
  const press = (type, key) => canvas.dispatchEvent(new KeyboardEvent(type, { bubbles: true, ...key }));
  /** @param {string | null} text */
  const hand = (text) => {
    for (const letter of text ?? '') press('keypress', { charCode: letter.codePointAt(0) });
  };
  const empty = () => {
    field.value = ' '; // something for Backspace to delete
    bench.wake();
  };

  field.addEventListener('keydown', ({ keyCode }) => {
    heard = keyCode !== kUnknownKey;
  });
  field.addEventListener('input', (event) => {
    const { isComposing, inputType, data } = /** @type {InputEvent} */ (event);
    if (isComposing) return;
    if (!heard && inputType.startsWith('delete')) {
      press('keydown', { keyCode: kBackspace });
      press('keyup', { keyCode: kBackspace });
    } else if (!heard) {
      hand(data);
    }
    heard = false;
    empty();
  });
  field.addEventListener('compositionend', ({ data }) => {
    hand(data);
    empty();
  });
  field.addEventListener('keyup', () => {
    heard = false;
    if (!isTyped(bench.settle())) canvas.focus(); // Enter: the keyboard goes
  });

  return ({ clientX, clientY }) => {
    let typing = bench.settle();
    if (typing === 'number_field') {
      bench.command({ do: 'edit_focused' });
      typing = bench.settle();
    }
    if (!isTyped(typing)) {
      canvas.focus();
      return;
    }
    field.inputMode = typing === 'words_typed' ? 'text' : 'decimal';
    field.style.translate = `${clientX}px ${clientY}px`; // the place the browser keeps above its keyboard
    empty();
    field.focus({ preventScroll: true });
  };
}
