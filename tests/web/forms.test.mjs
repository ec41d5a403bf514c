// The forms' modules that know no DOM: what is sent, what an answer means, what waits on the device.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forget, keep, keyOfTaken, rememberTaken, waitingIn } from '../../web/js/forms/queue.js';
import { answerFrom, fieldOf, requestFrom, utmFrom } from '../../web/js/forms/request.js';

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

test('what is typed wrongly is sent as typed, so that the server can say so', () => {
  assert.equal(
    requestFrom(formData({ form: 'materials', managers_count: 'пять' }), { key: 'k' }).managers_count,
    'пять',
  );
});

test('every answer of the table has its meaning', () => {
  assert.deepEqual(answerFrom(201, { number: '000001', receipt_url: '/r/x' }), {
    kind: 'taken',
    number: '000001',
    receipt: '/r/x',
    kit: [],
  });
  assert.equal(answerFrom(200, { number: '000001', receipt_url: '/r/x' }).kind, 'taken');
  assert.equal(meaning(422, { message: 'м', issues: [{ path: '/phone', message: 'п' }] }).issues.length, 1);
  assert.equal(meaning(409, { error: 'document_changed', message: 'м' }).again, true);
  assert.equal(answerFrom(409, { error: 'idempotency_conflict', message: 'м' }).kind, 'issues');
  assert.equal(meaning(429, { message: 'м' }, '120').after, 120);
  for (const status of [0, 500, 502, 503, 504]) assert.equal(answerFrom(status, null).kind, 'later');
  for (const status of [400, 403, 413, 415]) assert.equal(meaning(status, { message: 'м' }).message, 'м');
});

test('an issue finds the field it is about', () => {
  assert.equal(fieldOf('/consents/0/given', ['/phone', '/consents']), '/consents');
  assert.equal(fieldOf('/phone', ['/phone']), '/phone');
  assert.equal(fieldOf('/phones', ['/phone']), '');
});

test('a request waits on the device once, for a week, until it is forgotten', () => {
  const storage = device();
  const body = { idempotency_key: 'a', phone: '1' };
  assert.ok(keep(storage, { body, digest: '' }, 0));
  assert.ok(keep(storage, { body: { ...body, phone: '2' }, digest: 'd' }, 1));
  assert.deepEqual(waitingIn(storage, 2), [
    { body: { idempotency_key: 'a', phone: '2' }, digest: 'd', at: 1 },
  ]);
  assert.deepEqual(waitingIn(storage, 8 * 24 * 3600 * 1000), []);
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
