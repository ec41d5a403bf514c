// /crm/ with a report open: what a second file that is stopped or cannot be read leaves of the first, which is everything.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { DESK, PHONE, axe, journeys, newPage, open } from './harness.mjs';
import { dropped, fileOf, finding, opened, textOf } from './crm-page.mjs';

const { utils, write } = createRequire(path.resolve('web/package.json'))('@e965/xlsx');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-crm-again-'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

/** @param {{width: number, height: number}} viewport */
async function crm(viewport) {
  const page = await newPage(browser, { origin: site.origin, viewport });
  await open(page, `${site.origin}/crm/`);
  return page;
}

/** An export that takes a while to read. */
function large() {
  const file = path.join(folder, 'большой.csv');
  const part = Array.from({ length: 20_000 }, (_, i) => `${i};05.03.2025;06.04.2025;Отказ;1;А`).join('\n');
  writeFileSync(
    file,
    `ID;Дата создания;Дата закрытия;Этап;Сумма;Ответственный\n${Array(120).fill(part).join('\n')}`,
  );
  return file;
}

/** All that a person sees and has put in of the report that is open. @param {import('playwright-core').Page} page */
const shown = (page) =>
  page.evaluate(() => ({
    text: /** @type {HTMLElement} */ (document.querySelector('[data-open]')).innerText,
    values: [...document.querySelectorAll('[data-open] :is(input, select):not([type=file])')].map(
      (input) => /** @type {HTMLInputElement} */ (input).value,
    ),
    open: [...document.querySelectorAll('[data-open] details[open]')].map(({ id }) => id),
    scrolled: Math.round(scrollY),
  }));

/** A report with a column corrected, a fold open, two periods put in and compared. */
async function corrected(page) {
  await dropped(page, 'amo_utf8bom.csv');
  await page.click('#fold-columns > summary');
  await page.selectOption('#column-source', '');
  await page.waitForFunction(() =>
    document.querySelector('[data-report]')?.textContent?.includes('Источники по этому файлу не сравнить'),
  );
  await page.waitForSelector('#before-from');
  for (const [id, day] of [
    ['before-from', '2025-05-01'],
    ['before-to', '2025-07-31'],
    ['after-from', '2025-08-01'],
    ['after-to', '2025-10-31'],
  ]) {
    await page.fill(`#${id}`, day);
  }
  await page.click('.periods-form [type=submit]');
  await page.waitForSelector('[data-verdict]');
  await page.waitForFunction(() => !document.querySelector('.find__money:empty'));
  await page.untilQuiet();
}

/** The report is not a picture: it answers a correction. @param {import('playwright-core').Page} page */
async function answers(page) {
  await page.selectOption('#column-responsible', '');
  await page.waitForFunction(() =>
    document.querySelector('[data-report]')?.textContent?.includes('Менеджеров по этому файлу не сравнить'),
  );
}

for (const viewport of [DESK, PHONE]) {
  test(`a second file that is stopped leaves the first report as it was: ${viewport.width}`, async () => {
    const page = await crm(viewport);
    await corrected(page);
    const before = await shown(page);
    await page.setInputFiles('[data-file]', large());
    await page.click('[data-do=cancel]');
    await page.waitForFunction(() => document.querySelector('[data-open]')?.checkVisibility());
    assert.match(await textOf(page, '[data-notice-text]'), /Чтение остановлено.*Прежний отчёт на месте/);
    assert.deepEqual(await shown(page), before);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    await answers(page);
    // The next one is another file, not the rest of the stopped one.
    await page.setInputFiles('[data-file]', fileOf('hubspot_utf8.csv'));
    await opened(page, 'hubspot_utf8.csv');
    assert.notEqual(await finding(page), '');
    assert.deepEqual((await shown(page)).open, [], 'folds were the other file’s');
    await page.promises({ replaced: true });
    await page.context().close();
  });
}

/** @type {[string, string, Buffer, RegExp][]} */
const refused = [
  ['an empty file', 'пусто.csv', Buffer.alloc(0), /Файл пуст/],
  ['a photo', 'фото.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array(3000).fill(7)]), /Это фотография/],
  ['prose', 'письмо.txt', Buffer.from('Просто письмо.\nБез таблицы.'), /это текст, а не таблица сделок/],
  [
    'a damaged workbook',
    'книга.xls',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array(2000).fill(9)]),
    /Книга не читается/,
  ],
];

