// The words of the head-of-sales checklist: complete, unique, of a size that fits the page and the printed form.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const definition = JSON.parse(
  await readFile(new URL('../../assets/checklist/rop.json', import.meta.url), 'utf8'),
);
const areas = definition.areas;
const items = areas.flatMap((area) => area.items);
const kKinds = new Set(['contact', 'qualification', 'meeting', 'offer', 'payment', 'other']);
const kFactors = new Set(['leads', 'coverage', 'average_check']);
const kLengths = { question: [20, 100], evidence: [15, 100], good_answer: [20, 110], action: [30, 130] };
const texts = [
  definition.title,
  ...areas.flatMap((a) => [a.name, a.about, ...a.drill]),
  ...items.flatMap((i) => Object.keys(kLengths).map((key) => i[key])),
];

test('the checklist has 13 or 14 areas of 4 to 6 items, 55 to 70 in all', () => {
  assert.ok(areas.length >= 13 && areas.length <= 14, `${areas.length} areas`);
  for (const area of areas) assert.ok(area.items.length >= 4 && area.items.length <= 6, area.id);
  assert.ok(items.length >= 55 && items.length <= 70, `${items.length} items`);
});

test('the short version has exactly 20 items and asks about every area', () => {
  assert.equal(items.filter((item) => item.short === true).length, 20);
  for (const area of areas) {
    assert.ok(
      area.items.some((item) => item.short),
      area.id,
    );
  }
});

test('ids are unique and of the agreed form', () => {
  const ids = [...areas, ...items].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z][a-z0-9_]*$/);
});

test('every item says its weight, whether it is critical and whether it is in the short version', () => {
  for (const item of items) {
    assert.deepEqual(Object.keys(item).sort(), [
      'action',
      'critical',
      'evidence',
      'good_answer',
      'id',
      'question',
      'short',
      'weight',
    ]);
    assert.ok([1, 2, 3].includes(item.weight), item.id);
    assert.equal(typeof item.critical, 'boolean');
    assert.equal(typeof item.short, 'boolean');
    if (item.critical) assert.equal(item.weight, 3, `${item.id} is critical, so it weighs the most`);
  }
});

test('every text of an item has a length that fits its place', () => {
  for (const item of items) {
    for (const [key, [least, most]] of Object.entries(kLengths)) {
      assert.ok(
        item[key].length >= least && item[key].length <= most,
        `${item.id}.${key}: ${item[key].length} characters`,
      );
    }
  }
});

test('questions ask, other sentences end with a full stop', () => {
  for (const item of items) {
    assert.match(item.question, /[?.]$/, item.id);
    assert.match(item.question, /\?/, item.id);
    for (const key of ['evidence', 'good_answer', 'action']) {
      assert.match(item[key], /\.$/, `${item.id}.${key}`);
    }
  }
});

test('every area has a drill of three days, each named and within its length', () => {
  for (const area of areas) {
    assert.equal(area.drill.length, 3, area.id);
    area.drill.forEach((day, i) => {
      assert.ok(day.startsWith(`День ${i + 1}. `), area.id);
      assert.ok(day.length >= 80 && day.length <= 230, `${area.id}: ${day.length} characters`);
    });
  }
});

test('no exclamation marks, no doubled spaces, no straight quotes, no Latin letters but CRM', () => {
  for (const text of texts) {
    assert.ok(text.trim() !== '' && text === text.trim(), text);
    assert.doesNotMatch(text, /!| {2}|"|'|—/, text);
    assert.doesNotMatch(text.replaceAll('CRM', ''), /[A-Za-z]/, text);
  }
});

test('no text is used twice', () => {
  const counted = texts.filter((text, i) => texts.indexOf(text) !== i);
  assert.deepEqual(counted, []);
});

test('every kind of stage and every factor is governed, so all of the money left has its areas', () => {
  const kinds = new Set(areas.flatMap(({ governs }) => governs.kinds));
  const factors = new Set(areas.flatMap(({ governs }) => governs.factors));
  assert.deepEqual([...kinds].sort(), [...kKinds].sort());
  assert.deepEqual([...factors].sort(), [...kFactors].sort());
});

test('no statistics nobody can check: no percentages in the texts', () => {
  for (const text of texts) assert.doesNotMatch(text, /%|процент/i, text);
});
