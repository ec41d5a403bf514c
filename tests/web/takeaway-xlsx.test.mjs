// The workbook of the calculation: its formulas, recalculated by LibreOffice from nothing, give the core's numbers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { unzipSync } from '../../web/node_modules/fflate/esm/index.mjs';
import { coreFromBytes } from '../../web/js/model/core.js';
import { moneyRange } from '../../web/js/model/sure.js';
import { calculationSheets } from '../../web/js/calculation/calculation-workbook.js';
import { workbookBlob } from '../../web/js/takeaway/sheet.js';

const root = new URL('../../', import.meta.url);
const core = await coreFromBytes(
  readFileSync(process.env.CORE_WASM ?? new URL('build/wasm/bin/core.wasm', root)),
);
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-xlsx-'));
after(() => rmSync(folder, { recursive: true }));

const golden = (name) =>
  JSON.parse(readFileSync(new URL(`tests/golden/${name}.json`, root), 'utf8')).scenario;
const full = golden('full');
const scenarios = {
  explainer: golden('explainer'),
  full,
  uzens_before: golden('uzens_before'),
  target_lower: golden('target_lower'),
  zero_stage: golden('zero_stage'),
  no_leads: golden('no_leads'),
  roster_noise: golden('roster_noise'),
  counted: { ...full, stages: full.stages.map((stage) => ({ ...stage, source: 'crm' })) },
  changed: {
    ...full,
    managers: 9,
    leads_per_month: 3100,
    average_check: 91000,
    gross_margin: 0.5,
    stages: full.stages.map((stage) =>
      stage.conversion ? { ...stage, conversion: stage.conversion * 0.9 } : stage,
    ),
  },
};
const made = {};
for (const [name, document] of Object.entries(scenarios)) {
  const { scenario } = core.read(document); // whole, with its defaults, as the store keeps it
  const { report, issues } = core.evaluate(scenario, { distribution: false });
  assert.equal(issues, undefined, name);
  const sheets = calculationSheets({ scenario, report, current: true, example: false }, '23.11.2026');
  const bytes = new Uint8Array(await (await workbookBlob(sheets)).arrayBuffer());
  made[name] = { scenario, report, sheets, bytes };
  // Without any cached value the spreadsheet has to compute everything itself.
  const bare = sheets.map((sheet) =>
    Object.assign(Object.create(Object.getPrototypeOf(sheet)), sheet, { values: new Map() }),
  );
  writeFileSync(
    path.join(folder, `${name}.xlsx`),
    new Uint8Array(await (await workbookBlob(bare)).arrayBuffer()).map((byte) => byte),
  );
}

/** One run of LibreOffice for all files; every sheet becomes a CSV of raw values. */
function recalculate() {
  const files = Object.keys(scenarios).map((name) => path.join(folder, `${name}.xlsx`));
  execFileSync(
    'soffice',
    [
      '--headless',
      `-env:UserInstallation=file://${folder}/profile`,
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1',
      '--outdir',
      folder,
      ...files,
    ],
    { stdio: 'pipe', timeout: 120_000 },
  );
}
recalculate();

/** @returns {string[][]} */
function readCsv(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) =>
      (line.match(/("(?:[^"]|"")*"|[^;]*)(;|$)/g) ?? []).map((cell) =>
        cell.replace(/;$/, '').replace(/^"|"$/g, ''),
      ),
    );
}

function cellsOf(name, sheet) {
  return readCsv(readFileSync(path.join(folder, `${name}-${sheet}.csv`), 'utf8'));
}

/** A cell of the CSV: percentages keep their sign there. */
const numberOf = (text) => (text?.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text));

const near = (a, b, what) =>
  assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b)), `${what}: ${a} against ${b}`);
const valueOf = (sheet, label, column) => {
  const row = sheet.rows.findIndex(([first]) => first?.value === label);
  assert.ok(row >= 0, `no row ${label} in ${sheet.name}`);
  return sheet.values.get(`${String.fromCharCode(65 + column)}${row + 1}`);
};

