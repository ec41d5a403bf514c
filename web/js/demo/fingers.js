// @ts-check
// The first finger on the canvas is a mouse to the workbench: Emscripten's GLFW hears touches without their place.

const kTouches = ['touchstart', 'touchmove', 'touchend', 'touchcancel'];

/** @param {HTMLCanvasElement} canvas @param {(at: PointerEvent) => void} onUp when a finger has gone up */
export function fingersAsMouse(canvas, onUp) {
  /** @type {number | null} */
  let finger = null;
  /** @param {string} type @param {PointerEvent} at @param {number} buttons */
  const mouse = (type, { clientX, clientY }, buttons) =>
    canvas.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX, clientY, button: 0, buttons }));

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.pointerType !== 'touch' || finger !== null) return;
    finger = event.pointerId;
    mouse('mousemove', event, 0);
    mouse('mousedown', event, 1);
  }
  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId === finger) mouse('mousemove', event, 1);
  }
  /** @param {PointerEvent} event */
  function up(event) {
    if (event.pointerId !== finger) return;
    finger = null;
    mouse('mouseup', event, 0);
    onUp(event);
  }
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  // Neither GLFW nor the browser makes clicks of the same touch.
  for (const type of kTouches) {
    window.addEventListener(
      type,
      (event) => {
        if (event.target !== canvas) return;
        event.preventDefault();
        event.stopPropagation();
      },
      { capture: true, passive: false },
    );
  }
}
