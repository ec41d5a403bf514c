// What open pages of the inbox cost those who post: requests stored a second with and without them, in turn. Every tab listens, and asks for
// its list again when it is told of something, as the page does.
//   node tests/bench/tabs.mjs [--tabs 50] [--connections 64] [--seconds 10] [--rounds 5] [--requests 20000]
// After `cmake --build build/native --target funnel-server fill_store`; needs wrk. The tabs' own work is done by the same machine.
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inside } from '../server/lib/inbox.mjs';
import { build, leadBody, place, start } from '../server/lib/server.mjs';
import { median } from './scenarios.mjs';
import { post } from './wrk.mjs';

const { values: options } = parseArgs({
  options: {
    tabs: { type: 'string', default: '50' },
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '20000' },
  },
});
const where = await place();
execFileSync(path.join(build, 'bin/fill_store'), [path.join(where.data, 'store.db'), options.requests, '0']);
const server = await start(where, {
  args: ['--admin', '127.0.0.1:0', '--purge-every', '86400'],
  config: { rate: { burst: 1_000_000, per_minute: 1_000_000 } },
});
const bodyFile = path.join(where.folder, 'body.json');
await writeFile(bodyFile, JSON.stringify({ ...leadBody(), idempotency_key: 'KEY', phone: 'PHONE' }));
const visitor = await inside(server, where.store, 'Вера', 'worker');
const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });
const headers = { accept: 'text/html', cookie: visitor.cookie };

const counted = { told: 0, lists: 0 };
function refresh() {
  return new Promise((done) => {
    const request = http.get(`${server.adminUrl}/inbox/`, { agent, headers }, (answer) => {
      answer.resume().on('end', done);
      counted.lists += 1;
    });
    request.on('error', done); // the last round is over
  });
}

/** Opens a tab; gives back what closes it. */
function tab() {
  return new Promise((open) => {
    const request = http.get(`${server.adminUrl}/inbox/events?after=0.0`, { headers }, (answer) => {
      answer.setEncoding('utf8').on('data', (text) => {
        if (!text.includes('event: change')) return;
        counted.told += 1;
        refresh();
      });
      answer.on('error', () => {});
      open(() => request.destroy());
    });
    request.on('error', () => {});
  });
}

const load = () =>
  post({
    name: 'funnel-server',
    url: server.url,
    connections: options.connections,
    seconds: options.seconds,
    bodyFile,
  });
const rounds = { without: /** @type {any[]} */ ([]), with: /** @type {any[]} */ ([]) };
for (let round = 0; round < Number(options.rounds); round += 1) {
  // In turn, and the first of a pair by turns: what grows with the store hits both alike.
  for (const kind of round % 2 === 0 ? ['without', 'with'] : ['with', 'without']) {
    const tabs = kind === 'with' ? await Promise.all(Array.from({ length: Number(options.tabs) }, tab)) : [];
    rounds[kind].push(await load());
    for (const close of tabs) close();
    await new Promise((done) => setTimeout(done, 500));
  }
}
for (const [kind, list] of Object.entries(rounds)) {
  const rates = list.map(({ rate }) => Math.round(rate));
  console.log(
    `${kind.padEnd(8)} ${median(rates)} a second (${Math.min(...rates)} to ${Math.max(...rates)}), p99 ${median(list.map(({ p99 }) => p99)).toFixed(1)} ms`,
  );
}
const share = rounds.with.map(({ rate }, i) => rate / rounds.without[i].rate);
console.log(
  `with ${options.tabs} tabs: ${(median(share) * 100).toFixed(1)} % of without, median of pairs (${share.map((one) => (one * 100).toFixed(0)).join(', ')}); ${counted.told} events, ${counted.lists} lists`,
);
agent.destroy();
await server.stop();
await rm(where.folder, { recursive: true, force: true });
process.exit(0);
