// What the endpoint promises, told as one story with a printed account of every step. One server, one receiver, one person who asks twice.
//   node --test tests/server/shown_by.test.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { freePort } from '../free-port.mjs';
import { documents, eventually, leadBody, place, postLead, run, start } from './lib/server.mjs';

const kSecret = Buffer.from('0123456789abcdef0123456789abcdef');
const formFields = {
  form: 'callback',
  phone: '8 916 000-00-02',
  page: '/',
  website: '',
  consent_processing: '1',
  consent_processing_version: documents[0].version,
  consent_processing_sha256: documents[0].sha256,
  consent_advertising: '1',
  consent_advertising_version: documents[1].version,
  consent_advertising_sha256: documents[1].sha256,
};

/** Takes signed deliveries only; one entry for each that was answered with success. */
async function receiverOn(port) {
  const got = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const signed = `${request.headers['webhook-id']}.${request.headers['webhook-timestamp']}.${body}`;
      const right =
        request.headers['webhook-signature'] ===
        `v1,${createHmac('sha256', kSecret).update(signed).digest('base64')}`;
      if (right) got.push(JSON.parse(body).data);
      response.writeHead(right ? 200 : 401).end();
    });
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', () => done(undefined)));
  return { got, close: () => server.close() };
}

test(
  'a request of the page and a form without a script: stored, listed, shown, withdrawn, delivered, and kept through kill -9',
  { timeout: 30_000 },
  async (t) => {
    const account = (text) => t.diagnostic(text);
    const where = await place(t);
    await writeFile(path.join(where.folder, 'secret'), `whsec_${kSecret.toString('base64')}\n`);
    const port = await freePort();
    const config = {
      allow_private_targets: true,
      targets: [
        {
          name: 'crm',
          kind: 'webhook',
          url: `http://127.0.0.1:${port}/leads`,
          secret_file: path.join(where.folder, 'secret'),
        },
      ],
    };
    const leads = async () =>
      (await run(['leads', 'list', '--store', where.store])).out.split('\n').filter(Boolean);
    const outbox = async () => (await run(['outbox', 'list', '--all', '--store', where.store])).out;

    let server = await start(where, { config });
    t.after(() => server.stop('SIGKILL'));
    const body = leadBody({ name: 'Мария' });
    const posted = await postLead(server.url, body);
    assert.equal(posted.status, 201);
    const first = await posted.json();
    account(`the page posts JSON: 201, number ${first.number}`);

    await server.stop('SIGKILL');
    server = await start(where, { config });
    account('kill -9 right after the answer, started again');

    const repeated = await postLead(server.url, body);
    assert.equal(repeated.status, 200);
    assert.deepEqual(await repeated.json(), first);
    assert.equal((await leads()).length, 1);
    account('the page posts it again with the same key: 200, the same number and receipt, still one lead');

    const refused = await postLead(server.url, leadBody({ consents: [] }));
    assert.equal(refused.status, 422);
    const { issues } = await refused.json();
    assert.match(issues[0].message, /^Без согласия[ а-яё,.—-]+/i);
    account(`without consent: 422, «${issues[0].message}»`);

    const formed = await fetch(`${server.url}/api/leads`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: new URLSearchParams(formFields),
    });
    assert.equal(formed.status, 303);
    const thanks = formed.headers.get('location');
    const receipt = /href="(\/r\/[^"]+)"/.exec(await (await fetch(server.url + thanks)).text())[1];
    account('a form without a script: 303 to the thanks page, which links the receipt');

    await server.stop('SIGKILL');
    server = await start(where, { config });
    const listed = await leads();
    assert.equal(listed.length, 2);
    for (const line of listed) assert.match(line, /processing=given@.* advertising=given@/);
    account('kill -9 again; leads list shows both with both consents:');
    for (const line of listed) account(`  ${line.replaceAll('\t', '  ')}`);

    for (const [address, kind] of [
      [first.receipt_url, 'JSON'],
      [receipt, 'form'],
    ]) {
      const shown = await fetch(server.url + address);
      assert.equal(shown.status, 200);
      const { consents } = await shown.json();
      assert.deepEqual(
        consents.map((consent) => consent.sha256),
        documents.map((document) => document.sha256),
      );
      assert.match(
        await (await fetch(server.url + address, { headers: { accept: 'text/html' } })).text(),
        /<h1[^>]*>Квитанция/,
      );
      account(`the receipt of the ${kind} request opens, with the texts' hashes`);
    }

    await eventually(async () => ((await outbox()).match(/attempts [1-9]/g) ?? []).length === 2);
    assert.equal(((await outbox()).match(/pending/g) ?? []).length, 2);
    account('the receiver is down: both deliveries were tried and wait');
    const up = await receiverOn(port);
    t.after(() => up.close());
    await eventually(async () => ((await outbox()).match(/delivered/g) ?? []).length === 2, { ms: 15_000 });
    assert.deepEqual(up.got.map((lead) => lead.phone).sort(), [body.phone, '+79160000002'].sort());
    account('the receiver is up: it got each lead once, signed');

    const withdraw = await fetch(server.url + first.withdraw_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"consent":"processing"}',
    });
    assert.equal((await withdraw.json()).erasure_scheduled, true);
    assert.match((await leads())[1], /processing=withdrawn@.* advertising=withdrawn@/);
    account('processing is withdrawn: advertising with it, erasure is scheduled');

    assert.equal((await server.stop()).code, 0);
    assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
    account('stopped; check: the file is whole, the chain of consent events holds');
  },
);
