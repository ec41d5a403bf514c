// pdfmake without what the site's documents never use: Brotli (for WOFF2), East Asian encodings, QR codes.
import { readFile } from 'node:fs/promises';

/** Modules of its bundle, each known by words of its own, and what stands in their place. */
const kReplaced = [
  {
    words: /module\.exports="W5\/fcQLn5gKf2XUbAiQ1XULX/,
    body: 'module.exports = "";',
    what: 'the Brotli dictionary',
  },
  {
    words: /exports\.BrotliDecompressBuffer = BrotliDecompressBuffer/,
    body: 'module.exports = {};',
    what: 'the Brotli decoder',
  },
  {
    words: /module\.exports = \/\*#__PURE__\*\/JSON\.parse\('\[\["/,
    body: 'module.exports = [];',
    what: 'tables of East Asian encodings',
  },
  {
    words: /Generated data for sbcs codec/,
    body: 'module.exports = {};',
    what: 'tables of one-byte encodings',
  },
  { words: /qr\.js -- QR code generator/, body: 'module.exports = {};', what: 'QR codes' },
];

/** The bundle with those modules emptied. @param {string} bundle */
export function withoutUnused(bundle) {
  const parts = bundle.split(/(?=\n\/\*\*\*\/ "?[\w./-]+"?:\n\/\*\*\*\/ \(?function)/);
  for (const { words, body, what } of kReplaced) {
    let found = 0;
    parts.forEach((part, i) => {
      if (!words.test(part) || i === 0) return;
      const [head] = /^\n\/\*\*\*\/ "?[\w./-]+"?:\n/.exec(part) ?? [''];
      parts[i] = `${head}/***/ (function(module) {\n${body}\n/***/ }),\n`;
      found += 1;
    });
    if (found === 0) throw new Error(`pdfmake has changed: ${what} not found`);
  }
  return parts.join('');
}

export const pdfLibraryPlugin = {
  name: 'pdf-library',
  setup(build) {
    build.onLoad({ filter: /pdfmake[\\/]build[\\/]pdfmake\.js$/ }, async ({ path }) => ({
      contents: withoutUnused(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};
