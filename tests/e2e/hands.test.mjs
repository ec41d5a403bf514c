// Hands that shake: a link is followed although the mouse moves a few pixels while it is pressed, and is not taken for a thing to drag.
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESK, journeys, newPage, ready } from './harness.mjs';
import { allPages } from './pages.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** Where the mouse is while it is pressed, in pixels from where it was meant to be. */
const kTremor = [
  [4, 2],
  [-5, 3],
  [5, -4],
  [3, 5],
  [-4, -3],
];

/** @param {import('playwright-core').Page} page @param {{x: number, y: number}} place @param {number[][]} [moves] while pressed, from there */
async function press(page, { x, y }, moves = kTremor) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const [right, down] of moves) await page.mouse.move(x + right, y + down);
  await page.mouse.up();
}

/** @param {import('playwright-core').Page} page @param {import('playwright-core').Locator} link */
async function pressShaking(page, link) {
  await link.scrollIntoViewIfNeeded();
  const box = await link.boundingBox();
  assert.ok(box);
  await press(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

for (const [from, selector, address] of [
  ['/', '.hero a.btn', '/#calc'],
  ['/', '.nav a[href="/crm/"]', '/crm/'],
  ['/', '.hero__private a', '/crm/'],
  ['/rop/', 'a.area__name', '/rop/#'], // made by the page's script
]) {
  test(`a shaking mouse follows ${selector} of ${from}`, async () => {
    const page = await newPage(browser, { viewport: DESK, origin: site.origin });
    await page.goto(site.origin + from);
    await ready(page);
    await pressShaking(page, page.locator(selector).filter({ visible: true }).first());
    await page.waitForURL(
      (url) => url.href.startsWith(site.origin + address) && url.href !== site.origin + from,
    );
    await page.context().close();
  });
}

test('a shaking hand that presses the strip moves no goal, one that pulls does', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK });
  await page.goto(site.origin);
  await ready(page);
  const range = page.locator('#lift');
  await range.scrollIntoViewIfNeeded();
  const box = await range.boundingBox();
  const [before, most] = await range.evaluate((/** @type {HTMLInputElement} */ one) => [
    Number(one.value),
    Number(one.max),
  ]);
  const place = { x: box.x + (box.width * before) / most, y: box.y + box.height / 2 };
  const value = () => range.evaluate((/** @type {HTMLInputElement} */ one) => Number(one.value));
  await press(page, place);
  assert.equal(await value(), before, 'pressed on the edge');
  await press(page, { ...place, x: place.x + 120 }, []);
  const pressed = await value();
  assert.ok(pressed > before);
  await press(page, { ...place, x: place.x + 60 });
  const shaken = await value();
  assert.ok(shaken < pressed, 'a press beside the edge takes it there');
  await press(page, { ...place, x: place.x + 60 }, [...kTremor, [-40, 2], [-90, 0]]);
  assert.ok((await value()) < shaken, 'pulled');
  await press(page, { ...place, x: place.x + 60 }, []);
  assert.equal(await value(), shaken, 'a press that shook has set what a still one sets');
  await page.context().close();
});

test('no link of any page is a thing to drag', async () => {
  const page = await newPage(browser, { origin: site.origin });
  for (const { name, address } of await allPages()) {
    await page.goto(site.origin + address);
    const { count, dragged } = await page.evaluate(() => {
      const links = [...document.querySelectorAll('a')];
      return {
        count: links.length,
        dragged: links.filter((link) => link.draggable).map((link) => link.outerHTML),
      };
    });
    assert.ok(count > 0, name);
    assert.deepEqual(dragged, [], name);
  }
  await page.context().close();
});
