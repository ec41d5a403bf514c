// The letters of the workbench as they travel: outlines in streams (web/js/demo/outlines.js says which, and makes fonts of them again).
import { kStreams, kTables } from '../js/demo/outlines.js';
import { charactersOf, tablesOf } from './merge-fonts.mjs';

/** @typedef {import('../js/demo/outlines.js').Glyph} Glyph */
/** @typedef {{x: number, y: number, on: number}} Point where it is; on: 1 on the curve, 0 off it */

const [kWide, kRepeated, kMore] = [1, 8, 32];
const kTransformed = 8 | 64 | 128;

/** The contours of glyphs of a font, composite ones spelled out. @param {Map<string, Buffer>} tables @returns {(glyph: number) => Point[][]} */
function contoursOf(tables) {
  const [glyf, loca] = [tables.get('glyf'), tables.get('loca')];
  const isLong = tables.get('head').readInt16BE(50) === 1;
  const at = (glyph) => (isLong ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph));
  /** @param {number} glyph @returns {Point[][]} */
  function contours(glyph) {
    const outline = glyf.subarray(at(glyph), at(glyph + 1));
    if (!outline.length) return [];
    return outline.readInt16BE(0) < 0 ? composite(outline) : simple(outline);
  }
  /** @param {Buffer} outline */
  function composite(outline) {
    const all = [];
    for (let read = 10, flags = kMore; flags & kMore;) {
      flags = outline.readUInt16BE(read);
      if (flags & kTransformed) throw new Error('letters: a part of a glyph that is turned or stretched');
      const part = outline.readUInt16BE(read + 2);
      const [dx, dy] = [0, 1].map((i) =>
        flags & kWide ? outline.readInt16BE(read + 4 + 2 * i) : outline.readInt8(read + 4 + i),
      );
      all.push(
        ...contours(part).map((contour) => contour.map(({ x, y, on }) => ({ x: x + dx, y: y + dy, on }))),
      );
      read += flags & kWide ? 8 : 6;
    }
    return all;
  }
  return contours;
}

/** @param {Buffer} outline of one glyph, not composite @returns {Point[][]} */
function simple(outline) {
  const count = outline.readInt16BE(0);
  const ends = Array.from({ length: count }, (_, i) => outline.readUInt16BE(10 + 2 * i));
  let read = 12 + 2 * count + outline.readUInt16BE(10 + 2 * count);
  const flags = [];
  while (flags.length <= ends[count - 1]) {
    const flag = outline[read++];
    flags.push(flag);
    if (flag & kRepeated) flags.push(...Array(outline[read++]).fill(flag));
  }
  const [xs, ys] = [1, 2].map((axis) => {
    let value = 0;
    return flags.map((flag) => {
      const [short, same] = [flag & (1 << axis), flag & (8 << axis)];
      if (short) value += same ? outline[read++] : -outline[read++];
      else if (!same) value += outline.readInt16BE((read += 2) - 2);
      return value;
    });
  });
  return ends.map((end, i) =>
    flags
      .map((flag, k) => ({ x: xs[k], y: ys[k], on: flag & 1 }))
      .slice(i > 0 ? ends[i - 1] + 1 : 0, end + 1),
  );
}

/** All glyphs that have a character, by it, behind the one for what is missing. @param {Buffer} font @returns {Glyph[]} */
export function glyphsOf(font) {
  const tables = tablesOf(font);
  const contours = contoursOf(tables);
  const full = tables.get('hhea').readUInt16BE(34);
  const characters = [...charactersOf(tables.get('cmap'))].sort(([a], [b]) => a - b);
  return [[0, 0], ...characters].map(([character, glyph]) => {
    const points = contours(glyph);
    let from = { x: 0, y: 0 };
    const steps = points.flat().map((point) => {
      const step = { x: point.x - from.x, y: point.y - from.y, on: point.on };
      from = point;
      return step;
    });
    const advance = tables.get('hmtx').readUInt16BE(4 * Math.min(glyph, full - 1));
    return { advance, character, counts: points.map(({ length }) => length), steps };
  });
}

