// The nightly copy: made while visitors send requests, restored after the store is lost, refused when it is not whole.
import assert from 'node:assert/strict';
import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Visitors, account, eventually, machine, run } from './lib/machine.mjs';

test('a backup under load holds every request acknowledged before it, and restores after the store is lost', async (t) => {
  const server = await machine(t);
  await server.install();
  const visitors = new Visitors(server.url);
  const funnel = (...words) => run([server.at('opt/current/scripts/funnel'), ...words], { env: server.env });
  const ready = () =>
    eventually(() =>
      fetch(`${server.url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
  const copies = async () => (await readdir(server.at('state/backups'))).sort();
  for (let i = 0; i < 20; i += 1) await visitors.send();
  // Copies of other nights: more than are kept.
  await run([
    'bash',
    '--norc',
    '-euc',
    `install -d -m 700 -o "$2" "$1"; for day in $(seq -w 1 20); do echo old >"$1/leads-202001\${day}T033000Z.db.gz"; done`,
    '-',
    server.at('state/backups'),
    account,
  ]);

  await t.test('it is made, restored and checked while requests come in; fourteen are kept', async () => {
    visitors.start();
    await eventually(() => visitors.acknowledged.size > 40);
    const before = visitors.acknowledged.size;
    const made = await server.systemctl('start', 'funnel-backup.service');
    assert.equal(made.code, 0, await readFile(server.at('stand-in/funnel-backup.service.log'), 'utf8'));
    await visitors.stop();
    const all = await copies();
    assert.equal(all.length, 14);
    const newest = all.at(-1);
    await writeFile(server.at('copy.db'), gunzipSync(await readFile(server.at('state/backups', newest))));
    const lines = (
      await run([
        server.at('opt/current/bin/funnel-server'),
        '--store',
        `sqlite:${server.at('copy.db')}`,
        'leads',
        'export',
        '--jsonl',
      ])
    ).out;
    const held = lines.split('\n').filter(Boolean).length;
    t.diagnostic(`account: acknowledged ${before} before the backup began, the backup holds ${held}`);
    assert.ok(held >= before && visitors.found(lines) >= before, `${held} of ${before}`);
    assert.match(
      await readFile(server.at('stand-in/funnel-backup.service.log'), 'utf8'),
      new RegExp(`leads-.*gz, \\d+ requests before, ${held} restored, no faults`),
    );
  });

  await t.test('the store is lost; the runbook’s steps bring it back, whole', async () => {
    await rm(server.at('state/backups', (await copies()).at(-1)));
    assert.equal((await server.systemctl('start', 'funnel-backup.service')).code, 0);
    await server.systemctl('stop', 'funnel.service');
    await writeFile(server.at('state/leads.db'), 'no database any more');
    await server.systemctl('start', 'funnel.service');
    await eventually(async () => (await server.pid()) === 0);
    assert.match(await readFile(server.at('stand-in/funnel.service.log'), 'utf8'), /"bad_store"/);

    const restored = await run(
      [server.at('opt/current/scripts/restore.sh'), server.at('state/backups', (await copies()).at(-1))],
      { env: server.env },
    );
    assert.equal(restored.code, 0, restored.error);
    await ready();
    const lines = (await funnel('leads', 'export', '--jsonl')).out;
    t.diagnostic(
      `account: acknowledged ${visitors.acknowledged.size}, found after restoring ${visitors.found(lines)}`,
    );
    assert.equal(visitors.found(lines), visitors.acknowledged.size);
    assert.equal((await funnel('check')).out, 'ok\n');
    assert.ok(
      (await readdir(server.at('state'))).some((name) => name.startsWith('leads.db.lost-')),
      'what was there is kept',
    );
    await visitors.send();
  });

  await t.test('a store whose chain of consents was touched gives no backup', async () => {
    const before = await copies();
    await server.systemctl('stop', 'funnel.service');
    await copyFile(server.at('state/leads.db'), server.at('whole.db'));
    const touched = await run([
      'sqlite3',
      server.at('state/leads.db'),
      'DROP TRIGGER consent_events_no_update; UPDATE consent_events SET at_ms = at_ms + 1 WHERE seq = 3',
    ]);
    assert.equal(touched.code, 0, touched.error);
    assert.notEqual((await server.systemctl('start', 'funnel-backup.service')).code, 0);
    assert.match(
      await readFile(server.at('stand-in/funnel-backup.service.log'), 'utf8'),
      /the restored copy is damaged: chain: событие 3 не следует из предыдущего/,
    );
    assert.deepEqual(await copies(), before);
    const refused = await run(
      [server.at('opt/current/scripts/restore.sh'), server.at('state/backups', before[0])],
      { env: server.env },
    );
    assert.equal(refused.code, 1, 'an old copy that is none is not restored');
    assert.match(refused.error, /cannot be unpacked: nothing was changed/);
  });
});
