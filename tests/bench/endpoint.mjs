// Durable requests a second: funnel-server on SQLite and PostgreSQL, the disk's own fdatasync, and the peer, interleaved in one run.
//   node tests/bench/endpoint.mjs [--rounds 5] [--seconds 2] [--flush-ms 3]     from tests/bench/run.sh endpoint, which starts PostgreSQL
import { spawn } from 'node:child_process';
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  build,
  consentsOf,
  documents,
  eventually,
  leadBody,
  makeSite,
  program,
  run,
} from '../server/lib/server.mjs';
import { post, processorOf } from './wrk.mjs';
import { median } from './scenarios.mjs';
import { freePort } from '../free-port.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    'flush-ms': { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const connections = [1, 16, 64];
const here = path.resolve('tests/bench');
/** What all servers run with: with --flush-ms, on a disk whose every flush takes so much longer. */
const env = options['flush-ms']
  ? { ...process.env, LD_PRELOAD: path.join(build, 'bin/slow_disk.so'), SLOW_DISK_MS: options['flush-ms'] }
  : process.env;
const loadAverage = () => Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);
const residentMiB = (pid) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

await mkdir('build/bench', { recursive: true });
const children = [];
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));
const folder = await mkdtemp(path.resolve('build/bench/run-'));
const place = async (name) => {
  const at = path.join(folder, name.replaceAll(/\W+/g, '-'));
  await makeSite(path.join(at, 'site'));
  await mkdir(path.join(at, 'data'));
  return {
    folder: at,
    site: path.join(at, 'site'),
    data: path.join(at, 'data'),
    store: `sqlite:${path.join(at, 'data/store.db')}`,
  };
};

const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );

