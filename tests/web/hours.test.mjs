// Working hours of site.json: what the server is told of them, and what is refused.
import assert from 'node:assert/strict';
import test from 'node:test';
import { firmOf } from '../../web/tools/brand.mjs';

test('what a firm leaves out is from 9 to 18, Monday to Friday', () => {
  const usual = { from: 9, until: 18, days: [1, 2, 3, 4, 5] };
  assert.deepEqual(JSON.parse(firmOf({})), { working_hours: usual });
  assert.deepEqual(JSON.parse(firmOf({ working_hours: { until: 20, days: [6, 7] } })), {
    working_hours: { from: 9, until: 20, days: [6, 7] },
  });
});

test('hours nobody can work are refused in words for who edits the file', () => {
  for (const wrong of [
    { from: 18, until: 9 },
    { from: 9.5 },
    { until: 25 },
    { days: [] },
    { days: [0] },
    { days: 'пн' },
  ]) {
    assert.throws(() => firmOf({ working_hours: wrong }), /site\.json: working_hours: нужны часы/);
  }
});

test('days off are told to the server as the firm lists them', () => {
  const off = ['2026-12-31', '2027-01-01'];
  assert.deepEqual(JSON.parse(firmOf({ working_hours: { days_off: off } })).working_hours.days_off, off);
  assert.ok(!('days_off' in JSON.parse(firmOf({ working_hours: { days_off: [] } })).working_hours));
});

test('what is no day, and a key nobody reads, are refused by name', () => {
  for (const wrong of ['2026-02-30', '01.01.2027', '2027-1-1', '2027-13-01', 20270101, null]) {
    assert.throws(
      () => firmOf({ working_hours: { days_off: ['2027-01-01', wrong] } }),
      (error) =>
        error instanceof Error &&
        error.message.includes('days_off: нужен список дней') &&
        error.message.includes(`${wrong}`),
    );
  }
  assert.throws(() => firmOf({ working_hours: { days_off: '2027-01-01' } }), /days_off: нужен список/);
  assert.throws(
    () => firmOf({ working_hours: { holidays: [] } }),
    /working_hours\.holidays: такого поля нет/,
  );
});
