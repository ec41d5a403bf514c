// @ts-check
// Geometry shared by the charts: ticks, labels that sum, text that fits.

/**
 * Round ticks from 0 to at most `max`: 2–6 of them at steps of 1, 2 or 5 · 10ⁿ.
 * @param {number} max greater than zero
 */
export function ticks(max) {
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10) * power;
  const list = [];
  for (let i = 0; i * step <= max * (1 + 1e-9); i += 1) list.push(i * step);
  return list;
}

/**
 * Whole numbers near the amounts that add up to the rounded total (largest remainder).
 * @param {number[]} amounts @param {number} total their sum
 */
export function roundedToSum(amounts, total) {
  const rounded = amounts.map(Math.floor);
  let missing = Math.round(total) - rounded.reduce((sum, value) => sum + value, 0);
  const order = amounts
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (let n = 0; missing > 0 && order.length > 0; n += 1, missing -= 1) {
    rounded[order[n % order.length].i] += 1;
  }
  for (let n = order.length - 1; missing < 0 && n >= 0; n -= 1, missing += 1) rounded[order[n].i] -= 1;
  return rounded;
}

/** A name cut to fit a column of that width at 14 px. @param {string} text @param {number} width px */
export function fitted(text, width) {
  const most = Math.max(4, Math.floor(width / 8));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** @param {number} value */
export const round2 = (value) => Math.round(value * 100) / 100;
