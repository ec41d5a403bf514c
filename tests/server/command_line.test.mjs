// The operator's slips: a wrong word changes nothing, what destroys says so first and waits for a number or --yes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, readdir, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { leadBody, place, postLead, program, run, start, startFor } from './lib/server.mjs';

/** A stopped server's store with some requests in it. */
async function storeWith(t, count, config) {
  const { url, server, store, where, folder } = await startFor(t, { config });
  const bodies = [];
  for (let i = 0; i < count; i += 1) {
    bodies.push(leadBody(i === 0 ? { email: 'Anna@Example.ru' } : {}));
    assert.equal((await postLead(url, bodies[i])).status, 201);
  }
  return { url, server, store, where, folder, bodies };
}

const erasedIn = async (store) => {
  const { out } = await run(['leads', 'export', '--jsonl', '--store', store]);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter((lead) => lead.erased_at)
    .map((lead) => lead.id);
};

/** Runs the program with something to read on its standard input. */
async function answering(text, args) {
  const child = spawn(program, args);
  const result = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (piece) => (result.out += piece));
  child.stderr.setEncoding('utf8').on('data', (piece) => (result.error += piece));
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  result.code = await new Promise((done) => child.on('close', done));
  return result;
}

for (const [name, running] of [
  ['on the store itself', false],
  ['beside a running server', true],
]) {
  test(`erasing is shown first and done when the number is typed, ${name}`, async (t) => {
    const { server, store, bodies } = await storeWith(t, 6);
    if (!running) await server.stop();
    const erase = (...words) => run(['erase', ...words, '--store', store]);

    const preview = await erase('1', '000002', '3', '--dry-run');
    assert.equal(preview.code, 0, preview.error);
    assert.match(preview.out, /Будет стёрто заявок: 3/);
    assert.ok(preview.out.includes(bodies[1].phone));
    assert.deepEqual(await erasedIn(store), []);

    const silent = await erase('1', '2');
    assert.equal(silent.code, 64, 'nobody answers');
    assert.match(silent.error, /--yes/);
    const other = await answering('1\n', ['erase', '1', '2', '--store', store]);
    assert.equal(other.code, 1, 'another number');
    const unknown = await erase('1', '2', '99', '--yes');
    assert.equal(unknown.code, 1);
    assert.match(unknown.error, /000099/);
    assert.deepEqual(await erasedIn(store), [], 'a number that is not there stops the whole command');

    const typed = await answering('2\n', ['erase', '1', '2', '--store', store]);
    assert.equal(typed.code, 0, typed.error);
    assert.deepEqual(await erasedIn(store), [1, 2]);
    assert.match((await erase('3', '4', '--yes')).out, /^Стёрто заявок: 2\n$/);
    assert.deepEqual(await erasedIn(store), [1, 2, 3, 4], 'all that are named');
    assert.equal((await erase('--phone', bodies[4].phone, '--yes')).code, 0);
    assert.deepEqual(await erasedIn(store), [1, 2, 3, 4, 5]);
    assert.equal((await erase('3', '--yes')).code, 1, 'erased already');
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  });
}

test('a person is found by mail, whatever its case', async (t) => {
  const { store } = await storeWith(t, 2);
  assert.match(
    (await run(['erase', '--email', 'anna@example.ru', '--dry-run', '--store', store])).out,
    /Будет стёрто заявок: 1/,
  );
  assert.equal((await run(['erase', '--email', 'anna@example.ru', '--yes', '--store', store])).code, 0);
  assert.deepEqual(await erasedIn(store), [1]);
});

