// The tool kit behind its form: who sends it gets links at once, shown by script and without, and nobody else opens a file.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { documents, leadBody, place, postLead, start } from './lib/server.mjs';

const list = (gate) => ({
  format: 'funnel-kit',
  version: 1,
  gate,
  files: [{ name: 'rules.pdf', type: 'PDF', size: 4, title: 'Регламент' }],
});

/** A site with a kit of one file. */
async function placeWithKit(t, gate) {
  const at = await place(t);
  const kit = path.join(at.site, 'kit');
  await mkdir(path.join(kit, 'files'), { recursive: true });
  await writeFile(path.join(kit, 'files/rules.pdf'), '%PDF');
  await writeFile(path.join(kit, 'files.json'), JSON.stringify(list(gate)));
  return at;
}

async function started(t, at) {
  const server = await start(at);
  t.after(() => server.stop('SIGKILL'));
  return server;
}

const materials = (more = {}) =>
  leadBody({ form: 'materials', managers_count: 5, monthly_turnover: '5m_20m', owner: true, ...more });

test('a request for materials is answered with links that open the files, for the person alone', async (t) => {
  const server = await started(t, await placeWithKit(t, 'form'));
  assert.equal((await fetch(`${server.url}/kit/files/rules.pdf`)).status, 403);
  const answer = await postLead(server.url, materials());
  assert.equal(answer.status, 201);
  const { kit } = await answer.json();
  assert.deepEqual(
    kit.map(({ title, type, size }) => [title, type, size]),
    [['Регламент', 'PDF', 4]],
  );
  const file = await fetch(server.url + kit[0].url);
  assert.equal(file.status, 200);
  assert.equal(await file.text(), '%PDF');
  assert.match(file.headers.get('cache-control'), /private/);
  const refused = await fetch(`${server.url}${kit[0].url.slice(0, -1)}_`);
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /Получить новую ссылку/);
});

test('without scripts the page of thanks holds the links; another form gives none', async (t) => {
  const server = await started(t, await placeWithKit(t, 'form'));
  const send = (form, more) =>
    fetch(`${server.url}/api/leads`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: new URLSearchParams({
        form,
        page: '/kit/',
        phone: '8 916 123-45-67',
        consent_processing: '1',
        consent_processing_version: documents[0].version,
        consent_processing_sha256: documents[0].sha256,
        ...more,
      }),
    });
  const taken = await send('materials', { managers_count: '5', monthly_turnover: '5m_20m' });
  assert.equal(taken.status, 303);
  const thanks = await (await fetch(server.url + taken.headers.get('location'))).text();
  const [, href] = /href="(\/kit\/files\/rules\.pdf\?pass=[^"]+)"/.exec(thanks);
  assert.equal((await fetch(server.url + href.replaceAll('&amp;', '&'))).status, 200);
  const other = await send('callback');
  assert.doesNotMatch(other.headers.get('location'), /pass/);
  assert.doesNotMatch(await (await fetch(server.url + other.headers.get('location'))).text(), /kit\/files/);
});

test('a link outlives a restart and another server of the same store', async (t) => {
  const at = await placeWithKit(t, 'form');
  const first = await started(t, at);
  const { kit } = await (await postLead(first.url, materials())).json();
  await first.stop();
  const second = await started(t, at);
  assert.equal((await fetch(second.url + kit[0].url)).status, 200);
});

test('an open kit needs no link, and a request for it gets none', async (t) => {
  const server = await started(t, await placeWithKit(t, 'open'));
  assert.equal((await fetch(`${server.url}/kit/files/rules.pdf`)).status, 200);
  assert.equal((await (await postLead(server.url, materials())).json()).kit, undefined);
});
