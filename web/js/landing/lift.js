// @ts-check
// The money strip that is a slider: its green edge is the share to raise payments to, on a scale from nothing to twice the present share.
// A browser's own range input lies over the drawing: mouse, finger and keyboard are the browser's, the place of the edge is the chart's.

import { count, number, percent, plural, roubles } from '../text/format.js';
import { kLiftScale as kScale, liftChart } from '../charts/lift.js';
import { need } from '../page/dom.js';

const kSteps = 200;
/** How far a hand moves that only presses, px. */
const kTremor = 6;

/** "в полтора раза", "в 1,8 раза". @param {number} uplift */
function times(uplift) {
  if (Math.abs(uplift - 1.5) < 0.005) return 'в полтора раза';
  return Math.abs(uplift - 2) < 0.005 ? 'вдвое' : `в\u00A0${number(uplift, 2)}\u00A0раза`;
}

/** What the edge means, in words. @param {import('./store.js').State} state */
export function liftWords({ report, asks, autoTargets, uplift, upliftReached }) {
  if (!report || asks) return 'потяните зелёный край.';
  const { now, target } = report;
  if (target.sales < now.sales) return 'при таких целях оплат станет меньше, чем сейчас.';
  if (target.sales === now.sales) return 'потяните зелёный край. Сейчас цель равна тому, что есть.';
  const sales = `${count(target.sales)}\u00A0${plural(Math.round(target.sales), 'оплата', 'оплаты', 'оплат')} вместо ${count(now.sales)}`;
  if (!autoTargets) return `${sales}. Цели поставили вы.`;
  if (!upliftReached) return `${sales}. Больше этапы не вмещают. Это допущение.`;
  return `потяните зелёный край. Сейчас ${times(uplift)}: ${sales}, это допущение.`;
}

/** Draws the strip into its place, again when numbers or the width change; paper has its own drawing (figures.js). @param {import('./store.js').Store} store @param {HTMLElement} place */
function drawInto(store, place) {
  let frame = 0;
  const draw = () => {
    frame = 0;
    const width = Math.floor(place.clientWidth);
    const { report } = store.state();
    if (width === 0 || matchMedia('print').matches) return;
    const letter = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    place.replaceChildren(...(report ? [liftChart(report, { width, name: place.id, letter }).svg] : []));
  };
  const soon = () => {
    frame ||= requestAnimationFrame(draw);
  };
  new ResizeObserver(soon).observe(place);
  store.subscribe(soon);
}

/**
 * A hand that shakes while it presses does not pull: the value stays what it was, or what the press made it, until the hand has gone further.
 * @param {HTMLInputElement} range @returns {() => boolean} of an input event: whether it is to be passed over
 */
function steady(range) {
  /** @type {{x: number, value: string, moved: boolean, pulled: boolean} | null} */
  let press = null;
  range.addEventListener('pointerdown', ({ clientX }) => {
    press = { x: clientX, value: range.value, moved: false, pulled: false };
  });
  addEventListener('pointermove', ({ clientX }) => {
    if (!press) return;
    press.moved = true;
    press.pulled ||= Math.abs(clientX - press.x) > kTremor;
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () => {
      press = null;
    });
  }
  return () => {
    if (!press || press.pulled) return false;
    if (!press.moved) press.value = range.value;
    else range.value = press.value;
    return press.moved;
  };
}

/** @param {import('./store.js').Store} store */
export function mountLift(store) {
  drawInto(store, need(document, '[data-chart=lift]'));
  const range = /** @type {HTMLInputElement} */ (need(document, '#lift'));
  let isLifted = false; // since it was pressed
  const isTremor = steady(range);
  range.addEventListener('input', () => {
    if (isTremor()) return;
    isLifted = true;
    const share = Number(range.value) / kSteps;
    store.lift(Math.max(1, share * kScale));
  });
  // A drag or a run of keys is one step back.
  range.addEventListener('pointerdown', () => {
    store.settle();
    isLifted = false;
  });
  // The finger was about to scroll: the browser has set the value at its first touch, and takes the touch away then.
  range.addEventListener('pointercancel', () => {
    if (isLifted) store.undo();
    isLifted = false;
  });
  range.addEventListener('blur', () => store.settle());
  store.subscribe((state) => {
    const { report } = state;
    if (!report) return;
    const now = report.now.conversion;
    const aim = report.target.conversion;
    range.disabled = now <= 0;
    const value = now > 0 ? Math.min(kSteps, Math.round((aim / now / kScale) * kSteps)) : kSteps / 2;
    if (document.activeElement !== range || Number(range.value) !== value) range.value = String(value);
    range.setAttribute(
      'aria-valuetext',
      `до ${percent(aim)} заявок, сейчас ${percent(now)}; ${roubles(report.target.revenue)} в месяц`,
    );
  });
}
