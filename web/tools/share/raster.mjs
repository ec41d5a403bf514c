// SVG → PNG without a browser; only the given fonts are known, so every machine gives the same bytes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';

/** @param {{name: string, bytes: Uint8Array}[]} fonts TrueType @param {(png: (svg: string, width?: number) => Buffer) => any} work */
export async function withRasteriser(fonts, work) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fonts-'));
  try {
    const files = fonts.map(({ name }) => path.join(folder, `${name}.ttf`));
    await Promise.all(fonts.map(({ bytes }, i) => writeFile(files[i], bytes)));
    const font = { loadSystemFonts: false, fontFiles: files, defaultFontFamily: 'Onest' };
    return await work((svg, width) =>
      new Resvg(svg, { font, ...(width ? { fitTo: { mode: 'width', value: width } } : {}) }).render().asPng(),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
