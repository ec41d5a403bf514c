// Deliveries against real listeners on this machine, failing in every way a receiver can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { strictMail } from './lib/mail.mjs';
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
  const down = net.createServer();
  await new Promise((done) => down.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (down.address());
  await new Promise((done) => down.close(done));
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
      /pending.*redirect is not followed/,
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
    url: `http://crm.rebind:${at.port}`,
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

const kScenario = {
  format: 'funnel-scenario',
  version: 1,
  managers: 5,
  leads_per_month: 1000,
  average_check: 150_000,
  stages: [{ id: 'sale', name: 'Оплата', kind: 'payment', conversion: 0.05, target_conversion: 0.075 }],
};

/** Answers as Bitrix24 does: `made` are the cards, by their type. */
const bitrix24 = (made) => (request, response) => {
  const answers = {
    'crm.duplicate.findbycomm': { result: [] },
    'crm.item.add': { result: { item: { id: made } } },
    'crm.item.list': { result: { items: [] }, total: 0 },
    'crm.lead.add': { result: made },
    'crm.timeline.comment.add': { result: 999 },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...answers[request.url.split('/').at(-1).replace('.json', '')], time: {} }));
};
/** Answers as amoCRM does. */
const amocrm = (request, response) => {
  const [, answer] = [
    ['/api/v4/contacts', null],
    ['/api/v4/leads/complex', [{ id: 91, contact_id: 5, merged: false }]],
    ['/api/v4/leads/unsorted/forms', { _embedded: { unsorted: [{ _embedded: { leads: [{ id: 92 }] } }] } }],
    ['/api/v4/leads/', { _embedded: { notes: [{ id: 1 }] } }],
  ].find(([start]) => request.url.startsWith(start));
  response.writeHead(answer ? 200 : 204, { 'content-type': 'application/hal+json' });
  response.end(answer ? JSON.stringify(answer) : '');
};

test('every CRM gets who, where from, the figures and a link that opens; a messenger a number and a link', async (t) => {
  const b24 = await receiver(t, bitrix24(77));
  const old = await receiver(t, bitrix24(78));
  const amo = await receiver(t, amocrm);
  const forms = await receiver(t, amocrm);
  const telegram = await receiver(t, (_, response) => response.end('{"ok":true,"result":{}}'));
  const { url, lines } = await startWith(
    t,
    [
      {
        name: 'b24',
        kind: 'bitrix24',
        url: `${b24.url}/rest/1/code/`,
        entity_type_id: 2,
        fields: { UF_CRM_LEFT: 'money_left' },
      },
      { name: 'old', kind: 'bitrix24_lead', url: `${old.url}/rest/1/code/` },
      { name: 'amo', kind: 'amocrm', url: amo.url, secret: 'token', fields: { 4567: 'money_left' } },
      { name: 'forms', kind: 'amocrm_forms', url: forms.url, secret: 'token' },
      { name: 'tg', kind: 'telegram', url: telegram.url, secret: 'token', to: '-100200' },
    ],
    { inbox_url: 'https://site.example/inbox/' },
  );
  await postLead(
    url,
    leadBody({
      name: 'Мария',
      phone: '+79160000077',
      email: 'm@example.ru',
      managers_count: 7,
      utm: { source: 'ya' },
      scenario: kScenario,
    }),
  );
  await eventually(async () => ((await lines()).match(/delivered/g) ?? []).length === 5);
  assert.deepEqual(
    b24.got.map(({ url: asked }) => asked),
    ['crm.duplicate.findbycomm', 'crm.item.add', 'crm.item.add'].map((name) => `/rest/1/code/${name}.json`),
  );
  const deal = JSON.parse(b24.got[2].body);
  assert.equal(deal.entityTypeId, 2);
  assert.equal(deal.fields.UF_CRM_LEFT, 3_750_000);
  assert.deepEqual(deal.fields.contactIds, [77]);
  const lead = JSON.parse(old.got[0].body).fields;
  assert.deepEqual(lead.PHONE, [{ VALUE: '+79160000077', VALUE_TYPE: 'WORK' }]);
  assert.deepEqual(lead.EMAIL, [{ VALUE: 'm@example.ru', VALUE_TYPE: 'WORK' }]);
  assert.equal(lead.UTM_SOURCE, 'ya');
  assert.deepEqual(
    amo.got.map(({ url: asked }) => asked.split('?')[0]),
    ['/api/v4/contacts', '/api/v4/leads/complex', '/api/v4/leads/91/notes'],
  );
  assert.equal(amo.got[0].headers.authorization, 'Bearer a-token');
  const [complex] = JSON.parse(amo.got[1].body);
  assert.deepEqual(complex.custom_fields_values, [
    { field_code: 'UTM_SOURCE', values: [{ value: 'ya' }] },
    { field_id: 4567, values: [{ value: '3750000' }] },
  ]);
  const [form] = JSON.parse(forms.got[0].body);
  assert.deepEqual(
    Object.keys(form.metadata),
    ['form_id', 'form_name', 'form_page', 'form_sent_at', 'ip'],
    'and what is not known is not said',
  );
  assert.equal(forms.got[1].url, '/api/v4/leads/92/notes');
  const texts = [
    deal.fields.comments,
    lead.COMMENTS,
    ...[amo.got[2], forms.got[1]].map(({ body }) => JSON.parse(body)[0].params.text),
  ];
  for (const text of texts) {
    const said = text.replaceAll('\u00A0', ' ');
    for (const line of [
      'Имя: Мария',
      'Телефон: +79160000077',
      'В месяц: 3 750 000 ₽',
      'Оплата: 5 % → 7,5 % (со слов)',
      'Метки: utm_source ya',
    ]) {
      assert.ok(said.split('\n').includes(line), `${line}\n${said}`);
    }
    assert.match(said, /^Заявка в журнале: https:\/\/site\.example\/inbox\/000001$/m);
    const [link] = /https:\/\/site\.example\/demo\/#s2\.[\w.-]+/.exec(said) ?? [];
    const opened = spawnSync(path.join(build, 'bin/funnel'), ['link', '--read', link ?? '']);
    const scenario = JSON.parse(opened.stdout.toString());
    assert.equal(scenario.leads_per_month, 1000);
    assert.equal(scenario.stages[0].conversion, 0.05);
  }
  const [m] = telegram.got;
  assert.equal(m.url, '/bota-token/sendMessage');
  assert.deepEqual(JSON.parse(m.body), {
    chat_id: '-100200',
    text: 'Новая заявка № 000001\nhttps://site.example/inbox/000001',
  });
});

