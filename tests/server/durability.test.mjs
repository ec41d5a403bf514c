// What a 201 promises: kill -9, power cuts, full disks, read-only disks, stops and jumping clocks lose nothing acknowledged.
// SOAK=1 makes the rounds many.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build, eventually, leadBody, place, postLead, run, sleep, start, startFor } from './lib/server.mjs';

const rounds = process.env.SOAK ? 200 : 20;

/** Node 18 now and then leaves a request for ever whose server was killed. @template T @param {Promise<T>} asked @returns {Promise<T>} */
function inTime(asked) {
  return new Promise((answered, failed) => {
    const timer = setTimeout(() => failed(new Error('no answer')), 10_000);
    asked.then(answered, failed).finally(() => clearTimeout(timer));
  });
}

/** Posts from several clients until told to stop; gives what was acknowledged and how many got no answer. */
function load(url, clients, more = {}) {
  const acknowledged = new Map();
  const state = { stop: false, unanswered: 0, refused: [], asked: 0 };
  const client = async () => {
    while (!state.stop) {
      const body = leadBody(more);
      state.asked += 1;
      try {
        const { answer, json } = await inTime(
          postLead(url, body).then(async (response) => ({ answer: response, json: await response.json() })),
        );
        if (answer.status === 201) acknowledged.set(json.id, body.phone);
        else state.refused.push(answer.status);
      } catch (error) {
        if (error?.cause?.code === 'ECONNREFUSED') return;
        state.unanswered += 1;
        return;
      }
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return { acknowledged, state, finish: async () => ((state.stop = true), all) };
}

async function stored(store) {
  const listed = await run(['leads', 'list', '--limit', '1000000', '--store', store]);
  assert.equal(listed.code, 0, listed.error);
  return new Map(
    listed.out
      .trim()
      .split('\n')
      .filter(Boolean)
      .reverse()
      .map((line) => [Number(line.slice(0, 6)), line.split('\t')[4]]),
  );
}

const missing = (acknowledged, there) => [...acknowledged].filter(([id, phone]) => there.get(id) !== phone);

test(`killed ${rounds} times under load, every acknowledged request is there`, async (t) => {
  const where = await place(t);
  const acknowledged = new Map();
  for (let round = 0; round < rounds; round += 1) {
    const server = await start(where);
    const clients = load(server.url, 8);
    await sleep(30 + Math.random() * 120);
    await server.stop('SIGKILL');
    await clients.finish();
    for (const [id, phone] of clients.acknowledged) acknowledged.set(id, phone);
  }
  assert.ok(acknowledged.size > rounds, `only ${acknowledged.size} acknowledged`);
  assert.deepEqual(missing(acknowledged, await stored(where.store)), []);
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});

/** Of the database; more than that has come out of the log. */
const kCopied = 100_000;

/** The first cuts come before the log is copied into the database, the later ones in the middle of it and after. */
async function powerCut(t, args, cuts) {
  let lost = 0;
  let copied = 0;
  let acknowledged = 0;
  for (let cut = 0; cut < cuts; cut += 1) {
    const where = await place(t);
    const shadow = path.join(where.folder, 'shadow');
    await mkdir(shadow);
    const env = {
      LD_PRELOAD: path.join(build, 'bin/power_cut.so'),
      POWER_CUT_UNDER: where.data,
      POWER_CUT_SHADOW: shadow,
    };
    const server = await start(where, { args, env });
    const clients = load(server.url, 32, { referrer: 'r'.repeat(400) });
    await sleep(300 + (cut % 5) * 500 + Math.random() * 200);
    await server.stop('SIGKILL');
    await clients.finish();
    if ((await stat(path.join(shadow, 'store.db'))).size > kCopied) copied += 1;
    acknowledged += clients.acknowledged.size;
    // The power is back: what was made durable is the disk now.
    await rm(where.data, { recursive: true });
    await cp(shadow, where.data, { recursive: true });
    await rm(path.join(where.data, 'store.db.part'), { force: true });
    lost += missing(clients.acknowledged, await stored(where.store)).length;
    assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
  }
  return { lost, acknowledged, copied };
}

test('a power cut loses no acknowledged request', async (t) => {
  const { lost, acknowledged, copied } = await powerCut(t, [], process.env.SOAK ? 30 : 5);
  assert.ok(acknowledged > 20, `only ${acknowledged} acknowledged`);
  assert.ok(copied > 0, 'the log was never copied into the database before the power went');
  assert.equal(lost, 0);
});

test('the power-cut test can fail: without waiting for the disk, acknowledged requests are lost', async (t) => {
  // A cut right after a checkpoint happens to lose nothing: cut until one does.
  let lost = 0;
  for (let i = 0; i < 20 && lost === 0; i += 1) ({ lost } = await powerCut(t, ['--durability', 'normal'], 1));
  assert.ok(lost > 0, 'nothing was lost: the shim does not cut');
});

/** A disk that is full while the file `full` is there. */
const fullDisk = (where, full) => ({
  LD_PRELOAD: path.join(build, 'bin/full_disk.so'),
  FULL_DISK_UNDER: where.data,
  FULL_DISK_SWITCH: full,
});

for (const at of ['insert', 'commit']) {
  test(`a disk that fails at ${at} answers 503 and loses nothing, and it goes on when the disk is back`, async (t) => {
    const where = await place(t);
    const full = path.join(where.folder, 'full');
    const server = await start(where, {
      env: { ...fullDisk(where, full), FULL_DISK_AT: at },
    });
    t.after(() => server.stop('SIGKILL'));
    const acknowledged = new Map();
    const post = async () => {
      const body = leadBody();
      const answer = await postLead(server.url, body);
      const json = await answer.json();
      if (answer.status === 201) acknowledged.set(json.id, body.phone);
      return answer;
    };
    assert.equal((await post()).status, 201);
    await writeFile(full, '');
    const answers = await Promise.all(Array.from({ length: 20 }, post));
    assert.ok(
      answers.every((answer) => answer.status === 503),
      answers.map((answer) => answer.status).join(),
    );
    assert.ok(answers[0].headers.get('retry-after'));
    await unlink(full);
    await eventually(async () => (await post()).status === 201);
    await server.stop();
    assert.deepEqual(missing(acknowledged, await stored(where.store)), []);
    assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
  });
}

test('a database that could not be flushed is copied from the log anew, by who opens it next', async (t) => {
  const where = await place(t);
  const [base, log] = [path.join(where.data, 'store.db'), path.join(where.data, 'store.db-wal')];
  const full = path.join(where.folder, 'full');
  const server = await start(where, {
    env: { ...fullDisk(where, full), FULL_DISK_AT: 'commit', FULL_DISK_ONLY: base },
  });
  t.after(() => server.stop('SIGKILL'));
  await writeFile(full, '');
  const clients = load(server.url, 32);
  await eventually(() => server.log.includes('log_not_copied'));
  await unlink(full); // the disk says yes again: what it lost before nobody knows
  await sleep(500);
  await clients.finish();
  assert.deepEqual(clients.state.refused, []);
  assert.ok(clients.acknowledged.size > 50);
  await server.stop();
  const { size } = await stat(log);
  assert.ok(size > 2_000_000, `the log is left, all of it: ${size} bytes`);
  // What the disk may have lost: all that was ever copied.
  await writeFile(base, (await readFile(base)).subarray(0, 4096));
  const again = await start(where);
  await again.stop();
  assert.equal(existsSync(log), false);
  assert.deepEqual(missing(clients.acknowledged, await stored(where.store)), []);
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});

test('at its file size limit it answers 503 and lives', async (t) => {
  const where = await place(t);
  const server = await start(where, { prefix: ['prlimit', '--fsize=600000'] });
  t.after(() => server.stop('SIGKILL'));
  const acknowledged = new Map();
  let refused = 0;
  for (let i = 0; i < 400 && refused < 3; i += 1) {
    const body = leadBody({ name: 'x'.repeat(100), referrer: 'r'.repeat(400) });
    const answer = await postLead(server.url, body);
    const json = await answer.json();
    if (answer.status === 201) acknowledged.set(json.id, body.phone);
    else refused += 1;
    assert.ok([201, 503].includes(answer.status), String(answer.status));
  }
  assert.ok(refused > 0);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  await server.stop('SIGKILL');
  assert.deepEqual(missing(acknowledged, await stored(where.store)), []);
});

test('it does not start where it may not write', async (t) => {
  const where = await place(t);
  // Not even root can make files there.
  const server = await start(where, { store: 'sqlite:/proc/store.db', expectFailure: true });
  assert.equal((await server.ended).code, 1);
  assert.match(server.log, /нельзя создать/);
});

const readOnly = (where) => ({
  LD_PRELOAD: path.join(build, 'bin/read_only_disk.so'),
  READ_ONLY_UNDER: where.data,
  READ_ONLY_SWITCH: path.join(where.folder, 'read-only'),
});

test('on a read-only disk it does not start, and says why', { timeout: 30_000 }, async (t) => {
  const where = await place(t);
  const env = readOnly(where);
  const before = await start(where, { env });
  assert.equal((await postLead(before.url, leadBody())).status, 201);
  await before.stop();
  await writeFile(env.READ_ONLY_SWITCH, '');
  const server = await start(where, { env, expectFailure: true });
  t.after(() => server.stop('SIGKILL'));
  assert.equal(server.url, '');
  assert.equal((await server.ended).code, 1);
  assert.match(server.log, /store_in_use|bad_store/);
  assert.match(server.log, /Read-only file system/);
});

test('a disk that becomes read-only answers 503 with Retry-After, acknowledges nothing, and serves again when it may write', async (t) => {
  const where = await place(t);
  const env = readOnly(where);
  const server = await start(where, { env });
  t.after(() => server.stop('SIGKILL'));
  const first = leadBody();
  const taken = await (await postLead(server.url, first)).json();
  await writeFile(env.READ_ONLY_SWITCH, '');
  const answers = await Promise.all(Array.from({ length: 20 }, () => postLead(server.url, leadBody())));
  for (const answer of answers) {
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    assert.equal((await answer.json()).error, 'unavailable');
  }
  assert.equal((await fetch(server.url + taken.receipt_url)).status, 200, 'what is stored is still shown');
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  await unlink(env.READ_ONLY_SWITCH);
  const after = leadBody();
  await eventually(async () => [200, 201].includes((await postLead(server.url, after)).status));
  await server.stop();
  assert.deepEqual([...(await stored(where.store)).values()], [first.phone, after.phone]);
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});

test('a locked store is waited for, then answered 503, then served again', async (t) => {
  const { server, store, url } = await startFor(t);
  const { spawn } = await import('node:child_process');
  const holder = spawn('sqlite3', [store.slice('sqlite:'.length)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const missingTool = await new Promise((done) => {
    holder.on('error', () => done(true));
    holder.on('spawn', () => done(false));
  });
  if (missingTool) return t.skip('sqlite3 is not installed');
  t.after(() => holder.kill('SIGKILL'));
  holder.stdin.write('.timeout 5000\nBEGIN IMMEDIATE; SELECT 1;\n'); // the server may be writing its own at the start
  await new Promise((done) => holder.stdout.once('data', done));
  assert.equal((await postLead(url, leadBody())).status, 503);
  holder.stdin.write('ROLLBACK;\n');
  await eventually(async () => (await postLead(url, leadBody())).status === 201);
  assert.equal((await server.stop()).code, 0);
});

test('stopped under load it leaves nobody unanswered and ends in time', async (t) => {
  for (let round = 0; round < 3; round += 1) {
    const { server, url, store } = await startFor(t);
    const clients = load(url, 16);
    await sleep(300);
    const started = Date.now();
    const ended = await server.stop('SIGTERM');
    await clients.finish();
    assert.deepEqual(ended, { code: 0, signal: null });
    assert.ok(Date.now() - started < 10_000);
    assert.equal(clients.state.unanswered, 0);
    assert.deepEqual(missing(clients.acknowledged, await stored(store)), []);
  }
});

test('a queue that is full answers 503 with Retry-After', async (t) => {
  const { url } = await startFor(t, { config: { max_waiting: 1 } });
  const answers = await Promise.all(Array.from({ length: 200 }, () => postLead(url, leadBody())));
  const full = answers.filter((answer) => answer.status === 503);
  assert.ok(answers.every((answer) => [201, 503].includes(answer.status)));
  for (const answer of full) assert.equal(answer.headers.get('retry-after'), '2');
});

test('the command socket of a killed server is taken over', async (t) => {
  const where = await place(t);
  const first = await start(where);
  await first.stop('SIGKILL');
  assert.ok(existsSync(`${where.data}/store.db.sock`));
  const second = await start(where);
  assert.equal((await second.stop()).code, 0);
});
