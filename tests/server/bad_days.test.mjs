// The server's bad days that no other file has: nobody reads what it writes, a terminal hangs up, connections are kept and not used, a
// permission mask is odd, somebody reads the store while a person is erased.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, leadBody, place, postLead, program, raw, run, start, startFor } from './lib/server.mjs';

const metric = async (server, name) =>
  Number(
    new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await fetch(`${server.adminUrl}/metrics`)).text())?.[1],
  );

test('a log that nobody reads stops nothing: lines are lost and counted', async (t) => {
  const { url, server } = await startFor(t, { args: ['--admin', '127.0.0.1:0'] });
  server.child.stderr.removeAllListeners('data');
  server.child.stderr.pause();
  for (let i = 0; i < 7000; i += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(`${url}/healthz`)));
    assert.ok(answers.every(({ status }) => status === 200));
    await Promise.all(answers.map((answer) => answer.text()));
  }
  assert.ok((await metric(server, 'funnel_log_lines_lost_total')) > 0);
  assert.equal((await postLead(url, leadBody())).status, 201);
  const started = Date.now();
  assert.equal((await server.stop()).code, 0, 'it ends, too');
  assert.ok(Date.now() - started < 8000);
});

test('a command whose output does not arrive has not succeeded', async (t) => {
  const { url, store } = await startFor(t);
  for (let i = 0; i < 300; i += 1) await postLead(url, leadBody());
  const shell = (command) =>
    new Promise((done) => {
      const child = spawn('bash', ['-o', 'pipefail', '-c', command], { stdio: ['ignore', 'ignore', 'pipe'] });
      let error = '';
      child.stderr.on('data', (piece) => (error += piece));
      child.on('close', (code) => done({ code, error }));
    });
  const full = await shell(`'${program}' leads export --jsonl --store '${store}' > /dev/full`);
  assert.equal(full.code, 1);
  assert.match(full.error, /Вывод прерван/);
  assert.equal((await shell(`'${program}' leads export --jsonl --store '${store}' | head -n 1`)).code, 1);

  // A reader that stalls in the middle holds up nobody.
  const stalled = spawn(program, ['leads', 'export', '--jsonl', '--store', store]);
  t.after(() => stalled.kill('SIGKILL'));
  await new Promise((done) => stalled.stdout.once('readable', done));
  assert.equal((await postLead(url, leadBody())).status, 201);
  assert.equal((await run(['erase', '1', '--yes', '--store', store])).code, 0);
});

