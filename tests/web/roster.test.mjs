import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRoster } from '../../web/js/landing/roster-paste.js';
import { valueAt, withValueAt } from '../../web/js/model/pointer.js';

test('rows from a spreadsheet become managers, headings are skipped', () => {
  const { managers, unread } = readRoster(
    'Менеджер\tЗаявки\tПродажи\r\nАнна\t700\t28\r\nБорис\t1 650\t41\r\n',
  );
  assert.deepEqual(managers, [
    { name: 'Анна', leads: 700, sales: 28 },
    { name: 'Борис', leads: 1650, sales: 41 },
  ]);
  assert.deepEqual(unread, []);
});

test('semicolons and quotes of a CSV are understood', () => {
  assert.deepEqual(readRoster('"Иванова А.";720;20').managers, [
    { name: 'Иванова А.', leads: 720, sales: 20 },
  ]);
});

test('a line that cannot be read is given back as it was', () => {
  const { managers, unread } = readRoster('Анна\t700\t28\nБорис\tмного\t41\nещё строка');
  assert.equal(managers.length, 1);
  assert.deepEqual(unread, ['Борис\tмного\t41', 'ещё строка']);
});

test('no line disappears: read and unread ones add up', () => {
  const lines = Array.from({ length: 260 }, (_, i) =>
    i % 7 === 3 ? `Имя ${i}\tнет` : `Имя ${i}\t${i + 10}\t${i}`,
  );
  const { managers, unread } = readRoster(lines.join('\n'));
  assert.equal(managers.length, 200);
  assert.equal(managers.length + unread.length, lines.length);
});

test('a value set by its pointer is found there, and the rest is not touched', () => {
  const before = { stages: [{ id: 'a', conversion: 0.1 }], target: { managers: 3 } };
  const after = withValueAt(before, '/stages/0/conversion', 0.2);
  assert.equal(valueAt(after, '/stages/0/conversion'), 0.2);
  assert.equal(before.stages[0].conversion, 0.1);
  assert.equal(after.target, before.target);
  assert.deepEqual(withValueAt(before, '/target/managers', undefined), { stages: before.stages });
  assert.deepEqual(withValueAt({}, '/fee/per_month', 5), { fee: { per_month: 5 } });
});
