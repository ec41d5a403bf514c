// A guard, not a measurement: how many instructions reading and storing one request takes, counted by callgrind. Steady on a busy machine;
// what a request really costs is in src/benchmarks.md.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { build } from './lib/server.mjs';

/** On Debian 12, at -O2; salts are random and so is where they stand in an index: the count moves by a hundredth. */
const kInstructions = 320_000;
const kTolerance = 0.04;

const skip = spawnSync('valgrind', ['--version']).error ? 'valgrind is not installed' : false;

async function counted(folder, requests) {
  const words = [
    '--tool=callgrind',
    '--callgrind-out-file=/dev/null',
    path.join(build, 'bin/count_request'),
    path.join(folder, `${requests}.db`),
    String(requests),
  ];
  const { stderr } = await promisify(execFile)('valgrind', words);
  return Number(/Collected : (\d+)/.exec(stderr)?.[1]);
}

test('a request costs no more instructions than it did', { skip, timeout: 300_000 }, async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-cost-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const [few, many] = await Promise.all([counted(folder, 128), counted(folder, 384)]);
  const each = (many - few) / 256;
  t.diagnostic(`${Math.round(each)} instructions a request`);
  assert.ok(
    each <= kInstructions * (1 + kTolerance),
    `${Math.round(each)} instructions a request, ${kInstructions} until now: find out why (src/decisions/0033), or say so here`,
  );
  assert.ok(
    each >= kInstructions * (1 - kTolerance),
    `${Math.round(each)} instructions a request, ${kInstructions} until now: well done; note it here, so that it stays`,
  );
});
