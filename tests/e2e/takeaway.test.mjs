// What a visitor carries off, made in a browser and read back: PDF by pdftotext, archives by hand, budgets by bytes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { unzipSync } from '../../web/node_modules/fflate/esm/index.mjs';
import { drawn, predicted, quietOf } from './harness.mjs';
import { kCount, journeysHere, kSite, ready, storedCalculation, storedRun } from './rop-browser.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-take-'));
const kCodeBudget = 340_000;
let site;
journeysHere((given) => (site = given), { end: () => rmSync(folder, { recursive: true }) });

/** Clicks a take-away; gives the file's path and name. */
async function take(page, id) {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 20_000 }),
    page.click(`[data-takeaway-id=${id}]`),
  ]);
  const name = download.suggestedFilename();
  const to = path.join(folder, `${Date.now()}-${name}`);
  await download.saveAs(to);
  return { to, name };
}
const pdfText = (file) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
const flat = (text) => text.replace(/[\s\u00a0]+/g, ' ');
const pagesOf = (file) =>
  Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1]);

/** Every page as it is printed. @param {string} file */
function picturesOf(file) {
  const made = mkdtempSync(path.join(folder, 'pages-'));
  execFileSync('pdftoppm', ['-r', '60', file, path.join(made, 'page')]);
  return readdirSync(made)
    .sort()
    .map((name) => readFileSync(path.join(made, name)));
}

/** A heading is no page's last line, and no page is nearly empty. */
function checkPages(file) {
  const pages = pdfText(file).split('\f').slice(0, -1);
  for (const page of pages) {
    const lines = page
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    assert.ok(lines.length > 5, `a page with ${lines.length} lines`);
    assert.match(lines[lines.length - 1], /\d из \d$/, 'every page ends with its number');
    assert.doesNotMatch(
      lines[lines.length - 2],
      /^(Что введено|Что даёт каждый этап|По менеджерам|Как это посчитано|Все отметки|Сколько стоят слабые области)$/,
    );
  }
}