for (const name of Object.keys(scenarios)) {
  test(`${name}: LibreOffice recalculates every formula to the value kept beside it`, () => {
    let formulas = 0;
    for (const sheet of made[name].sheets) {
      const cells = cellsOf(name, sheet.name);
      for (const [address, value] of sheet.values) {
        const [, letter, row] = /^([A-Z])(\d+)$/.exec(address);
        near(
          numberOf(cells[Number(row) - 1]?.[letter.charCodeAt(0) - 65]),
          value,
          `${sheet.name}!${address}`,
        );
        formulas += 1;
      }
    }
    assert.ok(formulas > 100, `${formulas} formulas`);
  });

  test(`${name}: the values are the core's`, () => {
    const { sheets, report, scenario } = made[name];
    const sheet = (title) => sheets.find((one) => one.name === title);
    near(valueOf(sheet('Воронка'), 'Выручка', 1), report.now.revenue, 'revenue now');
    near(valueOf(sheet('Воронка'), 'Выручка', 2), report.target.revenue, 'revenue at the targets');
    near(valueOf(sheet('Воронка'), 'Заявки в работе', 1), report.now.worked_leads, 'worked leads');
    const { decomposition } = core.decompose(scenario);
    near(
      valueOf(sheet('Воронка'), 'Выручка', 4),
      decomposition.rows.at(-1).now.day,
      'revenue of a manager a day',
    );
    near(
      valueOf(sheet('Воронка'), 'Заявки в работе', 5),
      decomposition.rows[0].target.week,
      'leads of a manager a week at the targets',
    );
    const money = sheet('Недозаработано');
    near(valueOf(money, 'В месяц', 1), report.money_left.per_month, 'money left');
    near(valueOf(money, 'В год', 1), report.money_left.per_year, 'money left a year');
    const range = moneyRange(scenario, report);
    assert.equal(range !== null, name === 'counted');
    if (range) {
      ['Скорее всего, от', 'Скорее всего, до'].forEach((label, i) =>
        near(valueOf(money, label, 1), range[i], label),
      );
    }
    const first = money.rows.findIndex(([cell]) => cell?.value === 'Из чего складывается') + 2;
    report.money_left.by_factor.forEach(({ id, amount }, i) =>
      near(money.values.get(`B${first + i}`), amount, `contribution of ${id}`),
    );
    report.levers.forEach(({ id, isolated, per_point: point }, i) => {
      near(money.values.get(`D${first + i}`), isolated, `${id} alone`);
      if (point !== undefined) near(money.values.get(`C${first + i}`), point, `one point of ${id}`);
    });
    report.ramp.months.forEach(({ share, revenue, net, cumulative_net: total }, i) => {
      const months = sheet('Месяцы');
      near(months.values.get(`B${i + 3}`), share, `share of month ${i + 1}`);
      near(months.values.get(`C${i + 3}`), revenue, `revenue of month ${i + 1}`);
      if (net !== null) near(months.values.get(`F${i + 3}`), net, `net of month ${i + 1}`);
      if (total !== null) near(months.values.get(`G${i + 3}`), total, `net up to month ${i + 1}`);
    });
    if (report.goal?.reachable) {
      near(valueOf(sheet('Цель'), 'Оплат', 1), report.goal.sales, 'sales for the goal');
      near(valueOf(sheet('Цель'), 'Заявок в работе', 1), report.goal.leads, 'leads for the goal');
      near(valueOf(sheet('Цель'), 'Больше, чем сейчас, на', 1), report.goal.leads_extra, 'leads missing');
      if (report.goal.managers !== null) {
        near(
          valueOf(sheet('Цель'), 'Менеджеров (если задано, сколько успевает один)', 1),
          report.goal.managers,
          'managers',
        );
      }
    }
    report.roster?.managers.forEach(({ fair_conversion: fair, money_left: left, interval }, i) => {
      const roster = sheet('Менеджеры');
      near(roster.values.get(`G${i + 6}`), fair, 'fair share');
      near(roster.values.get(`H${i + 6}`), left, 'money left of a manager');
      if (interval) near(roster.values.get(`E${i + 6}`), interval[0], 'interval of a manager');
    });
  });
}

test('changing inputs changes no formula: the same workbook recalculates to the changed scenario', () => {
  const formulasOf = ({ sheets }) =>
    sheets.map(({ rows }) =>
      rows.map((row) => row.map((cell) => (cell?.type === 'Formula' ? cell.value : null))),
    );
  assert.deepEqual(formulasOf(made.changed), formulasOf(made.full));
  assert.notEqual(made.changed.report.money_left.per_month, made.full.report.money_left.per_month);
});

test('the file holds the cached values and says when the calculation is incomplete', async () => {
  const files = unzipSync(made.full.bytes);
  const xml = new TextDecoder().decode(files['xl/worksheets/sheet3.xml']);
  assert.match(xml, /<f>[^<]+<\/f><v>18437759\.99999/);
  assert.doesNotMatch(xml, /<f>=/);
  const sheets = calculationSheets({ ...made.full, current: true, example: true }, '23.11.2026');
  const texts = new TextDecoder().decode(
    unzipSync(new Uint8Array(await (await workbookBlob(sheets)).arrayBuffer()))['xl/sharedStrings.xml'],
  );
  assert.match(texts, /Расчёт неполный: это числа примера/);
});

test('LibreOffice reported no error in any cell', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
    assert.doesNotMatch(readFileSync(path.join(folder, file), 'utf8'), /#(VALUE|REF|NAME|DIV)|Err:/, file);
  }
});