/** Without a line of log for each request, as the peer. */
async function ours(name, store) {
  const where = await place(name);
  const at = store ?? where.store;
  const port = await freePort();
  const words = [
    'serve',
    '--site',
    where.site,
    '--listen',
    `127.0.0.1:${port}`,
    '--store',
    at,
    '--log-level',
    'warning',
  ];
  const child = spawn(program, words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  const ended = new Promise((done) => child.on('exit', done));
  await eventually(() => answers(port));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const listed = async () =>
    (await run(['leads', 'list', '--limit', '100000000', '--store', at])).out.split('\n').length - 1;
  return { name, url: `http://127.0.0.1:${port}`, pid: child.pid, stop, listed };
}
/** The endpoint's own first migration, in SQLite's words. */
async function schemaOfPeers() {
  const file = path.join(folder, 'schema.sql');
  const migration = readFileSync('src/server/store/migrations/0001_leads.sql', 'utf8')
    .replace(/--\[postgres[\s\S]*?--\]/g, '')
    .replace(/--\[sqlite|--\]/g, '')
    .replaceAll('{int}', 'INTEGER')
    .replaceAll('{strict}', ' STRICT')
    .replaceAll('{id}', 'INTEGER PRIMARY KEY AUTOINCREMENT');
  await writeFile(file, migration);
  return file;
}
/** @param {string} name @param {string[]} words program and what comes before the arguments all peers take */
async function peer(name, words, cwd = here) {
  const data = path.join(folder, `${name.replaceAll(/\W+/g, '-')}.db`);
  const rest = [data, await schemaOfPeers(), documents[0].version, ...documents.map(({ sha256 }) => sha256)];
  const child = spawn(words[0], [...words.slice(1), ...rest], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = new Promise((done) => child.on('exit', done));
  const port = await new Promise((done, fail) => {
    child.stdout.once('data', (line) => done(Number(line)));
    child.on('exit', () => fail(new Error(`${name} ended at start`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { name, url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}

const bodyFile = path.join(folder, 'body.json');
const body = JSON.stringify({
  ...leadBody(),
  idempotency_key: 'KEY',
  phone: 'PHONE',
  managers_count: 5,
  monthly_turnover: '1m_5m',
  owner: true,
  consents: consentsOf(),
  referrer: '',
  utm: { source: 'yandex', medium: 'cpc' },
  website: '',
});
await writeFile(bodyFile, body);

async function load({ name, url, pid }, connections, seconds) {
  const before = processorOf(pid);
  const posted = await post({ name, url, connections, seconds, bodyFile });
  return { ...posted, processor: ((processorOf(pid) - before) / posted.requests) * 1e6 };
}

/**
 * Records of the body's size, each followed by fdatasync. 'over': within a file that is already there, the disk at its best; 'append': to
 * the end of a growing file, whose new length the file system has to make durable too.
 */
function fdatasyncRate(kind, seconds) {
  const file = openSync(path.join(folder, 'fdatasync'), 'w');
  const record = Buffer.from(body);
  const size = 1 << 20;
  if (kind === 'over') writeSync(file, Buffer.alloc(size));
  fdatasyncSync(file);
  const started = performance.now();
  let written = 0;
  for (; performance.now() - started < seconds * 1000; written += 1) {
    const at = written * record.length;
    writeSync(file, record, 0, record.length, kind === 'over' ? at % (size - record.length) : at);
    fdatasyncSync(file);
  }
  closeSync(file);
  return written / ((performance.now() - started) / 1000);
}

const postgres = process.env.FUNNEL_TEST_POSTGRES;
const fastify = path.join(here, 'peer');
const servers = [
  await ours('funnel-server, SQLite'),
  await peer('Fastify + better-sqlite3, a commit a request', ['node', 'server.mjs', 'each'], fastify),
  await peer('Fastify + better-sqlite3, the same batching', ['node', 'server.mjs', 'group'], fastify),
];
const go = path.resolve('build/bench/peer-go');
if (existsSync(go)) servers.push(await peer('Go net/http + SQLite, in batches', [go]));
else console.log('The peer in Go is not built: left out');
if (postgres) servers.push(await ours('funnel-server, PostgreSQL', postgres));
else console.log('PostgreSQL is not there: left out');
const kept = servers.filter(({ name }) => !options.only || name.includes(options.only));

const loads = [loadAverage()];
for (const server of kept) await load(server, 16, 1);
const disk = [];
const growing = [];
const seen = kept.map(() => connections.map(() => []));
for (let round = 0; round < rounds; round += 1) {
  disk.push(fdatasyncRate('over', 1));
  growing.push(fdatasyncRate('append', 1));
  for (const [c, count] of connections.entries()) {
    for (let i = 0; i < kept.length; i += 1) {
      // Each round begins with another one: who comes first finds the disk busy with what was before.
      const s = (i + round) % kept.length;
      seen[s][c].push(await load(kept[s], count, options.seconds));
    }
  }
  loads.push(loadAverage());
}

const of = (name, count, key) =>
  median(
    seen[kept.findIndex((server) => server.name.includes(name))][connections.indexOf(count)].map(
      (one) => one[key],
    ),
  );
const range = (values) => `${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))}`;
console.log(
  `${rounds} rounds of ${options.seconds} s, interleaved; load before ${loads[0]}, then ${loads.slice(1).join(' ')} (this run is part of it)`,
);
console.log(
  `fdatasync of ${body.length} bytes: median ${Math.round(median(disk))} a second (${range(disk)}) over a file, ${Math.round(median(growing))} (${range(growing)}) to the end of one\n`,
);
console.log(
  '| | connections | durable requests a second: median (least–most) | times fdatasync | p50 ms | p99 ms | processor µs a request |\n|---|---|---|---|---|---|---|',
);
for (const [s, { name }] of kept.entries()) {
  for (const [c, count] of connections.entries()) {
    const rates = seen[s][c].map((one) => one.rate);
    console.log(
      `| ${name} | ${count} | ${Math.round(median(rates))} (${range(rates)}) | ${(median(rates) / median(disk)).toFixed(2)} | ${of(name, count, 'p50').toFixed(2)} | ${of(name, count, 'p99').toFixed(2)} | ${Math.round(of(name, count, 'processor'))} |`,
    );
  }
}
console.log();
for (const { name, pid } of kept) console.log(`${name}: at most ${residentMiB(pid).toFixed(1)} MiB resident`);

const aim = (what, value, bound, unit = '×') =>
  console.log(
    `${(unit === '×' ? value >= bound : value <= bound) ? 'reached' : 'MISSED '} ${what}: ${value.toFixed(2)} ${unit} (aim ${unit === '×' ? '≥' : '≤'} ${bound.toFixed(2)})`,
  );
if (kept.length >= 3) {
  const sqlite = of('funnel-server, SQLite', 64, 'rate');
  console.log();
  const p50 = of('funnel-server, SQLite', 64, 'p50');
  const slow = options['flush-ms'] !== undefined;
  aim(
    'the peer that commits each request, 64 connections',
    sqlite / of('a commit a request', 64, 'rate'),
    slow ? 12 : 5,
  );
  aim(
    'the peer with the same batching, 64 connections',
    sqlite / of('the same batching', 64, 'rate'),
    slow ? 1.8 : 2,
  );
  if (kept.some(({ name }) => name.startsWith('Go'))) {
    aim('the peer in Go, 64 connections', sqlite / of('Go net', 64, 'rate'), 1);
  }
  aim("the disk's fdatasync over a file, 64 connections", sqlite / median(disk), 1.2);
  aim('processor a request, 64 connections', of('funnel-server, SQLite', 64, 'processor'), 70, 'µs');
  aim('p99 at 64 connections, against twice p50', of('funnel-server, SQLite', 64, 'p99'), 2 * p50, 'ms');
  aim('resident memory', residentMiB(kept[0].pid), 40, 'MiB');
}

// Every answer of 201 is a row, and the store is whole.
for (const [s, server] of kept.entries()) {
  if (!server.listed) continue;
  const answered = seen[s].flat().reduce((sum, one) => sum + one.requests, 0);
  const rows = await server.listed();
  if (rows < answered) throw new Error(`${server.name}: ${answered} answered, ${rows} stored`);
}
await Promise.all(servers.map((server) => server.stop()));
await rm(folder, { recursive: true });
