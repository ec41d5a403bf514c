// The list of stories and a story: the filter, "примерить" on numbers kept on the device, reading without scripts, budget, axe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { brotliSize } from '../../web/tools/files.mjs';
import { DESK, PHONE, axe, journeys, newPage, open } from './harness.mjs';

const { cases } = JSON.parse(readFileSync('assets/cases.json', 'utf8'));
const SITE = process.env.SITE ?? 'build/site';
const plain = (text) =>
  text
    .replaceAll(/[\u00a0\u2060]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));
const fresh = (options = {}) => newPage(browser, { origin: site.origin, viewport: DESK, ...options });
const visible = (page) => page.locator('[data-stories] > li:visible').count();

test('the filter works by keyboard, says how many are left and stands in the address', async () => {
  const page = await fresh();
  await open(page, `${site.origin}/cases/`);
  assert.equal(await visible(page), cases.length);
  await page.locator('#story-stage').focus();
  await page.keyboard.press('ArrowDown');
  const kind = await page.locator('#story-stage').inputValue();
  assert.equal(await visible(page), cases.filter(({ stage_kind: stage }) => stage === kind).length);
  await page.locator('#story-stage').selectOption('');
  await page.locator('#story-technique').selectOption('closing_attempt');
  assert.equal(await visible(page), 4);
  assert.equal(plain(await page.locator('[data-told]').textContent()), 'Показаны 4 из 9.');
  assert.match(page.url(), /\?technique=closing_attempt$/);
  await page.reload();
  assert.equal(await visible(page), 4);
  await page.locator('#story-sector').selectOption('franchise');
  assert.match(await page.locator('[data-told]').textContent(), /нет/);
  await page.promises({ replaced: true });
});

test('“примерить” on the own numbers: the core’s target, the assumption, and a link that leaves them alone', async () => {
  const page = await fresh();
  await open(page, `${site.origin}/cases/fintablo/`);
  await page.locator('[data-try]').click();
  await page.locator('[data-try-told] p').first().waitFor();
  assert.match(plain(await page.locator('[data-try-told]').textContent()), /ещё нет ваших чисел/);
  const scenario = JSON.parse(readFileSync('assets/scenarios/explainer.json', 'utf8'));
  const kept = {
    scenario,
    savedAt: '2026-01-01T00:00:00.000Z',
    example: false,
    autoTargets: true,
    placeholders: [],
  };
  await page.evaluate((value) => localStorage.setItem('funnel.scenario.v1', JSON.stringify(value)), kept);
  await page.locator('[data-try]').click();
  await page.locator('[data-try-told] a').waitFor();
  const told = plain(await page.locator('[data-try-told]').textContent());
  for (const part of [/5 % → 9,52 %/, /в 1,9 раза, как у «Финтабло»/, /не прогноз/]) assert.match(told, part);
  assert.match(await page.locator('[data-try-told] a').getAttribute('href'), /^\/#s[12]\./);
  await page.reload();
  await page.locator('[data-try]').click();
  await page.locator('[data-try-told] a').waitFor();
  assert.equal(
    plain(await page.locator('[data-try-told]').textContent()),
    told,
    'the own numbers are as before',
  );
  await page.promises({ replaced: true });
});

test('a share of different things is not offered, and the story says why', async () => {
  const page = await fresh();
  for (const { id } of cases.filter(({ denominator }) => denominator !== 'all')) {
    await open(page, `${site.origin}/cases/${id}/`);
    assert.equal(await page.locator('[data-try]').count(), 0, id);
    assert.match(await page.locator('section.try').textContent(), /число нельзя/, id);
  }
});

test('without scripts the list and a story are whole, and nothing waits for a script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const page = await context.newPage();
  await page.goto(`${site.origin}/cases/`);
  assert.equal(await visible(page), cases.length);
  assert.ok(await page.isHidden('#story-stage'));
  await page.click('[data-stories] > li:first-child h2 a');
  assert.equal(new URL(page.url()).pathname, `/cases/${cases[0].id}/`);
  assert.ok(await page.isHidden('[data-try]'));
  assert.ok((await page.locator('.talk__pair').count()) > 3);
  await context.close();
});

test('the stories lead through all of them and round', async () => {
  const page = await fresh();
  const seen = [];
  let address = `/cases/${cases[0].id}/`;
  for (const _ of cases) {
    await page.goto(site.origin + address);
    seen.push(address);
    address = await page.locator('.story__nextlink').getAttribute('href');
  }
  assert.equal(new Set(seen).size, cases.length);
  assert.equal(address, seen[0]);
});

test('a story page is at most 90 KB before anything is done on it', async () => {
  for (const address of ['/cases/', '/cases/fintablo/']) {
    const page = await fresh();
    await open(page, site.origin + address);
    const names = await page.evaluate(() => [
      location.href,
      ...performance.getEntriesByType('resource').map(({ name }) => name),
    ]);
    const bytes = [...new Set(names.map((name) => new URL(name).pathname))]
      .map((name) => path.join(SITE, name.replace(/\/$/, '/index.html')))
      .filter((file) => !/sw\.js$|webmanifest$/.test(file))
      .reduce((sum, file) => sum + brotliSize(readFileSync(file)), 0);
    assert.ok(bytes <= 90 * 1024, `${address}: ${bytes} bytes`);
  }
});

for (const viewport of [PHONE, DESK]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing at ${viewport.width} px, ${colorScheme}; nothing is wider than the window`, async () => {
      for (const address of ['/cases/', '/cases/uzens/', '/cases/rusdver/']) {
        const context = await browser.newContext({ viewport, colorScheme });
        const page = await context.newPage();
        await page.goto(site.origin + address);
        await axe(page, address);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), address);
        await context.close();
      }
    });
  }
}
