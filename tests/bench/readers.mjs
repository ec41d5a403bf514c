// How long a visitor waits for the answer to a request while the operator's commands run on a large store.
//   node tests/bench/readers.mjs [--requests 100000] [--connections 8] [--seconds 5] [--against PROGRAM]
// --against: backups only, by this program and by another (of the commit before), in turn.
// After `cmake --build build/native --target funnel-server fill_store`.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, leadBody, place, program, start } from '../server/lib/server.mjs';

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '5' },
    against: { type: 'string', default: '' },
  },
});
const old = 3000;
mkdirSync('build/bench', { recursive: true });
const where = await place();
const file = path.join(where.data, 'store.db');
execFileSync(path.join(build, 'bin/fill_store'), [file, options.requests, String(old)]);
const server = await start(where, { args: ['--purge-every', '86400'] });

const agent = new http.Agent({ keepAlive: true, maxSockets: Number(options.connections) });
const post = () =>
  new Promise((done, fail) => {
    const body = JSON.stringify(leadBody());
    const began = performance.now();
    const request = http.request(
      `${server.url}/api/leads`,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => done({ ms: performance.now() - began, status: answer.statusCode }));
      },
    );
    request.on('error', fail);
    request.end(body);
  });

/** Every connection posts, answers, thinks for 20 ms, until `isOver()`. */
async function postWhile(isOver) {
  const took = [];
  await Promise.all(
    Array.from({ length: Number(options.connections) }, async () => {
      while (!isOver()) {
        const { ms, status } = await post();
        if (status !== 201) throw new Error(`status ${status}`);
        took.push(ms);
        await new Promise((done) => setTimeout(done, 20));
      }
    }),
  );
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(1);
  return `${String(took.length).padStart(6)} posted   p50 ${at(0.5)}   p99 ${at(0.99)}   most ${at(1)} ms`;
}

async function during(name, words, by = program) {
  const least = Date.now() + Number(options.seconds) * 1000;
  let over = false;
  const commands = (async () => {
    const began = Date.now();
    let runs = 0;
    do {
      const child = spawn(by, [...words(runs), '--store', where.store], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      await new Promise((done) => child.on('close', done));
      runs += 1;
    } while (Date.now() < least);
    over = true;
    return `${runs} × ${((Date.now() - began) / runs / 1000).toFixed(2)} s`;
  })();
  const waits = await postWhile(() => over);
  console.log(`${name.padEnd(16)} ${waits}   (${await commands})`);
}

async function alone(name) {
  const end = Date.now() + Number(options.seconds) * 1000;
  console.log(`${name.padEnd(16)} ${await postWhile(() => Date.now() > end)}`);
}

const copy = (name) => (run) => ['backup', path.join(where.data, `copy-${name}-${run}.db`)];
const copies = () =>
  Promise.all(
    readdirSync(where.data).map((one) => one.startsWith('copy-') && rm(path.join(where.data, one))),
  );

await alone('nothing');
for (let round = 0; options.against && round < 4; round += 1) {
  await during('backup, other', copy(`other-${round}`), options.against);
  await copies();
  await during('backup', copy(`this-${round}`));
  await copies();
}
if (options.against) {
  agent.destroy();
  await server.stop();
  await rm(where.folder, { recursive: true, force: true });
  process.exit(0);
}
await during('check', () => ['check']);
await during('export --jsonl', () => ['leads', 'export', '--jsonl']);
await during('export --csv', () => ['leads', 'export', '--csv']);
await during('leads list', () => ['leads', 'list', '--limit', '1000000000']);
await during('backup', copy('once'));
await during(`purge of ${old}`, () => ['purge', '--yes']);
await alone('nothing, after');
agent.destroy();
await server.stop();
await rm(where.folder, { recursive: true, force: true });
