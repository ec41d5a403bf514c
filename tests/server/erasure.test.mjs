// Nothing of a person leaves the server after erasure or withdrawal; a send under way is waited for and recorded; receivers are told.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { hook, ok, receiver, startWith } from './lib/receivers.mjs';
import { eventually, leadBody, postLead, run, sleep } from './lib/server.mjs';

const bodies = (at) => at.got.map(({ body }) => JSON.parse(body));
const told = (at, type) =>
  bodies(at)
    .filter((body) => body.type === type)
    .map((body) => body.data.id);
const withdraw = (url, taken, consent) =>
  fetch(url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ consent }),
  });

test('who is erased or withdraws while another delivery hangs is not sent', async (t) => {
  const at = await receiver(t, (_, response, n) =>
    setTimeout(() => response.writeHead(200).end('{}'), n === 1 ? 2500 : 0),
  );
  const { url, where, lines } = await startWith(t, [hook(at.url)]);
  const people = [];
  for (let i = 0; i < 5; i += 1) {
    const body = leadBody({ name: `Человек-${i}` });
    people.push({ body, taken: await (await postLead(url, body)).json() });
  }
  await eventually(() => at.got.length === 1);
  assert.equal((await run(['erase', '2', '3', '--yes', '--store', where.store])).code, 0);
  assert.equal((await withdraw(url, people[3].taken, 'processing')).status, 200);
  const started = Date.now();
  const waited = await run(['erase', '1', '--yes', '--store', where.store]);
  assert.equal(waited.out, 'Стёрто заявок: 1\n');
  assert.ok(Date.now() - started > 800, 'the send under way was waited for');
  await eventually(() => told(at, 'lead.created').length === 2 && told(at, 'lead.erased').length === 1);
  await sleep(500);
  assert.deepEqual(told(at, 'lead.created'), [1, 5], 'only who was being sent, and who stays');
  assert.deepEqual(told(at, 'lead.erased'), [1], 'who never went out has nothing to be erased there');
  const text = at.got.map(({ body }) => body).join('');
  for (const gone of [1, 2, 3]) {
    assert.ok(!text.includes(people[gone].body.phone) && !text.includes(people[gone].body.name));
  }
  const states = (await lines())
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  assert.deepEqual(
    states
      .filter((line) => line[7] === 'created')
      .map((line) => [line[3], line[1]])
      .sort(),
    [
      ['lead 000001', 'delivered'],
      ['lead 000002', 'cancelled'],
      ['lead 000003', 'cancelled'],
      ['lead 000004', 'cancelled'],
      ['lead 000005', 'delivered'],
    ],
  );
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});

test('a webhook hears of every withdrawal and of the erasure, without the person', async (t) => {
  const at = await receiver(t, ok);
  const { url, where } = await startWith(t, [hook(at.url)]);
  const body = leadBody();
  const taken = await (await postLead(url, body)).json();
  await eventually(() => at.got.length === 1);
  await withdraw(url, taken, 'advertising');
  await withdraw(url, taken, 'processing');
  await eventually(() => told(at, 'consent.withdrawn').length === 2);
  assert.deepEqual(
    bodies(at)
      .slice(1)
      .map((event) => event.data.document),
    ['advertising', 'processing'],
  );
  assert.equal((await run(['erase', '1', '--yes', '--store', where.store])).code, 0);
  await eventually(() => told(at, 'lead.erased').length === 1);
  for (const { headers, body: event } of at.got.slice(1)) {
    assert.ok(!event.includes(body.phone) && !event.includes(body.name));
    assert.equal(JSON.parse(event).data.delivery_id, at.got[0].headers['webhook-id']);
    assert.notEqual(headers['webhook-id'], at.got[0].headers['webhook-id']);
  }
});

test('Bitrix24 gets a comment at the lead it made, found again when it is not known which', async (t) => {
  let forgotten = false;
  let missed = false;
  const answers = {
    '/crm.lead.add.json': { result: 12 },
    '/crm.lead.list.json': { result: [{ ID: '77' }] },
    '/crm.timeline.comment.add.json': { result: 1 },
  };
  const at = await receiver(t, (request, response) => {
    // The comment fails once: the delivery goes on from there, it does not search again.
    if (forgotten && request.url === '/crm.timeline.comment.add.json' && !missed) {
      missed = true;
      return response.writeHead(503).end();
    }
    return response.writeHead(200).end(JSON.stringify(answers[request.url]));
  });
  const { url, where } = await startWith(t, [{ name: 'crm', kind: 'bitrix24_lead', url: at.url }]);
  const first = await (await postLead(url, leadBody())).json();
  const second = await (await postLead(url, leadBody())).json();
  await eventually(async () => (await run(['outbox', 'list', '--store', where.store])).out === '');
  await withdraw(url, first, 'processing');
  await eventually(() => at.got.length === 3);
  assert.equal(at.got[2].url, '/crm.timeline.comment.add.json');
  assert.equal(JSON.parse(at.got[2].body).fields.ENTITY_ID, '12');
  assert.match(JSON.parse(at.got[2].body).fields.COMMENT, /отозвал согласие/);

  forgotten = true;
  execFileSync('sqlite3', [where.store.slice('sqlite:'.length), "UPDATE outbox SET receipt = ''"]);
  await withdraw(url, second, 'processing');
  const open = async () => (await run(['outbox', 'list', '--store', where.store])).out;
  await eventually(async () => missed && /pending\tcrm.*HTTP 503/.test(await open()));
  await run(['outbox', 'retry', (await open()).split('\t')[0], '--store', where.store]);
  await eventually(() => at.got.length === 6, { ms: 15_000 });
  assert.deepEqual(
    at.got.slice(3).map(({ url: asked }) => asked),
    ['/crm.lead.list.json', '/crm.timeline.comment.add.json', '/crm.timeline.comment.add.json'],
  );
  assert.equal(JSON.parse(at.got[5].body).fields.ENTITY_ID, '77');
});

test('a target that is not to be told is not told', async (t) => {
  const at = await receiver(t, ok);
  const { url, lines } = await startWith(t, [{ ...hook(at.url), notices: false }]);
  const taken = await (await postLead(url, leadBody())).json();
  await eventually(() => at.got.length === 1);
  await withdraw(url, taken, 'processing');
  await eventually(async () => /cancelled\thook/.test(await lines()));
  await sleep(300);
  assert.equal(at.got.length, 1);
});
