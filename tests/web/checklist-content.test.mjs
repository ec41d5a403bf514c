// The words of the head-of-sales checklist: complete, unique, of a size that fits the page and the printed form.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const asset = async (name) =>
  JSON.parse(await readFile(new URL(`../../assets/${name}`, import.meta.url), 'utf8'));
const definition = await asset('checklist/rop.json');
const heirs = await asset('checklist/heirs.json');
const { techniques } = await asset('techniques.json');
const areas = definition.areas;
const items = areas.flatMap((area) => area.items);
const kKinds = new Set(['contact', 'qualification', 'meeting', 'offer', 'payment', 'other']);
const kFactors = new Set(['leads', 'coverage', 'average_check']);
const kLengths = { question: [20, 100], evidence: [15, 100], good_answer: [20, 110], action: [30, 130] };
const kLevel = [10, 110];
const kOwners = ['rop', 'owner', 'marketing', 'crm'];
const texts = [
  definition.title,
  ...areas.flatMap((a) => [a.name, a.about, ...a.drill]),
  ...items.flatMap((i) => [...Object.keys(kLengths).map((key) => i[key]), ...i.levels]),
];

test('the checklist has 14 areas of 3 to 6 items, 55 to 70 in all', () => {
  assert.equal(areas.length, 14);
  for (const area of areas) assert.ok(area.items.length >= 3 && area.items.length <= 6, area.id);
  assert.ok(items.length >= 55 && items.length <= 70, `${items.length} items`);
});

test('the short version has 20 items, asks about every area and holds everything critical', () => {
  assert.equal(items.filter((item) => item.short === true).length, 20);
  for (const area of areas) {
    assert.ok(
      area.items.some((item) => item.short),
      area.id,
    );
  }
  for (const item of items) if (item.critical) assert.ok(item.short, item.id);
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
      'day',
      'evidence',
      'good_answer',
      'id',
      'levels',
      'owner',
      'question',
      'short',
      'weight',
    ]);
    assert.ok([1, 2, 3].includes(item.weight), item.id);
    assert.equal(typeof item.critical, 'boolean');
    assert.equal(typeof item.short, 'boolean');
    assert.ok(kOwners.includes(item.owner), item.id);
    assert.ok(Number.isInteger(item.day) && item.day >= 1 && item.day <= 5, item.id);
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

test('what 0, 1 and 2 look like is said of every item, each in its own words', () => {
  for (const item of items) {
    assert.equal(item.levels.length, 2, item.id);
    for (const level of item.levels) {
      assert.ok(
        level.length >= kLevel[0] && level.length <= kLevel[1] && /[.]$/.test(level),
        `${item.id}: ${level}`,
      );
    }
    assert.equal(new Set([...item.levels, item.good_answer]).size, 3, item.id);
  }
});

test('numbers stand in the levels where the cases have them', () => {
  const levels = (id) => {
    const item = items.find((found) => found.id === id);
    return [...item.levels, item.good_answer];
  };
  assert.match(levels('response_time')[2], /10–15 минут/);
  assert.match(levels('closing_attempt')[2], /семи и больше/);
  assert.match(levels('closing_next_step')[2], /Восемь и больше/);
  assert.match(levels('closing_objections')[2], /девяти возражений из десяти/);
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
    assert.doesNotMatch(text, /!| {2}|"|'/, text);
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

test('an area governs only stages its techniques work on', () => {
  for (const area of areas) {
    const kinds = new Set(
      techniques.filter(({ areas: ids }) => ids.includes(area.id)).flatMap((technique) => technique.kinds),
    );
    for (const kind of area.governs.kinds) {
      assert.ok(kinds.has(kind), `${area.id} governs ${kind}, none of its techniques does`);
    }
  }
});

test('motivation governs the quality of the talk too, and call control governs payment', () => {
  const governs = (id) => areas.find((area) => area.id === id).governs;
  for (const kind of ['qualification', 'offer', 'payment']) {
    assert.ok(governs('motivation').kinds.includes(kind), kind);
  }
  assert.ok(governs('quality').kinds.includes('payment'));
});

test('a critical question stands in an area some technique repairs, so its zero is in the plan', () => {
  const repaired = new Set(techniques.flatMap((technique) => technique.areas));
  for (const area of areas) {
    if (area.items.some(({ critical }) => critical)) assert.ok(repaired.has(area.id), area.id);
  }
});

test('what to prepare is said for every area with something to show', () => {
  const known = new Set(areas.map(({ id }) => id));
  const prepared = new Set(definition.prepare.flatMap(({ areas: ids }) => ids));
  for (const id of prepared) assert.ok(known.has(id), id);
  assert.deepEqual([...prepared].sort(), [...known].sort());
  for (const { what } of definition.prepare) assert.ok(what.length <= 110 && what.endsWith('.'), what);
});

test('an earlier question has the heir that asks the same, or is history; an item of today is its own heir', () => {
  const now = new Set(items.map(({ id }) => id));
  const before = heirs.items.map(({ id }) => id);
  assert.equal(new Set(before).size, before.length);
  for (const { id, heir, question, area } of heirs.items) {
    assert.ok(heir === null || now.has(heir), `${id} → ${heir}`);
    if (now.has(id)) assert.equal(heir, id);
    assert.ok(question.length > 0 && areas.some((found) => found.id === area), id);
  }
});