/** How outlines.js reads a step: its kind, and what that leaves open. @param {{x: number, y: number, on: number}} step */
function shapeOf({ x, y, on }) {
  const [across, up] = [Math.abs(x), Math.abs(y)];
  const sign = (value, bit) => (value > 0 ? bit : 0);
  const signs = sign(x, 1) + sign(y, 2);
  const off = on ? 0 : 128;
  if (x === 0 && up < 1280) return { shape: off + (up >> 8) * 2 + sign(y, 1), rest: [up & 255] };
  if (y === 0 && across < 1280) {
    return { shape: off + 10 + (across >> 8) * 2 + sign(x, 1), rest: [across & 255] };
  }
  const [a, b] = [across - 1, up - 1];
  if (a >= 0 && b >= 0 && a < 64 && b < 64) {
    return { shape: off + 20 + (a & 48) + ((b & 48) >> 2) + signs, rest: [((a & 15) << 4) | (b & 15)] };
  }
  if (a >= 0 && b >= 0 && a < 768 && b < 768) {
    return { shape: off + 84 + 12 * (a >> 8) + 4 * (b >> 8) + signs, rest: [a & 255, b & 255] };
  }
  if (across > 4095 || up > 4095) throw new Error('letters: a step too long to write');
  return { shape: off + 120 + signs, rest: [across >> 4, ((across & 15) << 4) | (up >> 8), up & 255] };
}

/** @param {number} value */
const changeOf = (value) =>
  value >= -119 && value <= 120 ? [value & 255] : [121 + ((value + 2048) >> 8), (value + 2048) & 255];

const u16 = (value) => [value & 255, value >> 8];

/** The head of a font with `count` glyphs as outlines.js makes it. @param {Buffer} font @param {number} count */
function tablesFor(font, count) {
  const tables = tablesOf(font);
  return kTables.flatMap(([name, length]) => {
    const bytes = Buffer.alloc(length);
    tables.get(name).copy(bytes);
    if (name === 'head') {
      bytes.writeUInt32BE(0, 8); // the sum of a file that is another now
      bytes.writeInt16BE(1, 50); // long offsets
    }
    if (name === 'hhea') bytes.writeUInt16BE(count, 34);
    if (name === 'maxp') bytes.writeUInt16BE(count, 4);
    return [...bytes];
  });
}

/** @param {Glyph[]} a @param {Glyph[]} b */
const alike = (a, b) =>
  a.length === b?.length &&
  a.every(
    ({ character, counts, steps }, i) =>
      character === b[i].character &&
      String(counts) === String(b[i].counts) &&
      steps.every(({ on }, k) => on === b[i].steps[k].on),
  );

/** @param {Buffer[]} fonts TrueType, one a face @returns {Buffer} the file of outlines.js */
export const packLetters = (fonts) => packFaces(fonts.map((font) => ({ font, glyphs: glyphsOf(font) })));

/** The same of glyphs; the rest of a face is from its font. @param {{font: Buffer, glyphs: Glyph[]}[]} faces */
export function packFaces(faces) {
  /** @type {number[][]} */
  const streams = Array.from({ length: kStreams }, () => []);
  const [tables, characters, advances, contours, shapes, steps, changes] = streams;
  /** @type {Glyph[]} */
  let before = [];
  tables.push(faces.length);
  for (const { font, glyphs } of faces) {
    const follows = alike(glyphs, before);
    tables.push(Number(follows), ...u16(glyphs.length), ...tablesFor(font, glyphs.length));
    glyphs.forEach((glyph, i) => {
      if (follows) {
        advances.push(...changeOf(glyph.advance - before[i].advance));
        glyph.steps.forEach(({ x, y }, k) => {
          const like = before[i].steps[k];
          changes.push(...changeOf(x - like.x), ...changeOf(y - like.y));
        });
        return;
      }
      if (i > 0) {
        const further = glyph.character - glyphs[i - 1].character;
        characters.push(...(further < 256 ? [further] : [0, ...u16(further)]));
      }
      if (glyph.counts.some((count) => count > 255)) throw new Error('letters: a contour of too many points');
      advances.push(...u16(glyph.advance));
      contours.push(glyph.counts.length, ...glyph.counts);
      for (const { shape, rest } of glyph.steps.map(shapeOf)) {
        shapes.push(shape);
        steps.push(...rest);
      }
    });
    before = glyphs;
  }
  const lengths = Buffer.alloc(4 * kStreams);
  streams.forEach(({ length }, i) => lengths.writeUInt32LE(length, 4 * i));
  return Buffer.concat([lengths, ...streams.map((stream) => Buffer.from(stream))]);
}
