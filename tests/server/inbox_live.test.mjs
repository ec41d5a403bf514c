// Open pages of the inbox: what they are told, that they hold up nobody, and the firm's own funnel.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { inside, listen } from './lib/inbox.mjs';
import { build, eventually, leadBody, place, postLead, run, sleep, start, startFor } from './lib/server.mjs';

const admin = { args: ['--admin', '127.0.0.1:0'] };

test('an open page hears of a new request and of work, with numbers only, and of what it missed', async (t) => {
  const at = await startFor(t, admin);
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  const page = await listen(vera, '0.0');
  assert.equal(page.status, 200);
  assert.equal(page.type, 'text/event-stream');
  await postLead(at.url, leadBody({ name: 'Канарейка' }));
  await eventually(() => page.text.includes('id: 1.0\nevent: change\ndata: 1.0\n\n'));
  await vera.post('/inbox/000001/work', {
    version: '0',
    status: 'in_work',
    responsible: '0',
    note: 'Канарейка',
  });
  await eventually(() => page.text.includes('id: 1.3\n'));
  assert.doesNotMatch(page.text, /Канарейка/);
  const late = await listen(vera, '9.9', { 'last-event-id': '1.0' });
  await eventually(() => late.text.includes('data: 1.3'));
  assert.equal(await (await vera.get('/inbox/changes?after=0.0')).text(), '{"mark":"1.3"}');
  page.stop();
  late.stop();
});

test('a look at a request tells no page, and an open page costs a server that rests next to nothing', async (t) => {
  const at = await startFor(t, admin);
  await postLead(at.url, leadBody());
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  const page = await listen(vera, '0.0');
  await eventually(() => page.text.includes('data: 1.0'));
  assert.equal((await vera.page('/inbox/000001')).status, 200);
  await eventually(async () => {
    const { out } = await run(['leads', 'show', '1', '--store', at.store]);
    return /"operator": "Вера",\s*"event": "opened"/.test(out);
  });
  // How often its threads are woken does not depend on what else the machine does. The two that hold connections look for deadlines 20 times a
  // second while there are any; the others have nothing to do.
  const woken = async () => {
    const threads = await readdir(`/proc/${at.server.pid}/task`);
    const counts = threads.map(async (id) => {
      const status = await readFile(`/proc/${at.server.pid}/task/${id}/status`, 'utf8').catch(() => '');
      return [id, Number(status.match(/^voluntary_ctxt_switches:\s+(\d+)/m)?.[1] ?? 0)];
    });
    return Object.fromEntries(await Promise.all(counts));
  };
  await sleep(1500);
  const before = await woken();
  await sleep(4000);
  const each = Object.entries(await woken()).map(([id, count]) => (count - (before[id] ?? count)) / 4);
  each.sort((a, b) => b - a);
  t.diagnostic(`woken a second: ${each.join(' ')}`);
  const others = each.slice(2).reduce((sum, one) => sum + one, 0);
  assert.ok(others < 5, `woken ${others} times a second`);
  assert.equal(page.text.match(/event: change/g)?.length, 1, page.text);
  page.stop();
});

test('a hundred open pages are enough; the endpoint answers meanwhile, and a stop waits for none of them', async (t) => {
  const at = await startFor(t, admin);
  const vera = await inside(at.server, at.store, 'Вера', 'reader');
  const pages = await Promise.all(Array.from({ length: 100 }, () => listen(vera, '0.0')));
  assert.ok(pages.every((page) => page.status === 200));
  const refused = await vera.get('/inbox/events?after=0.0');
  assert.equal(refused.status, 503);
  await refused.text();
  const started = performance.now();
  const answers = await Promise.all(Array.from({ length: 50 }, () => postLead(at.url, leadBody())));
  assert.ok(answers.every((answer) => answer.status === 201));
  assert.ok(performance.now() - started < 5000);
  await eventually(() => pages.every((page) => page.text.includes('event: change')));
  pages[0].stop();
  // That a page has gone is seen by the second thing written to it: two beats of ten seconds at the latest.
  await eventually(
    async () => {
      const again = await listen(vera, '0.0');
      again.stop();
      return again.status === 200;
    },
    { ms: 30_000 },
  );
  const { code } = await at.server.stop();
  assert.equal(code, 0, 'a clean stop');
  await Promise.all(pages.map((page) => page.ended));
});