test('a step that failed is taken again, not the ones before it, and nothing is made twice', async (t) => {
  let adds = 0;
  const at = await receiver(t, (request, response) => {
    // The first card is made, but the answer is cut off; then it is found.
    if (request.url.endsWith('crm.item.add.json') && (adds += 1) === 1) return request.socket.destroy();
    if (request.url.endsWith('crm.item.list.json')) {
      return response.end('{"result":{"items":[{"id":41}]},"total":1}');
    }
    return bitrix24(40)(request, response);
  });
  const { url, where, lines } = await startWith(t, [{ name: 'crm', kind: 'bitrix24', url: at.url }]);
  await postLead(url, leadBody());
  await eventually(async () => /pending.*attempts 1/.test(await lines()));
  await run(['outbox', 'retry', (await lines()).split('\t')[0], '--store', where.store]);
  await eventually(async () => /delivered/.test(await lines()));
  assert.deepEqual(
    at.got.map(({ url: asked }) => asked),
    ['/crm.duplicate.findbycomm.json', '/crm.item.add.json', '/crm.item.list.json'],
  );
});

test('withdrawn while the second request of a delivery hangs: the third never goes, and the CRM is told', async (t) => {
  let answer = () => {};
  const at = await receiver(t, (request, response) => {
    const { entityTypeId } = JSON.parse(at.got.at(-1).body);
    if (request.url.endsWith('crm.item.add.json') && entityTypeId === 3) {
      answer = () => bitrix24(90)(request, response);
      return;
    }
    bitrix24(411)(request, response);
  });
  const { url, lines } = await startWith(t, [
    { name: 'crm', kind: 'bitrix24', url: at.url, entity_type_id: 2 },
  ]);
  const taken = await (await postLead(url, leadBody())).json();
  await eventually(() => at.got.length === 2);
  const withdrawn = await fetch(url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  assert.equal(withdrawn.status, 200);
  answer();
  await eventually(async () => /cancelled\tcrm/.test(await lines()) && /delivered\tcrm/.test(await lines()));
  const asked = at.got.map(({ url: path_, body }) => [path_, JSON.parse(body)]);
  assert.equal(
    asked.filter(([path_, body]) => path_ === '/crm.item.add.json' && body.entityTypeId === 2).length,
    0,
    'no deal after the withdrawal',
  );
  const [path_, comment] = asked.at(-1);
  assert.equal(path_, '/crm.timeline.comment.add.json');
  assert.deepEqual([comment.fields.ENTITY_TYPE, comment.fields.ENTITY_ID], ['contact', '90']);
  assert.match(comment.fields.COMMENT, /отозвал согласие на обработку/);
});

test('erased while the first request hangs: nothing more of the person leaves', async (t) => {
  let answer = () => {};
  const at = await receiver(t, (request, response) => {
    if (at.got.length === 1) {
      answer = () => bitrix24(77)(request, response);
      return;
    }
    bitrix24(77)(request, response);
  });
  const { url, where, lines } = await startWith(t, [{ name: 'crm', kind: 'bitrix24', url: at.url }]);
  await postLead(url, leadBody({ name: 'Канарейка' }));
  await eventually(() => at.got.length === 1);
  const erased = run(['erase', '1', '--yes', '--store', where.store]);
  await sleep(300);
  answer();
  assert.equal((await erased).code, 0);
  await eventually(async () => !/pending/.test(await lines()));
  assert.ok(!at.got.some(({ url: asked }) => asked.endsWith('crm.item.add.json')));
  assert.ok(!at.got.slice(1).some(({ body }) => body.includes('Канарейка')));
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});

/** An SMTP server that takes one kind of refusal. */
async function smtp(t, refuse = '') {
  const mails = [];
  const server = net.createServer((socket) => {
    let data = false;
    let text = '';
    let rest = '';
    socket.on('error', () => {});
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data) {
          if (line !== '.') {
            text += `${line}\r\n`;
            continue;
          }
          data = false;
          mails.push(text);
          text = '';
          socket.write('250 ok\r\n');
        } else if (/^RCPT/i.test(line) && refuse) socket.write(`${refuse}\r\n`);
        else if (/^DATA/i.test(line)) {
          data = true;
          socket.write('354 go\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => server.close());
  return {
    mails,
    url: `smtp://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`,
  };
}
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
