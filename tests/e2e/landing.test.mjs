// An owner on the landing page, by keyboard and by touch: types, is told, takes the link, comes back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import {
  DESK,
  PHONE,
  SHOWN,
  launchChromium,
  newPage,
  open,
  ready,
  shown,
  startSite,
  type,
} from './harness.mjs';

let site;
let browser;
before(async () => {
  site = await startSite();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const fresh = (options = {}) => newPage(browser, { origin: site.origin, ...options });
const result = async (page) => ({
  now: await shown(page, 'now.revenue'),
  target: await shown(page, 'target.revenue'),
  left: await shown(page, 'money_left.per_month'),
});
const becomes = (page, name, text) =>
  page.waitForFunction(
    ([n, t]) =>
      document.querySelector(`[data-out="${n}"]`)?.textContent.replaceAll('\u00a0', ' ').trim() === t,
    [name, text],
  );
const full = JSON.parse(readFileSync('tests/golden/full.json', 'utf8'));

test('first load shows the example of 1000 × 5 % → 7,5 % and names it an example', async () => {
  const page = await fresh();
  await open(page, site.origin);
  assert.deepEqual(await result(page), SHOWN);
  assert.match(await page.locator('.hero').innerText(), /пример/i);
  await page.promises();
});

for (const [name, viewport, touch] of [
  ['a phone, by touch', PHONE, true],
  ['a desk, by keyboard', DESK, false],
]) {
  test(`the owner's three numbers on ${name}: 7 500 000, 11 250 000 and 3 750 000 ₽`, async () => {
    const page = await fresh({ viewport, touch });
    await open(page, site.origin);
    for (const [pointer, text] of [
      ['/managers', '7'],
      ['/leads_per_month', '2400'],
      ['/average_check', '90 тыс'],
    ]) {
      await type(page, pointer, text);
    }
    await becomes(page, 'now.revenue', '10 800 000 ₽');
    if (touch) {
      for (const [pointer, text] of [
        ['/managers', '5'],
        ['/leads_per_month', '1000'],
        ['/average_check', '150000'],
      ]) {
        await page.locator(`[data-in="${pointer}"]`).first().tap();
        await type(page, pointer, text);
      }
    } else {
      await page.locator('[data-in="/managers"]').first().focus();
      for (const text of ['5', '1000', '150 000']) {
        await page.keyboard.press('Control+A');
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
    }
    await type(page, '/stages/0/conversion', '5');
    await type(page, '/stages/0/target_conversion', '7,5 %');
    await becomes(page, 'money_left.per_month', SHOWN.left);
    assert.deepEqual(await result(page), SHOWN);
    assert.doesNotMatch(await page.locator('.hero').innerText(), /пример/i, 'no longer called an example');
    await page.promises();
  });
}

test('on a 390 × 844 phone the fields, the result and the money strip are on the first screen', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  for (const selector of [
    '[data-in="/average_check"]',
    '[data-out="money_left.per_month"]',
    '[data-chart="strip"]',
  ]) {
    const box = await page.locator(selector).first().boundingBox();
    assert.ok(box.y + box.height <= PHONE.height, `${selector} ends at ${box.y + box.height}`);
  }
});

test('every result on the page that has a name shows what the core computes', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  const outputs = await page
    .locator('[data-out]')
    .evaluateAll((all) => all.map((el) => [el.getAttribute('data-out'), el.textContent.trim()]));
  const seen = new Map();
  for (const [name, text] of outputs) {
    if (seen.has(name)) assert.equal(text, seen.get(name), `${name} is shown twice and differs`);
    seen.set(name, text);
  }
  for (const name of [
    'now.revenue',
    'target.revenue',
    'money_left.per_month',
    'money_left.per_year',
    'now.conversion',
    'levers.2.per_point',
    'uncertainty.revenue.p10',
    'uncertainty.revenue.p50',
    'uncertainty.revenue.p90',
  ]) {
    assert.ok(seen.get(name), name);
  }
  assert.equal(seen.get('uncertainty.revenue.p10').replaceAll('\u00a0', ' '), '5 700 000 ₽');
  assert.equal(seen.get('levers.2.per_point').replaceAll('\u00a0', ' '), '1 500 000 ₽');
});

test('bad input: told beside the field, described, the last good result stays, the text is not lost', async () => {
  const page = await fresh();
  await open(page, site.origin);
  for (const [pointer, bad] of [
    ['/managers', 'пять'],
    ['/managers', '0'],
    ['/leads_per_month', '-1'],
    ['/average_check', '1e5x'],
    ['/stages/0/conversion', '150'],
  ]) {
    await type(page, pointer, bad);
    const field = page.locator(`[data-in="${pointer}"]`).first();
    await page.waitForFunction(
      (p) => document.querySelector(`[data-in="${p}"]`).getAttribute('aria-invalid') === 'true',
      pointer,
    );
    const described = await field.evaluate((el) =>
      (el.getAttribute('aria-errormessage') ?? el.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    );
    assert.match(described, /[а-яё]{3}/i, `${pointer} = ${bad}`);
    assert.equal(await field.inputValue(), bad);
    assert.deepEqual(await result(page), SHOWN, 'the last good result stays');
    await type(
      page,
      pointer,
      {
        '/managers': '5',
        '/leads_per_month': '1000',
        '/average_check': '150000',
        '/stages/0/conversion': '5',
      }[pointer],
    );
    await page.waitForFunction(
      (p) => document.querySelector(`[data-in="${p}"]`).getAttribute('aria-invalid') !== 'true',
      pointer,
    );
  }
  await page.promises();
});

test('people’s numbers are read: spaces, commas, percent signs, тыс and млн', async () => {
  const page = await fresh();
  await open(page, site.origin);
  for (const [text, revenue] of [
    ['1 500 000', '75 000 000 ₽'],
    ['1,5 млн', '75 000 000 ₽'],
    ['150 тыс. ₽', '7 500 000 ₽'],
    ['150\u00a0000', '7 500 000 ₽'],
  ]) {
    await type(page, '/average_check', text);
    await becomes(page, 'now.revenue', revenue);
  }
});

test('stages: a preset, counts instead of percent, add, rename, move, remove, undo', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  await page.locator('#preset').selectOption({ label: 'B2B-услуги: дозвон, квалификация, встреча, оплата' });
  const names = () => page.locator('[data-stages] .name').evaluateAll((all) => all.map((el) => el.value));
  const before = await names();
  assert.ok(before.length >= 4, before.join());
  await page.locator('[name="mode-1"]').nth(1).check({ force: true });
  await type(page, '/stages/1/observed/passed', '2450');
  await type(page, '/stages/1/observed/entered', '4900');
  await becomes(page, 'now.stages.1.conversion', '50 %');
  await page.locator('[data-do="add-stage"]').click();
  await type(page, `/stages/${before.length}/name`, 'Предоплата');
  assert.equal((await names()).at(-1), 'Предоплата');
  await page.locator(`[data-tool="up-${before.length}"]`).click();
  assert.equal((await names()).at(-2), 'Предоплата');
  await page.locator(`[data-tool="remove-${before.length - 1}"]`).click();
  assert.deepEqual(await names(), before);
  await page.locator('[data-do="undo"]').click();
  assert.equal((await names()).at(-2), 'Предоплата', 'removal is undone');
  await page.promises({ replaced: true });
});

test('the whole golden department typed through «Точнее» gives the golden report', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  const s = full.scenario;
  await page.locator('#preset').selectOption({ label: 'B2B-услуги: дозвон, квалификация, встреча, оплата' });
  await page.locator('#precise > summary').click();
  for (const [i, stage] of s.stages.entries()) {
    if (stage.observed) {
      await page.locator(`[name="mode-${i}"]`).nth(1).check({ force: true });
      await type(page, `/stages/${i}/observed/passed`, String(stage.observed.passed));
      await type(page, `/stages/${i}/observed/entered`, String(stage.observed.entered));
    } else await type(page, `/stages/${i}/conversion`, String(stage.conversion * 100).replace('.', ','));
    await type(page, `/stages/${i}/target_conversion`, String(Math.round(stage.target_conversion * 100)));
  }
  for (const [pointer, text] of [
    ['/managers', '7'],
    ['/leads_per_month', '2400'],
    ['/average_check', '180 000'],
    ['/capacity_leads_per_manager', '300'],
    ['/target/capacity_leads_per_manager', '360'],
    ['/gross_margin', '35'],
    ['/check_spread', '40'],
    ['/history_months', '3'],
    ['/goal_revenue', '25 млн'],
    ['/ramp/sales_cycle_months', '1'],
    ['/fee/per_month', '300 000'],
    ['/fee/growth_share', '10'],
  ]) {
    await type(page, pointer, text);
  }
  await becomes(page, 'money_left.per_month', '18 437 760 ₽');
  assert.equal(await shown(page, 'money_left.per_year'), '221 253 120 ₽');
  await becomes(page, 'uncertainty.revenue.p90', '16 104 829 ₽');
  assert.match(
    (await page.locator('.figures').innerText()).replaceAll('\u00a0', ' '),
    /3 854/,
    'leads for the goal',
  );
  await page.promises({ replaced: true });
});

