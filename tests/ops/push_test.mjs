// A server from bare to its last release, over a real sshd, while visitors send requests.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, cp, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import {
  Visitors,
  account,
  archive,
  eventually,
  machine,
  release,
  repacked,
  run,
  treeHash,
} from './lib/machine.mjs';

/**
 * A program that behaves until it is in service, then does `inService`. With `schema` it brings a migration of its own: number 99, which
 * no earlier program can read.
 */
const treacherous =
  (inService, { schema = false } = {}) =>
  async (stage) => {
    const program = path.join(stage, 'bin/funnel-server');
    await rename(program, `${program}.real`);
    const later = schema
      ? `sqlite3 "$store" "INSERT OR IGNORE INTO schema_migrations VALUES (99, 'later', 'x', 0)"`
      : ':';
    const sooner = schema
      ? 'if [ -f "$store" ]; then sqlite3 "$store" "DELETE FROM schema_migrations WHERE version = 99"; fi'
      : ':';
    await writeFile(
      program,
      `#!/bin/bash
real=$(dirname "$(readlink -f "$0")")/funnel-server.real
if [ "$1" = serve ]; then
  if [ -n "\${FUNNEL_LISTEN:-}" ]; then ${inService}; fi
  store=\${5#sqlite:}
  ${sooner}
  exec "$real" "$@"
fi
store=\${FUNNEL_STORE#sqlite:}
if [ "$1" = --store ]; then store=\${2#sqlite:}; fi
${sooner}
said=$("$real" "$@") || exit
${later}
if [[ " $* " == *" migrate "* ]]; then sqlite3 "$store" 'SELECT max(version) FROM schema_migrations'; else echo "$said"; fi
`,
    );
    await chmod(program, 0o755);
  };

