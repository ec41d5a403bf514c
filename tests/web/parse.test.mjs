import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fieldText, number } from '../../web/js/text/format.js';
import { parseNumber } from '../../web/js/text/parse.js';
import { randomFrom } from './random.mjs';

const value = (text, kind = 'money') => {
  const parsed = parseNumber(text, /** @type {any} */ (kind));
  return parsed.kind === 'value' ? parsed.value : parsed.kind;
};

test('every text of the table is its number or its refusal', () => {
  const { cases } = JSON.parse(readFileSync(new URL('../golden/numbers.json', import.meta.url), 'utf8'));
  assert.ok(cases.length > 300);
  for (const { text, kind, value: expected, refused } of cases) {
    const parsed = parseNumber(text, /** @type {any} */ (kind));
    const got = parsed.kind === 'value' ? parsed.value : parsed.kind === 'bad' ? parsed.code : parsed.kind;
    assert.ok(Object.is(got, expected ?? refused ?? 'empty'), `${JSON.stringify(text)} as ${kind}: ${got}`);
  }
});

test('percentages become ratios exactly: 8,2 % is 0.082, not 0.08199…', () => {
  for (let tenths = 0; tenths <= 1000; tenths += 1) {
    assert.equal(value(`${String(tenths / 10).replace('.', ',')} %`, 'percent'), Number(`${tenths}e-3`));
  }
  assert.equal(value('7,5', 'percent'), 0.075);
  assert.equal(value('12,345', 'percent'), 0.12345);
});

test('what a field shows is read back as the same number, for every kind', () => {
  const random = randomFrom(1);
  for (let i = 0; i < 5000; i += 1) {
    const whole = Math.round(random.magnitude(0, 12));
    assert.equal(value(fieldText(whole, 'money'), 'money'), whole);
    const ratio = Number((random.integer(0, 1000000) / 1e6).toFixed(6));
    assert.equal(value(fieldText(ratio, 'percent'), 'percent'), ratio);
    const decimal = Number((random.next() * 1e4).toFixed(2));
    assert.equal(value(fieldText(decimal, 'money'), 'money'), decimal);
  }
});

test('no text crashes the reader', () => {
  const random = randomFrom(2);
  const letters = '0123456789 .,-−+%₽млнтысk\u00A0\u202Fабв\'"eE\t🙂';
  for (let i = 0; i < 20000; i += 1) {
    const text = Array.from(
      { length: random.integer(0, 12) },
      () => letters[random.integer(0, letters.length - 1)],
    ).join('');
    const parsed = parseNumber(text, random.pick(['count', 'number', 'money', 'percent', 'days', 'months']));
    assert.ok(['empty', 'bad', 'value'].includes(parsed.kind), text);
    if (parsed.kind === 'value') assert.ok(Number.isFinite(parsed.value), text);
  }
});

test('a formatted number of any size is read back', () => {
  const random = randomFrom(3);
  for (let i = 0; i < 2000; i += 1) {
    const n = Math.round(random.magnitude(0, 15));
    assert.equal(value(number(n)), n);
    assert.equal(value(number(-n)), -n);
  }
});
