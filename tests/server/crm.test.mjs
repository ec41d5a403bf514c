// CRMs that answer as the real ones do: several requests a delivery, failing, hanging, and a person who changes his mind meanwhile.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { receiver, startWith } from './lib/receivers.mjs';
import { build, eventually, leadBody, postLead, run, sleep } from './lib/server.mjs';

const kScenario = {
  format: 'funnel-scenario',
  version: 1,
  managers: 5,
  leads_per_month: 1000,
  average_check: 150_000,
  stages: [{ id: 'sale', name: 'Оплата', kind: 'payment', conversion: 0.05, target_conversion: 0.075 }],
};

/** Answers as Bitrix24 does: `made` are the cards, by their type. */
const bitrix24 = (made) => (request, response) => {
  const answers = {
    'crm.duplicate.findbycomm': { result: [] },
    'crm.item.add': { result: { item: { id: made } } },
    'crm.item.list': { result: { items: [] }, total: 0 },
    'crm.lead.add': { result: made },
    'crm.timeline.comment.add': { result: 999 },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...answers[request.url.split('/').at(-1).replace('.json', '')], time: {} }));
};
/** Answers as amoCRM does. */
const amocrm = (request, response) => {
  const [, answer] = [
    ['/api/v4/contacts', null],
    ['/api/v4/leads/complex', [{ id: 91, contact_id: 5, merged: false }]],
    ['/api/v4/leads/unsorted/forms', { _embedded: { unsorted: [{ _embedded: { leads: [{ id: 92 }] } }] } }],
    ['/api/v4/leads/', { _embedded: { notes: [{ id: 1 }] } }],
  ].find(([start]) => request.url.startsWith(start));
  response.writeHead(answer ? 200 : 204, { 'content-type': 'application/hal+json' });
  response.end(answer ? JSON.stringify(answer) : '');
};

test('every CRM gets who, where from, the figures and a link that opens; a messenger a number and a link', async (t) => {
  const b24 = await receiver(t, bitrix24(77));
  const old = await receiver(t, bitrix24(78));
  const amo = await receiver(t, amocrm);
  const forms = await receiver(t, amocrm);
  const telegram = await receiver(t, (_, response) => response.end('{"ok":true,"result":{}}'));
  const { url, lines } = await startWith(
    t,
    [
      {
        name: 'b24',
        kind: 'bitrix24',
        url: `${b24.url}/rest/1/code/`,
        entity_type_id: 2,
        fields: { UF_CRM_LEFT: 'money_left' },
      },
      { name: 'old', kind: 'bitrix24_lead', url: `${old.url}/rest/1/code/` },
      { name: 'amo', kind: 'amocrm', url: amo.url, secret: 'token', fields: { 4567: 'money_left' } },
      { name: 'forms', kind: 'amocrm_forms', url: forms.url, secret: 'token' },
      { name: 'tg', kind: 'telegram', url: telegram.url, secret: 'token', to: '-100200' },
    ],
    { inbox_url: 'https://site.example/inbox/' },
  );
  await postLead(
    url,
    leadBody({
      name: 'Мария',
      phone: '+79160000077',
      email: 'm@example.ru',
      managers_count: 7,
      utm: { source: 'ya' },
      scenario: kScenario,
    }),
  );
  await eventually(async () => ((await lines()).match(/delivered/g) ?? []).length === 5);
  assert.deepEqual(
    b24.got.map(({ url: asked }) => asked),
    ['crm.duplicate.findbycomm', 'crm.item.add', 'crm.item.add'].map((name) => `/rest/1/code/${name}.json`),
  );
  const deal = JSON.parse(b24.got[2].body);
  assert.equal(deal.entityTypeId, 2);
  assert.equal(deal.fields.UF_CRM_LEFT, 3_750_000);
  assert.deepEqual(deal.fields.contactIds, [77]);
  const lead = JSON.parse(old.got[0].body).fields;
  assert.deepEqual(lead.PHONE, [{ VALUE: '+79160000077', VALUE_TYPE: 'WORK' }]);
  assert.deepEqual(lead.EMAIL, [{ VALUE: 'm@example.ru', VALUE_TYPE: 'WORK' }]);
  assert.equal(lead.UTM_SOURCE, 'ya');
  assert.deepEqual(
    amo.got.map(({ url: asked }) => asked.split('?')[0]),
    ['/api/v4/contacts', '/api/v4/leads/complex', '/api/v4/leads/91/notes'],
  );
  assert.equal(amo.got[0].headers.authorization, 'Bearer a-token');
  const [complex] = JSON.parse(amo.got[1].body);
  assert.deepEqual(complex.custom_fields_values, [
    { field_code: 'UTM_SOURCE', values: [{ value: 'ya' }] },
    { field_id: 4567, values: [{ value: '3750000' }] },
  ]);
  const [form] = JSON.parse(forms.got[0].body);
  assert.deepEqual(
    Object.keys(form.metadata),
    ['form_id', 'form_name', 'form_page', 'form_sent_at', 'ip'],
    'and what is not known is not said',
  );
  assert.equal(forms.got[1].url, '/api/v4/leads/92/notes');
  const texts = [
    deal.fields.comments,
    lead.COMMENTS,
    ...[amo.got[2], forms.got[1]].map(({ body }) => JSON.parse(body)[0].params.text),
  ];
  for (const text of texts) {
    const said = text.replaceAll('\u00A0', ' ');
    for (const line of [
      'Имя: Мария',
      'Телефон: +79160000077',
      'В месяц: 3 750 000 ₽',
      'Оплата: 5 % → 7,5 % (со слов)',
      'Метки: utm_source ya',
    ]) {
      assert.ok(said.split('\n').includes(line), `${line}\n${said}`);
    }
    assert.match(said, /^Заявка в журнале: https:\/\/site\.example\/inbox\/000001$/m);
    const [link] = /https:\/\/site\.example\/demo\/#s2\.[\w.-]+/.exec(said) ?? [];
    const opened = spawnSync(path.join(build, 'bin/funnel'), ['link', '--read', link ?? '']);
    const scenario = JSON.parse(opened.stdout.toString());
    assert.equal(scenario.leads_per_month, 1000);
    assert.equal(scenario.stages[0].conversion, 0.05);
  }
  const [m] = telegram.got;
  assert.equal(m.url, '/bota-token/sendMessage');
  assert.deepEqual(JSON.parse(m.body), {
    chat_id: '-100200',
    text: 'Новая заявка № 000001\nhttps://site.example/inbox/000001',
  });
});