test('--config counts wherever it stands', async (t) => {
  const where = await place(t);
  const clock = path.join(where.folder, 'clock');
  const env = { LD_PRELOAD: path.join(path.dirname(program), 'wall_clock.so'), WALL_CLOCK_FILE: clock };
  await writeFile(clock, '0');
  const server = await start(where, { env });
  t.after(() => server.stop('SIGKILL'));
  for (let i = 0; i < 3; i += 1) assert.equal((await postLead(server.url, leadBody())).status, 201);
  const short = path.join(where.folder, 'short.json');
  const long = path.join(where.folder, 'long.json');
  await writeFile(short, JSON.stringify({ retention_days: 30 }));
  await writeFile(long, JSON.stringify({ retention_days: 36_500 }));
  await writeFile(clock, String(40 * 86_400));
  const due = async (...words) =>
    Number((await run(words, { env })).out.match(/Будет стёрто заявок: (\d+)/)?.[1]);
  for (const running of [true, false]) {
    if (!running) await server.stop();
    assert.equal(await due('purge', '--dry-run', '--store', where.store), 0);
    assert.equal(await due('purge', '--dry-run', '--store', where.store, '--config', short), 3);
    assert.equal(await due('--config', short, 'purge', '--store', where.store, '--dry-run'), 3);
    assert.equal(await due('--config', long, 'purge', '--store', where.store, '--dry-run'), 0);
    const missing = await run([
      'purge',
      '--yes',
      '--store',
      where.store,
      '--config',
      path.join(where.folder, 'none.json'),
    ]);
    assert.equal(missing.code, 1);
    assert.match(missing.error, /none\.json/);
  }
  assert.match(
    (await run(['purge', '--store', where.store, '--config', long, '--yes'], { env })).out,
    /^Стёрто заявок: 0\n$/,
  );
});

const kCommands = [
  '',
  'serve',
  'leads',
  'leads list',
  'leads show',
  'leads export',
  'leads release',
  'leads move',
  'erase',
  'purge',
  'outbox',
  'outbox list',
  'outbox retry',
  'outbox test',
  'operators',
  'operators add',
  'operators list',
  'operators revoke',
  'operators sessions',
  'operators logout',
  'check',
  'backup',
  'documents',
  'site-funnel',
  'migrate',
  'check-config',
  'doctor',
  'init',
];

test('help reads like a manual, of every command; the version is told', async () => {
  for (const command of kCommands) {
    const { code, out, error } = await run([...command.split(' ').filter(Boolean), '--help']);
    assert.equal(code, 0, error);
    assert.match(out, new RegExp(`Вызов: funnel-server ?${command}`));
    assert.ok(
      out.split('\n').every((line) => [...line].length <= 80 || line.startsWith('  funnel-server')),
      command,
    );
    assert.doesNotMatch(out, /Usage|Options|Excludes|Needs/);
  }
  assert.match((await run(['--version'])).out, /^funnel-server \d+\.\d+\.\d+\n$/);
});

