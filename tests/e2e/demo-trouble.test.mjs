// What goes wrong around a call, as a browser and a server make it: a wrong type of the program, no program, a graphics card taken away,
// letters nobody has.
import assert from 'node:assert/strict';
import test from 'node:test';
import { OPENING, WINDOW, command, controlsOf, mirrorSays, openBenchAt } from './demo-bench.mjs';
import { journeys, newPage, open as go } from './harness.mjs';

const PROGRAM = /\/workbench\.wasm$/;

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

test('a program called by a wrong type starts all the same', async () => {
  for (const type of ['text/plain', 'application/octet-stream']) {
    const page = await newPage(browser, { origin: site.origin, viewport: WINDOW });
    let served = 0;
    await page.route(PROGRAM, async (route) => {
      const response = await route.fetch();
      served += 1;
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': type } });
    });
    await go(page, `${site.origin}/demo/`);
    assert.ok(served > 0, type);
    assert.equal(await page.getAttribute('html', 'data-ready'), 'true', type);
    await controlsOf(page).say({ do: 'sentence', text: OPENING, take: true });
    await mirrorSays(page, /Сейчас 856\s800\s₽/);
    await page.promises();
    await page.context().close();
  }
});

test('without the program the page says so and leads to the same calculation', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: WINDOW });
  await page.route(PROGRAM, (route) => route.fulfill({ status: 503, body: '' }));
  await go(page, `${site.origin}/demo/#s1.x.0000000`);
  const fallback = page.locator('[data-fallback]');
  assert.match(await fallback.innerText(), /не загрузился\s+Проверьте связь и обновите страницу/);
  assert.equal(await fallback.locator('[data-owner-link]').getAttribute('href'), '/#s1.x.0000000');
  assert.doesNotMatch(await fallback.innerText(), /WebGL/);
  assert.ok(await page.locator('.bench').isHidden());
  await page.context().close();
});

test('a graphics card taken away: the sentence, the numbers behind it, and «Восстановить»', async () => {
  const { page, say, state } = await openBenchAt(browser, site.origin);
  await say({ do: 'sentence', text: OPENING, take: true });
  await mirrorSays(page, /Сейчас 856\s800\s₽/);
  await page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    canvas.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext();
  });
  const lost = page.locator('[data-lost]');
  await lost.waitFor();
  assert.match(await lost.innerText(), /Числа целы/);
  // What is said meanwhile counts.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('чек 100');
  await page.keyboard.press('Enter');
  await mirrorSays(page, /Сейчас 1\s008\s000\s₽/);
  await lost.getByRole('button', { name: 'Восстановить' }).click();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  await mirrorSays(page, /Сейчас 1\s008\s000\s₽/);
  assert.ok(await lost.isHidden());
  assert.equal((await state()).slots.A.scenario.average_check, 100_000);
  await page.context().close();
});

test('letters nobody has: a sentence, and they are kept', async () => {
  const { page, say, state, close } = await openBenchAt(browser, site.origin);
  await say({ do: 'sentence', text: OPENING, take: true });
  await say({ do: 'rename', text: '漢字 и Қазақ' });
  await mirrorSays(page, /Рамка вместо знака/);
  assert.equal((await state()).slots.A.name, '漢字 и Қазақ');
  await close();
});

test('a sheet that could not come says so, and comes at the next press', async () => {
  const { page } = await openBenchAt(browser, site.origin);
  const part = /\/sheets-[^/]*\.js$/;
  await page.route(part, (route) => route.abort('internetdisconnected'));
  await page.context().setOffline(true);
  await command(page, 'План');
  await mirrorSays(page, /Нет связи с сайтом/);
  await page.context().setOffline(false);
  await page.unroute(part);
  await command(page, 'План');
  await page.waitForSelector('[data-plan-sheet][open]');
  await page.context().close();
});
