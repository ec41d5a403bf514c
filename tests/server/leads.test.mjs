// A visitor's request from post to erasure, as visitors and operators see it.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import {
  consentsOf,
  documents,
  leadBody,
  place,
  postLead,
  run,
  sleep,
  start,
  startFor,
} from './lib/server.mjs';

const scenario = {
  format: 'funnel-scenario',
  version: 1,
  managers: 5,
  leads_per_month: 1000,
  average_check: 150000,
  stages: [{ id: 'pay', name: 'Оплата', conversion: 0.05, target_conversion: 0.075 }],
};
const json = (text) => JSON.parse(text);
const formOf = (fields) => new URLSearchParams(fields).toString();
const consentFields = {
  consent_processing: '1',
  consent_processing_version: documents[0].version,
  consent_processing_sha256: documents[0].sha256,
  consent_advertising_version: documents[1].version,
  consent_advertising_sha256: documents[1].sha256,
};
const postForm = (url, fields) =>
  fetch(`${url}/api/leads`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: formOf(fields),
  });

test('a request is stored once, listed with both consents, its receipt opens, withdrawal works', async (t) => {
  const { url, store } = await startFor(t);
  const body = leadBody({ scenario });
  const first = await postLead(url, body);
  assert.equal(first.status, 201);
  const taken = await first.json();
  assert.deepEqual(Object.keys(taken), ['id', 'number', 'receipt_url', 'withdraw_url']);
  const again = await postLead(url, body);
  assert.equal(again.status, 200);
  assert.deepEqual(await again.json(), taken);
  const conflict = await postLead(url, { ...body, name: 'Другой' });
  assert.equal(conflict.status, 409);
  assert.equal((await conflict.json()).error, 'idempotency_conflict');

  const listed = await run(['leads', 'list', '--store', store]);
  assert.equal(listed.out.split('\n').length, 2);
  assert.match(listed.out, /processing=given@.* advertising=given@/);
  const shown = json((await run(['--store', store, 'leads', 'show', String(taken.id)])).out);
  assert.equal(shown.report.money_left.per_month, 3_750_000);

  const receipt = await (await fetch(url + taken.receipt_url)).json();
  assert.equal(receipt.operator.name, 'ИП Тестов');
  assert.equal(receipt.consents[0].sha256, documents[0].sha256);
  const page = await fetch(url + taken.receipt_url, { headers: { accept: 'text/html' } });
  const receiptPage = await page.text();
  assert.match(receiptPage, /<h1 class="h1">Квитанция о согласии/);
  assert.match(
    receiptPage,
    /№ \d{6}, \d{1,2} [а-я]+ \d{4} года, \d\d:\d\d по московскому времени \(UTC\+3\)/,
    'local time in words with its zone',
  );
  assert.doesNotMatch(receiptPage, /\dT\d\d:|<dd><\/dd>/, 'no time of programs, no empty line');
  assert.match(
    receiptPage,
    /Связаться по заявке и провести диагностику отдела продаж/,
    'what this form is for',
  );

  const withdraw = (consent) =>
    fetch(url + taken.withdraw_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ consent }),
    });
  assert.deepEqual(await (await withdraw('advertising')).json(), {
    consent: 'advertising',
    withdrawn: true,
    erasure_scheduled: false,
  });
  assert.equal((await (await withdraw('processing')).json()).erasure_scheduled, true);
  assert.equal((await withdraw('everything')).status, 422);
  assert.ok((await (await fetch(url + taken.receipt_url)).json()).erasure.scheduled_at);
  assert.equal((await fetch(`${url}/r/AAAAAAAAAAAAAAAAAAAAAA`)).status, 404);
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test('consent missing is 422 in Russian, consent to an old text is shown again, and nothing is stored', async (t) => {
  const { url, store } = await startFor(t);
  const missing = await postLead(url, leadBody({ consents: [] }));
  assert.equal(missing.status, 422);
  assert.match((await missing.json()).issues[0].message, /Без согласия/);
  const stale = consentsOf();
  stale[0].version = '2020-01-01';
  const changed = await postLead(url, leadBody({ consents: stale }));
  assert.equal(changed.status, 409);
  assert.equal((await changed.json()).error, 'document_changed');
  assert.equal((await run(['leads', 'list', '--store', store])).out, '');
});

