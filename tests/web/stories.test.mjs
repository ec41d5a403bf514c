// The stories as they are written: of the agreed length, every figure of this client and of no other, the techniques of the facts, and
// the words a visitor is spoken to with.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseStory, readStories, whyNotTried } from '../../web/tools/stories.mjs';

const asset = (name) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));
const readJson = async (name) => JSON.parse(await readFile(asset(name), 'utf8'));
const stories = await readStories({ asset, readJson });
const { cases } = await readJson('cases.json');

const textOf = ({ title, lede, was, found, done, outcome, yours }) =>
  [title, lede, ...was, ...found, ...done.flatMap(({ told }) => told), ...outcome, ...yours].join('\n');
const figuresOf = (text) =>
  [...text.matchAll(/\d+(?:[\s\u00a0]\d{3})*(?:,\d+)?/gu)].map(([figure]) =>
    figure.replace(/[\s\u00a0]/gu, ''),
  );
const wordsIn = (text) => text.match(/\p{L}+/gu)?.length ?? 0;

test('every case of the list has its story', () => {
  assert.deepEqual(
    stories.map(({ id }) => id),
    cases.map(({ id }) => id),
  );
});

test('a story has 400 to 900 words, conversation and limits counted', () => {
  for (const story of stories) {
    const talk = story.facts.before_after.flatMap(({ topic, before, after }) => [topic, before, after]);
    const words = wordsIn([textOf(story), ...talk, ...story.facts.caveats].join('\n'));
    assert.ok(words >= 400 && words <= 900, `${story.id}: ${words} words`);
    assert.ok(wordsIn(textOf(story)) >= 350, `${story.id}: the telling itself is short`);
  }
});

test('every figure of a story is published of this very client', () => {
  for (const story of stories) {
    const published = new Set(figuresOf(JSON.stringify(story.facts)));
    for (const figure of figuresOf(textOf(story))) assert.ok(published.has(figure), `${story.id}: ${figure}`);
  }
});

test('no story speaks of another client', () => {
  const names = new Map(stories.map(({ facts }) => [facts.name, facts.name.slice(0, 6)]));
  for (const story of stories) {
    for (const [name, stem] of names) {
      if (name !== story.facts.name) assert.ok(!textOf(story).includes(stem), `${story.id} names ${name}`);
    }
  }
});

test('what was done are the techniques of the facts, each once', () => {
  for (const story of stories) {
    assert.deepEqual(
      story.done.map(({ technique }) => technique.id).sort(),
      [...story.facts.techniques].sort(),
      story.id,
    );
  }
});

test('no shouting, no straight quotes, no words a visitor never reads', () => {
  for (const story of stories) {
    const text = textOf(story);
    assert.doesNotMatch(text, /!| {2}|"|'|\bп\.\s?п\.|доверит\p{L}* интервал|лидоген/iu, story.id);
    for (const line of text.split('\n').slice(1)) assert.match(line, /[.?»]$/u, `${story.id}: ${line}`);
  }
});

test('titles differ and fit a link’s picture', () => {
  const titles = stories.map(({ title }) => title);
  assert.equal(new Set(titles).size, titles.length);
  for (const title of titles) assert.ok(title.length <= 70, title);
});

test('only a share of one thing at both ends can be tried on, the others say why not', () => {
  const triable = stories.filter(({ entry }) => whyNotTried(entry) === null).map(({ id }) => id);
  assert.deepEqual(triable, ['fintablo']);
  assert.match(whyNotTried({ before: null, after: 0.4, denominator: 'unknown' }), /Исходная доля не названа/);
  assert.match(whyNotTried({ before: 0.1, after: 0.2, denominator: 'changed' }), /от разного/);
  assert.match(whyNotTried({ before: null, after: null, denominator: 'unknown' }), /количества/);
});

test('a story without one of its parts stops the build with a sentence', () => {
  assert.throws(() => parseStory('# Заголовок\n\nСтрока.\n\n## Что было\n\nТекст.\n', 'x'), /stories\/x\.md/);
});
