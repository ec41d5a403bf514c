// The stores a promise is held on: SQLite, and PostgreSQL when run.sh has started its private cluster.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

export const exec = promisify(execFile);
export const cluster = process.env.FUNNEL_TEST_POSTGRES ?? '';
export const noPostgres = !cluster && 'there is no PostgreSQL';
export const bin = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';

/** A new database of the private cluster: its address. */
export async function database() {
  const name = `t${randomUUID().replaceAll('-', '')}`;
  const port = process.env.POSTGRES_PORT ?? '';
  await exec(`${bin}/createdb`, ['-h', '127.0.0.1', '-p', port, '-U', 'funnel', name]);
  return cluster.replace(/\/[^/]*$/, `/${name}`);
}

/** Names of the kinds with what makes a store of each; `undefined` is the SQLite file of the place. */
export const kinds = [
  { kind: 'SQLite', skip: false, make: async () => undefined },
  { kind: 'PostgreSQL', skip: noPostgres, make: database },
];