test('a form without a script works, and its errors keep everything typed', async (t) => {
  const { url, store } = await startFor(t);
  const fields = {
    form: 'diagnosis',
    name: 'Анна <b>',
    phone: '8 916 000-00-01',
    managers_count: '5',
    owner: '1',
    page: '/',
    website: '',
    ...consentFields,
  };
  const taken = await postForm(url, fields);
  assert.equal(taken.status, 303);
  const location = taken.headers.get('location');
  assert.match(location, /^\/thanks\/\?n=000001&r=/);
  const thanks = await (await fetch(url + location)).text();
  assert.match(thanks, /000001/);
  const receipt = /href="(\/r\/[^"]+)"/.exec(thanks)[1];
  assert.equal(
    (await postForm(url, fields)).headers.get('location'),
    location,
    'a double click is one request',
  );

  const wrong = await postForm(url, {
    ...fields,
    phone: '12',
    managers_count: 'пять',
    consent_processing: '',
  });
  const html = await wrong.text();
  assert.equal(wrong.status, 422);
  assert.match(html, /value="Анна &lt;b&gt;"/);
  assert.match(html, /id="again-phone-error" data-error="\/phone">Не хватает цифр/);
  assert.match(html, /id="again-managers_count-error" data-error="\/managers_count">[^<]/);
  assert.match(html, /id="again-consents-error" data-error="\/consents">Без согласия/);
  assert.match(html, /value="пять"/);

  const withdraw = (body) =>
    fetch(`${url}${receipt}/withdraw`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  const asked = await withdraw('consent=processing');
  assert.equal(asked.status, 200);
  const question = await asked.text();
  assert.match(question, /Отозвать согласие на обработку данных\?/);
  assert.match(question, /удалим имя, телефон/);
  assert.match(question, /name="confirmed" value="1"/);
  const shown = async () => (await fetch(url + receipt, { headers: { accept: 'text/html' } })).text();
  assert.doesNotMatch(await shown(), /будут удалены/, 'asking changes nothing');
  assert.equal((await withdraw('consent=processing&confirmed=1')).status, 303);
  assert.match(await shown(), /будут удалены/);
  assert.match((await run(['leads', 'list', '--store', store])).out, /processing=withdrawn/);
});

test('a storm of one request is one lead', async (t) => {
  const { url, store } = await startFor(t);
  const body = leadBody();
  const answers = await Promise.all(Array.from({ length: 100 }, () => postLead(url, body)));
  const statuses = answers.map((answer) => answer.status);
  assert.equal(statuses.filter((status) => status === 201).length, 1);
  assert.equal(statuses.filter((status) => status === 200).length, 99);
  assert.equal((await run(['leads', 'list', '--store', store])).out.trim().split('\n').length, 1);
});

test('visitors behind a proxy are limited one by one', async (t) => {
  const { url } = await startFor(t, {
    config: { trusted_proxies: ['127.0.0.1'], rate: { burst: 3, per_minute: 1 } },
  });
  const from = (ip) => postLead(url, leadBody(), { 'x-forwarded-for': `6.6.6.6, ${ip}` });
  for (let i = 0; i < 3; i += 1) assert.equal((await from('203.0.113.1')).status, 201);
  const limited = await from('203.0.113.1');
  assert.equal(limited.status, 429);
  assert.ok(Number(limited.headers.get('retry-after')) > 0);
  assert.equal((await from('203.0.113.2')).status, 201);

  const guess = (ip) => fetch(`${url}/r/${'x'.repeat(22)}`, { headers: { 'x-forwarded-for': ip } });
  const tries = await Promise.all(Array.from({ length: 80 }, () => guess('203.0.113.1')));
  assert.ok(tries.filter(({ status }) => status === 429).length >= 15, 'receipts are not guessed at leisure');
  assert.equal((await guess('203.0.113.2')).status, 404);
});

