// The letters of the workbench travel as outlines in streams: what comes out has the same characters, widths and outlines as what went in.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { facesOf, kStreams, packOf } from '../../web/js/demo/outlines.js';
import { glyphsOf, packFaces, packLetters } from '../../web/tools/letters.mjs';
import { mergeFonts, tablesOf } from '../../web/tools/merge-fonts.mjs';
import { randomFrom } from './random.mjs';

const fonts = new URL('../../build/fonts-ttf/', import.meta.url);
const cut = (name) => readFileSync(new URL(`${name}.ttf`, fonts));
const kCuts = ['latin', 'cyrillic', 'neighbours', 'neighbours-ext', 'rouble'];
const onest = (weight) => mergeFonts(kCuts.map((name) => cut(`onest-${weight}-${name}`)));
const exact = (buffer) => new Uint8Array(buffer).buffer;

test('three faces come out as they went in', () => {
  const faces = [onest('regular'), onest('semibold'), cut('literata-display-cyrillic')];
  const packed = packLetters(faces);
  const back = facesOf(exact(packed));
  assert.equal(back.length, faces.length);
  faces.forEach((face, i) => {
    const [before, after] = [glyphsOf(face), glyphsOf(Buffer.from(back[i]))];
    assert.ok(before.length > 60);
    assert.deepEqual(after, before);
    const metrics = (font) => tablesOf(font).get('hhea').subarray(4, 10);
    assert.deepEqual(metrics(Buffer.from(back[i])), metrics(face));
  });
  // The second face follows the first: no outlines of its own but changes.
  assert.ok(packed.readUInt32LE(4 * (kStreams - 1)) > 0);
});

test('steps of every size and direction', () => {
  const random = randomFrom(5);
  const sizes = [0, 1, 63, 64, 65, 66, 255, 256, 257, 511, 512, 767, 768, 769, 1023, 1279, 1280, 2047, 4095];
  const steps = [];
  for (const x of sizes) {
    for (const y of sizes) {
      if (!x && !y) continue;
      const sign = () => random.pick([-1, 1]);
      const step = { x: x * sign(), y: y * sign(), on: steps.length % 3 ? 1 : 0 };
      steps.push(step, { x: -step.x, y: -step.y, on: 1 }); // back again: a glyph stays within 16 bits
    }
  }
  const font = cut('onest-regular-rouble');
  for (let at = 0; at < steps.length; at += 200) {
    const some = steps.slice(at, at + 200).map(({ x, y, on }) => ({ x: x || 0, y: y || 0, on }));
    const glyph = { advance: 500, character: 0, counts: [some.length], steps: some };
    const [read] = facesOf(exact(packFaces([{ font, glyphs: [glyph] }])));
    assert.deepEqual(glyphsOf(Buffer.from(read))[0].steps, some);
  }
});

test('the file for the program holds every face with its length', () => {
  const pack = Buffer.from(packOf([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]));
  assert.deepEqual([...pack], [2, 0, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3, 1, 1, 0, 0, 0, 4]);
});
