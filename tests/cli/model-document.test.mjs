// The worked examples of src/core/MODEL.md: every expected number is the program's.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-model-'));
after(() => rmSync(folder, { recursive: true }));

const examples = [
  ...readFileSync('src/core/MODEL.md', 'utf8').matchAll(/^```json example\n([\s\S]*?)^```$/gm),
].map(([, text]) => JSON.parse(text));

/** @param {string} name @param {object} scenario without its header, which the page leaves out */
function file(name, scenario) {
  const where = path.join(folder, name);
  writeFileSync(where, JSON.stringify({ format: 'funnel-scenario', version: 1, ...scenario }));
  return where;
}

/** @param {string[]} args */
function printed(args) {
  const run = spawnSync(FUNNEL, args, { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

/** @param {any} document @param {string} pointer */
const at = (document, pointer) =>
  pointer
    .slice(1)
    .split('/')
    .reduce((value, key) => value?.[key], document);

/** @param {any} document @param {Record<string, unknown>} expected */
function same(document, expected) {
  for (const [pointer, value] of Object.entries(expected)) {
    const actual = at(document, pointer);
    if (typeof value === 'number') {
      // As many digits as the page gives.
      const close = Math.abs(actual - value) <= Math.max(5e-7 * Math.abs(value), 5e-8);
      assert.ok(close, `${pointer}: ${actual}, the page says ${value}`);
    } else assert.equal(actual, value, pointer);
  }
}

test('the page has its examples', () => assert.ok(examples.length >= 7, `${examples.length}`));

for (const [i, example] of examples.entries()) {
  test(`example ${i + 1} is what the program gives`, () => {
    let checked = 0;
    const check = (/** @type {string[]} */ args, /** @type {Record<string, unknown>} */ expected) => {
      same(printed(args), expected);
      checked += Object.keys(expected).length;
    };
    if (example.a) {
      check(['compare', file('a.json', example.a), file('b.json', example.b)], example.expect);
    } else {
      const scenario = file('scenario.json', example.scenario);
      if (example.expect) check(['eval', scenario], example.expect);
      if (example.findings) check(['findings', scenario], example.findings);
      if (example.targets) check(['targets', scenario, '--uplift', String(example.uplift)], example.targets);
    }
    assert.ok(checked > 0);
  });
}
