// The schemas of `funnel schema`, under an independent validator: every golden passes, and what the reader refuses is refused.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const ajv = new Ajv2020({ allowUnionTypes: true, allErrors: true });

/** @param {string[]} args @param {unknown} [input] a document for standard input */
function funnel(args, input) {
  const run = spawnSync(FUNNEL, args, {
    input: input === undefined ? '' : JSON.stringify(input),
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
/** @param {string} name */
const validatorOf = (name) => ajv.compile(JSON.parse(funnel(['schema', name]).out));
const names = funnel(['schema']).out.trim().split('\n');
const schemas = Object.fromEntries(names.map((name) => [name, validatorOf(name)]));

/** @param {string} name @param {unknown} document @param {string} what */
function valid(name, document, what) {
  assert.ok(schemas[name](document), `${what}: ${ajv.errorsText(schemas[name].errors)}`);
}

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const goldens = readdirSync('tests/golden')
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...read(`tests/golden/${name}`) }))
  .filter(({ scenario, report }) => scenario && report);

test('every golden is valid, scenario and report, and so is what the program prints for it', () => {
  assert.ok(goldens.length >= 9);
  for (const { name, scenario, report } of goldens) {
    valid('scenario', scenario, name);
    valid('report', report, name);
    valid('report', JSON.parse(funnel(['eval', '-'], scenario).out), name);
    valid('findings', JSON.parse(funnel(['findings', '-'], scenario).out), name);
    const targets = JSON.parse(funnel(['targets', '-'], scenario).out);
    valid('targets', targets, name);
    valid('scenario', targets.scenario, `${name}, every field`);
  }
  valid('comparison', read('tests/golden/compare.json').comparison, 'compare');
});

test('checklist, solver and refusals are valid', () => {
  valid('checklist-definition', read('assets/checklist/rop.json'), 'rop.json');
  const answers = { format: 'funnel-checklist', version: 1, answers: {} };
  valid('checklist-answers', answers, 'answers');
  valid('checklist-report', JSON.parse(funnel(['checklist', '-'], answers).out), 'checklist');
  const { scenario } = goldens.find(({ name }) => name === 'full.json');
  for (const value of [20_000_000, 1e11]) {
    const request = { scenario, pin: { what: 'revenue', value }, give: { what: 'all_conversions' } };
    valid('solve-request', request, 'request');
    valid('solve-result', JSON.parse(funnel(['solve', '-'], request).out), String(value));
  }
  valid('issues', JSON.parse(funnel(['eval', '-'], {}).err), 'issues');
});

test('what the schema refuses the reader refuses, and the other way round', () => {
  const good = goldens.find(({ name }) => name === 'full.json').scenario;
  const stage = good.stages[0];
  const withStage = (change) => ({ ...good, stages: [{ ...stage, ...change }] });
  for (const [document, what] of [
    [{ ...good, managers: 0 }, 'no managers'],
    [{ ...good, managers: 10_001 }, 'too many managers'],
    [{ ...good, managers: 2.5 }, 'half a manager'],
    [{ ...good, leads_per_month: 1e8 + 1 }, 'too many leads'],
    [{ ...good, average_check: 1.1e12 }, 'too dear'],
    [{ ...good, working_days_per_month: 32 }, 'too many days'],
    [{ ...good, capacity_leads_per_manager: 0 }, 'no capacity'],
    [{ ...good, gross_margin: 1.01 }, 'margin above 100 %'],
    [{ ...good, check_spread: 5.1 }, 'too wide a check'],
    [{ ...good, history_months: 0 }, 'no history'],
    [{ ...good, stated_sales: -1 }, 'negative sales'],
    [{ ...good, targets_source: 'his' }, 'a strange source'],
    [{ ...good, stages: [] }, 'no stages'],
    [{ ...good, stages: Array.from({ length: 13 }, (_, i) => ({ ...stage, id: `s${i}` })) }, '13 stages'],
    [withStage({ id: 'leads' }), 'a reserved id'],
    [withStage({ id: 'Big' }), 'a capital letter'],
    [withStage({ name: '' }), 'no name'],
    [withStage({ conversion: 1.5 }), 'conversion above 100 %'],
    [withStage({ observed: { entered: 10, passed: 5 } }), 'share and counts'],
    [withStage({ conversion: undefined }), 'neither share nor counts'],
    [withStage({ colour: 'red' }), 'an unknown key'],
    [{ ...good, ramp: { months: 61 } }, 'too long a ramp'],
    [{ ...good, fee: { growth_share: 2 } }, 'more than the growth'],
    [{ ...good, version: 2 }, 'a newer version'],
  ]) {
    assert.equal(funnel(['eval', '-'], document).code, 2, `the reader: ${what}`);
    assert.ok(!schemas.scenario(JSON.parse(JSON.stringify(document))), `the schema: ${what}`);
  }
});

test('defaults of the schema are those the reader fills in', () => {
  const { properties } = JSON.parse(funnel(['schema', 'scenario']).out);
  const scenario = {
    format: 'funnel-scenario',
    version: 1,
    managers: 1,
    leads_per_month: 1,
    average_check: 1,
    stages: [{ id: 's', name: 'Этап', conversion: 1 }],
  };
  const full = JSON.parse(funnel(['targets', '-', '--uplift', '1'], scenario).out).scenario;
  let checked = 0;
  const same = (/** @type {any} */ fields, /** @type {any} */ values) => {
    for (const [key, field] of Object.entries(fields)) {
      if (field.default === undefined) continue;
      assert.equal(values[key], field.default, key);
      checked += 1;
    }
  };
  same(properties, full);
  same(properties.ramp.properties, full.ramp);
  same(properties.fee.properties, full.fee);
  assert.ok(checked >= 13, `${checked} defaults`);
});

test('an unknown name lists the known ones', () => {
  const run = funnel(['schema', 'nothing']);
  assert.equal(run.code, 64);
  assert.match(run.err, /scenario/);
});
