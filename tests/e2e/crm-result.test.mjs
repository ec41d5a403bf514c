// What the report on an export found stands on /result/ after the file is gone: aggregates of the department on this device and nowhere else,
// names only when a person says so, and all of it goes with the rest.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { DESK, PHONE, axe, journeys, keysRemembered, newPage, open, untilRemembered } from './harness.mjs';
import { device, dropped, finding, textOf, trafficOf } from './crm-page.mjs';

const kPersonal = ['Соболев', 'Ланская', 'Крылова', 'Дёмин', 'Сделка 1', 'Авито', 'Рекомендация', 'Встреча'];
const kFinding = 'crm.finding';
let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** A device on which an export was dropped once. @param {any} [options] */
async function withFinding(options = {}) {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK, ...options });
  const traffic = trafficOf(page);
  await open(page, `${site.origin}/crm/`);
  await dropped(page, 'amo_utf8bom.csv');
  const said = await finding(page);
  await untilRemembered(page, ({ report }) => report.window.won === 27, kFinding);
  return { page, said, traffic };
}

/** @param {any} page */
async function result(page) {
  await open(page, `${site.origin}/result/`);
  await page.waitForFunction(() => document.querySelector('[data-part=crm]') !== null);
}

for (const [viewport, scheme] of /** @type {const} */ ([
  [DESK, 'light'],
  [PHONE, 'dark'],
])) {
  test(`the finding stands on the growth map after the file is gone: ${viewport.width} px, ${scheme}`, async () => {
    const { page, said, traffic } = await withFinding({ viewport, scheme });
    await result(page);
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    const part = await textOf(page, '[data-part=crm]');
    assert.ok(part.includes(said), part);
    assert.match(part, /Заявок 300 Оплат 94 Средний чек 83 871 ₽/);
    assert.match(part, /Ни один месяц не выбивается из обычного разброса/);
    assert.match(part, /Выгрузка на \d+ \S+ 20\d\d/);
    assert.match(await textOf(page, '[data-lede]'), /Выгрузка из CRM/);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await axe(page, 'a finding of a CRM');
    const kept = await device(page);
    for (const personal of kPersonal) assert.ok(!kept.includes(personal), `${personal} is kept`);
    for (const { url, method, body } of traffic) {
      assert.ok(url.startsWith(`${site.origin}/`) || /^(blob|data):/.test(url), url);
      assert.deepEqual([method, body, new URL(url).search], ['GET', null, ''], url);
    }
    await page.context().close();
  });
}

test('the PDF of the growth map tells it, too', async () => {
  const { page, said } = await withFinding();
  await result(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=pdf]')]);
  const words = execFileSync('pdftotext', ['-layout', await download.path(), '-'], { encoding: 'utf8' });
  assert.ok(words.replace(/\s+/g, ' ').includes(said), words);
  await page.context().close();
});

test('names of managers are remembered while that is ticked, and no longer', async () => {
  const { page } = await withFinding();
  await page.waitForSelector('[data-names]');
  await page.check('[data-names]');
  await untilRemembered(page, ({ report }) => report.managers?.list.length === 4, kFinding);
  assert.match(await device(page), /Соболев/);
  await page.uncheck('[data-names]');
  await untilRemembered(page, ({ report }) => report.managers === null, kFinding);
  assert.doesNotMatch(await device(page), /Соболев/);
  await page.context().close();
});

test('it goes with everything of this device, and by itself; the sample leaves nothing', async () => {
  const { page } = await withFinding();
  await result(page);
  await page.click('[data-do=ask]');
  assert.match(await textOf(page, '[data-erase-what]'), /1 запись о выгрузке из CRM/);
  await page.click('[data-do=erase]');
  await page.waitForFunction(() =>
    /ничего не хранит/.test(document.querySelector('[data-erase-what]')?.textContent ?? ''),
  );
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.match(await textOf(page, '[data-part=crm]'), /Начать/);
  assert.deepEqual(await keysRemembered(page), []);

  await open(page, `${site.origin}/crm/`);
  await page.click('[data-do=sample]');
  await finding(page);
  await page.waitForSelector('[data-take]');
  assert.deepEqual(await keysRemembered(page), []);
  await dropped(page, 'amo_utf8bom.csv');
  await untilRemembered(page, ({ report }) => report.totals.deals === 300, kFinding);
  await page.click('summary:has-text("Что хранится на устройстве")');
  await page.click('[data-do=forget]');
  await page.waitForFunction(() =>
    /забыты/.test(document.querySelector('[data-notice-text]')?.textContent ?? ''),
  );
  assert.deepEqual(await keysRemembered(page), []);
  await page.context().close();
});
