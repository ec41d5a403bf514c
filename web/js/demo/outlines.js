// @ts-check
// The letters as they travel: outlines in streams, which compress to two thirds of what TrueType files take, made TrueType files again
// here. web/tools/letters.mjs writes them. Numbers are little-endian here and big-endian in the TrueType they become.
//
//   u32 length of each stream, kStreams of them, then the streams:
//   tables     per face u8 1 when it follows the face before it, u16 glyphs, then kTables of its file as they stand
//   characters of a face of its own, per glyph but the first: u8 how much its character is above the one before; 0: u16 follows
//   advances   u16 per glyph; of a face that follows: how it differs, as a change
//   contours   of a face of its own: u8 contours per glyph, u8 points per contour
//   shapes     of a face of its own: u8 per point: kind of step (below), +128 off the curve
//   steps      of a face of its own: what the kind leaves open
//   changes    of a face that follows: per point, how its step differs in x and in y from that of the same point before it;
//              i8 −119…120, else u8 121…136: the high bits of the difference + 2048, then u8: the low ones
//
// Kinds of steps (x, y) from the point before, as in WOFF2: 0… x is 0; 10… y is 0; 20… both within 64; 84… both within 768; 120… the rest.

/** Tables that travel as they stand: name and bytes. @type {[string, number][]} */
export const kTables = [
  ['OS/2', 96],
  ['head', 54],
  ['hhea', 36],
  ['maxp', 32],
  ['post', 32],
];
export const kStreams = 7;
const kNoNames = Uint8Array.of(0, 0, 0, 0, 0, 6);

/** From the point before; on: 1 on the curve, 0 off it. @typedef {{x: number, y: number, on: number}} Step */
/** counts: points of each contour. @typedef {{advance: number, character: number, counts: number[], steps: Step[]}} Glyph */

/** Reads a stream from its beginning on. @param {DataView<ArrayBuffer>} view @param {number} start */
function reader(view, start) {
  let at = start;
  const u8 = () => view.getUint8(at++);
  return {
    u8,
    u16: () => u8() + 256 * u8(),
    /** @param {number} length */
    bytes(length) {
      at += length;
      return new Uint8Array(view.buffer, at - length, length);
    },
  };
}
/** @typedef {ReturnType<typeof reader>} Reader */

/** @param {Reader} shapes @param {Reader} steps @returns {Step} */
function step(shapes, steps) {
  const shape = shapes.u8();
  const kind = shape & 127;
  const on = shape < 128 ? 1 : 0;
  /** @param {number} bit @param {number} size */
  const signed = (bit, size) => (kind & bit ? size : -size);
  const first = steps.u8();
  if (kind < 10) return { x: 0, y: signed(1, (kind >> 1) * 256 + first), on };
  if (kind < 20) return { x: signed(1, ((kind - 10) >> 1) * 256 + first), y: 0, on };
  if (kind < 84) {
    const high = kind - 20;
    return {
      x: signed(1, (high & 48) + (first >> 4) + 1),
      y: signed(2, ((high & 12) << 2) + (first & 15) + 1),
      on,
    };
  }
  const second = steps.u8();
  if (kind < 120) {
    const high = kind - 84;
    return {
      x: signed(1, Math.floor(high / 12) * 256 + first + 1),
      y: signed(2, (Math.floor(high / 4) % 3) * 256 + second + 1),
      on,
    };
  }
  return { x: signed(1, first * 16 + (second >> 4)), y: signed(2, (second & 15) * 256 + steps.u8()), on };
}

/** @param {Reader} changes */
function change(changes) {
  const byte = changes.u8();
  if (byte < 121) return byte;
  return byte > 136 ? byte - 256 : (byte - 121) * 256 + changes.u8() - 2048;
}

/** The sums of the numbers so far. @param {number[]} numbers */
function sums(numbers) {
  let sum = 0;
  return numbers.map((one) => (sum += one));
}

/** Numbers of so many bytes each, big-endian. @param {number[]} numbers @param {2 | 4} size */
function bigEndian(numbers, size) {
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  numbers.forEach((value, i) => (size === 2 ? view.setInt16(2 * i, value) : view.setUint32(4 * i, value)));
  return new Uint8Array(view.buffer);
}

/** @param {number} number */
const littleEndian = (number) => bigEndian([number], 4).reverse();

/** The left edge of a glyph. @param {Glyph} glyph */
const leftOf = ({ steps }) => (steps.length ? Math.min(...sums(steps.map(({ x }) => x))) : 0);

