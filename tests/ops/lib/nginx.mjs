// A real nginx for one test: the given site file in a folder of its own, stopped by its process id.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../../server/lib/server.mjs';

const kProgram = '/usr/sbin/nginx';

/** @param {import('node:test').TestContext} t @param {string} site servers and upstreams @param {number} port one it listens on */
export async function startNginx(t, site, port) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-nginx-'));
  const at = (name) => path.join(folder, name);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${at(kind)};`)
    .join(' ');
  const user = process.getuid() === 0 ? 'user root;' : '';
  await writeFile(at('site.conf'), site);
  await writeFile(
    at('nginx.conf'),
    `${user} daemon off; worker_processes 1; pid ${at('pid')}; error_log ${at('error.log')};\nevents { worker_connections 512; }\nhttp { ${temporary} access_log off; include ${at('site.conf')}; }\n`,
  );
  const tested = spawnSync(kProgram, ['-t', '-q', '-c', at('nginx.conf'), '-e', at('error.log')], {
    encoding: 'utf8',
  });
  assert.equal(tested.status, 0, tested.stderr);
  const nginx = spawn(kProgram, ['-c', at('nginx.conf'), '-e', at('error.log')], { stdio: 'inherit' });
  const ended = new Promise((done) => nginx.on('exit', done));
  t.after(async () => {
    nginx.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  await eventually(
    () =>
      new Promise((done) => {
        const socket = net.connect(port, '127.0.0.1', () => {
          socket.destroy();
          done(true);
        });
        socket.on('error', () => done(false));
      }),
  );
  return nginx;
}