test('a hangup answers what was begun and ends, like every other stop', async (t) => {
  const { server } = await startFor(t);
  const body = JSON.stringify(leadBody());
  const head = `POST /api/leads HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const answers = Promise.all(
    Array.from({ length: 16 }, () =>
      raw(server.port, [head, Buffer.from(body.slice(0, 20)), Buffer.from(body.slice(20))], {
        pause: 300,
        ms: 8000,
      }),
    ),
  );
  await eventually(async () => /"listening"/.test(server.log));
  setTimeout(() => server.child.kill('SIGHUP'), 400);
  for (const answer of await answers) assert.match(answer, /^HTTP\/1\.1 20[01] /);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
});

test('the admin listener is for this machine unless the operator insists', async (t) => {
  const where = await place(t);
  const refused = await start(where, { args: ['--admin', '0.0.0.0:0'], expectFailure: true });
  assert.equal((await refused.ended).code, 1);
  assert.match(refused.log, /--admin-anywhere/);
  const socket = path.join(where.folder, 'admin.sock');
  const local = await start(where, { args: ['--admin', `unix:${socket}`] });
  assert.ok((await stat(socket)).isSocket());
  await local.stop();
  const open = await start(where, { args: ['--admin', '0.0.0.0:0', '--admin-anywhere'] });
  await open.stop();
});

test('connections that are kept and not used make room for who asks', async (t) => {
  const { server, url } = await startFor(t, {
    prefix: ['bash', '-c', 'ulimit -n 4096; exec "$@"', 'server'],
  });
  const idle = [];
  t.after(() => idle.forEach((socket) => socket.destroy()));
  for (let i = 0; i < 1100; i += 1) {
    const socket = net.connect({
      port: server.port,
      host: '127.0.0.1',
      localAddress: `127.0.0.${2 + (i % 5)}`,
    });
    socket.on('error', () => {});
    idle.push(socket);
    if (i % 100 === 99) await new Promise((done) => socket.once('connect', done));
  }
  let served = 0;
  for (let i = 0; i < 131; i += 1) {
    const answer = await raw(server.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    served += /^HTTP\/1\.1 200 /.test(answer) ? 1 : 0;
  }
  assert.equal(served, 131);
  assert.equal((await postLead(url, leadBody())).status, 201);
});

test("the store, its log and its copies are their owner's alone, whatever the mask", async (t) => {
  for (const mask of ['0000', '0777']) {
    const where = await place(t);
    const server = await start(where, { prefix: ['bash', '-c', `umask ${mask}; exec "$@"`, 'server'] });
    t.after(() => server.stop('SIGKILL'));
    await postLead(server.url, leadBody());
    const copy = path.join(where.data, 'copy.db');
    const backup = spawn('bash', [
      '-c',
      `umask ${mask}; exec '${program}' backup '${copy}' --store '${where.store}'`,
    ]);
    assert.equal(await new Promise((done) => backup.on('close', done)), 0);
    for (const name of ['store.db', 'store.db-wal', 'copy.db', 'store.db.sock']) {
      assert.equal((await stat(path.join(where.data, name))).mode & 0o777, 0o600, `${name}, mask ${mask}`);
    }
    await server.stop();
  }
});

test('an erasure beside somebody who reads the store is pending, then done', async (t) => {
  const { server, url, store, data } = await startFor(t, {
    args: ['--admin', '127.0.0.1:0', '--purge-every', '1'],
  });
  const body = leadBody({ name: 'КАНАРЕЙКА-ИМЯ' });
  await postLead(url, body);
  const reader = spawn('sqlite3', [path.join(data, 'store.db')]);
  t.after(() => reader.kill('SIGKILL'));
  reader.stdin.write('BEGIN; SELECT count(*) FROM leads;\n');
  await new Promise((done) => reader.stdout.once('data', done));

  const erased = await run(['erase', '1', '--yes', '--store', store]);
  assert.equal(erased.code, 0, erased.error);
  assert.equal(erased.out, 'Стёрто заявок: 1\n');
  assert.match(erased.error, /байты ещё есть/);
  const act = async () => JSON.parse((await run(['leads', 'show', '1', '--store', store])).out).act;
  assert.equal((await act()).bytes_gone_at, 'pending');
  assert.equal(await metric(server, 'funnel_erasures_pending'), 1);
  assert.equal((await postLead(url, leadBody())).status, 201, 'nobody waits for the reader');

  reader.stdin.end('COMMIT;\n');
  await eventually(async () => (await act()).bytes_gone_at !== 'pending');
  assert.match((await act()).means.copies_until, /^20\d\d-/, 'when backups are gone');
  assert.equal(await metric(server, 'funnel_erasures_pending'), 0);
  for (const name of ['store.db', 'store.db-wal']) {
    const bytes = await readFile(path.join(data, name));
    assert.ok(!bytes.includes('КАНАРЕЙКА-ИМЯ') && !bytes.includes(body.phone), name);
  }
});

test('a page is a path of the site, answers are of the checklist', async (t) => {
  const { url, store } = await startFor(t);
  const [area] = JSON.parse(await readFile('assets/checklist/rop.json', 'utf8')).areas;
  const known = area.items[0].id;
  const heir = JSON.parse(await readFile('assets/checklist/heirs.json', 'utf8')).items[0].id;
  const issuesOf = async (more) => {
    const answer = await postLead(url, leadBody(more));
    return answer.status === 422
      ? (await answer.json()).issues.map(({ path: at, code }) => `${at} ${code}`)
      : [];
  };
  for (const page of ['.evil.example/x', '//evil.example', '/\\evil', 'https://x/', '/a b', '/<b>']) {
    assert.deepEqual(await issuesOf({ page }), ['/page out_of_range'], page);
  }
  for (const page of ['/', '/demo/', '/путь/?x=1', '']) assert.deepEqual(await issuesOf({ page }), [], page);
  assert.deepEqual(await issuesOf({ answers: { [known]: 2, [heir]: 'na' } }), []);
  assert.deepEqual(
    await issuesOf({ answers: { [known]: 2, 'no-such': 1, [area.id]: 0 } }),
    [`/answers/${area.id} unknown_item`, '/answers/no-such unknown_item'].sort((a, b) => a.localeCompare(b)),
  );
  const whole = { format: 'funnel-checklist', version: 1, answers: { [known]: 1 } };
  assert.deepEqual(await issuesOf({ answers: whole }), []);
  assert.deepEqual(await issuesOf({ answers: { ...whole, notes: 'x' } }), ['/answers/notes unknown_key']);
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`q${i}`, 1]));
  assert.deepEqual(await issuesOf({ answers: many }), ['/answers too_many']);
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test('no control, of the second set neither, gets into a field', async (t) => {
  const { url, store } = await startFor(t);
  for (const name of ['А\u0085нна', 'Анна\u009b31m', 'А\u0007нна']) await postLead(url, leadBody({ name }));
  const { out } = await run(['leads', 'list', '--store', store]);
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(out, /[\u0080-\u009f\u0007]/);
});