test('a table pasted from Excel is shown as it was understood, and replaces nothing before it is accepted', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  const told = (/** @type {RegExp} */ words) =>
    page.waitForFunction(
      ([source]) => new RegExp(source).test(document.querySelector('.paste')?.textContent ?? ''),
      [words.source],
    );
  const paste = async (/** @type {string} */ text) => {
    await page.locator('#roster-paste').fill(text);
    await page.getByRole('button', { name: 'Разобрать строки' }).click();
  };
  await paste('№\tМенеджер\tПродажи\tЗаявки\n1\tАнна\t28\t700\n2\tБорис\t41\t650\n\tИтого\t69\t1350');
  await page.waitForSelector('.preview:not([hidden])');
  await told(/Понято: 2 менеджера, 1.350 заявок, 69 продаж/);
  await told(/Строка 4 «Итого».*итог/);
  await told(/В таблице 2 менеджера и 1.350 заявок за месяц, в расчёте.* 5 менеджеров и 1.000 заявок/);
  assert.equal(await page.locator('[data-in="/roster/0/sales"]').count(), 0, 'nothing yet');
  await page.getByRole('button', { name: 'Из таблицы' }).click();
  await page.waitForSelector('[data-in="/roster/1/sales"]');
  assert.equal(await page.locator('[data-in="/roster/1/sales"]').inputValue(), '41');
  assert.equal(await page.locator('[data-in="/roster/1/leads"]').inputValue(), '650');
  assert.equal(await page.locator('[data-in="/managers"]').first().inputValue(), '2');
  assert.equal(await page.locator('[data-in="/leads_per_month"]').first().inputValue(), '1\u00a0350');
  await paste('Вера\t900\t30\nГлеб\t450\t20');
  await page.waitForSelector('.preview:not([hidden])');
  await page.getByRole('button', { name: 'Поставить', exact: true }).click();
  await page.waitForFunction(
    () =>
      /** @type {HTMLInputElement} */ (document.querySelector('[data-in="/roster/0/name"]')).value === 'Вера',
  );
  assert.equal(await page.locator('.roster tbody tr').count(), 2, 'a second table replaces the first');
  await paste('Дозвон\t70\nОплата\t25');
  await told(/Похоже на этапы воронки/);
  assert.equal(await page.locator('.roster tbody tr').count(), 2);
  await page.promises({ replaced: true });
});

