// Two servers on one PostgreSQL, and a PostgreSQL that goes away. Needs the private cluster of run.sh.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, leadBody, place, postLead, run, sleep, start } from './lib/server.mjs';
import { bin, cluster, database, exec, noPostgres as skip } from './lib/stores.mjs';

test('two servers under a storm of one key make one lead', { skip }, async (t) => {
  const store = await database();
  const servers = [];
  for (let i = 0; i < 2; i += 1) {
    servers.push(await start(await place(t), { store }));
    t.after(() => servers[i].stop('SIGKILL'));
  }
  const body = leadBody();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => postLead(servers[i % 2].url, body)),
  );
  const statuses = answers.map((answer) => answer.status);
  assert.equal(statuses.filter((status) => status === 201).length, 1);
  assert.equal(statuses.filter((status) => status === 200).length, 199);
  const receipts = new Set(
    await Promise.all(answers.map(async (answer) => (await answer.json()).receipt_url)),
  );
  assert.equal(receipts.size, 1);
  assert.equal((await fetch(servers[1].url + [...receipts][0])).status, 200);
  await Promise.all(Array.from({ length: 100 }, (_, i) => postLead(servers[i % 2].url, leadBody())));
  assert.equal(
    (await run(['leads', 'list', '--limit', '1000', '--store', store])).out.trim().split('\n').length,
    101,
  );
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test('two servers drain one outbox, each lead delivered once', { skip }, async (t) => {
  const got = [];
  const receiver = http.createServer((request, response) => {
    got.push(request.headers['webhook-id']);
    request.resume();
    response.end();
  });
  await new Promise((done) => receiver.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => receiver.close());
  const store = await database();
  const where = [await place(t), await place(t)];
  await writeFile(path.join(where[0].folder, 'secret'), '0123456789abcdef0123\n');
  const config = {
    allow_private_targets: true,
    targets: [
      {
        name: 'hook',
        kind: 'webhook',
        url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (receiver.address()).port}`,
        secret_file: path.join(where[0].folder, 'secret'),
      },
    ],
  };
  const servers = await Promise.all(where.map((one) => start(one, { store, config })));
  t.after(() => servers.forEach((server) => server.stop('SIGKILL')));
  await Promise.all(Array.from({ length: 60 }, (_, i) => postLead(servers[i % 2].url, leadBody())));
  await eventually(() => got.length >= 60, { ms: 20_000 });
  await sleep(300);
  assert.equal(got.length, 60);
  assert.equal(new Set(got).size, 60);
});

test(
  'PostgreSQL restarted under load loses nothing acknowledged, and the server finds it again',
  { skip },
  async (t) => {
    const store = await database();
    const server = await start(await place(t), { store });
    t.after(() => server.stop('SIGKILL'));
    const acknowledged = [];
    let stop = false;
    const statuses = new Set();
    const clients = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!stop) {
          const answer = await postLead(server.url, leadBody());
          statuses.add(answer.status);
          const json = await answer.json();
          if (answer.status === 201) acknowledged.push(json.id);
          else await sleep(20);
        }
      }),
    );
    await sleep(300);
    const control = [
      `${bin}/pg_ctl`,
      '-D',
      `${process.env.POSTGRES_DIR}/data`,
      '-m',
      'immediate',
      '-w',
      'restart',
      '-l',
      `${process.env.POSTGRES_DIR}/log`,
    ];
    const command = process.getuid() === 0 ? ['runuser', '-u', 'postgres', '--', ...control] : control;
    const { spawn } = await import('node:child_process');
    const restart = spawn(command[0], command.slice(1), { stdio: 'ignore' });
    await new Promise((done) => restart.on('exit', done));
    const before = acknowledged.length;
    await eventually(() => acknowledged.length > before + 20, { ms: 20_000 });
    stop = true;
    await clients;
    for (const status of statuses) assert.ok([201, 503].includes(status), String(status));
    const listed = (await run(['leads', 'list', '--limit', '1000000', '--store', store])).out;
    const there = new Set(
      listed
        .trim()
        .split('\n')
        .map((line) => Number(line.slice(0, 6))),
    );
    assert.deepEqual(
      acknowledged.filter((id) => !there.has(id)),
      [],
    );
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  },
);

test('the first request after the database was restarted is stored, not refused', { skip }, async (t) => {
  const store = await database();
  const server = await start(await place(t), { store });
  t.after(() => server.stop('SIGKILL'));
  assert.equal((await postLead(server.url, leadBody())).status, 201);
  for (let i = 0; i < 3; i += 1) {
    // As a restart does: every connection ends while nobody asks.
    const name = new URL(store).pathname.slice(1);
    await exec(`${bin}/psql`, [
      cluster,
      '-c',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
    ]);
    const answer = await postLead(server.url, leadBody());
    assert.equal(answer.status, 201);
    const { receipt_url: receipt } = await answer.json();
    assert.equal((await fetch(server.url + receipt)).status, 200);
  }
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test(
  'an act of erasure says what PostgreSQL has cleaned, and what ages out by itself',
  { skip },
  async (t) => {
    const store = await database();
    const sql = async (text) => (await exec(`${bin}/psql`, [store, '-Atc', text])).stdout.trim();
    const busy = await start(await place(t), {
      store,
      args: ['--purge-every', '1'],
      config: { erase_delay_hours: 0, quiet_hours: { from: 0, until: 0 } },
    });
    t.after(() => busy.stop('SIGKILL'));
    const taken = await (await postLead(busy.url, leadBody())).json();
    await postLead(busy.url, leadBody());
    const index = () => sql("SELECT pg_relation_filenode('leads_by_phone')");
    const before = await index();
    await fetch(busy.url + taken.withdraw_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"consent":"processing"}',
    });
    const act = async () => JSON.parse((await run(['leads', 'show', '1', '--store', store])).out).act;
    await eventually(async () => (await act()) !== undefined);
    assert.equal((await act()).bytes_gone_at, 'pending', 'it is no quiet hour');
    assert.match((await act()).means.store, /VACUUM и REINDEX/);
    assert.match((await act()).means.not_by_us, /WAL/);
    assert.match((await act()).means.copies_until, /^20\d\d-/);
    assert.equal(await index(), before);
    await busy.stop();

    const quiet = await start(await place(t), {
      store,
      args: ['--purge-every', '1'],
      config: { quiet_hours: { from: 0, until: 24 } },
    });
    t.after(() => quiet.stop('SIGKILL'));
    await eventually(async () => (await act()).bytes_gone_at !== 'pending');
    assert.notEqual(await index(), before, 'the index is a new file');
    assert.equal(await sql("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'leads'"), '0');
    assert.equal((await postLead(quiet.url, leadBody())).status, 201);
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  },
);
