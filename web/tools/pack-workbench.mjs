// Prepares the workbench's files for the site: node web/tools/pack-workbench.mjs --bin DIR --fonts DIR --out DIR
// --bin holds workbench.js and workbench.wasm, --fonts the TrueType cuts of web/build.mjs --fonts-ttf. Out come workbench.js,
// workbench.wasm and letters.bin (web/js/demo/outlines.js), and beside the cuts letters.pack, which is the same for fonts.hpp.
import { mkdir, readFile, readdir, writeFile, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import subsetFont from 'subset-font';
import { facesOf, packOf } from '../js/demo/outlines.js';
import { packLetters } from './letters.mjs';
import { mergeFonts } from './merge-fonts.mjs';
import { withoutUnused } from './workbench-loader.mjs';

const { values } = parseArgs({
  options: { bin: { type: 'string' }, fonts: { type: 'string' }, out: { type: 'string' } },
});

const kFaces = ['onest-regular', 'onest-semibold', 'literata-display'];
// Headings are Russian; a Latin name borrows its letters from the semibold face.
const kDisplayLatin = ' !"#%&\'()*+,-./0123456789:;?ABC\u00a0«»–—…−';

// Whatever the file has of these; without them go the shapes that only layout features choose (small capitals, fractions, figures).
const kAll = Array.from({ length: 0x3000 - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/** One font of all the cuts of a face. @param {string} fonts folder @param {string} stem */
async function face(fonts, stem) {
  const names = (await readdir(fonts)).filter((name) => name.startsWith(`${stem}-`) && name.endsWith('.ttf'));
  if (!names.length) throw new Error(`${fonts}: no cuts of ${stem}`);
  const cuts = names.sort().map(async (name) => {
    const characters = name === 'literata-display-latin.ttf' ? kDisplayLatin : kAll;
    return subsetFont(await readFile(path.join(fonts, name)), characters, {
      targetFormat: 'truetype',
      noLayoutClosure: true,
    });
  });
  return mergeFonts(await Promise.all(cuts));
}

await mkdir(values.out, { recursive: true });
const letters = packLetters(await Promise.all(kFaces.map((stem) => face(values.fonts, stem))));
await writeFile(path.join(values.out, 'letters.bin'), letters);
// As the page hands them to the program, for its tests without a page.
await writeFile(path.join(values.fonts, 'letters.pack'), packOf(facesOf(new Uint8Array(letters).buffer)));
if (values.bin) {
  const loader = withoutUnused(await readFile(path.join(values.bin, 'workbench.js'), 'utf8'));
  const { code } = await esbuild.transform(loader, { minify: true, format: 'esm', legalComments: 'none' });
  await writeFile(path.join(values.out, 'workbench.js'), code);
  await copyFile(path.join(values.bin, 'workbench.wasm'), path.join(values.out, 'workbench.wasm'));
}
