// A wrong clock erases nobody: not a jump, not a start in another year, not more requests at once than usual.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { build, eventually, leadBody, place, postLead, run, sleep, start } from './lib/server.mjs';

const kDay = 86_400;

async function shifted(t) {
  const where = await place(t);
  const clock = path.join(where.folder, 'clock');
  const env = { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock };
  const by = (days) => writeFile(clock, String(days * kDay));
  await by(0);
  const serve = async (options = {}) => {
    const server = await start(where, { env, args: ['--purge-every', '1'], ...options });
    t.after(() => server.stop('SIGKILL'));
    return server;
  };
  const post = async (server, count) => {
    for (let i = 0; i < count; i += 1) {
      assert.equal((await postLead(server.url, leadBody())).status, 201);
    }
  };
  const erased = async () => {
    const { out } = await run(['leads', 'export', '--jsonl', '--store', where.store]);
    return out
      .split('\n')
      .filter(Boolean)
      .filter((line) => JSON.parse(line).erased_at).length;
  };
  return { where, env, by, serve, post, erased };
}

for (const days of [1200, -1200]) {
  test(`a jump of ${days} days erases nobody and is told`, async (t) => {
    const { by, serve, post, erased } = await shifted(t);
    const server = await serve();
    await post(server, 3);
    await by(days);
    await post(server, 2);
    await eventually(() => /"purge_stopped"/.test(server.log));
    await sleep(1500);
    assert.equal(await erased(), 0);
    await by(0);
    await sleep(2500);
    assert.equal(await erased(), 0);
    assert.match(server.log, /Часы сервера/);
  });
}

test('a start in another year and a correction after it erase nobody, running or restarted', async (t) => {
  const { where, env, by, serve, post, erased } = await shifted(t);
  await by(-1200);
  const first = await serve();
  await post(first, 5);
  await sleep(1500);
  await by(0);
  await eventually(() => /"purge_stopped"/.test(first.log));
  await first.stop();
  const second = await serve();
  await eventually(() => /"purge_stopped"/.test(second.log));
  await sleep(1500);
  assert.equal(await erased(), 0);
  const preview = await run(['purge', '--dry-run', '--store', where.store], { env });
  assert.match(preview.out, /Будет стёрто заявок: 5/);
  assert.equal(
    (await run(['purge', '--yes', '--store', where.store], { env })).out,
    'Стёрто заявок: 5\n',
    'the operator has looked',
  );
  assert.equal(await erased(), 5);
});

test('what was withdrawn is not erased by a jump either', async (t) => {
  const { by, serve, erased } = await shifted(t);
  const server = await serve();
  const taken = await (await postLead(server.url, leadBody())).json();
  await fetch(server.url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  await by(400);
  await eventually(() => /"purge_stopped"/.test(server.log));
  assert.equal(await erased(), 0);
});

test('an unusual number of requests waits for the operator, a usual one does not', async (t) => {
  const { where, by, serve, post, erased } = await shifted(t);
  await by(-3);
  const first = await serve();
  await post(first, 25);
  await first.stop();
  await by(0);
  const server = await serve({
    config: { retention_days: 2 },
    args: ['--purge-every', '1', '--admin', '127.0.0.1:0'],
  });
  await eventually(() => /"purge_stopped".*25 заявок из 25/.test(server.log));
  assert.match(await (await fetch(`${server.adminUrl}/metrics`)).text(), /^funnel_purge_stopped 1$/m);
  assert.equal(await erased(), 0);
  const numbers = Array.from({ length: 6 }, (_, i) => String(i + 1));
  assert.equal((await run(['erase', ...numbers, '--yes', '--store', where.store])).code, 0);
  await eventually(async () => (await erased()) === 25, { ms: 6000 });
  assert.match(await (await fetch(`${server.adminUrl}/metrics`)).text(), /^funnel_purge_stopped 0$/m);
});

test('deliveries leased by a clock that was ahead are not stuck', async (t) => {
  const { where, by, serve } = await shifted(t);
  const config = {
    targets: [
      {
        name: 'hook',
        kind: 'webhook',
        url: 'http://127.0.0.1:9/',
        secret_file: path.join(where.folder, 'key'),
      },
    ],
  };
  await writeFile(path.join(where.folder, 'key'), '0123456789abcdef');
  await by(1200);
  const server = await serve({ config });
  assert.equal((await postLead(server.url, leadBody())).status, 201);
  const attempts = async () =>
    Number((await run(['outbox', 'list', '--store', where.store])).out.match(/attempts (\d+)/)?.[1]);
  await eventually(async () => (await attempts()) === 1);
  await by(0);
  await eventually(async () => (await attempts()) >= 2, { ms: 12_000 });
});
