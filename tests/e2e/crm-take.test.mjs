// The numbers of a CRM in the calculator, the plan and the workbench: equal to the report's, told from where, editable, taken back one by one;
// and nothing personal on the device or in the traffic unless the person says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, journeys, newPage, open, ready, remembered, untilRemembered } from './harness.mjs';
import { device, dropped, textOf, trafficOf } from './crm-page.mjs';

const kNames = ['Соболев', 'Ланская', 'Крылова', 'Дёмин'];
let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** @param {any} [options] */
async function withReport(options = {}) {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK, ...options });
  await open(page, `${site.origin}/crm/`);
  await dropped(page, 'amo_utf8bom.csv');
  await page.waitForSelector('[data-take]');
  return page;
}

/** @param {any} page @param {string} where @param {RegExp} address */
async function taken(page, where, address) {
  await page.click(`[data-take=${where}] >> nth=0`);
  await page.waitForURL(address);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
}

for (const viewport of [DESK, PHONE]) {
  test(`into the calculator at ${viewport.width} px: values, from where, changed, taken back`, async () => {
    const page = await withReport({ viewport });
    await taken(page, 'calculator', /\/#calc$/);
    await ready(page);
    const { value } = await untilRemembered(page, ({ scenario }) => scenario !== null);
    assert.equal(value.autoTargets, true);
    const entered = value.draft.stages.map(({ observed }) => [observed.entered, observed.passed]);
    assert.deepEqual(entered, [
      [126, 106],
      [106, 78],
      [78, 54],
      [54, 27],
    ]);
    const leads = page.locator('#leads');
    await page.waitForSelector('label[for=leads] .origin', { state: 'attached' });
    assert.match(await page.locator('label[for=check]').textContent(), /из CRM, 6 месяцев, 126 заявок/);
    const before = await leads.inputValue();
    await leads.press('Control+A');
    await leads.fill('55');
    await leads.blur();
    await page.click('button.origin__back');
    await page.waitForFunction(
      (wanted) => /** @type {any} */ (document.querySelector('#leads')).value === wanted,
      before,
    );
    assert.equal(await page.locator('button.origin__back').count(), 0);
    const share = page
      .locator('[data-stages] [data-in$="/conversion"], [data-stages] [data-in*="/observed/"]')
      .first();
    await share.scrollIntoViewIfNeeded();
    await page.locator('.origin--stage').first().waitFor();
    assert.match(
      await page.locator('.origin--stage').first().textContent(),
      /Доля из CRM, 6 месяцев, 126 заявок/,
    );
    await axe(page, 'numbers of a CRM');
    await page.context().close();
  });
}

test('a stage that is typed over is no more the CRM’s, and can be taken back', async () => {
  const page = await withReport();
  await taken(page, 'calculator', /\/#calc$/);
  await ready(page);
  await page.locator('.origin--stage').first().waitFor();
  const field = page
    .locator(
      '[data-stages] input[data-in^="/stages/0/"][data-in*="observed/passed"], [data-stages] input[data-in="/stages/0/conversion"]',
    )
    .first();
  await field.press('Control+A');
  await field.fill('50');
  await field.blur();
  await page.getByRole('button', { name: 'Вернуть долю из CRM' }).first().waitFor();
  await untilRemembered(page, ({ draft }) => draft.stages[0].source !== 'crm');
  await page.getByRole('button', { name: 'Вернуть долю из CRM' }).first().click();
  await untilRemembered(
    page,
    ({ draft }) => draft.stages[0].source === 'crm' && draft.stages[0].observed.passed === 106,
  );
  await page.context().close();
});

test('into the plan, also over four numbers typed there earlier', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: PHONE });
  await open(page, `${site.origin}/plan/`);
  for (const [name, value] of Object.entries({ managers: '4', leads: '320', check: '85 000', sales: '10' })) {
    await page.fill(`[name=${name}]`, value);
  }
  await page.click('[data-numbers] [type=submit]');
  await untilRemembered(page, ({ own }) => own !== null, 'plan');
  await open(page, `${site.origin}/crm/`);
  await dropped(page, 'amo_utf8bom.csv');
  await page.waitForSelector('[data-take]');
  await taken(page, 'plan', /\/plan\/$/);
  assert.match(await textOf(page, '[data-headline]'), /за двенадцать недель/);
  assert.equal((await remembered(page, 'plan')).value.own, null);
  assert.equal((await remembered(page)).value.scenario.stages.length, 4);
  await page.context().close();
});