test('push, failed pushes and rollback, with every acknowledged request in its place', async (t) => {
  const server = await machine(t, { ssh: true });
  const { deploy } = server;
  const visitors = new Visitors(server.url);
  const leads = async () =>
    (await run([server.at('opt/current/scripts/funnel'), 'leads', 'export', '--jsonl'], { env: server.env }))
      .out;
  const second = await repacked(server.folder, 'funnel-1.0.1-bbbbbbbbbbbb', (stage) =>
    writeFile(path.join(stage, 'site/second.txt'), 'second'),
  );

  await t.test('a bare server says so, and a rehearsed first push leaves it bare', async () => {
    assert.match((await deploy('status')).out, /nothing is in service/);
    const before = await treeHash(server.folder);
    const dry = await deploy('push', '--archive', archive, '--dry-run');
    assert.equal(dry.code, 0, dry.error);
    for (const step of [
      /would upload: funnel-/,
      /would check: SHA-256/,
      /would rehearse: /,
      /would migrate: /,
      /would run: mv -T .*current/,
      /systemctl restart funnel.service/,
      /would wait: .* answer \/readyz/,
    ]) {
      assert.match(dry.error, step);
    }
    await writeFile(server.at('stand-in/calls'), '');
    assert.equal((await treeHash(server.folder)) === before || !existsSync(server.at('opt')), true);
    assert.deepEqual(await readdir(server.at('units')), []);
  });

  await t.test(
    'the first push puts it into service with its units, account files and a working site',
    async () => {
      const pushed = await deploy('push', '--archive', archive);
      assert.equal(pushed.code, 0, pushed.error);
      assert.equal(await server.current(), release);
      assert.equal((await fetch(`${server.url}/`)).status, 200);
      assert.deepEqual((await readdir(server.at('units'))).sort(), [
        'funnel-backup.service',
        'funnel-backup.timer',
        'funnel.service',
      ]);
      assert.ok(
        (await readFile(server.at('units/funnel.service'), 'utf8')).includes(
          `ExecStart=${server.at('opt/current/bin/funnel-server')} serve`,
        ),
      );
      assert.ok(existsSync(server.at('etc/config.json')));
      const owner = (await run(['stat', '-c', '%U %a', server.at('state'), server.at('state/leads.db')])).out;
      assert.equal(owner, `${account} 700\n${account} 600\n`);
      assert.match(
        await readFile(server.at('stand-in/calls'), 'utf8'),
        /enable --quiet funnel.service funnel-backup.timer/,
      );
    },
  );

  await t.test('--dry-run of push, rollback and status changes nothing', async () => {
    await visitors.send();
    await server.systemctl('stop', 'funnel.service');
    await deploy('status');
    const before = await treeHash(server.at('opt'));
    const stateBefore = await treeHash(server.at('state'));
    const dry = await deploy('push', '--archive', second, '--dry-run');
    assert.equal(dry.code, 0, dry.error);
    assert.match(dry.error, /would run: ln -sfn releases\/funnel-1\.0\.1/);
    assert.equal((await deploy('rollback', '--dry-run')).code, 1);
    assert.match((await deploy('status', '--dry-run')).out, /service: inactive/);
    assert.equal(await treeHash(server.at('opt')), before);
    assert.equal(await treeHash(server.at('state')), stateBefore);
    await server.systemctl('start', 'funnel.service');
    await eventually(() =>
      fetch(`${server.url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
  });

  await t.test(
    'an update under load: a new release in service, the one before still lends its files',
    async () => {
      visitors.start();
      const pushed = await deploy('push', '--archive', second);
      await visitors.send();
      assert.equal(pushed.code, 0, pushed.error);
      assert.equal(await (await fetch(`${server.url}/second.txt`)).text(), 'second');
      assert.ok(existsSync(server.at('opt/previous/site/index.html')));
      assert.equal(visitors.found(await leads()) > 0, true);
    },
  );

  await t.test('a broken program never gets as far as the service', async () => {
    const pid = await server.pid();
    const broken = await repacked(server.folder, 'funnel-1.0.2-cccccccccccc', (stage) =>
      writeFile(path.join(stage, 'bin/funnel-server'), 'not a program'),
    );
    const pushed = await deploy('push', '--archive', broken);
    assert.equal(pushed.code, 1, pushed.error);
    assert.match(
      pushed.error,
      /the rehearsal of funnel-1\.0\.2-c+ failed \(migration\): the release in service was not touched/,
    );
    assert.equal(await server.pid(), pid);
    assert.equal(await server.current(), 'funnel-1.0.1-bbbbbbbbbbbb');
  });

  await t.test(
    'a site whose consent text changed under the same version is refused at the rehearsal',
    async () => {
      const pid = await server.pid();
      const changed = await repacked(server.folder, 'funnel-1.0.3-dddddddddddd', async (stage) => {
        const file = path.join(stage, 'site/legal/documents.json');
        const legal = JSON.parse(await readFile(file, 'utf8'));
        legal.operator.address = '';
        await writeFile(file, JSON.stringify(legal));
      });
      const pushed = await deploy('push', '--archive', changed);
      assert.equal(pushed.code, 1, pushed.error);
      assert.match(pushed.error, /сведения об операторе неполны[^]*it does not serve/);
      assert.equal(await server.pid(), pid);
    },
  );

  await t.test('an archive with a changed byte is refused before it is sent', async () => {
    const damaged = server.at('funnel-1.0.4-eeeeeeeeeeee.tar.gz');
    const at = server.at('unpacked');
    const made = await run([
      'bash',
      '--norc',
      '-euc',
      `mkdir "$1"; tar -xzf "$2" -C "$1"; mv "$1"/* "$1/funnel-1.0.4-eeeeeeeeeeee"; echo x >>"$1"/*/site/index.html; tar -czf "$3" -C "$1" funnel-1.0.4-eeeeeeeeeeee`,
      '-',
      at,
      archive,
      damaged,
    ]);
    assert.equal(made.code, 0, made.error);
    const pushed = await deploy('push', '--archive', damaged);
    assert.equal(pushed.code, 1);
    assert.match(pushed.error, /is damaged/);
  });

  await t.test('a release that dies in service is taken back by itself', async () => {
    const dying = await repacked(server.folder, 'funnel-1.0.5-ffffffffffff', treacherous('exit 1'));
    const pushed = await deploy('push', '--archive', dying);
    assert.equal(pushed.code, 3, pushed.error);
    assert.match(
      pushed.error,
      /Новая версия funnel-1\.0\.5-f+ не заработала: возвращена прежняя, funnel-1\.0\.1-b+/,
    );
    assert.equal(await server.current(), 'funnel-1.0.1-bbbbbbbbbbbb');
    await visitors.send();
  });

  await t.test(
    'a release that migrates the store and hangs is taken back with the store as it was',
    async () => {
      const hanging = await repacked(
        server.folder,
        'funnel-1.0.6-abababababab',
        treacherous('exec sleep 60', { schema: true }),
      );
      const pushed = await deploy('push', '--archive', hanging);
      assert.equal(pushed.code, 3, pushed.error);
      assert.match(pushed.error, /migrating the store from schema \d+ to 99/);
      assert.match(pushed.error, /the store is as it was before the migration/);
      await visitors.send();
    },
  );

  await t.test('rollback goes back one release and no further; the last three are kept', async () => {
    const third = await repacked(server.folder, 'funnel-1.0.7-cdcdcdcdcdcd', (stage) =>
      cp(path.join(stage, 'README.md'), path.join(stage, 'COPY.md')),
    );
    assert.equal((await deploy('push', '--archive', third)).code, 0);
    const back = await deploy('rollback');
    assert.equal(back.code, 0, back.error);
    assert.equal(await server.current(), 'funnel-1.0.1-bbbbbbbbbbbb');
    assert.equal((await deploy('rollback', '--to', release)).code, 0);
    const none = await deploy('rollback');
    assert.equal(none.code, 1);
    assert.match(none.error, /there is no release before/);
    const fourth = await repacked(server.folder, 'funnel-1.0.8-efefefefefef');
    assert.equal((await deploy('push', '--archive', fourth)).code, 0);
    assert.deepEqual(
      (await readdir(server.at('opt/releases'))).sort(),
      [release, 'funnel-1.0.1-bbbbbbbbbbbb', 'funnel-1.0.7-cdcdcdcdcdcd', 'funnel-1.0.8-efefefefefef'].sort(),
    );
  });

  await visitors.stop();
  const lines = await leads();
  t.diagnostic(
    `account: over 9 pushes and 2 rollbacks acknowledged ${visitors.acknowledged.size}, found ${visitors.found(lines)}`,
  );
  assert.equal(visitors.found(lines), visitors.acknowledged.size);
  const status = (await deploy('status')).out;
  assert.match(status, /^\* funnel-1\.0\.8-efefefefefef {2}in service since/m);
  assert.match(status, new RegExp(`^requests stored: ${visitors.acknowledged.size}$`, 'm'));
  assert.equal(
    (await run([server.at('opt/current/scripts/funnel'), 'check'], { env: server.env })).out,
    'ok\n',
  );
});
