// The schemas of `funnel schema`, under an independent validator: every golden passes, and what the reader refuses is refused.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
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

/** Each key of a part of a document by its own schema. @param {string} name @param {any} part @param {string} what */
function validPart(name, part, what) {
  const { properties } = JSON.parse(funnel(['schema', name]).out);
  for (const [key, value] of Object.entries(part)) {
    assert.ok(key in properties, `${what}: ${name} has no ${key}`);
    const check = ajv.compile(properties[key]);
    assert.ok(check(value), `${what}: /${key} ${ajv.errorsText(check.errors)}`);
  }
}

test('calls and their report are valid', () => {
  valid('call-criteria', read('assets/calls/criteria.json'), 'criteria.json');
  const { document, report, periods } = read('tests/golden/calls_forty.json');
  valid('calls', document, 'calls_forty');
  validPart('calls-report', report, 'calls_forty');
  valid('calls-report', JSON.parse(funnel(['calls', '-'], document).out), 'the program’s');
  if (periods) valid('call-periods', periods, 'calls_forty');
});

test('plans, what they are made of and what they say are valid', () => {
  valid('techniques', read('assets/techniques.json'), 'techniques.json');
  const plans = readdirSync('tests/golden').filter((name) => /^plan_.*\.json$/.test(name));
  assert.ok(plans.length >= 3);
  for (const name of plans) {
    const { request } = read(`tests/golden/${name}`);
    valid('plan-request', request, name);
    delete request.checklist; // of questions the published checklist no longer has
    valid('plan', JSON.parse(funnel(['plan', '-'], request).out), name);
  }
});

test('deals: mappings, proposals, reports and growth of every golden export are valid', () => {
  const folder = 'tests/golden/deals';
  const exports = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  assert.ok(exports.length >= 6);
  let seen = 0;
  for (const name of exports) {
    const file = `${folder}/${name}`;
    const stem = file.replace(/\.csv$/, '');
    const golden = (kind) => (existsSync(`${stem}.${kind}.json`) ? read(`${stem}.${kind}.json`) : undefined);
    valid('deals-mapping', golden('mapping'), name);
    valid('deals-proposal', JSON.parse(funnel(['deals', file, '--propose']).out), name);
    const mapping = ['--mapping', `${stem}.mapping.json`];
    const report = funnel(['deals', file, ...mapping, '--today', '2026-12-31']);
    if (report.code === 0) {
      valid('deals-report', JSON.parse(report.out), name);
      seen += 1;
    }
    if (golden('growth')) {
      const { before, after } = golden('growth').periods;
      const run = funnel([
        'growth',
        file,
        ...mapping,
        '--today',
        '2026-12-31',
        '--before',
        before.join('..'),
        '--after',
        after.join('..'),
      ]);
      valid('growth', JSON.parse(run.out), name);
      seen += 1;
    }
  }
  assert.ok(seen >= 8, `${seen} documents`);
});

test('an agreement on growth is valid', () => {
  const file = 'tests/golden/deals/large.csv';
  const { before, after } = read('tests/golden/deals/large.growth.json').periods;
  const run = funnel([
    'growth',
    file,
    '--mapping',
    'tests/golden/deals/large.mapping.json',
    '--today',
    '2026-12-31',
    '--before',
    before.join('..'),
    '--after',
    after.join('..'),
    '--agree',
    '--growth-share',
    '0.2',
  ]);
  assert.equal(run.code, 0, run.err);
  valid('growth-agreement', JSON.parse(run.out), 'agreement');
});

test('what deals, calls and plan readers refuse their schemas refuse', () => {
  const mapping = read('tests/golden/deals/large.mapping.json');
  const { document: calls } = read('tests/golden/calls_forty.json');
  const { request } = read('tests/golden/plan_meeting.json');
  for (const [name, document, what] of [
    ['deals-mapping', { ...mapping, date_order: 'dym' }, 'an order of dates'],
    ['deals-mapping', { ...mapping, columns: { created: 7 } }, 'a number for a column'],
    ['deals-mapping', { ...mapping, stages: [{ name: 'x', means: 13 }] }, 'the thirteenth place'],
    ['deals-mapping', { ...mapping, colour: 'red' }, 'an unknown key'],
    ['calls', { ...calls, criteria: [] }, 'no criteria'],
    ['calls', { ...calls, calls: [{ manager: 'А', date: '4 мая', marks: {} }] }, 'a day in words'],
    ['calls', { ...calls, calls: [{ manager: 'А', date: '2026-05-04', marks: { x: 2 } }] }, 'a mark of two'],
    ['plan-request', { ...request, fixed: [{ technique: 'x', week_from: 13 }] }, 'the thirteenth week'],
    ['plan-request', { ...request, people: ['boss'] }, 'a stranger'],
    ['plan-request', { ...request, scenario: {} }, 'no scenario'],
  ]) {
    assert.ok(!schemas[name](document), `${name}: ${what}`);
  }
});

test('links are valid', () => {
  const { scenario } = goldens.find(({ name }) => name === 'full.json');
  const link = { format: 'funnel-link', version: 2, variants: [{ name: 'Цель', scenario }], active: 0 };
  valid('link', link, 'one variant');
  assert.ok(!schemas.link({ ...link, variants: [] }));
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
