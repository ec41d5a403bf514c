// Cuts the site's fonts by assets/fonts.json: woff2 for the pages, TrueType for the workbench.
// The same recipe and packages give the same bytes every time.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import subsetFont from 'subset-font';
import { lettersOf } from '../js/takeaway/letters.js';
import { mergeFonts, tablesOf } from './merge-fonts.mjs';
import { remembered } from './remembered.mjs';

const require = createRequire(import.meta.url);

/** Every character of a CSS unicode-range: "U+20-7E,U+A0" → " !\"#…~\u00a0". */
export function charactersOfRange(range) {
  let text = '';
  for (const part of range.split(',')) {
    const match = /^U\+([0-9A-F]+)(?:-([0-9A-F]+))?$/.exec(part.trim());
    if (!match) throw new Error(`fonts.json: "${part}" is not a unicode range`);
    const first = Number.parseInt(match[1], 16);
    const last = match[2] ? Number.parseInt(match[2], 16) : first;
    for (let code = first; code <= last; code += 1) text += String.fromCodePoint(code);
  }
  return text;
}

/** Folder of an installed package, also when its package.json is not exported. */
function packageFolder(name) {
  for (const base of require.resolve.paths(name) ?? []) {
    const folder = path.join(base, name);
    try {
      require.resolve(path.join(folder, 'package.json'));
      return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`package ${name} is not installed: run "npm ci" in web/`);
}

async function cutLetters(face, subset, letters, axes, targetFormat = 'truetype') {
  const file = path.join(packageFolder(face.package), face.source.replace('{subset}', subset));
  const font = await readFile(file);
  return remembered('font', [font, letters, targetFormat, JSON.stringify(axes ?? null)], async () =>
    Buffer.from(await subsetFont(font, letters, { targetFormat, variationAxes: axes })),
  );
}

const cutFont = (face, cut, axes, targetFormat) =>
  cutLetters(face, cut.subset, charactersOfRange(cut.range), axes, targetFormat);

const fileStem = (family) => family.toLowerCase().replaceAll(' ', '-');

/** All faces for the pages: [{name, bytes, preload, css(url)}], in the order of the recipe. */
export async function webFonts(recipe) {
  const fonts = [];
  for (const face of recipe.faces) {
    for (const cut of face.cuts) {
      const bytes = await cutFont(face, cut, face.axes, 'woff2');
      const name = `${fileStem(face.family)}-${cut.name}.woff2`;
      const css = (url) =>
        `@font-face{font-family:"${face.family}";font-weight:${face.weight};font-display:optional;` +
        `src:url("${url}")format("woff2");unicode-range:${cut.range}}`;
      fonts.push({ name, bytes, preload: cut.preload, css });
    }
  }
  return fonts;
}

/**
 * Style rules that keep the height of lines when a cut comes late: the space, by which a browser measures lines, is then taken from a
 * font of the device, in the measures of the face. Without it lines move when the rest of a face is there and its Latin is not.
 */
export async function standIns(recipe) {
  const rules = [];
  for (const face of recipe.faces) {
    const tables = tablesOf(await cutFont(face, face.cuts[0], face.axes, 'truetype'));
    const em = tables.get('head').readUInt16BE(18);
    const [ascent, descent, gap] = [4, 6, 8].map(
      (at) => `${(Math.abs(tables.get('hhea').readInt16BE(at)) / em) * 100}%`,
    );
    rules.push(
      `@font-face{font-family:"${face.family} Space";src:${face.local.map((name) => `local("${name}")`).join()};` +
        `ascent-override:${ascent};descent-override:${descent};line-gap-override:${gap};unicode-range:U+20}`,
    );
  }
  return rules.join('\n');
}

/** Static TrueType cuts for the workbench: [{name, bytes}], one file per face, weight and cut. */
export async function truetypeFonts(recipe) {
  const fonts = [];
  for (const face of recipe.faces) {
    for (const style of face.truetype) {
      for (const cut of [...face.cuts, ...(face.workbench ?? [])]) {
        const bytes = await cutFont(face, cut, style.axes, 'truetype');
        fonts.push({ name: `${style.name}-${cut.name}.ttf`, bytes });
      }
    }
  }
  return fonts;
}

/** The licence text of each face: [{name, bytes}]. */
export async function fontLicenses(recipe) {
  return Promise.all(
    recipe.faces.map(async (face) => ({
      name: `${fileStem(face.family)}.txt`,
      bytes: await readFile(path.join(packageFolder(face.package), face.license)),
    })),
  );
}

/** Everything from the space to the dingbats: a font keeps of it what it has. */
const kWide = charactersOfRange('U+20-7E,U+A0-27BF');

/** One whole TrueType file for each face and weight, for documents: [{name, bytes}]. Of the files of the package, the first that has a character gives it. */
export async function documentFonts(recipe) {
  const fonts = [];
  for (const face of recipe.faces) {
    for (const style of face.truetype) {
      const cuts = [];
      const taken = new Set();
      for (const subset of face.document) {
        const range = [...kWide].filter((letter) => !taken.has(letter)).join('');
        const bytes = await cutLetters(face, subset, range, style.axes);
        for (const code of lettersOf(bytes)) taken.add(String.fromCodePoint(code));
        cuts.push(bytes);
      }
      fonts.push({ name: style.name, bytes: mergeFonts(cuts) });
    }
  }
  return fonts;
}
