// What stands in assets/ once is the same where a page says it by itself.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { exampleScenario } from '../../web/js/model/example.js';
import { factorName } from '../../web/js/text/names.js';

const asset = (name) => JSON.parse(readFileSync(new URL(`../../assets/${name}`, import.meta.url), 'utf8'));
const table = asset('messages/ru.json');

test('factors are called as in the table', () => {
  for (const [id, name] of Object.entries(table.factors)) {
    assert.equal(factorName(id, { stages: [] }), name, id);
  }
});

test("the page's example has the numbers of the sample scenario", () => {
  const sample = asset('scenarios/explainer.json');
  const example = exampleScenario();
  for (const key of ['managers', 'leads_per_month', 'average_check']) {
    assert.equal(example[key], sample[key], key);
  }
  assert.equal(example.stages[0].conversion, sample.stages[0].conversion);
});

test('no page takes a long part of the table: one sentence of it is written into the page at the build', () => {
  const kLong = 2048; // bytes
  const scripts = new URL('../../web/js/', import.meta.url);
  const taken = readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) =>
      [
        ...readFileSync(new URL(name, scripts), 'utf8').matchAll(
          /\{([^{}]+)\} from '[^']*messages\/ru\.json'/g,
        ),
      ].flatMap(([, parts]) => parts.split(',').map((part) => [name, part.trim().split(' ')[0]])),
    );
  assert.ok(taken.length > 0);
  for (const [name, part] of taken) {
    const bytes = Buffer.byteLength(JSON.stringify(table[part]));
    assert.ok(bytes < kLong, `${name} carries all of ${part}, ${bytes} bytes`);
  }
});

test('no sentence of the table breaks the words of the site', () => {
  const kBanned = /доверительн|бета-биномиальн|Шепли|Уилсон|п\.п\.|от 0 до 1[ .,]|!/;
  for (const [section, sentences] of Object.entries(table)) {
    for (const [name, sentence] of Object.entries(sentences)) {
      assert.doesNotMatch(sentence, kBanned, `${section}.${name}`);
      const places = [...sentence.matchAll(/\{(\w+)(\|[^{}|]+\|[^{}|]+\|[^{}|]+)?\}/g)];
      const braces = [...sentence.matchAll(/\{(?!…)/g)];
      assert.equal(
        places.length,
        braces.length,
        `${section}.${name}: a place is {name} or {name|one|few|many}`,
      );
    }
  }
});
