// `funnel` as a user runs it. Numbers are the core's tests' business; here it is what is printed where, and the exit code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const GOLDEN = path.resolve('tests/golden');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-cli-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args @param {string} [input] */
function funnel(args, input = '') {
  const run = spawnSync(FUNNEL, args, { input, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
const golden = (name) => JSON.parse(readFileSync(path.join(GOLDEN, `${name}.json`), 'utf8'));
function file(name, content) {
  const where = path.join(folder, name);
  writeFileSync(where, typeof content === 'string' ? content : JSON.stringify(content));
  return where;
}

test('eval prints the report of a file as JSON', () => {
  const { scenario, report } = golden('full');
  const run = funnel(['eval', file('full.json', scenario)]);
  assert.equal(run.code, 0);
  assert.equal(run.err, '');
  const printed = JSON.parse(run.out);
  assert.deepEqual(Object.keys(printed), Object.keys(report));
  assert.equal(printed.goal.leads, report.goal.leads);
});

test('eval reads standard input when the file is -', () => {
  const run = funnel(['eval', '-'], JSON.stringify(golden('explainer').scenario));
  assert.equal(run.code, 0);
  assert.equal(JSON.parse(run.out).now.revenue, 7_500_000);
});

test('eval --pretty is a Russian table with roubles, not JSON', () => {
  const run = funnel(['eval', '--pretty', '-'], JSON.stringify(golden('explainer').scenario));
  assert.equal(run.code, 0);
  assert.match(run.out, /Недозарабатываете: 3\u00a0750\u00a0000\u00a0₽ в месяц/);
  assert.throws(() => JSON.parse(run.out));
  const rows = run.out.split('\n').filter((line) => /^ {2}(Заявок|Выручка) /.test(line));
  assert.equal(rows.length, 2);
  assert.equal(rows[0].length, rows[1].length, 'columns are aligned');
});

test('eval --pretty says from what to what the next month may be of counted stages alone', () => {
  const { scenario } = golden('explainer');
  const said = (stages) => funnel(['eval', '--pretty', '-'], JSON.stringify({ ...scenario, stages })).out;
  assert.doesNotMatch(said(scenario.stages), /Следующий месяц|8 случаев/);
  const counted = scenario.stages.map(({ conversion: _, source: __, ...stage }) => ({
    ...stage,
    observed: { entered: 1000, passed: 50 },
  }));
  assert.match(said(counted), /Следующий месяц: от .* до .* \(8 случаев из 10\)/);
});

test('a bad document: exit 2, all issues as JSON on stderr, nothing on stdout', () => {
  const run = funnel(
    ['eval', '-'],
    '{"format":"funnel-scenario","version":1,"managers":0,"leads_per_month":1,"average_check":1}',
  );
  assert.equal(run.code, 2);
  assert.equal(run.out, '');
  assert.deepEqual(
    JSON.parse(run.err).issues.map((issue) => [issue.path, issue.code]),
    [
      ['/managers', 'out_of_range'],
      ['/stages', 'missing'],
    ],
  );
});

test('a document over 1 MiB is too large', () => {
  const run = funnel(['eval', '-'], ' '.repeat(1024 * 1024 + 1));
  assert.equal(run.code, 2);
  assert.equal(JSON.parse(run.err).issues[0].code, 'too_large');
});

test('a document of exactly 1 MiB is read', () => {
  const text = JSON.stringify(golden('explainer').scenario);
  assert.equal(funnel(['eval', '-'], text + ' '.repeat(1024 * 1024 - Buffer.byteLength(text))).code, 0);
});

test('an unreadable file: exit 1 and one line that names it', () => {
  for (const name of ['no-such-file.json', folder]) {
    const run = funnel(['eval', name]);
    assert.equal(run.code, 1);
    assert.equal(run.out, '');
    assert.equal(run.err.trim().split('\n').length, 1);
    assert.ok(run.err.includes(name));
  }
});

test('a bad command line: exit 64', () => {
  for (const args of [
    [],
    ['eval'],
    ['eval', 'a', 'b'],
    ['nonsense'],
    ['compare', 'a'],
    ['eval', '--loud', '-'],
  ]) {
    const run = funnel(args);
    assert.equal(run.code, 64, args.join(' '));
    assert.match(run.err, /^[А-Я][^\n]*\n$/, `${args.join(' ')}: one line of Russian`);
  }
});

test('--help and --version succeed', () => {
  assert.equal(funnel(['--help']).code, 0);
  const version = funnel(['--version']);
  assert.equal(version.code, 0);
  assert.match(version.out, /^funnel \d+\.\d+\.\d+\n$/);
});

test('compare prints the attribution of the golden comparison', () => {
  const { a, b, comparison } = golden('compare');
  const run = funnel(['compare', file('a.json', a), file('b.json', b)]);
  assert.equal(run.code, 0);
  const printed = JSON.parse(run.out);
  assert.deepEqual(Object.keys(printed), Object.keys(comparison));
  assert.deepEqual(
    printed.by_factor.map((f) => Math.round(f.amount)),
    comparison.by_factor.map((f) => Math.round(f.amount)),
  );
  assert.match(
    funnel(['compare', '--pretty', file('a.json', a), file('b.json', b)]).out,
    /Конверсия: \+2,50 пункта/,
  );
});

test('comparing different stages: exit 2 and the issue stages_differ', () => {
  const run = funnel([
    'compare',
    file('x.json', golden('explainer').scenario),
    file('y.json', golden('full').scenario),
  ]);
  assert.equal(run.code, 2);
  assert.equal(JSON.parse(run.err).issues[0].code, 'stages_differ');
});

test('example prints a scenario that eval accepts, whichever the name', () => {
  for (const args of [['example'], ['example', 'explainer'], ['example', 'full']]) {
    const run = funnel(args);
    assert.equal(run.code, 0);
    assert.equal(funnel(['eval', '-'], run.out).code, 0);
  }
});

test('an unknown example: exit 64 and the names there are', () => {
  const run = funnel(['example', 'nonsense']);
  assert.equal(run.code, 64);
  assert.match(run.err, /explainer/);
});

test('checklist scores answers, with money when a scenario is given', () => {
  const definition = path.resolve('tests/core/sample_checklist.json');
  const answers = file('answers.json', {
    format: 'funnel-checklist',
    version: 1,
    answers: { reason: 0, plan: 2, date: 1 },
  });
  const scenario = file('full.json', golden('full').scenario);
  const plain = JSON.parse(funnel(['checklist', answers, '--definition', definition]).out);
  assert.equal(plain.score, 4 / 12);
  assert.deepEqual(plain.critical_zeros, ['reason']);
  assert.equal(plain.areas[0].money, null);
  const costed = JSON.parse(
    funnel(['checklist', answers, '--definition', definition, '--scenario', scenario]).out,
  );
  assert.equal(costed.order[0], 'next_step');
  assert.ok(costed.areas[0].money > 0);
  assert.match(funnel(['checklist', '--pretty', answers, '--definition', definition]).out, /Оценка: 33,33/);
});

test('the checklist compiled in is read, and refuses an item it does not know', () => {
  const run = funnel([
    'checklist',
    file('wrong.json', { format: 'funnel-checklist', version: 1, answers: { 'no such item': 0 } }),
  ]);
  assert.equal(run.code, 2);
  assert.deepEqual(
    JSON.parse(run.err).issues.map((issue) => issue.code),
    ['unknown_item'],
  );
});

test('a result that cannot be written is a failure', () => {
  const run = spawnSync('sh', ['-c', `"${FUNNEL}" example > /dev/full`], { encoding: 'utf8' });
  assert.equal(run.status, 1);
  assert.notEqual(run.stderr, '');
});

test('calls prints the report, compares two periods, and tells days that are none', () => {
  const { document, report } = golden('calls_forty');
  const where = file('calls.json', document);
  const run = funnel(['calls', where]);
  assert.equal(run.code, 0);
  assert.deepEqual(Object.keys(JSON.parse(run.out)), [
    'calls',
    'period',
    'department',
    'managers',
    'spread',
    'change',
  ]);
  assert.equal(JSON.parse(run.out).change, null);
  const compared = funnel([
    'calls',
    where,
    '--before',
    '2026-04-01..2026-04-30',
    '--after',
    '2026-05-01..2026-05-31',
  ]);
  assert.equal(JSON.parse(compared.out).change.department.difference, report.change.department.difference);
  assert.match(funnel(['calls', where, '--pretty']).out, /слабое звено/);
  for (const args of [
    ['--before', '2026-04-01..2026-04-30'],
    ['--before', '2026-04-30..2026-04-01', '--after', '2026-05-01..2026-05-31'],
    ['--before', 'x', '--after', 'y'],
  ]) {
    assert.equal(funnel(['calls', where, ...args]).code, 64, args.join(' '));
  }
  const bad = funnel([
    'calls',
    file('bad-calls.json', { ...document, calls: [{ manager: 'А', date: 'вчера', marks: {} }] }),
  ]);
  assert.equal(bad.code, 2);
  assert.deepEqual(
    JSON.parse(bad.err).issues.map(({ path, code }) => `${path} ${code}`),
    ['/calls/0/date out_of_range'],
  );
});

test('plan prints steps from a scenario and files beside it, or from one request', () => {
  const { request } = golden('plan_meeting');
  const scenario = file('scenario.json', request.scenario);
  const calls = file('calls.json', request.calls);
  const run = funnel([
    'plan',
    scenario,
    '--calls',
    calls,
    '--start',
    '2026-06-01',
    '--people',
    'rop,owner,crm',
  ]);
  assert.equal(run.code, 0);
  const plan = JSON.parse(run.out);
  assert.deepEqual(Object.keys(plan), ['start', 'horizon_weeks', 'steps', 'later', 'unplaced_money']);
  const { checklist, ...rest } = request;
  assert.ok(checklist);
  assert.deepEqual(JSON.parse(funnel(['plan', file('request.json', rest)]).out), plan);
  assert.equal(JSON.parse(funnel(['plan', scenario]).out).start, null);
  assert.match(funnel(['plan', scenario, '--pretty']).out, /Порядок только по деньгам/);
  assert.equal(funnel(['plan', file('request.json', rest), '--calls', calls]).code, 64);
  assert.equal(funnel(['plan', scenario, '--start', '2026-06-02']).code, 64);
  assert.equal(funnel(['plan', scenario, '--people', 'rop,boss']).code, 64);
  assert.equal(funnel(['plan', scenario, '--ics']).code, 64);
  assert.deepEqual(
    JSON.parse(funnel(['plan', file('bad-request.json', { ...rest, start: '2026-06-02' })]).err).issues[0]
      .path,
    '/start',
  );
});

test('plan --ics is a calendar by RFC 5545: lines of 75 octets, one event a step and a weekly meeting', () => {
  const { request } = golden('plan_full');
  const scenario = file('scenario.json', request.scenario);
  const { out } = funnel(['plan', scenario, '--start', '2026-06-01', '--ics']);
  const { steps } = JSON.parse(funnel(['plan', scenario, '--start', '2026-06-01']).out);
  assert.ok(out.endsWith('END:VCALENDAR\r\n'));
  assert.ok(!out.replaceAll('\r\n', '').includes('\n'));
  for (const line of out.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const lines = out.replaceAll('\r\n ', '').split('\r\n');
  assert.equal(lines.filter((line) => line === 'BEGIN:VEVENT').length, steps.length + 1);
  assert.ok(lines.includes('RRULE:FREQ=WEEKLY;COUNT=12'));
  assert.equal(new Set(lines.filter((line) => line.startsWith('UID:'))).size, steps.length + 1);
  assert.ok(lines.includes('DTSTART;VALUE=DATE:20260601'));
});

test('link prints a link, --read the same scenario', () => {
  const { scenario } = golden('full');
  const where = file('linked.json', scenario);
  const link = funnel(['link', where]);
  assert.equal(link.code, 0);
  assert.match(link.out, /^#s2\.[\w-]+\.[0-9a-z]{7}\n$/);
  const named = funnel(['link', '--names', where]);
  assert.notEqual(named.out, link.out);
  const read = funnel(['link', '--read', `https://example.org/${named.out.trim()}).`]);
  assert.equal(read.code, 0);
  assert.deepEqual(JSON.parse(funnel(['eval', '-'], read.out).out), JSON.parse(funnel(['eval', where]).out));
  assert.deepEqual(
    JSON.parse(read.out).roster.map(({ name }) => name),
    scenario.roster.map(({ name }) => name),
  );
  assert.equal(JSON.parse(funnel(['link', '--read', link.out]).out).roster[0].name, 'Менеджер 1');
});

test('link: variants, damage, no link, nonsense', () => {
  const { scenario } = golden('explainer');
  const document = {
    format: 'funnel-link',
    version: 2,
    active: 1,
    variants: [
      { name: 'А', scenario },
      { name: 'Чек 100', scenario },
    ],
  };
  const link = funnel(['link', '-'], JSON.stringify(document));
  const read = JSON.parse(funnel(['link', '--read', link.out]).out);
  assert.deepEqual(
    read.variants.map(({ name }) => name),
    ['А', 'Чек 100'],
  );
  assert.equal(read.active, 1);
  const damaged = funnel(['link', '--read', link.out.slice(0, -3)]);
  assert.equal(damaged.code, 2);
  assert.equal(JSON.parse(damaged.err).issues[0].code, 'damaged_link');
  assert.equal(JSON.parse(funnel(['link', '--read', '#calc']).err).issues[0].code, 'no_link');
  assert.equal(JSON.parse(funnel(['link', '--read', '#s9.a.b']).err).issues[0].code, 'newer_version');
  assert.equal(funnel(['link']).code, 64);
  assert.equal(funnel(['link', '--read', '#s1.a', 'x']).code, 64);
  const roster = Array.from({ length: 90 }, (_, i) => ({
    name: `Очень длинное имя менеджера номер ${i}`,
    leads: 100 + i,
    sales: i,
  }));
  const long = funnel(['link', '--names', '-'], JSON.stringify({ ...scenario, roster }));
  assert.match(long.err, /длиннее 2000/);
});

test('findings prints a list, dearest first', () => {
  const run = funnel(['findings', '-'], JSON.stringify(golden('full').scenario));
  assert.equal(run.code, 0);
  const list = JSON.parse(run.out);
  assert.deepEqual(
    list.map(({ code }) => code),
    ['unanswered', 'manager_gap', 'stage_point', 'goal_gap'],
  );
  assert.equal(list[0].leads, 300);
  assert.equal(list[3].money, null);
});

test('targets prints the scenario with assumed targets and what they reach', () => {
  const run = funnel(['targets', '-', '--uplift', '1.5'], JSON.stringify(golden('explainer').scenario));
  assert.equal(run.code, 0);
  const { scenario, uplift } = JSON.parse(run.out);
  assert.equal(scenario.stages[0].target_conversion, 0.075);
  assert.equal(scenario.targets_source, 'assumed');
  assert.ok(Math.abs(uplift - 1.5) < 1e-12);
  assert.equal(funnel(['targets', '-', '--uplift', '0.5'], '{}').code, 64);
});
