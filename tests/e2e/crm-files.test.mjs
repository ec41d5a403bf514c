// What is taken away from a report: a workbook whose formulas give what they hold, CSV, PDF, pictures; and workbooks that are read.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { DESK, journeys, newPage, open } from './harness.mjs';
import { dropped, finding, opened, textOf } from './crm-page.mjs';

const { read, utils, write } = createRequire(path.resolve('web/package.json'))('@e965/xlsx');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-crm-files-'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

async function crm() {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, `${site.origin}/crm/`);
  return page;
}

test('the report as Excel, CSV, PDF, pictures, JSON', async () => {
  const page = await crm();
  await dropped(page, 'amo_utf8bom.csv');
  const made = {};
  for (const id of ['xlsx', 'csv', 'pdf', 'png', 'json']) {
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.click(`[data-takeaway-id=${id}]`),
    ]);
    made[id] = readFileSync(await download.path());
  }
  const book = read(made.xlsx, { cellFormula: true });
  assert.deepEqual(book.SheetNames, ['Главное', 'Месяцы', 'Менеджеры', 'Источники', 'Этапы', 'Висящие']);
  const total = utils
    .sheet_to_json(book.Sheets['Менеджеры'], { header: 1 })
    .find((/** @type {any} */ row) => row[0] === 'Всего');
  assert.deepEqual(total.slice(0, 3), ['Всего', 126, 27]);
  const formulas = Object.values(book.Sheets['Главное']).filter((/** @type {any} */ cell) => cell?.f);
  assert.ok(formulas.length >= 2);
  assert.ok(made.csv.toString().startsWith('\uFEFF'));
  assert.match(made.csv.toString(), /2025-04;21;9;0,428571428571/);
  assert.equal(made.pdf.subarray(0, 4).toString(), '%PDF');
  assert.equal(made.png.subarray(0, 2).toString(), 'PK');
  assert.equal(JSON.parse(made.json.toString()).window.won, 27);
  await page.promises({ replaced: true });
  await page.context().close();
});

test(
  'formulas of the workbook, recalculated by LibreOffice, give the values they hold',
  { skip: spawnSync('soffice', ['--version']).status !== 0 },
  async () => {
    const page = await crm();
    await dropped(page, 'amo_utf8bom.csv');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('[data-takeaway-id=xlsx]'),
    ]);
    const file = path.join(folder, 'report.xlsx');
    writeFileSync(file, readFileSync(await download.path()));
    spawnSync('soffice', ['--headless', '--convert-to', 'ods', '--outdir', folder, file]);
    const [held, counted] = [read(readFileSync(file)), read(readFileSync(path.join(folder, 'report.ods')))];
    for (const name of held.SheetNames) {
      for (const [address, cell] of Object.entries(held.Sheets[name])) {
        const value = /** @type {any} */ (cell)?.v;
        if (typeof value === 'number') {
          assert.ok(
            Math.abs(counted.Sheets[name][address].v - value) <= 1e-9 * Math.abs(value) + 1e-12,
            `${name}!${address}`,
          );
        }
      }
    }
    await page.context().close();
  },
);

/** Rows of deals as a workbook would hold them: dates are dates. */
function rows(count = 90) {
  const day = (/** @type {number} */ n) => new Date(Date.UTC(2025, 0, 1 + n));
  return [
    ['ID', 'Этап сделки', 'Бюджет', 'Ответственный', 'Дата создания', 'Дата закрытия'],
    ...Array.from({ length: count }, (_, i) => [
      i + 1,
      i % 3 === 0 ? 'Успешно реализовано' : i % 3 === 1 ? 'Закрыто и не реализовано' : 'Новая заявка',
      i % 3 === 0 ? 1000 * (i + 1) : null,
      ['Анна', 'Пётр'][i % 2],
      day(i * 2),
      i % 3 === 2 ? null : day(i * 2 + 10),
    ]),
  ];
}

/** @param {any[][]} list @param {any} [options] */
function bookOf(list, { type = 'xlsx', other = null, merges = [] } = {}) {
  const book = utils.book_new();
  if (other) utils.book_append_sheet(book, utils.aoa_to_sheet(other), 'Прочее');
  const sheet = utils.aoa_to_sheet(list, { UTC: true });
  if (merges.length > 0) sheet['!merges'] = merges;
  utils.book_append_sheet(book, sheet, 'Сделки');
  return Buffer.from(write(book, { type: 'array', bookType: type }));
}

