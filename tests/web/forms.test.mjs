// The forms' modules that know no DOM: what is sent, what an answer means, what waits on the device.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createOutbox } from '../../web/js/forms/outbox.js';
import { inWords as phoneWords, phoneIn } from '../../web/js/forms/phone.js';
import { lackWords } from '../../web/js/forms/in-words.js';
import { turnoverOf } from '../../web/js/forms/prefill.js';
import { forget, keep, keyOfTaken, rememberTaken, waitingIn } from '../../web/js/forms/queue.js';
import { answerFrom, fieldOf, requestFrom } from '../../web/js/forms/request.js';
import { utmFrom, visitFrom } from '../../web/js/forms/visit.js';
import { borrowed } from '../../web/js/model/example.js';

const formData = (fields) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};

function device() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

/** An answer's meaning, whatever kind it is of. @type {(...given: Parameters<typeof answerFrom>) => any} */
const meaning = answerFrom;

test('a form becomes the request the server reads, empty fields left out, unticked consent not given', () => {
  const body = requestFrom(
    formData({
      form: 'diagnosis',
      name: ' Иван ',
      phone: '8 916 000-00-00',
      email: '',
      managers_count: '1 000',
      owner: '1',
      website: '',
      consent_processing: '1',
      consent_processing_version: 'v',
      consent_processing_sha256: 'h',
      consent_advertising_version: 'v',
      consent_advertising_sha256: 'a',
    }),
    { key: 'k', scenario: { version: 1 }, utm: utmFrom('?utm_source=ya&x=1') },
  );
  assert.deepEqual(body, {
    form: 'diagnosis',
    idempotency_key: 'k',
    page: '/',
    referrer: '',
    website: '',
    name: 'Иван',
    phone: '8 916 000-00-00',
    managers_count: 1000,
    owner: true,
    consents: [
      { document: 'processing', version: 'v', sha256: 'h', given: true },
      { document: 'advertising', version: 'v', sha256: 'a', given: false },
    ],
    scenario: { version: 1 },
    utm: { source: 'ya' },
  });
});

test('managers are counted as in the calculator, whatever stands beside the number', () => {
  const counted = (/** @type {string} */ text) =>
    requestFrom(formData({ form: 'materials', managers_count: text }), { key: 'k' }).managers_count;
  for (const text of ['5 чел.', '5 человек', ' 5 ', '5\u00a0менеджеров']) {
    assert.equal(counted(text), 5, text);
  }
  assert.equal(counted('-3'), -3);
  assert.equal(counted('5-7'), '5-7');
});

test('what is typed wrongly is sent as typed, so that the server can say so', () => {
  assert.equal(
    requestFrom(formData({ form: 'materials', managers_count: 'пять' }), { key: 'k' }).managers_count,
    'пять',
  );
});

const kType = 'application/json; charset=utf-8';
const taken = { number: '000001', receipt_url: '/r/x' };
const refusal = (error, issues = []) => ({ error, message: 'м', issues });

test('every answer of the table has its meaning', () => {
  const own = (status, json, retryAfter = null) => meaning({ status, json, type: kType, retryAfter });
  assert.deepEqual(own(201, taken), { kind: 'taken', number: '000001', receipt: '/r/x', kit: [] });
  assert.equal(own(200, taken).kind, 'taken');
  const wrong = own(422, refusal('invalid', [{ path: '/phone', message: 'п' }]));
  assert.equal(wrong.issues.length, 1);
  assert.equal(own(409, refusal('document_changed')).again, true);
  assert.equal(own(409, refusal('idempotency_conflict')).kind, 'issues');
  assert.equal(own(429, refusal('too_many_requests'), '120').after, 120);
  for (const status of [500, 503]) assert.equal(own(status, refusal('unavailable')).kind, 'later');
  for (const status of [400, 403, 413, 415]) assert.equal(own(status, refusal('x')).kind, 'issues');
});

test('whatever is not this server’s own answer lets the request wait', () => {
  const foreign = [
    { status: 0 },
    ...[200, 201, 302, 403, 404, 422, 429, 500, 502, 503, 504, 522].flatMap((status) => [
      { status, type: 'text/html', json: null },
      { status, type: 'text/html', json: status < 300 ? taken : refusal('forbidden') },
      { status, type: kType, json: null },
      { status, type: kType, json: {} },
      { status, type: kType, json: { message: 'Forbidden', error: 403 } },
      { status, type: kType, json: { error: 'forbidden', message: 'no' } },
    ]),
    { status: 201, type: kType, json: { number: '000001' } },
    { status: 200, type: kType, json: { ...taken, receipt_url: 'https://other.example/r/x' } },
  ];
  for (const reply of foreign) assert.equal(meaning(reply).kind, 'later', JSON.stringify(reply));
});

