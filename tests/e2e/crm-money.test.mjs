// /crm/ with an export whose amounts are not roubles: no rouble's sign on them anywhere, a plain word that they are not, in each file too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { DESK, PHONE, axe, journeys, newPage, open } from './harness.mjs';
import { opened, textOf } from './crm-page.mjs';

const { read, utils } = createRequire(path.resolve('web/package.json'))('@e965/xlsx');
let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** A year and a half of deals, long closed. @param {string} header of the amounts @param {(i: number) => string} amount */
function exported(header, amount) {
  const day = (/** @type {number} */ n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const outcome = i % 3 === 0 ? 'Оплачено' : i % 13 === 0 ? 'В работе' : 'Отказ';
    const closed = outcome === 'В работе' ? '' : day(2 * i + 5);
    return [
      i,
      day(2 * i),
      closed,
      outcome,
      amount(i),
      i % 2 ? 'Анна' : 'Пётр',
      i % 5 ? 'Сайт' : 'Звонок',
    ].join('\t');
  });
  const head = ['ID', 'Дата создания', 'Дата закрытия', 'Этап', header, 'Ответственный', 'Источник'].join(
    '\t',
  );
  return Buffer.from([head, ...rows].join('\n'));
}

/** @param {{width: number, height: number}} viewport @param {string} name @param {Buffer} buffer */
async function crm(viewport, name, buffer) {
  const page = await newPage(browser, { origin: site.origin, viewport });
  await open(page, `${site.origin}/crm/`);
  await page.setInputFiles('[data-file]', { name, mimeType: 'text/csv', buffer });
  await opened(page, name);
  await page.waitForFunction(() => !document.querySelector('.find__money:empty'));
  await page.waitForSelector('#before-from');
  return page;
}

test('an export in dollars is in dollars on the page and in what is taken away', async () => {
  const page = await crm(
    DESK,
    'доллары.csv',
    exported('Сумма', (i) => `$${1200 + i}`),
  );
  assert.match(await textOf(page, '[data-warning]'), /не в рублях, а в долларах США \(USD\).*пересчитайте/);
  await page.click('.periods-form [type=submit]');
  await page.waitForSelector('[data-verdict]');
  await page.evaluate(() =>
    document.querySelectorAll('[data-open] details').forEach((one) => one.setAttribute('open', '')),
  );
  const said = await textOf(page, '[data-open]');
  assert.doesNotMatch(said, /₽/);
  assert.match(said, /Сумма оплат 134 850 \$/);
  assert.match(said, /Один пункт доли оплат стоит [\d ]+\$/);
  assert.match(said, /Выручки на заявку, \$/);
  await axe(page, 'dollars');
  const [csv] = await Promise.all([page.waitForEvent('download'), page.click('[data-takeaway-id=csv]')]);
  assert.doesNotMatch(readFileSync(await csv.path(), 'utf8'), /₽/);
  const [xlsx] = await Promise.all([page.waitForEvent('download'), page.click('[data-takeaway-id=xlsx]')]);
  const book = read(readFileSync(await xlsx.path()), { cellNF: true });
  const cells = Object.values(book.Sheets['Главное']);
  assert.ok(cells.some((/** @type {any} */ { z }) => z?.includes('$')));
  assert.ok(!cells.some((/** @type {any} */ { z }) => z?.includes('₽')));
  assert.doesNotMatch(JSON.stringify(utils.sheet_to_json(book.Sheets['Источники'], { header: 1 })), /₽/);
  // What other pages know of it is in dollars, too.
  await open(page, `${site.origin}/result/`);
  await page.waitForSelector('main :text("Средний чек")');
  assert.match(await textOf(page, 'main'), /Средний чек [\d ]+\$/);
  await page.promises({ replaced: true });
  await page.context().close();
});

test('a check in dollars comes to the calculator with the word that it is in dollars', async () => {
  const page = await crm(
    PHONE,
    'доллары.csv',
    exported('Сумма, USD', (i) => String(1200 + i)),
  );
  await page.click('[data-take=calculator]');
  await page.waitForURL(/#calc/);
  await page.waitForSelector('html[data-ready]');
  await page.waitForFunction(() =>
    /в долларах США \(USD\), не в рублях/.test(document.querySelector('main')?.textContent ?? ''),
  );
  await page.context().close();
});

test('several currencies in one column are told, with what is done about them', async () => {
  const page = await crm(
    PHONE,
    'разные.csv',
    exported('Сумма', (i) => (i % 9 === 0 ? '900 €' : '90 000 ₽')),
  );
  assert.match(
    await textOf(page, '[data-understood]'),
    /Сумм в другой валюте: 34.*взяты только суммы со знаком ₽/,
  );
  assert.match(await textOf(page, '.facts'), /5 940 000 ₽/);
  assert.doesNotMatch(await textOf(page, '[data-understood]'), /не в рублях/);
  await page.context().close();
});
