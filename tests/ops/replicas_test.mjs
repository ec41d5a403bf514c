// Two replicas on one PostgreSQL behind a real nginx with ops/nginx/replicas.conf, under load: one is killed, PostgreSQL restarts, both are
// updated in turn. Nothing acknowledged is lost, no request is there twice, no delivery is claimed by two.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { eventually, place, run, start } from '../server/lib/server.mjs';
import { freePort } from '../free-port.mjs';
import { startCluster } from './lib/cluster.mjs';
import { startNginx } from './lib/nginx.mjs';
import { Senders } from './lib/senders.mjs';

/** Counts deliveries by their id and notices two of one id at the same time. */
async function startReceiver(t) {
  const seen = new Map();
  const open = new Set();
  const receiver = { seen, together: 0, url: '' };
  const server = http.createServer((request, response) => {
    const id = request.headers['webhook-id'];
    if (open.has(id)) receiver.together += 1;
    open.add(id);
    request.resume();
    setTimeout(() => {
      open.delete(id);
      seen.set(id, (seen.get(id) ?? 0) + 1);
      response.end();
    }, 2);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  receiver.url = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  return receiver;
}

test('two replicas behind nginx', async (t) => {
  const cluster = await startCluster(t);
  const store = await cluster.database();
  const receiver = await startReceiver(t);
  const ports = [await freePort(), await freePort()];
  const front = await freePort();
  const places = [await place(t), await place(t)];
  await writeFile(path.join(places[0].folder, 'secret'), '0123456789abcdef0123\n');
  const hook = {
    name: 'hook',
    kind: 'webhook',
    url: receiver.url,
    secret_file: path.join(places[0].folder, 'secret'),
  };
  const config = { allow_private_targets: true, trusted_proxies: ['127.0.0.1'], targets: [hook] };
  const replicas = [];
  let logs = '';
  const launch = async (i) => {
    if (replicas[i]) logs += replicas[i].log;
    replicas[i] = await start(places[i], { store, config, listen: `127.0.0.1:${ports[i]}` });
  };
  t.after(() => Promise.all(replicas.map((replica) => replica.stop('SIGKILL'))));
  await launch(0);
  await launch(1);
  const site = (await readFile('ops/nginx/replicas.conf', 'utf8'))
    .replaceAll(':8180', `:${ports[0]}`)
    .replaceAll(':8280', `:${ports[1]}`)
    .replaceAll(':8080', `:${front}`);
  await startNginx(t, site, front);

  const senders = new Senders(`http://127.0.0.1:${front}`);
  const more = async (count) => {
    const goal = senders.acknowledged.size + count;
    await eventually(() => senders.acknowledged.size >= goal, { ms: 40_000 });
  };
  /** Until nginx, which tries one that failed again after a second, gives it requests. @param {number} i */
  const hasVisitors = async (i) => {
    const stored = () => replicas[i].log.split('"lead_stored"').length;
    const before = stored();
    await eventually(() => stored() > before, { ms: 20_000 });
  };
  const whatHappened = (since) =>
    [...senders.statuses]
      .map(([status, count]) => [status, count - (since.get(status) ?? 0)])
      .filter(([, count]) => Number(count) > 0)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ');
  const during = async (name, act) => {
    const since = new Map(senders.statuses);
    const before = senders.acknowledged.size;
    await more(40);
    await act();
    await more(80);
    assert.deepEqual(senders.faults, []);
    t.diagnostic(
      `${name}: acknowledged ${senders.acknowledged.size - before}; answers ${whatHappened(since)}`,
    );
  };
  senders.start(8);

  await t.test('one replica is killed', () =>
    during('kill -9', async () => {
      await replicas[0].stop('SIGKILL');
      await more(80);
      await launch(0);
    }),
  );
  await t.test('PostgreSQL is restarted, quickly', () =>
    during('restart, fast', () => cluster.restart('fast')),
  );
  await t.test('PostgreSQL is restarted as after a crash', () =>
    during('restart, immediate', () => cluster.restart('immediate')),
  );
  await t.test('both are updated in turn, and no visitor notices', async () => {
    await Promise.all([0, 1].map(hasVisitors)); // after the restart before
    const before = new Map(senders.statuses);
    await during('rolling update', async () => {
      for (const i of [0, 1]) {
        assert.deepEqual(await replicas[i].stop('SIGTERM'), { code: 0, signal: null });
        await launch(i);
        await eventually(async () => (await fetch(`${replicas[i].url}/readyz`)).status === 200);
        await hasVisitors(i); // ops/scaling.md waits two seconds for it
        await more(40);
      }
    });
    const refused = [...senders.statuses].filter(
      ([status, count]) => status !== 201 && status !== 200 && count > (before.get(status) ?? 0),
    );
    assert.deepEqual(refused, []);
  });
  await senders.stop();

  await t.test('everything acknowledged is there, once', async () => {
    const { acknowledged, found, stored, twice } = senders.account(
      (await run(['leads', 'export', '--jsonl', '--store', store])).out,
    );
    t.diagnostic(`account: acknowledged ${acknowledged}, found ${found}; stored ${stored}, twice ${twice}`);
    assert.ok(acknowledged > 400);
    assert.equal(found, acknowledged);
    assert.equal(stored, acknowledged, 'and nothing else: each was repeated until it was acknowledged');
    assert.equal(twice, 0);
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  });

  await t.test('every delivery arrives, none was claimed by two at once', async () => {
    // What the killed one had claimed, and what could not be marked while PostgreSQL was away, is free when its lease of 270 s ends. Claimed
    // more than 6 s ago and still open is nobody's any more: this moves its clock.
    const expire = `UPDATE outbox SET lease_until_ms = 0 WHERE state = 'pending' AND lease_until_ms BETWEEN 1 AND (extract(epoch FROM now()) * 1000)::bigint + ${270_000 - 6_000}`;
    await eventually(
      async () => {
        await cluster.query(store, expire);
        return (await cluster.query(store, "SELECT count(*) FROM outbox WHERE state = 'pending'"))[0] === '0';
      },
      { ms: 60_000, every: 2000 },
    );
    const overlapping = await cluster.query(
      store,
      'SELECT a.outbox_id FROM attempts a JOIN attempts b ON a.outbox_id = b.outbox_id AND a.id < b.id AND b.at_ms - b.took_ms < a.at_ms',
    );
    const again = [...receiver.seen.values()].reduce((sum, count) => sum + count - 1, 0);
    for (const replica of replicas) logs += replica.log;
    const unmarked = logs.split('"delivery_not_marked"').length - 1;
    t.diagnostic(
      `account: ${receiver.seen.size} deliveries for ${senders.acknowledged.size} requests, ${again} repeated (${unmarked} could not be marked), ${receiver.together} together`,
    );
    assert.equal(receiver.seen.size, senders.acknowledged.size);
    assert.equal(receiver.together, 0);
    assert.deepEqual(overlapping, []);
    assert.ok(
      again <= unmarked + 3,
      'repeated: what was on its way when a process ended, and what could not be marked',
    );
    const delivered = await cluster.query(
      store,
      "SELECT count(*) FROM (SELECT outbox_id FROM attempts WHERE outcome = 'delivered' GROUP BY outbox_id HAVING count(*) > 1) AS twice",
    );
    assert.deepEqual(delivered, ['0'], 'none is marked delivered twice');
  });
});
