// @ts-check
// The charts of the checklist: areas as bars with the head of sales' own mark, and the same as a radar. Numbers of the
// radar's spokes are the areas' numbers in the list beside it, so no label ever shrinks or collides.

import { chart, line, text } from '../charts/drawing.js';
import { round2 } from '../charts/scale.js';
import { svg } from '../page/dom.js';
import { scoreText } from './words.js';

/** @typedef {{name: string, own: number | null, self: number | null, before?: number | null}} AreaScore scores 0..1, null when not asked */

const kRow = 34;
const kBarTop = 20;

/** @param {AreaScore[]} areas */
function tableOf(areas) {
  const withBefore = areas.some(({ before }) => before !== undefined && before !== null);
  return {
    head: ['Область', 'Вы', 'РОП о себе', ...(withBefore ? ['В прошлый раз'] : [])],
    rows: areas.map(({ name, own, self, before }, i) => [
      `${i + 1}. ${name}`,
      scoreText(own),
      scoreText(self),
      ...(withBefore ? [scoreText(before)] : []),
    ]),
  };
}

/** @param {AreaScore[]} areas */
const descriptionOf = (areas) =>
  areas
    .map(
      ({ name, own, self }) =>
        `${name}: ${own === null ? 'не спрашивали' : scoreText(own)}${self === null ? '' : `, РОП о себе ${scoreText(self)}`}`,
    )
    .join('; ');

/** Marks of one bar, in a box `width` by 12 that begins at x, y. @param {AreaScore} area @param {{x: number, y: number, width: number}} box */
export function areaMarks({ own, self }, { x, y, width }) {
  const parts = [0, 0.5, 1].map((share) => line('grid', x + share * width, y - 4, x + share * width, y + 12));
  if (own !== null) parts.push(svg('rect.c-now', { x, y, width: round2(own * width), height: 8 }));
  if (own !== null && self !== null) {
    parts.push(
      svg('line.c-gap', { x1: round2(x + own * width), x2: round2(x + self * width), y1: y + 4, y2: y + 4 }),
    );
  }
  if (self !== null) parts.push(svg('circle.c-self', { cx: round2(x + self * width), cy: y + 4, r: 5.5 }));
  return parts;
}

/** @param {AreaScore[]} areas @param {{width: number, name?: string}} options @returns {import('../charts/drawing.js').Chart} */
export function areaBarsChart(areas, { width, name = 'areas' }) {
  const most = width - 60;
  const parts = areas.flatMap((area, i) => {
    const y = i * kRow + kBarTop;
    return [
      text('t.t--small', 0, y - 8, `${i + 1}. ${area.name}`),
      ...areaMarks(area, { x: 0, y, width: most }),
      text('t.t--strong', width, y + 9, area.own === null ? '—' : scoreText(area.own), 'end'),
    ];
  });
  return {
    svg: chart(name, width, areas.length * kRow + 4, 'Оценки областей', descriptionOf(areas), parts),
    table: tableOf(areas),
  };
}

/** A point of the radar: score 0..1 on spoke i of n, the first one up. @param {number} share @param {number} i @param {number} n @param {number} middle @param {number} radius @returns {[number, number]} */
export function radarPoint(share, i, n, middle, radius) {
  const angle = (2 * Math.PI * i) / n - Math.PI / 2;
  return [
    round2(middle + share * radius * Math.cos(angle)),
    round2(middle + share * radius * Math.sin(angle)),
  ];
}

/** @param {AreaScore[]} areas @param {{width: number, name?: string}} options @returns {import('../charts/drawing.js').Chart} */
export function radarChart(areas, { width, name = 'radar' }) {
  const size = Math.min(width, 420);
  const middle = size / 2;
  const radius = middle - 26;
  const at = (/** @type {number} */ share, /** @type {number} */ i) =>
    radarPoint(share, i, areas.length, middle, radius);
  const ring = (/** @type {number} */ share) =>
    svg('polygon.c-ring', { points: areas.map((_, i) => at(share, i).join(',')).join(' ') });
  const outline = (/** @type {string} */ kind, /** @type {(area: AreaScore) => number | null} */ score) => {
    if (!areas.some((area) => score(area) !== null)) return [];
    return [
      svg(`polygon.${kind}`, { points: areas.map((area, i) => at(score(area) ?? 0, i).join(',')).join(' ') }),
    ];
  };
  const parts = [
    ...[0.5, 1].map(ring),
    ...areas.map((_, i) => line('grid', middle, middle, ...at(1, i))),
    ...outline('c-radar-own', ({ own }) => own),
    ...outline('c-radar-self', ({ self }) => self),
    ...areas.flatMap((area, i) =>
      area.own === null
        ? []
        : [svg('circle.c-now', { cx: at(area.own, i)[0], cy: at(area.own, i)[1], r: 3 })],
    ),
    ...areas.map((_, i) => {
      const [x, y] = radarPoint(1, i, areas.length, middle, radius + 15);
      return text('t.t--small', x, y + 4.5, String(i + 1), 'middle');
    }),
  ];
  return {
    svg: chart(
      name,
      size,
      size,
      'Области кругом: чем дальше от середины, тем крепче',
      descriptionOf(areas),
      parts,
    ),
    table: tableOf(areas),
  };
}

/** Scores of all areas for the charts. @param {import('./store.js').State} state @param {import('./checklist.js').Definition} asked @returns {AreaScore[]} */
export function areaScores({ result, self, before }, asked) {
  return asked.areas.map(({ name }, i) => ({
    name,
    own: result?.areas[i]?.score ?? null,
    self: self?.areas[i]?.score ?? null,
    before: before ? (before.areas[i]?.score ?? null) : undefined,
  }));
}
