import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../web/js/text/format.js';

test('money has U+00A0 between groups and before ₽, U+2212 for minus', () => {
  assert.equal(format.roubles(7500000), '7\u00A0500\u00A0000\u00A0₽');
  assert.equal(format.roubles(11249999.999999998), '11\u00A0250\u00A0000\u00A0₽');
  assert.equal(format.roubles(-658333.33), '\u2212658\u00A0333\u00A0₽');
  assert.equal(format.signedRoubles(2894674), '+2\u00A0894\u00A0674\u00A0₽');
  assert.equal(format.roubles(1e12), '1\u00A0000\u00A0000\u00A0000\u00A0000\u00A0₽');
});

test('nothing is ever minus zero', () => {
  assert.equal(format.roubles(-0.3), '0\u00A0₽');
  assert.equal(format.percent(-0), '0\u00A0%');
  assert.equal(format.number(-0.04, 1), '0');
});

test('shares keep what matters', () => {
  assert.equal(format.percent(0.05), '5\u00A0%');
  assert.equal(format.percent(0.075), '7,5\u00A0%');
  assert.equal(format.percent(0.03157), '3,16\u00A0%');
  assert.equal(format.percent(0.40327), '40,3\u00A0%');
  assert.equal(format.percent(0.00012), '0,012\u00A0%');
  assert.equal(format.percent(1), '100\u00A0%');
});

test('a share below one never reads 100 %', () => {
  for (const ratio of [0.9995, 0.9996, 0.9999]) {
    assert.notEqual(format.percent(ratio), '100\u00A0%', String(ratio));
  }
});

test('ends of an interval have the same decimals', () => {
  assert.equal(format.percentRange([0.81, 0.8293]), '81,0–82,9\u00A0%');
  assert.equal(format.percentRange([0.03813, 0.04]), '3,81–4,00\u00A0%');
});

test('probabilities at the ends are told in words', () => {
  assert.equal(format.chance(7e-8), 'меньше одной тысячной');
  assert.equal(format.chance(0.9999), 'больше 999 из тысячи');
  assert.equal(format.chance(0.25), '25\u00A0%');
});

test('nouns agree with their numbers', () => {
  const leads = (n) => format.plural(n, 'заявка', 'заявки', 'заявок');
  const expected = {
    0: 'заявок',
    1: 'заявка',
    2: 'заявки',
    4: 'заявки',
    5: 'заявок',
    11: 'заявок',
    12: 'заявок',
    21: 'заявка',
    111: 'заявок',
    1000: 'заявок',
    1.5: 'заявки',
  };
  for (const [n, word] of Object.entries(expected)) assert.equal(leads(Number(n)), word, n);
});

test('short money names its scale', () => {
  assert.equal(format.short(13638240), '13,6\u00A0млн');
  assert.equal(format.short(950), '950');
  assert.equal(format.short(2.5e12), '2,5\u00A0трлн');
});

test('a text that could not be read stays in its field as it was', () => {
  assert.equal(format.fieldText('пять', /** @type {any} */ ('integer')), 'пять');
  assert.equal(format.fieldText(undefined, 'money'), '');
  assert.equal(format.fieldText(null, 'percent'), '');
});
