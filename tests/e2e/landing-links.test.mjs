// Links of the landing page: taken, opened elsewhere, damaged, carried with something around them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { becomes, DESK, SHOWN, journeys, newPage, open, shown, type } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const fresh = (options = {}) => newPage(browser, { origin: site.origin, ...options });
const result = async (page) => ({
  now: await shown(page, 'now.revenue'),
  target: await shown(page, 'target.revenue'),
  left: await shown(page, 'money_left.per_month'),
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

test('a link opens whatever stands around it; managers travel by name only when asked', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '1234');
  await becomes(page, 'now.revenue', '9 255 000 ₽');
  await page.locator('[data-takeaway-id="link"]').click();
  await page.waitForFunction(() => location.hash.startsWith('#s2.'));
  const { hash } = new URL(page.url());
  assert.equal(await page.locator('[data-takeaway-id="link-names"]').isVisible(), false, 'nobody to name');
  const whole = [`${hash}).`, `${hash}&utm_source=tg`, `#${encodeURIComponent(hash)}`];
  for (const fragment of [...whole, `%23${hash.slice(1)}`, `${encodeURIComponent(hash)}?fbclid=1`]) {
    const other = await fresh();
    await open(other, `${site.origin}/${fragment}`);
    assert.equal(await shown(other, 'now.revenue'), '9 255 000 ₽', fragment);
    await other.context().close();
  }
});

test('a link with targets the page assumed opens with the same ones, still called assumed', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await type(page, '/leads_per_month', '1234');
  await becomes(page, 'now.revenue', '9 255 000 ₽');
  await page.locator('#lift').evaluate((/** @type {HTMLInputElement} */ slider) => {
    slider.value = String(Number(slider.min) + (Number(slider.max) - Number(slider.min)) * 0.7);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const target = await shown(page, 'target.revenue');
  const words = await page.locator('[data-words=assumption]').textContent();
  await page.locator('[data-takeaway-id="link"]').click();
  await page.waitForFunction(() => location.hash.startsWith('#s2.'));
  const other = await fresh();
  await open(other, page.url());
  assert.equal(await shown(other, 'target.revenue'), target);
  assert.equal(await other.locator('[data-words=assumption]').textContent(), words);
  await other.promises({ replaced: true });
});
