// What ends by the clock ends by it: sessions, one-time links, deliveries another server had claimed, what a receipt says. A clock that is put
// back or forward opens nothing again and loses nothing.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Visitor, inside, linkFor } from './lib/inbox.mjs';
import { kSecret, receiver } from './lib/receivers.mjs';
import { build, eventually, leadBody, place, postLead, run, sleep, start } from './lib/server.mjs';
import { database, kinds, noPostgres } from './lib/stores.mjs';

const kHour = 3600;

/** A server whose wall clock is `by` seconds ahead; its commands live at the same time. */
async function shifted(t, options = {}) {
  const where = await place(t);
  const clock = path.join(where.folder, 'clock');
  const env = { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock };
  const by = (seconds) => writeFile(clock, String(seconds));
  await by(0);
  const store = options.store ?? where.store;
  const server = await start(where, { ...options, store, env, args: ['--admin', '127.0.0.1:0'] });
  t.after(() => server.stop('SIGKILL'));
  return { where, by, server, store };
}

for (const { kind, skip, make } of kinds) {
  test(
    `a session is over after 12 idle hours, a link after 24, whatever the clock does next (${kind})`,
    { skip },
    async (t) => {
      const { by, server, store } = await shifted(t, { store: await make() });
      const vera = await inside(server, store, 'Вера', 'worker');
      const link = await linkFor(store, 'Глеб');
      await by(11 * kHour);
      assert.equal((await vera.get('/inbox/')).status, 200, '11 idle hours');
      await sleep(500); // the visit is noted after its page
      await by(22 * kHour);
      assert.equal((await vera.get('/inbox/')).status, 200, '11 more after the last page');
      await by(35 * kHour);
      assert.equal((await vera.get('/inbox/')).status, 401, '13 idle hours');
      await by(0);
      assert.equal((await vera.get('/inbox/')).status, 401, 'a clock put back opens nothing');
      await by(23 * kHour);
      const looked = new Visitor(server.adminUrl);
      assert.equal((await looked.get(`/inbox/enter?${link}`)).status, 200);
      await by(25 * kHour);
      assert.equal((await new Visitor(server.adminUrl).enter(link)).status, 403, 'a link of yesterday');
    },
  );
}

test('a receipt tells the moments of the clock of then, and withdrawal works at any other', async (t) => {
  const { by, server, store } = await shifted(t);
  const before = Date.now();
  const taken = await (await postLead(server.url, leadBody())).json();
  const receipt = async () => (await fetch(server.url + taken.receipt_url)).json();
  const given = (await receipt()).consents[0];
  await by(400 * 24 * kHour);
  assert.deepEqual((await receipt()).consents[0], given, 'a year later it says the same');
  assert.ok(
    Math.abs(Date.parse(JSON.stringify(given).match(/20\d\d-\d\d-\d\dT[\d:.]+Z/)[0]) - before) < 60_000,
  );
  await by(-400 * 24 * kHour);
  const withdrawn = await fetch(server.url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  assert.equal(withdrawn.status, 200);
  assert.equal((await withdrawn.json()).erasure_scheduled, true);
  await by(0);
  assert.match((await run(['leads', 'list', '--store', store])).out, /processing=withdrawn@/);
});

test('limits count by the steady clock: a jump neither locks out nor lets in', async (t) => {
  const { by, server } = await shifted(t, {
    config: { rate: { burst: 3, per_minute: 1 }, trusted_proxies: ['127.0.0.1/32'] },
  });
  const from = { 'x-forwarded-for': '203.0.113.9' };
  const post = async () => (await postLead(server.url, leadBody(), from)).status;
  assert.deepEqual([await post(), await post(), await post(), await post()], [201, 201, 201, 429]);
  await by(24 * kHour);
  assert.equal(await post(), 429, 'a day of the wall clock is no minute');
  await by(-24 * kHour);
  assert.equal(await post(), 429);
});

test(
  'what a killed server had claimed is free when its lease is over, not before',
  { skip: noPostgres },
  async (t) => {
    let hangs = true;
    const at = await receiver(t, (_, response) => {
      if (!hangs) response.writeHead(200).end('{}');
    });
    const store = await database();
    const targets = (where) => ({
      allow_private_targets: true,
      targets: [{ name: 'hook', kind: 'webhook', url: at.url, secret_file: path.join(where.folder, 'key') }],
    });
    const where = [await place(t), await place(t)];
    const clock = path.join(where[0].folder, 'clock');
    const env = { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock };
    await writeFile(clock, '0');
    for (const one of where) {
      await writeFile(path.join(one.folder, 'key'), `whsec_${kSecret.toString('base64')}\n`);
    }
    const first = await start(where[0], { store, env, config: targets(where[0]) });
    t.after(() => first.stop('SIGKILL'));
    await postLead(first.url, leadBody());
    await eventually(() => at.got.length === 1);
    await first.stop('SIGKILL');
    hangs = false;
    const second = await start(where[1], { store, env, config: targets(where[1]) });
    t.after(() => second.stop('SIGKILL'));
    await sleep(4500);
    assert.equal(at.got.length, 1, 'the other may still be sending');
    await writeFile(clock, String(10 * 60));
    await eventually(() => at.got.length === 2);
    await eventually(async () =>
      /delivered/.test((await run(['outbox', 'list', '--all', '--store', store])).out),
    );
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  },
);