/** What the table "glyf" says of a glyph; nothing for a space. @param {Glyph} glyph */
function outline({ counts, steps }) {
  if (!steps.length) return new Uint8Array(0);
  const [xs, ys] = [steps.map(({ x }) => x), steps.map(({ y }) => y)];
  const [left, bottom] = [sums(xs), sums(ys)];
  return joined([
    bigEndian(
      [
        counts.length,
        Math.min(...left),
        Math.min(...bottom),
        Math.max(...left),
        Math.max(...bottom),
        ...sums(counts).map((end) => end - 1),
        0, // no instructions
      ],
      2,
    ),
    Uint8Array.from(steps, ({ on }) => on),
    bigEndian([...xs, ...ys], 2),
    new Uint8Array(-(2 * counts.length + 5 * steps.length) & 3),
  ]);
}

/** @param {Uint8Array<ArrayBuffer>[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A TrueType file. @param {Map<string, Uint8Array<ArrayBuffer>>} tables those that came as they stand @param {Glyph[]} glyphs */
function file(tables, glyphs) {
  const outlines = glyphs.map(outline);
  const starts = [0, ...sums(outlines.map(({ length }) => length))];
  const metrics = glyphs.flatMap((glyph) => [glyph.advance, leftOf(glyph)]);
  const groups = glyphs.flatMap(({ character }, i) => (character ? [character, character, i] : []));
  tables.set('glyf', joined(outlines));
  tables.set('loca', bigEndian(starts, 4));
  tables.set('hmtx', bigEndian(metrics, 2));
  tables.set(
    'cmap',
    joined([
      bigEndian([0, 1, 3, 10, 0, 12, 12, 0], 2), // one map, format 12
      bigEndian([16 + 4 * groups.length, 0, groups.length / 3, ...groups], 4),
    ]),
  );
  tables.set('name', kNoNames);
  const names = [...tables.keys()].sort();
  const head = new DataView(new ArrayBuffer(12 + 16 * names.length));
  head.setUint32(0, 0x00010000);
  head.setUint16(4, names.length);
  const parts = [new Uint8Array(head.buffer)];
  let at = head.byteLength;
  names.forEach((name, i) => {
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (tables.get(name));
    const record = 12 + 16 * i;
    [...name].forEach((letter, k) => head.setUint8(record + k, letter.charCodeAt(0)));
    head.setUint32(record + 8, at);
    head.setUint32(record + 12, bytes.length);
    const padding = -bytes.length & 3;
    parts.push(bytes, new Uint8Array(padding));
    at += bytes.length + padding;
  });
  return joined(parts);
}

/** @param {ArrayBuffer} packed @returns {Uint8Array<ArrayBuffer>[]} TrueType files, one a face */
export function facesOf(packed) {
  const view = new DataView(packed);
  let end = 4 * kStreams;
  const [tables, characters, advances, contours, shapes, steps, changes] = Array.from(
    { length: kStreams },
    (_, i) => {
      const start = end;
      end += view.getUint32(4 * i, true);
      return reader(view, start);
    },
  );
  /** @type {Glyph[]} */
  let before = [];
  return Array.from({ length: tables.u8() }, () => {
    const follows = tables.u8();
    const count = tables.u16();
    const own = new Map(kTables.map(([name, length]) => [name, tables.bytes(length)]));
    let character = 0;
    before = Array.from({ length: count }, (_, i) => {
      if (follows) {
        const like = before[i];
        return {
          ...like,
          advance: like.advance + change(advances),
          steps: like.steps.map(({ x, y, on }) => ({ x: x + change(changes), y: y + change(changes), on })),
        };
      }
      if (i > 0) character += characters.u8() || characters.u16();
      const counts = Array.from({ length: contours.u8() }, () => contours.u8());
      const length = counts.reduce((sum, one) => sum + one, 0);
      return {
        advance: advances.u16(),
        character,
        counts,
        steps: Array.from({ length }, () => step(shapes, steps)),
      };
    });
    return file(own, before);
  });
}

/**
 * What the workbench reads: u32 count, then per face u8 number, u32 length, TrueType (src/workbench/drawing/fonts.hpp).
 * @param {Uint8Array<ArrayBuffer>[]} faces
 */
export function packOf(faces) {
  return joined([
    littleEndian(faces.length),
    ...faces.flatMap((face, i) => [Uint8Array.of(i), littleEndian(face.length), face]),
  ]);
}
