// Numbers as people read them: the cases that the core's formatter passes too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as format from '../../web/js/text/format.js';

const golden = JSON.parse(readFileSync(new URL('../golden/number_words.json', import.meta.url), 'utf8'));
const writers = {
  number: format.number,
  roubles: format.roubles,
  signed_roubles: format.signedRoubles,
  percent: format.percent,
  count: format.count,
  rate: format.rate,
  short_number: (value) => format.short(value),
  plural: format.plural,
};

test('every number of the table reads as people write it', () => {
  assert.ok(golden.cases.length > 60);
  for (const { format: name, args, text } of golden.cases) {
    assert.equal(writers[name](...args), text, `${name} ${JSON.stringify(args)}`);
  }
});

test('rounded parts sum to the rounded total', () => {
  for (const { amounts, total, whole } of golden.rounded_to_sum) {
    assert.deepEqual(
      format.roundedToSum(amounts, total).map((n) => n + 0),
      whole,
    );
  }
});
