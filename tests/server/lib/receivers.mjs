// Receivers of deliveries on this machine, and a server that is configured to deliver to them.
import http from 'node:http';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { place, run, start } from './server.mjs';

export const kSecret = Buffer.from('0123456789abcdef0123456789abcdef');

/** A receiver; `answer(request, body, n)` writes the reply. */
export async function receiver(t, answer) {
  const got = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      got.push({ url: request.url, headers: request.headers, body });
      answer(request, response, got.length);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => server.closeAllConnections?.() ?? server.close());
  t.after(() => server.close());
  return {
    got,
    url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`,
    port: /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  };
}
export const ok = (_, response) => response.writeHead(200).end('{}');

export async function startWith(t, targets, more = {}) {
  const where = await place(t);
  await writeFile(path.join(where.folder, 'secret'), `whsec_${kSecret.toString('base64')}\n`);
  await writeFile(path.join(where.folder, 'token'), 'a-token\n');
  /** @type {any} */
  const config = { allow_private_targets: true, public_url: 'https://site.example', ...more };
  config.targets = targets.map(({ secret, ...target }) =>
    secret ? { ...target, secret_file: path.join(where.folder, secret) } : target,
  );
  const server = await start(where, { config });
  t.after(() => server.stop('SIGKILL'));
  const lines = async () => (await run(['outbox', 'list', '--all', '--store', where.store])).out;
  return { where, server, url: server.url, config, lines };
}
export const hook = (url) => ({ name: 'hook', kind: 'webhook', url, secret: 'secret' });
