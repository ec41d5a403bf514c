// Every command on a store of 200 000 requests, in an address space of 200 MB: what a command needs does not grow with the store.
// 40 000 of them in every run, all with SOAK=1 or REQUESTS=200000.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { build, place, program, run } from './lib/server.mjs';

const requests = Number(process.env.REQUESTS ?? (process.env.SOAK ? 200_000 : 40_000));
const old = 1000;

test('no command needs more memory for a larger store', { timeout: 600_000 }, async (t) => {
  const where = await place(t);
  const file = path.join(where.data, 'store.db');
  await promisify(execFile)(path.join(build, 'bin/fill_store'), [file, String(requests), String(old)]);
  assert.ok((await stat(file)).size > requests * 1000);
  const out = path.join(where.folder, 'out');
  const capped = async (words) => {
    const command = `ulimit -v 200000; exec '${program}' ${words} --store '${where.store}' > '${out}'`;
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'ignore', 'pipe'] });
    let error = '';
    child.stderr.on('data', (piece) => (error += piece));
    const code = await new Promise((done) => child.on('close', done));
    assert.equal(code, 0, `${words}: ${error}`);
    return { error, size: (await stat(out)).size };
  };
  assert.equal(
    (await capped('leads list --limit 1000000000')).error,
    `Показано ${requests} из ${requests}.\n`,
  );
  assert.ok((await capped('leads export --jsonl')).size > requests * 500);
  assert.ok((await capped('leads export --csv')).size > requests * 100);
  assert.equal(
    (await capped('outbox list --all --limit 1000000000')).error,
    `Показано ${requests} из ${requests}.\n`,
  );
  assert.equal((await capped('check')).size, 3);
  await capped(`backup '${path.join(where.data, 'copy.db')}'`);
  await capped('purge --dry-run');
  await capped('purge --yes');
  await capped('leads list --phone +79100000500 --state any');
  await capped('leads list --email nobody@example.ru');
  await capped('erase --phone +79100001500 --yes');
  assert.equal(
    (await run(['leads', 'list', '--state', 'erased', '--limit', '1', '--store', where.store])).error,
    `Показано 1 из ${old + 1}; следующие: --before 1501.\n`,
  );
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});
