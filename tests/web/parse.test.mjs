import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldText, number } from '../../web/js/text/format.js';
import { parseNumber } from '../../web/js/text/parse.js';
import { randomFrom } from './random.mjs';

const value = (text, kind = 'money') => {
  const parsed = parseNumber(text, kind);
  return parsed.kind === 'value' ? parsed.value : parsed.kind;
};

test('numbers are read the way people write them', () => {
  const written = {
    '1 500 000': 1500000, '1\u00A0500\u00A0000': 1500000, '1\u202F500\u202F000 ₽': 1500000, '1,5 млн': 1500000, '1.5млн руб.': 1500000,
    '150 тыс.': 150000, '150к': 150000, '2 млрд': 2e9, '150.000 руб': 150000, '1,500': 1500, '1.500.000': 1500000, '1,500,000.50': 1500000.5,
    '12,5': 12.5, '0,5': 0.5, ',5': 0.5, '-5': -5, '−5': -5, '5 чел.': 5, '1 5000': 15000, "1'000": 1000, '007': 7,
  };
  for (const [text, expected] of Object.entries(written)) assert.equal(value(text), expected, text);
});

test('percentages become ratios exactly: 8,2 % is 0.082, not 0.08199…', () => {
  for (let tenths = 0; tenths <= 1000; tenths += 1) {
    assert.equal(value(`${String(tenths / 10).replace('.', ',')} %`, 'percent'), Number(`${tenths}e-3`));
  }
  assert.equal(value('7,5', 'percent'), 0.075);
  assert.equal(value('12,345', 'percent'), 0.12345);
});

test('what is not a number is told, never guessed', () => {
  for (const text of ['abc', '1a2', '5 млн млн', '1,2,3', '1.2.3', '--5', '5-6', '1e5', 'Infinity', 'NaN', '%', '₽', '1.50.00', '٣']) {
    assert.equal(value(text), 'bad', text);
  }
  assert.equal(value('5 млн', 'percent'), 'bad');
  assert.equal(value('   '), 'empty');
  assert.equal(value('\u00A0'), 'empty');
});

test('a comma before three digits is a thousand for money and a decimal for shares', () => {
  assert.equal(value('7,500', 'percent'), 0.075);
  assert.equal(value('7,500', 'money'), 7500);
  assert.equal(value('1,500 млн', 'money'), 1500000);
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
    const text = Array.from({ length: random.integer(0, 12) }, () => letters[random.integer(0, letters.length - 1)]).join('');
    const parsed = parseNumber(text, random.pick(['integer', 'number', 'money', 'percent']));
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
