// The pages of calls and of the plan in a browser: marking by keys and by thumb, tables, files, reload, two tabs, no network.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { axe, untilRemembered } from './harness.mjs';
import { journeysHere } from './rop-browser.mjs';

let site;
journeysHere((given) => (site = given));

const ready = (page) => page.waitForSelector('html[data-ready]');
const text = async (page, selector) => (await page.textContent(selector)).replace(/\s+/g, ' ').trim();
const wide = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Marks one call by keys, as fast as a quick hand: a key is down for 60 ms. */
async function markByKeys(page, keys) {
  for (const key of keys) await page.keyboard.press(key, { delay: 60 });
}

const kAll = Array(16).fill('1');

test('a call by the keyboard alone, the next of the same manager, and all of it after a reload', async () => {
  const { page, context, faults } = await site.open('/calls/');
  await ready(page);
  assert.match(await text(page, 'h1[data-headline]'), /Послушайте пять звонков/);
  await page.click('[data-do=listen]');
  await page.keyboard.type('Олег Дёмин');
  await page.keyboard.press('Enter');
  assert.equal(await text(page, '[data-mark-part]'), 'Начало, 1 из 16');
  await markByKeys(page, ['1', '0', '-', 'ArrowRight', 'ArrowLeft', 'ArrowLeft', '1']);
  assert.match(await text(page, '[data-mark-part]'), /4 из 16/);
  await page.reload();
  await ready(page);
  assert.match(await text(page, '[data-mark-part]'), /4 из 16/, 'a call in the middle goes on');
  await markByKeys(page, kAll.slice(3));
  await page.click('[data-mark-do=next]');
  assert.equal(await text(page, '[data-mark-manager]'), 'Олег Дёмин');
  for (let i = 0; i < 4; i++) {
    await markByKeys(page, ['1', '0', ...kAll.slice(2)]);
    await page.click('[data-mark-do=next]');
  }
  await page.click('[data-mark-do=drop]');
  await page.waitForSelector('.heat');
  const row = page.locator('.heat tr', { hasText: 'Контакт' });
  assert.equal((await row.locator('td').first().textContent()).trim(), '0');
  assert.match(await text(page, '[data-drill]'), /Контакт/);
  await page.reload();
  await ready(page);
  assert.match(await text(page, '[data-status]'), /5 звонков/);
  await axe(page, 'five calls');
  assert.deepEqual(faults, []);
  await context.close();
});

