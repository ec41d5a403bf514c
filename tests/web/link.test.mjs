import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { decodeLink, encodeLink } from '../../web/js/model/link.js';
import { randomFrom, randomScenario } from './random.mjs';

/** What a link holds, whatever kind it is of. @type {(fragment: string) => any} */
const readLink = decodeLink;
const goldens = new URL('../golden/', import.meta.url);
const scenarios = readdirSync(goldens)
  .map((name) => JSON.parse(readFileSync(new URL(name, goldens), 'utf8')).scenario)
  .filter(Boolean);

/** Without what the link may leave out: nulls, empty texts, empty parts. */
const essence = (value) => {
  if (Array.isArray(value)) return value.map(essence);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).map(([key, inner]) => [key, essence(inner)]);
  return Object.fromEntries(
    kept.filter(([, v]) => v !== null && v !== '' && !(typeof v === 'object' && Object.keys(v).length === 0)),
  );
};

const roundTrip = (scenario) => {
  const decoded = decodeLink(encodeLink(scenario));
  assert.equal(decoded.kind, 'scenario');
  const normal = {
    ...essence(scenario),
    stages: essence(scenario).stages.map((stage) => ({ kind: 'other', ...stage })),
  };
  assert.deepEqual(essence(decoded.scenario), normal);
};

test('every golden scenario comes back from its link', () => {
  assert.ok(scenarios.length >= 5);
  scenarios.forEach(roundTrip);
});

test('two thousand random scenarios come back from their links', () => {
  const random = randomFrom(11);
  for (let i = 0; i < 2000; i += 1) roundTrip(randomScenario(random));
});

test('a link holds only characters that messengers keep', () => {
  const random = randomFrom(12);
  for (let i = 0; i < 300; i += 1) {
    assert.match(encodeLink(randomScenario(random)), /^#s1\.[\w-]+\.[0-9a-z]{7}$/);
  }
});

test('the link of the example is short', () => {
  const example = scenarios.find(({ title }) => title?.startsWith('На пальцах'));
  assert.ok(encodeLink({ ...example, title: '', goal_revenue: null }).length < 100);
});

test('any one changed, lost or added character is noticed', () => {
  const random = randomFrom(13);
  const alphabet = 'ABCDabcd0123_-';
  for (let i = 0; i < 2000; i += 1) {
    const link = encodeLink(randomScenario(random));
    const at = random.integer(4, link.length - 1);
    const other = random.pick([...alphabet].filter((c) => c !== link[at]));
    const damaged = random.pick([
      link.slice(0, at) + other + link.slice(at + 1),
      link.slice(0, at) + link.slice(at + 1),
      link.slice(0, at),
      link.slice(0, at) + other + link.slice(at),
    ]);
    assert.equal(decodeLink(damaged).kind, 'damaged', damaged);
  }
});

test('a newer link is called newer, an anchor is no link at all', () => {
  assert.equal(decodeLink('#s2.abc.0000000').kind, 'newer');
  assert.equal(decodeLink('#s17.anything').kind, 'newer');
  for (const anchor of ['', '#', '#calc', '#s', '#s1', '#start.1']) {
    assert.equal(decodeLink(anchor).kind, 'none', anchor);
  }
});

test('where a share comes from comes back, and takes no place when it is the usual', () => {
  const [scenario] = scenarios;
  const stage = { id: 'sale', name: 'Оплата', kind: 'payment', conversion: 0.05 };
  const withStage = (change) => ({ ...scenario, stages: [{ ...stage, ...change }] });
  const back = (change) => readLink(encodeLink(withStage(change))).scenario.stages[0];
  assert.equal(back({ source: 'example' }).source, 'example');
  assert.equal(back({ source: 'crm', target_conversion: 0.07 }).target_conversion, 0.07);
  assert.equal(encodeLink(withStage({ source: 'typed' })), encodeLink(withStage({})));
});
