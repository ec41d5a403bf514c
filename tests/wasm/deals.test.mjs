// deals.wasm: the worked exports through web/js/model/deals.js, however the file is cut, equal to the native command; recovery, workbooks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { DealsError, DealsFile, FileSum, rowsAsText } from '../../web/js/model/deals.js';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const GOLDEN = 'tests/golden/deals';
const NAMES = ['amo_utf8bom', 'bitrix_cp1251', 'bitrix_utf8bom', 'hubspot_utf8', 'large', 'young', 'edges'];
const TODAY = '2026-12-31';
const compiled = new WebAssembly.Module(readFileSync('build/wasm/bin/deals.wasm'));
const json = (name) => JSON.parse(readFileSync(`${GOLDEN}/${name}`, 'utf8'));
const bytesOf = (name) => new Uint8Array(readFileSync(`${GOLDEN}/${name}.csv`));

/** @param {Uint8Array} bytes */
function opened(bytes, options = {}, piece = bytes.length) {
  const file = new DealsFile(compiled, options);
  for (let at = 0; at < bytes.length; at += piece) file.feed(bytes.subarray(at, at + piece));
  file.finish();
  return file;
}

/** Every difference beyond 1e-9 (relative), as text. @returns {string[]} */
function differences(expected, actual, where = '') {
  if (typeof expected === 'number') {
    const same =
      typeof actual === 'number' && Math.abs(expected - actual) <= 1e-9 * Math.abs(expected) + 1e-12;
    return same ? [] : [`${where}: ${expected} ≠ ${actual}`];
  }
  if (expected === null || typeof expected !== 'object') {
    return expected === actual ? [] : [`${where}: ${expected} ≠ ${actual}`];
  }
  if (actual === null || typeof actual !== 'object') return [`${where}: ${actual}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) => differences(expected[key], actual[key], `${where}/${key}`));
}

test('native and wasm give the same report of every worked export, however it is cut', () => {
  for (const name of NAMES) {
    const native = JSON.parse(
      spawnSync(FUNNEL, ['deals', `${GOLDEN}/${name}.csv`, '--today', TODAY], {
        encoding: 'utf8',
        maxBuffer: 1e8,
      }).stdout,
    );
    for (const piece of [undefined, 1000, 7]) {
      const { report } = opened(bytesOf(name), {}, piece).report({ today: TODAY });
      assert.deepEqual(differences(native, report), [], `${name} by ${piece}`);
    }
  }
});

test('a given mapping is used at opening and in a request', () => {
  const mapping = json('edges.mapping.json');
  const at_opening = opened(bytesOf('edges'), { mapping }).report({ today: '2026-04-01' }).report;
  assert.deepEqual(at_opening.rows, json('edges.rows.json').rows);
  const later = opened(bytesOf('edges')).report({ today: '2026-04-01', mapping }).report;
  assert.deepEqual(later, at_opening);
});

test('a mapping of other columns asks for the file again', () => {
  const mapping = { ...json('edges.mapping.json') };
  mapping.columns = { ...mapping.columns, amount: null };
  const { issues } = opened(bytesOf('edges')).report({ today: '2026-04-01', mapping });
  assert.equal(issues[0].code, 'columns_differ');
});

test('growth and the agreement before it', () => {
  const name = 'bitrix_cp1251';
  const golden = json(`${name}.growth.json`);
  const period = ([from, to]) => ({ from, to });
  const periods = { before: period(golden.periods.before), after: period(golden.periods.after) };
  const file = opened(bytesOf(name), { mapping: json(`${name}.mapping.json`) });
  const { growth } = file.growth({ today: TODAY, ...periods });
  assert.equal(growth.exploratory, true);
  assert.ok(Math.abs(growth.rate_effect - golden.rate_effect) < 1e-12);
  const fee = { growth_share: 0.1, cap: null, pay_when: 'estimate' };
  const signed = file.agreement({
    today: TODAY,
    ...periods,
    horizon_days: growth.horizon_days,
    min_deals: 10,
    fee,
  });
  assert.match(signed.sha256, /^[0-9a-f]{64}$/);
  const agreement = JSON.parse(signed.agreement);
  const measured = file.growth({ today: TODAY, ...periods, agreement }).growth;
  assert.equal(measured.exploratory, false);
  assert.equal(measured.evidence.agreement_sha256, signed.sha256);
  assert.ok(Math.abs(measured.fee - 0.1 * Math.max(0, measured.extra_revenue)) < 1e-6);
  const other = { ...periods, after: { ...periods.after, to: '2026-03-31' } };
  assert.deepEqual(
    file.growth({ today: TODAY, ...other, agreement }).issues.map((i) => i.code),
    ['agreement_differs'],
  );
});

test('rows of a workbook are read as they are', () => {
  const rows = [
    ['ID', 'Стадия', 'Дата создания', 'Сумма'],
    ['1', 'Сделка успешна', '2026-03-01', '1 000'],
    ['2', 'В "работе"', '2026-03-02', null],
    [null, '', '', ''],
    ['3', 'Две\nстроки', 'потом', 5],
  ];
  const { report } = opened(rowsAsText(rows), { rows: true }).report({ today: '2026-04-01' });
  assert.equal(report.totals.deals, 2);
  assert.deepEqual(report.rows.left_out, [{ reason: 'bad_date', count: 1, lines: [5] }]);
});

test('what is no table is refused with a sentence, early', () => {
  for (const start of [[0xff, 0xd8, 0xff, 0xe0], [0x89, 0x50, 0x4e, 0x47], [0x50, 0x4b, 3, 4], []]) {
    const file = new DealsFile(compiled);
    const bytes = new Uint8Array(2 * 1024 * 1024 * (start.length ? 1 : 0));
    bytes.set(start);
    assert.equal(file.feed(bytes), start.length === 0);
    file.finish();
    const { issues } = file.proposal();
    assert.match(issues[0].message, /^[А-Я].*\.$/);
  }
});

test('wrong options and requests are answered with issues', () => {
  assert.ok(
    opened(bytesOf('young'), { mapping: { format: 'other' } }).report({ today: TODAY }).issues.length > 0,
  );
  const file = opened(bytesOf('young'));
  for (const request of [
    {},
    { today: 'вчера' },
    { today: TODAY, horizon_days: 0 },
    { today: TODAY, typo: 1 },
  ]) {
    assert.ok(file.report(/** @type {any} */ (request)).issues.length > 0, JSON.stringify(request));
  }
  assert.ok(file.growth(/** @type {any} */ ({ today: TODAY })).issues.length > 0);
});

test('a file that was closed says so', () => {
  const file = opened(bytesOf('young'));
  file.close();
  assert.throws(() => file.report({ today: TODAY }), DealsError);
});

test('the SHA-256 of pieces is that of the file', () => {
  const sum = new FileSum(compiled);
  sum.feed(new TextEncoder().encode('a'));
  sum.feed(new Uint8Array(0));
  sum.feed(new TextEncoder().encode('bc'));
  assert.equal(sum.close(), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
