// A private PostgreSQL 15 for one test: a temporary folder, a free port of 127.0.0.1, stopped by its process id.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../free-port.mjs';

const bin = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';

/** Runs a program to its end, as the account PostgreSQL accepts. */
async function runAsPostgres(words) {
  const all = process.getuid() === 0 ? ['runuser', '-u', 'postgres', '--', ...words] : words;
  const child = spawn(all[0], all.slice(1), { stdio: ['ignore', 'ignore', 'pipe'], cwd: tmpdir() });
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  const code = await new Promise((done) => child.on('exit', done));
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}: ${said}`);
}

/** @param {import('node:test').TestContext} t */
export async function startCluster(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-cluster-'));
  if (process.getuid() === 0) await runAsRoot(['chown', 'postgres', folder]);
  else await chmod(folder, 0o700);
  const port = await freePort();
  const data = path.join(folder, 'data');
  const control = (...words) =>
    runAsPostgres([`${bin}/pg_ctl`, '-D', data, '-w', '-t', '60', '-l', path.join(folder, 'log'), ...words]);
  await runAsPostgres([
    `${bin}/initdb`,
    '-D',
    data,
    '-A',
    'trust',
    '-U',
    'funnel',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C',
  ]);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=40 -c shared_buffers=32MB`;
  await control('-o', settings, 'start');
  t.after(async () => {
    await control('-m', 'immediate', 'stop').catch(() => {});
    await rm(folder, { recursive: true, force: true });
  });
  return {
    port,
    /** A new database; gives its URL. */
    async database() {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      await runAsPostgres([`${bin}/createdb`, '-h', '127.0.0.1', '-p', String(port), '-U', 'funnel', name]);
      return `postgres://funnel@127.0.0.1:${port}/${name}`;
    },
    /** @param {'fast' | 'immediate'} mode */
    restart: (mode) => control('-m', mode, '-o', settings, 'restart'),
    /** Answers of psql, a line a row. */
    async query(url, sql) {
      const child = spawn(`${bin}/psql`, ['-qAtX', '-c', sql, url], { stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (text) => (out += text));
      await new Promise((done) => child.on('close', done));
      return out.trim().split('\n').filter(Boolean);
    },
    log: () => readFile(path.join(folder, 'log'), 'utf8'),
  };
}

function runAsRoot(words) {
  return new Promise((done, fail) =>
    spawn(words[0], words.slice(1)).on('exit', (code) =>
      code === 0 ? done() : fail(new Error(words.join(' '))),
    ),
  );
}