test('who waits longer than 15 minutes is counted and told in the log by number of requests; any work ends it', async (t) => {
  const where = await place(t);
  const clock = path.join(where.folder, 'clock');
  await writeFile(clock, '0');
  const env = { LD_PRELOAD: path.join(build, 'bin/wall_clock.so'), WALL_CLOCK_FILE: clock };
  const server = await start(where, { ...admin, env });
  t.after(() => server.stop('SIGKILL'));
  const waiting = async () =>
    (await (await fetch(`${server.adminUrl}/metrics`)).text()).match(/^funnel_leads_waiting (\d+)$/m)?.[1];
  await postLead(server.url, leadBody({ name: 'Канарейка' }));
  await writeFile(clock, String(16 * 60));
  assert.equal(await waiting(), '0', 'nobody can enter: the firm works elsewhere');
  const vera = await inside(server, where.store, 'Вера', 'worker');
  assert.equal(await waiting(), '1');
  await postLead(server.url, leadBody());
  await eventually(() => server.log.includes('"event":"leads_wait"'));
  assert.match(server.log, /"leads_wait","fresh":1,"all":1,"oldest_minutes":16/);
  await vera.post('/inbox/000001/work', { version: '0', status: 'in_work', responsible: '1' });
  assert.equal(await waiting(), '0');
  assert.doesNotMatch(server.log, /Канарейка/);
});

test('own requests become deals the command line reads without help, and a page says the same', async (t) => {
  const at = await startFor(t, admin);
  const sources = ['yandex', 'yandex', 'vk', ''];
  for (const source of sources) {
    const utm = { source, medium: '', campaign: '', term: '', content: '' };
    assert.equal((await postLead(at.url, leadBody({ utm }))).status, 201);
  }
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  await vera.post('/inbox/000001/work', { version: '0', status: 'won', responsible: '1' });
  await vera.post('/inbox/000002/work', {
    version: '0',
    status: 'lost',
    lost_reason: 'дорого',
    responsible: '1',
  });
  const exported = await run(['leads', 'export', '--deals', '--store', at.store]);
  assert.equal(exported.code, 0);
  assert.equal(await (await vera.get('/inbox/deals.csv')).text(), exported.out.replace(/^\ufeff/, ''));
  const file = path.join(at.folder, 'deals.csv');
  await writeFile(file, exported.out);
  const funnel = (...words) => execFileSync(path.join(build, 'bin/funnel'), words, { encoding: 'utf8' });
  // Days of the export are the firm's, and Moscow's day begins while UTC's has three hours left.
  const today = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
  const proposal = JSON.parse(funnel('deals', file, '--propose'));
  assert.deepEqual(proposal.proposal.undecided, []);
  const report = JSON.parse(funnel('deals', file, '--today', today));
  const { deals, won, lost, open } = report.totals;
  assert.deepEqual({ deals, won, lost, open }, { deals: 4, won: 1, lost: 1, open: 2 });
  const { html } = await vera.page('/inbox/funnel');
  assert.match(html, /<td>4<\/td><td>1<\/td>/);
});

test('a quick answer is found by search, filters and pages, newest first', async (t) => {
  const at = await startFor(t, admin);
  for (let i = 1; i <= 52; i += 1) {
    await postLead(at.url, leadBody({ name: i === 7 ? 'Ёлкина Анна' : `Имя ${i}` }));
  }
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  const numbers = (html) =>
    [...html.matchAll(/href="\/inbox\/(\d{6})"/g)].map(([, number]) => Number(number));
  const first = await vera.page('/inbox/');
  assert.deepEqual(
    numbers(first.html),
    Array.from({ length: 50 }, (_, i) => 52 - i),
  );
  const next = first.text.match(/rel="next" href="([^"]+)"/)[1];
  assert.deepEqual(numbers((await vera.page(next)).html), [2, 1]);
  assert.deepEqual(numbers((await vera.page(`/inbox/?q=${encodeURIComponent('ёлкина')}`)).html), [7]);
  assert.deepEqual(numbers((await vera.page('/inbox/?q=9')).html), [9]);
  assert.deepEqual(numbers((await vera.page('/inbox/?form=callback')).html), []);
  await vera.post('/inbox/000003/work', {
    version: '0',
    status: 'in_work',
    step: 'x',
    when: '2020-01-01T10:00',
    responsible: '0',
  });
  assert.deepEqual(numbers((await vera.page('/inbox/?step=overdue')).html), [3]);
  assert.match((await vera.page('/inbox/?step=overdue')).html, /Просрочено на \d+ д/);
});