test('the link opens the same picture elsewhere; after an edit the address no longer claims it', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '1234');
  await becomes(page, 'now.revenue', '9 255 000 ₽');
  await page.locator('[data-takeaway-id="link"]').click();
  await page.waitForFunction(() => location.hash.startsWith('#s2.'));
  const link = page.url();
  assert.ok(link.length < 700, `${link.length} characters`);
  const other = await fresh({ viewport: DESK });
  await open(other, link);
  assert.equal(await shown(other, 'now.revenue'), '9 255 000 ₽');
  assert.equal(await other.locator('[data-in="/leads_per_month"]').first().inputValue(), '1\u00a0234');
  await type(other, '/managers', '6');
  await other.waitForFunction(() => location.hash === '');
  await other.promises({ replaced: true });
});

test('a damaged link and a newer one are told, and the calculation stays the visitor’s', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await page.locator('[data-takeaway-id="link"]').click();
  await page.waitForFunction(() => location.hash.startsWith('#s2.'));
  const { hash } = new URL(page.url());
  for (const [fragment, words] of [
    [`${hash.slice(0, -3)}xyz`, /повреждена/],
    [hash.slice(0, 20), /повреждена/],
    [hash.replace('#s2.', '#s3.'), /более новой/],
  ]) {
    const other = await fresh();
    await open(other, `${site.origin}/${fragment}`);
    await other.waitForSelector('[data-notice-text]:not(:empty)');
    assert.match(await other.locator('[data-notice-text]').textContent(), new RegExp(words));
    assert.deepEqual(await result(other), SHOWN);
    await other.context().close();
  }
});