test('a second file that cannot be read says why above the first report, which stays', async () => {
  const page = await crm(PHONE);
  await corrected(page);
  const { text, values, open: folds } = await shown(page);
  for (const [what, name, buffer, sentence] of refused) {
    await page.setInputFiles('[data-file]', { name, mimeType: 'application/octet-stream', buffer });
    await page
      .waitForFunction(
        ([pattern, file]) => {
          const said = document.querySelector('[data-open-fault]')?.textContent ?? '';
          return new RegExp(pattern).test(said) && said.includes(file);
        },
        [sentence.source, name],
        { timeout: 20_000 },
      )
      .catch(async () => assert.fail(`${what}: «${await page.textContent('[data-open-fault]')}»`));
    assert.ok(await page.locator('[data-open-fault]').isVisible(), what);
    assert.equal(
      await page.evaluate(() => document.activeElement?.id),
      'another',
      'the next step is at hand',
    );
    const after = await shown(page);
    assert.ok(after.text.includes(text.trim()), what);
    assert.deepEqual([after.values, after.open, after.scrolled], [values, folds, 0], what);
  }
  await axe(page, 'a refused second file');
  await answers(page);
  assert.equal(
    await page.locator('[data-open-fault]').isVisible(),
    false,
    'the message goes with the next step',
  );
  // Another part is put to the file that is open.
  await page.click('#add-part');
  await page.setInputFiles('[data-file]', fileOf('amo_utf8bom.csv'));
  await opened(page, 'amo_utf8bom.csv и ещё 1');
  await page.promises({ replaced: true });
  await page.context().close();
});

test('a part of another export leaves the report of the first part', async () => {
  const page = await crm(DESK);
  await dropped(page, 'amo_utf8bom.csv');
  await page.click('#add-part');
  await page.setInputFiles('[data-file]', fileOf('hubspot_utf8.csv'));
  await page.waitForFunction(() =>
    document.querySelector('[data-open-fault]')?.textContent?.includes('разные столбцы'),
  );
  assert.match(await finding(page), /Из 100 заявок платят 21/);
  // The hand was on "add a part": what is chosen next by another button is a file of its own.
  await page.click('#another');
  await page.setInputFiles('[data-file]', fileOf('large.csv'));
  await opened(page, 'large.csv');
  await page.context().close();
});

test('a sheet that holds no deals leaves the other sheets to be chosen', async () => {
  const page = await crm(DESK);
  const book = utils.book_new();
  const day = (/** @type {number} */ n) => `${String((n % 27) + 1).padStart(2, '0')}.0${(n % 5) + 1}.2025`;
  const deals = [
    ['ID', 'Дата создания', 'Этап'],
    ...Array.from({ length: 60 }, (_, i) => [i + 1, day(i), i % 3 ? 'Отказ' : 'Оплачено']),
  ];
  utils.book_append_sheet(book, utils.aoa_to_sheet(deals), 'Сделки');
  utils.book_append_sheet(book, utils.aoa_to_sheet([]), 'Пустой');
  const buffer = Buffer.from(write(book, { type: 'array', bookType: 'xlsx' }));
  await page.setInputFiles('[data-file]', {
    name: 'книга.xlsx',
    mimeType: 'application/octet-stream',
    buffer,
  });
  await opened(page, 'книга.xlsx');
  const said = await finding(page);
  await page.click('#fold-settings > summary');
  await page.selectOption('#set-sheet', { index: 1 });
  await page.waitForFunction(() => document.querySelector('[data-open-fault]')?.checkVisibility());
  assert.match(await textOf(page, '[data-open-fault]'), /Файл пуст/);
  assert.equal(await finding(page), said);
  assert.equal(await page.locator('#set-sheet').inputValue(), '0');
  await page.context().close();
});

test('what is pasted and is no table stays in its field, and touches no report that is open', async () => {
  const page = await crm(PHONE);
  await page.click('summary:has-text("Вставить таблицу")');
  await page.fill('[data-paste]', 'Просто слова');
  await page.click('[data-do=paste]');
  await page.waitForFunction(() =>
    /это текст/.test(document.querySelector('[data-start-fault]')?.textContent ?? ''),
  );
  assert.equal(
    await page.inputValue('[data-paste]'),
    'Просто слова',
    'what was pasted is there to be mended',
  );
  const row = (/** @type {number} */ i) => `${i}\t0${(i % 9) + 1}.02.2026\t${i % 3 ? 'Отказ' : 'Оплачено'}`;
  const table = [
    'Выгрузка, за год',
    'ID\tДата\tСтатус',
    ...Array.from({ length: 40 }, (_, i) => row(i)),
  ].join('\n');
  await page.fill('[data-paste]', table);
  await page.click('[data-do=paste]');
  await opened(page, 'Вставленная таблица');
  const said = await finding(page);
  const pasted = (/** @type {string} */ text) =>
    page.evaluate((words) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', words);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, text);
  await pasted('Здравствуйте, Анна!\nДоговорились на среду, на десять.');
  assert.match(await textOf(page, '[data-notice-text]'), /В буфере не таблица/);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.crm), 'open');
  assert.equal(await finding(page), said);
  await pasted(table.replaceAll('Отказ', 'В работе'));
  await page.waitForFunction(() => /Отказов\s*0/.test(document.querySelector('.facts')?.textContent ?? ''));
  await page.context().close();
});

