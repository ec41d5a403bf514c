// The cases on the landing page: what they say, and a case tried on the visitor's own numbers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { builtCore } from '../web/core.mjs';
import { DESK, journeys, newPage, open, shown, untilRemembered } from './harness.mjs';

const { cases: all } = JSON.parse(readFileSync('assets/cases.json', 'utf8'));
/** The landing page keeps three, what shows most first (shares of the same thing, the larger growth); the rest is on /cases/. */
const cases = ['fintablo', 'mamka-design', 'mamka-payment'].map((id) => all.find((one) => one.id === id));
const plain = (text) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '').trim();

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const fresh = (options = {}) => newPage(browser, { origin: site.origin, viewport: DESK, ...options });

/** Goes to the cases: their code waits for its reader. */
async function reachCases(page) {
  await page.locator('#cases').scrollIntoViewIfNeeded();
  await page.waitForSelector('#cases[data-mounted]', { state: 'attached' });
}

test('three cases are shown with all their caveats and both shares, each leads to its story', async () => {
  const page = await fresh();
  await open(page, site.origin);
  const rows = await page.locator('[data-cases] > li').evaluateAll((found) =>
    found.map((row) => ({
      text: row.textContent,
      href: row.querySelector('h3 a')?.getAttribute('href'),
      label: row.querySelector('svg')?.getAttribute('aria-label') ?? '',
    })),
  );
  assert.equal(rows.length, cases.length);
  cases.forEach((one, i) => {
    const text = plain(rows[i].text);
    assert.ok(text.includes(one.company));
    assert.equal(rows[i].href, `/cases/${one.id}/`);
    for (const caveat of one.caveats) assert.ok(text.includes(caveat), caveat);
    for (const share of [one.before, one.after].filter((value) => value !== null)) {
      assert.ok(
        plain(rows[i].label).includes(`${String(Math.round(share * 10000) / 100).replace('.', ',')} %`),
        `${one.id} ${share}`,
      );
    }
  });
  await page.goto(`${site.origin}/cases/uzens/`);
  assert.match(
    plain(await page.locator('main').textContent()),
    /110 из 700: скорее всего от 13,2 до 18,6 %/,
    'an interval where the counts are known, by the core',
  );
});

test('only a case counted of the same thing may be tried on', async () => {
  const page = await fresh();
  await open(page, site.origin);
  const offered = await page
    .locator('[data-try]')
    .evaluateAll((found) => found.map((button) => button.dataset.company));
  assert.deepEqual(
    offered,
    cases.filter((one) => one.denominator === 'all' && one.before && one.after).map(({ company }) => company),
  );
});

test('“примерить” sets this one target as the core counts it, says what it assumes, and can be taken back', async () => {
  const core = builtCore();
  const page = await fresh();
  await open(page, site.origin);
  await page.locator('#preset').selectOption({ index: 2 });
  await reachCases(page);
  const before = await shown(page, 'money_left.per_month');
  const button = page.locator('[data-try]');
  const uplift = Number(await button.getAttribute('data-uplift'));
  const one = cases.find(({ company }) => company === 'Финтабло');
  assert.ok(Math.abs(uplift - one.after / one.before) < 1e-9);
  await button.focus();
  await page.keyboard.press('Enter');
  const told = page.locator('[data-try-told]');
  await told.locator('p').first().waitFor();
  const { scenario } = (await untilRemembered(page, ({ autoTargets }) => autoTargets === false)).value;
  const last = scenario.stages.length - 1;
  const alone = core.targetsFromUplift(
    {
      format: 'funnel-scenario',
      version: 1,
      managers: 1,
      leads_per_month: 1000,
      average_check: 1,
      stages: [{ ...scenario.stages[last], target_conversion: undefined }],
    },
    uplift,
  );
  // To hundredths of a point: nobody reads, or types, more.
  const wanted = Math.round(alone.scenario.stages[0].target_conversion * 1e4) / 1e4;
  scenario.stages.forEach((stage, i) =>
    assert.equal(stage.target_conversion ?? null, i === last ? wanted : null),
  );
  const { report } = core.evaluate(scenario, { distribution: false });
  const money = `${Math.round(report.money_left.per_month).toLocaleString('ru-RU')} ₽`.replace(/\s/g, ' ');
  assert.equal(await shown(page, 'money_left.per_month'), money);
  const words = plain(await told.textContent());
  for (const part of [
    /Допущение/,
    /не прогноз/,
    /Финтабло/,
    new RegExp(money),
    /Остальные этапы как сейчас/,
  ]) {
    assert.match(words, part);
  }
  await page.getByRole('button', { name: 'Вернуть как было' }).press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-try-told]').textContent === '');
  assert.equal(await shown(page, 'money_left.per_month'), before);
  assert.equal(
    await page.evaluate(() => document.activeElement.hasAttribute('data-try')),
    true,
    'the focus is not lost',
  );
  await page.promises({ replaced: true });
});
