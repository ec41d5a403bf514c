// What the inbox is for, as one story on every store: a calculation is sent, stands within a second on a page somebody has open, reaches the
// CRM with its figures, is worked on; an older page is refused in words; all of it once more after kill -9.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { inside, listen } from './lib/inbox.mjs';
import { kSecret, receiver } from './lib/receivers.mjs';
import { build, eventually, leadBody, place, postLead, run, start } from './lib/server.mjs';
import { database, noPostgres } from './lib/stores.mjs';

const kWithin = 1000;
const kMinutes = 7;

const bitrix24 = (request, response) => {
  const asked = request.url.split('/').at(-1).replace('.json', '');
  const result = asked === 'crm.item.add' ? { item: { id: 77 } } : [];
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ result, time: {} }));
};

/** Servers of one firm: `count` of them on one store, each with its inbox; a clock of their own that can be put forward. */
async function firm(t, { store, count }) {
  const crm = await receiver(t, bitrix24);
  const where = [];
  for (let i = 0; i < count; i += 1) where.push(await place(t));
  const clock = path.join(where[0].folder, 'clock');
  await writeFile(clock, '0');
  await writeFile(path.join(where[0].folder, 'secret'), `whsec_${kSecret.toString('base64')}\n`);
  const config = {
    allow_private_targets: true,
    public_url: 'https://site.example',
    inbox_url: 'https://site.example/inbox',
    targets: [{ name: 'b24', kind: 'bitrix24', url: `${crm.url}/rest/1/code/` }],
  };
  const env = { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock };
  const at = { store: store ?? where[0].store, servers: /** @type {any[]} */ ([]), crm, later: 0 };
  const serve = async () => {
    for (const [i, one] of where.entries()) {
      const old = at.servers[i];
      const ports = old
        ? { listen: `127.0.0.1:${old.port}`, args: ['--admin', new URL(old.adminUrl).host] }
        : { args: ['--admin', '127.0.0.1:0'] };
      at.servers[i] = await start(one, { store: at.store, config, env, ...ports });
    }
  };
  await serve();
  t.after(() => at.servers.forEach((server) => server.stop('SIGKILL')));
  return Object.assign(at, {
    putForward: async (minutes) => writeFile(clock, String((at.later += minutes) * 60)),
    killAll: async () => {
      await Promise.all(at.servers.map((server) => server.stop('SIGKILL')));
      await serve();
    },
  });
}

/** Within a second, or not at all. */
async function within(began, what, check) {
  await eventually(check, { ms: kWithin - (performance.now() - began), every: 10 }).catch(() => {
    assert.fail(`${what} took longer than ${kWithin} ms`);
  });
  return Math.round(performance.now() - began);
}