/** An outbox whose server answers what is next in line, and whose clock is set by hand. */
function outboxOf(answers) {
  const storage = device();
  const clock = { now: 0 };
  const sent = [];
  const deliver = async (body) => {
    sent.push([clock.now, body.idempotency_key]);
    return answers.shift() ?? { kind: 'later', message: '', after: 0, offline: false };
  };
  return { storage, clock, sent, outbox: createOutbox(storage, { now: () => clock.now, deliver }) };
}
const later = (after = 0) => ({ kind: 'later', message: 'м', after, offline: false });
const request = { body: { idempotency_key: 'k', phone: '1' }, digest: 'd' };

test('a request waits longer and longer, never shorter than the server asks, and its form hears the end', async () => {
  const { outbox, clock, sent, storage } = outboxOf([
    later(),
    later(),
    later(900),
    { ...taken, kind: 'taken', receipt: '/r/x' },
  ]);
  const told = [];
  await outbox.send(request, (answer) => void told.push(answer.kind));
  const waits = [];
  for (let i = 0; i < 3; i += 1) {
    const [{ next }] = outbox.waiting();
    waits.push(next - clock.now);
    clock.now = next;
    await outbox.sendNow('k');
  }
  assert.deepEqual(waits, [5_000, 10_000, 900_000]);
  assert.equal(sent.length, 4);
  assert.deepEqual(told, ['later', 'later', 'later', 'taken']);
  assert.deepEqual(outbox.waiting(), []);
  assert.deepEqual(outbox.delivered(), [], 'the form has shown the number itself');
  assert.equal(keyOfTaken(storage, 'd', clock.now), 'k');
});

test('delivered while nobody looked: the number and the receipt stay until they were seen; refused: the reason does', async () => {
  const { outbox, storage } = outboxOf([{ ...taken, kind: 'taken', receipt: '/r/x', kit: [] }]);
  keep(storage, request, 0);
  await outbox.start();
  assert.deepEqual(
    outbox.delivered().map(({ number, receipt }) => [number, receipt]),
    [['000001', '/r/x']],
  );
  outbox.forgetDelivered('000001');
  assert.deepEqual(outbox.delivered(), []);

  const refused = outboxOf([
    { kind: 'issues', message: 'Текст согласия изменился.', issues: [], again: true },
  ]);
  keep(refused.storage, request, 0);
  await refused.outbox.start();
  assert.equal(refused.outbox.waiting()[0].refused, 'Текст согласия изменился.');
  await refused.outbox.start();
  assert.equal(refused.sent.length, 1, 'it is not sent again');
  refused.outbox.giveUp('k');
  assert.deepEqual(refused.outbox.waiting(), []);
});

test('an issue finds the field it is about', () => {
  assert.equal(fieldOf('/consents/0/given', ['/phone', '/consents']), '/consents');
  assert.equal(fieldOf('/phone', ['/phone']), '/phone');
  assert.equal(fieldOf('/phones', ['/phone']), '');
});

test('a request waits on the device once, since it was first sent, for sixty days, until it is forgotten', () => {
  const storage = device();
  const body = { idempotency_key: 'a', phone: '1' };
  assert.ok(keep(storage, { body, digest: '' }, 0));
  assert.ok(keep(storage, { body: { ...body, phone: '2' }, digest: 'd' }, 1));
  assert.deepEqual(waitingIn(storage, 2), [
    { body: { idempotency_key: 'a', phone: '2' }, digest: 'd', at: 0 },
  ]);
  assert.deepEqual(waitingIn(storage, 61 * 24 * 3600 * 1000), []);
  forget(storage, 'a', 2);
  assert.deepEqual(waitingIn(storage, 2), []);
  storage.setItem('funnel.requests.v1', 'broken');
  assert.deepEqual(waitingIn(storage, 2), []);
  assert.equal(
    keep(
      {
        ...storage,
        setItem: () => {
          throw new Error('full');
        },
      },
      { body, digest: '' },
      0,
    ),
    false,
  );
});

test('the same content within a day is the same request, later a new one', () => {
  const storage = device();
  rememberTaken(storage, { digest: 'd', key: 'k' }, 0);
  assert.equal(keyOfTaken(storage, 'd', 1), 'k');
  assert.equal(keyOfTaken(storage, 'other', 1), '');
  assert.equal(keyOfTaken(storage, 'd', 25 * 3600 * 1000), '');
  rememberTaken(storage, { digest: 'd', key: '' }, 2);
  assert.equal(keyOfTaken(storage, 'd', 3), '');
  storage.setItem('funnel.requests.taken.v1', 'broken');
  assert.equal(keyOfTaken(storage, 'd', 1), '');
});

test('no label of a campaign can keep a request from being taken', () => {
  assert.deepEqual(utmFrom(`?utm_source=${'я'.repeat(300)}&utm_medium=a%0Ab&utm_term=%01`), {
    source: 'я'.repeat(200),
    medium: 'a b',
  });
  assert.equal(utmFrom(`?utm_source=${encodeURIComponent('😀'.repeat(201))}`).source, '😀'.repeat(200));
  assert.equal(utmFrom('?x=1'), null);
});

