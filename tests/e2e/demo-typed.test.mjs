// What is half typed when something else happens: another place is pressed, a command comes, the page goes. It stays where it was typed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { CALL, OPENING, command, fieldAt, mirrorSays, openBenchAt } from './demo-bench.mjs';
import { journeys } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** A call with numbers in it. */
async function openCall() {
  const bench = await openBenchAt(browser, site.origin, { viewport: CALL });
  await bench.say({ do: 'sentence', text: OPENING, take: true });
  await mirrorSays(bench.page, /856/);
  return bench;
}

const leadsAre = (page, wanted) =>
  page.waitForFunction((leads) => {
    const { slots, active, provisional } = globalThis.funnelWorkbench.state();
    return !provisional && slots[active].scenario.leads_per_month === leads;
  }, wanted);

const isReady = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === 'true');

test('a number half typed is taken when another place is pressed; the next one begins anew', async () => {
  const { page, close } = await openCall();
  const leave = {
    'the palette by its key': () => page.keyboard.press('Control+k'),
    'the palette by a press': () => page.locator('[data-palette-input]').click(),
    'the notes': () => page.locator('[data-note]').click(),
    'the mirror': () => page.keyboard.press('F6'),
    'a button': () => page.getByRole('button', { name: 'Точка отсчёта' }).first().click(),
  };
  let leads = 700;
  for (const [where, go] of Object.entries(leave)) {
    const { x, y } = await fieldAt(page, 1);
    await page.mouse.click(x, y);
    leads += 1;
    await page.keyboard.type(String(leads));
    await go();
    await leadsAre(page, leads).catch(() => assert.fail(where));
    await page.keyboard.press('Escape');
    await page.waitForTimeout(520); // longer than a double press
  }
  await close();
});

test('a number half typed stays in its variant when a key takes another', async () => {
  const { page, state, close } = await openCall();
  await page.locator('canvas').focus();
  await page.keyboard.press('Alt+n');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().active === 'B');
  const { x, y } = await fieldAt(page, 1);
  await page.mouse.click(x, y);
  await page.keyboard.type('777');
  await page.keyboard.press('Alt+1');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().active === 'A');
  await leadsAre(page, 320);
  assert.equal((await state()).slots.B.scenario.leads_per_month, 777);
  await close();
});

test('a page that goes takes along what is half typed: a number, a note', async () => {
  const { page, close } = await openCall();
  const { x, y } = await fieldAt(page, 1);
  await page.mouse.click(x, y);
  await page.keyboard.type('790');
  await page.reload();
  await isReady(page);
  await leadsAre(page, 790);
  await page.locator('[data-note]').click();
  await page.keyboard.type('перезвонить Ивану 🙂');
  await page.reload();
  await isReady(page);
  await page.waitForFunction(() =>
    document.querySelector('[data-notes]').textContent.includes('перезвонить Ивану 🙂'),
  );
  await close();
});

test('undo stays within the call: not behind a reload, not into the client before', async () => {
  const { page, say, state, close } = await openCall();
  await say({ do: 'title', text: 'Первый' });
  await mirrorSays(page, /856/);
  await page.reload();
  await isReady(page);
  await leadsAre(page, 320);
  assert.equal((await state()).can_undo, false);
  await page.locator('canvas').focus();
  await page.keyboard.press('Control+z');
  await leadsAre(page, 320);
  await command(page, 'новый звонок');
  await leadsAre(page, 0);
  await page.waitForFunction(() => !globalThis.funnelWorkbench.state().can_undo);
  await close();
});

test('the palette works over the slides', async () => {
  const { page } = await openCall();
  await page.getByRole('button', { name: 'Показ', exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.show !== undefined);
  const palette = page.locator('[data-palette-input]');
  for (const key of ['Control+k', '/']) {
    await page.keyboard.press(key);
    await page.waitForFunction(() => document.activeElement.matches('[data-palette-input]'));
    assert.ok((await palette.boundingBox()).y < 60);
    assert.ok(await page.locator('[data-client]').isHidden());
    await page.keyboard.type(key === '/' ? 'менеджеров 5' : 'заявок 400');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.matches('canvas'));
  }
  await leadsAre(page, 400);
  const { view, slots } = await page.evaluate(() => globalThis.funnelWorkbench.state());
  assert.equal(slots.A.scenario.managers, 5);
  assert.equal(view.presenting, true);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().view.step === 1);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !globalThis.funnelWorkbench.state().view.presenting);
  await page.promises({ replaced: true });
  await page.context().close();
});
