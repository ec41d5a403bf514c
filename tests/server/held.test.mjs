// What a robot seems to have sent: told apart by nobody outside, seen by the operator, held for a person's look.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { hook, ok, receiver, startWith } from './lib/receivers.mjs';
import {
  consentsOf,
  eventually,
  leadBody,
  place,
  postLead,
  run,
  sleep,
  start,
  startFor,
} from './lib/server.mjs';

const spam = (more = {}) => leadBody({ website: 'http://spam.example', ...more });
const read = async (answer) => ({ status: answer.status, body: await answer.json() });
const list = async (store, ...words) => run(['leads', 'list', ...words, '--store', store]);

/** The same steps with a filled and an empty hidden field: what an outsider sees of each. */
async function lookFromOutside(url, website) {
  const body = leadBody({ website });
  const taken = await read(await postLead(url, body));
  const repeated = await read(await postLead(url, body));
  const conflict = await read(await postLead(url, { ...body, name: 'Другой' }));
  const bad = await read(await postLead(url, leadBody({ website, phone: '12' })));
  const unasked = await read(await postLead(url, leadBody({ website, consents: [] })));
  const stale = await read(
    await postLead(
      url,
      leadBody({ website, consents: consentsOf().map((c) => ({ ...c, version: '1999-01-01' })) }),
    ),
  );
  const receipt = await read(await fetch(url + taken.body.receipt_url));
  const withdrawn = await read(
    await fetch(url + taken.body.withdraw_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"consent":"processing"}',
    }),
  );
  assert.deepEqual(repeated.body, taken.body, 'a repeat gets the same receipt');
  const next = await read(await postLead(url, leadBody()));
  assert.equal(next.body.id, taken.body.id + 1, 'a number is of one request only');
  const shapeOf = ({ status, body }) => [status, Object.keys(body), body.error, body.issues];
  return [taken, repeated, conflict, bad, unasked, stale, receipt, withdrawn].map(shapeOf);
}