test('nothing personal is ever in the log', async (t) => {
  const { url, server, store } = await startFor(t, { args: ['--log-level', 'debug'] });
  const canaries = {
    name: 'КАНАРЕЙКА',
    phone: '+79995550123',
    email: 'canary@example.ru',
    referrer: 'https://ref.example/canary-ref',
  };
  const taken = await (
    await postLead(url, leadBody({ ...canaries, utm: { source: 'canary-utm' } }), {
      'user-agent': 'canary-agent',
    })
  ).json();
  await postLead(url, leadBody({ ...canaries, phone: 'canary-bad-phone', typo_canary: 1 }));
  await postForm(url, { form: 'callback', phone: 'canary-form', ...consentFields });
  await fetch(`${url}/nope-canary?q=canary-query`);
  await fetch(url + taken.receipt_url);
  await fetch(url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  await run(['erase', '--phone', canaries.phone, '--yes', '--store', store]);
  await server.stop();
  for (const secret of ['КАНАРЕЙКА', '9995550123', 'canary', taken.receipt_url.slice(3), '127.0.0.1,']) {
    assert.ok(!server.log.includes(secret), `the log has ${secret}`);
  }
  assert.match(server.log, /"route":"\/r\/\{token\}"/);
  for (const line of server.log.trim().split('\n')) JSON.parse(line);
});

test('operators see leads and metrics on the admin listener, with the right key only', async (t) => {
  const where = await place(t);
  await writeFile(path.join(where.folder, 'token'), 'a-long-admin-token-0123456789\n');
  const server = await start(where, {
    args: ['--admin', '127.0.0.1:0'],
    config: { admin_token_file: path.join(where.folder, 'token') },
  });
  t.after(() => server.stop('SIGKILL'));
  for (let i = 0; i < 3; i += 1) await postLead(server.url, leadBody());
  const ask = (token, query = '') =>
    fetch(`${server.adminUrl}/api/admin/leads${query}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
  assert.equal((await ask('')).status, 401);
  assert.equal((await ask('wrong')).status, 401);
  const page = await (await ask('a-long-admin-token-0123456789', '?after=1&limit=1')).json();
  assert.equal(page.leads.length, 1);
  assert.equal(page.next, 2);
  assert.equal((await fetch(`${server.url}/api/admin/leads`)).status, 404);
  assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
  const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text();
  assert.match(metrics, /funnel_http_requests_total\{route="\/api\/leads",status="201"\} 3/);
  // The look at them is written as well, a moment later.
  assert.match(metrics, /funnel_writer_rows_total [34]\n/);
  let limited = 0;
  for (let i = 0; i < 20; i += 1) limited += (await ask('wrong')).status === 429 ? 1 : 0;
  assert.ok(limited > 0, 'guessing is slowed down');
});

test('commands work beside a running server and without one, and nobody else writes', async (t) => {
  const { url, server, store, folder, where } = await startFor(t);
  await postLead(url, leadBody());
  const second = await start(where, { expectFailure: true });
  assert.equal((await second.ended).code, 1);
  assert.match(second.log, /store_in_use|cannot_listen/);
  assert.equal((await run(['backup', path.join(folder, 'copy.db'), '--store', store])).code, 0);
  const csv = (await run(['leads', 'export', '--csv', '--store', store])).out;
  assert.ok(csv.startsWith('\ufeff'));
  assert.match(csv, /"\+7916/);
  await server.stop();
  assert.equal((await run(['leads', 'list', '--store', store])).out.trim().split('\n').length, 1);
  assert.equal(
    (await run(['leads', 'list', '--store', `sqlite:${path.join(folder, 'copy.db')}`])).out.trim().split('\n')
      .length,
    1,
  );
  assert.equal((await run(['documents', '--store', store])).out.trim().split('\n').length, 2);
  assert.equal((await run(['bogus'])).code, 64);
});

test('it refuses to start on a damaged store, an incomplete operator, a changed text', async (t) => {
  const where = await place(t, { name: 'ИП', inn: '', ogrn: '', address: '', email: '' });
  const incomplete = await start(where, { expectFailure: true });
  assert.equal((await incomplete.ended).code, 1);
  assert.match(incomplete.log, /неполны, нет: inn address email/);
  const demo = await start(where, { args: ['--demo'] });
  await demo.stop();

  const file = path.join(where.site, 'legal/documents.json');
  const legal = json(await readFile(file, 'utf8'));
  legal.documents[0].text += '!';
  await writeFile(file, JSON.stringify(legal));
  const unhashed = await start(where, { args: ['--demo'], expectFailure: true });
  assert.equal((await unhashed.ended).code, 1);
  const { createHash } = await import('node:crypto');
  legal.documents[0].sha256 = createHash('sha256').update(legal.documents[0].text).digest('hex');
  await writeFile(file, JSON.stringify(legal));
  const changed = await start(where, { args: ['--demo'], expectFailure: true });
  assert.equal((await changed.ended).code, 1);
  assert.match(changed.log, /дайте новому тексту новую версию/);

  const damaged = await place(t);
  await writeFile(
    path.join(damaged.data, 'store.db'),
    'this is not a database, it only has its name'.repeat(200),
  );
  const corrupt = await start(damaged, { expectFailure: true });
  assert.equal((await corrupt.ended).code, 1);
  assert.match(corrupt.log, /bad_store/);
});

test('withdrawn data is erased by itself when its time has come', async (t) => {
  const { url, store } = await startFor(t, { config: { erase_delay_hours: 0 } });
  const taken = await (await postLead(url, leadBody())).json();
  await fetch(url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  await sleep(5);
  assert.equal((await run(['purge', '--yes', '--store', store])).out, 'Стёрто заявок: 1\n');
  const shown = json((await run(['leads', 'show', String(taken.id), '--store', store])).out);
  assert.equal(shown.phone, '');
  assert.equal((await (await fetch(url + taken.receipt_url)).json()).erasure.erased_at !== null, true);
});