test('a step that failed is taken again, not the ones before it, and nothing is made twice', async (t) => {
  let adds = 0;
  const at = await receiver(t, (request, response) => {
    // The first card is made, but the answer is cut off; then it is found.
    if (request.url.endsWith('crm.item.add.json') && (adds += 1) === 1) return request.socket.destroy();
    if (request.url.endsWith('crm.item.list.json')) {
      return response.end('{"result":{"items":[{"id":41}]},"total":1}');
    }
    return bitrix24(40)(request, response);
  });
  const { url, where, lines } = await startWith(t, [{ name: 'crm', kind: 'bitrix24', url: at.url }]);
  await postLead(url, leadBody());
  await eventually(async () => /pending.*attempts 1/.test(await lines()));
  await run(['outbox', 'retry', (await lines()).split('\t')[0], '--store', where.store]);
  await eventually(async () => /delivered/.test(await lines()));
  assert.deepEqual(
    at.got.map(({ url: asked }) => asked),
    ['/crm.duplicate.findbycomm.json', '/crm.item.add.json', '/crm.item.list.json'],
  );
});

test('withdrawn while the second request of a delivery hangs: the third never goes, and the CRM is told', async (t) => {
  let answer = () => {};
  const at = await receiver(t, (request, response) => {
    const { entityTypeId } = JSON.parse(at.got.at(-1).body);
    if (request.url.endsWith('crm.item.add.json') && entityTypeId === 3) {
      answer = () => bitrix24(90)(request, response);
      return;
    }
    bitrix24(411)(request, response);
  });
  const { url, lines } = await startWith(t, [
    { name: 'crm', kind: 'bitrix24', url: at.url, entity_type_id: 2 },
  ]);
  const taken = await (await postLead(url, leadBody())).json();
  await eventually(() => at.got.length === 2);
  const withdrawn = await fetch(url + taken.withdraw_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"consent":"processing"}',
  });
  assert.equal(withdrawn.status, 200);
  answer();
  await eventually(async () => /cancelled\tcrm/.test(await lines()) && /delivered\tcrm/.test(await lines()));
  const asked = at.got.map(({ url: path_, body }) => [path_, JSON.parse(body)]);
  assert.equal(
    asked.filter(([path_, body]) => path_ === '/crm.item.add.json' && body.entityTypeId === 2).length,
    0,
    'no deal after the withdrawal',
  );
  const [path_, comment] = asked.at(-1);
  assert.equal(path_, '/crm.timeline.comment.add.json');
  assert.deepEqual([comment.fields.ENTITY_TYPE, comment.fields.ENTITY_ID], ['contact', '90']);
  assert.match(comment.fields.COMMENT, /отозвал согласие на обработку/);
});

test('erased while the first request hangs: nothing more of the person leaves', async (t) => {
  let answer = () => {};
  const at = await receiver(t, (request, response) => {
    if (at.got.length === 1) {
      answer = () => bitrix24(77)(request, response);
      return;
    }
    bitrix24(77)(request, response);
  });
  const { url, where, lines } = await startWith(t, [{ name: 'crm', kind: 'bitrix24', url: at.url }]);
  await postLead(url, leadBody({ name: 'Канарейка' }));
  await eventually(() => at.got.length === 1);
  const erased = run(['erase', '1', '--yes', '--store', where.store]);
  await sleep(300);
  answer();
  assert.equal((await erased).code, 0);
  await eventually(async () => !/pending/.test(await lines()));
  assert.ok(!at.got.some(({ url: asked }) => asked.endsWith('crm.item.add.json')));
  assert.ok(!at.got.slice(1).some(({ body }) => body.includes('Канарейка')));
  assert.equal((await run(['check', '--store', where.store])).out, 'ok\n');
});