test('a sheet with a title, an empty row and totals is pasted by the keyboard; a photo after it touches nothing', async () => {
  const page = await crm(DESK);
  const row = (/** @type {number} */ i) =>
    `${i}\t0${(i % 9) + 1}.02.2026\t${i % 3 ? 'Отказ' : 'Оплачено'}\t${40 + (i % 7)} 500 ₽`;
  const sheet = [
    'Отчёт по сделкам за год\t\t\t',
    '\t\t\t',
    '№\tДата создания\tСтатус\tСумма, ₽',
    ...Array.from({ length: 40 }, (_, i) => row(i)),
    'Итого\t40\t\t1 720 000 ₽',
  ].join('\r\n');
  await page.evaluate((text) => navigator.clipboard.writeText(text), sheet);
  await page.mouse.click(DESK.width / 2, 400);
  await page.keyboard.press('Control+V');
  await opened(page, 'Вставленная таблица');
  assert.match(await textOf(page, '.facts'), /Заявок\s*40\s*Оплат\s*14/);
  await page.click('#fold-left > summary');
  assert.match(await textOf(page, '#fold-left'), /1 строка: дата не читается.*Строка 44/s);
  const photo = path.join(folder, 'photo.jpg');
  writeFileSync(photo, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]));
  await page.setInputFiles('[data-file]', photo);
  await page.getByText('прежний отчёт ниже').waitFor();
  assert.match(await textOf(page, 'main'), /«photo.jpg» не открылось.*Это фотография/s);
  assert.match(await textOf(page, '.facts'), /Заявок\s*40\s*Оплат\s*14/);
  await page.context().close();
});

test('on a phone sources stand in their table whole: no word of them cut, no number out of sight', async () => {
  const page = await crm(PHONE);
  await page.setInputFiles('[data-file]', fileOf('large.csv'));
  await opened(page, 'large.csv');
  const table = page.locator('table:has(caption:text-is("Источники заявок"))');
  await table.waitFor();
  const seen = await table.evaluate((one) => ({
    out: one.scrollWidth - /** @type {HTMLElement} */ (one.parentElement).clientWidth,
    cut: [...one.querySelectorAll('tbody th')]
      .filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return !/[ -]/.test(cell.textContent ?? '') && range.getClientRects().length > 1;
      })
      .map((cell) => cell.textContent),
  }));
  assert.deepEqual(seen, { out: 0, cut: [] });
  await page.context().close();
});

test('a second file that gives no report leaves the way back to the first', async () => {
  const page = await crm(PHONE);
  await dropped(page, 'amo_utf8bom.csv');
  await page.click('#fold-columns > summary');
  await page.selectOption('#column-source', '');
  await page.waitForFunction(() =>
    document.querySelector('[data-report]')?.textContent?.includes('Источники по этому файлу не сравнить'),
  );
  assert.equal(await page.locator('#earlier').count(), 0);
  const said = await finding(page);
  const prices = Buffer.from('Товар;Цена\nДверь;100\nОкно;200\nПорог;300');
  await page.setInputFiles('[data-file]', { name: 'прайс.csv', mimeType: 'text/csv', buffer: prices });
  await opened(page, 'прайс.csv');
  assert.match(await textOf(page, '#earlier'), /Вернуть отчёт «amo_utf8bom.csv»/);
  await axe(page, 'no report, another to return to');
  await page.click('#earlier');
  await opened(page, 'amo_utf8bom.csv');
  assert.equal(await finding(page), said);
  assert.equal(await page.locator('#column-source').inputValue(), '');
  assert.equal(await page.locator('#earlier').count(), 0);
  await page.click('#fold-columns > summary');
  await answers(page);
  await page.context().close();
});
