// What this device remembers, in two tabs of one browser: nothing that a person typed is lost or overwritten.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { valueAt } from '../../web/js/model/pointer.js';
import { DESK, journeys, newPage, open, ready, remembered, untilRemembered } from './harness.mjs';

/** One manager, 12 leads, a check of 1 000. */
const { link } = JSON.parse(readFileSync('tests/golden/links.json', 'utf8')).first[0];
let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const field = (page, pointer) => page.locator(`[data-in="${pointer}"]`).first();
const valueOf = (page, pointer) => field(page, pointer).inputValue();
const plain = (text) => text.replaceAll(/[\s\u00a0]/g, '');

/** Types as a hand does, and waits until it is on the device. */
async function put(page, pointer, text) {
  await field(page, pointer).fill(text);
  await kept(page);
}

/** The page keeps what is typed. */
const kept = (page) => page.waitForFunction(() => document.documentElement.dataset.kept !== undefined);
const untilValue = (page, pointer, text) =>
  page.waitForFunction(
    ([at, wanted]) =>
      document.querySelector(`[data-in="${at}"]`).value.replaceAll(/[\s\u00a0]/g, '') === wanted,
    [pointer, text],
  );
const stored = remembered;
const untilStored = (page, pointer, wanted, key) =>
  untilRemembered(page, ({ draft }) => valueAt(draft, pointer) === wanted, key);
async function eventually(check) {
  for (const end = Date.now() + 10_000; ;) {
    if (await check()) return;
    assert.ok(Date.now() < end, 'it did not happen in time');
    await new Promise((done) => setTimeout(done, 30));
  }
}

async function firstTab(options = {}) {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK, ...options });
  await open(page, site.origin);
  await kept(page);
  return page;
}
async function nextTab(page, address = '/') {
  const next = await page.context().newPage();
  await open(next, site.origin + address);
  await kept(next);
  return next;
}
const tell = (page) => page.locator('[data-notice-text]').textContent();
const act = (page, label) => page.locator('[data-notice-act]', { hasText: label }).click();

test('two tabs share one calculation: each field stays as it was typed last, wherever', async () => {
  const one = await firstTab();
  const two = await nextTab(one);
  await put(one, '/average_check', '90000');
  await untilValue(two, '/average_check', '90000');
  await put(two, '/leads_per_month', '700');
  await untilValue(one, '/leads_per_month', '700');
  await two.close();
  await one.reload();
  await ready(one);
  assert.equal(plain(await valueOf(one, '/average_check')), '90000');
  assert.equal(plain(await valueOf(one, '/leads_per_month')), '700');
  await one.context().close();
});

test('a tab nobody touched writes nothing, not when it is closed either', async () => {
  const idle = await firstTab();
  assert.equal(await stored(idle), null, 'the example is nobody’s calculation');
  const busy = await nextTab(idle);
  await put(busy, '/average_check', '90000');
  await untilStored(busy, '/average_check', 90000);
  const { version } = await stored(busy);
  await idle.close({ runBeforeUnload: true });
  const again = await nextTab(busy);
  assert.equal((await stored(again)).version, version);
  assert.equal(plain(await valueOf(again, '/average_check')), '90000');
  await busy.context().close();
});

test('a link and the own calculation are two: each is found again, and there is a way back', async () => {
  const page = await firstTab();
  await put(page, '/average_check', '90000');
  await untilStored(page, '/average_check', 90000);
  const linked = await nextTab(page, `/${link}`);
  assert.match(await tell(linked), /Открыт расчёт из ссылки\. Ваш собственный не тронут/);
  assert.equal(await valueOf(linked, '/managers'), '1');
  assert.equal(await stored(linked, 'calculation.linked'), null, 'looking is no edit');
  await put(linked, '/managers', '4');
  await untilStored(linked, '/managers', 4, 'calculation.linked');
  assert.equal((await stored(linked)).value.draft.average_check, 90000);
  await linked.reload();
  await ready(linked);
  await kept(linked);
  assert.equal(await valueOf(linked, '/managers'), '4', 'the edited link, after a reload');
  await linked.locator('[data-do=own]').click();
  await untilValue(linked, '/average_check', '90000');
  await put(linked, '/managers', '9');
  await untilStored(linked, '/managers', 9);
  assert.equal((await stored(linked, 'calculation.linked')).value.draft.managers, 4);
  await page.context().close();
});

test('a link opened in the living page leaves the own calculation where it is', async () => {
  const page = await firstTab();
  await put(page, '/average_check', '90000');
  await untilStored(page, '/average_check', 90000);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await untilValue(page, '/average_check', '1000');
  await put(page, '/managers', '5');
  await untilStored(page, '/managers', 5, 'calculation.linked');
  assert.equal((await stored(page)).value.draft.average_check, 90000);
  await act(page, 'Вернуться к своему').catch(() => page.locator('[data-do=own]').click());
  await untilValue(page, '/average_check', '90000');
  await page.context().close();
});

