// What the techniques and the call criteria say: every id resolves, nothing waits for itself, every figure is a
// published one, and the words are those a visitor is spoken to with.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const asset = async (name) =>
  JSON.parse(await readFile(new URL(`../../assets/${name}`, import.meta.url), 'utf8'));
const { stories } = await asset('stories.json');
const { techniques, format } = await asset('techniques.json');
const { criteria, format: criteriaFormat } = await asset('calls/criteria.json');
const { areas } = await asset('checklist/rop.json');

const kKinds = ['contact', 'qualification', 'meeting', 'offer', 'payment', 'other'];
const kFactors = ['leads', 'coverage', 'average_check'];
const kOwners = ['rop', 'owner', 'marketing', 'crm'];
const kId = /^[a-z][a-z0-9_]{0,31}$/;
const idsOf = (list) => new Set(list.map(({ id }) => id));
const unique = (list) => new Set(list).size === list.length;

function assertKnown(ids, known, where) {
  assert.ok(unique(ids), `${where}: an id is given twice`);
  for (const id of ids) assert.ok(known.has(id), `${where}: ${id}`);
}

// The figures of a text, spaces inside them dropped: «11 000» is 11000, «6,78» stays.
const figuresOf = (text) =>
  [...text.matchAll(/\d+(?:[\s\u00a0]\d{3})*(?:,\d+)?/gu)].map(([figure]) =>
    figure.replace(/[\s\u00a0]/gu, ''),
  );

test('both documents name their format', () => {
  assert.equal(format, 'funnel-techniques');
  assert.equal(criteriaFormat, 'funnel-call-criteria');
});

test('a technique names what it governs, whose it is, how long it takes and where it comes from', () => {
  assert.ok(unique(techniques.map(({ id }) => id)));
  for (const technique of techniques) {
    assert.deepEqual(Object.keys(technique), [
      'id',
      'name',
      'kinds',
      'factors',
      'owner',
      'weeks',
      'steps',
      'measure',
      'cases',
      'after',
      'areas',
      'criteria',
    ]);
    assert.match(technique.id, kId);
    assertKnown(technique.kinds, new Set(kKinds), technique.id);
    assertKnown(technique.factors, new Set(kFactors), technique.id);
    assertKnown(technique.cases, idsOf(stories), technique.id);
    assertKnown(technique.after, idsOf(techniques), technique.id);
    assertKnown(technique.areas, idsOf(areas), technique.id);
    assertKnown(technique.criteria, idsOf(criteria), technique.id);
    assert.ok(kOwners.includes(technique.owner), technique.id);
    assert.ok(
      Number.isInteger(technique.weeks) && technique.weeks >= 1 && technique.weeks <= 12,
      technique.id,
    );
    assert.ok(
      technique.kinds.length > 0 && technique.cases.length > 0 && technique.areas.length > 0,
      technique.id,
    );
    assert.ok(technique.steps.length >= 3 && technique.steps.length <= 6, technique.id);
  }
});

test('a technique and its stories name each other', () => {
  const named = new Map(techniques.map(({ id, name }) => [name, id]));
  for (const story of stories) {
    const told = techniques.filter(({ cases }) => cases.includes(story.id)).map(({ id }) => id);
    assert.deepEqual([...story.techniques].sort(), told.sort(), story.id);
    for (const { technique } of story.done) {
      assert.ok(story.techniques.includes(named.get(technique)), `${story.id}: ${technique}`);
    }
  }
});

test('no technique waits for itself', () => {
  const after = new Map(techniques.map((technique) => [technique.id, technique.after]));
  const depth = (id, path) => {
    assert.ok(!path.includes(id), [...path, id].join(' → '));
    return Math.max(0, ...after.get(id).map((earlier) => 1 + depth(earlier, [...path, id])));
  };
  for (const id of after.keys()) assert.ok(depth(id, []) <= 2, id);
});

test('14 to 18 criteria, each heard in a conversation and drilled for three days', () => {
  assert.ok(criteria.length >= 14 && criteria.length <= 18, `${criteria.length}`);
  assert.ok(unique(criteria.map(({ id }) => id)) && unique(criteria.map(({ name }) => name)));
  for (const criterion of criteria) {
    assert.deepEqual(Object.keys(criterion), [
      'id',
      'name',
      'part',
      'weight',
      'kind',
      'looks_like',
      'three_days',
    ]);
    assert.match(criterion.id, kId);
    assert.ok(kKinds.includes(criterion.kind), criterion.id);
    assert.ok([1, 2, 3].includes(criterion.weight), criterion.id);
    assert.ok(criterion.name.length <= 120 && criterion.part.length <= 60, criterion.id);
    assert.match(criterion.three_days, /^Три дня /);
  }
});

test('the parts of a conversation stand together and in its order', () => {
  const parts = criteria.map(({ part }) => part);
  const runs = parts.filter((part, i) => part !== parts[i - 1]);
  assert.ok(unique(runs), runs.join(', '));
});

const told = [
  ...techniques.flatMap(({ id, name, steps, measure }) =>
    [name, measure, ...steps].map((text) => [id, text]),
  ),
  ...criteria.flatMap(({ id, name, part, looks_like: heard, three_days: drill }) =>
    [name, part, heard, drill].map((text) => [id, text]),
  ),
];

test('every figure of a technique or a criterion is a published one', () => {
  const published = new Set(figuresOf(JSON.stringify(stories)));
  for (const [id, text] of told) {
    for (const figure of figuresOf(text)) assert.ok(published.has(figure), `${id}: ${figure}`);
  }
});

test('the words are plain: no shouting, no straight quotes, none of the words a visitor never reads', () => {
  const never = /п\. ?п\.|довер\p{L}* интервал|бета-бином|сглажив|шепли|уилсон|\bлаг\b/iu;
  for (const [id, text] of told) {
    assert.ok(text === text.trim() && text !== '', id);
    assert.doesNotMatch(text, /!| {2}|"|“|'/u, `${id}: ${text}`);
    assert.doesNotMatch(text.replaceAll('CRM', ''), /[A-Za-z]/u, `${id}: ${text}`);
    assert.doesNotMatch(text, never, `${id}: ${text}`);
  }
  for (const { id, three_days: drill, looks_like: heard } of criteria) {
    for (const text of [drill, heard]) assert.match(text, /[.?]$/u, `${id}: ${text}`);
  }
});