test('into the workbench: a call with these numbers', async () => {
  const page = await withReport();
  await taken(page, 'workbench', /\/demo\/$/);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, {
    timeout: 60_000,
  });
  const state = await page.evaluate(() => /** @type {any} */ (globalThis).funnelWorkbench.state());
  const { scenario } = state.slots[state.active];
  assert.deepEqual(
    scenario.stages.map(({ observed }) => observed.passed),
    [106, 78, 54, 27],
  );
  assert.ok(Math.abs(scenario.average_check - 83870.86) < 1);
  assert.match(await textOf(page, '[data-notes]'), /Числа из CRM: .*6 месяцев, 126 заявок/);

  // Beside each number where it came from, and what the firm's own clients had; changed, it is taken back.
  const fieldOf = (label) => page.locator('.mirror__field', { has: page.getByLabel(label, { exact: true }) });
  const told = (label) => fieldOf(label).textContent();
  assert.match(await told('Средний чек, ₽'), /из CRM, 6 месяцев/);
  const payment = scenario.stages.at(-1).name;
  assert.match(
    await told(`${payment}, %`),
    /из CRM, 6 месяцев, 126 заявок.*У клиента «.+» \(.+\) конверсия .+ была \d+.*%, стала \d+.*%.*Ваш рост из этого не следует\./,
  );
  await page.keyboard.press('F6');
  const check = page.getByLabel('Средний чек, ₽', { exact: true });
  const share = page.getByLabel(`${payment}, %`, { exact: true });
  for (const [field, text] of /** @type {[any, string][]} */ ([
    [check, '100000'],
    [share, '40'],
  ])) {
    await field.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await fieldOf('Средний чек, ₽').getByRole('button', { name: 'Вернуть: Средний чек' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(`вернуть из crm ${payment}`);
  await page.keyboard.press('Enter');
  const again = await page.evaluate(() => globalThis.funnelWorkbench.state());
  assert.deepEqual(again.slots[again.active].scenario.stages, scenario.stages);
  assert.equal(again.slots[again.active].scenario.average_check, scenario.average_check);
  // A reload keeps the origin with the call.
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  assert.match(await told('Средний чек, ₽'), /из CRM, 6 месяцев/);
  await page.context().close();
});

test('nothing of the deals leaves the browser or stays on the device', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  const traffic = trafficOf(page);
  await open(page, `${site.origin}/crm/`);
  await dropped(page, 'amo_utf8bom.csv');
  await page.waitForSelector('[data-take]');
  await page.click('#fold-columns > summary');
  await page.selectOption('[data-role=source]', ''); // a correction is kept
  await page.waitForFunction(() =>
    document.querySelector('[data-report]')?.textContent?.includes('Источники по этому файлу не сравнить'),
  );
  await untilRemembered(page, (mapping) => mapping.columns.source === null, 'crm.mapping:');
  await page.click('#fold-preview > summary');
  const before = await device(page);
  await taken(page, 'calculator', /\/#calc$/);
  await untilRemembered(page, ({ scenario }) => scenario !== null);
  const after = await device(page);
  assert.match(after, /Менеджер 1/);
  for (const [when, kept] of Object.entries({ before, after })) {
    for (const personal of [...kNames, 'Сделка 1', 'Заявка; с сайта', 'Авито', 'Рекомендация', '1153']) {
      assert.ok(!kept.includes(personal), `${when}: ${personal} is kept`);
    }
  }
  for (const { url, method, body } of traffic) {
    assert.ok(url.startsWith(`${site.origin}/`) || /^(blob|data):/.test(url), url);
    assert.equal(method, 'GET', url);
    assert.equal(body, null, url);
    assert.equal(new URL(url).search, '', url);
  }
  assert.ok(traffic.length > 5);
  await page.context().close();
});

test('names of managers go along when that is ticked', async () => {
  const page = await withReport();
  await page.check('[data-names]');
  await taken(page, 'calculator', /\/#calc$/);
  const { value } = await untilRemembered(page, ({ scenario }) => scenario !== null);
  assert.deepEqual(value.draft.roster.map(({ name }) => name).sort(), [
    'Анна Крылова',
    'Ирина Ланская',
    'Олег Дёмин',
    'Пётр Соболев',
  ]);
  await page.context().close();
});

test('the sample stays a sample wherever its numbers go', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, `${site.origin}/crm/`);
  await page.click('[data-do=sample]');
  await page.waitForSelector('[data-take]');
  await taken(page, 'calculator', /\/#calc$/);
  await page.waitForSelector('label[for=check] .origin', { state: 'attached' });
  assert.match(await page.locator('label[for=check]').textContent(), /из примера, 6 месяцев, 126 заявок/);
  const { value } = await untilRemembered(page, ({ scenario }) => scenario !== null);
  assert.equal(value.draft.title, 'Пример: сделки придуманы');
  await page.context().close();
});