test('after a reload with a bad field: the last good result, the field marked, its text there, later edits kept', async () => {
  const page = await firstTab();
  await put(page, '/average_check', '90000');
  await put(page, '/leads_per_month', 'много');
  await untilStored(page, '/leads_per_month', 'много');
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.state === 'stale');
  assert.equal(await valueOf(page, '/leads_per_month'), 'много');
  assert.equal(await field(page, '/leads_per_month').getAttribute('aria-invalid'), 'true');
  assert.doesNotMatch(await page.locator('[data-out="now.revenue"]').first().textContent(), /—|^$/);
  await put(page, '/managers', '8');
  await untilStored(page, '/managers', 8);
  await page.context().close();
});

test('undo outlives a reload, and so does the way back from a new start', async () => {
  const page = await firstTab();
  await put(page, '/average_check', '90000');
  await field(page, '/average_check').blur();
  await put(page, '/average_check', '95000');
  await field(page, '/average_check').blur();
  await untilStored(page, '/average_check', 95000);
  await page.reload();
  await ready(page);
  await kept(page);
  await page.locator('[data-do=undo]').click();
  await untilValue(page, '/average_check', '90000');
  await page.locator('[data-do=reset]').click();
  await eventually(async () => (await stored(page)).value.example);
  await page.reload();
  await ready(page);
  await kept(page);
  await page.locator('[data-states] summary').click();
  const first = page.locator('.states__state').first();
  assert.match(await first.textContent(), /до: начало заново/);
  await first.locator('button').click();
  await untilValue(page, '/average_check', '90000');
  await page.context().close();
});

test('both tabs typed into one field unseen by each other: a plain question, and the answer stands in both', async () => {
  const one = await firstTab();
  const two = await nextTab(one);
  await Promise.all([
    one.evaluate(() => {
      const input = document.querySelector('[data-in="/average_check"]');
      input.value = '90000';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }),
    two.evaluate(() => {
      const input = document.querySelector('[data-in="/average_check"]');
      input.value = '85000';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }),
  ]);
  const asked = await eventuallyEither([one, two]);
  const words = plain(await tell(asked));
  assert.match(
    words,
    /Поле«Среднийчек»измененоиздесь,ивдругойвкладке:здесь(85000|90000),там(85000|90000)\.Чтооставить\?/,
  );
  const there = /там(\d+)/.exec(words)[1];
  await asked.locator('[data-notice-act]').nth(1).click();
  for (const page of [one, two]) await untilValue(page, '/average_check', there);
  await one.context().close();
});
async function eventuallyEither(pages) {
  /** @type {any} */
  let found;
  await eventually(async () => {
    for (const page of pages) if (await page.locator('[data-notice-act]').count()) found = page;
    return found;
  });
  return found;
}

test('a browser that keeps nothing says so at once, with two ways to keep the work', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await open(page, site.origin);
  await page.waitForSelector('[data-notice][data-open]');
  assert.match(await tell(page), /Браузер ничего не хранит/);
  assert.match(await page.locator('[data-kept].note').textContent(), /пропадёт/);
  assert.equal(await page.locator('[data-notice-act]').count(), 2);
  const [download] = await Promise.all([page.waitForEvent('download'), act(page, 'файлом')]);
  assert.match(download.suggestedFilename(), /\.json$/);
  await page.context().close();
});

test('a full device is told at the edit that did not fit, and no sooner', async () => {
  const page = await firstTab();
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  assert.equal(await page.locator('[data-notice][data-open]').count(), 0);
  await field(page, '/average_check').fill('90000');
  await page.waitForSelector('[data-notice][data-open]');
  assert.match(await tell(page), /кончилось место/);
  await page.context().close();
});

test('the checklist: marks of one meeting put in two tabs are all there, an untouched page writes nothing', async () => {
  const one = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(one, `${site.origin}/rop/`);
  const two = await one.context().newPage();
  assert.equal(await remembered(one, 'meeting:'), null);
  const mark = (page, name, value) => page.check(`[name=answers-${name}][value="${value}"]`, { force: true });
  await mark(one, 'control_today', 1);
  await untilRemembered(one, ({ answers }) => answers.control_today === 1, 'meeting:');
  await open(two, `${site.origin}/rop/`);
  await mark(two, 'control_intervene', 2);
  await one.waitForSelector('[name=answers-control_intervene][value="2"]:checked', { state: 'attached' });
  await mark(one, 'control_daily_report', 0);
  const { value } = await untilRemembered(
    one,
    ({ answers }) => answers.control_daily_report === 0,
    'meeting:',
  );
  assert.deepEqual(value.answers, { control_today: 1, control_intervene: 2, control_daily_report: 0 });
  await one.context().close();
});
