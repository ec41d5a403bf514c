// Deliveries against real listeners on this machine, failing in every way a receiver can.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { freePort } from '../free-port.mjs';
import { smtp, strictMail } from './lib/mail.mjs';
import { hook, kSecret, ok, receiver, startWith } from './lib/receivers.mjs';
import { build, eventually, leadBody, place, postLead, run, sleep, start } from './lib/server.mjs';

test('a webhook gets each lead once, signed', async (t) => {
  const at = await receiver(t, ok);
  const { url, lines } = await startWith(t, [hook(at.url)]);
  for (let i = 0; i < 5; i += 1) await postLead(url, leadBody());
  await eventually(async () => ((await lines()).match(/delivered/g) ?? []).length === 5);
  assert.equal(at.got.length, 5);
  assert.equal(new Set(at.got.map(({ headers }) => headers['webhook-id'])).size, 5);
  for (const { headers, body } of at.got) {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    assert.equal(
      headers['webhook-signature'],
      `v1,${createHmac('sha256', kSecret).update(signed).digest('base64')}`,
    );
    assert.ok(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000) < 60);
  }
});

test('a waiting delivery goes now when the operator asks for it', async (t) => {
  const at = await receiver(t, (_, response, n) =>
    response.writeHead(n === 1 ? 429 : 200, n === 1 ? { 'retry-after': '120' } : {}).end(),
  );
  const { url, where, lines } = await startWith(t, [hook(at.url)]);
  await postLead(url, leadBody());
  await eventually(async () => /pending.*attempts 1/.test(await lines()));
  const [id] = (await lines()).split('\t');
  assert.equal((await run(['outbox', 'retry', id, '--store', where.store])).code, 0);
  await eventually(async () => /delivered/.test(await lines()), { ms: 8000 });
  assert.equal(at.got.length, 2);
});

test('a receiver that was down gets each lead once it is up again', async (t) => {
  const port = await freePort();
  const { url, lines } = await startWith(t, [hook(`http://127.0.0.1:${port}`)]);
  await postLead(url, leadBody());
  await eventually(async () => /attempts 1/.test(await lines()));
  assert.match(await lines(), /pending/);
  const got = [];
  const up = http.createServer((request, response) => {
    got.push(request.headers['webhook-id']);
    request.resume();
    response.end();
  });
  await new Promise((done) => up.listen(port, '127.0.0.1', () => done(undefined)));
  t.after(() => up.close());
  await eventually(() => got.length > 0, { ms: 15_000 });
  await eventually(async () => /delivered/.test(await lines()));
  assert.equal(got.length, 1);
});

test('5xx, 429, a redirect and silence are retried; 410 is given up', async (t) => {
  const cases = {
    fivexx: [(_, response) => response.writeHead(500).end(), /pending.*HTTP 500/],
    limited: [(_, response) => response.writeHead(429, { 'retry-after': '120' }).end(), /pending.*HTTP 429/],
    moved: [
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /pending.*перенаправление не выполняется/,
    ],
    cut: [(request) => request.socket.destroy(), /pending.*attempts 1/],
    gone: [(_, response) => response.writeHead(410).end(), /dead.*HTTP 410/],
  };
  const targets = [];
  const places = {};
  for (const [name, [answer]] of Object.entries(cases)) {
    places[name] = await receiver(t, answer);
    targets.push({ ...hook(places[name].url), name });
  }
  const { url, lines, where } = await startWith(t, targets);
  await postLead(url, leadBody());
  await eventually(async () => ((await lines()).match(/attempts 1/g) ?? []).length === 5);
  const text = await lines();
  for (const [name, [, expected]] of Object.entries(cases)) {
    assert.match(
      text.split('\n').find((line) => line.includes(`\t${name}\t`)),
      /** @type {RegExp} */ (expected),
    );
  }
  const dead = text
    .split('\n')
    .find((line) => line.includes('\tgone\t'))
    .split('\t')[0];
  assert.equal((await run(['outbox', 'retry', dead, '--store', where.store])).code, 0);
  await eventually(() => places.gone.got.length === 2);
});