test('how a visit began: the address says it, else the page of ours that led here; that page itself is nobody', () => {
  const ours = 'https://firm.example';
  const at = (/** @type {string} */ search, /** @type {string} */ referrer) =>
    visitFrom(new URL(`${ours}/${search}`), referrer);
  const utm = { source: 'ya' };
  assert.deepEqual(at('?utm_source=ya', 'https://ya.example/'), { utm, referrer: 'https://ya.example/' });
  assert.deepEqual(at('', 'https://ya.example/?utm_source=x'), {
    utm: null,
    referrer: 'https://ya.example/?utm_source=x',
  });
  assert.deepEqual(at('', `${ours}/cases/?utm_source=ya`), { utm, referrer: '' });
  const framed = `${ours}/embed/?utm_source=ya&from=${encodeURIComponent('https://blog.example/a')}`;
  assert.deepEqual(at('', framed), { utm, referrer: 'https://blog.example/a' });
  assert.deepEqual(at('', `${ours}/embed/?from=javascript:alert(1)`), { utm: null, referrer: '' });
  for (const other of ['https://firm.example.evil/?utm_source=ya', 'about:blank', '']) {
    assert.deepEqual(at('', other), { utm: null, referrer: other });
  }
});

test('a turnover as the form names it', () => {
  for (const [revenue, name] of /** @type {[number, string][]} */ ([
    [0, 'up_to_1m'],
    [850_000, 'up_to_1m'],
    [1_000_001, '1m_5m'],
    [20e6, '5m_20m'],
    [1e9, 'over_100m'],
  ])) {
    assert.equal(turnoverOf(revenue), name);
  }
});

test('the example’s numbers are told by name; all of them while nothing is replaced', () => {
  assert.deepEqual(borrowed({ example: false, placeholders: ['average_check', 'stage:sale'] }), [
    'average_check',
  ]);
  assert.deepEqual(borrowed({ example: true }), ['managers', 'leads_per_month', 'average_check']);
  assert.deepEqual(borrowed({ example: false }), []);
  assert.equal(
    lackWords(['managers', 'average_check']).replaceAll('\u00A0', ' '),
    'Уйдёт, когда в нём будут ваши числа. Впишите: менеджеров, средний чек.',
  );
});

test('what is said of a phone before sending is what the server will dial, and nothing where it is not certain', () => {
  const table = JSON.parse(readFileSync(new URL('../golden/phones.json', import.meta.url), 'utf8'));
  for (const { typed, number, extension = '', note = '' } of table) {
    const said = phoneIn(typed);
    if (said) assert.deepEqual(said, { number, extension, note }, typed);
    else assert.doesNotMatch(number ?? '', /^\+7(9|495|812|800)/, `in common use, and not certain: ${typed}`);
  }
  assert.equal(
    phoneWords(/** @type {any} */ (phoneIn('8 495 123-45-67 доб. 12, 8 916 123-45-67'))),
    'Позвоним по номеру +7\u00a0495\u00a0123-45-67, добавочный 12. Рядом запишем: +79161234567.',
  );
});

/** What a worker with Background Sync would hold. */
function worker() {
  const left = new Map();
  return {
    left,
    leave: async (body) => void left.set(body.idempotency_key, { body }),
    drop: async (key) => void left.delete(key),
    sent: async () => [...left].filter(([, { sent }]) => sent).map(([key, { sent }]) => ({ key, ...sent })),
  };
}
const settled = () => new Promise((done) => setImmediate(done));

test('what the worker has sent while no page was open is shown with its number, and is not sent again', async () => {
  const storage = device();
  const held = worker();
  const body = { form: 'callback', idempotency_key: 'k'.repeat(32) };
  const later = () => answerFrom({ status: 0 });
  await createOutbox(storage, { deliver: async () => later(), worker: held }).send(
    { body, digest: 'd' },
    () => {},
  );
  await settled();
  assert.ok(held.left.has(body.idempotency_key), 'left for the worker');
  held.left.set(body.idempotency_key, { sent: { number: '000007', receipt: '/r/x' } });
  let posts = 0;
  const next = createOutbox(storage, {
    deliver: async () => {
      posts += 1;
      return later();
    },
    worker: held,
  });
  await next.start();
  assert.equal(posts, 0);
  assert.deepEqual(next.waiting(), []);
  assert.equal(next.delivered()[0].number, '000007');
  assert.equal(held.left.size, 0);
  assert.equal(keyOfTaken(storage, 'd', Date.now()), body.idempotency_key);
});

test('a request that this page has delivered is not left to the worker', async () => {
  const storage = device();
  const held = worker();
  const body = { form: 'callback', idempotency_key: 'm'.repeat(32) };
  let isUp = false;
  const deliver = async () =>
    answerFrom(
      isUp
        ? { status: 201, type: 'application/json', json: { number: '1', receipt_url: '/r/x' } }
        : { status: 0 },
    );
  const outbox = createOutbox(storage, { deliver, worker: held });
  await outbox.send({ body, digest: '' }, () => {});
  await settled();
  assert.equal(held.left.size, 1);
  isUp = true;
  await outbox.sendNow(body.idempotency_key);
  await settled();
  assert.equal(held.left.size, 0);
});
