// `funnel deals` and `funnel growth` as a user runs them: what is printed where, exit codes, and a plain sentence for every bad file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const GOLDEN = path.resolve('tests/golden/deals');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-deals-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args @param {string | Buffer} [input] */
function funnel(args, input = '') {
  const run = spawnSync(FUNNEL, args, { input, maxBuffer: 1e8 });
  return { code: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
}
const csv = (name) => path.join(GOLDEN, `${name}.csv`);
const mapping = (name) => path.join(GOLDEN, `${name}.mapping.json`);
const TODAY = ['--today', '2026-12-31'];
const golden = JSON.parse(readFileSync(path.join(GOLDEN, 'bitrix_cp1251.growth.json'), 'utf8'));
const PERIODS = ['--before', golden.periods.before.join('..'), '--after', golden.periods.after.join('..')];
function file(name, content) {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

test('deals prints the report as JSON, from a file and from standard input alike', () => {
  const run = funnel(['deals', csv('bitrix_cp1251'), '--mapping', mapping('bitrix_cp1251'), ...TODAY]);
  assert.equal(run.code, 0);
  assert.equal(run.err, '');
  const report = JSON.parse(run.out);
  assert.equal(report.format, 'funnel-deals-report');
  assert.equal(report.scenario.stages[0].source, 'crm');
  assert.deepEqual(
    funnel(['deals', '-', ...TODAY], readFileSync(csv('bitrix_cp1251'))).out,
    funnel(['deals', csv('bitrix_cp1251'), ...TODAY]).out,
  );
});

test('--propose prints a mapping that --mapping takes', () => {
  const run = funnel(['deals', csv('amo_utf8bom'), '--propose']);
  assert.equal(run.code, 0);
  const proposal = JSON.parse(run.out);
  assert.equal(proposal.format, 'funnel-deals-mapping');
  assert.equal(proposal.columns.created, 'Дата создания');
  assert.equal(proposal.proposal.columns.length, proposal.proposal.table.columns.length);
  const saved = file('mapping.json', run.out);
  assert.equal(
    funnel(['deals', csv('amo_utf8bom'), '--mapping', saved, ...TODAY]).out,
    funnel(['deals', csv('amo_utf8bom'), ...TODAY]).out,
  );
});

test('--scenario prints a scenario that eval takes', () => {
  const run = funnel(['deals', csv('bitrix_utf8bom'), '--scenario', ...TODAY]);
  assert.equal(run.code, 0);
  const evaluated = funnel(['eval', '-'], run.out);
  assert.equal(evaluated.code, 0, evaluated.err);
});

test('amounts in dollars are printed as such, with a word of it; other currencies are told', () => {
  const day = (/** @type {number} */ i) => `0${(i % 9) + 1}.0${(i % 6) + 1}.2025`;
  const rows = Array.from(
    { length: 300 },
    (_, i) => `${i};${day(i)};${day(i)};${i % 3 ? 'Отказ' : 'Успех'};${i === 0 ? '90 €' : '1200'};Анна`,
  );
  const deals = file('usd.csv', ['ID;Дата создания;Дата закрытия;Стадия;Сумма, USD;Кто', ...rows].join('\n'));
  const { code, out } = funnel(['deals', deals, '--pretty', ...TODAY]);
  assert.equal(code, 0);
  assert.match(out, /не в рублях, а в долларах США \(USD\)/);
  assert.match(out, /Сумм в другой валюте: 1, .*только суммы в долларах США/);
  assert.match(out, /USD$/m);
  assert.doesNotMatch(out, /₽/);
  const growth = funnel([
    ...['growth', deals, '--before', '2025-01-01..2025-03-31', '--after', '2025-04-01..2025-05-20'],
    ...['--horizon', '14', '--pretty', ...TODAY],
  ]);
  assert.match(growth.out, /не в рублях[^]*Дополнительная выручка .*USD/);
  assert.doesNotMatch(growth.out, /₽/);
});

test('payments without closing dates: a month tells who has paid by now, in JSON and in the table', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${(i % 28) + 1}.0${Math.floor(i / 28) + 1}.2026;${['Оплачено', 'Отказ', 'В работе'][i % 3]}`,
  );
  const deals = file('dateless.csv', ['Дата;Статус', ...rows].join('\n'));
  const { months, totals } = JSON.parse(funnel(['deals', deals, ...TODAY]).out);
  assert.equal(totals.dateless, 20);
  assert.deepEqual(
    months.map((/** @type {any} */ { won, won_so_far: paid }) => [won, paid]),
    [
      [0, 10],
      [0, 9],
      [0, 1],
    ],
  );
  assert.match(funnel(['deals', deals, '--pretty', ...TODAY]).out, /оплат на сегодня[^]*2026-01 +28 +10 /);
});

test('--pretty is an aligned Russian table with bars', () => {
  const run = funnel(['deals', csv('bitrix_utf8bom'), '--pretty', ...TODAY]);
  assert.equal(run.code, 0);
  assert.match(run.out, /Из 100 заявок за 30 дней платят 46,0/);
  assert.match(run.out, /█/);
  assert.match(run.out, /Анна Крылова/);
  const months = run.out.split('\n').filter((line) => /^ {2}20\d\d-\d\d /.test(line));
  assert.equal(new Set(months.map((line) => line.search(/[█▏▎▍▌▋▊▉]/))).size, 1, 'bars begin in one column');
});

test('as-of, horizon and months are options', () => {
  const report = JSON.parse(
    funnel(['deals', csv('large'), '--as-of', '2025-11-30', '--horizon', '30', '--months', '2', ...TODAY])
      .out,
  );
  assert.equal(report.as_of, '2025-11-30');
  assert.equal(report.horizon_days, 30);
  assert.equal(report.window.months.length, 2);
});

test('growth is JSON with the fingerprint of the file, so that both sides can compute it again', () => {
  const run = funnel([
    'growth',
    csv('bitrix_cp1251'),
    '--mapping',
    mapping('bitrix_cp1251'),
    ...PERIODS,
    ...TODAY,
  ]);
  assert.equal(run.code, 0, run.err);
  const growth = JSON.parse(run.out);
  assert.equal(growth.exploratory, true);
  assert.equal(growth.fee, null);
  assert.equal(
    growth.evidence.file_sha256,
    createHash('sha256')
      .update(readFileSync(csv('bitrix_cp1251')))
      .digest('hex'),
  );
  assert.match(
    funnel(['growth', csv('bitrix_cp1251'), ...PERIODS, ...TODAY, '--pretty']).out,
    /это разведка, а не основание для оплаты/,
  );
});

test('an agreement made before is measured, and what differs from it is refused', () => {
  const terms = ['--min-deals', '20', '--growth-share', '0.1', '--pay-when', 'estimate'];
  const made = funnel(['growth', csv('bitrix_cp1251'), ...PERIODS, ...TODAY, '--agree', ...terms]);
  assert.equal(made.code, 0, made.err);
  const agreement = JSON.parse(made.out);
  assert.equal(made.out.trim(), canonical(agreement));
  assert.equal(agreement.baseline.deals, golden.before.deals);
  const ids = readFileSync(csv('bitrix_cp1251'), 'latin1').split(/\r?\n(?=\d)/).length;
  assert.ok(ids > 100);
  const saved = file('agreement.json', made.out);
  const measured = JSON.parse(funnel(['growth', csv('bitrix_cp1251'), '--agreement', saved, ...TODAY]).out);
  assert.equal(measured.exploratory, false);
  assert.equal(
    measured.evidence.agreement_sha256,
    createHash('sha256').update(made.out.trim()).digest('hex'),
  );
  assert.equal(measured.fee, 0.1 * Math.max(0, measured.extra_revenue));
  const codes = (args) => {
    const run = funnel(['growth', csv('bitrix_cp1251'), '--agreement', saved, ...args, ...TODAY]);
    assert.equal(run.code, 2);
    return JSON.parse(run.err).issues.map((issue) => issue.code);
  };
  assert.deepEqual(codes(['--horizon', '60']), ['agreement_differs']);
  assert.deepEqual(codes(['--after', '2025-12-01..2026-04-30']), ['agreement_differs']);
  assert.deepEqual(
    codes(['--mapping', file('other.json', JSON.stringify({ ...agreement.mapping, merge_repeats_days: 5 }))]),
    ['agreement_differs'],
  );
  writeFileSync(
    saved,
    canonical({ ...agreement, min_deals: 100000, baseline: { ...agreement.baseline, won: 1 } }),
  );
  assert.deepEqual(codes([]), ['before_changed', 'too_few_deals']);
});

/** Keys sorted, no spaces. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

test('exit codes: unreadable file 1, bad document 2, bad command line 64', () => {
  assert.equal(funnel(['deals', path.join(folder, 'none.csv')]).code, 1);
  assert.equal(funnel(['deals', folder]).code, 1);
  assert.equal(funnel(['deals', csv('young'), '--mapping', file('bad.json', '{}')]).code, 2);
  assert.equal(funnel(['deals', csv('young'), '--today', 'вчера']).code, 64);
  assert.equal(funnel(['deals', csv('young'), '--horizon', '0']).code, 64);
  assert.equal(funnel(['deals']).code, 64);
  assert.equal(funnel(['growth', csv('young'), '--before', '2025-01-01']).code, 64);
  assert.equal(funnel(['deals', csv('young'), '--scenario', ...TODAY]).code, 2);
});

const HEADER = 'ID;Дата создания;Стадия сделки;Сумма;Дата закрытия\n';
const rows = (count, row) => HEADER + Array.from({ length: count }, (_, i) => row(i)).join('\n');
const day = (i) => `${String((i % 28) + 1).padStart(2, '0')}.0${1 + (i % 6)}.2026`;

test('every bad file is refused with a code and a Russian sentence', () => {
  const bad = {
    empty: ['', 'empty_file'],
    'only a header': [HEADER, 'no_deals'],
    binary: [Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 37) % 251)), 'not_a_table'],
    photo: [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]), 'not_a_table'],
    workbook: [Buffer.from('PK\x03\x04\x14\x00'), 'not_a_table'],
    'workbook with a password': [
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'not_a_table',
    ],
    'web page': ['<html><body><table><tr><td>ID</td></tr></table>', 'not_a_table'],
    'no dates': ['ID;Имя\n1;а\n2;б\n', 'missing'],
    'only the future': [rows(5, (i) => `${i};01.01.2099;Новая;;`), 'no_deals'],
    'no header': ['1;01.01.2026;а\n2;02.01.2026;б\n', 'no_header'],
  };
  for (const [name, [content, code]] of Object.entries(bad)) {
    const run = funnel(['deals', '-', '--today', '2026-07-01'], content);
    assert.equal(run.code, 2, name);
    const { issues } = JSON.parse(run.err);
    assert.equal(issues[0].code, code, name);
    assert.match(issues[0].message, /^[А-Я].*\.$/, name);
  }
});

test('odd files have a report: no wins, all wins, dates of 1900 and 2099, totals below, formulas, merged cells', () => {
  const odd = {
    'no wins': rows(60, (i) => `${i};${day(i)};Отказ;;${day(i)}`),
    'all wins': rows(60, (i) => `${i};${day(i)};Сделка успешна;100;${day(i)}`),
    'far dates': rows(60, (i) => `${i};${i === 0 ? '01.01.1900' : i === 1 ? '31.12.2099' : day(i)};Новая;;`),
    'mixed orders': rows(60, (i) => `${i};${i % 2 ? '13/02/2026' : '02/13/2026'};Новая;;`),
    'amounts in words': rows(60, (i) => `${i};${day(i)};Сделка успешна;сто;${day(i)}`),
    'totals below': `${rows(60, (i) => `${i};${day(i)};Новая;;`)}\nИтого;;;6000;\n`,
    formulas: rows(60, (i) => `="${i}";="${day(i)}";Новая;=1+1;`),
    'merged cells': `Отчёт;;;;\n${rows(60, (i) => `${i};${i % 3 ? '' : day(i)};Новая;;`)}`,
    'two headers': `${HEADER}шт.;день;этап;руб.;день\n${rows(60, (i) => `${i};${day(i)};Новая;;`).slice(HEADER.length)}`,
    'columns alike': rows(60, (i) => `${i};${day(i)};Новая;;;;`).replace(
      HEADER,
      'ID;Дата создания;Стадия сделки;Телефон;Телефон;Телефон;Телефон\n',
    ),
  };
  for (const [name, content] of Object.entries(odd)) {
    const run = funnel(['deals', '-', '--today', '2026-07-01'], content);
    assert.equal(run.code, 0, `${name}: ${run.err}`);
    const report = JSON.parse(run.out);
    const { rows: told } = report;
    assert.equal(told.read, told.used + told.left_out.reduce((sum, { count }) => sum + count, 0), name);
    const { totals } = report;
    assert.equal(totals.won + totals.lost + totals.unfit + totals.open, totals.deals, name);
  }
});

test('a million managers are two hundred in the report', () => {
  const people = 100_000;
  const content = `ID;Дата создания;Стадия сделки;Дата закрытия;Ответственный\n${Array.from({ length: people }, (_, i) => `${i};${day(i)};${i % 4 ? 'Отказ' : 'Сделка успешна'};${day(i)};Менеджер ${i}`).join('\n')}`;
  const run = funnel(['deals', '-', '--today', '2026-07-01'], content);
  assert.equal(run.code, 0);
  assert.equal(JSON.parse(run.out).managers.list.length, 200);
});
