// The site's own funnel: counted where the operator has said so and nowhere else, in daily totals, with nothing of the visitor kept or
// logged, and in nobody's way.
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { inside } from './lib/inbox.mjs';
import { eventually, leadBody, place, postLead, run, start } from './lib/server.mjs';

const kPolicy = {
  format: 'funnel-policy',
  version: 1,
  analytics_sources: [],
  frame_ancestors: {},
  cross_origin: [],
};
const kAdmin = ['--admin', '127.0.0.1:0'];

/** A server whose site counts, or does not. @param {any} t @param {{counts?: boolean, store?: string} & Record<string, any>} [options] */
async function counting(t, { counts = true, store, ...options } = {}) {
  const where = await place(t);
  await writeFile(
    path.join(where.site, 'policy.json'),
    JSON.stringify({ ...kPolicy, ...(counts ? { site_funnel: true } : {}) }),
  );
  const server = await start(where, { args: kAdmin, ...(store ? { store } : {}), ...options });
  t.after(() => server.stop('SIGKILL'));
  return { where, server, url: server.url, store: store ?? where.store };
}

const tell = (url, steps, headers = {}) =>
  fetch(`${url}/api/steps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify({ steps }),
  });

const funnelOf = async (store) =>
  JSON.parse((await run(['site-funnel', '--json', '--store', store])).out || '{"steps":[]}');
const devices = (funnel, step) => funnel.steps.find((row) => row.step === step)?.devices ?? 0;

test('a site that does not count takes no steps and keeps none', async (t) => {
  const { url, store } = await counting(t, { counts: false });
  const answer = await tell(url, ['page']);
  assert.equal(answer.status, 404);
  assert.equal((await answer.json()).error, 'not_found');
  const { code, out, error } = await run(['site-funnel', '--store', store]);
  assert.equal(code, 0);
  assert.match(out, /^Прочитали страницу\t0\t/);
  assert.match(error, /site\.json/);
});

test('steps become daily totals with shares and intervals, for the command, the inbox and the metrics', async (t) => {
  const { url, server, store } = await counting(t);
  for (let i = 0; i < 40; i += 1) {
    const steps = ['page', ...(i % 2 ? ['calculator'] : []), ...(i % 10 === 0 ? ['form'] : [])];
    const answer = await tell(url, steps);
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { counted: steps.length });
  }
  await tell(url, ['request']);
  assert.equal((await postLead(url, leadBody())).status, 201);
  const funnel = await eventually(async () => {
    const seen = await funnelOf(store);
    return devices(seen, 'request') === 1 && seen;
  });
  const row = (step) => funnel.steps.find((one) => one.step === step);
  assert.deepEqual([row('page').devices, row('calculator').devices, row('form').devices], [40, 20, 4]);
  assert.equal(row('calculator').conversion, 0.5);
  // Wilson, 20 of 40, by hand: (0.5 + z²/80 ± z·√(0.25/40 + z²/6400)) / (1 + z²/40), z² = 3.8415.
  assert.ok(Math.abs(row('calculator').interval.low - 0.352) < 0.001, row('calculator').interval.low);
  assert.ok(Math.abs(row('calculator').interval.high - 0.648) < 0.001);
  assert.deepEqual([row('request').after, row('request').conversion], ['form', 0.25]);
  assert.equal(funnel.conversion, 1 / 40);
  assert.equal(funnel.requests, 1);
  assert.equal(funnel.days, 1);
  const vera = await inside(server, store, 'Вера', 'reader');
  const page = (await vera.page('/inbox/funnel')).text.replaceAll('\u00a0', ' ');
  assert.match(page, /Сайт: от страницы до заявки/);
  assert.match(page, /Посчитали в калькуляторе<\/th><td>20<\/td><td>50 %<\/td><td>от 35,\d+ % до 64,\d+ %/);
  const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text();
  assert.match(metrics, /^funnel_site_steps_total\{step="calculator"\} 20$/m);
  assert.equal((await run(['check', '--store', store])).out, 'ok\n');
});

test('nothing of who sent it is stored or logged', async (t) => {
  const { url, server, where } = await counting(t, {
    config: { trusted_proxies: ['127.0.0.1'] },
    args: [...kAdmin, '--log-level', 'debug'],
  });
  const canary = {
    'x-forwarded-for': '203.0.113.77',
    'user-agent': 'Canary-Browser/77',
    referer: `${url}/canary-page/?utm_source=canary-source`,
    cookie: 'canary=cookie',
    'accept-language': 'xx-canary',
  };
  for (const steps of [['page'], ['page', 'plan'], ['form', 'request']]) {
    assert.equal((await tell(url, steps, canary)).status, 200);
  }
  const cookies = (await tell(url, ['crm'], canary)).headers.get('set-cookie');
  assert.equal(cookies, null);
  await server.stop();
  const files = await readdir(where.data);
  const bytes = Buffer.concat(await Promise.all(files.map((name) => readFile(path.join(where.data, name)))));
  for (const word of ['203.0.113.77', 'Canary-Browser', 'canary-page', 'canary-source', 'xx-canary']) {
    assert.ok(!bytes.includes(word), `${word} in the store`);
    assert.ok(!server.log.includes(word), `${word} in the log`);
  }
  assert.match(server.log, /"\/api\/steps"/, 'the log was looked at');
  // All that is there: day, step, number; no row for a single report.
  const { out } = await run(['site-funnel', '--json', '--store', where.store]);
  assert.equal(devices(JSON.parse(out), 'page'), 2, 'written before the end');
  assert.equal(devices(JSON.parse(out), 'crm'), 1);
});

test('who asks not to be tracked is not counted', async (t) => {
  const { url, server, store } = await counting(t);
  for (const headers of [{ dnt: '1' }, { 'sec-gpc': '1' }]) {
    const answer = await tell(url, ['page'], headers);
    assert.deepEqual(await answer.json(), { counted: 0 });
  }
  await tell(url, ['page'], { dnt: '0' });
  await server.stop();
  assert.equal(devices(await funnelOf(store), 'page'), 1);
});

test('one address cannot make the numbers up, and does not stand in the way of others', async (t) => {
  const { url, server, store } = await counting(t, { config: { trusted_proxies: ['127.0.0.1'] } });
  const from = (address) => ({ 'x-forwarded-for': address });
  const statuses = [];
  for (let i = 0; i < 120; i += 1) {
    const answer = await tell(url, ['page', 'request'], from('203.0.113.9'));
    statuses.push(answer.status);
    if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 60);
  }
  assert.equal(statuses.filter((status) => status === 200).length, 40);
  assert.equal((await tell(url, ['page'], from('203.0.113.10'))).status, 200);
  assert.equal(
    (await postLead(url, leadBody(), from('203.0.113.9'))).status,
    201,
    'his request is taken all the same',
  );
  await server.stop();
  assert.equal(devices(await funnelOf(store), 'page'), 41);
});

test('anything but a short list of known steps from our own page is refused', async (t) => {
  const { url, server, store } = await counting(t);
  const post = (body, headers = {}) =>
    fetch(`${url}/api/steps`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, ...headers },
      body,
    });
  for (const body of [
    '',
    '{}',
    '[]',
    '{"steps":[]}',
    '{"steps":["who"]}',
    '{"steps":["page","page"]}',
    'page',
  ]) {
    assert.equal((await post(body)).status, 400, body);
  }
  assert.equal((await post('{"steps":["page"]}', { origin: 'https://evil.example' })).status, 403);
  assert.equal((await post('{"steps":["page"]}', { 'content-type': 'text/plain' })).status, 415);
  assert.equal((await post(JSON.stringify({ steps: ['page'], more: 'x'.repeat(300) }))).status, 413);
  const got = await fetch(`${url}/api/steps`);
  assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
  await server.stop();
  assert.equal(devices(await funnelOf(store), 'page'), 0);
});

test(
  'two servers of one PostgreSQL add up to one total',
  { skip: !process.env.FUNNEL_TEST_POSTGRES },
  async (t) => {
    const { execFileSync } = await import('node:child_process');
    const name = `t${Date.now()}steps`;
    const bin = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
    execFileSync(`${bin}/createdb`, [
      '-h',
      '127.0.0.1',
      '-p',
      process.env.POSTGRES_PORT ?? '',
      '-U',
      'funnel',
      name,
    ]);
    const store = /** @type {string} */ (process.env.FUNNEL_TEST_POSTGRES).replace(/\/[^/]*$/, `/${name}`);
    const servers = [await counting(t, { store }), await counting(t, { store })];
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => tell(servers[i % 2].url, ['page', i % 3 ? 'calls' : 'checklist'])),
    );
    await Promise.all(servers.map(({ server }) => server.stop()));
    const funnel = await funnelOf(store);
    assert.deepEqual(
      [devices(funnel, 'page'), devices(funnel, 'calls'), devices(funnel, 'checklist')],
      [60, 40, 20],
    );
    assert.equal((await run(['check', '--store', store])).out, 'ok\n');
  },
);
