// The landing page in any window and at any pace: nothing scrolls sideways, no number is cut, a keystroke is answered at once.
import assert from 'node:assert/strict';
import test from 'node:test';
import { PHONE, becomes, journeys, newPage, open, type } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const fresh = (options = {}) => newPage(browser, { origin: site.origin, ...options });

test('on a 390 × 844 phone the fields, the result, the strip and both buttons are on the first screen', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  for (const selector of [
    '[data-in="/average_check"]',
    '[data-out="money_left.per_month"]',
    '[data-chart="lift"]',
    '.hero__point',
    '.hero__do .btn:last-child',
  ]) {
    const box = await page.locator(selector).first().boundingBox();
    assert.ok(box.y + box.height <= PHONE.height, `${selector} ends at ${box.y + box.height}`);
  }
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
