// A browser of the oldest kind the site is made for (kTargets of web/tools/bundle.mjs: Safari 15.4): what came to JavaScript and to pages
// since then is not there, and an owner gets his result and the firm his request all the same.
import assert from 'node:assert/strict';
import test from 'node:test';
import { formOf, newPhone, startSiteWithStore } from './forms-site.mjs';
import { journeys, kServices, newPage, open, typeAll } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { start: startSiteWithStore });

/** Runs in the page before its scripts. */
function withoutTheNew() {
  const kLater = [
    [AbortSignal, ['timeout', 'any']],
    [Array, ['fromAsync']],
    [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with']],
    [Element.prototype, ['checkVisibility', 'setHTMLUnsafe', 'getHTML']],
    [HTMLElement.prototype, ['showPopover', 'hidePopover', 'togglePopover']],
    [Map, ['groupBy']],
    [Object, ['groupBy']],
    [Promise, ['withResolvers', 'try']],
    [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
    [String.prototype, ['isWellFormed', 'toWellFormed']],
    [Object.getPrototypeOf(Object.getPrototypeOf([].values())), ['map', 'filter', 'take', 'toArray', 'find']],
    [Document.prototype, ['startViewTransition']],
    [Navigator.prototype, ['userActivation', 'scheduling']],
    [
      globalThis,
      'requestIdleCallback cancelIdleCallback CompressionStream DecompressionStream OffscreenCanvas scheduler navigation'.split(
        ' ',
      ),
    ],
  ];
  for (const [where, names] of kLater) for (const name of names) delete where[name];
}

async function older(address) {
  const page = await newPage(browser, { origin: site.origin, touch: true });
  await page.addInitScript(withoutTheNew);
  await open(page, site.origin + address);
  assert.equal(await page.evaluate(() => 'timeout' in AbortSignal || 'OffscreenCanvas' in window), false);
  return page;
}

test('an older browser: typed, seen what is not earned, asked for a consultation, and the firm has it', async () => {
  const page = await older('/');
  await typeAll(page, kServices);
  assert.match(await page.locator('[data-out="now.revenue"]').first().innerText(), /^850\s?000\s₽$/);
  const phone = newPhone();
  const form = formOf(page, 'diagnosis');
  await form.near();
  await form.fillAndAgree(phone.typed);
  const answer = await form.send();
  assert.equal(answer.status(), 201);
  assert.equal(site.leads().filter((lead) => lead.phone === phone.stored).length, 1);
  await page.promises();
  await page.context().close();
});

for (const address of ['/plan/', '/rop/', '/calls/', '/crm/', '/result/', '/cases/', '/demo/']) {
  test(`${address} in an older browser: nothing it lacks is called`, async () => {
    const page = await older(address);
    await page.mouse.wheel(0, 4000);
    await page.untilQuiet();
    await page.promises();
    await page.context().close();
  });
}
