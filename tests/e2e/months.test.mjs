// An owner who comes back: puts a month away, types the next one's numbers, reads plan and fact, takes a month away and has it back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { strictCalendar } from './calendar.mjs';
import {
  DESK,
  PHONE,
  axe,
  journeys,
  kServices,
  newPage,
  open,
  remembered,
  typeAll,
  untilRemembered,
} from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const flat = (/** @type {string} */ text) => text.replace(/[\s\u00a0]+/g, ' ').trim();
const kNow = new Date(2026, 10, 26, 12);

/** @param {{now?: Date} & Record<string, any>} [options] of newPage */
async function comes({ viewport = PHONE, touch = true, scheme = 'light', now = kNow, ...rest } = {}) {
  const page = await newPage(browser, { origin: site.origin, viewport, touch, scheme, ...rest });
  await page.clock.setFixedTime(now);
  return page;
}

async function opensMonths(page) {
  await page.locator('#months').scrollIntoViewIfNeeded();
  await page.waitForSelector('#months[data-mounted]');
  if (!(await page.locator('#months').evaluate((fold) => fold.open))) {
    await page.locator('#months > summary').click();
  }
}

/** The owner's first visit: his numbers of November, put away. @param {import('playwright-core').Page} page */
async function putsNovemberAway(page) {
  await open(page, site.origin);
  await typeAll(page, kServices);
  await opensMonths(page);
  await page.click('[data-do=save-month]');
  await page.waitForSelector('[data-month="2026-11"]');
}

/** @param {import('playwright-core').Page} page @param {RegExp} words */
const says = (page, words) =>
  page.waitForFunction(
    ([source, flags]) =>
      new RegExp(source, flags).test(
        document.querySelector('[data-months-answer]')?.textContent.replace(/[\s\u00a0]+/g, ' ') ?? '',
      ),
    [words.source, words.flags],
  );