test('a wrong word ends with 64 and one line, and nothing is changed', async (t) => {
  const { store, where } = await storeWith(t, 3);
  const wrong = [
    ['leads', 'list', '--limit', 'abc'],
    ['leads', 'list', '--limit', '0'],
    ['leads', 'list', '--limit=-1'],
    ['leads', 'list', '--since', '2026-02-30'],
    ['leads', 'list', '--until', 'вчера'],
    ['leads', 'list', '--state', 'новые'],
    ['leads', 'list', '--form', 'order'],
    ['leads', 'list', '--phone', 'Пётр'],
    ['leads', 'list', '--before', '0'],
    ['leads', 'release'],
    ['leads', 'release', '--yes'],
    ['outbox', 'list', '--limit', '0'],
    ['leads', 'export', '--xml'],
    ['leads', 'export', '--csv', '--jsonl'],
    ['leads', 'lsit'],
    ['leads'],
    ['leads', 'show'],
    ['leads', 'show', '1x'],
    ['leads', 'show', '1', '2'],
    ['leads', 'move', '--from', store],
    ['leads', 'move', '--from', 'x', '--to', 'y'],
    ['erase'],
    ['erase', '1', '--force'],
    ['erase', '--all'],
    ['erase', '1', '--phone', '+79160000000'],
    ['erase', '--phone'],
    ['erase', '--phone', ''],
    ['erase', '-1'],
    ['erase', '1,2'],
    ['erase', '1-3'],
    ['erase', '1', '--dry-run', '--yes'],
    ['erase', '--phone', 'Пётр', '--yes'],
    ['erase', '--email', 'Пётр', '--yes'],
    ['erase', '0'],
    ['purge', '1'],
    ['purge', '--dryrun'],
    ['purge', '--dry-run=maybe'],
    ['purge', '-y'],
    ['purge', 'check'],
    ['purge', '--yes', 'serve'],
    ['purge', '--retention', '1'],
    ['outbox'],
    ['outbox', 'retry'],
    ['outbox', 'retry', '--target', 'crm'],
    ['outbox', 'retry', 'x'],
    ['outbox', 'list', '--dead'],
    ['check', '--tail'],
    ['backup'],
    ['backup', ''],
    ['documents', 'all'],
    ['migrate', '7'],
    ['delete', '1'],
    [''],
  ];
  for (const words of wrong) {
    const { code, out, error } = await run([...words, '--store', store]);
    assert.equal(code, 64, `${words.join(' ')}: ${out}${error}`);
    assert.match(error, /^[^\n]+\n$/, words.join(' '));
    assert.doesNotMatch(error, /argument|expected|required|subcommand/, words.join(' '));
    assert.equal(out, '');
  }
  assert.equal((await run(['check', '--store', 'mysql://x'])).code, 64);
  assert.equal((await run(['check'])).code, 64);
  assert.equal((await run([])).code, 64);
  const level = await run(['serve', '--site', where.site, '--log-level', 'loud']);
  assert.equal(level.code, 64);
  assert.match(level.error, /debug, info, warning, error/);
  assert.equal((await run(['serve', '--site', where.site], { env: { FUNNEL_LOG_LEVEL: 'loud' } })).code, 64);
  assert.deepEqual(await erasedIn(store), []);
});

test('random words change nothing', async (t) => {
  const { store, server, folder } = await storeWith(t, 3);
  await server.stop();
  const vocabulary = [
    'leads',
    'list',
    'erase',
    'purge',
    'outbox',
    'retry',
    'check',
    'migrate',
    '--dry-run',
    '--limit',
    '--after',
    '--before',
    '--state',
    'release',
    '--phone',
    '--email',
    '--head',
    '--all',
    '--dead',
    '--target',
    '--config',
    '1',
    '2',
    '000003',
    '-1',
    '99999999999999999999',
    '',
    '--',
    '-',
    '=',
    '--=',
    '--yess',
    '-h',
    'да',
    '\u0000x'.slice(1),
    '--phone=',
    '--limit=5',
    "'; DROP TABLE leads",
    '@file',
    '*',
  ];
  let seed = 20261126;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const before = (await run(['leads', 'export', '--jsonl', '--store', store])).out;
  for (let i = 0; i < 150; i += 1) {
    const words = Array.from({ length: 1 + random(5) }, () => vocabulary[random(vocabulary.length)]);
    const { code, error } = await answering('', [...words, '--store', store]);
    assert.ok([0, 1, 64].includes(code), `${words.join(' ')}: ${code} ${error}`);
  }
  assert.equal((await run(['leads', 'export', '--jsonl', '--store', store])).out, before);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => !/^(site|data|config-.*\.json)$/.test(name)),
    [],
  );
});

test('a store is made by serve and migrate --create only', async (t) => {
  const where = await place(t);
  const typo = `sqlite:${path.join(where.data, 'typo.db')}`;
  for (const words of [
    ['check'],
    ['leads', 'list'],
    ['purge', '--yes'],
    ['migrate'],
    ['documents'],
    ['outbox', 'list'],
    ['erase', '1', '--yes'],
    ['backup', path.join(where.data, 'copy.db')],
  ]) {
    const { code, error } = await run([...words, '--store', typo]);
    assert.equal(code, 1, words.join(' '));
    assert.match(error, /typo\.db/);
  }
  assert.deepEqual(await readdir(where.data), []);
  assert.equal((await run(['migrate', '--create', '--store', typo])).code, 0);
  assert.equal((await run(['check', '--store', typo])).out, 'ok\n');
  await writeFile(path.join(where.data, 'empty.db'), '');
  const empty = { ...where, store: `sqlite:${path.join(where.data, 'empty.db')}` };
  assert.match((await run(['check', '--store', empty.store])).error, /пуст/);
  const refused = await start(empty, { expectFailure: true });
  assert.equal((await refused.ended).code, 1);
  assert.match(refused.log, /пуст/);
  await truncate(path.join(where.data, 'empty.db'), 0);
});

