// As much of PNG as pictures of pages need: a browser's picture in, a small one with a palette out and in.
import { deflateSync, inflateSync } from 'node:zlib';

const kSignature = Buffer.from('89504e470d0a1a0a', 'hex');
const kChannels = { 2: 3, 3: 1, 6: 4 }; // colour type → bytes of a pixel

/** @typedef {{width: number, height: number, rgb: Uint8Array}} Picture three bytes a pixel */

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crcOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunksOf(png) {
  const chunks = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

const paeth = (a, b, c) => {
  const pa = Math.abs(b - c);
  const pb = Math.abs(a - c);
  const pc = Math.abs(a + b - 2 * c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

/** Undoes the filter of every line. */
function unfiltered(raw, stride, height, size) {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const [filter, from, to] = [raw[y * (stride + 1)], y * (stride + 1) + 1, y * stride];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= size ? out[to + x - size] : 0;
      const up = y > 0 ? out[to + x - stride] : 0;
      const corner = x >= size && y > 0 ? out[to + x - stride - size] : 0;
      let guess = 0;
      if (filter === 1) guess = left;
      else if (filter === 2) guess = up;
      else if (filter === 3) guess = (left + up) >> 1;
      else if (filter === 4) guess = paeth(left, up, corner);
      out[to + x] = raw[from + x] + guess;
    }
  }
  return out;
}

/** @param {Buffer} png 8 bits a channel, not interlaced @returns {Picture} */
export function decode(png) {
  if (!png.subarray(0, 8).equals(kSignature)) throw new Error('not a PNG');
  const chunks = chunksOf(png);
  const head = chunks[0].data;
  const [width, height, depth, type, interlaced] = [
    head.readUInt32BE(0),
    head.readUInt32BE(4),
    head[8],
    head[9],
    head[12],
  ];
  const size = kChannels[type];
  if (depth !== 8 || !size || interlaced) throw new Error(`a PNG of ${depth} bits, type ${type}`);
  const data = Buffer.concat(chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data));
  const pixels = unfiltered(inflateSync(data), width * size, height, size);
  const palette = chunks.find((chunk) => chunk.type === 'PLTE')?.data;
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    for (let c = 0; c < 3; c += 1) {
      rgb[i * 3 + c] = palette ? palette[pixels[i] * 3 + c] : pixels[i * size + c];
    }
  }
  return { width, height, rgb };
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crcOf(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Pictures of one width, one below the other. @param {Picture[]} parts @returns {Picture} */
export function stacked(parts) {
  const rgb = new Uint8Array(parts.reduce((size, part) => size + part.rgb.length, 0));
  let at = 0;
  for (const part of parts) {
    rgb.set(part.rgb, at);
    at += part.rgb.length;
  }
  return { width: parts[0].width, height: parts.reduce((tall, { height }) => tall + height, 0), rgb };
}

/** With a palette: a picture of at most 256 colours. @param {Picture} picture */
export function encode({ width, height, rgb }) {
  const colours = new Map();
  const raw = Buffer.alloc((width + 1) * height);
  for (let i = 0; i < width * height; i += 1) {
    const colour = (rgb[i * 3] << 16) | (rgb[i * 3 + 1] << 8) | rgb[i * 3 + 2];
    if (!colours.has(colour)) colours.set(colour, colours.size);
    raw[Math.floor(i / width) * (width + 1) + 1 + (i % width)] = colours.get(colour);
  }
  if (colours.size > 256) throw new Error(`${colours.size} colours do not fit a palette`);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from(
    [...colours.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
  );
  return Buffer.concat([
    kSignature,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const kStep = 51; // six values a channel: 216 colours at most

/** The mean of every square of `by` pixels, in few colours. @param {Picture} picture @param {number} by @returns {Picture} */
export function reduced({ width, height, rgb }, by) {
  const [w, h] = [Math.floor(width / by), Math.ceil(height / by)];
  const out = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y += 1) {
    const rows = Math.min(by, height - y * by);
    for (let x = 0; x < w; x += 1) {
      for (let c = 0; c < 3; c += 1) {
        let sum = 0;
        for (let dy = 0; dy < rows; dy += 1) {
          for (let dx = 0; dx < by; dx += 1) sum += rgb[((y * by + dy) * width + x * by + dx) * 3 + c];
        }
        out[(y * w + x) * 3 + c] = Math.round(sum / (rows * by) / kStep) * kStep;
      }
    }
  }
  return { width: w, height: h, rgb: out };
}

/**
 * Where two pictures differ by more than one step of colour; what one has and the other has not differs.
 * @param {Picture} a @param {Picture} b
 */
export function difference(a, b) {
  const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
  const rgb = new Uint8Array(width * height * 3).fill(255);
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = [a, b].map((p) => x < p.width && y < p.height);
      const at = [a, b].map((p) => (y * p.width + x) * 3);
      const differs =
        !inside[0] ||
        !inside[1] ||
        [0, 1, 2].some((c) => Math.abs(a.rgb[at[0] + c] - b.rgb[at[1] + c]) > kStep);
      if (differs) count += 1;
      rgb.set(
        differs
          ? [204, 0, 0]
          : [0, 1, 2].map((c) => 153 + Math.round((b.rgb[at[1] + c] * 0.4) / kStep) * kStep),
        (y * width + x) * 3,
      );
    }
  }
  return { count, share: count / (width * height), picture: { width, height, rgb } };
}