/** One request from the form to the second person who comes too late. `n`: its number. */
async function story(t, at, { n, vera, gleb, scenario }) {
  const number = String(n).padStart(6, '0');
  const mark = JSON.parse(await (await vera.get('/inbox/changes?after=0.0')).text()).mark;
  const page = await listen(vera, mark);
  await eventually(() => page.text.length > 0);
  const body = leadBody({ name: `Павел Седов ${n}`, scenario });
  const began = performance.now();
  const answer = await postLead(at.servers[0].url, body);
  assert.equal(answer.status, 201, await answer.text());
  const heard = await within(began, 'an open page', () => page.text.includes(`event: change\ndata: ${n}.`));
  page.stop();
  await within(began, 'the fallback', async () => {
    const { mark: now } = await (await vera.get(`/inbox/changes?after=${mark}`)).json();
    return now.startsWith(`${n}.`);
  });
  const list = await vera.page('/inbox/');
  assert.match(list.html, new RegExp(`href="/inbox/${number}"[^]*?Павел Седов ${n}`));
  t.diagnostic(`request ${n}: 201, the open page of ${vera.url} heard of it ${heard} ms after the click`);

  // The record opens with the numbers that were sent.
  const record = await vera.page(`/inbox/${number}`);
  const fragmentIn = (text) => text.match(/\/demo\/(#s2\.[\w-]+\.[0-9a-z]+)/)?.[1];
  const read = (fragment) =>
    JSON.parse(
      execFileSync(path.join(build, 'bin/funnel'), ['link', '--read', fragment], { encoding: 'utf8' }),
    );
  assert.equal(read(fragmentIn(record.text)).leads_per_month, scenario.leads_per_month);
  // So does what the CRM was given.
  const added = await eventually(() =>
    at.crm.got.find(({ url, body: text }) => url.includes('crm.item.add') && text.includes(body.phone)),
  );
  assert.ok(added.body.includes(`https://site.example/inbox/${number}`));
  const sent = read(fragmentIn(added.body.replaceAll('\\/', '/')));
  assert.equal(sent.average_check, scenario.average_check);
  assert.deepEqual(
    sent.stages.map((stage) => stage.conversion),
    scenario.stages.map((stage) => stage.conversion),
  );

  // Taken by one; the other, with the older page, is told and overwrites nothing.
  await at.putForward(kMinutes);
  const taken = await vera.post(`/inbox/${number}/work`, {
    version: '0',
    status: 'in_work',
    step: `Разбор ${n}`,
    when: '2030-01-15T11:00',
    responsible: '1',
  });
  assert.equal(taken.status, 303, await taken.text());
  const late = await gleb.post(`/inbox/${number}/work`, {
    version: '0',
    status: 'spam',
    responsible: '2',
    note: `Слова Глеба ${n}`,
  });
  assert.equal(late.status, 409);
  const told = await late.text();
  assert.match(told, /изменил другой: Вера/);
  assert.match(told, new RegExp(`Слова Глеба ${n}`));
  await isWorkedOn(gleb, n);
}

async function isWorkedOn(visitor, n) {
  const { html } = await visitor.page(`/inbox/${String(n).padStart(6, '0')}`);
  assert.match(html, new RegExp(`value="Разбор ${n}"`));
  assert.match(html, /value="2030-01-15T11:00"/);
  assert.match(html, /name="version" value="1"/);
  assert.match(html, /Вера: статус: В работе/);
  assert.doesNotMatch(html, /Слова Глеба/);
}

/** What the page of the own funnel says of the time until the first action. */
async function firstActions(visitor) {
  const { html } = await visitor.page('/inbox/funnel');
  return [...html.matchAll(/<td>(\d+)<\/td><td>(\d+) минут[аы]?<\/td><td>([^<]*)<\/td>/g)].map(
    ([, count, minutes, inTime]) => ({ count: Number(count), minutes: Number(minutes), inTime }),
  );
}

for (const { kind, skip, make, count } of [
  { kind: 'SQLite', skip: false, make: async () => undefined, count: 1 },
  { kind: 'PostgreSQL', skip: noPostgres, make: database, count: 1 },
  { kind: 'PostgreSQL, two replicas', skip: noPostgres, make: database, count: 2 },
]) {
  test(`a calculation reaches the consultant (${kind})`, { skip, timeout: 60_000 }, async (t) => {
    const scenario = JSON.parse(await readFile('assets/scenarios/full.json', 'utf8'));
    const at = await firm(t, { store: await make(), count });
    // The visitor posts to the first server, the firm looks at the last one.
    const vera = await inside(at.servers[count - 1], at.store, 'Вера', 'worker');
    const gleb = await inside(at.servers[0], at.store, 'Глеб', 'worker');
    await story(t, at, { n: 1, vera, gleb, scenario });
    const counted = await firstActions(vera);
    assert.equal(counted.length, 1);
    assert.deepEqual({ ...counted[0], inTime: '' }, { count: 1, minutes: kMinutes, inTime: '' });
    assert.match(counted[0].inTime, /^100\s?% \(1 из 1\)$/u);

    // Right after an answer every server dies; sessions, work and the request itself are there again.
    const third = leadBody({ name: 'Сразу после ответа' });
    assert.equal((await postLead(at.servers[0].url, third)).status, 201);
    await at.killAll();
    t.diagnostic('kill -9 of every server, started again');
    await isWorkedOn(vera, 1);
    const missed = await listen(vera, '9.9', { 'last-event-id': '1.3' });
    await eventually(() => missed.text.includes('data: 2.'));
    missed.stop();
    assert.match((await vera.page('/inbox/')).html, /Сразу после ответа/);
    const again = await gleb.post('/inbox/000001/work', { version: '0', status: 'lost', responsible: '2' });
    assert.notEqual(again.status, 303, 'the older page is refused by a server that was born after it');
    await story(t, at, { n: 3, vera, gleb, scenario });
    const answered = (await firstActions(vera)).reduce((sum, { count: some }) => sum + some, 0);
    assert.ok(answered >= 2, 'both first actions count');
    assert.equal((await run(['check', '--store', at.store])).out, 'ok\n');
  });
}