for (const [where, options] of /** @type {[string, any][]} */ ([
  ['a phone', {}],
  ['a desk', { viewport: DESK, touch: false, scheme: 'dark' }],
])) {
  test(`a month is saved, the next one is compared with its plan, on ${where}`, async () => {
    const page = await comes(options);
    await putsNovemberAway(page);
    assert.match(flat(await page.locator('[data-months-status]').innerText()), /за ноябрь сохранён/);
    assert.equal((await remembered(page, 'month:2026-11')).value.scenario.stated_sales, 10);
    await says(page, /те же числа, что за ноябрь/);

    // A month later, in another visit.
    await page.reload();
    await typeAll(page, { leads_per_month: '330', stated_sales: '13' });
    await opensMonths(page);
    // 10 × 85 000 was to become 1 275 000; 13 × 85 000 came.
    await says(page, /До плана за ноябрь не хватает 170 000 ₽: ждали 1 275 000 ₽, сейчас 1 105 000 ₽\./);
    await says(page, /Выручка выросла на 255 000 ₽; больше всего дало: «[^»]+», \+\d/);
    await says(page, /не больше, чем бывает случайно/);
    const rows = await page.locator('[data-months-answer] table').first().locator('tbody tr').allInnerTexts();
    assert.deepEqual(rows.map(flat), [
      'Выручка 850 000 ₽ 1 275 000 ₽ 1 105 000 ₽',
      'Заявок в работе 320 320 330',
      'Оплат 10 15 13',
      'Доля оплат 3,13 % 4,69 % 3,94 %',
      'Средний чек 85 000 ₽ 85 000 ₽ 85 000 ₽',
    ]);
    // What each factor brought adds up to the change.
    const parts = await page.locator('[data-months-answer] table').nth(1).locator('tbody td').allInnerTexts();
    const sum = parts
      .map((text) => Number(text.replace(/[^\d−]/gu, '').replace('−', '-')))
      .reduce((total, amount) => total + amount, 0);
    assert.ok(Math.abs(sum - 255_000) <= parts.length, `${parts}`);
    assert.match(
      flat(await page.locator('#months > summary').innerText()),
      /До плана за ноябрь не хватает 170 000 ₽/,
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} px too wide`);
    await axe(page, where, '#months');
    await page.promises({ replaced: true });
    await page.context().close();
  });
}

test('two saved months are compared; one is taken away and comes back; one put over another gives it back', async () => {
  const page = await comes();
  await open(page, site.origin);
  await typeAll(page, kServices);
  await opensMonths(page);
  await page.selectOption('#months-which', '2026-10');
  assert.equal(flat(await page.locator('[data-do=save-month]').innerText()), 'Сохранить за октябрь');
  await page.click('[data-do=save-month]');
  await page.waitForSelector('[data-month="2026-10"]');
  await typeAll(page, { stated_sales: '16' });
  await page.selectOption('#months-which', '2026-11');
  await page.click('[data-do=save-month]');
  await page.waitForSelector('[data-month="2026-11"]');
  await page.selectOption('#months-plan', '2026-10');
  await page.selectOption('#months-fact', '2026-11');
  await says(
    page,
    /План за октябрь выполнен: ждали 1 275 000 ₽, за ноябрь вышло 1 360 000 ₽, на 85 000 ₽ больше\./,
  );

  await page
    .locator('[data-month="2026-10"]')
    .getByRole('button', { name: /Удалить/ })
    .click();
  await page.waitForSelector('[data-month="2026-10"]', { state: 'detached' });
  assert.equal(await remembered(page, 'month:2026-10'), null);
  await page.locator('[data-notice-act]').click();
  await page.waitForSelector('[data-month="2026-10"]');
  assert.equal((await remembered(page, 'month:2026-10')).value.scenario.stated_sales, 10);

  await typeAll(page, { stated_sales: '20' });
  await page.click('[data-do=save-month]'); // November is there
  await page.locator('[data-notice-act]', { hasText: 'Вернуть прежний' }).click();
  await page.waitForFunction(() =>
    /1.360.000/.test(document.querySelector('[data-month="2026-11"]').textContent),
  );

  // Opening one is a step that can be undone.
  await page
    .locator('[data-month="2026-10"]')
    .getByRole('button', { name: /Открыть/ })
    .click();
  await page.waitForFunction(() => /10/.test(document.querySelector('#sales').value));
  await page.locator('[data-do=undo]').click();
  await page.waitForFunction(() => /20/.test(document.querySelector('#sales').value));
  await page.promises({ replaced: true });
  await page.context().close();
});

test('months with other stages are told as such; the example is not put away', async () => {
  const page = await comes();
  await open(page, site.origin);
  await opensMonths(page);
  await page.click('[data-do=save-month]');
  await page.waitForFunction(() =>
    /пример не сохраняем/.test(document.querySelector('[data-months-status]').textContent),
  );
  assert.equal(await remembered(page, 'month:2026-11'), null);
  await typeAll(page, kServices);
  await page.click('[data-do=save-month]');
  await page.waitForSelector('[data-month="2026-11"]');
  await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
  await says(page, /Этапы у этих расчётов разные/);
  await page.context().close();
});

/** The month that would be put away, and all one may choose. */
const monthsOffered = (page) =>
  page
    .locator('#months-which')
    .evaluate((select) => ({ chosen: select.value, all: [...select.options].map(({ value }) => value) }));

test('a tab that stood open from one month into the next offers the new month', async () => {
  const page = await comes();
  await putsNovemberAway(page);
  await page.clock.setFixedTime(new Date(2026, 11, 28, 10));
  // The person comes back to the tab.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForFunction(() => document.querySelector('#months-which').value === '2026-12');
  assert.equal((await monthsOffered(page)).all.length, 13);
  assert.equal(flat(await page.locator('[data-do=save-month]').innerText()), 'Сохранить за декабрь');
  await typeAll(page, { stated_sales: '16' });
  await says(page, /План за ноябрь выполнен: ждали 1 275 000 ₽, сейчас 1 360 000 ₽/);
  await page.click('[data-do=save-month]');
  await page.waitForSelector('[data-month="2026-12"]');
  assert.equal((await remembered(page, 'month:2026-11')).value.scenario.stated_sales, 10);
  // A year turns: months of the last one are told with it.
  await page.clock.setFixedTime(new Date(2027, 0, 11, 10));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForFunction(() =>
    /Декабрь\s2026/.test(document.querySelector('[data-months-list]').textContent),
  );
  await page.promises({ replaced: true });
  await page.context().close();
});

test('a month chosen by the person stays chosen when he comes back to the tab', async () => {
  const page = await comes();
  await open(page, site.origin);
  await opensMonths(page);
  await page.selectOption('#months-which', '2026-10');
  await page.clock.setFixedTime(new Date(2026, 11, 1, 10));
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForFunction(() => document.querySelector('#months-which option').value === '2026-12');
  assert.equal((await monthsOffered(page)).chosen, '2026-10');
  await page.context().close();
});

test('reloaded in the middle of the next month’s numbers: they and the saved plan stand as they were', async () => {
  const page = await comes();
  await putsNovemberAway(page);
  await typeAll(page, { leads_per_month: '330' });
  await untilRemembered(page, ({ draft }) => draft.leads_per_month === 330);
  await page.clock.setFixedTime(new Date(2026, 11, 28, 10));
  await page.reload();
  await opensMonths(page);
  await page.waitForFunction(() => document.querySelector('#leads').value === '330');
  await typeAll(page, { stated_sales: '13' });
  await says(page, /До плана за ноябрь не хватает 170 000 ₽/);
  assert.equal((await monthsOffered(page)).chosen, '2026-12');
  await page.context().close();
});

test('two tabs: what one puts away or takes away, the other shows; both at once lose nothing', async () => {
  const one = await comes();
  await open(one, site.origin);
  await typeAll(one, kServices);
  await untilRemembered(one, ({ draft }) => draft.stated_sales === 10);
  await opensMonths(one);
  const two = await one.context().newPage();
  await two.clock.setFixedTime(kNow);
  await open(two, site.origin);
  await two.waitForFunction(() => document.querySelector('#sales').value === '10');
  await opensMonths(two);
  await one.click('[data-do=save-month]');
  await two.waitForSelector('[data-month="2026-11"]');
  await says(two, /те же числа, что за ноябрь/);
  await two.selectOption('#months-which', '2026-10');
  await Promise.all([two.click('[data-do=save-month]'), one.click('[data-do=save-month]')]);
  for (const tab of [one, two]) {
    for (const month of ['2026-10', '2026-11']) await tab.waitForSelector(`[data-month="${month}"]`);
  }
  await two
    .locator('[data-month="2026-11"]')
    .getByRole('button', { name: /Удалить/ })
    .click();
  await one.waitForSelector('[data-month="2026-11"]', { state: 'detached' });
  await one.context().close();
});

test('a browser that keeps nothing says so and shows another way; the calculation goes on', async () => {
  const page = await comes();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get: () => undefined });
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('', 'SecurityError');
        },
      });
    }
  });
  await open(page, site.origin);
  await typeAll(page, kServices);
  await opensMonths(page);
  await page.click('[data-do=save-month]');
  await page.waitForFunction(() =>
    /Браузер ничего не хранит, месяц не сохранить\. Возьмите расчёт ссылкой или файлом\./.test(
      document.querySelector('[data-months-status]').textContent,
    ),
  );
  assert.equal(await page.locator('[data-month]').count(), 0);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=remind]')]);
  assert.match(download.suggestedFilename(), /\.ics$/);
  await page.promises({ replaced: true });
  await page.context().close();
});

for (const [where, timezoneId, now, day] of /** @type {[string, string, string, string][]} */ ([
  // There it is the 1st already, the 31st still, by the wall of the person who asks.
  ['in Vladivostok', 'Asia/Vladivostok', '2026-11-30T15:30:00Z', '20270101'],
  ['in Los Angeles', 'America/Los_Angeles', '2026-12-01T05:30:00Z', '20261230'],
  ['from the last day of a long month', 'Europe/Moscow', '2027-01-31T09:00:00Z', '20270301'],
])) {
  test(`the reminder ${where}: at ten by the reader's own clock, with an alarm, read by a strict reader`, async () => {
    const page = await comes({ timezoneId, now: new Date(now) });
    await open(page, site.origin);
    await opensMonths(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=remind]')]);
    const bytes = readFileSync(await download.path());
    const [event, ...others] = strictCalendar(bytes);
    assert.deepEqual(others, []);
    // No zone in it: whichever calendar opens it, it is ten o'clock there.
    assert.deepEqual(event.DTSTART, { value: `${day}T100000`, parameters: '' });
    assert.match(String(bytes), /BEGIN:VALARM\r\nACTION:DISPLAY\r\n(?:.*\r\n)+?TRIGGER:PT0M\r\nEND:VALARM/);
    await page.context().close();
  });
}

test('the reminder is a calendar file for a month later, with the address to come back to', async () => {
  const page = await comes();
  await open(page, site.origin);
  await opensMonths(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=remind]')]);
  assert.match(download.suggestedFilename(), /^Напоминание сравнить план с фактом, 2026-11-26\.ics$/);
  const text = readFileSync(await download.path(), 'utf8').replaceAll('\r\n ', '');
  assert.match(text, /^BEGIN:VCALENDAR\r\n/);
  assert.match(text, /DTSTART:20261228T100000\r\n/); // the 26th of December is a Saturday
  assert.match(text, /SUMMARY:Внести числа за декабрь и сравнить с планом\r\n/);
  assert.ok(text.includes(`${site.origin}/#months`));
  // Its address opens the fold.
  await open(page, `${site.origin}/#months`);
  await page.waitForSelector('#months[open][data-mounted]');
  await page.context().close();
});
