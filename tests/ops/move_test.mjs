// The store moves from SQLite to PostgreSQL and back: everything arrives, is compared and its chain walked, or nothing does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, leadBody, place, postLead, run, start } from '../server/lib/server.mjs';
import { startCluster } from './lib/cluster.mjs';

const move = (from, to) => run(['leads', 'move', '--from', from, '--to', to]);
const exported = async (store) => (await run(['leads', 'export', '--jsonl', '--store', store])).out;
const count = (out, title) => Number(new RegExp(`^${title}: (\\d+) из \\1$`, 'm').exec(out)?.[1]);

test('leads move', async (t) => {
  const cluster = await startCluster(t);
  const where = await place(t);
  let deliveries = 0;
  let receiverWorks = false;
  const receiver = http.createServer((request, response) => {
    request.resume();
    if (receiverWorks) deliveries += 1;
    response.writeHead(receiverWorks ? 200 : 503).end();
  });
  await new Promise((done) => receiver.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => receiver.close());
  await writeFile(path.join(where.folder, 'secret'), '0123456789abcdef0123\n');
  const hook = {
    name: 'hook',
    kind: 'webhook',
    url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (receiver.address()).port}`,
    secret_file: path.join(where.folder, 'secret'),
  };
  const config = { allow_private_targets: true, targets: [hook] };

  const server = await start(where, { config });
  t.after(() => server.stop('SIGKILL'));
  const bodies = Array.from({ length: 700 }, (_, i) =>
    leadBody({ name: `Пётр «${i}» O'Нил\u2028😀`, utm: { source: 'a,"b"' } }),
  );
  const answers = [];
  for (let i = 0; i < bodies.length; i += 50) {
    answers.push(
      ...(await Promise.all(
        bodies.slice(i, i + 50).map(async (body) => (await postLead(server.url, body)).json()),
      )),
    );
  }
  const withdrawn = await fetch(server.url + answers[3].withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  assert.equal(withdrawn.status, 200);
  assert.equal((await run(['erase', String(answers[5].id), '--yes', '--store', where.store])).code, 0);
  const store = await cluster.database();

  await t.test('a bad command line is 64, a file that is not there is not made', async () => {
    for (const words of [
      [],
      ['--from', where.store],
      ['--from', 'x', '--to', store],
      ['--from', where.store, '--to', where.store],
      ['--from', where.store, '--to', store, '--more'],
    ]) {
      assert.equal((await run(['leads', 'move', ...words])).code, 64, words.join(' '));
    }
    const absent = path.join(where.folder, 'absent.db');
    assert.equal((await move(`sqlite:${absent}`, store)).code, 1);
    assert.ok(!existsSync(absent));
  });

  await t.test('while a server works on the source it is refused in words', async () => {
    const refused = await move(where.store, store);
    assert.equal(refused.code, 75);
    assert.match(refused.error, /На источнике .* работает сервер\. Остановите/);
  });
  await server.stop();
  const before = await exported(where.store);
  const head = (await run(['check', '--head', '--store', where.store])).out;

  await t.test('a target that cannot be reached or is not empty stays as it is', async () => {
    assert.equal((await move(where.store, 'postgres://funnel@127.0.0.1:1/none')).code, 1);
    const other = await cluster.database();
    const theirs = await start(await place(t), { store: other });
    assert.equal((await postLead(theirs.url, leadBody())).status, 201);
    assert.equal((await move(where.store, other)).code, 75, 'a server works on the target');
    await theirs.stop();
    const full = await move(where.store, other);
    assert.equal(full.code, 1);
    assert.match(full.error, /приёмник не пуст/);
    assert.equal((await run(['leads', 'list', '--store', other])).out.trim().split('\n').length, 1);
  });

  await t.test('a source whose chain was tampered with does not leave', async () => {
    const bad = path.join(where.folder, 'bad.db');
    assert.equal((await run(['backup', bad, '--store', where.store])).code, 0);
    execFileSync('sqlite3', [
      bad,
      'DROP TRIGGER consent_events_no_delete; DELETE FROM consent_events WHERE seq > (SELECT max(seq) - 2 FROM consent_events)',
    ]);
    const refused = await move(`sqlite:${bad}`, store);
    assert.equal(refused.code, 1);
    assert.match(refused.error, /источник повреждён/);
    assert.match(refused.error, /chain: кончается событием/);
  });

  await t.test('a failure in the middle leaves nothing behind, and the next run succeeds', async () => {
    // The target's own limit: the last table cannot be written.
    await run(['migrate', '--store', store]);
    await cluster.query(store, 'ALTER TABLE erasures ADD CONSTRAINT closed CHECK (id < 0)');
    const failed = await move(where.store, store);
    assert.equal(failed.code, 1, failed.out);
    assert.deepEqual(await cluster.query(store, 'SELECT count(*) FROM leads'), ['0']);
    await cluster.query(store, 'ALTER TABLE erasures DROP CONSTRAINT closed');
  });

  await t.test('everything arrives: rows, chain, receipts, keys, numbers, deliveries', async () => {
    const done = await move(where.store, store.replace('funnel@', 'funnel:geheim@'));
    assert.equal(done.code, 0, done.error);
    assert.ok(!done.out.includes('geheim'), 'no password is shown');
    assert.equal(count(done.out, 'Заявки'), 700);
    assert.equal(count(done.out, 'Согласия'), 1400);
    const notices = count(done.out, 'Доставки') - 700;
    assert.ok(notices >= 0 && notices <= 2, 'who was tried is told of the withdrawal and the erasure');
    assert.equal(count(done.out, 'Акты об уничтожении'), 1);
    assert.match(done.out, /Цепочка согласий проверена до конца: 1404 [0-9a-f]{64}/);
    assert.equal(await exported(store), before);
    assert.equal((await run(['check', '--head', '--store', store])).out, head);
    assert.equal((await move(where.store, store)).code, 1, 'a second time it is not empty');
    t.diagnostic(
      `account: acknowledged ${answers.length}, found ${(await exported(store)).trim().split('\n').length} in PostgreSQL`,
    );

    receiverWorks = true;
    const moved = await start(await place(t), { store, config });
    t.after(() => moved.stop('SIGKILL'));
    const again = await postLead(moved.url, bodies[10]);
    assert.equal(again.status, 200);
    assert.deepEqual(await again.json(), answers[10]);
    assert.equal((await fetch(moved.url + answers[10].receipt_url)).status, 200);
    const next = await (await postLead(moved.url, leadBody())).json();
    assert.equal(next.id, 701);
    for (const line of (await run(['outbox', 'list', '--store', store])).out
      .split('\n')
      .filter((l) => l.includes('attempts 1'))
      .slice(0, 5)) {
      await run(['outbox', 'retry', line.split('\t')[0], '--store', store]);
    }
    await eventually(() => deliveries > 300, { ms: 20_000 });
    await moved.stop();
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  });

  await t.test('and back into a new file', async () => {
    const back = `sqlite:${path.join(where.folder, 'back.db')}`;
    const done = await move(store, back);
    assert.equal(done.code, 0, done.error);
    assert.equal(await exported(back), await exported(store));
    assert.equal((await run(['check', '--store', back])).out, 'ok\n');
    const home = await start(await place(t), { store: back });
    t.after(() => home.stop('SIGKILL'));
    assert.equal((await (await postLead(home.url, leadBody())).json()).id, 702);
    assert.equal((await postLead(home.url, bodies[0])).status, 200);
    t.diagnostic(
      `account: acknowledged ${answers.length + 2}, found ${(await exported(back)).trim().split('\n').length} after the way back`,
    );
  });
});
