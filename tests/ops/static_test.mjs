// The static part elsewhere: (1) a CDN that serves the pages and passes /api/ on, (2) a page on another origin that posts by script or by
// a plain form. Origins the operator has named may; others may not, in a real browser and by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { test } from 'node:test';
import { launchChromium } from '../e2e/harness.mjs';
import { consentsOf, documents, leadBody, place, postLead, run, start } from '../server/lib/server.mjs';
import { freePort } from '../free-port.mjs';
import { startNginx } from './lib/nginx.mjs';

/** A page of another site: its policy lets it talk to the endpoint, its form posts there without a script. */
async function startPages(t, endpoint) {
  const fields = {
    form: 'callback',
    phone: '+79160000077',
    consent_processing: '1',
    consent_processing_version: documents[0].version,
    consent_processing_sha256: documents[0].sha256,
  };
  const inputs = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
    .join('');
  const page = `<!doctype html><title>Страница</title><form method="post" action="${endpoint}/api/leads">${inputs}<input type="hidden" name="idempotency_key" value="${randomUUID()}"><button>Отправить</button></form>`;
  const server = http.createServer((request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; connect-src ${endpoint}; form-action ${endpoint}`,
    });
    response.end(page);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

const preflight = (url, origin, method = 'POST') =>
  fetch(`${url}/api/leads`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'content-type',
    },
  });
const stored = async (store) =>
  (await run(['leads', 'export', '--jsonl', '--store', store])).out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).id);

test('pages on another origin', async (t) => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const pages = await startPages(t, endpoint);
  // The same server under two names: to a browser, two sites, both foreign to the endpoint.
  const [named, other] = [`http://localhost:${pages}`, `http://pages.localhost:${pages}`];
  const where = await place(t);
  const server = await start(where, {
    listen: `127.0.0.1:${port}`,
    config: { origins: [named, endpoint], trusted_proxies: ['127.0.0.1'] },
  });
  t.after(() => server.stop('SIGKILL'));
  const acknowledged = [];

  await t.test('the question before a post is answered to named origins only', async () => {
    const yes = await preflight(endpoint, named);
    assert.equal(yes.status, 200);
    assert.equal(yes.headers.get('access-control-allow-origin'), named);
    assert.equal(yes.headers.get('access-control-allow-methods'), 'POST');
    assert.equal(yes.headers.get('access-control-allow-headers'), 'Content-Type');
    assert.equal(yes.headers.get('access-control-allow-credentials'), null);
    assert.equal(yes.headers.get('vary'), 'Origin');
    for (const [origin, method] of [
      [other, 'POST'],
      ['null', 'POST'],
      [`${named}.example`, 'POST'],
      [named.toUpperCase(), 'POST'],
      [named, 'DELETE'],
    ]) {
      const no = await preflight(endpoint, origin, method);
      assert.equal(no.status, 403, `${origin} ${method}`);
      assert.notEqual(no.headers.get('access-control-allow-origin'), '*');
      if (origin !== named) assert.equal(no.headers.get('access-control-allow-origin'), null);
    }
  });

  await t.test('every answer is readable to them, refusals too', async () => {
    const good = await postLead(endpoint, leadBody(), { origin: named, 'sec-fetch-site': 'cross-site' });
    assert.equal(good.status, 201);
    acknowledged.push((await good.json()).id);
    for (const answer of [
      good,
      await postLead(endpoint, {}, { origin: named }),
      await fetch(`${endpoint}/api/documents`, { headers: { origin: named } }),
    ]) {
      assert.equal(answer.headers.get('access-control-allow-origin'), named, String(answer.status));
      assert.equal(answer.headers.get('vary'), 'Origin');
    }
    const documentsElsewhere = await fetch(`${endpoint}/api/documents`, { headers: { origin: other } });
    assert.equal(documentsElsewhere.headers.get('access-control-allow-origin'), null);
    const refused = await postLead(endpoint, leadBody(), { origin: other });
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
    assert.equal(
      (await postLead(endpoint, leadBody(), { 'sec-fetch-site': 'cross-site' })).status,
      403,
      'without an Origin a foreign page stays foreign',
    );
    // A receipt is never readable to a script of another origin.
    assert.equal(
      (await fetch(`${endpoint}/r/AAAAAAAAAAAAAAAAAAAAAA`, { headers: { origin: named } })).headers.get(
        'access-control-allow-origin',
      ),
      null,
    );
  });

  await t.test('without named origins nothing changes for the site’s own pages', async () => {
    const alone = await start(await place(t));
    t.after(() => alone.stop('SIGKILL'));
    assert.equal((await preflight(alone.url, alone.url)).status, 403);
    const own = await postLead(alone.url, leadBody(), { origin: alone.url });
    assert.equal(own.status, 201);
    assert.equal(own.headers.get('access-control-allow-origin'), null);
    assert.equal((await postLead(alone.url, leadBody(), { origin: named })).status, 403);
  });

  const browser = await launchChromium();
  t.after(() => browser.close());
  const visit = async (origin) => {
    const page = await browser.newPage();
    await page.goto(`${origin}/`);
    return page;
  };
  const sendFrom = (page, body) =>
    page.evaluate(
      async ([url, text]) => {
        try {
          const answer = await fetch(`${url}/api/leads`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: text,
          });
          return { status: answer.status, body: await answer.json() };
        } catch (error) {
          return { error: String(error) };
        }
      },
      [endpoint, JSON.stringify(body)],
    );

  await t.test(
    'in a browser, a named page’s script sends and reads its answer; another’s does neither',
    async () => {
      const page = await visit(named);
      const body = leadBody({ consents: consentsOf() });
      const sent = await sendFrom(page, body);
      assert.equal(sent.status, 201, sent.error);
      acknowledged.push(sent.body.id);
      assert.equal((await sendFrom(page, body)).status, 200, 'the same key');
      assert.equal((await sendFrom(page, leadBody({ phone: '1' }))).body.issues[0].path, '/phone');
      const foreign = await sendFrom(await visit(other), leadBody());
      assert.match(foreign.error, /TypeError/);
      // A post the browser does not ask about beforehand arrives, and is refused: nothing of it is in the account below.
      const form = {
        form: 'callback',
        phone: '+79160000001',
        consent_processing: '1',
        consent_processing_version: documents[0].version,
        consent_processing_sha256: documents[0].sha256,
      };
      await (
        await visit(other)
      ).evaluate(
        ([url, fields]) =>
          fetch(`${url}/api/leads`, {
            method: 'POST',
            mode: 'no-cors',
            body: new URLSearchParams(fields),
          }).catch(() => {}),
        [endpoint, form],
      );
    },
  );

  await t.test(
    'in a browser, a named page’s form without a script arrives and is thanked; another’s is refused',
    async () => {
      const page = await visit(named);
      await Promise.all([page.waitForURL(/\/thanks\/\?n=/), page.click('button')]);
      acknowledged.push(Number(new URL(page.url()).searchParams.get('n')));
      const foreign = await visit(other);
      const [answer] = await Promise.all([
        foreign.waitForResponse((response) => response.url().endsWith('/api/leads')),
        foreign.click('button'),
      ]);
      assert.equal(answer.status(), 403);
    },
  );

  await t.test('a CDN that passes /api/ on keeps everything on one origin', async () => {
    const cdn = await freePort();
    // As a CDN does: files of its own, the endpoint asked under the endpoint's own name.
    const site = (await readFile('ops/nginx/cdn-example.conf', 'utf8'))
      .replaceAll('cdn.example:80', `127.0.0.1:${cdn}`)
      .replaceAll('origin.example', `127.0.0.1:${port}`)
      .replaceAll('/srv/site', where.site);
    await startNginx(t, site, cdn);
    const front = `http://127.0.0.1:${cdn}`;
    assert.match(await (await fetch(`${front}/`)).text(), /Главная/);
    assert.equal(
      (await postLead(front, leadBody(), { origin: front })).status,
      403,
      'until the operator names it',
    );
    await server.stop();
    const again = await start(where, {
      listen: `127.0.0.1:${port}`,
      config: { origins: [front], trusted_proxies: ['127.0.0.1'] },
    });
    t.after(() => again.stop('SIGKILL'));
    const answer = await postLead(front, leadBody(), { origin: front, 'sec-fetch-site': 'same-origin' });
    assert.equal(answer.status, 201);
    const { id, receipt_url: receipt } = await answer.json();
    acknowledged.push(id);
    assert.equal((await fetch(front + receipt)).status, 200);
  });

  const ids = new Set(await stored(where.store));
  t.diagnostic(
    `account: acknowledged ${acknowledged.length}, found ${acknowledged.filter((id) => ids.has(id)).length}; stored ${ids.size}`,
  );
  assert.deepEqual([...ids].sort(), acknowledged.sort());
});