test('another name of the file leads to the same lock', async (t) => {
  const { where, store } = await storeWith(t, 1);
  const link = path.join(where.data, 'link.db');
  await symlink(store.slice('sqlite:'.length), link);
  const second = await start({ ...where, store: `sqlite:${link}` }, { expectFailure: true });
  assert.equal((await second.ended).code, 1);
  assert.match(second.log, /store_in_use/);
  assert.equal((await run(['purge', '--yes', '--store', `sqlite:${link}`])).code, 1, 'it writes');
  assert.equal((await run(['check', '--store', `sqlite:${link}`])).out, 'ok\n', 'it only reads');
});

test('a copy goes where the operator stands, not where the server does', async (t) => {
  const { where, store } = await storeWith(t, 1);
  const child = spawn(program, ['backup', 'copy.db', '--store', store], { cwd: where.data });
  assert.equal(await new Promise((done) => child.on('close', done)), 0);
  assert.ok((await readdir(where.data)).includes('copy.db'));
});

test('the shell completes the words the program knows', async () => {
  const script = await readFile('ops/completion/funnel-server.bash', 'utf8');
  for (const page of kCommands) {
    const { out } = await run([...page.split(' ').filter(Boolean), '--help']);
    const line = script.split('\n').find((text) => text.trimStart().startsWith(`'${page}')`));
    assert.ok(line, `no words for '${page}'`);
    const offered = line
      .slice(line.indexOf('words=') + 6)
      .replace(/[';]/g, ' ')
      .split(/\s+/)
      .filter(Boolean);
    const known = [...out.matchAll(/^ {2}(?:-h,)?(--[a-z-]+|[a-z][a-z-]*)(?= |\n|$)/gm)].map(
      (match) => match[1],
    );
    assert.deepEqual(offered.sort(), known.filter((word) => !word.startsWith('funnel')).sort(), page);
  }
});

test("a large export neither needs the server's memory nor much of its own", async (t) => {
  const { url, server, store, folder } = await startFor(t);
  const { areas } = JSON.parse(await readFile('assets/checklist/rop.json', 'utf8'));
  const answers = Object.fromEntries(areas.flatMap(({ items }) => items.map(({ id }) => [id, 1])));
  for (let i = 0; i < 1200; i += 40) {
    await Promise.all(Array.from({ length: 40 }, () => postLead(url, leadBody({ answers })))).then((taken) =>
      assert.ok(taken.every(({ status }) => status === 201)),
    );
  }
  const memory = async () =>
    Number((await readFile(`/proc/${server.pid}/status`, 'utf8')).match(/VmHWM:\s+(\d+)/)?.[1]);
  const before = await memory();
  const file = path.join(folder, 'export.jsonl');
  for (const words of [
    'leads export --jsonl',
    'leads export --csv',
    'leads list --limit 100000',
    'check',
    `backup '${folder}/whole.db'`,
  ]) {
    const command = `ulimit -v 200000; exec '${program}' --store '${store}' ${words} > '${file}'`;
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
    assert.equal(await new Promise((done) => child.on('close', done)), 0, words);
    if (words.endsWith('jsonl')) {
      const { size } = await stat(file);
      assert.ok(size > 2_000_000, `${size} bytes`);
    }
  }
  assert.ok((await memory()) - before < 8000, 'kilobytes of the server');
  assert.equal((await stat(path.join(folder, 'whole.db'))).mode & 0o777, 0o600);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.includes('.part')),
    [],
  );
});
