// The landing page as brotli, again and again: funnel-server beside nginx with two workers on the same files, interleaved in one run.
//   node tests/bench/static.mjs [--rounds 5] [--seconds 2]     from tests/bench/run.sh static
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { eventually, program } from '../server/lib/server.mjs';
import { median } from './scenarios.mjs';
import { processorOf, wrk } from './wrk.mjs';
import { freePort } from '../free-port.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '2' } },
});
const site = path.resolve('build/site');
await mkdir('build/bench', { recursive: true });
const folder = await mkdtemp(path.resolve('build/bench/static-'));
const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    (answer) => answer.ok,
    () => false,
  );
/** Of a process and its children, in seconds. */
async function processorOfAll(pid) {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const all = [pid, ...text.trim().split(' ').filter(Boolean).map(Number)];
  return all.map(processorOf).reduce((sum, one) => sum + one, 0);
}

async function started(name, command, words, port) {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  process.on('exit', () => child.kill('SIGTERM'));
  await eventually(() => answers(port));
  const headers = { 'accept-encoding': 'br' };
  const got = await fetch(`http://127.0.0.1:${port}/`, { headers });
  if (got.headers.get('content-encoding') !== 'br') throw new Error(`${name} sends no brotli`);
  return { name, port, pid: child.pid, stop: () => child.kill('SIGTERM') };
}
async function nginx() {
  const port = await freePort();
  const modules = '/usr/lib/nginx/modules';
  const brotli = (await readdir(modules)).find((name) => name.includes('brotli_static'));
  const file = path.join(folder, 'nginx.conf');
  await writeFile(
    file,
    `load_module ${modules}/${brotli};
user root; worker_processes 2; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  client_body_temp_path ${folder}/1; proxy_temp_path ${folder}/2; fastcgi_temp_path ${folder}/3; uwsgi_temp_path ${folder}/4; scgi_temp_path ${folder}/5;
  open_file_cache max=1000;
  server { listen 127.0.0.1:${port}; root ${site}; brotli_static on;
    add_header Content-Security-Policy "default-src 'none'"; add_header X-Content-Type-Options nosniff; }
}
`,
  );
  return started('nginx', 'nginx', ['-c', file], port);
}
async function ours() {
  const port = await freePort();
  const words = ['serve', '--site', site, '--listen', `127.0.0.1:${port}`, '--log-level', 'warning'];
  return started('funnel-server', program, words, port);
}

async function load({ port, pid, name }) {
  const before = await processorOfAll(pid);
  const words = ['-t1', '-c64', `-d${options.seconds}s`, '--latency', '-H', 'Accept-Encoding: br'];
  const out = await wrk([...words, `http://127.0.0.1:${port}/`]);
  const requests = Number(/(\d+) requests in/.exec(out)?.[1]);
  if (!requests || out.includes('Non-2xx')) throw new Error(`${name}: ${out}`);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1]),
    processor: (((await processorOfAll(pid)) - before) / requests) * 1e6,
  };
}

const servers = [await ours(), await nginx()];
const seen = servers.map(() => []);
for (const server of servers) await load(server);
for (let round = 0; round < Number(options.rounds); round += 1) {
  for (let i = 0; i < servers.length; i += 1) {
    const s = (i + round) % servers.length;
    seen[s].push(await load(servers[s]));
  }
}
console.log(
  '| `/` as brotli, 64 connections | a second: median (least–most) | processor µs a request |\n|---|---|---|',
);
const rateOf = (s) => median(seen[s].map(({ rate }) => rate));
for (const [s, { name }] of servers.entries()) {
  const rates = seen[s].map(({ rate }) => rate);
  const processor = median(seen[s].map((one) => one.processor));
  console.log(
    `| ${name} | ${Math.round(median(rates))} (${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))}) | ${processor.toFixed(1)} |`,
  );
}
console.log(`\nfunnel-server: ${(rateOf(0) / rateOf(1)).toFixed(2)} × nginx (aim ≥ 1.00)`);
for (const server of servers) server.stop();
await rm(folder, { recursive: true });
