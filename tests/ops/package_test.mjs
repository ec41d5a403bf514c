// What is in the archive: nothing missing from its bill, its licences and its checksums; alert rules about metrics that exist.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Visitors, archive, eventually, machine, release, repacked, run } from './lib/machine.mjs';

const require = createRequire(import.meta.url);

async function unpacked(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-package-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  return { folder, at: (...names) => path.join(folder, release, ...names) };
}

test('the archive has one folder, belongs to root, and every file has its checksum', async (t) => {
  const { at } = await unpacked(t);
  const listing = execFileSync('tar', ['-tvzf', archive, '--numeric-owner'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const line of listing) {
    assert.match(line, new RegExp(`^[d-]rw[x-]r-[x-]r-[x-] 0/0 .* ${release.replaceAll('.', '\\.')}/`), line);
  }
  const files = listing.filter((line) => line.startsWith('-')).length;
  const sums = (await readFile(at('SHA256SUMS'), 'utf8')).trim().split('\n').length;
  assert.equal(sums, files - 1);
  const verify = () =>
    run(['bash', '--norc', '-c', 'cd "$1" && sha256sum --check --quiet --strict SHA256SUMS', '-', at('')]);
  assert.equal((await verify()).code, 0);
  await writeFile(at('site/robots.txt'), 'changed');
  assert.notEqual((await verify()).code, 0);
  for (const part of [
    'bin/funnel-server',
    'site/index.html',
    'systemd/funnel.service',
    'nginx/funnel.conf',
    'scripts/backup.sh',
    'alerts.yml',
    'README.md',
    'packages.txt',
  ]) {
    assert.ok(existsSync(at(part)), part);
  }
});

test('the same folder packs to the same bytes, at another time and place', async (t) => {
  const [a, b] = await Promise.all([1, 2].map(() => mkdtemp(path.join(tmpdir(), 'funnel-twice-'))));
  t.after(() => Promise.all([a, b].map((folder) => rm(folder, { recursive: true }))));
  const [first, second] = [
    await repacked(a, 'funnel-1.0.0-aaaaaaaaaaaa'),
    await repacked(b, 'funnel-1.0.0-aaaaaaaaaaaa'),
  ];
  assert.ok((await readFile(first)).equals(await readFile(second)));
});

test('a site file’s time depends on its content alone', async (t) => {
  const { at } = await unpacked(t);
  const pages = await Promise.all(
    ['site/index.html', 'site/404.html', 'site/robots.txt'].map((name) => stat(at(name))),
  );
  assert.equal(new Set(pages.map((about) => about.mtimeMs)).size, 3);
  assert.ok(pages.every((about) => about.mtimeMs < Date.parse('2018-01-01')));
});

test('the bill lists every npm package the scripts and fonts come from, as locked, and a licence lies beside each part', async (t) => {
  const { at } = await unpacked(t);
  const bill = JSON.parse(await readFile(at('sbom.cdx.json'), 'utf8'));
  assert.equal(bill.bomFormat, 'CycloneDX');
  assert.equal(bill.specVersion, '1.5');
  assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  assert.equal(listed.size, bill.components.length);

  // Asked of the bundler, which the bill's writer does not do.
  const lock = JSON.parse(await readFile('web/package-lock.json', 'utf8')).packages;
  const esbuild = createRequire(path.resolve('web/package.json'))('esbuild');
  const scripts = (await run(['git', 'ls-files', 'web/js'])).out
    .split('\n')
    .filter((file) => file.endsWith('.js'));
  const { metafile } = await esbuild.build({
    entryPoints: scripts,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out',
    format: 'esm',
    splitting: true,
    external: ['virtual:*'],
    loader: { '.css': 'empty' },
    logLevel: 'silent',
  });
  const bundled = new Set(
    Object.keys(metafile.inputs)
      .map(
        (file) =>
          /^web\/(node_modules\/.*node_modules\/(?:@[^/]+\/)?[^/]+|node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(
            file,
          )?.[1],
      )
      .filter(Boolean),
  );
  assert.ok(bundled.size >= 3, 'the bundler saw packages');
  const fonts = JSON.parse(await readFile('assets/fonts.json', 'utf8')).faces.map(
    (face) => `node_modules/${face.package}`,
  );
  const expected = new Set([...bundled, ...fonts]);
  for (const folder of expected) {
    for (const name of Object.keys(lock[folder].dependencies ?? {})) {
      expected.add(
        existsSync(path.join('web', folder, 'node_modules', name))
          ? `${folder}/node_modules/${name}`
          : `node_modules/${name}`,
      );
    }
  }
  for (const folder of expected) {
    assert.ok(
      listed.has(`${folder.slice(folder.lastIndexOf('node_modules/') + 13)}@${lock[folder].version}`),
      folder,
    );
  }
  t.diagnostic(
    `account: ${expected.size} npm packages in the site, ${[...expected].length} of them on the bill; ${bill.components.length} parts in all`,
  );

  for (const part of [
    'libboost1.81-dev',
    'nlohmann-json3-dev',
    'libspdlog1.10',
    'libcurl4',
    'libssl3',
    'libpq5',
    'libsqlite3-0',
    'libphonenumber8',
    'emscripten',
  ]) {
    assert.ok(
      bill.components.some(({ name }) => name === part),
      part,
    );
  }
  const npm = await readdir(at('licences/npm'));
  for (const { name, version, purl } of bill.components) {
    if (purl.startsWith('pkg:npm')) assert.ok(npm.includes(`${name.replace('/', '__')}-${version}`), name);
    else if (purl.startsWith('pkg:deb')) {
      assert.ok((await stat(at('licences/debian', `${name}.txt`))).size > 100, name);
    } else assert.ok(existsSync(at('licences', `${name}.txt`)), name);
  }
  for (const folder of npm) assert.ok((await readdir(at('licences/npm', folder))).length > 0, folder);
});

test('a site whose operator is incomplete is not packed', async () => {
  const refused = await run(['./deploy.sh', 'package', '--assets', 'assets']);
  assert.equal(refused.code, 1);
  assert.match(refused.error, /не хватает сведений об операторе/);
});

test('--dry-run of package writes nothing; a wrong option is told', async () => {
  const before = (await readdir('build/package')).sort();
  const dry = await run(['./deploy.sh', 'package', '--dry-run', '--assets', 'tests/brand']);
  assert.equal(dry.code, 0, dry.error);
  assert.match(dry.error, /would pack: build\/package\/funnel-/);
  assert.deepEqual((await readdir('build/package')).sort(), before);
  assert.equal((await run(['./deploy.sh', 'package', '--colour', 'red'])).code, 64);
  assert.equal((await run(['./deploy.sh', 'push'])).code, 64);
  assert.equal((await run(['./deploy.sh', 'fly'])).code, 64);
  const help = await run(['./deploy.sh']);
  assert.equal(help.code, 0);
  for (const word of [
    'local',
    'build',
    'setup',
    'package',
    'push',
    'rollback',
    'status',
    '--dry-run',
    '--identity',
    'Exit codes',
  ]) {
    assert.ok(help.out.includes(word), word);
  }
});

test('every metric and label the alert rules name is one the server tells', async (t) => {
  const server = await machine(t);
  await server.install();
  await new Visitors(server.url).send();
  const metrics = await eventually(async () => (await fetch(`${server.adminUrl}/metrics`)).text());
  const told = new Set([...metrics.matchAll(/^(funnel_\w+)/gm)].map(([, name]) => name));
  const { groups } = require('js-yaml').load(await readFile(server.at('opt/current/alerts.yml'), 'utf8'));
  const rules = groups.flatMap((group) => group.rules);
  assert.ok(rules.length >= 10);
  const named = new Set();
  for (const { alert, expr, labels, annotations } of rules) {
    assert.ok(alert && labels.severity && annotations.summary, alert);
    assert.equal((expr.match(/\(/g) ?? []).length, (expr.match(/\)/g) ?? []).length, alert);
    for (const [name] of expr.matchAll(/\bfunnel_\w+/g)) {
      assert.ok(told.has(name), `${alert}: ${name}`);
      named.add(name);
    }
    for (const [, route] of expr.matchAll(/route="([^"]*)"/g)) {
      assert.ok(metrics.includes(`route="${route}"`), `${alert}: ${route}`);
    }
  }
  const watched = [...told].filter(
    (name) => !/_(sum|count)$|commits_total$|requests_total$|site_steps_total$/.test(name) || named.has(name),
  );
  assert.deepEqual(
    watched.filter((name) => !named.has(name)),
    [],
    'a metric nobody watches',
  );
});