test('with a thumb: nothing is wider than the phone, answers are large, digits in the note stay there', async () => {
  const { page, context, faults } = await site.open('/calls/', { width: 390 });
  await ready(page);
  await page.click('[data-do=listen]');
  await page.fill('[name=manager]', 'Анна');
  await page.click('[data-mark-start] [type=submit]');
  const box = await page.locator('[data-mark-do=yes]').boundingBox();
  assert.ok(box.height >= 88 && box.width >= 150);
  assert.ok(box.y + box.height <= 844, 'within the first screen');
  await page.tap('[data-mark-do=yes]');
  await page.tap('[data-mark-do=no]');
  await page.fill('[data-mark-note]', '');
  await page.type('[data-mark-note]', '10 минут - 0');
  assert.match(await text(page, '[data-mark-part]'), /3 из 16/);
  assert.equal(await page.inputValue('[data-mark-note]'), '10 минут - 0');
  assert.equal(await wide(page), 0);
  await axe(page, 'a call being marked');
  await page.tap('[data-mark-sheet] [data-mark-do=leave]');
  assert.match(await text(page, '[data-listen-text]'), /Продолжить: Анна/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the example is named as one, never kept, and readable at both widths and in the dark', async () => {
  for (const [width, scheme] of [
    [390, 'light'],
    [1280, 'dark'],
  ]) {
    const { page, context, faults } = await site.open('/calls/', { width });
    await page.emulateMedia({ colorScheme: scheme });
    await ready(page);
    await page.click('[data-do=example]');
    await page.waitForSelector('.heat');
    assert.match(await text(page, '[data-status]'), /Пример с придуманными звонками/);
    assert.equal(await wide(page), 0);
    await axe(page, `the example, ${width} px`);
    await page.click('[data-periods] [type=submit]');
    assert.match(await text(page, '[data-change]'), /Отдел: .*скорее всего от/);
    const managers = await page.locator('.heat thead th').count();
    const changes = await page.locator('[data-managers-change] li').allInnerTexts();
    assert.ok(changes.length >= 2 && changes.length <= managers, `${changes.length} managers`);
    assert.ok(changes.every((line) => /скорее всего от|звонков мало|нет отметок/.test(line)));
    await axe(page, `two periods, ${width} px`);
    await page.reload();
    await ready(page);
    assert.match(await text(page, 'h1[data-headline]'), /Послушайте пять звонков/);
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('a table is taken, taken back, and a file of the other device merges', async () => {
  const { page, context, faults } = await site.open('/calls/');
  await ready(page);
  await page.click('summary:has-text("Вставить из Excel")');
  await page.fill(
    '[data-paste]',
    'Менеджер\tДата\tПотребность и боль\nАнна\t01.05.2026\t1\nПётр\t02.05.2026\t0',
  );
  await page.click('[data-do=paste]');
  const added = (/** @type {number} */ n) =>
    page
      .locator('[data-notice-text]')
      .filter({ hasText: `Добавлено звонков: ${n}` })
      .waitFor();
  await added(2);
  await page.click('[data-notice-undo]');
  assert.match(await text(page, '[data-status]'), /Хранится на этом устройстве/);
  await page.fill('[data-paste]', 'Менеджер\tДата\tПотребность и боль\nАнна\t01.05.2026\t1');
  await page.click('[data-do=paste]');
  await added(1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-takeaway-id=file]'),
  ]);
  const document = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(document.format, 'funnel-calls');
  document.calls.push({ manager: 'Олег', date: '2026-05-03', note: '', marks: { need: 0 } });
  await page.setInputFiles('[data-file]', {
    name: 'звонки.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(document)),
  });
  await page.waitForFunction(() =>
    document.querySelector('[data-notice-text]')?.textContent?.includes('Добавлено звонков: 1'),
  );
  for (const id of ['csv', 'xlsx', 'pdf']) {
    const [made] = await Promise.all([page.waitForEvent('download'), page.click(`[data-takeaway-id=${id}]`)]);
    assert.ok(readFileSync(await made.path()).length > 60, id);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

/** Five calls in which the price is never talked through, put into the memory of the device by the page itself. */
async function scoredCalls(page) {
  const calls = Array.from({ length: 6 }, (_, i) => ({
    manager: 'Анна',
    date: `2026-05-0${i + 1}`,
    marks: { closing_attempt: i === 0 ? 1 : 0, need: 1 },
  }));
  const { criteria } = JSON.parse(readFileSync('assets/calls/criteria.json', 'utf8'));
  await page.setInputFiles('[data-file]', {
    name: 'звонки.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        format: 'funnel-calls',
        version: 1,
        criteria: criteria.map(({ id, name, part, weight, kind }) => ({ id, name, part, weight, kind })),
        calls,
      }),
    ),
  });
  await untilRemembered(page, ({ calls: kept }) => kept.calls.length === 6, 'calls');
}

test('the stages of the calculator name what is done most rarely, and the plan counts the calls and the meeting', async () => {
  const { page, context, faults } = await site.open('/calls/');
  await ready(page);
  await scoredCalls(page);
  await page.goto(`${new URL(page.url()).origin}/rop/`);
  await ready(page);
  await page.check('[name=answers-control_today][value="0"]', { force: true });
  await untilRemembered(page, ({ answers }) => answers.control_today === 0, 'meeting:');
  await page.goto(`${new URL(page.url()).origin}/`);
  await page.waitForSelector('[data-calls-hint]', { state: 'attached' });
  const stage = page.locator('.stage:has([data-calls-hint])').first();
  await stage.locator('summary').click();
  assert.match(
    await stage.locator('[data-calls-hint]').innerText(),
    /реже всего: «Попытка продажи», 1 из 6 \(17.%\)/,
  );
  await page.goto(`${new URL(page.url()).origin}/plan/`);
  await ready(page);
  for (const [name, value] of Object.entries({ managers: '4', leads: '320', check: '85 000', sales: '10' })) {
    await page.fill(`[name=${name}]`, value);
  }
  await page.click('[data-numbers] [type=submit]');
  assert.match(await text(page, '[data-lede]'), /учтены чек-лист и звонки/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('three numbers and how many paid are a plan: opened, ticked, moved, kept, taken away', async () => {
  const { page, context, faults } = await site.open('/plan/', { width: 390 });
  await ready(page);
  for (const [name, value] of Object.entries({ managers: '4', leads: '320', check: '85 000', sales: '10' })) {
    await page.fill(`[name=${name}]`, value);
  }
  await page.click('[data-numbers] [type=submit]');
  assert.match(await text(page, '[data-headline]'), /шагов за двенадцать недель\. В них .*₽ в месяц/);
  assert.match(await text(page, '[data-lede]'), /только по деньгам/);
  assert.equal(await wide(page), 0);
  const step = page.locator('.step').first();
  await step.locator('.step__toggle').click();
  await page.locator('.step').first().locator('.todo__box').first().check();
  const id = await page.locator('.step').first().getAttribute('data-step');
  await page.selectOption(`#week-${id}`, '3');
  assert.match(await text(page, `[data-step=${id}] .step__owner`), /нед\. 3/);
  await axe(page, 'the plan');
  await page.reload();
  await ready(page);
  assert.match(await text(page, `[data-step=${id}] .step__owner`), /нед\. 3/);
  await page.click(`[data-step=${id}] .step__toggle`);
  assert.ok(await page.locator(`[data-step=${id}] .todo__box`).first().isChecked());
  for (const [name, begins] of Object.entries({ ics: 'BEGIN:VCALENDAR\r\n', xlsx: 'PK', pdf: '%PDF' })) {
    const [made] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`[data-takeaway-id=${name}]`),
    ]);
    assert.ok(
      readFileSync(await made.path())
        .toString('latin1')
        .startsWith(begins),
      name,
    );
    if (name === 'pdf') {
      assert.match(execFileSync('pdfinfo', [await made.path()], { encoding: 'utf8' }), /Pages:\s+2\n/);
    }
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('both pages stay within their bytes', async () => {
  const KB = 1024;
  for (const address of ['/calls/', '/plan/']) {
    const { page, context } = await site.open(address);
    await ready(page);
    await page.evaluate(() => document.fonts.ready);
    const bytes = await page.evaluate(() =>
      /** @type {PerformanceResourceTiming[]} */ ([
        ...performance.getEntriesByType('navigation'),
        ...performance.getEntriesByType('resource'),
      ]).reduce((sum, entry) => sum + entry.encodedBodySize, 0),
    );
    console.log(`${address}: ${bytes} of ${120 * KB}`);
    assert.ok(bytes <= 120 * KB, `${address}: ${bytes}`);
    await context.close();
  }
});

test('both pages open without network after one visit', async () => {
  const { page, context } = await site.open('/calls/');
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  for (const address of ['/calls/', '/plan/']) {
    await page.goto(new URL(address, page.url()).href);
    await ready(page);
  }
  await context.close();
});
