// The inbox: entering, roles over every route, lists, work on a request, what must not be possible.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { Visitor, inside, linkFor } from './lib/inbox.mjs';
import { build, eventually, leadBody, postLead, run, startFor } from './lib/server.mjs';
import { kinds } from './lib/stores.mjs';

const admin = { args: ['--admin', '127.0.0.1:0'] };

/** @param {any} t @param {any[]} leads @param {any} [options] */
async function withLeads(t, leads, options = admin) {
  const at = await startFor(t, options);
  for (const lead of leads) {
    const answer = await postLead(at.url, lead);
    assert.equal(answer.status, 201, await answer.text());
  }
  at.store = options.store ?? at.store;
  return at;
}

test('a link opens one session, by its button and once; the cookie is for this host, https and our own pages only', async (t) => {
  const at = await withLeads(t, []);
  const link = await linkFor(at.store, 'Вера');
  const visitor = new Visitor(at.server.adminUrl);
  const looked = await visitor.page(`/inbox/enter?${link}`);
  assert.equal(looked.status, 200);
  assert.equal(looked.headers.get('set-cookie'), null, 'looking at a link uses nothing up');
  const entered = await visitor.enter(link);
  assert.equal(entered.status, 303);
  const cookie = entered.headers.get('set-cookie');
  assert.match(cookie, /^__Host-inbox=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  assert.ok(!cookie.includes(link.get('k')), 'the session is not what the link was: nobody can fix it');
  assert.equal((await visitor.get('/inbox/')).status, 200);
  const again = await new Visitor(at.server.adminUrl).enter(link);
  assert.equal(again.status, 403);
  assert.ok(!at.server.log.includes(link.get('k')), 'no link in the log');
});

test('wrong links are answered alike, and limited without shutting out the right one', async (t) => {
  const at = await withLeads(t, []);
  const right = await linkFor(at.store, 'Вера');
  const tries = [
    { o: right.get('o'), k: 'x'.repeat(43) },
    { o: '999', k: right.get('k') },
    { o: 'Вера', k: '' },
  ];
  const pages = [];
  for (const fields of tries) {
    const answer = await new Visitor(at.server.adminUrl).post('/inbox/enter', fields);
    assert.equal(answer.status, 403);
    pages.push(await answer.text());
  }
  assert.equal(new Set(pages).size, 1, 'nothing tells whether the operator is known');
  const statuses = new Set();
  for (let i = 0; i < 12; i += 1) {
    const answer = await new Visitor(at.server.adminUrl).post('/inbox/enter', tries[0]);
    statuses.add(answer.status);
  }
  assert.ok(statuses.has(429));
  assert.equal((await new Visitor(at.server.adminUrl).enter(right)).status, 303);
});

for (const { kind, skip, make } of kinds) {
  test(
    `every route has its least role, wants a session, our own page and the token of its form (${kind})`,
    { skip },
    async (t) => {
      const at = await withLeads(t, [leadBody(), leadBody()], { ...admin, store: await make() });
      const source = await readFile('src/server/inbox/inbox.cpp', 'utf8');
      const routes = [...source.matchAll(/Route\{"(\/inbox[^"]*)", (get|post), Least::(\w+),/g)].map(
        ([, path, verb, role]) => ({ path: path.replace('{number}', '000001'), verb, role }),
      );
      assert.equal(routes.length, 18);
      const ranks = ['nobody', 'reader', 'worker', 'admin'];
      const people = {};
      for (const role of ranks.slice(1)) people[role] = await inside(at.server, at.store, role, role);
      for (const { path, verb, role } of routes.filter((route) => route.role !== 'nobody')) {
        const nobody = new Visitor(at.server.adminUrl);
        const stranger = verb === 'get' ? await nobody.get(path) : await nobody.post(path, {});
        assert.equal(stranger.status, 401, `${verb} ${path} without a session`);
        await stranger.text();
        for (const who of ranks.slice(1)) {
          if (ranks.indexOf(who) >= ranks.indexOf(role)) continue;
          const answer = verb === 'get' ? await people[who].get(path) : await people[who].post(path, {});
          assert.equal(answer.status, 403, `${verb} ${path} as ${who}`);
          assert.match(await answer.text(), /Этого вам нельзя/);
        }
        if (verb === 'get' && path !== '/inbox/events') {
          const answer = await people[role].get(path);
          assert.equal(answer.status, 200, `get ${path} as ${role}`);
          await answer.text();
          continue;
        }
        if (verb !== 'post') continue;
        const forged = await people[role].post(path, { token: 'f'.repeat(64) });
        assert.equal(forged.status, 403, `${path} without the token`);
        assert.match(await forged.text(), /Страница устарела/);
      }
    },
  );
}

test('a post without an Origin, or from another page, does nothing', async (t) => {
  const at = await withLeads(t, [leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'admin');
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
    const answer = await vera.post('/inbox/000001/work', { version: '0', status: 'spam' }, headers);
    assert.equal(answer.status, 403);
  }
  const silent = await fetch(`${at.server.adminUrl}/inbox/000001/work`, {
    method: 'POST',
    headers: { cookie: vera.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${vera.token}&version=0&status=spam&responsible=0`,
  });
  assert.equal(silent.status, 403);
  assert.match((await vera.page('/inbox/')).html, /Новая/);
});

test('pages are nobody else’s: not kept, not framed, no script but our own', async (t) => {
  const at = await withLeads(t, [leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'reader');
  for (const path of ['/inbox/', '/inbox/000001', '/inbox/funnel', '/inbox/000009']) {
    const { headers } = await vera.page(path);
    assert.equal(headers.get('cache-control'), 'no-store', path);
    assert.equal(headers.get('x-frame-options'), 'DENY');
    const policy = headers.get('content-security-policy');
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
});

test('a link in a letter opens although the browser keeps the strict cookie back: our page asks once more', async (t) => {
  const at = await withLeads(t, [leadBody()]);
  const answer = await new Visitor(at.server.adminUrl).get('/inbox/000001', {
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  assert.equal(answer.status, 200);
  const html = await answer.text();
  assert.match(html, /http-equiv="refresh"/);
  assert.doesNotMatch(html, /Пётр/);
  const plain = await new Visitor(at.server.adminUrl).get('/inbox/000001');
  assert.equal(plain.status, 401);
  assert.doesNotMatch(await plain.text(), /http-equiv="refresh"/);
});

test('the second of two people is told, what he typed is shown again, and nothing is overwritten', async (t) => {
  const at = await withLeads(t, [leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  const gleb = await inside(at.server, at.store, 'Глеб', 'worker');
  const taken = await vera.post('/inbox/000001/work', {
    version: '0',
    status: 'in_work',
    step: 'Позвонить',
    when: '2026-11-27T11:00',
    responsible: '1',
    note: 'Первая\r\nстрока',
  });
  assert.equal(taken.status, 303);
  const late = await gleb.post('/inbox/000001/work', {
    version: '0',
    status: 'spam',
    step: 'Моё "важное" слово',
    responsible: '2',
    note: 'заметка Глеба',
  });
  assert.equal(late.status, 409);
  const html = await late.text();
  assert.match(html, /изменил другой: Вера/);
  assert.match(html, /Моё &quot;важное&quot; слово/);
  assert.match(html, /заметка Глеба/);
  const now = await vera.page('/inbox/000001');
  assert.match(now.html, /value="Позвонить"/);
  assert.match(now.html, /value="2026-11-27T11:00"/);
  assert.match(now.html, /Первая\nстрока/);
  assert.match(now.html, /name="version" value="1"/);
  assert.doesNotMatch(now.html, /Глеба/);
});

test('a form with a fault writes nothing, says what to do, and shows what was typed', async (t) => {
  const at = await withLeads(t, [leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  /** @type {[Record<string, string>, RegExp | null][]} */
  const faults = [
    [{ status: 'lost' }, /Напишите причину отказа/],
    [{ status: 'nonsense' }, /Выберите статус/],
    [{ status: 'in_work', when: 'завтра' }, /нужны день и время/],
    [{ status: 'in_work', responsible: '77' }, /Такого сотрудника нет/],
    [{ status: 'in_work', note: 'x'.repeat(4001) }, /Сократите/],
    [{ status: 'in_work', step: 'a\u0000b' }, null],
  ];
  for (const [fields, said] of faults) {
    const answer = await vera.post('/inbox/000001/work', {
      version: '0',
      responsible: '0',
      step: 'Набрано',
      ...fields,
    });
    const html = await answer.text();
    if (said) {
      assert.match(html, said);
      assert.match(html, /Набрано/);
    } else assert.equal(answer.status, 400);
  }
  assert.match((await vera.page('/inbox/000001')).html, /name="version" value="0"/);
});

test('a note as long as its field allows is kept whole in any script, directions and families of emoji included', async (t) => {
  const at = await withLeads(t, [leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  const letters = ['ა', 'ю', 'z', '\u05d0', '\u0645'].map((letter) => letter.repeat(4000));
  const notes = [...letters, 'a\u202eb\u202c \u2066c\u2069 שלום', '👩‍👩‍👧‍👦🇷🇺', `100%_'"\\<b>&amp;`];
  for (const note of notes) {
    const { html } = await vera.page('/inbox/000001');
    const version = html.match(/name="version" value="(\d+)"/)[1];
    const saved = await vera.post('/inbox/000001/work', {
      version,
      status: 'in_work',
      responsible: '1',
      note,
    });
    assert.equal(saved.status, 303, note.slice(0, 20));
    const { text } = await vera.page('/inbox/000001');
    assert.equal(text.match(/<textarea[^>]*name="note"[^>]*>([^]*?)<\/textarea>/)[1], note);
  }
});

test('the record shows the calculation of the core, a link that opens it, consents, history', async (t) => {
  const scenario = JSON.parse(await readFile('assets/scenarios/full.json', 'utf8'));
  const at = await withLeads(t, [leadBody({ scenario, name: 'Павел Седов' })]);
  const vera = await inside(at.server, at.store, 'Вера', 'worker');
  const { html, text } = await vera.page('/inbox/000001');
  assert.match(html, /Павел Седов/);
  assert.match(html, /href="tel:\+7916\d{7}"/);
  assert.match(html, /href="https:\/\/wa\.me\/7916\d{7}"/);
  assert.match(text, /href="\/demo\/#s2\.[\w-]+\.[0-9a-z]+"/);
  const report = JSON.parse(
    execFileSync(path.join(build, 'bin/funnel'), ['eval', 'assets/scenarios/full.json'], {
      encoding: 'utf8',
    }),
  );
  const money = Math.round(report.money_left.per_month).toString();
  assert.equal(html.match(/saw__money lost">([^<]*)</)[1].replace(/[^\d]/g, ''), money);
  const rows = [...html.matchAll(/<tr><th scope="row">([^<]*)<\/th>/g)].map(([, factor]) => factor);
  for (const stage of scenario.stages) assert.ok(rows.includes(stage.name), stage.name);
  const fragment = text.match(/href="\/demo\/(#s2\.[^"]*)"/)[1];
  const read = JSON.parse(
    execFileSync(path.join(build, 'bin/funnel'), ['link', '--read', fragment], { encoding: 'utf8' }),
  );
  assert.equal(read.leads_per_month, scenario.leads_per_month);
  assert.equal(read.average_check, scenario.average_check);
  assert.match(html, /Обработка персональных данных<\/dt><dd>дано сегодня/);
  await eventually(async () => /Вера: открыта/.test((await vera.page('/inbox/000001')).html));
});

test('who is erased is gone from lists, search, history and export; the act stays and says who', async (t) => {
  const at = await withLeads(t, [leadBody({ name: 'Канарейка Желтова' }), leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'admin');
  await vera.post('/inbox/000001/work', {
    version: '0',
    status: 'in_work',
    step: 'Канарейке письмо',
    responsible: '1',
    note: 'Канарейка поёт',
  });
  const asked = await vera.page('/inbox/000001/erase');
  assert.match(asked.html, /Канарейка Желтова/);
  const unsure = await vera.post('/inbox/000001/erase', {});
  assert.match(await unsure.text(), /Стереть навсегда/);
  assert.match((await vera.page('/inbox/')).html, /Канарейка/);
  const done = await vera.post('/inbox/000001/erase', { sure: '000001' });
  assert.match(await done.text(), /Заявка стёрта/);
  for (const path of ['/inbox/', `/inbox/?q=${encodeURIComponent('Канарейка')}`, '/inbox/000001']) {
    assert.doesNotMatch((await vera.page(path)).html.replace(/value="Канарейка"/, ''), /Канаре/);
  }
  const shown = await run(['leads', 'show', '1', '--store', at.store]);
  assert.match(shown.out, /"act"/);
  assert.match(shown.out, /"operator": "Вера",\s*"event": "erased"/);
  assert.doesNotMatch(shown.out, /Канаре/);
  assert.equal((await run(['check', '--store', at.store])).out, 'ok\n');
  await eventually(async () => !(await readFile(`${at.data}/store.db`)).includes('Канаре'));
  assert.doesNotMatch(at.server.log, /Канаре/);
});

test('leaving ends the session, leaving everywhere all of them; a revoked operator is out at once', async (t) => {
  const at = await withLeads(t, []);
  const first = await inside(at.server, at.store, 'Вера', 'worker');
  const second = await inside(at.server, at.store, 'Вера', 'worker');
  const third = await inside(at.server, at.store, 'Вера', 'worker');
  const boss = await inside(at.server, at.store, 'Глава', 'admin');
  const left = await first.post('/inbox/logout', {});
  assert.match(left.headers.get('set-cookie'), /^__Host-inbox=;.*Max-Age=0/);
  assert.equal((await first.get('/inbox/')).status, 401);
  assert.equal((await second.get('/inbox/')).status, 200);
  await second.post('/inbox/logout/everywhere', {});
  for (const visitor of [second, third]) assert.equal((await visitor.get('/inbox/')).status, 401);
  const fourth = await inside(at.server, at.store, 'Вера', 'worker');
  await boss.post('/inbox/people/revoke', { name: 'Вера' });
  assert.equal((await fourth.get('/inbox/')).status, 401);
  const sessions = await run(['operators', 'sessions', '--store', at.store]);
  assert.match(sessions.out, /^\d+\tГлава\t/);
  const number = sessions.out.split('\t')[0];
  assert.equal((await run(['operators', 'logout', number, '--store', at.store])).code, 0);
  assert.equal((await boss.get('/inbox/')).status, 401);
});

test('what visitors and operators typed is text wherever it stands', async (t) => {
  const corpus = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    'javascript:alert(1)',
    '{{=<% %>=}}<%#rows%>',
    '[[/rows]][[#rows]][[csrf]]',
    '</textarea><svg onload=alert(1)>',
  ];
  const at = await withLeads(
    t,
    corpus.map((bad) =>
      leadBody({
        name: bad,
        page: '/',
        referrer: bad,
        utm: { source: bad, medium: bad, campaign: bad, term: bad, content: bad },
      }),
    ),
  );
  const vera = await inside(at.server, at.store, 'Вера <b>', 'admin');
  for (const [i, bad] of corpus.entries()) {
    const number = String(i + 1).padStart(6, '0');
    await vera.page(`/inbox/${number}`);
    const saved = await vera.post(`/inbox/${number}/work`, {
      version: '0',
      status: 'lost',
      lost_reason: bad,
      step: bad,
      responsible: '1',
      note: bad,
    });
    assert.equal(saved.status, 303);
    for (const path of [
      `/inbox/${number}`,
      '/inbox/',
      `/inbox/?q=${encodeURIComponent(bad)}`,
      '/inbox/people',
      '/inbox/funnel',
      `/inbox/${number}/erase`,
    ]) {
      const { html, text } = await vera.page(path);
      assert.doesNotMatch(
        html,
        /<script>alert|<img src=x|<svg onload|' onmouseover|<b>:|href="javascript/,
        path,
      );
      if (path === `/inbox/${number}`) assert.ok(text.includes(bad), `${bad} is shown as it was typed`);
    }
    assert.ok((await vera.page(`/inbox/${number}`)).html.split(vera.token).length - 1 <= 3);
  }
});

test('the plan that came with a request stands in its record: steps, weeks, owners, money, a link that opens it; erased with it', async (t) => {
  const { request, plan } = JSON.parse(await readFile('tests/golden/plan_three_numbers.json', 'utf8'));
  request.scenario.stages[0].name = '<b>Оплата</b>';
  const at = await withLeads(t, [leadBody({ plan: request }), leadBody()]);
  const vera = await inside(at.server, at.store, 'Вера', 'admin');
  const { html } = await vera.page('/inbox/000001');
  const section =
    /<section aria-labelledby="plan">[\s\S]*?<\/section>/.exec(html)?.[0].replaceAll('\u00a0', ' ') ?? '';
  const rows = [...section.matchAll(/<tr>?<th scope="row">([\s\S]*?)<\/tr>/g)].map(([, row]) => row);
  assert.equal(rows.length, plan.steps.length);
  const [first] = plan.steps;
  assert.match(
    rows[0],
    new RegExp(`<td>14 385 ₽</td><td>${first.week_from}–${first.week_to}, до 21 июня</td><td>РОП</td>`),
  );
  assert.match(rows[0], /<td>РОП<\/td><td>на 45-й неделе<\/td>/);
  assert.match(section, /за двенадцать недель, с 1 июня\. В них [\d ]+ ₽ в месяц/);
  const [, address] = /href="([^"]*\/plan\/#s2\.[^"]+)"/.exec(section) ?? [];
  assert.ok(address, 'a link to the plan');
  const read = execFileSync(path.join(build, 'bin/funnel'), ['link', '--read', `#${address.split('#')[1]}`], {
    encoding: 'utf8',
  });
  assert.match(read, /"leads_per_month": ?320/);
  assert.doesNotMatch(html, /<b>Оплата/);
  assert.doesNotMatch((await vera.page('/inbox/000002')).html, /aria-labelledby="plan"/);
  assert.equal((await run(['erase', '1', '--yes', '--store', at.store])).code, 0);
  assert.equal((await vera.page('/inbox/000001')).status, 404);
  const kept = JSON.parse((await run(['leads', 'show', '1', '--store', at.store])).out);
  assert.ok(!kept.plan, JSON.stringify(kept.plan));
  assert.equal((await run(['check', '--store', at.store])).out, 'ok\n');
});
