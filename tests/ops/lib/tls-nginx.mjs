// The release's nginx as an operator runs it: TLS, HTTP/2, in front of a funnel-server in service.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import http2 from 'node:http2';
import { freePort } from '../../free-port.mjs';
import { eventually, run } from './machine.mjs';

/** nginx on free ports with ops/nginx/funnel.conf as packed; `edit` is what an operator changes in it. */
export async function startNginx(t, server, name, edit = (text) => text) {
  const at = (...more) => server.at(name, ...more);
  await mkdir(at());
  const [plain, tls] = [await freePort(), await freePort()];
  const made = await run([
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-subj',
    '/CN=example.ru',
    '-days',
    '2',
    '-keyout',
    at('key.pem'),
    '-out',
    at('cert.pem'),
  ]);
  assert.equal(made.code, 0, made.error);
  const packed = await readFile(server.at('opt/current/nginx/funnel.conf'), 'utf8');
  const site = edit(packed)
    .replaceAll('/opt/funnel', server.at('opt'))
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${server.port}`)
    .replaceAll(/^ *listen \[::\].*\n/gm, '')
    .replaceAll('listen 80;', `listen 127.0.0.1:${plain};`)
    .replaceAll('listen 443 ', `listen 127.0.0.1:${tls} `)
    .replaceAll(/\/etc\/letsencrypt\/live\/example.ru\/(fullchain|privkey)/g, (_, kind) =>
      at(kind === 'privkey' ? 'key' : 'cert'),
    )
    .replaceAll('/var/log/nginx/funnel.log', at('access.log'));
  await writeFile(at('funnel.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${at(kind)};`)
    .join(' ');
  const user = process.getuid() === 0 ? 'user root;' : '';
  await writeFile(
    at('nginx.conf'),
    `load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\n${user} daemon off; worker_processes 1; pid ${at('pid')}; error_log ${at('error.log')};\nevents { worker_connections 512; }\nhttp { ${temporary} include ${at('funnel.conf')}; }\n`,
  );
  const tested = await run(['/usr/sbin/nginx', '-t', '-q', '-c', at('nginx.conf'), '-e', at('error.log')]);
  assert.equal(tested.code, 0, tested.error);
  const nginx = spawn('/usr/sbin/nginx', ['-c', at('nginx.conf'), '-e', at('error.log')], {
    stdio: 'inherit',
  });
  t.after(() => nginx.kill('SIGQUIT'));
  const origin = `https://127.0.0.1:${tls}`;
  let session;
  const connect = () =>
    eventually(
      () =>
        new Promise((done) => {
          const trying = http2.connect(origin, { rejectUnauthorized: false });
          trying.on('error', () => done(undefined));
          trying.on('connect', () => done(trying));
          trying.on('goaway', () => {
            if (session === trying) session = undefined;
          });
        }),
    );
  session = await connect();
  t.after(() => session?.destroy());
  /** @param {string} address @param {{method?: string, headers?: any, body?: any}} [request] @returns {Promise<any>} */
  const askOnce = (address, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((done, fail) => {
      const stream = session.request({
        ':method': method,
        ':path': address,
        ':authority': `127.0.0.1:${tls}`,
        ...headers,
      });
      const parts = [];
      let got;
      stream.on('response', (answered) => (got = answered));
      stream.on('data', (part) => parts.push(part));
      stream.on('error', fail);
      stream.on(
        'end',
        () => got && done({ status: got[':status'], headers: got, body: Buffer.concat(parts) }),
      );
      stream.end(body);
    });
  // A connection has its number of requests; what it refuses unseen is asked again on a new one, as browsers do.
  /** @type {typeof askOnce} */
  const ask = async (address, options) => {
    for (;;) {
      session ??= await connect();
      try {
        return await askOnce(address, options);
      } catch (error) {
        if (!/REFUSED_STREAM|GOAWAY/.test(`${error.code} ${error.message}`)) throw error;
        if (session?.closed || session?.destroyed) session = undefined;
      }
    }
  };
  return { origin, plain, tls, ask, at };
}
