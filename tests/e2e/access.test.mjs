// WCAG 2.2 AA by axe in every state of the page, both themes; the keyboard's path; names for assistive technology.
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESK, PHONE, axe, countStage, journeys, newPage, open, type } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

for (const scheme of ['light', 'dark']) {
  for (const [name, viewport] of /** @type {[string, typeof DESK][]} */ ([
    ['390', PHONE],
    ['1280', DESK],
  ])) {
    test(`axe finds nothing in any state, ${scheme}, ${name} px`, async () => {
      const page = await newPage(browser, { origin: site.origin, viewport, scheme });
      await open(page, site.origin);
      await axe(page, 'example');
      await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
      for (const summary of await page.locator('.calc .folds > .more > summary').all()) await summary.click();
      await type(page, '/goal_revenue', '25 млн');
      await countStage(page, 1);
      await axe(page, 'several stages, everything open, counts');
      await type(page, '/managers', 'пять');
      await page.waitForSelector('[aria-invalid="true"]');
      await axe(page, 'bad input');
      await type(page, '/managers', '5');
      await page.locator('#roster-paste').fill('Анна\t700\t28\nБорис\t650\t41\nчто-то');
      await page.getByRole('button', { name: 'Разобрать строки' }).click();
      await page.waitForSelector('.preview:not([hidden])');
      await axe(page, 'a pasted table before it is accepted');
      await page.getByRole('button', { name: 'Как в расчёте' }).click();
      await page.waitForSelector('[data-in="/roster/1/sales"]');
      for (const summary of await page.locator('.folds .data__open').all()) {
        if (await summary.isVisible()) await summary.click();
      }
      await axe(page, 'roster and tables');
      await page.locator('[data-takeaway-id="link"]').click();
      await page.waitForSelector('[data-notice-text]:not(:empty)');
      await axe(page, 'notice');
    });
  }
}

test('axe finds nothing when the module is missing', async () => {
  const page = await newPage(browser, { origin: site.origin });
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(site.origin);
  await page.waitForSelector('html[data-state="failed"]', { state: 'attached' });
  await axe(page, 'no module');
});

test('Tab goes through the page in the order it is read, every stop is named, visible and marked', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, site.origin);
  const stops = [];
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const el = document.activeElement;
      if (!el || el === document.body) return null;
      const box = el.getBoundingClientRect();
      // Marked: the field, what stands beside it or holds it looks different once the focus is gone.
      const around = [el, el.nextElementSibling, el.parentElement, el.parentElement?.parentElement].filter(
        Boolean,
      );
      const look = () =>
        around
          .map((e) => {
            const c = getComputedStyle(e);
            return [c.outline, c.boxShadow, c.border, c.background, c.textDecoration].join();
          })
          .join();
      const focused = look();
      el.blur();
      const marked = look() !== focused;
      el.focus();
      return {
        name: el.id || el.getAttribute('data-in') || el.textContent.trim().slice(0, 30),
        y: box.top + scrollY,
        onScreen: box.width > 0 && box.height > 0,
        marked,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  assert.ok(stops.length > 25, `${stops.length} stops`);
  for (const stop of stops) {
    assert.ok(stop.onScreen, `${stop.name} is focused but not on the screen`);
    assert.ok(stop.marked, `${stop.name} shows no focus`);
  }
  const hero = stops.findIndex((s) => s.name === 'managers');
  assert.deepEqual(
    stops.slice(hero, hero + 4).map((s) => s.name),
    ['managers', 'leads', 'check', 'sales'],
  );
});

test('nothing that has the focus, and no last line, is under the bar of a phone, before an answer too', async () => {
  for (const width of [320, 390]) {
    const page = await newPage(browser, { origin: site.origin, viewport: { width, height: 844 } });
    await open(page, site.origin);
    const seen = new Set();
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const [name, bottom, bar] = await page.evaluate(() => {
        const top = document.querySelector('.bar');
        return [
          document.activeElement.outerHTML,
          document.activeElement.closest('.bar') ? 0 : document.activeElement.getBoundingClientRect().bottom,
          top.checkVisibility() ? top.getBoundingClientRect().top : innerHeight,
        ];
      });
      assert.ok(
        bottom <= bar + 1,
        `${width} px: ${name.slice(0, 120)} ends at ${bottom}, the bar begins at ${bar}`,
      );
      seen.add(name);
    }
    assert.ok(seen.size > 40);
    const [last, bar] = await page.evaluate(() => {
      scrollTo(0, document.documentElement.scrollHeight);
      const lines = [...document.querySelectorAll('.footer a')].map(
        (one) => one.getBoundingClientRect().bottom,
      );
      const part = document.querySelector('.bar');
      return [Math.max(...lines), part.checkVisibility() ? part.getBoundingClientRect().top : innerHeight];
    });
    assert.ok(last <= bar, `${width} px: the last line ends at ${last}, the bar begins at ${bar}`);
    await page.context().close();
  }
});

test('every chart has a title and a table of its numbers', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await open(page, site.origin);
  for (const summary of await page.locator('.calc .folds > .more > summary').all()) await summary.click();
  await page.waitForSelector('[data-chart="funnel"] svg');
  const charts = await page
    .locator('svg[role="img"]')
    .evaluateAll((all) =>
      all.map((svg) => svg.querySelector('title')?.textContent ?? svg.getAttribute('aria-label') ?? ''),
    );
  assert.ok(charts.length >= 4, `${charts.length} charts`);
  for (const title of charts) assert.match(title, /[а-яё]{3}/i);
  assert.ok((await page.locator('.folds .data table').count()) >= 3);
});

test('with windows high contrast and 200 % zoom the result is still there and nothing is cut', async () => {
  const page = await newPage(browser, {
    origin: site.origin,
    viewport: { width: 640, height: 450 },
    forcedColors: 'active',
  });
  await open(page, site.origin);
  const box = await page.locator('[data-out="money_left.per_month"]').first().boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 640);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640);
});
