// What the two windows of an embedded calculator believe of each other, and who may frame it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { frameAddress, heightIn } from '../../web/js/landing/embed-loader.js';
import { referrerIn } from '../../web/js/forms/visit.js';
import { kAsk, kHeight, mayAsk } from '../../web/js/landing/framed.js';
import { partnersOf, policyOf } from '../../web/tools/embed.mjs';

const kOurs = 'https://firm.example/embed.js';

test('the frame is told whose page it stands on: labels of the campaign, the address without the rest of its query', () => {
  const page = new URL('https://blog.example/a?utm_source=ya&utm_campaign=osen&token=secret#x');
  const address = frameAddress(kOurs, page, 'delo');
  assert.equal(address.origin + address.pathname, 'https://firm.example/embed/');
  assert.deepEqual(Object.fromEntries(address.searchParams), {
    utm_source: 'delo',
    utm_medium: 'embed',
    utm_campaign: 'osen',
    from: 'https://blog.example/a?utm_source=ya&utm_campaign=osen',
  });
  const nameless = frameAddress(kOurs, new URL('https://blog.example/a'), '');
  assert.equal(nameless.searchParams.get('utm_source'), 'blog.example');
  assert.equal(nameless.searchParams.get('from'), 'https://blog.example/a');
});

test('the referrer is the page the loader named, or what the browser says; never a script', () => {
  const said = 'https://blog.example/';
  assert.equal(referrerIn('?from=https%3A%2F%2Fblog.example%2Fa', said), 'https://blog.example/a');
  for (const search of ['', '?from=', '?from=javascript%3Aalert(1)', '?from=data%3A,x']) {
    assert.equal(referrerIn(search, said), said, search);
  }
});

test('a height is believed only from the frame, of its origin, in its shape', () => {
  const frame = {};
  const expected = { frame, origin: 'https://firm.example' };
  const good = { source: frame, origin: 'https://firm.example', data: { type: kHeight, height: 900 } };
  assert.equal(heightIn(good, expected), 900);
  for (const bad of [
    { source: {} },
    { origin: 'https://firm.example.evil' },
    { data: null },
    { data: 'x' },
    { data: { type: 'other', height: 900 } },
    ...[0, -1, 20_001, Number.NaN, Infinity, '900', undefined].map((height) => ({
      data: { type: kHeight, height },
    })),
  ]) {
    assert.equal(heightIn({ ...good, ...bad }, expected), null, JSON.stringify(bad));
  }
});

test('the height is told only to the framing window of a known origin', () => {
  const parent = {};
  const allowed = { parent, origins: ['https://blog.example'] };
  const good = { source: parent, origin: 'https://blog.example', data: { type: kAsk } };
  assert.equal(mayAsk(good, allowed), true);
  for (const bad of [
    { source: {} },
    { origin: 'https://x.example' },
    { origin: 'null' },
    { data: null },
    { data: {} },
  ]) {
    assert.equal(mayAsk({ ...good, ...bad }, allowed), false, JSON.stringify(bad));
  }
});

test('partners are origins: nobody by default, anything else is told to who builds the site', () => {
  assert.deepEqual(partnersOf({}), []);
  const site = { embed: { partners: ['https://blog.example', 'http://127.0.0.1:8080'] } };
  assert.deepEqual(JSON.parse(policyOf(site)).frame_ancestors, { '/embed/': site.embed.partners });
  assert.deepEqual(JSON.parse(policyOf({})).frame_ancestors, { '/embed/': [] });
  for (const bad of [
    'blog.example',
    'https://blog.example/',
    'https://*.blog.example',
    "'self'; script-src *",
    7,
  ]) {
    assert.throws(() => partnersOf({ embed: { partners: [bad] } }), /embed\.partners/, String(bad));
  }
  assert.throws(() => partnersOf({ embed: { partners: 'https://blog.example' } }), /embed\.partners/);
});