test('a slow receiver delays only itself', async (t) => {
  const slow = await receiver(t, () => {});
  const quick = await receiver(t, ok);
  const { url, server } = await startWith(t, [
    { ...hook(slow.url), name: 'slow' },
    { ...hook(quick.url), name: 'quick' },
  ]);
  const started = Date.now();
  await postLead(url, leadBody());
  await eventually(() => quick.got.length === 1 && slow.got.length === 1);
  assert.ok(Date.now() - started < 3000);
  assert.equal((await server.stop()).code, 0, 'a transfer under way does not hold up the stop');
});

test('killed between delivery and mark, it delivers again under the same id', async (t) => {
  let kill = () => {};
  const at = await receiver(t, (_, response, n) => {
    if (n === 1) {
      kill();
      return;
    }
    response.end();
  });
  const { url, server, where, config } = await startWith(t, [hook(at.url)]);
  kill = () => server.stop('SIGKILL');
  await postLead(url, leadBody()).catch(() => {});
  await server.ended;
  const again = await start(where, { config });
  t.after(() => again.stop('SIGKILL'));
  await eventually(() => at.got.length === 2);
  assert.equal(at.got[0].headers['webhook-id'], at.got[1].headers['webhook-id']);
});

test('private addresses are refused unless the operator allows them', async (t) => {
  const at = await receiver(t, ok);
  const { url, lines } = await startWith(
    t,
    [hook(at.url), { ...hook(at.url.replace('127.0.0.1', 'localhost')), name: 'named' }],
    { allow_private_targets: false },
  );
  await postLead(url, leadBody());
  await eventually(async () => ((await lines()).match(/адрес внутренней сети/g) ?? []).length === 2).catch(
    async (error) => assert.fail(`${error.message}: ${await lines()}`),
  );
  assert.equal(at.got.length, 0);
});

test('a name that turns to a private address after it was public is refused at that very connection', async (t) => {
  const at = await receiver(t, ok);
  const names = path.join((await place(t)).folder, 'names');
  await writeFile(names, '8.8.8.8');
  const where = await place(t);
  await writeFile(path.join(where.folder, 'secret'), `whsec_${kSecret.toString('base64')}\n`);
  const target = {
    name: 'hook',
    kind: 'webhook',
    url: `http://crm.rebind.internal:${at.port}`,
    secret_file: path.join(where.folder, 'secret'),
  };
  const server = await start(where, {
    config: { targets: [target] },
    env: { LD_PRELOAD: path.join(build, 'bin/resolver.so'), RESOLVER_FILE: names },
  });
  t.after(() => server.stop('SIGKILL'));
  const lines = async () => (await run(['outbox', 'list', '--all', '--store', where.store])).out;
  await postLead(server.url, leadBody());
  await eventually(async () => /delivered/.test(await lines()));
  assert.equal(await readFile(`${names}.count`, 'utf8'), '.', 'one look-up, one connection to what it said');
  for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1']) {
    await writeFile(names, address);
    await postLead(server.url, leadBody());
    await eventually(async () => (await lines()).split('\n')[0].includes('адрес внутренней сети'), {
      ms: 8000,
    });
  }
  assert.equal(at.got.length, 1);
});

const mail = (url) => ({
  name: 'mail',
  kind: 'email',
  url,
  from: 'site@example.ru',
  to: 'boss@example.ru',
  insecure_smtp: true,
});

