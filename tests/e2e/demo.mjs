// The workbench in a real browser: commands, keyboard, links, files, the mirror, idleness, a lost GPU, and its bytes.
// Run by itself: node tests/e2e/demo.mjs (SITE, FUNNEL and PICTURES name the built site, the command line and a folder).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { serveFolder } from './static-server.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const require = createRequire(path.join(root, 'tests/package.json'));
const { chromium } = require('playwright-core');
const site = path.resolve(process.env.SITE ?? path.join(root, 'build/site'));
const funnel = path.resolve(process.env.FUNNEL ?? path.join(root, 'build/native/bin/funnel'));
const pictures = process.env.PICTURES ?? mkdtempSync(path.join(tmpdir(), 'demo-'));
const kFlags = ['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const kBudgetBytes = 230 * 1024;

let server;
let browser;

before(async () => {
  server = await serveFolder(site, 8152);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: kFlags });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A page with the workbench ready; anything the browser complains about fails the test. */
async function open(address = '/demo/', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const received = new Set();
  page.on('response', (response) => received.add(new URL(response.url()).pathname));
  await page.goto(server.origin + address);
  await page.waitForSelector('html[data-ready]');
  const say = (command) => page.evaluate((one) => globalThis.funnelWorkbench.command(one), command);
  const state = () => page.evaluate(() => globalThis.funnelWorkbench.state());
  const close = async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  };
  return { page, context, say, state, close, received };
}

const drawn = (page, least) => page.waitForFunction((n) => globalThis.funnelWorkbench.frames() >= n, least);

async function press(page, keys) {
  for (const key of keys) {
    const frames = await page.evaluate(() => globalThis.funnelWorkbench.frames());
    await page.keyboard.down(key);
    await drawn(page, frames + 2);
    await page.keyboard.up(key);
    await drawn(page, frames + 4);
  }
}

test('the page opens with a scenario and its mirror says the same', async () => {
  const { page, state, close } = await open();
  const { report } = (await state()).slots.A;
  const status = await page.textContent('[data-mirror-status]');
  assert.match(status, new RegExp(Math.round(report.money_left.per_month).toLocaleString('ru-RU').replace(/\s/g, '\\s')));
  assert.equal(await page.locator('[data-mirror-tables] table').count(), 3);
  await close();
});

test('the difference of variants equals `funnel compare`', async () => {
  const { say, state, close } = await open();
  await say({ do: 'copy_to', slot: 'B' });
  await say({ do: 'stage', index: 3, conversion: 0.3 });
  await say({ do: 'set', id: 'average_check', value: 170000 });
  const now = await state();
  const folder = mkdtempSync(path.join(tmpdir(), 'compare-'));
  const files = ['A', 'B'].map((slot) => {
    const file = path.join(folder, `${slot}.json`);
    writeFileSync(file, JSON.stringify(now.slots[slot].scenario));
    return file;
  });
  const expected = JSON.parse(execFileSync(funnel, ['compare', ...files], { encoding: 'utf8' }));
  const close9 = (a, b) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)), `${a} ${b}`);
  const actual = now.differences.AB;
  expected.by_factor.forEach((part, i) => {
    assert.equal(actual.by_factor[i].id, part.id);
    close9(part.amount, actual.by_factor[i].amount);
  });
  expected.revenue.forEach((value, i) => close9(value, actual.revenue[i]));
  assert.equal(actual.conversion_change.distinguishable, expected.conversion_change.distinguishable);
  await close();
});

test('keys work: variants, undo, presenter, theme, tabs, the cheat sheet, typing into a field', async () => {
  const { page, state, close } = await open();
  await press(page, ['KeyD']);
  assert.equal((await state()).active, 'B');
  await press(page, ['Digit1']);
  assert.equal((await state()).active, 'A');
  await press(page, ['KeyF']);
  assert.equal((await state()).view.presenting, true);
  await press(page, ['ArrowRight', 'Escape']);
  assert.deepEqual([(await state()).view.presenting, (await state()).view.step], [false, 1]);
  await press(page, ['KeyT', 'KeyG']);
  assert.deepEqual([(await state()).view.theme, (await state()).view.tab], ['dark', 'solver']);
  await press(page, ['Slash']);
  assert.equal((await state()).view.sheet, 'cheat_sheet');
  await press(page, ['Escape']);
  await close();
});

test('Tab reaches a field, digits are typed into it, Z takes them back', async () => {
  const { page, state, close } = await open();
  const before = (await state()).slots.A.scenario;
  await press(page, Array(9).fill('Tab'));
  await press(page, ['Digit9']);
  assert.equal((await state()).typing, true);
  await press(page, ['Digit5', 'Enter']);
  assert.notDeepEqual((await state()).slots.A.scenario, before);
  await press(page, ['KeyZ']);
  assert.deepEqual((await state()).slots.A.scenario, before);
  await close();
});

