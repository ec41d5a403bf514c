// Bad input of /crm/: each kind gets a plain sentence and what to do; nothing hangs, nothing is guessed in silence (issue 16, §3).
import assert from 'node:assert/strict';
import { mkdtempSync, openSync, closeSync, ftruncateSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { DESK, axe, journeys, newPage, open } from './harness.mjs';
import { opened, textOf } from './crm-page.mjs';

const { CFB, utils, write } = createRequire(path.resolve('web/package.json'))('@e965/xlsx');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-crm-bad-'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

const kHead = 'ID;Дата создания;Дата закрытия;Этап;Сумма;Ответственный';
const day = (/** @type {number} */ n) =>
  new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10).split('-').reverse().join('.');
/** @param {number} count @param {(i: number) => string} row */
const rows = (count, row) => Array.from({ length: count }, (_, i) => row(i));
const usual = (/** @type {number} */ i) =>
  `${i};${day(i)};${day(i + 5)};${i % 3 ? 'Отказ' : 'Оплачено'};100;Анна`;
const text = (/** @type {string[]} */ ...lines) => Buffer.from(lines.join('\n'));
/** @param {number[]} start */
const binary = (...start) => Buffer.from([...start, ...Array(3000).fill(7)]);

/** Streams of a workbook that Excel has encrypted: told by their names, never read. */
function encrypted() {
  const file = CFB.utils.cfb_new();
  const info = Buffer.concat([Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]), Buffer.from('<encryption/>')]);
  CFB.utils.cfb_add(file, '/EncryptionInfo', info);
  CFB.utils.cfb_add(file, '/EncryptedPackage', Buffer.alloc(4096, 5));
  return Buffer.from(CFB.write(file, { type: 'array' }));
}
const emptyBook = () => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([[]]), 'Лист1');
  return Buffer.from(write(book, { type: 'array', bookType: 'xlsx' }));
};

/** What cannot be opened: a sentence beside the drop zone. @type {[string, string, Buffer, RegExp][]} */
const refused = [
  ['an empty file', 'пусто.csv', Buffer.alloc(0), /Файл пуст/],
  [
    'binary',
    'данные.bin',
    Buffer.from([0, 1, 2, 3, 0, 0, 5, 0, 255, 254, ...Array(5000).fill(0)]),
    /файл двоичный. Нужна выгрузка/,
  ],
  ['a photo', 'фото.jpg', binary(0xff, 0xd8, 0xff, 0xe0), /Это фотография, а не таблица. Нужна выгрузка/],
  ['a picture', 'снимок.png', binary(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /Это картинка/],
  ['a PDF', 'отчёт.pdf', Buffer.from(`%PDF-1.7\n${'x'.repeat(3000)}`), /Это PDF/],
  [
    'prose',
    'письмо.txt',
    text('Просто письмо без таблицы.', 'Вторая строка без неё.'),
    /это текст, а не таблица сделок. Выгрузите/,
  ],
  [
    'an archive that is no workbook',
    'архив.zip',
    Buffer.from([0x50, 0x4b, 3, 4, ...Array(200).fill(0)]),
    /Это архив|Книга не читается/,
  ],
  [
    'a damaged workbook',
    'сломана.xls',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array(2000).fill(9)]),
    /Книга не читается/,
  ],
  [
    'a workbook with a password',
    'пароль.xlsx',
    encrypted(),
    /закрыта паролем. Откройте её в Excel, снимите пароль/,
  ],
  ['a workbook without rows', 'книга.xlsx', emptyBook(), /нет ни одной заполненной строки/],
];

/** What opens, and what is said of it. @type {[string, Buffer, RegExp[]][]} */
const told = [
  ['only a header', text(kHead, ''), [/только названия столбцов/, /Проверьте в CRM фильтр/]],
  [
    'no wins',
    text(kHead, ...rows(200, (i) => `${i};${day(i)};${day(i + 5)};Отказ;100;Анна`)),
    [/пока не заплатил никто/, /какой этап или исход значит «оплачено»/],
  ],
  [
    'all wins',
    text(kHead, ...rows(200, (i) => `${i};${day(i)};${day(i + 5)};Оплачено;100;Анна`)),
    [/одни оплаты/, /Выгрузите все заявки, вместе с отказами/],
  ],
  [
    'dates of 1900 and 2099',
    text(
      kHead,
      ...rows(60, (i) => `${i};01.01.1900;;Новая заявка;1;А`),
      ...rows(60, (i) => `${i + 60};01.01.2099;;Новая заявка;1;А`),
    ),
    [/с датой до 2000 года: 60/, /Не вошло 60 строк.*дата создания в будущем/],
  ],
  [
    'mixed orders of dates',
    text(kHead, ...rows(60, (i) => `${i};${i % 2 ? '25/03/2025' : '03/25/2025'};;Отказ;1;А`)),
    [/Не вошло 30 строк.*вперемешку. Выгрузите их одним видом/],
  ],
  [
    'amounts in words',
    text(kHead, ...rows(90, (i) => (i % 2 ? usual(i) : usual(i).replace(';100;', ';сто рублей;')))),
    [/Сумм не прочитано|нет сумм оплат/, /выгрузите их числами|добавьте столбец «Сумма»/],
  ],
  [
    'a total at the end',
    text(kHead, ...rows(90, usual), 'Итого;;;;9000;'),
    [/Заявок 90 /, /1 строка: без даты создания/],
  ],
  [
    'two header rows',
    text(kHead, '№;дата;дата;название;руб.;ФИО', ...rows(90, usual)),
    [/Заявок 90 /, /1 строка: (вторая строка заголовка|дата не читается)/],
  ],
  [
    'columns named alike',
    text(
      'ID;Дата создания;Дата создания;Этап;Этап;Сумма',
      ...rows(60, (i) => `${i};${day(i)};${day(i + 5)};${i % 3 ? 'Отказ' : 'Оплачено'};x;1`),
    ),
    [/названы одинаково: «Дата создания», «Этап»/, /выберите его/],
  ],
  [
    'a manager of one’s own for every deal',
    text(
      kHead,
      ...rows(
        20_000,
        (i) => `${i};${day(i % 300)};${day((i % 300) + 5)};${i % 3 ? 'Отказ' : 'Оплачено'};1;Менеджер ${i}`,
      ),
    ),
    [/Из 100 заявок платят 33/, /Остальные менеджеры: ещё 188/],
  ],
  ['few deals', text(kHead, ...rows(12, usual)), [/Заявок всего 12: о долях судить рано/]],
];

