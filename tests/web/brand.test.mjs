// Another brand's site from its own assets, and the build that refuses to go live without an operator.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sample = path.join(root, 'tests/brand');
const core = path.join(root, 'build/wasm/bin/core.wasm');
const build = (out, ...more) =>
  spawnSync('node', [path.join(root, 'web/build.mjs'), '--out', out, '--core', core, ...more], {
    encoding: 'utf8',
  });
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

let folder;
let built;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'funnel-brand-'));
  built = build(path.join(folder, 'site'), '--assets', sample, '--production');
});
after(() => rmSync(folder, { recursive: true, force: true }));

const files = () =>
  readdirSync(path.join(folder, 'site'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.path ?? entry.parentPath, entry.name));

/** A copy of the sample brand with one file changed. */
function brandWith(name, change) {
  const own = mkdtempSync(path.join(folder, 'own-'));
  cpSync(sample, own, { recursive: true });
  const file = path.join(own, name);
  writeFileSync(file, JSON.stringify(change(readJson(file))));
  return own;
}

test('a second brand builds for production from its own assets', () => {
  assert.equal(built.status, 0, built.stderr);
  const page = readFileSync(path.join(folder, 'site/index.html'), 'utf8');
  const { name, phone, colors } = readJson(path.join(sample, 'site.json'));
  for (const text of [name, phone, 'Сколько заявок доходит до', 'Первая мастерская', colors.light.paper]) {
    assert.ok(page.includes(text), text);
  }
  assert.doesNotMatch(page, /Сведения об операторе неполные/);
});

test('nothing of the first brand is left in another brand’s site', () => {
  const first = readJson(path.join(root, 'assets/site.json'));
  const companies = readJson(path.join(root, 'assets/cases.json'))
    .cases.map(({ company }) => company)
    .filter((company) => !/^Промышленные/.test(company));
  const own = [
    first.name,
    first.email,
    first.phone,
    first.phone_link,
    first.operator.name,
    first.operator.inn,
    first.operator.ogrnip,
    first.offer,
    ...companies,
  ];
  for (const file of files().filter((one) =>
    /\.(html|js|css|json|xml|txt|webmanifest|svg|wasm)$/.test(one),
  )) {
    const text = readFileSync(file, 'utf8');
    for (const words of own) {
      assert.ok(!text.includes(words), `${path.relative(folder, file)} holds “${words}”`);
    }
  }
});

test('a build for production stops while the operator is incomplete, and says what is missing', () => {
  const out = path.join(folder, 'stopped');
  const own = brandWith('site.json', (site) => ({
    ...site,
    operator: { ...site.operator, address: '', inn: '' },
  }));
  const { status, stderr } = build(out, '--assets', own, '--production');
  assert.equal(status, 1);
  assert.match(stderr, /остановлена.*ИНН \(operator\.inn\).*почтовый адрес \(operator\.address\)/);
  assert.doesNotMatch(stderr, /\bat \w+/, 'words for people, no stack');
  assert.throws(() => readdirSync(out), 'nothing is written');
});

test('an incomplete operator is told by the build and in the legal texts, and by no other page', () => {
  const out = path.join(folder, 'incomplete');
  const own = brandWith('site.json', (site) => ({ ...site, operator: { ...site.operator, address: '' } }));
  const { status, stdout } = build(out, '--assets', own);
  assert.equal(status, 0);
  assert.match(stdout, /operator in site\.json is incomplete.*почтовый адрес \(operator\.address\)/);
  const told = (page) => readFileSync(path.join(out, page), 'utf8');
  assert.match(told('privacy/index.html'), /не указан/);
  for (const page of ['index.html', 'rop/index.html', 'thanks/index.html', '404.html']) {
    assert.doesNotMatch(told(page), /неполн|не указан|не хватает/, page);
  }
});

for (const [what, name, change, words] of [
  [
    'a gate without what the server needs',
    'site.json',
    (site) => ({ ...site, gates: { ...site.gates, callback: ['name'] } }),
    /gates\.callback.*phone/,
  ],
  [
    'a field nobody knows',
    'site.json',
    (site) => ({ ...site, gates: { ...site.gates, callback: ['phone', 'birthday'] } }),
    /birthday/,
  ],
  [
    'a colour nobody knows',
    'site.json',
    (site) => ({ ...site, colors: { light: { papier: '#ffffff' } } }),
    /colors\.light\.papier/,
  ],
  [
    'a colour that is none',
    'site.json',
    (site) => ({ ...site, colors: { light: { paper: 'white' } } }),
    /#rrggbb/,
  ],
  [
    'a case of an unknown sector',
    'cases.json',
    (file) => ({ ...file, cases: [{ ...file.cases[0], sector: 'x' }] }),
    /отрасли x/,
  ],
]) {
  test(`${what} stops the build with a sentence`, () => {
    const { status, stderr } = build(path.join(folder, 'refused'), '--assets', brandWith(name, change));
    assert.equal(status, 1);
    assert.match(stderr, /** @type {RegExp} */ (words));
  });
}
