// Joins TrueType cuts of one face (Latin, Cyrillic, rouble) into one font: documents cannot fall back from cut to cut
// as pages do. The first cut keeps its layout features (kerning, tabular figures); the others add their glyphs.

const kKept = ['OS/2', 'name', 'GSUB', 'GPOS', 'GDEF']; // taken from the first cut as they are
const kMaxpMaxima = [6, 8, 10, 12, 16, 18, 20, 22, 24, 26, 28, 30]; // offsets of the maxima in maxp

/** Tables of a TrueType file by name. @param {Buffer} font @returns {Map<string, Buffer>} */
export function tablesOf(font) {
  const tables = new Map();
  for (let i = 0; i < font.readUInt16BE(4); i += 1) {
    const at = 12 + i * 16;
    const offset = font.readUInt32BE(at + 8);
    tables.set(
      font.toString('latin1', at, at + 4),
      font.subarray(offset, offset + font.readUInt32BE(at + 12)),
    );
  }
  return tables;
}

/** Character → glyph, from a cmap of format 4 or 12. @param {Buffer} cmap @returns {Map<number, number>} */
export function charactersOf(cmap) {
  const found = new Map();
  for (let i = 0; i < cmap.readUInt16BE(2); i += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + i * 8));
    const format = table.readUInt16BE(0);
    if (format === 12) readFormat12(table, found);
    else if (format === 4) readFormat4(table, found);
  }
  return found;
}

function readFormat12(table, found) {
  for (let i = 0; i < table.readUInt32BE(12); i += 1) {
    const [first, last, glyph] = [0, 4, 8].map((field) => table.readUInt32BE(16 + i * 12 + field));
    for (let code = first; code <= last; code += 1) found.set(code, glyph + code - first);
  }
}

function readFormat4(table, found) {
  const segments = table.readUInt16BE(6) / 2;
  for (let i = 0; i < segments; i += 1) {
    const last = table.readUInt16BE(14 + i * 2);
    const first = table.readUInt16BE(16 + segments * 2 + i * 2);
    const delta = table.readUInt16BE(16 + segments * 4 + i * 2);
    const rangeAt = 16 + segments * 6 + i * 2;
    const range = table.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code < 0xffff; code += 1) {
      const raw = range === 0 ? code : table.readUInt16BE(rangeAt + range + (code - first) * 2);
      if (range === 0 || raw !== 0) found.set(code, (raw + delta) & 0xffff);
    }
  }
}

/** Outlines of every glyph, references between composite glyphs moved by `shift`. */
function outlinesOf(tables, count, shift) {
  const [loca, glyf] = [tables.get('loca'), tables.get('glyf')];
  const long = tables.get('head').readInt16BE(50) === 1;
  const at = (i) => (long ? loca.readUInt32BE(i * 4) : loca.readUInt16BE(i * 2) * 2);
  return Array.from({ length: count }, (_, i) => {
    const outline = Buffer.from(glyf.subarray(at(i), at(i + 1)));
    if (outline.length > 0 && outline.readInt16BE(0) < 0) shiftComponents(outline, shift);
    return outline;
  });
}

function shiftComponents(outline, shift) {
  let at = 10;
  let flags;
  do {
    flags = outline.readUInt16BE(at);
    outline.writeUInt16BE(outline.readUInt16BE(at + 2) + shift, at + 2);
    at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
  } while (flags & 0x20);
}

function metricsOf(tables, count) {
  const hmtx = tables.get('hmtx');
  const full = tables.get('hhea').readUInt16BE(34);
  const metrics = Buffer.alloc(count * 4);
  for (let i = 0; i < count; i += 1) {
    metrics.writeUInt16BE(hmtx.readUInt16BE(Math.min(i, full - 1) * 4), i * 4);
    metrics.writeInt16BE(
      i < full ? hmtx.readInt16BE(i * 4 + 2) : hmtx.readInt16BE(full * 4 + (i - full) * 2),
      i * 4 + 2,
    );
  }
  return metrics;
}

function cmapOf(characters) {
  const codes = [...characters.keys()].sort((a, b) => a - b);
  const table = Buffer.alloc(28 + codes.length * 12);
  table.writeUInt16BE(1, 2);
  table.writeUInt16BE(3, 4);
  table.writeUInt16BE(10, 6);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(16 + codes.length * 12, 16);
  table.writeUInt32BE(codes.length, 24);
  codes.forEach((code, i) =>
    [code, code, characters.get(code)].forEach((value, field) =>
      table.writeUInt32BE(value, 28 + i * 12 + field * 4),
    ),
  );
  return table;
}

function assembled(tables) {
  const names = [...tables.keys()].sort();
  const power = Math.floor(Math.log2(names.length));
  const head = Buffer.alloc(12 + names.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  [names.length, 16 << power, power, names.length * 16 - (16 << power)].forEach((value, i) =>
    head.writeUInt16BE(value, 4 + i * 2),
  );
  const parts = [head];
  let offset = head.length;
  names.forEach((name, i) => {
    const bytes = tables.get(name);
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    let sum = 0;
    for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
    head.write(name, 12 + i * 16, 'latin1');
    [sum, offset, bytes.length].forEach((value, field) => head.writeUInt32BE(value, 16 + i * 16 + field * 4));
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

/** @param {Uint8Array[]} cuts TrueType, of one size of the em @returns {Buffer} */
export function mergeFonts(cuts) {
  const fonts = cuts.map((cut) => tablesOf(Buffer.from(cut)));
  const [first] = fonts;
  const outlines = [];
  const metrics = [];
  const characters = new Map();
  const maxp = Buffer.from(first.get('maxp'));
  for (const tables of fonts) {
    if (tables.get('head').readUInt16BE(18) !== first.get('head').readUInt16BE(18)) {
      throw new Error('cuts of different sizes of the em');
    }
    const count = tables.get('maxp').readUInt16BE(4);
    const shift = outlines.length;
    outlines.push(...outlinesOf(tables, count, shift));
    metrics.push(metricsOf(tables, count));
    for (const [code, glyph] of charactersOf(tables.get('cmap'))) {
      if (!characters.has(code)) characters.set(code, glyph + shift);
    }
    for (const at of kMaxpMaxima) {
      maxp.writeUInt16BE(Math.max(maxp.readUInt16BE(at), tables.get('maxp').readUInt16BE(at)), at);
    }
  }
  maxp.writeUInt16BE(outlines.length, 4);
  const [head, hhea] = [Buffer.from(first.get('head')), Buffer.from(first.get('hhea'))];
  head.writeInt16BE(1, 50);
  hhea.writeUInt16BE(outlines.length, 34);
  const loca = Buffer.alloc((outlines.length + 1) * 4);
  outlines.reduce((at, outline, i) => {
    loca.writeUInt32BE(at + outline.length, (i + 1) * 4);
    return at + outline.length;
  }, 0);
  const post = Buffer.alloc(32);
  post.writeUInt32BE(0x00030000, 0);
  const tables = new Map(kKept.filter((name) => first.has(name)).map((name) => [name, first.get(name)]));
  const made = {
    head,
    hhea,
    maxp,
    loca,
    post,
    glyf: Buffer.concat(outlines),
    hmtx: Buffer.concat(metrics),
    cmap: cmapOf(characters),
  };
  for (const [name, bytes] of Object.entries(made)) tables.set(name, bytes);
  return assembled(tables);
}
