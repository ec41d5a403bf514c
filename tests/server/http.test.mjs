// The listener against clients that are wrong, hostile or slow: refused or answered once, never ambiguous.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { leadBody, place, postLead, raw, sleep, start, statuses } from './lib/server.mjs';

let server;
before(async () => {
  server = await start(await place({ after }), {});
});
after(() => server.stop('SIGKILL'));

const post = (headers, body = '') => `POST /api/leads HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`;
const json = 'Content-Type: application/json\r\n';

const probes = {
  'a length and chunks together': [
    post(`${json}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\n'),
    400,
  ],
  'two lengths that differ': [post(`${json}Content-Length: 2\r\nContent-Length: 3\r\n`, '{}'), 400],
  'two equal lengths': [post(`${json}Content-Length: 2\r\nContent-Length: 2\r\n`, '{}'), 400],
  'a length with a sign': [post(`${json}Content-Length: +2\r\n`, '{}'), 400],
  'a chunk size that is no number': [
    post(`${json}Transfer-Encoding: chunked\r\n`, 'zz\r\n{}\r\n0\r\n\r\n'),
    400,
  ],
  'a chunk size that overflows': [
    post(`${json}Transfer-Encoding: chunked\r\n`, 'fffffffffffffffff\r\n'),
    400,
  ],
  'an unknown transfer coding': [post(`${json}Transfer-Encoding: identity\r\n`), 400],
  'chunked after another coding': [post(`${json}Transfer-Encoding: gzip, chunked\r\n`), 400],
  'chunked in disguise': [post(`${json}Transfer-Encoding: xchunked\r\n`), 400],
  'no host': ['GET / HTTP/1.1\r\n\r\n', 400],
  'two hosts': ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
  'a host that is none': ['GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
  'a folded header': ['GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n', 400],
  'a NUL in a header': ['GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n', 400],
  'a bare LF': ['GET / HTTP/1.1\nHost: a\n\n', 400],
  'a bare CR': ['GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n', 400],
  'a space before the colon': ['GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
  'no version': ['GET /\r\n\r\n', 400],
  'a version of the future': ['GET / HTTP/9.9\r\nHost: a\r\n\r\n', 400],
  'a 9 KB header': [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(9000)}\r\n\r\n`, 431],
  '20 000 headers': [`GET / HTTP/1.1\r\nHost: a\r\n${'A: b\r\n'.repeat(20_000)}\r\n`, 431],
  '100 small headers': [`GET / HTTP/1.1\r\nHost: a\r\n${'A: b\r\n'.repeat(100)}\r\n`, 431],
  'a post without a length': [post(json), 411],
  'a body too long by its length': [post(`${json}Content-Length: 1048576\r\n`, 'x'.repeat(70_000)), 413],
  'a body too long by its chunks': [
    post(`${json}Transfer-Encoding: chunked\r\n`, `${'4000\r\n'}${'x'.repeat(0x4000)}\r\n`.repeat(8)),
    413,
  ],
  'a body on a GET': ['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello', 413],
  'an unknown expectation': [post(`${json}Expect: a miracle\r\nContent-Length: 2\r\n`, '{}'), 417],
  'another type': [post('Content-Type: text/plain\r\nContent-Length: 2\r\n', '{}'), 415],
  'a page of another site': [post(`${json}Origin: https://evil.example\r\nContent-Length: 2\r\n`, '{}'), 403],
  'a sandboxed page': [post(`${json}Origin: null\r\nContent-Length: 2\r\n`, '{}'), 403],
  'another method': ['DELETE /api/leads HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
  'GET of the leads': ['GET /api/leads HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
  'a target out of the site': ['GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  'an encoded target out of the site': ['GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  'a header smuggled in a path': ['GET /%0d%0aX:%201 HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  'not JSON': [post(`${json}Content-Length: 1\r\nConnection: close\r\n`, '{'), 400],
};
for (const [name, [bytes, status]] of Object.entries(probes)) {
  test(`${name} is answered ${status}, once`, async () => {
    assert.deepEqual(statuses(await raw(server.port, bytes)), [status]);
  });
}

test('a request byte by byte is a request', async () => {
  const bytes = [...'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'];
  assert.deepEqual(statuses(await raw(server.port, bytes, { pause: 2, ms: 5000 })), [200]);
});

test('pipelined requests are answered in order', async () => {
  const one = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  const last = 'GET /nope HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  assert.deepEqual(statuses(await raw(server.port, one + one + last)), [200, 200, 404]);
});

test('a smuggled second request inside a refused body is never answered', async () => {
  const hidden = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  assert.deepEqual(
    statuses(
      await raw(
        server.port,
        post(`${json}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${hidden}`),
      ),
    ),
    [400],
  );
});

test('100 Continue is said before the body is read', async () => {
  const body = JSON.stringify(leadBody());
  const head = post(
    `${json}Expect: 100-continue\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`,
  );
  const answer = await raw(server.port, [head, Buffer.from(body)], { pause: 100, ms: 3000 });
  assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201/);
});

test('trailers cannot change the request', async () => {
  const body = Buffer.from(JSON.stringify(leadBody()));
  const chunk = Buffer.concat([
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n0\r\nOrigin: https://evil.example\r\n\r\n'),
  ]);
  assert.deepEqual(
    statuses(
      await raw(server.port, [post(`${json}Transfer-Encoding: chunked\r\nConnection: close\r\n`), chunk]),
    ),
    [201],
  );
});

test('every error has the one shape', async () => {
  const answer = await postLead(server.url, {});
  const error = await answer.json();
  assert.equal(answer.status, 422);
  assert.deepEqual(Object.keys(error), ['error', 'message', 'issues']);
  assert.match(error.message, /[а-я]/);
});

test('200 slow heads, 20 slow bodies and 20 slow readers do not keep others waiting', async (t) => {
  const sockets = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  const open = (bytes, from) => {
    const socket = net.connect({ port: server.port, host: '127.0.0.1', localAddress: from });
    socket.on('error', () => {});
    socket.write(bytes);
    sockets.push(socket);
    return socket;
  };
  for (let i = 0; i < 200; i += 1) open('GET / HT');
  for (let i = 0; i < 20; i += 1) open(post(`${json}Content-Length: 1000\r\n`, '{'), '127.0.0.2');
  for (let i = 0; i < 20; i += 1) open('GET /large.txt HTTP/1.1\r\nHost: a\r\n\r\n', '127.0.0.3').pause();
  await sleep(300);
  const started = Date.now();
  for (let i = 0; i < 20; i += 1) assert.equal((await postLead(server.url, leadBody())).status, 201);
  assert.ok(Date.now() - started < 3000);
});

test('one address cannot take every connection', async (t) => {
  const sockets = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  for (let i = 0; i < 256; i += 1) {
    const socket = net.connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.9' });
    socket.on('error', () => {});
    socket.write('G');
    sockets.push(socket);
  }
  await sleep(300);
  const answer = await new Promise((done) => {
    const socket = net.connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.9' });
    let text = '';
    socket.on('data', (data) => (text += data));
    socket.on('close', () => done(text));
    socket.on('error', () => {});
  });
  assert.deepEqual(statuses(answer), [429]);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
});

test('out of descriptors it goes on serving those it has', async (t) => {
  const where = await place(t);
  const few = await start(where, { prefix: ['prlimit', '--nofile=64'] });
  t.after(() => few.stop('SIGKILL'));
  const sockets = [];
  for (let i = 0; i < 100; i += 1) {
    const socket = net.connect(few.port, '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
  }
  await sleep(300);
  sockets.forEach((socket) => socket.destroy());
  await sleep(400);
  assert.equal((await postLead(few.url, leadBody())).status, 201);
  assert.match(few.log, /accept_failed/);
});

test('who stands in the queue of the system when the server is told to stop gets an answer, at whatever loop', async (t) => {
  const stopped = await start(await place(t), {});
  t.after(() => stopped.stop('SIGKILL'));
  process.kill(stopped.pid, 'SIGSTOP');
  const body = JSON.stringify(leadBody());
  const request =
    'POST /api/leads HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n' +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const answers = Array.from({ length: 8 }, () =>
    raw(stopped.port, Buffer.from(request), { ms: 5000 }).then(statuses),
  );
  await sleep(200); // the system has taken them in
  process.kill(stopped.pid, 'SIGTERM');
  process.kill(stopped.pid, 'SIGCONT');
  assert.deepEqual(
    (await Promise.all(answers)).map(([status]) => [201, 200].includes(status)),
    Array.from({ length: 8 }, () => true),
  );
});
