// @ts-check
// The first finger on the canvas: a tap is a press, a handle is dragged, anything else scrolls; a finger that stays shows what the pointer
// of a mouse would. Emscripten's GLFW hears touches without their place, so the workbench gets a mouse.

const kTouches = ['touchstart', 'touchmove', 'touchend', 'touchcancel'];
const kTapWithin = 10; // px
const kNowhere = { clientX: -9999, clientY: -9999 };
const kTapBefore = 500; // ms: after that it is a look

/** @param {HTMLCanvasElement} canvas @returns {(type: string, at: {clientX: number, clientY: number}, buttons: number) => boolean} */
const mouseOn =
  (canvas) =>
  (type, { clientX, clientY }, buttons) =>
    canvas.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX, clientY, button: 0, buttons }));

/** Neither GLFW nor the browser makes clicks of the same touch. @param {HTMLCanvasElement} canvas */
function keepTouches(canvas) {
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

/**
 * @param {HTMLCanvasElement} canvas @param {import('./bench.js').Bench} bench
 * @param {(at: PointerEvent) => void} onTap when a finger has tapped
 * @param {(step: number) => void} onSwipe a quick move aside: 1 to the left, -1 to the right
 */
export function fingersAsMouse(canvas, bench, onTap, onSwipe) {
  /** @type {{id: number, x: number, y: number, lastY: number, at: number, does: 'tap' | 'drag' | 'scroll'} | null} */
  let finger = null;
  const mouse = mouseOn(canvas);
  const perPixel = () => canvas.width / Math.max(1, canvas.getBoundingClientRect().width);

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.pointerType !== 'touch' || finger !== null) return;
    const { pointerId: id, clientX: x, clientY: y } = event;
    mouse('mousemove', event, 0);
    bench.settle();
    const does = bench.grips() ? 'drag' : 'tap';
    finger = { id, x, y, lastY: y, at: performance.now(), does };
    if (does === 'drag') mouse('mousedown', event, 1);
  }
  /** @param {PointerEvent} event */
  function move(event) {
    if (event.pointerId !== finger?.id) return;
    if (finger.does === 'drag') {
      mouse('mousemove', event, 1);
      return;
    }
    if (
      finger.does === 'tap' &&
      Math.hypot(event.clientX - finger.x, event.clientY - finger.y) > kTapWithin
    ) {
      finger.does = 'scroll';
    }
    if (finger.does === 'scroll') {
      bench.scroll((finger.lastY - event.clientY) * perPixel());
      finger.lastY = event.clientY;
    }
  }
  /** @param {PointerEvent} event */
  function up(event) {
    if (event.pointerId !== finger?.id) return;
    const { does, at, x, y } = finger;
    finger = null;
    if (does === 'drag') mouse('mouseup', event, 0);
    const quick = performance.now() - at < kTapBefore;
    if (does === 'tap' && quick && event.type === 'pointerup') {
      mouse('mousedown', event, 1);
      bench.settle();
      mouse('mouseup', event, 0);
      onTap(event);
    }
    const aside = event.clientX - x;
    if (
      does === 'scroll' &&
      quick &&
      Math.abs(aside) > 60 &&
      Math.abs(aside) > 2 * Math.abs(event.clientY - y)
    ) {
      onSwipe(aside < 0 ? 1 : -1);
    }
  }
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  // A mouse that has left is nowhere: GLFW would say where it was last, and what was there would stay lit.
  canvas.addEventListener('pointerleave', ({ pointerType, buttons }) => {
    if (pointerType === 'mouse' && buttons === 0) mouse('mousemove', kNowhere, 0);
  });
  keepTouches(canvas);
}