test('the PDF of the calculation: its numbers, tables and method in selectable Russian, two to four pages', async () => {
  const { page, context, faults } = await site.open('/', { stored: storedCalculation() });
  await predicted(page);
  const { to, name } = await take(page, 'pdf');
  assert.match(name, /^Расчёт отдела продаж, Отдел из семи, \d{4}-\d\d-\d\d\.pdf$/);
  assert.ok(pagesOf(to) >= 2 && pagesOf(to) <= 5, `${pagesOf(to)} pages`);
  const words = flat(pdfText(to));
  for (const wanted of [
    'Сколько отдел продаж недозарабатывает',
    '13 638 240 ₽',
    '32 076 000 ₽',
    '18 437 760 ₽',
    'Точнее скажет счёт', // shares as typed have no range
    '+619 920 ₽',
    '+6 640 725 ₽',
    'Что делает один менеджер',
    '3 854 заявки',
    'Как это посчитано',
    'среднее по всем порядкам',
    'не обещание',
  ]) {
    assert.ok(words.includes(wanted), `the PDF lacks "${wanted}"`);
  }
  assert.doesNotMatch(words, /NaN|undefined|null|Infinity|неполный/);
  assert.doesNotMatch(words, /Следующий месяц|В восьми месяцах из десяти/, 'nor has what follows from them');
  checkPages(to);
  const raw = readFileSync(to, 'latin1');
  assert.match(raw, /\/Lang \(ru-RU\)/);
  assert.match(raw, /DisplayDocTitle true/);
  assert.match(
    execFileSync('pdfinfo', [to], { encoding: 'utf8' }),
    /Title:\s+Сколько отдел продаж недозарабатывает/,
  );
  const fonts = execFileSync('pdffonts', [to], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
  assert.ok(
    fonts.length > 0 && fonts.every((line) => /yes yes yes/.test(line)),
    'fonts embedded, subset, with Unicode',
  );
  assert.equal(
    execFileSync('pdfimages', ['-list', to], { encoding: 'utf8' }).trim().split('\n').length,
    2,
    'charts are vectors, not images',
  );
  assert.deepEqual(faults, []);
  await context.close();
});

/** The calculation with these names of the first stages. @param {string} title @param {string[]} names */
function named(title, names) {
  const { 'funnel.scenario.v1': kept } = storedCalculation();
  const stages = kept.scenario.stages.map((stage, i) => ({ ...stage, name: names[i] ?? stage.name }));
  return { 'funnel.scenario.v1': { ...kept, scenario: { ...kept.scenario, title, stages } } };
}

test('no letter vanishes from a PDF: signs, Kazakh, Uzbek, Turkish; what no font has is named first', async () => {
  const written = ['≥ 30 % ≤ 5 ≈ 7 × 2', 'Әқпарат ғ ң ө ұ ү һ', 'ñ ş ğ ő ž č ʻ œ', '€ ₸ ₴ № ✓ →'];
  const { page, context, faults } = await site.open('/', { stored: named('Қызмет ≥ 30 % ✓', written) });
  await ready(page);
  // Spaces are pdftotext's guess.
  const dense = (/** @type {string} */ text) => text.replace(/\s/g, '');
  const words = dense(pdfText((await take(page, 'pdf')).to));
  for (const text of ['Қызмет ≥ 30 % ✓', ...written].map(dense)) {
    assert.ok(words.includes(text), `the PDF lacks "${text}"`);
  }
  assert.deepEqual(faults, []);
  await context.close();

  const other = await site.open('/', { stored: named('Ракета 🚀', ['العربية']) });
  await ready(other.page);
  await other.page.click('[data-takeaway-id=pdf]');
  await other.page.waitForFunction(() =>
    /не напечатать: .*«🚀»/.test(document.querySelector('[data-notice-text]')?.textContent ?? ''),
  );
  const { to } = await take(other.page, 'pdf');
  assert.match(flat(pdfText(to)), /Ракета \?/);
  await other.context.close();
});

test('control characters in a name break neither pictures nor workbooks', async () => {
  const { page, context, faults } = await site.open('/', {
    stored: named('Отдел\u0001\u000b\u202e', ['Дозвон\u0001', 'Квал\u0000\ufffe']),
  });
  await predicted(page);
  const pictures = unzipSync(readFileSync((await take(page, 'png')).to));
  assert.equal(Object.keys(pictures).length, 4);
  const { to } = await take(page, 'xlsx');
  const files = unzipSync(readFileSync(to));
  for (const [name, bytes] of Object.entries(files)) {
    if (!name.endsWith('.xml')) continue;
    const text = Buffer.from(bytes).toString('utf8');
    assert.ok(![...text].some((c) => c < ' ' && !'\t\n\r'.includes(c)), `${name} holds a control character`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('a workbook fits the width of its paper', async () => {
  const { page, context } = await site.open('/', { stored: storedCalculation() });
  await ready(page);
  const { to } = await take(page, 'xlsx');
  const files = unzipSync(readFileSync(to));
  for (const [name, bytes] of Object.entries(files)) {
    if (!/worksheets\/sheet\d+\.xml$/.test(name)) continue;
    const text = Buffer.from(bytes).toString('utf8');
    assert.match(text, /<sheetPr><pageSetUpPr fitToPage="1"\/><\/sheetPr>/, name);
    assert.match(
      text,
      /<pageSetup fitToWidth="1" fitToHeight="0" paperSize="9" orientation="(?:portrait|landscape)"/,
    );
  }
  await context.close();
});

test('a meeting held on this device goes with the calculation: its result and plan on a sheet of their own', async () => {
  const { page, context, faults } = await site.open('/', {
    stored: { ...storedCalculation(), ...storedRun() },
  });
  await predicted(page);
  const { to } = await take(page, 'pdf');
  assert.ok(pagesOf(to) <= 6, `${pagesOf(to)} pages`);
  const words = flat(pdfText(to));
  for (const wanted of [
    'Чек-лист руководителя отдела продаж: Встреча с Иваном',
    `отмечено 50 из ${kCount}`,
    'Сколько стоят слабые области',
    'План: три области',
  ]) {
    assert.ok(words.includes(wanted), wanted);
  }
  checkPages(to);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the example is called incomplete in every file', async () => {
  const { page, context } = await site.open('/');
  await predicted(page);
  const pdf = await take(page, 'pdf');
  assert.match(flat(pdfText(pdf.to)), /Расчёт неполный: это числа примера/);
  const csv = await take(page, 'csv');
  assert.match(readFileSync(csv.to, 'utf8'), /Расчёт неполный/);
  const xlsx = await take(page, 'xlsx');
  assert.match(
    Buffer.from(unzipSync(readFileSync(xlsx.to))['xl/sharedStrings.xml']).toString(),
    /Расчёт неполный/,
  );
  await context.close();
});

test('the PDF of the meeting: score, completeness, prices with reasons, the plan and all answers, at most five pages', async () => {
  const { page, context, faults } = await site.open('/rop/', {
    stored: { ...storedRun(), ...storedCalculation() },
  });
  await ready(page);
  const { to, name } = await take(page, 'pdf');
  assert.match(name, /^Чек-лист РОПа, Встреча с Иваном, .*\.pdf$/);
  assert.ok(pagesOf(to) >= 2 && pagesOf(to) <= 5, `${pagesOf(to)} pages`);
  const words = flat(pdfText(to));
  for (const wanted of [
    '64 %',
    '78 %',
    `отмечено 50 из ${kCount}`,
    'Критичные нули',
    '1 791 486 ₽',
    'отвечают 8 областей',
    'План: три области',
    'День 3.',
    '=2+2 «формула»',
    'Две из десяти',
    '14. Отчёт собственнику',
  ]) {
    assert.ok(words.includes(wanted), `the PDF lacks "${wanted}"`);
  }
  checkPages(to);
  assert.deepEqual(faults, []);
  await context.close();
});

test('CSV and workbooks open as they should: byte order mark, decimal comma, no formula out of a note', async () => {
  const { page, context, faults } = await site.open('/rop/', {
    stored: { ...storedRun(), ...storedCalculation() },
  });
  await ready(page);
  const csv = readFileSync((await take(page, 'csv')).to);
  assert.deepEqual([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.match(csv.toString('utf8'), /;"'=2\+2 «формула»; тест";/);
  const xlsx = unzipSync(readFileSync((await take(page, 'xlsx')).to));
  assert.match(Buffer.from(xlsx['xl/workbook.xml']).toString(), /Отметки/);
  assert.match(Buffer.from(xlsx['xl/worksheets/sheet1.xml']).toString(), /<f>[^<]+<\/f><v>0\.\d+<\/v>/);
  assert.deepEqual(faults, []);
  await context.close();
});

/** The calculation with every stage counted: of counts alone a range follows. */
function counted() {
  const { 'funnel.scenario.v1': kept } = storedCalculation();
  const stages = kept.scenario.stages.map(({ conversion, ...stage }, i) =>
    conversion === undefined
      ? stage
      : { ...stage, observed: { entered: 1000 - i, passed: Math.round(conversion * (1000 - i)) } },
  );
  return { 'funnel.scenario.v1': { ...kept, scenario: { ...kept.scenario, stages } } };
}

test('the PDF of counted stages says from what to what the next month may be', async () => {
  const { page, context, faults } = await site.open('/', { stored: counted() });
  await predicted(page);
  const words = flat(pdfText((await take(page, 'pdf')).to));
  assert.match(words, /Следующий месяц, если ничего не менять/);
  assert.match(words, /В восьми месяцах из десяти выручка будет от [\d ]+ ₽ до [\d ]+ ₽/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('pictures: every chart as a PNG at twice its size', async () => {
  const { page, context, faults } = await site.open('/', { stored: counted(), width: 390 });
  await predicted(page);
  const { to, name } = await take(page, 'png');
  assert.match(name, /^Картинки расчёта, .*\.zip$/);
  const files = unzipSync(readFileSync(to));
  assert.equal(Object.keys(files).length, 5);
  for (const [file, bytes] of Object.entries(files)) {
    const picture = Buffer.from(bytes);
    assert.equal(picture.toString('latin1', 1, 4), 'PNG', file);
    assert.equal(picture.readUInt32BE(16), 2 * (640 + 48), `${file} is twice as wide`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('the printed landing page: the whole calculation without buttons and forms, from a desk and from a phone', async () => {
  /** @type {Buffer[][]} */
  const pictures = [];
  for (const width of [1280, 390]) {
    const { page, context } = await site.open('/', { stored: storedCalculation(), width });
    await predicted(page);
    await page.waitForSelector('.folds [data-chart=waterfall]', { state: 'attached' });
    await page.evaluate(drawn);
    const to = path.join(folder, `print-${width}.pdf`);
    await page.pdf({ path: to, preferCSSPageSize: true });
    const words = flat(pdfText(to));
    assert.match(words, /18 437 760 ₽/);
    const fold = flat((await page.locator('[data-words=shareTitle]').textContent()) ?? '');
    assert.ok(words.includes(fold), `${width}: the print lacks the fold's title "${fold}"`);
    // Every number of the fields and the charts, none cut.
    for (const text of ['2 400', '180 000', '25 000 000', '32 076 000 ₽', '142 819 025 ₽']) {
      assert.ok(words.includes(text), `${width}: the print lacks "${text}"`);
    }
    assert.doesNotMatch(words, /…/);
    assert.doesNotMatch(words, / [+\u2212] /, 'no sign of a fold');
    pictures.push(picturesOf(to));
    assert.doesNotMatch(words, /Отправить заявку|Добавить этап|Забрать расчёт|Разобрать строки/);
    assert.ok(pagesOf(to) <= 6, `${pagesOf(to)} pages`);
    assert.equal(
      await page.evaluate(() => document.querySelectorAll('.calc .folds > details[open]').length),
      0,
      'the folds are as they were',
    );
    await context.close();
  }
  const [desk, phone] = pictures;
  assert.equal(phone.length, desk.length);
  desk.forEach((picture, i) => assert.ok(picture.equals(phone[i]), `page ${i + 1} from a phone is another`));
});

test('what nobody typed is not printed: no goal of the page’s own, no empty list of managers', async () => {
  const { page, context } = await site.open('/');
  for (const [name, text] of Object.entries({ managers: '4', leads: '320', check: '85000', sales: '10' })) {
    await page.fill(`#${name}`, text);
  }
  await predicted(page);
  await page.waitForSelector('.folds [data-chart=waterfall]', { state: 'attached' });
  await page.evaluate(drawn);
  const to = path.join(folder, 'print-empty.pdf');
  await page.pdf({ path: to, preferCSSPageSize: true });
  const words = flat(pdfText(to));
  assert.match(words, /425 000 ₽/);
  assert.doesNotMatch(words, /15 млн|Сколько хотите|По менеджерам|На пальцах/);
  await context.close();
});

test('nothing of it is loaded before the click; PDF and XLSX code fits its budget', async () => {
  const { page, context } = await site.open('/', { stored: storedCalculation() });
  const loaded = [];
  page.on('response', async (response) => loaded.push(new URL(response.url()).pathname));
  const untilQuiet = quietOf(page);
  await page.reload();
  await predicted(page);
  await untilQuiet(); // what would be loaded by itself has been
  assert.ok(loaded.length > 3);
  assert.deepEqual(
    loaded.filter((file) => /pdfmake|-pdf-|xlsx|workbook|sheet|\.ttf/.test(file)),
    [],
  );
  const before = new Set(loaded);
  await take(page, 'pdf');
  await take(page, 'xlsx');
  const code = [...new Set(loaded)].filter((file) => !before.has(file) && file.endsWith('.js'));
  assert.ok(code.some((file) => /pdfmake/.test(file)));
  const bytes = code.reduce(
    (sum, file) => sum + brotliCompressSync(readFileSync(path.join(kSite, file))).length,
    0,
  );
  assert.ok(bytes <= kCodeBudget, `${bytes} bytes of brotli`);
  await context.close();
});

test('the service worker does not fetch ahead what only a click needs', () => {
  const worker = readFileSync(path.join(kSite, 'sw.js'), 'utf8');
  assert.ok(readdirSync(path.join(kSite, 'a')).some((file) => file.startsWith('pdfmake')));
  assert.match(worker, /pdfmake\|/);
});
