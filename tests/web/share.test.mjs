// What search engines and messengers get: a second build, for an address, beside the one the other tests use.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { listFiles } from '../../web/tools/files.mjs';
import { parseDocument } from '../../web/tools/html.mjs';
import { questionsOf } from '../../web/tools/share/facts.mjs';
import { baseOf } from '../../web/tools/share/share.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const kDefault = 'build/site';
const kNamed = 'build/site-named';
const kBase = 'https://voronka.example';
const core = path.join(process.env.WASM ?? 'build/wasm', 'bin/core.wasm');
execFileSync('node', ['web/build.mjs', '--out', kNamed, '--core', core, '--url', kBase], { stdio: 'ignore' });

const read = (file) => readFileSync(path.join(kNamed, file));
const files = await listFiles(kNamed);
const allPages = files.filter((file) => file.endsWith('.html'));
const html = (page) => read(page).toString();
const content = (page, name) =>
  new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`).exec(html(page))?.[1];

/** Width and height in the head of a PNG. */
const sizeOf = (bytes) => {
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

test('every page has a title and a description of its own, a picture, and its address when it is for search engines', () => {
  const titles = allPages.map((page) => /<title>([^<]+)<\/title>/.exec(html(page))[1]);
  assert.equal(new Set(titles).size, titles.length, titles.join('\n'));
  for (const page of allPages) {
    assert.ok(content(page, 'description')?.length > 20, `${page}: ${content(page, 'description')}`);
    if (page === '404.html') continue;
    const picture = content(page, 'og:image');
    assert.ok(picture.startsWith(`${kBase}/a/`), `${page}: ${picture}`);
    assert.deepEqual(sizeOf(read(picture.slice(kBase.length))), [1200, 630]);
    const canonical = /<link rel="canonical" href="([^"]+)"/.exec(html(page))?.[1];
    const isIndexed = !content(page, 'robots');
    assert.equal(canonical, isIndexed ? `${kBase}/${page.replace(/index\.html$/, '')}` : undefined, page);
  }
});

test('pictures and icons are the same bytes in every build', () => {
  const drawn = files.filter((file) => file.startsWith('a/share'));
  assert.ok(drawn.length >= 2);
  for (const file of [
    ...drawn,
    'favicon.ico',
    'icon-512.png',
    'icon-maskable-512.png',
    'apple-touch-icon.png',
  ]) {
    assert.deepEqual(read(file), readFileSync(path.join(kDefault, file)), file);
  }
});

test('the manifest names icons that are there in the size it says', () => {
  const manifest = JSON.parse(String(read('site.webmanifest')));
  for (const { src, sizes, type } of manifest.icons) {
    if (type === 'image/png') assert.equal(sizeOf(read(src)).join('x'), sizes, src);
    else assert.match(read(src).toString(), /^<svg/);
  }
  assert.deepEqual(sizeOf(read('apple-touch-icon.png')), [180, 180]);
  assert.deepEqual(sizeOf(read('favicon.ico').subarray(22)), [32, 32]);
  assert.match(manifest.theme_color, /^#[0-9a-f]{6}$/);
});

test('schema.org says of the operator what assets/site.json says, and nothing in "<"', () => {
  const site = JSON.parse(readFileSync('assets/site.json', 'utf8'));
  const text = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html('index.html'))[1];
  assert.doesNotMatch(text, /</);
  const graph = JSON.parse(text)['@graph'];
  const organization = graph.find((item) => item['@type'] === 'Organization');
  assert.deepEqual(
    [organization.name, organization.legalName, organization.email],
    [site.name, site.operator.name, site.email],
  );
  const hasQuestions = questionsOf(parseDocument(html('index.html'))).length > 0;
  assert.equal(
    graph.some((item) => item['@type'] === 'FAQPage'),
    hasQuestions,
  );
});

test('questions are read from the page in any of its shapes', () => {
  const asked = [{ question: 'Куда уходят данные?', answer: 'Никуда: они в браузере.' }];
  for (const body of [
    '<details class="q"><summary>Куда уходят данные?</summary><p>Никуда: <b>они</b> в браузере.</p></details>',
    '<h3>Куда уходят данные?</h3><p>Никуда: они в браузере.</p>',
    '<dl><dt>Куда уходят данные?</dt><dd>Никуда: они в браузере.</dd></dl>',
  ]) {
    assert.deepEqual(
      questionsOf(parseDocument(`<section class="section" id="questions">${body}</section>`)),
      asked,
    );
  }
  assert.equal(
    questionsOf(
      parseDocument('<section id="questions"><dl><dt>Где?</dt><dd>В&nbsp;браузере.</dd></dl></section>'),
    )[0].answer,
    'В\u00a0браузере.',
    'the bytes of the page, no-break spaces too',
  );
  assert.deepEqual(
    questionsOf(parseDocument('<section id="calc"><h3>Не вопрос</h3><p>текст</p></section>')),
    [],
  );
});

test('the sitemap lists what may be found, robots.txt names it; without an address there is neither', () => {
  const listed = [
    ...read('sitemap.xml')
      .toString()
      .matchAll(/<loc>([^<]+)<\/loc>/g),
  ].map(([, address]) => address);
  assert.ok(
    listed.includes(`${kBase}/`) && listed.includes(`${kBase}/rop/`) && listed.includes(`${kBase}/privacy/`),
  );
  assert.ok(!listed.some((address) => /404|thanks/.test(address)), listed.join());
  assert.match(read('robots.txt').toString(), new RegExp(`^Sitemap: ${kBase}/sitemap.xml$`, 'm'));
  const { url } = JSON.parse(readFileSync('assets/site.json', 'utf8'));
  assert.equal(existsSync(path.join(kDefault, 'sitemap.xml')), Boolean(url));
});

test('an address with a path is refused', () => {
  assert.equal(baseOf('https://host.example/'), 'https://host.example');
  assert.throws(() => baseOf('https://host.example/site/'), /nothing after it/);
});
