// @ts-check
// What every chart is made of: an <svg> with a title and a description, one unit one pixel; texts; the hatch of money
// not earned. Each chart carries its own hatch, so it can be taken out of the page whole.

import { svg } from '../page/dom.js';
import { round2 } from './scale.js';

/** @typedef {{head: string[], rows: string[][]}} Table */
/** @typedef {{svg: SVGElement, table: Table}} Chart */

/** What is not earned: `url(#NAME-hatch)`. @param {string} name unique on the page */
export const hatch = (name) =>
  svg(
    'defs',
    {},
    svg(
      'pattern',
      {
        id: `${name}-hatch`,
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: 'rotate(45)',
      },
      svg('rect.hatch-ground', { width: 6, height: 6 }),
      svg('rect.hatch-line', { width: 2.6, height: 6 }),
    ),
  );

/** @param {string} name unique on the page @param {number} width @param {number} height @param {string} title @param {string} description @param {Element[]} parts */
export function chart(name, width, height, title, description, parts) {
  return svg(
    'svg.chart',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${name}-title ${name}-text`,
    },
    svg('title', { id: `${name}-title` }, title),
    svg('desc', { id: `${name}-text` }, description),
    hatch(name),
    ...parts,
  );
}

/** @param {string} kind class: now, lost, could, could-outline @param {number} x @param {number} y @param {number} width @param {number} height @param {string} [name] of the chart, for the hatch */
export function bar(kind, x, y, width, height, name) {
  const fill = kind === 'lost' ? `url(#${name}-hatch)` : null;
  return svg(`rect.c-${kind}`, { x: round2(x), y, width: round2(Math.max(0, width)), height, fill });
}

/** @param {string} kind @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
export const line = (kind, x1, y1, x2, y2) =>
  svg(`line.c-${kind}`, { x1: round2(x1), y1: round2(y1), x2: round2(x2), y2: round2(y2) });

/** @param {string} kind classes: "t.t--strong" @param {number} x @param {number} y @param {string} content @param {'start' | 'middle' | 'end'} [anchor] */
export const text = (kind, x, y, content, anchor = 'start') =>
  svg(`text.${kind}`, { x: round2(x), y, 'text-anchor': anchor === 'start' ? null : anchor }, content);

/** A line through points. @param {[number, number][]} points */
export const pathThrough = (points) => `M${points.map(([x, y]) => `${round2(x)} ${round2(y)}`).join('L')}`;
