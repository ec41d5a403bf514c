// Prepares the workbench's files for the site: node web/tools/pack-workbench.mjs --bin DIR --fonts DIR --out DIR
// --bin holds workbench.js and workbench.wasm, --fonts the TrueType cuts of web/build.mjs --fonts-ttf. Out come workbench.js,
// workbench.wasm and letters.bin (format: fonts.hpp).
import { mkdir, readFile, readdir, writeFile, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import subsetFont from 'subset-font';
import { withoutUnused } from './workbench-loader.mjs';

const { values } = parseArgs({
  options: { bin: { type: 'string' }, fonts: { type: 'string' }, out: { type: 'string' } },
});

// What ImGui and browsers read of a font: outlines and metrics. Layout features and hints are left out.
const kTables = new Set(['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post']);
const kFaces = ['onest-regular', 'onest-semibold', 'literata-display'];
// Headings are Russian; a Latin name borrows its letters from the semibold face.
const kDisplayLatin = ' !"#%&\'()*+,-./0123456789:;?ABC\u00a0«»–—…−';

// Whatever the file has of these; without them go the shapes that only layout features choose (small capitals, fractions, figures).
const kAll = Array.from({ length: 0x3000 - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('');
// A table of no names.
const kNoNames = Buffer.from([0, 0, 0, 0, 0, 6]);

/** The file with only the tables that matter. @param {Buffer} font */
function essential(font) {
  const kept = [];
  for (let i = 0; i < font.readUInt16BE(4); i += 1) {
    const record = 12 + 16 * i;
    const tag = font.toString('latin1', record, record + 4);
    if (!kTables.has(tag)) continue;
    const start = font.readUInt32BE(record + 8);
    const bytes = Buffer.from(font.subarray(start, start + font.readUInt32BE(record + 12)));
    if (tag === 'head') bytes.writeUInt32BE(0, 8); // the sum of the whole file, which is another now
    kept.push({ tag, bytes: tag === 'name' ? kNoNames : bytes });
  }
  const head = Buffer.alloc(12 + 16 * kept.length);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(kept.length, 4);
  /** @type {Buffer[]} */
  const parts = [head];
  let offset = head.length;
  for (const [i, { tag, bytes }] of kept.entries()) {
    const record = 12 + 16 * i;
    head.write(tag, record, 'latin1');
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(bytes.length, record + 12);
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    parts.push(bytes, padding);
    offset += bytes.length + padding.length;
  }
  return Buffer.concat(parts);
}

async function lettersFile(fonts) {
  const names = (await readdir(fonts)).filter((name) => name.endsWith('.ttf')).sort();
  const parts = [];
  for (const [face, stem] of kFaces.entries()) {
    for (const name of names.filter((one) => one.startsWith(`${stem}-`))) {
      const characters = name === 'literata-display-latin.ttf' ? kDisplayLatin : kAll;
      const font = await subsetFont(await readFile(path.join(fonts, name)), characters, {
        targetFormat: 'truetype',
        noLayoutClosure: true,
      });
      const bytes = essential(Buffer.from(font));
      const head = Buffer.alloc(5);
      head.writeUInt8(face, 0);
      head.writeUInt32LE(bytes.length, 1);
      parts.push(Buffer.concat([head, bytes]));
    }
  }
  if (parts.length < kFaces.length) throw new Error(`${fonts}: not all faces are there`);
  const count = Buffer.alloc(4);
  count.writeUInt32LE(parts.length, 0);
  return Buffer.concat([count, ...parts]);
}

await mkdir(values.out, { recursive: true });
await writeFile(path.join(values.out, 'letters.bin'), await lettersFile(values.fonts));
if (values.bin) {
  const loader = withoutUnused(await readFile(path.join(values.bin, 'workbench.js'), 'utf8'));
  const { code } = await esbuild.transform(loader, { minify: true, format: 'esm', legalComments: 'none' });
  await writeFile(path.join(values.out, 'workbench.js'), code);
  await copyFile(path.join(values.bin, 'workbench.wasm'), path.join(values.out, 'workbench.wasm'));
}
