// The workbench under a finger, on a tablet.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBenchAt, TABLET } from './demo-bench.mjs';
import { launchChromium, startSite } from './harness.mjs';

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
const openBench = () => openBenchAt(browser, site.origin, { viewport: TABLET, touch: true });

test('a finger reaches everything: the sheet behind «Ещё» opens by touch', async () => {
  const { page, until, close } = await openBench();
  await page.touchscreen.tap(TABLET.width - 46, 71);
  await until({ sheet: 'actions' });
  await close();
});

test('a tablet types: the keyboard of the screen comes with a field and goes with Enter', async () => {
  const { page, scenario, close } = await openBench();
  const typing = (wanted) =>
    page.waitForFunction((yes) => globalThis.funnelWorkbench.state().typing === yes, wanted);
  const focused = () => page.evaluate(() => document.activeElement.className);
  await page.touchscreen.tap(200, 207); // leads a month
  await typing(true);
  assert.equal(await focused(), 'keyboard');
  assert.equal(await page.locator('.keyboard').getAttribute('inputmode'), 'decimal');
  // As Android does: text and deletions, no keys that say which.
  await page.keyboard.insertText('31005');
  const erase = () =>
    page
      .locator('.keyboard')
      .evaluate((field) =>
        field.dispatchEvent(new InputEvent('input', { inputType: 'deleteContentBackward', bubbles: true })),
      );
  await erase();
  await page.keyboard.press('Enter');
  await typing(false);
  assert.equal((await scenario()).leads_per_month, 3100);
  await page.waitForFunction(() => document.activeElement.matches('canvas')); // once the key is up again
  // As iOS does, or a keyboard on a cable: keys.
  await page.touchscreen.tap(200, 238); // the check
  await typing(true);
  await page.keyboard.type('95000');
  await page.keyboard.press('Enter');
  await typing(false);
  assert.equal((await scenario()).average_check, 95_000);
  // A name is words.
  await page.touchscreen.tap(90, 40);
  await typing(true);
  assert.equal(await page.locator('.keyboard').getAttribute('inputmode'), 'text');
  await page.keyboard.insertText('Отдел на созвоне');
  await page.keyboard.press('Enter');
  await typing(false);
  assert.equal((await scenario()).title, 'Отдел на созвоне');
  await close();
});
