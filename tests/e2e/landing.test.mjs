// An owner on the landing page, by keyboard and by touch: types, is told, comes back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import {
  DESK,
  PHONE,
  SHOWN,
  becomes,
  countStage,
  heightOf,
  journeys,
  newPage,
  open,
  openStage,
  ready,
  shown,
  type,
  untilRemembered,
} from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const fresh = (options = {}) => newPage(browser, { origin: site.origin, ...options });
const result = async (page) => ({
  now: await shown(page, 'now.revenue'),
  target: await shown(page, 'target.revenue'),
  left: await shown(page, 'money_left.per_month'),
});
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
    'now.conversion',
    'point',
    'uncertainty.revenue.p10',
    'uncertainty.revenue.p50',
    'uncertainty.revenue.p90',
  ]) {
    assert.ok(seen.get(name), name);
  }
  assert.equal(seen.get('uncertainty.revenue.p10').replaceAll('\u00a0', ' '), '5 700 000 ₽');
  assert.equal(seen.get('point').replaceAll('\u00a0', ' '), '1 500 000 ₽');
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
  await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
  const names = () => page.locator('[data-stages] .name').evaluateAll((all) => all.map((el) => el.value));
  const before = await names();
  assert.ok(before.length >= 4, before.join());
  await countStage(page, 1);
  await type(page, '/stages/1/observed/passed', '2450');
  await type(page, '/stages/1/observed/entered', '4900');
  assert.equal(await page.locator('[data-in="/stages/1/observed/entered"]').inputValue(), '4\u00a0900');
  await page.locator('[data-do="add-stage"]').click();
  const added = before.length - 1;
  assert.equal((await names()).at(-1), before.at(-1), 'a new stage stands before the payment');
  await type(page, `/stages/${added}/name`, 'Предоплата');
  assert.equal((await names())[added], 'Предоплата');
  await openStage(page, added);
  await page.locator(`[data-tool="up-${added}"]`).click();
  assert.equal((await names())[added - 1], 'Предоплата');
  await page.locator(`[data-tool="remove-${added - 1}"]`).click();
  assert.deepEqual(await names(), before);
  await page.locator('[data-do="undo"]').click();
  assert.equal((await names())[added - 1], 'Предоплата', 'removal is undone');
  await page.promises({ replaced: true });
});

test('the whole golden department typed through «Точнее» gives the golden report', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  const s = full.scenario;
  await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
  await page.locator('#precise > summary').click();
  for (const [i, stage] of s.stages.entries()) {
    if (stage.observed) {
      await countStage(page, i);
      await type(page, `/stages/${i}/observed/passed`, String(stage.observed.passed));
      await type(page, `/stages/${i}/observed/entered`, String(stage.observed.entered));
    } else await type(page, `/stages/${i}/conversion`, String(stage.conversion * 100).replace('.', ','));
    await type(page, `/stages/${i}/target_conversion`, String(Math.round(stage.target_conversion * 100)));
  }
  await page.locator('#goal-fold > summary').click();
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
  await becomes(page, 'uncertainty.revenue.p90', '16 104 829 ₽');
  assert.match(
    (await page.locator('.folds').first().innerText()).replaceAll('\u00a0', ' '),
    /3 854/,
    'leads for the goal',
  );
  await page.promises({ replaced: true });
});

test('a reload keeps what was typed; «начать заново» asks for nothing and can be undone', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '2000');
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await untilRemembered(page, ({ draft }) => draft.leads_per_month === 2000);
  await page.reload();
  await ready(page);
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await page.locator('[data-do="reset"]').click();
  await becomes(page, 'now.revenue', '7 500 000 ₽');
  await page.locator('[data-do="undo"]').click();
  await becomes(page, 'now.revenue', '15 000 000 ₽');
  await page.promises({ replaced: true });
});

test('from nothing on a phone: 4, 320, 85 тыс, 10 gives 850 000 now, a point of 272 000, the slider in words', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  assert.doesNotMatch(
    await page.locator('.hero__result').innerText(),
    /Недозарабатываете/,
    'nobody has given a number',
  );
  for (const [label, text] of [
    ['Менеджеров', '4'],
    ['Заявок в месяц', '320'],
    ['Средний чек', '85 тыс'],
    ['Оплат в месяц', '10'],
  ]) {
    await page.getByLabel(label, { exact: true }).first().tap();
    await page.keyboard.type(text, { delay: 60 });
  }
  await page.locator('#sales').blur();
  const text = (await page.locator('.hero__result').innerText()).replaceAll('\u00a0', ' ');
  assert.match(text, /Недозарабатываете в месяц\s+425 000 ₽/);
  assert.match(text, /850 000 ₽/);
  assert.match(text, /стоит 272 000 ₽/);
  assert.match(text, /в полтора раза: 15 оплат вместо 10, это допущение/);
  assert.ok((await heightOf(page)) <= 9000);
  const left = () => shown(page, 'money_left.per_month').then((t) => Number(t.replace(/\D/g, '')));
  const before = await left();
  await type(page, '/capacity_leads_per_manager', '50');
  assert.ok((await left()) > before, 'admitting unanswered leads raises the loss');
  assert.equal(await shown(page, 'now.revenue'), '850 000 ₽');
  await page.promises();
});

test('the slider: by keyboard, by finger, undone as one step; the bar keeps answer and request in view', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  for (const [pointer, text] of [
    ['/managers', '4'],
    ['/leads_per_month', '320'],
    ['/average_check', '85000'],
    ['/stated_sales', '10'],
  ]) {
    await type(page, pointer, text);
  }
  await page.locator('#lift').focus();
  for (let i = 0; i < 50; i += 1) await page.keyboard.press('ArrowRight');
  await becomes(page, 'target.revenue', '1 700 000 ₽');
  assert.match(await page.locator('#lift').getAttribute('aria-valuetext'), /до 6,25/);
  await page.locator('#stages-foot, .stages__foot').first().scrollIntoViewIfNeeded();
  await page.locator('.bar').waitFor({ state: 'visible' });
  assert.match((await page.locator('.bar').innerText()).replaceAll('\u00a0', ' '), /850 000 ₽/);
  await page.locator('[data-do="undo-bar"]').tap();
  await becomes(page, 'target.revenue', '1 275 000 ₽');
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