test('nobody outside can tell a held request from another', async (t) => {
  const { url, store } = await startFor(t);
  const person = await lookFromOutside(url, '');
  const robot = await lookFromOutside(url, 'http://spam.example');
  assert.deepEqual(robot, person);
  assert.deepEqual(
    person.map(([status]) => status),
    [201, 200, 409, 422, 422, 409, 200, 200],
  );
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test('a held request goes nowhere until the operator has looked', async (t) => {
  const at = await receiver(t, ok);
  const { url, where } = await startWith(t, [hook(at.url)]);
  const held = await (await postLead(url, spam({ name: 'Держу' }))).json();
  await postLead(url, leadBody());
  await eventually(() => at.got.length === 1);
  const listed = await list(where.store);
  assert.equal(listed.out.trim().split('\n').length, 1);
  assert.match(listed.error, /Похоже на робота, ждут вашего взгляда: 1/);
  const waiting = await list(where.store, '--state', 'held');
  assert.match(waiting.out, /000001.*Держу.*processing=given/);
  assert.ok(!(await run(['leads', 'export', '--jsonl', '--store', where.store])).out.includes('Держу'));
  assert.match((await run(['leads', 'show', '1', '--store', where.store])).out, /"held_at"/);
  assert.equal((await run(['leads', 'release', '1', '2', '--store', where.store])).code, 1, '2 is not held');
  assert.equal((await list(where.store, '--state', 'held')).out, waiting.out, 'nothing has changed');
  assert.match((await run(['leads', 'release', '1', '--store', where.store])).out, /Принято заявок: 1/);
  await eventually(() => at.got.length === 2);
  assert.equal(JSON.parse(at.got[1].body).data.id, held.id);
  assert.equal((await list(where.store, '--state', 'held')).out, '');
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});

test('the operator sees the count, and filters requests by what is known of them', async (t) => {
  const where = await place(t);
  await writeFile(path.join(where.folder, 'token'), 'a-long-admin-token-0123456789\n');
  const server = await start(where, {
    args: ['--admin', '127.0.0.1:0'],
    config: { admin_token_file: path.join(where.folder, 'token') },
  });
  t.after(() => server.stop('SIGKILL'));
  const known = leadBody({ form: 'callback', phone: '8 (916) 555-44-33', email: 'Anna@Example.ru' });
  await postLead(server.url, known);
  await postLead(server.url, spam());
  for (let i = 0; i < 3; i += 1) await postLead(server.url, leadBody());
  const ask = (query, token = 'a-long-admin-token-0123456789') =>
    fetch(`${server.adminUrl}/api/admin/leads?${query}`, { headers: { authorization: `Bearer ${token}` } });
  const ids = async (query) => {
    const { leads, total } = await (await ask(query)).json();
    return [leads.map(({ id }) => id), total];
  };
  assert.deepEqual(await ids(''), [[1, 3, 4, 5], 4]);
  assert.deepEqual(await ids('order=newest&limit=2'), [[5, 4], 4]);
  assert.deepEqual(await ids('order=newest&before=4'), [[3, 1], 4]);
  assert.deepEqual(await ids('state=held'), [[2], 1]);
  assert.deepEqual(await ids('state=any&after=1&limit=2'), [[2, 3], 5]);
  assert.deepEqual(await ids('form=callback'), [[1], 1]);
  assert.deepEqual(await ids(`phone=${encodeURIComponent('+7 916 555 44 33')}`), [[1], 1]);
  assert.deepEqual(await ids('email=anna@example.ru'), [[1], 1]);
  assert.deepEqual(await ids('since=2020-01-01&until=2099-12-31&state=taken'), [[1, 3, 4, 5], 4]);
  assert.deepEqual(await ids('until=2020-01-01'), [[], 0]);
  assert.deepEqual(await ids('state=erased'), [[], 0]);
  for (const wrong of [
    'state=new',
    'limit=x',
    'phone=1',
    'since=2026-02-30',
    'colour=red',
    'order=up',
    'after=-1',
  ]) {
    assert.equal((await ask(wrong)).status, 400, wrong);
  }
  assert.match(await (await fetch(`${server.adminUrl}/metrics`)).text(), /^funnel_leads_held 1$/m);

  // Guessing is slowed down, and never locks out who has the key.
  const guesses = [];
  for (let i = 0; i < 15; i += 1) guesses.push((await ask('', 'wrong')).status);
  assert.equal(guesses.filter((status) => status === 401).length, 10);
  assert.equal(guesses.filter((status) => status === 429).length, 5);
  assert.equal((await ask('')).status, 200);
});

test('the same form again after erasure or withdrawal is a new request, not a conflict', async (t) => {
  const { url, store } = await startFor(t);
  const [processing, advertising] = consentsOf();
  const fields = new URLSearchParams({
    form: 'callback',
    phone: '8 916 000-00-09',
    consent_processing: '1',
    consent_processing_version: processing.version,
    consent_processing_sha256: processing.sha256,
    consent_advertising_version: advertising.version,
    consent_advertising_sha256: advertising.sha256,
  });
  const post = async () => {
    const answer = await fetch(`${url}/api/leads`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: fields.toString(),
    });
    assert.equal(answer.status, 303);
    const query = new URL(answer.headers.get('location'), url).searchParams;
    return { number: query.get('n'), token: query.get('r') };
  };
  const first = await post();
  assert.deepEqual(await post(), first, 'a double click');
  assert.equal((await run(['erase', '1', '--yes', '--store', store])).code, 0);
  const second = await post();
  assert.equal(second.number, '000002');
  assert.notEqual(second.token, first.token);
  assert.ok(
    (await (await fetch(`${url}/r/${first.token}`)).json()).erasure.erased_at,
    'the old receipt stays',
  );
  await fetch(`${url}/r/${second.token}/withdraw`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  const third = await post();
  assert.equal(third.number, '000003');
  assert.deepEqual(await post(), third);
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test('lists begin with the newest, go on page by page, and say how many there are', async (t) => {
  const at = await receiver(t, (_, response) => response.writeHead(503).end());
  const { url, where } = await startWith(t, [hook(at.url)]);
  for (let i = 0; i < 12; i += 1) await postLead(url, leadBody());
  const numbers = ({ out }) =>
    out
      .split('\n')
      .filter(Boolean)
      .map((line) => Number(line.split('\t')[0]));
  const page = await list(where.store, '--limit', '5');
  assert.deepEqual(numbers(page), [12, 11, 10, 9, 8]);
  assert.equal(page.error, 'Показано 5 из 12; следующие: --before 8.\n');
  assert.deepEqual(numbers(await list(where.store, '--limit', '5', '--before', '8')), [7, 6, 5, 4, 3]);
  assert.deepEqual(numbers(await list(where.store, '--after', '10')), [12, 11]);
  assert.match((await list(where.store)).error, /^Показано 12 из 12\.\n$/);
  const boxes = (...words) => run(['outbox', 'list', ...words, '--store', where.store]);
  const box = await boxes('--limit', '4');
  assert.deepEqual(numbers(box), [12, 11, 10, 9]);
  assert.equal(box.error, 'Показано 4 из 12; следующие: --before 9.\n');
  assert.deepEqual(numbers(await boxes('--before', '4', '--target', 'hook')), [3, 2, 1]);
  assert.equal((await boxes('--target', 'none')).error, 'Показано 0 из 0.\n');
  await sleep(0);
});