test('a reload keeps what was typed; «начать заново» asks for nothing and can be undone', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '2000');
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await page.waitForFunction(() => localStorage.length > 0);
  await page.reload();
  await ready(page);
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await page.locator('[data-do="reset"]').click();
  await becomes(page, 'now.revenue', '7 500 000 ₽');
  await page.locator('[data-do="undo"]').click();
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await page.promises({ replaced: true });
});

test('undo takes back the last change, one by one', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '2000');
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await type(page, '/average_check', '100000');
  await becomes(page, 'now.revenue', '10 000 000 ₽');
  await page.locator('[data-do="undo"]').click();
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await page.locator('[data-do="undo"]').click();
  await becomes(page, 'now.revenue', '7 500 000 ₽');
});

test('without the module the page says so and shows no number as current', async () => {
  const page = await fresh();
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(site.origin);
  await page.waitForSelector('html[data-state="failed"]', { state: 'attached' });
  assert.match(await page.locator('body').innerText(), /Расчёт не загрузился/);
  assert.equal(await page.locator('html').getAttribute('data-ready'), null);
});

test('without JavaScript the page reads well: offer, worked example, phone', async () => {
  const page = await fresh({ javaScriptEnabled: false });
  await page.goto(site.origin);
  const text = (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
  assert.match(text, /3 750 000 ₽/);
  assert.match(text, /JavaScript/);
});

test('numbers up to 10¹² fit at 320 px: nothing scrolls sideways', async () => {
  const page = await fresh({ viewport: { width: 320, height: 700 } });
  await open(page, site.origin);
  await type(page, '/leads_per_month', '20000');
  for (const [check, revenue] of [
    ['1000000000', '1 000 000 000 000 ₽'],
    ['1000000000000', '1 000 000 000 000 000 ₽'],
  ]) {
    await type(page, '/average_check', check);
    await becomes(page, 'now.revenue', revenue);
    const wide = await page.evaluate(() => {
      const over = [...document.querySelectorAll('body *')].filter(
        (el) =>
          el.getBoundingClientRect().right > innerWidth + 1 &&
          getComputedStyle(el).visibility !== 'hidden' &&
          !el.closest('.vh, svg'),
      );
      return over.slice(0, 5).map((el) => `${el.className} ${Math.round(el.getBoundingClientRect().right)}`);
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide: ${wide.join(', ')}`);
  }
});

test('nothing scrolls sideways from 320 to 2560 px', async () => {
  for (const width of [320, 360, 390, 600, 768, 1024, 1280, 1920, 2560]) {
    const page = await fresh({ viewport: { width, height: 900 } });
    await open(page, site.origin);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide at ${width}`);
    await page.context().close();
  }
});

test('typing never waits: a keystroke is answered within a frame or two even at a million leads', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '1000000');
  await becomes(page, 'now.revenue', '7 500 000 000 ₽');
  const longest = await page.evaluate(async () => {
    const field = document.querySelector('[data-in="/average_check"]');
    let worst = 0;
    for (const text of ['1', '15', '150', '1500', '15000', '150000']) {
      field.value = text;
      const started = performance.now();
      field.dispatchEvent(new Event('input', { bubbles: true }));
      worst = Math.max(worst, performance.now() - started);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return worst;
  });
  assert.ok(longest < 200, `${longest} ms in one event`);
});