test('what cannot be opened is told beside the drop zone, with what to do; the next file opens', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, `${site.origin}/crm/`);
  for (const [what, name, buffer, sentence] of refused) {
    await page.setInputFiles('[data-file]', { name, mimeType: 'application/octet-stream', buffer });
    await page
      .waitForFunction(
        (pattern) =>
          new RegExp(pattern).test(document.querySelector('[data-start-fault]')?.textContent ?? ''),
        sentence.source,
        { timeout: 20_000 },
      )
      .catch(async () => assert.fail(`${what}: «${await page.textContent('[data-start-fault]')}»`));
    assert.ok(await page.locator('[data-drop]').isVisible(), what);
  }
  await axe(page, 'a refused file');
  await page.setInputFiles('[data-file]', {
    name: 'хороший.csv',
    mimeType: 'text/csv',
    buffer: text(kHead, ...rows(90, usual)),
  });
  await opened(page, 'хороший.csv');
  await page.promises({ replaced: true });
  await page.context().close();
});

test('what opens but is odd says so and what to do', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, `${site.origin}/crm/`);
  for (const [what, buffer, sentences] of told) {
    const name = `${what}.csv`;
    await page.setInputFiles('[data-file]', { name, mimeType: 'text/csv', buffer });
    await opened(page, name);
    await page.evaluate(() =>
      document.querySelectorAll('[data-open] details').forEach((fold) => fold.setAttribute('open', '')),
    );
    await page.waitForFunction(() => !document.querySelector('.find__money:empty'));
    const said = await textOf(page, '[data-open]');
    for (const sentence of sentences) assert.match(said, sentence, what);
  }
  await axe(page, 'an odd file');
  await page.promises({ replaced: true });
  await page.context().close();
});

test('a table without names of columns is read once they are chosen', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, `${site.origin}/crm/`);
  const buffer = text(...rows(90, (i) => `${i};${day(i)};${i % 3 ? 'Отказ' : 'Оплачено'}`));
  await page.setInputFiles('[data-file]', { name: 'без имён.csv', mimeType: 'text/csv', buffer });
  await opened(page, 'без имён.csv');
  assert.match(await textOf(page, '[data-understood]'), /нет строки с названиями столбцов/);
  await page.selectOption('[data-role=created] >> nth=0', 'B');
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('#column-created')).value === 'B',
  );
  await page.selectOption('#column-stage', 'C');
  await page.waitForSelector('[data-finding]');
  assert.match(await textOf(page, '.facts'), /Заявок 90 Оплат 30/);
  await page.context().close();
});

test('two gigabytes are refused at once; a large file can be stopped, and nothing of it stays', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, `${site.origin}/crm/`);
  const huge = path.join(folder, 'два гигабайта.csv');
  const file = openSync(huge, 'w');
  ftruncateSync(file, 2 * 1024 ** 3);
  closeSync(file);
  await page.setInputFiles('[data-file]', huge);
  await page.waitForFunction(() =>
    /больше 1 ГБ.*за меньший срок/.test(document.querySelector('[data-start-fault]')?.textContent ?? ''),
  );
  const large = path.join(folder, 'большой.csv');
  const part = rows(20_000, (i) => `${i};${day(i % 300)};${day((i % 300) + 5)};Отказ;1;А`).join('\n');
  writeFileSync(large, `${kHead}\n${Array(120).fill(part).join('\n')}`);
  await page.setInputFiles('[data-file]', large);
  await page.click('[data-do=cancel]');
  await page.waitForFunction(() => document.querySelector('[data-start]')?.checkVisibility());
  assert.match(await textOf(page, '[data-notice-text]'), /Чтение остановлено/);
  await page.setInputFiles('[data-file]', {
    name: 'хороший.csv',
    mimeType: 'text/csv',
    buffer: text(kHead, ...rows(90, usual)),
  });
  await opened(page, 'хороший.csv');
  await page.promises({ replaced: true });
  await page.context().close();
});
