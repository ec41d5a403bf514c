// The meeting as a workbook and as CSV: marks, scores by live formulas, notes that cannot run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { coreFromBytes } from '../../web/js/model/core.js';
import { createChecklist } from '../../web/js/rop/checklist.js';
import { newRun } from '../../web/js/rop/run.js';
import { createRunStore } from '../../web/js/rop/store.js';
import { checklistRows } from '../../web/js/rop/files/checklist-csv.js';
import { checklistSheets } from '../../web/js/rop/files/checklist-workbook.js';
import { csvText } from '../../web/js/takeaway/csv.js';
import { workbookBlob } from '../../web/js/takeaway/sheet.js';

const root = new URL('../../', import.meta.url);
const core = await coreFromBytes(
  readFileSync(process.env.CORE_WASM ?? new URL('build/wasm/bin/core.wasm', root)),
);
const checklist = createChecklist(
  JSON.parse(readFileSync(new URL('assets/checklist/rop.json', root), 'utf8')),
);
const { scenario } = JSON.parse(readFileSync(new URL('tests/golden/full.json', root), 'utf8'));
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-rop-'));
after(() => rmSync(folder, { recursive: true }));

/** @type {Record<string, any>} */
const answers = Object.fromEntries(
  checklist.itemIds.slice(0, 50).map((id, i) => [id, [1, 2, 0, 'na', 2][i % 5]]),
);
/** @type {Record<string, any>} */
const self = Object.fromEntries(checklist.itemIds.slice(0, 30).map((id, i) => [id, [2, 1][i % 2]]));
/** @type {import('../../web/js/rop/run.js').Run} */
const run = {
  ...newRun({ id: 'a', title: 'Встреча', now: '2026-11-23T10:00:00.000Z' }),
  answers,
  self,
  notes: { [checklist.itemIds[0]]: '=2+2' },
};
const store = createRunStore({
  core,
  checklist,
  calculation: { scenario, example: false },
  saved: { current: 'a', runs: [run] },
  now: () => run.createdAt,
  newId: () => 'b',
  save: () => true,
});
const source = { ...store.state(), checklist };

test("LibreOffice recalculates the scores of areas and of the whole to the core's", async () => {
  const sheets = checklistSheets(source, '').map((sheet) =>
    Object.assign(Object.create(Object.getPrototypeOf(sheet)), sheet, { values: new Map() }),
  );
  writeFileSync(
    path.join(folder, 'rop.xlsx'),
    new Uint8Array(await (await workbookBlob(sheets)).arrayBuffer()),
  );
  execFileSync(
    'soffice',
    [
      '--headless',
      `-env:UserInstallation=file://${folder}/profile`,
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,1',
      '--outdir',
      folder,
      path.join(folder, 'rop.xlsx'),
    ],
    { stdio: 'pipe', timeout: 60_000 },
  );
  const rows = readFileSync(path.join(folder, 'rop-Итог.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(';').map((cell) => cell.replaceAll('"', '')));
  const share = (text) => (text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text));
  const { result, self: own } = source;
  assert.ok(Math.abs(share(rows.at(-1)[1]) - result.score) < 1e-9, 'the whole');
  assert.ok(Math.abs(share(rows.at(-1)[2]) - own.score) < 1e-9, 'the whole by the head of sales');
  result.areas.forEach(({ id, score, priority }, i) => {
    const cells = rows[i + 3];
    if (score === null) assert.equal(cells[1], '', id);
    else assert.ok(Math.abs(share(cells[1]) - score) < 1e-9, id);
    assert.ok(
      Math.abs(Number(cells[4]) - (score === null ? 0 : priority)) < 1e-3,
      `${id}: ${cells[4]} against ${priority}`,
    );
  });
});

test('a note that looks like a formula is a text in the workbook and in CSV', () => {
  const marks = checklistSheets(source, '').find(({ name }) => name === 'Отметки');
  const cell = marks.rows.flat().find((one) => one?.value === '=2+2');
  assert.equal(cell.type, String);
  assert.match(csvText(checklistRows(source)), /;'=2\+2;/);
});

test('CSV has every question, says how complete the meeting is', () => {
  const rows = checklistRows(source);
  const count = checklist.areas.flatMap(({ items }) => items).length;
  assert.equal(
    rows.filter(([area]) => checklist.areas.some(({ name }) => name === area)).length,
    checklist.areas.length + count,
  );
  assert.match(String(rows[1][0]), new RegExp(`отмечено 50 из ${count}`));
});
