// The modules pages load: the same goldens through the C interface and through core.js, agreement with the native build, recovery.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { CoreError, coreFromBytes, loadCore } from '../../web/js/model/core.js';

const BIN = 'build/wasm/bin';
const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const bytes = readFileSync(`${BIN}/core.wasm`);
const goldens = readdirSync('tests/golden')
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...JSON.parse(readFileSync(`tests/golden/${name}`, 'utf8')) }))
  .filter((golden) => golden.scenario);
const comparison = JSON.parse(readFileSync('tests/golden/compare.json', 'utf8'));

test('every module is for every browser that knows WebAssembly: nothing added to its first version', () => {
  const modules = readdirSync(BIN).filter((name) => name.endsWith('.wasm') && !name.includes('tests'));
  assert.ok(modules.length >= 7, modules.join(' '));
  for (const name of modules) {
    const checked = spawnSync('wasm-opt', ['--mvp-features', `${BIN}/${name}`, '-o', '/dev/null'], {
      encoding: 'utf8',
    });
    assert.equal(checked.status, 0, `${name}: ${checked.error ?? checked.stderr.slice(0, 400)}`);
  }
});

/**
 * Every difference beyond `tolerance` (relative), as text.
 * @returns {string[]}
 */
function differences(expected, actual, tolerance, where = '') {
  if (typeof expected === 'number') {
    const same =
      typeof actual === 'number' &&
      Math.abs(expected - actual) <= tolerance(where) * Math.max(Math.abs(expected), 1e-9);
    return same ? [] : [`${where}: ${expected} ≠ ${actual}`];
  }
  if (expected === null || typeof expected !== 'object') {
    return expected === actual ? [] : [`${where}: ${expected} ≠ ${actual}`];
  }
  if (actual === null || typeof actual !== 'object') return [`${where}: ${actual}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) => differences(expected[key], actual[key], tolerance, `${where}/${key}`));
}
// As in tests/core/golden_test.cpp: the goldens' own prior strength ends 3e-6 from the maximum.
const asGolden = (where) => (where.startsWith('/roster') ? 2e-5 : 1e-6);
const asNative = () => 1e-9;

/** The C interface without core.js: what another language would do. */
async function rawModule() {
  const { instance } = await WebAssembly.instantiate(bytes, {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: { proc_exit() {} },
  });
  const x = /** @type {any} */ (instance.exports);
  x._initialize();
  const argument = (text) => {
    const data = new TextEncoder().encode(text);
    const at = x.funnel_alloc(data.length + 1);
    new Uint8Array(x.memory.buffer).set([...data, 0], at);
    return at;
  };
  return {
    exports: x,
    call(name, ...texts) {
      const at = texts.map(argument);
      const result = x[name](...at);
      const heap = new Uint8Array(x.memory.buffer);
      const answer = JSON.parse(new TextDecoder().decode(heap.subarray(result, heap.indexOf(0, result))));
      [...at, result].forEach((pointer) => x.funnel_free(pointer));
      return answer;
    },
  };
}

test('the goldens through the C interface', async () => {
  const raw = await rawModule();
  for (const { name, scenario, report } of goldens) {
    assert.deepEqual(
      differences(report, raw.call('funnel_evaluate', JSON.stringify(scenario)).report, asGolden),
      [],
      name,
    );
  }
});

test('the goldens through core.js, from both modules', async () => {
  for (const file of ['core.wasm', 'calculator.wasm']) {
    const core = await coreFromBytes(readFileSync(`${BIN}/${file}`));
    for (const { name, scenario, report } of goldens) {
      assert.deepEqual(differences(report, core.evaluate(scenario).report, asGolden), [], `${file} ${name}`);
    }
  }
});

test('the golden comparison through core.js', async () => {
  const core = await coreFromBytes(bytes);
  assert.deepEqual(
    differences(comparison.comparison, core.compare(comparison.a, comparison.b).comparison, asGolden),
    [],
  );
});

test('native and wasm agree to 1e-9 on every number of every golden', async () => {
  const core = await coreFromBytes(bytes);
  for (const { name, scenario } of goldens) {
    const native = spawnSync(FUNNEL, ['eval', '-'], { input: JSON.stringify(scenario), encoding: 'utf8' });
    assert.deepEqual(
      differences(JSON.parse(native.stdout), core.evaluate(scenario).report, asNative),
      [],
      name,
    );
  }
});

test('native and wasm agree to 1e-9 over varied scenarios, very many leads included', async () => {
  const core = await coreFromBytes(bytes);
  let state = 12345;
  const unit = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let i = 0; i < 60; i++) {
    const scenario = {
      format: 'funnel-scenario',
      version: 1,
      managers: 1 + Math.floor(unit() * 20),
      leads_per_month: Math.round(10 ** (unit() * 6)),
      average_check: Math.round(10 ** (3 + unit() * 4)),
      check_spread: i % 2 ? unit() * 2 : 0,
      history_months: 0.1 + unit() * 12,
      goal_revenue: 10 ** (4 + unit() * 6),
      stages: Array.from({ length: 1 + Math.floor(unit() * 5) }, (_, k) => ({
        id: `s${k}`,
        name: 'Этап',
        conversion: unit(),
        target_conversion: unit(),
      })),
      roster: [
        { name: 'А', leads: 100, sales: Math.floor(unit() * 40) },
        { name: 'Б', leads: 200, sales: Math.floor(unit() * 40) },
      ],
    };
    const native = spawnSync(FUNNEL, ['eval', '-'], { input: JSON.stringify(scenario), encoding: 'utf8' });
    assert.deepEqual(
      differences(JSON.parse(native.stdout), core.evaluate(scenario).report, asNative),
      [],
      JSON.stringify(scenario),
    );
  }
});

const forty = JSON.parse(readFileSync('tests/golden/calls_forty.json', 'utf8'));

test('calls: the golden through core.js from every module that has them, native and wasm alike', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'funnel-calls-')), 'calls.json');
  writeFileSync(file, JSON.stringify(forty.document));
  const days = ({ from, to }) => `${from}..${to}`;
  const native = spawnSync(
    FUNNEL,
    ['calls', file, '--before', days(forty.periods.before), '--after', days(forty.periods.after)],
    {
      encoding: 'utf8',
    },
  );
  for (const name of ['core.wasm', 'calls.wasm']) {
    const core = await coreFromBytes(readFileSync(`${BIN}/${name}`));
    const { calls_report: report } = core.calls(forty.document, forty.periods);
    assert.deepEqual(
      differences(forty.report, report, (where) => (/prior|fair/.test(where) ? 2e-5 : 1e-9)),
      [],
      name,
    );
    assert.deepEqual(differences(JSON.parse(native.stdout), report, asNative), [], name);
    assert.equal(core.callsNeeded(0.5, 0.1).calls_needed, 97);
    assert.equal(core.callsNeeded(0.5, 0).issues[0].path, '/width');
    assert.equal(
      core.calls(forty.document, /** @type {any} */ ({ before: {}, after: {} })).issues[0].path,
      '/periods/before/from',
    );
  }
});

test('calls: twenty thousand are read and reported', async () => {
  const core = await coreFromBytes(readFileSync(`${BIN}/calls.wasm`));
  const calls = Array.from({ length: 20_000 }, (_, i) => forty.document.calls[i % 40]);
  const document = { ...forty.document, calls };
  core.calls(document);
  const began = performance.now();
  assert.equal(core.calls(document).calls_report.calls, 20_000);
  console.log(`20 000 calls: ${Math.round(performance.now() - began)} ms`);
});

test('plan: the goldens through core.js', async () => {
  const read = (name) => JSON.parse(readFileSync(name, 'utf8'));
  for (const module of ['core.wasm', 'plan.wasm']) {
    const core = await coreFromBytes(readFileSync(`${BIN}/${module}`));
    for (const name of module === 'plan.wasm'
      ? ['three_numbers', 'full']
      : ['three_numbers', 'full', 'meeting']) {
      const { request, plan } = read(`tests/golden/plan_${name}.json`);
      const { scenario, checklist, calls, start, people } = request;
      const answer = core.plan({
        scenario,
        checklist,
        calls,
        techniques: read('tests/core/plan_techniques.json'),
        definition: read('tests/core/plan_checklist.json'),
        options: { start, people },
      });
      const told = {
        ...answer.plan,
        steps: answer.plan.steps.map((step) => ({
          ...step,
          why: { money: step.why.money, need: step.why.need },
        })),
      };
      assert.deepEqual(differences(plan, told, asNative), [], `${module} ${name}`);
      assert.equal(answer.order.by_money_only, name !== 'meeting');
      assert.equal(answer.order.techniques.length, 26);
    }
  }
});

test('a thousand calls leave the memory as large as ten', async () => {
  const raw = await rawModule();
  const text = JSON.stringify(goldens.find((g) => g.name === 'full.json').scenario);
  for (let i = 0; i < 10; i++) raw.call('funnel_evaluate', text);
  const size = raw.exports.memory.buffer.byteLength;
  for (let i = 0; i < 1000; i++) raw.call('funnel_evaluate_quick', text);
  for (let i = 0; i < 20; i++) raw.call('funnel_evaluate', text);
  assert.equal(raw.exports.memory.buffer.byteLength, size);
});

test('a document large enough to grow the memory is still read whole', async () => {
  const core = await coreFromBytes(bytes);
  const roster = Array.from({ length: 200 }, (_, i) => ({
    name: `Менеджер ${i} ${'я'.repeat(60)}`,
    leads: 1000 + i,
    sales: i,
  }));
  const scenario = { ...goldens[0].scenario, roster };
  assert.equal(core.evaluate(scenario).report.roster.managers.length, 200);
  assert.equal(core.read('x'.repeat(3_000_000)).issues[0].code, 'too_large');
});

test('every bad document is answered with issues, never with an exception', async () => {
  const core = await coreFromBytes(bytes);
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"a":1,"a":2}',
    '\u0000{}',
    '{"title":"\\ud800"}',
    '['.repeat(100000),
  ]) {
    assert.ok(core.read(text).issues.length > 0, text.slice(0, 20));
  }
  assert.equal(core.evaluate({}).issues.length, 6);
});

test('after a trap the next call starts a fresh instance and is right again', async () => {
  const core = await coreFromBytes(bytes);
  const { scenario, report } = goldens.find((g) => g.name === 'explainer.json');
  // A JSON.stringify that yields nothing is the nearest a caller comes to a broken argument.
  assert.throws(() => core.evaluate(undefined), CoreError);
  assert.deepEqual(differences(report, core.evaluate(scenario).report, asGolden), []);
});

test('a module that cannot be fetched or is not a module is a CoreError with a sentence for people', async () => {
  for (const url of ['data:application/wasm;base64,AAAA', 'http://127.0.0.1:1/core.wasm']) {
    await assert.rejects(
      loadCore(url),
      (error) => error instanceof CoreError && /обновите страницу/.test(error.message),
    );
  }
});

test('targets, decomposition and curve answer in their documented shapes', async () => {
  const core = await coreFromBytes(readFileSync(`${BIN}/calculator.wasm`));
  const { scenario } = goldens.find((g) => g.name === 'explainer.json');
  const lifted = core.targetsFromUplift(scenario, 1.5);
  assert.ok(lifted.reached);
  assert.ok(Math.abs(lifted.scenario.stages[0].target_conversion - 0.075) < 1e-12);
  const assumed = core.defaultTargets(scenario, 1.5);
  assert.equal(assumed.scenario.stages[0].target_conversion, 0.075);
  assert.ok(Math.abs(assumed.uplift - 1.5) < 1e-12);
  assert.deepEqual(
    core.findings(scenario).findings.map(({ code }) => code),
    ['stage_point', 'goal_gap'],
  );
  assert.deepEqual(
    core.decompose(scenario).decomposition.rows.map((row) => row.id),
    ['leads', 'sale', 'revenue'],
  );
  const { points, p50 } = core.distribution(scenario, 50).distribution;
  assert.equal(points.length, 50);
  assert.equal(p50, 7_500_000);
});
