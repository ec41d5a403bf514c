// One row of the cases' chart: before and after on the scale of 0 to 100 % that all rows share. Places are percentages of the width, so
// the drawing needs no script and no style.
import * as format from '../js/text/format.js';

const kMiddle = 28;
const at = (ratio) => `${Math.round(ratio * 10000) / 100}%`;

const whisker = ([low, high], y) =>
  `<g class="db__whisker"><line x1="${at(low)}" x2="${at(high)}" y1="${y}" y2="${y}"/><line x1="${at(low)}" x2="${at(low)}" y1="${y - 5}" y2="${y + 5}"/><line x1="${at(high)}" x2="${at(high)}" y1="${y - 5}" y2="${y + 5}"/></g>`;
const dot = (kind, ratio) => `<circle class="db__dot db__dot--${kind}" cx="${at(ratio)}"/>`; // cy and r are the style sheet's
const label = (kind, ratio, dx, anchor) =>
  `<text class="db__text db__text--${kind}" x="${at(ratio)}" dx="${dx}" y="${kMiddle + 5}"${anchor ? ` text-anchor="${anchor}"` : ''}>${format.percent(ratio)}</text>`;

/** What the row shows, in words. @param {{before: number | null, after: number, plan?: number}} shares @param {[number, number] | null} interval */
function sentence({ before, after, plan }, interval) {
  const first = before === null ? 'Исходная доля не названа' : `Было ${format.percent(before)}`;
  const range = interval
    ? `, скорее всего от\u00A0${format.percentRange(interval).replace('–', ' до\u00A0')}`
    : '';
  return `${first}${range}, стало ${format.percent(after)}${plan ? `, план ${format.percent(plan)}` : ''}`;
}

/**
 * @param {{before: number | null, after: number, plan?: number, denominator: string}} shares
 * @param {{interval?: [number, number] | null}} counted the interval of the share before, where its counts are published
 */
export function dumbbell(shares, { interval = null } = {}) {
  const { before, after, plan, denominator } = shares;
  const same = denominator === 'all';
  const parts = [
    plan ? `<line class="db__plan" x1="${at(plan)}" x2="${at(plan)}" y1="12" y2="44"/>` : '',
    before === null
      ? ''
      : `<line class="db__line${same ? ' db__line--same' : ''}" x1="${at(before)}" x2="${at(after)}" y1="${kMiddle}" y2="${kMiddle}"/>`,
    interval ? whisker(interval, kMiddle - 15) : '',
    before === null ? '' : dot('before', before) + label('before', before, -13, 'end'),
    dot(same ? 'same' : 'after', after) + label('after', after, 13),
  ];
  return `<svg class="db" role="img" aria-label="${sentence(shares, interval)}">${parts.join('')}</svg>`;
}