test('a letter arrives readable, with no header a visitor could add', async (t) => {
  const at = await smtp(t);
  const { url } = await startWith(t, [mail(at.url)]);
  const phone = '8 (495) 123-45-67 доб. 12, 8 916 765-43-21';
  await postLead(url, leadBody({ name: 'Мария <b> Bcc: x@y.ru', email: 'm@client.example', phone }));
  await eventually(() => at.mails.length === 1);
  const { headers, subject, date, parts } = strictMail(at.mails[0]);
  assert.equal(headers.to, '<boss@example.ru>');
  assert.equal(headers['reply-to'], '<m@client.example>', 'an answer goes to the person');
  assert.match(headers['message-id'], /@example\.ru>$/, "of the firm's domain");
  assert.ok(Math.abs(Date.now() - date.getTime()) < 60_000);
  assert.match(subject, /^Заявка № \d{6}$/);
  assert.equal(headers.bcc, undefined);
  assert.deepEqual(
    parts.map(({ type }) => type),
    ['text/plain', 'text/html'],
    'plain text first',
  );
  for (const line of ['Имя: Мария <b>', 'Телефон: +74951234567 доб. 12', 'К телефону: +79167654321']) {
    assert.ok(parts[0].text.includes(line), parts[0].text);
  }
  assert.match(parts[1].text, />Мария &lt;b&gt; Bcc/);
});

test('an address of another alphabet is told in the letter and is no header', async (t) => {
  const at = await smtp(t);
  const { url } = await startWith(t, [mail(at.url)]);
  await postLead(url, leadBody({ email: 'мария@почта.рф' }));
  await eventually(() => at.mails.length === 1);
  const { headers, parts } = strictMail(at.mails[0]);
  assert.equal(headers['reply-to'], undefined);
  assert.match(parts[0].text, /Почта: мария@почта\.рф/);
});

test('a mailbox that refuses for ever ends the delivery, one that refuses for now does not', async (t) => {
  const never = await smtp(t, '550 no such user');
  const later = await smtp(t, '451 try later');
  const { url, lines } = await startWith(t, [
    { ...mail(never.url), name: 'never' },
    { ...mail(later.url), name: 'later' },
  ]);
  await postLead(url, leadBody());
  await eventually(async () => ((await lines()).match(/attempts 1/g) ?? []).length === 2);
  assert.match(await lines(), /dead\tnever/);
  assert.match(await lines(), /pending\tlater/);
});

test('mail without TLS is not sent unless the operator says so', async (t) => {
  const at = await smtp(t);
  const { url, lines } = await startWith(t, [{ ...mail(at.url), insecure_smtp: false }]);
  await postLead(url, leadBody());
  await eventually(async () => /attempts 1/.test(await lines()));
  assert.equal(at.mails.length, 0);
});

test('withdrawn before it was delivered, it is not delivered', async (t) => {
  const at = await receiver(t, (_, response) => response.writeHead(500).end());
  const { url, lines } = await startWith(t, [hook(at.url)]);
  const taken = await (await postLead(url, leadBody())).json();
  await eventually(() => at.got.length === 1);
  await sleep(100);
  await fetch(url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  assert.match(await lines(), /cancelled/);
});

test('a wall clock that jumps a day back and a day ahead neither stops requests nor hurries or forgets a delivery', async (t) => {
  let refuse = true;
  const at = await receiver(t, (_, response) => response.writeHead(refuse ? 500 : 200).end());
  const where = await place(t);
  await writeFile(path.join(where.folder, 'secret'), `${kSecret}\n`);
  const clock = path.join(where.folder, 'clock');
  const config = {
    allow_private_targets: true,
    targets: [{ name: 'hook', kind: 'webhook', url: at.url, secret_file: path.join(where.folder, 'secret') }],
  };
  const server = await start(where, {
    config,
    env: { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock },
  });
  t.after(() => server.stop('SIGKILL'));
  const day = 86_400;
  await postLead(server.url, leadBody());
  await eventually(() => at.got.length === 1);
  for (const jump of [-day, day]) {
    await writeFile(clock, String(jump));
    assert.equal((await postLead(server.url, leadBody())).status, 201);
  }
  await eventually(() => at.got.length >= 3);
  refuse = false;
  // The first retry is due 2.5 to 5 seconds after the attempt, whatever the wall clock says.
  await eventually(
    async () =>
      ((await run(['outbox', 'list', '--all', '--store', where.store])).out.match(/delivered/g) ?? [])
        .length === 3,
    { ms: 15_000 },
  );
  assert.equal(at.got.length, 6);
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});
