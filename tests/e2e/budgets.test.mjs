// Bytes of the landing page before anything can be done on it, and of the workbench, as a browser that speaks brotli receives them
// (architecture, "Budgets").
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { journeys, newPage, open } from './harness.mjs';

const SITE = process.env.SITE ?? 'build/site';
const KB = 1024;
let site;
let browser;
let loaded;
journeys(async (stage) => {
  ({ site, browser } = stage);
  loaded = await filesOf('/', { beforeResult: true });
});

/**
 * What a visit to a page fetches: path and bytes of each file. `beforeResult`: only what was asked for before the first result
 * stood (the document itself and every resource begun by then).
 */
async function filesOf(address, { beforeResult = false } = {}) {
  const page = await newPage(browser, { origin: site.origin });
  await open(page, site.origin + address);
  const urls = await page.evaluate(
    (before) => [
      location.href,
      ...performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => !before || startTime < window.__readyAt)
        .map(({ name }) => name),
    ],
    beforeResult,
  );
  await page.context().close();
  return urls.map((url) => {
    const name = new URL(url).pathname;
    const file = path.join(SITE, name.replace(/\/$/, '/index.html'));
    let bytes;
    try {
      bytes = statSync(`${file}.br`).size;
    } catch {
      bytes = statSync(file).size;
    }
    return { name, bytes };
  });
}

const sum = (pattern) =>
  loaded.filter(({ name }) => pattern.test(name)).reduce((total, { bytes }) => total + bytes, 0);
const table = () => loaded.map(({ name, bytes }) => `${bytes} ${name}`).join('\n');

for (const [what, pattern, limit] of /** @type {[string, RegExp, number][]} */ ([
  ['HTML and CSS', /^\/$|\.css$/, 14 * KB],
  ['JavaScript', /\.js$/, 25 * KB],
  ['JavaScript and wasm', /\.(js|wasm)$/, 70 * KB],
  ['fonts', /\.woff2$/, 50 * KB],
  ['everything', /^\/(?!favicon)/, 130 * KB],
])) {
  test(`${what} before interaction: at most ${limit / KB} KB brotli`, () => {
    const bytes = sum(pattern);
    console.log(`${what}: ${bytes} of ${limit}`);
    assert.ok(bytes > 0 && bytes <= limit, `${bytes} > ${limit}\n${table()}`);
  });
}

test("all of the workbench: at most 240 KB brotli, nothing of the landing page's", async () => {
  const files = await filesOf('/demo/');
  const bytes = files
    .filter(({ name }) => !name.startsWith('/favicon'))
    .reduce((total, file) => total + file.bytes, 0);
  console.log(`/demo/: ${bytes} of ${240 * KB}`);
  assert.ok(
    files.some(({ name }) => name.endsWith('/workbench.wasm')) &&
      files.some(({ name }) => name.endsWith('/letters.bin')),
  );
  assert.deepEqual(
    files.filter(({ name }) => /\.woff2$|core-|calculator-/.test(name)),
    [],
  );
  assert.ok(bytes <= 240 * KB, `${bytes}\n${files.map((file) => `${file.bytes} ${file.name}`).join('\n')}`);
});

test('every text file that pays has its brotli and gzip beside it, and the server sends them', async () => {
  const response = await fetch(`${site.origin}/`, { headers: { 'accept-encoding': 'br' } });
  assert.equal(response.headers.get('content-encoding'), 'br');
  assert.ok(readFileSync(`${SITE}/index.html.gz`).length > 0);
});
