// A real nginx with the release's own site file before a funnel-server in service: what a visitor gets over TLS and HTTP/2.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { formOf, newPhone } from '../e2e/forms-site.mjs';
import { DESK, SHOWN, launchChromium, newPage, open, shown } from '../e2e/harness.mjs';
import { Visitors, eventually, machine, run } from './lib/machine.mjs';
import { startNginx } from './lib/tls-nginx.mjs';

const post = (ask, body, headers = {}) =>
  ask('/api/leads', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const json = (answer) => JSON.parse(answer.body.toString());
// What each of the two says for itself, and what nginx adds: its own form of ETag, ranges, HSTS.
const kOwn = new Set([
  'date',
  'server',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'etag',
  'accept-ranges',
  'strict-transport-security',
  'content-length',
]);
const compared = (headers) =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !name.startsWith(':') && !kOwn.has(name))
      .map(([name, value]) => [name, String(value).toLowerCase()])
      .sort(),
  );

async function addressesOf(folder, below = '') {
  const found = [];
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) found.push(...(await addressesOf(folder, name)));
    else if (!/\.(br|gz)$/.test(name)) found.push(`/${name}`);
  }
  return found;
}

test('nginx before funnel-server', async (t) => {
  const server = await machine(t);
  await server.install();
  const { ask, origin, plain, tls, at } = await startNginx(t, server, 'front');
  const visitors = new Visitors(server.url);
  const direct = async (address, headers = {}) => {
    const answer = await fetch(server.url + address, {
      headers: { 'accept-encoding': 'identity', ...headers },
      redirect: 'manual',
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  };

  await t.test(
    'every file of the site has the headers, the coding and the bytes funnel-server gives it',
    async () => {
      const files = await addressesOf(server.at('opt/current/site'));
      const pages = files
        .filter((name) => name.endsWith('/index.html'))
        .map((name) => name.slice(0, -'index.html'.length));
      const addresses = [
        ...files,
        ...pages.filter((name) => name !== '/thanks/'),
        '/no-such-page',
        '/a/no-such-file.js',
        '/rop',
        '/rop?utm_source=x',
      ];
      assert.ok(files.length > 60, 'there is a site');
      for (const address of addresses) {
        for (const coding of ['identity', 'gzip', 'br', 'gzip, br']) {
          const [theirs, ours] = [
            await direct(address, { 'accept-encoding': coding }),
            await ask(address, { headers: { 'accept-encoding': coding } }),
          ];
          assert.equal(ours.status, theirs.status, `${address} ${coding}`);
          if (ours.status >= 300 && ours.status < 400) {
            assert.equal(ours.headers.location, theirs.headers.location, address);
            assert.equal(ours.headers['content-security-policy'], theirs.headers['content-security-policy']);
            continue;
          }
          assert.deepEqual(compared(ours.headers), compared(theirs.headers), `${address} ${coding}`);
          // fetch has undone the coding of what came directly.
          if (!ours.headers['content-encoding']) assert.ok(ours.body.equals(theirs.body), address);
        }
      }
      const hashed = files.find((name) => name.startsWith('/a/') && name.endsWith('.js'));
      assert.equal((await ask(hashed)).headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.equal(
        (await ask('/', { headers: { 'accept-encoding': 'br' } })).headers['content-encoding'],
        'br',
      );
      t.diagnostic(`account: ${addresses.length} addresses in 4 codings answered alike`);
    },
  );

  await t.test(
    'the policy is the server’s own, HSTS stands on every answer, plain HTTP is sent on',
    async () => {
      assert.match(
        (await ask('/')).headers['content-security-policy'],
        /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'.*require-trusted-types-for 'script'$/,
      );
      for (const address of ['/', '/no-such-page', '/api/documents', '/healthz', '/thanks/?n=1&r=x']) {
        assert.equal((await ask(address)).headers['strict-transport-security'], 'max-age=31536000', address);
      }
      const sent = await fetch(`http://127.0.0.1:${plain}/rop/?a=1`, { redirect: 'manual' });
      assert.equal(sent.status, 301);
      assert.equal(sent.headers.get('location'), 'https://127.0.0.1/rop/?a=1');
    },
  );

  await t.test('an ETag answers 304 and belongs to the content alone', async () => {
    for (const coding of ['identity', 'gzip', 'br']) {
      const first = await ask('/', { headers: { 'accept-encoding': coding } });
      assert.match(first.headers.etag, /^"[0-9a-f-]+"$/);
      const again = await ask('/', {
        headers: { 'accept-encoding': coding, 'if-none-match': first.headers.etag },
      });
      assert.equal(again.status, 304);
      assert.equal(again.headers['cache-control'], 'no-cache');
      assert.equal(again.headers['content-security-policy'], first.headers['content-security-policy']);
      assert.notEqual(
        (await ask('/privacy/', { headers: { 'accept-encoding': coding } })).headers.etag,
        first.headers.etag,
      );
    }
  });

  await t.test(
    'curl speaks HTTP/2 with it; old TLS is refused; packed siblings and hidden files have no address',
    async () => {
      const curl = await run([
        'curl',
        '-sk',
        '--http2',
        '-o',
        '/dev/null',
        '-w',
        '%{http_version} %{http_code}',
        `https://127.0.0.1:${tls}/`,
      ]);
      assert.equal(curl.out, '2 200');
      assert.notEqual((await run(['curl', '-sk', '--tls-max', '1.1', `https://127.0.0.1:${tls}/`])).code, 0);
      for (const address of ['/index.html.br', '/index.html.gz', '/.env', '/.git/config', '/a/.hidden']) {
        assert.equal((await ask(address)).status, 404, address);
      }
      assert.equal((await ask('/', { method: 'POST', body: 'x' })).status, 405);
    },
  );

  await t.test(
    'a request sent through it is stored with the visitor’s own address, whatever the visitor claims',
    async () => {
      const body = JSON.stringify(await visitors.body());
      const curl = await run(
        [
          'curl',
          '-sk',
          '--interface',
          '127.0.0.2',
          '-H',
          'content-type: application/json',
          '-H',
          `origin: https://127.0.0.1:${tls}`,
          '-H',
          'x-forwarded-for: 8.8.8.8',
          '--data-binary',
          '@-',
          `https://127.0.0.1:${tls}/api/leads`,
        ],
        { input: body },
      );
      const { id, receipt_url: receipt } = JSON.parse(curl.out);
      const lead = JSON.parse(
        (
          await run([server.at('opt/current/scripts/funnel'), 'leads', 'show', String(id)], {
            env: server.env,
          })
        ).out,
      );
      assert.equal(lead.consents[0].ip, '127.0.0.2');
      assert.equal((await ask(receipt)).status, 200);
      assert.equal(
        (await post(ask, await visitors.body(), { origin: 'https://elsewhere.example' })).status,
        403,
      );
      const log = await readFile(at('access.log'), 'utf8');
      assert.ok(
        log.includes('"path":"/r/-"') && !log.includes(receipt.split('/')[2]),
        'a receipt’s address does not go into the log',
      );
    },
  );

  await t.test(
    'a visitor’s journey in a browser: the figures, a request, its receipt; no promise of the pages broken',
    async () => {
      const browser = await launchChromium();
      try {
        const page = await newPage(browser, { origin, viewport: DESK, ignoreHTTPSErrors: true });
        await open(page, `${origin}/`);
        assert.equal(await shown(page, 'money_left.per_month'), SHOWN.left);
        const phone = newPhone();
        const form = formOf(page, 'callback');
        await form.near();
        await form.fill(phone.typed);
        await form.consent('processing').check();
        assert.equal((await form.send()).status(), 201);
        const leads = (
          await run([server.at('opt/current/scripts/funnel'), 'leads', 'export', '--jsonl'], {
            env: server.env,
          })
        ).out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line));
        const [lead, ...others] = leads.filter((one) => one.phone === phone.stored);
        assert.deepEqual([lead.form, others.length], ['callback', 0]);
        // A worker wants a certificate that somebody signed.
        page.forgive(/ServiceWorker|SSL certificate/);
        await page.promises();
        for (const address of ['/rop/', '/demo/', '/privacy/']) {
          assert.equal((await page.goto(origin + address)).status(), 200, address);
        }
        assert.deepEqual(await page.evaluate(() => window.__violations), []);
      } finally {
        await browser.close();
      }
    },
  );

  await t.test('too large a request is refused in words, by the endpoint and by nginx', async () => {
    for (const bytes of [70_000, 200_000]) {
      const answer = await ask('/api/leads', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: 'x'.repeat(bytes),
      });
      assert.equal(answer.status, 413, String(bytes));
      assert.equal(json(answer).error, 'too_large');
      assert.match(json(answer).message, /слишком много/);
    }
  });

  await t.test(
    'a small load through it: pages and requests, all answered, every acknowledged one found',
    async () => {
      const before = performance.now();
      let pages = 0;
      const acknowledged = [];
      const reader = async () => {
        for (let i = 0; i < 150; i += 1) {
          const answer = await ask(i % 2 ? '/' : '/rop/', { headers: { 'accept-encoding': 'br' } });
          assert.equal(answer.status, 200);
          pages += 1;
        }
      };
      const sender = async () => {
        for (let i = 0; i < 30; i += 1) {
          const answer = await post(ask, await visitors.body());
          assert.equal(answer.status, 201, answer.body.toString());
          acknowledged.push(json(answer).id);
        }
      };
      await Promise.all([...Array.from({ length: 8 }, reader), sender()]);
      const seconds = (performance.now() - before) / 1000;
      const lines = (
        await run([server.at('opt/current/scripts/funnel'), 'leads', 'export', '--jsonl'], {
          env: server.env,
        })
      ).out;
      const ids = new Set(
        lines
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line).id),
      );
      const found = acknowledged.filter((id) => ids.has(id)).length;
      t.diagnostic(
        `account: ${pages} pages in ${seconds.toFixed(1)} s; acknowledged ${acknowledged.length} through nginx, found ${found}`,
      );
      assert.equal(found, 30);
    },
  );

  await t.test('a flood to the endpoint is slowed down in words', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => ask('/api/documents')));
    const refused = answers.filter((answer) => answer.status === 429);
    assert.ok(refused.length > 25 && refused.length < 80, `${refused.length} refused`);
    assert.equal(json(refused[0]).error, 'too_many_requests');
    assert.equal(refused[0].headers['retry-after'], '5');
    assert.equal((await ask('/')).status, 200, 'pages are not');
  });

  await t.test(
    'while funnel-server rests, pages are served and requests are told to come again',
    async () => {
      await eventually(async () => (await ask('/api/documents')).status === 200, { ms: 5000, every: 300 });
      await server.systemctl('stop', 'funnel.service');
      assert.equal((await ask('/')).status, 200);
      const answer = await post(ask, {});
      assert.equal(answer.status, 503);
      assert.equal(json(answer).error, 'unavailable');
      assert.equal(answer.headers['retry-after'], '5');
      const page = await ask('/r/AAAAAAAAAAAAAAAAAAAAAA', { headers: { accept: 'text/html' } });
      assert.equal(page.headers['content-type'], 'text/plain; charset=utf-8');
      assert.match(page.body.toString(), /введённое останется на месте/);
      await server.systemctl('start', 'funnel.service');
      await eventually(async () => (await ask('/readyz')).status === 200);
    },
  );

  await t.test(
    'behind a balancer whose addresses are named, each visitor has limits of their own',
    async () => {
      const named = await startNginx(t, server, 'behind', (text) =>
        text
          .replace('# set_real_ip_from 203.0.113.0/24;', 'set_real_ip_from 127.0.0.1;')
          .replace('# real_ip_header', 'real_ip_header'),
      );
      const statuses = [];
      for (let i = 0; i < 24; i += 1) {
        statuses.push(
          (await post(named.ask, await visitors.body(), { 'x-forwarded-for': '203.0.113.9' })).status,
        );
      }
      assert.deepEqual([...new Set(statuses)], [201, 429], 'the endpoint counts this visitor');
      const other = await post(named.ask, await visitors.body(), { 'x-forwarded-for': '203.0.113.10' });
      assert.equal(other.status, 201);
      const lead = JSON.parse(
        (
          await run([server.at('opt/current/scripts/funnel'), 'leads', 'show', String(json(other).id)], {
            env: server.env,
          })
        ).out,
      );
      assert.equal(lead.consents[0].ip, '203.0.113.10');
      // A subscriber of IPv6 has a network of 64 bits: its addresses are limited together, those of his neighbour are not.
      const from = (network, i) => ({ headers: { 'x-forwarded-for': `2001:db8:0:${network}::${i + 1}` } });
      const flood = await Promise.all(
        Array.from({ length: 80 }, (_, i) => named.ask('/api/documents', from(1, i))),
      );
      assert.ok(flood.filter(({ status }) => status === 429).length > 25);
      assert.equal((await named.ask('/api/documents', from(2, 0))).status, 200);
    },
  );

  await t.test('the refusals nginx gives are worded like the endpoint’s', async () => {
    const source = await readFile('src/server/http/answers.cpp', 'utf8');
    const { http } = JSON.parse(await readFile('assets/messages/ru.json', 'utf8'));
    for (const status of [413, 429, 503]) {
      const refusal = JSON.parse(
        await readFile(server.at(`opt/current/nginx/refusals/${status}.json`), 'utf8'),
      );
      assert.deepEqual(Object.keys(refusal), ['error', 'message', 'issues']);
      assert.match(source, new RegExp(`ErrorCode::${refusal.error}, ${status}, `));
      assert.equal(refusal.message, http[refusal.error], String(status));
    }
  });
});
