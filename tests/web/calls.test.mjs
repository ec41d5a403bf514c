// The calls' document on the page: merging two devices, the firm's table, dates and marks, the calendar file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import {
  callsFrom,
  documentOf,
  emptyCalls,
  freeId,
  merged,
  withCriteria,
} from '../../web/js/calls/document.js';
import { callsFromTable, cellsOf, dayFrom, markFrom } from '../../web/js/calls/paste.js';
import { calendarText, dayAfter } from '../../web/js/takeaway/calendar.js';
import { letterOf } from '../../web/js/takeaway/sheet.js';

const { criteria } = JSON.parse(
  readFileSync(new URL('../../assets/calls/criteria.json', import.meta.url), 'utf8'),
);
const given = { criteria, today: '2026-06-01' };
/** @param {string} text @returns {any} */
const fromTable = (text) => callsFromTable(text, given);
let next = 0;
const newId = () => `id${next++}`;
const call = (manager, date, marks, note = '') => ({ id: newId(), manager, date, note, marks });

test('two devices merge by call: what both have stands once, in any order', () => {
  const common = [
    call('Анна', '2026-05-01', { need: 1, tempo: 0 }),
    call('Анна', '2026-05-01', { need: 1, tempo: 0 }),
  ];
  const own = { ...emptyCalls(criteria), calls: [...common, call('Пётр', '2026-05-02', { need: 0 })] };
  const other = callsFrom(
    documentOf({ ...emptyCalls(criteria), calls: [...common, call('Олег', '2026-05-03', { need: 1 })] }),
    newId,
  );
  const both = merged(own, other);
  assert.equal(both.added, 1);
  assert.equal(both.calls.calls.length, 4);
  assert.equal(merged(both.calls, other).added, 0, 'the same file twice adds nothing');
  const turned = merged(other, own)
    .calls.calls.map(({ manager }) => manager)
    .sort();
  assert.deepEqual(turned, both.calls.calls.map(({ manager }) => manager).sort());
});

test('criteria of the other device are added, a removed one takes its marks along', () => {
  const extra = { id: 'own_17', name: 'Своё', part: '', weight: 2, kind: 'other' };
  const other = {
    title: '',
    criteria: [...criteria, extra],
    calls: [call('А', '2026-05-01', { own_17: 1 })],
  };
  const { calls } = merged(emptyCalls(criteria), other);
  assert.equal(calls.criteria.length, criteria.length + 1);
  assert.deepEqual(withCriteria(calls, criteria).calls[0].marks, {});
  assert.notEqual(freeId([...criteria, extra]), 'own_17');
});

test('a table with one row a call', () => {
  const read = fromTable(
    'Дата\tМенеджер\tПотребность и боль\tТемп и голос\tСвоё\tКомментарий\n01.05.2026\tАнна\t1\tнет\tда\t"сказал ""да"""\n2.5.26\tПётр\t\tн/п\t?\t\nИтого\t\t50 %\t\t\t\n\tВсего\t1\t1\t1\t',
  );
  assert.deepEqual(
    read.document.calls.map(({ manager, date, marks, note }) => [manager, date, marks, note]),
    [
      ['Анна', '2026-05-01', { need: 1, tempo: 0, own_17: 1 }, 'сказал "да"'],
      ['Пётр', '2026-05-02', { tempo: 'na' }, ''],
    ],
  );
  assert.match(read.told.join('; '), /новый критерий «Своё»/);
  assert.match(read.told.join('; '), /строка «Всего» не взята/);
  assert.match(read.told.join('; '), /непонятных отметок 1, например «\?»/);
});

test('a table with one row a criterion', () => {
  const read = fromTable(
    'Менеджер;Анна;Пётр\nДата;01.05.2026;02.05.2026\nПотребность и боль;1;0\nТемп и голос;;1',
  );
  assert.deepEqual(
    read.document.calls.map(({ manager, date, marks }) => [manager, date, marks]),
    [
      ['Анна', '2026-05-01', { need: 1 }],
      ['Пётр', '2026-05-02', { need: 0, tempo: 1 }],
    ],
  );
});

test('what is no table says what is missing', () => {
  assert.match(fromTable('просто текст').problem, /Менеджер/);
  assert.match(fromTable('Менеджер\tДата\n').problem, /Менеджер|нет ни одного/);
});

test('dates and marks as people write them', () => {
  assert.deepEqual(['1.6.26', '01.06.2026', '2026-06-01', '1/6/2026', 'июнь'].map(dayFrom), [
    '2026-06-01',
    '2026-06-01',
    '2026-06-01',
    '2026-06-01',
    null,
  ]);
  assert.deepEqual(['1', ' Да ', '+', '0', 'нет', '−', 'н/п', '', 'иногда'].map(markFrom), [
    1,
    1,
    1,
    0,
    0,
    0,
    'na',
    null,
    undefined,
  ]);
  assert.deepEqual(cellsOf('"a;b";c\n\n1;2'), [
    ['a;b', 'c'],
    ['1', '2'],
  ]);
  assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(letterOf), ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

test('a calendar file keeps RFC 5545: octets of a line, escapes, the day after the last', () => {
  const text = calendarText([
    {
      id: 'a',
      title: 'Очередь, скорость; заявок\\',
      text: `${'длинная строка '.repeat(20)}\nвторая`,
      from: '2026-02-23',
      to: '2026-03-01',
    },
    { id: 'w', title: 'Планёрка', from: '2026-02-23', time: '10:00', minutes: 30, weeks: 12 },
  ]);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  assert.ok(lines.includes('DTSTART;VALUE=DATE:20260223'));
  assert.ok(lines.includes('DTEND;VALUE=DATE:20260302'));
  assert.ok(lines.includes('SUMMARY:Очередь\\, скорость\\; заявок\\\\'));
  assert.ok(lines.some((line) => line.startsWith('DESCRIPTION:') && line.endsWith('\\nвторая')));
  assert.ok(lines.includes('RRULE:FREQ=WEEKLY;COUNT=12'));
  assert.equal(dayAfter('2024-02-28', 1), '2024-02-29');
});