test('a link opens the same scenario here and on the landing page, and back', async () => {
  const { page, context, say, close } = await open();
  await say({ do: 'set', id: 'managers', value: 11 });
  const landing = context.waitForEvent('page');
  await press(page, ['KeyH']);
  const owner = await landing;
  await owner.waitForLoadState();
  const { pathname, hash } = new URL(owner.url());
  assert.equal(pathname, '/');
  await page.goto('about:blank');
  await page.goto(`${server.origin}/demo/${hash}`);
  await page.waitForSelector('html[data-ready]');
  const state = await page.evaluate(() => globalThis.funnelWorkbench.state());
  assert.equal(state.slots.A.scenario.managers, 11);
  assert.equal(state.slots.A.scenario.stages.length, 4);
  await close();
});

test('edits survive a closed tab, a saved file opens again, a bad one says so', async () => {
  const { page, context, say, close } = await open();
  await say({ do: 'title', text: 'Переживёт закрытие' });
  await page.waitForFunction(() => localStorage.getItem('funnel.workbench.v1')?.includes('Переживёт'), null, { timeout: 1500 });
  const download = page.waitForEvent('download');
  await press(page, ['KeyS']);
  const file = await (await download).path();
  await page.close();
  const next = await context.newPage();
  await next.goto(`${server.origin}/demo/`);
  await next.waitForSelector('html[data-ready]');
  const title = () => next.evaluate(() => globalThis.funnelWorkbench.state().slots.A.scenario.title);
  assert.equal(await title(), 'Переживёт закрытие');
  await next.evaluate(() => globalThis.funnelWorkbench.command({ do: 'title', text: 'другой' }));
  await next.setInputFiles('[data-file]', { name: 'x.json', mimeType: 'application/json', buffer: readFileSync(file) });
  await next.waitForFunction(() => globalThis.funnelWorkbench.state().slots.A.scenario.title === 'Переживёт закрытие');
  await next.setInputFiles('[data-file]', { name: 'y.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
  await next.waitForFunction(() => globalThis.funnelWorkbench.state().view.notice.startsWith('Файл не открыт'));
  await close();
});

test('a table pasted from Excel becomes the roster, a copied one is text', async () => {
  const { page, state, close } = await open();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'Имя\tЗаявки\tПродажи\nАнна\t700\t28\nБорис\t650\t41');
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
  });
  assert.deepEqual((await state()).slots.A.scenario.roster.map(({ name }) => name), ['Анна', 'Борис']);
  const copied = await page.evaluate(() => {
    const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), cancelable: true });
    window.dispatchEvent(event);
    return event.clipboardData.getData('text/plain');
  });
  assert.match(copied, /Дозвон\t/);
  await close();
});

test('idle draws nothing', async () => {
  const { page, close } = await open();
  const frames = () => page.evaluate(() => globalThis.funnelWorkbench.frames());
  let before = await frames();
  for (let quiet = false; !quiet;) {
    await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    quiet = (await frames()) === before;
    before = await frames();
  }
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1000)));
  assert.equal(await frames(), before);
  await close();
});

test('a lost drawing context comes back with the same picture', async () => {
  const { page, close } = await open();
  const picture = () => page.evaluate(() => {
    globalThis.funnelWorkbench.draw();
    return document.querySelector('canvas').toDataURL();
  });
  const before = await picture();
  await page.evaluate(async () => {
    const canvas = document.querySelector('canvas');
    const lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    const lost = new Promise((done) => canvas.addEventListener('webglcontextlost', done, { once: true }));
    lose.loseContext();
    await lost;
    await new Promise((done) => setTimeout(done, 50));
    const back = new Promise((done) => canvas.addEventListener('webglcontextrestored', done, { once: true }));
    lose.restoreContext();
    await back;
  });
  assert.equal(await picture(), before);
  await close();
});

test('without WebGL2 the page says so and leads to the calculator', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto(`${server.origin}/demo/`);
  await page.waitForSelector('html[data-ready="fallback"]');
  assert.ok(await page.isVisible('[data-fallback-link]'));
  await context.close();
});

test('all of /demo/ is within its budget', async () => {
  const { page, received, close } = await open();
  const bytes = {};
  for (const address of received) {
    const file = path.join(site, address.endsWith('/') ? `${address}index.html` : address);
    bytes[address] = brotliCompressSync(readFileSync(file)).length;
  }
  delete bytes['/favicon.svg'];
  const sum = Object.values(bytes).reduce((total, one) => total + one, 0);
  console.log(`/demo/: ${sum} bytes by brotli`, bytes);
  assert.ok(Object.keys(bytes).some((name) => name.endsWith('.wasm')));
  assert.ok(sum <= kBudgetBytes, `${sum} bytes`);
  assert.ok(page);
  await close();
});

test('pictures in both themes and sizes', async () => {
  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    for (const theme of ['light', 'dark']) {
      const { page, say, close } = await open('/demo/', { viewport: { width, height } });
      const frames = await page.evaluate(() => globalThis.funnelWorkbench.frames());
      await say({ do: 'view', theme });
      await drawn(page, frames + 3);
      const image = await page.screenshot({ path: path.join(pictures, `demo-${width}-${theme}.png`) });
      assert.ok(image.length > 20_000);
      await close();
    }
  }
});
