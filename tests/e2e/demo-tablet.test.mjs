// The workbench under a finger, on a tablet.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldAt, openBenchAt, TABLET } from './demo-bench.mjs';
import { journeys } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));
const openBench = () => openBenchAt(browser, site.origin, { viewport: TABLET, touch: true });

test('a finger taps a field and the keyboard of the screen comes, with Enter it goes', async () => {
  const { page, scenario, close } = await openBench();
  const typing = (wanted) =>
    page.waitForFunction((yes) => globalThis.funnelWorkbench.state().typing === yes, wanted);
  const tap = async (row) => {
    const { x, y } = await fieldAt(page, row);
    await page.touchscreen.tap(x, y);
    await typing(true);
  };
  await tap(1);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'keyboard');
  assert.equal(await page.locator('.keyboard').getAttribute('inputmode'), 'decimal');
  // As Android does: text and deletions, no keys that say which.
  await page.keyboard.insertText('31005');
  await page
    .locator('.keyboard')
    .evaluate((field) =>
      field.dispatchEvent(new InputEvent('input', { inputType: 'deleteContentBackward', bubbles: true })),
    );
  await page.keyboard.press('Enter');
  await typing(false);
  assert.equal((await scenario()).leads_per_month, 3100);
  await page.waitForFunction(() => document.activeElement.matches('canvas')); // once the key is up again
  // As iOS does, or a keyboard on a cable: keys.
  await tap(2);
  await page.keyboard.type('95000');
  await page.keyboard.press('Enter');
  await typing(false);
  assert.equal((await scenario()).average_check, 95_000);
  await close();
});

test('a finger that moves scrolls and changes nothing', async () => {
  const { page, say, scenario, close } = await openBench();
  await say({ do: 'view', details: true });
  const before = await scenario();
  const picture = () =>
    page.evaluate(() => {
      globalThis.funnelWorkbench.draw();
      return document.querySelector('canvas').toDataURL();
    });
  const still = await picture();
  const session = await page.context().newCDPSession(page);
  const { x, y } = await fieldAt(page, 5);
  const touch = (type, at) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y: at }],
    });
  await touch('touchStart', y);
  for (let i = 1; i <= 8; i += 1) await touch('touchMove', y - 20 * i);
  await touch('touchEnd', y);
  await page.waitForFunction(() => true);
  assert.deepEqual(await scenario(), before);
  assert.notEqual(await picture(), still);
  await close();
});

/** One finger on the canvas. */
async function fingerOn(page) {
  const session = await page.context().newCDPSession(page);
  return (type, x, y) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
}

test('a finger drags a number by its handle beyond the dead zone, one step to undo', async () => {
  const { page, say, scenario, close } = await openBench();
  await say({ do: 'stage', index: 0, conversion: 0.5 });
  const { handle, y } = await fieldAt(page, 4);
  const finger = await fingerOn(page);
  const drag = async (by) => {
    await finger('touchStart', handle, y);
    for (let i = 1; i <= 6; i += 1) await finger('touchMove', handle + (by * i) / 6, y);
    await finger('touchEnd', handle + by, y);
    await page.evaluate(() => globalThis.funnelWorkbench.settle());
    return (await scenario()).stages[0].conversion;
  };
  assert.equal(await drag(6), 0.5);
  const dragged = await drag(48);
  assert.ok(dragged > 0.55 && dragged < 0.65, `${dragged}`);
  await say({ do: 'undo' });
  assert.equal((await scenario()).stages[0].conversion, 0.5);
  await close();
});

test('a finger that stays shows what the word under it means, and begins nothing', async () => {
  const { page, say, state, scenario, close } = await openBench();
  await say({ do: 'sentence', text: '4 менеджера, 320 заявок, чек 85, оплата 25', take: true });
  const before = await scenario();
  const picture = () =>
    page.evaluate(() => {
      globalThis.funnelWorkbench.draw();
      return document.querySelector('canvas').toDataURL();
    });
  const { y } = await fieldAt(page, 3); // «Успевает один»
  const finger = await fingerOn(page);
  const still = await picture();
  await finger('touchStart', 60, y);
  await page.waitForTimeout(700); // a look begins after half a second
  assert.notEqual(await picture(), still);
  await finger('touchEnd', 60, y);
  await page.evaluate(() => globalThis.funnelWorkbench.settle());
  assert.deepEqual(await scenario(), before);
  assert.equal((await state()).typing, false);
  await close();
});