test('on paper: the report without what only a screen can do, no chart cut in two; the comparison once there is one', async () => {
  const page = await crm();
  await dropped(page, 'amo_utf8bom.csv');
  await page.waitForSelector('h2:has-text("Чего этот файл не знает")');
  const printed = async () => {
    const file = path.join(folder, 'print.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    const sheets = String(spawnSync('pdftotext', ['-layout', file, '-']).stdout)
      .split('\f')
      .slice(0, -1);
    return sheets.map((text) => text.replaceAll('\u00a0', ' '));
  };
  const sheets = await printed();
  const all = sheets.join(' ');
  assert.match(all, /Из 100 заявок/);
  assert.doesNotMatch(all, /рабочий стол|Запомнить и имена|Числа таблицей|Измерение роста/);
  const months = sheets.find((text) => text.includes('Доля заявок месяца')) ?? '';
  assert.match(
    months,
    /апр 2025[^]*янв 2026[^]*обычный разброс/,
    'the months stand on one sheet with their title',
  );
  assert.match(sheets[sheets.length - 1], /Чего этот файл не знает/, 'no empty sheet after the last word');
  await page.click('.periods-form [type=submit]');
  await page.waitForSelector('[data-verdict]');
  assert.match((await printed()).join(' '), /Измерение роста/);
  await page.context().close();
});

for (const type of ['xlsx', 'biff8', 'ods', 'xlsb']) {
  test(`a workbook of kind ${type} is read as its rows are`, async () => {
    const page = await crm();
    const name = `сделки.${type === 'biff8' ? 'xls' : type}`;
    await page.setInputFiles('[data-file]', {
      name,
      mimeType: 'application/octet-stream',
      buffer: bookOf(rows(), { type, other: [['a'], ['b']] }),
    });
    await opened(page, name);
    const facts = await textOf(page, '.facts');
    assert.match(facts, /Заявок 90 Оплат 30 Отказов 30 Ещё в работе 30/);
    await page.click('#fold-settings > summary');
    assert.match(await textOf(page, '#set-sheet'), /Прочее, 2 строки/);
    await page.selectOption('#set-sheet', { index: 0 });
    await page.waitForFunction(() =>
      /Отчёта пока нет|Проверьте сами/.test(document.querySelector('[data-asked-title]')?.textContent ?? ''),
    );
    await page.promises({ replaced: true });
    await page.context().close();
  });
}

test('an HTML table saved as .xls in windows-1251, and one with merged cells and formulas', async () => {
  const page = await crm();
  const cells = rows().map(
    (row) =>
      `<tr>${row.map((cell) => `<td>${cell instanceof Date ? cell.toISOString().slice(0, 10).split('-').reverse().join('.') : (cell ?? '')}</td>`).join('')}</tr>`,
  );
  const html = `<html><head><meta charset="windows-1251"></head><body><table>${cells.join('')}</table></body></html>`;
  const bytes = Buffer.from(
    [...html].map((letter) => {
      const code = letter.charCodeAt(0);
      if (code < 128) return code;
      return letter === 'ё' ? 0xb8 : letter === 'Ё' ? 0xa8 : code - 0x410 + 0xc0;
    }),
  );
  await page.setInputFiles('[data-file]', {
    name: 'битрикс.xls',
    mimeType: 'application/vnd.ms-excel',
    buffer: bytes,
  });
  await opened(page, 'битрикс.xls');
  assert.match(await textOf(page, '.facts'), /Заявок 90 Оплат 30 Отказов 30/);

  const merged = /** @type {any[][]} */ (rows());
  merged[2][3] = null;
  merged[4][2] = { t: 'n', f: '1000*5', v: 5000 };
  await page.setInputFiles('[data-file]', {
    name: 'книга.xlsx',
    mimeType: 'application/octet-stream',
    buffer: bookOf(merged, { merges: [{ s: { r: 1, c: 3 }, e: { r: 2, c: 3 } }] }),
  });
  await opened(page, 'книга.xlsx');
  await page.click('#fold-told > summary');
  assert.match(await textOf(page, '#fold-told'), /Объединённых ячеек: значение повторено в строках, 1/);
  assert.match(await textOf(page, '#fold-told'), /с формулами: 1/);
  assert.notEqual(await finding(page), '');
  await page.context().close();
});
