// @ts-check
// A chart of the page made independent of it: the colours and types of its classes written into every element, always
// the light ones, so it can stand in a document or a picture of its own.

import { seen } from './letters.js';

/** @typedef {Record<string, string>} Look */

export const kPaper = {
  ink: '#1b1815',
  quiet: '#4a443c',
  pale: '#675e54',
  hair: '#d8cfbf',
  rule: '#857a6c',
  lost: '#aa2d14',
  lostTint: '#f1ddd0',
  could: '#0b6655',
  couldTint: '#d3e2d6',
  now: '#2e2924',
  nowPale: '#8c8274',
  flow: '#e6decf',
  grid: '#ddd4c5',
};

/** @type {Record<string, Look>} */
const kLooks = {
  t: { 'font-family': 'Onest', 'font-size': '14', fill: kPaper.ink },
  't--strong': { 'font-weight': 'bold' },
  't--small': { 'font-size': '13', fill: kPaper.quiet },
  't--axis': { 'font-size': '13', fill: kPaper.pale },
  't--lost': { fill: kPaper.lost },
  't--could': { fill: kPaper.could },
  'c-now': { fill: kPaper.now },
  'c-now-pale': { fill: kPaper.nowPale },
  'c-could': { fill: kPaper.could },
  'c-could-outline': { fill: kPaper.couldTint, stroke: kPaper.could },
  'c-could-area': { fill: kPaper.couldTint },
  'c-flow': { fill: kPaper.flow },
  'c-grid': { stroke: kPaper.grid },
  'c-axis': { stroke: kPaper.ink },
  'c-link': { stroke: kPaper.ink },
  'c-tick': { stroke: kPaper.ink },
  'c-cut': { stroke: '#fff' },
  'c-whisker': { stroke: kPaper.ink, 'stroke-width': '1.5' },
  'c-could-edge': { stroke: kPaper.could, 'stroke-width': '2.5' },
  'c-step': { fill: 'none', stroke: kPaper.could, 'stroke-width': '2.5' },
  'c-gap': { stroke: kPaper.ink, 'stroke-width': '1.5', 'stroke-dasharray': '2 3' },
  'c-self': { fill: '#fff', stroke: kPaper.ink, 'stroke-width': '2' },
  'c-ring': { fill: 'none', stroke: kPaper.grid },
  'c-radar-own': { fill: kPaper.now, 'fill-opacity': '0.16', stroke: kPaper.now, 'stroke-width': '2' },
  'c-radar-self': { fill: 'none', stroke: kPaper.ink, 'stroke-width': '1.5', 'stroke-dasharray': '2 3' },
  'c-band': { fill: '#f1ebdf' },
  'c-mid': { stroke: kPaper.rule, 'stroke-dasharray': '4 4' },
  'c-range': { stroke: kPaper.ink, 'stroke-width': '1.5' },
  'c-range-open': { stroke: kPaper.ink, 'stroke-width': '1.5', 'stroke-dasharray': '3 4' },
  'c-sofar': { stroke: kPaper.ink, 'stroke-width': '2.5' },
  'c-dot': { fill: kPaper.ink, stroke: kPaper.ink, 'stroke-width': '2' },
  'c-dot-open': { fill: '#fff', stroke: kPaper.ink, 'stroke-width': '2' },
  'c-curve': { fill: 'none', stroke: kPaper.ink, 'stroke-width': '2.5' },
  'c-dots': { stroke: kPaper.ink, 'stroke-dasharray': '2 3' },
  'hatch-ground': { fill: kPaper.lostTint },
  'hatch-line': { fill: kPaper.lost },
};

const kBelow = 10; // px: on the page the lowest text may hang over the edge

/** Money not earned is hatched by lines here: what draws documents knows no patterns. @param {Element} bar filled with a hatch */
function hatched(bar) {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(bar.getAttribute(name)));
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  const ground = /** @type {Element} */ (bar.cloneNode());
  ground.setAttribute('fill', kPaper.lostTint);
  ground.removeAttribute('class');
  group.append(ground);
  const kStep = 8.5;
  for (let from = x - height; from < x + width; from += kStep) {
    const [left, right] = [Math.max(from, x), Math.min(from + height, x + width)];
    if (right <= left) continue;
    const stroke = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    const look = {
      x1: left,
      y1: y + height - (left - from),
      x2: right,
      y2: y + height - (right - from),
      stroke: kPaper.lost,
      'stroke-width': 2.4,
    };
    for (const [name, value] of Object.entries(look)) {
      stroke.setAttribute(name, String(Math.round(Number(value) * 100) / 100 || value));
    }
    group.append(stroke);
  }
  return group;
}

/** @param {SVGElement} svg @returns {SVGElement} a copy that needs no style sheet */
export function onPaper(svg) {
  const copy = /** @type {SVGElement} */ (svg.cloneNode(true));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  for (const element of [...copy.querySelectorAll('*')]) {
    const classes = (element.getAttribute('class') ?? '').split(/\s+/);
    const look = Object.assign({}, ...classes.map((name) => kLooks[name] ?? {}));
    for (const [name, value] of Object.entries(look)) {
      if (!(name === 'fill' && element.getAttribute('fill'))) element.setAttribute(name, value);
    }
    element.removeAttribute('class');
    if (element.tagName === 'line' && !element.getAttribute('stroke-width')) {
      element.setAttribute('stroke-width', '1');
    }
  }
  for (const bar of copy.querySelectorAll('rect[fill^="url("]')) bar.replaceWith(hatched(bar));
  copy.querySelectorAll('defs').forEach((defs) => defs.remove());
  for (const name of ['class', 'role', 'aria-labelledby']) copy.removeAttribute(name);
  const [width, height] = [Number(svg.getAttribute('width')), Number(svg.getAttribute('height')) + kBelow];
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return copy;
}

/** Well-formed whatever was typed: characters that XML forbids, and what cannot be seen, are left out. @param {SVGElement} svg */
export const svgText = (svg) => seen(new XMLSerializer().serializeToString(svg));
