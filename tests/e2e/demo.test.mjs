// The workbench of live calls in a browser: driven by its commands and by the keyboard, looked at through its state, its mirror and its
// pixels. The pictures of PICTURES=folder are for people.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { OPENING, command, fieldAt, openBenchAt, TABLET, toMirror, WINDOW, takeFile } from './demo-bench.mjs';
import { axe, journeys, newPage, open as go } from './harness.mjs';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const golden = (name) => JSON.parse(readFileSync(`tests/golden/${name}.json`, 'utf8'));

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-demo-'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

const openBench = (options) => openBenchAt(browser, site.origin, options);

const full = { do: 'open', document: golden('full').scenario };

const take = (page, act) => takeFile(page, folder, act);

/** Everything on the canvas after a frame drawn now: how many colours, how sharp, and all of it as text. */
const look = (page) =>
  page.evaluate(() => {
    globalThis.funnelWorkbench.draw();
    const canvas = document.querySelector('canvas');
    const url = canvas.toDataURL();
    const copy = Object.assign(document.createElement('canvas'), {
      width: canvas.width,
      height: canvas.height,
    });
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    const colors = new Set();
    let edges = 0;
    for (let i = 4; i < data.length; i += 4) {
      colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      if (Math.abs(data[i] - data[i - 4]) > 90) edges += 1;
    }
    return { url, colors: colors.size, edges, width: canvas.width, height: canvas.height };
  });

test('a new call begins blank, with the name of the client', async () => {
  const { page, state, close } = await openBench();
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-client]')));
  const { slots, fields } = await state();
  const { leads_per_month: leads, average_check: check, title } = slots.A.scenario;
  assert.deepEqual([leads, check, title], [0, 0, '']);
  assert.equal(await page.locator('[data-mirror-fields] input').count(), fields.length);
  assert.ok((await look(page)).colors > 20);
  await close();
});

test('the difference of variants equals `funnel compare`', async () => {
  const { say, state, close } = await openBench();
  await say(full);
  await say({ do: 'freeze' });
  await say({ do: 'stage', index: 3, conversion: 0.3 });
  await say({ do: 'set', id: 'average_check', value: 170000 });
  const now = await state();
  assert.deepEqual([now.active, now.baseline, Object.keys(now.slots).length], ['B', 'A', 2]);
  const files = ['A', 'B'].map((slot) => {
    const file = path.join(folder, `${slot}.json`);
    writeFileSync(file, JSON.stringify(now.slots[slot].scenario));
    return file;
  });
  const expected = JSON.parse(execFileSync(FUNNEL, ['compare', ...files], { encoding: 'utf8' }));
  const same = (a, b) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)), `${a} ${b}`);
  const actual = now.changes.B;
  assert.equal(actual.by_factor.length, expected.by_factor.length);
  expected.by_factor.forEach((part, i) => {
    assert.equal(actual.by_factor[i].id, part.id);
    same(part.amount, actual.by_factor[i].amount);
  });
  expected.revenue.forEach((value, i) => same(value, actual.revenue[i]));
  same(expected.conversion_change.difference, actual.conversion_change.difference);
  await close();
});

test('working backwards gives what `funnel solve` gives', async () => {
  const { say, state, scenario, close } = await openBench();
  await say(full);
  const pin = { what: 'revenue', value: 20_000_000 };
  const give = { what: 'conversion', stage: 'pay' };
  const file = path.join(folder, 'request.json');
  writeFileSync(file, JSON.stringify({ scenario: await scenario(), pin, give }));
  await say({ do: 'solver', pin, give });
  assert.deepEqual(
    (await state()).solution,
    JSON.parse(execFileSync(FUNNEL, ['solve', file], { encoding: 'utf8' })),
  );
  await close();
});

test('the palette finds commands by their Russian words, and says what undo takes back', async () => {
  const { page, say, state, until, close } = await openBench();
  await say(full);
  await command(page, 'обратный');
  await until({ tab: 'solver' });
  await command(page, 'темная');
  await until({ theme: 'dark' });
  await command(page, 'новый вариант');
  await command(page, 'назвать Чек сто');
  assert.equal((await state()).slots.B.name, 'Чек сто');
  await command(page, 'убрать');
  assert.equal((await state()).slots.B, undefined);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('отменить');
  assert.match(await page.textContent('[data-palette-list]'), /Отменить: удаление варианта «Чек сто»/);
  await page.keyboard.press('Enter');
  assert.equal((await state()).slots.B.name, 'Чек сто');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+z');
  assert.equal((await state()).slots.B.name, 'Чек сто');
  await close();
});

test('a stage said on a call changes there; one that is not there, and sales, change no stage', async () => {
  const { page, say, state, close } = await openBench();
  await say({ do: 'sentence', text: OPENING, take: true });
  const funnel = async () =>
    (await state()).slots.A.scenario.stages.map(
      ({ name, conversion }) => `${name} ${Math.round(conversion * 100)}`,
    );
  const typed = async (text) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(text, { delay: 60 });
    return (await page.textContent('[data-palette-list]')).replaceAll('\u00a0', ' ');
  };
  assert.match(await typed('оплата 30'), /^Оплата 30 %/);
  await page.keyboard.press('Enter');
  assert.deepEqual(await funnel(), ['Дозвон 70', 'Квалификация 45', 'Встреча 40', 'Оплата 30']);
  assert.match(await typed('кек 85'), /^«Кек»: такого этапа в воронке нет/);
  await page.keyboard.press('Escape');
  assert.match(await typed('8 оплат'), /^Оплат 8/);
  await page.keyboard.press('Enter');
  assert.equal((await state()).slots.A.scenario.stated_sales, 8);
  assert.deepEqual(await funnel(), ['Дозвон 70', 'Квалификация 45', 'Встреча 40', 'Оплата 30']);
  await close();
});

test('the Russian layout: commands with Alt by their place, words into the palette', async () => {
  const { page, state, close } = await openBench();
  await page.locator('canvas').focus();
  const session = await page.context().newCDPSession(page);
  const press = async (letter, code, keyCode, modifiers = 0) => {
    const key = { key: letter, code, windowsVirtualKeyCode: keyCode, modifiers };
    const text = modifiers ? {} : { text: letter };
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...text, ...key });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  };
  await press('т', 'KeyN', 78, 1);
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().active === 'B');
  await press('п', 'KeyG', 71);
  assert.equal(await page.inputValue('[data-palette-input]'), 'п');
  await page.keyboard.press('Escape');
  await press('.', 'Slash', 191);
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-palette-input]')));
  assert.equal(Object.keys((await state()).slots).length, 2);
  await close();
});

test('calls are kept per client, found by a word of a note, saved to a file', async () => {
  const { page, say, state, close } = await openBench();
  await page.locator('[data-client]').fill('Мебель Седов');
  await say({ do: 'set', id: 'average_check', value: 85000 });
  await page.locator('[data-note]').fill('звонить после обеда');
  await page.keyboard.press('Enter');
  await command(page, 'новый звонок');
  await page.waitForFunction(() => document.querySelector('[data-client]').value === '');
  assert.equal(await page.locator('[data-notes] li').count(), 0);
  await page.locator('[data-client]').fill('Окна');
  await command(page, 'звонки список');
  const listed = page.locator('[data-calls-list] .sheet__open');
  await page.waitForFunction(() => document.querySelectorAll('[data-calls-list] .sheet__open').length === 2);
  const all = await take(page, () => page.getByRole('button', { name: 'Сохранить все в файл' }).click());
  assert.equal(Object.keys(JSON.parse(readFileSync(all.to, 'utf8')).calls).length, 2);
  await page.locator('[data-calls-search]').fill('обеда');
  assert.equal(await listed.count(), 1);
  await listed.click();
  await page.waitForFunction(() => document.querySelector('[data-client]').value === 'Мебель Седов');
  assert.equal((await state()).slots.A.scenario.average_check, 85_000);
  assert.equal(await page.locator('[data-notes] li').count(), 1);
  await close();
});

test('a pointer that has left the canvas lights nothing and says nothing', async () => {
  const { page, say, close } = await openBench();
  await say(full);
  const settled = async () => {
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    return (await look(page)).url;
  };
  await page.mouse.move(700, 20);
  const still = await settled();
  const { x, y } = await fieldAt(page, 5);
  await page.mouse.move(x - 120, y);
  assert.notEqual(await settled(), still);
  await page.mouse.move(700, 20);
  assert.equal(await settled(), still);
  await close();
});

test('memory after many edits is what it was', async () => {
  const { page, say, close } = await openBench();
  await say(full);
  const session = await page.context().newCDPSession(page);
  const edits = (count) =>
    page.evaluate(async (all) => {
      const bench = globalThis.funnelWorkbench;
      for (let i = 0; i < all; i += 1) {
        if (i % 3) bench.command({ do: 'set', id: 'average_check', value: 80_000 + i * 7 });
        else bench.command({ do: 'stage', index: i % 4, conversion: 0.2 + (i % 60) / 100 });
        if (i % 20 === 0) await new Promise((done) => setTimeout(done));
      }
    }, count);
  const memory = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { page: usedSize, program: await page.evaluate(() => globalThis.funnelWorkbench.heapBytes()) };
  };
  await edits(100); // everything that is made once is made
  const before = await memory();
  await edits(400);
  const after = await memory();
  assert.equal(after.program, before.program);
  assert.ok(after.page < 1.25 * before.page, `${before.page} → ${after.page}`);
  await close();
});

// Nothing happens: that takes a time to see, here a second.
test('idle draws nothing', async () => {
  const { page, close } = await openBench();
  const quiet = () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          const before = globalThis.funnelWorkbench.frames();
          setTimeout(() => done(globalThis.funnelWorkbench.frames() === before), 1000);
        }),
    );
  for (let i = 0; i < 5 && !(await quiet()); i += 1);
  assert.ok(await quiet());
  await close();
});

// An answer of the graphics card comes when everything before it is drawn: a key would wait for the last frame.
test('drawing asks the graphics card nothing, and a frame like the one before is not drawn again', async () => {
  const { page, say, close } = await openBench();
  await say(full);
  const count = (edit) =>
    page.evaluate(async (command) => {
      const bench = globalThis.funnelWorkbench;
      const calls = { asked: 0, drawn: 0 };
      const { prototype } = WebGL2RenderingContext;
      const original = { ...Object.getOwnPropertyDescriptors(prototype) };
      for (const [name, { value }] of Object.entries(original)) {
        const of = /^(get|is|read|check)/.test(name) ? 'asked' : name === 'drawElements' ? 'drawn' : '';
        if (!of || !value || /^(isContextLost|getExtension)$/.test(name)) continue;
        prototype[name] = function counted(...args) {
          calls[of] += 1;
          return value.apply(this, args);
        };
      }
      const frames = async (n) => {
        for (let i = 0; i < n; i += 1) await new Promise((done) => requestAnimationFrame(done));
      };
      if (command) bench.command(command);
      else bench.wake();
      await frames(8);
      for (const [name, descriptor] of Object.entries(original)) {
        Object.defineProperty(prototype, name, descriptor);
      }
      return calls;
    }, edit);
  const edited = await count({ do: 'set', id: 'leads_per_month', value: 777 });
  assert.equal(edited.asked, 0);
  assert.ok(edited.drawn > 0);
  assert.deepEqual(await count(null), { asked: 0, drawn: 0 });
  await close();
});

test('a lost drawing context comes back with the same picture', async () => {
  const { page, close } = await openBench();
  const before = await look(page);
  await page.evaluate(async () => {
    const canvas = document.querySelector('canvas');
    const lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    const happens = (name) => new Promise((done) => canvas.addEventListener(name, done, { once: true }));
    const lost = happens('webglcontextlost');
    lose.loseContext();
    await lost;
    if (document.querySelector('[data-lost]').matches('[hidden]')) throw new Error('no sentence');
    await new Promise((done) => requestAnimationFrame(done));
    const back = happens('webglcontextrestored');
    lose.restoreContext();
    await back;
  });
  assert.ok(await page.locator('[data-lost]').isHidden());
  const after = await look(page);
  assert.ok(after.colors > 20);
  assert.equal(after.url, before.url);
  await close();
});

test('letters are drawn anew for another pixel ratio and stay sharp', async () => {
  const { page, close } = await openBench();
  const one = await look(page);
  const session = await page.context().newCDPSession(page);
  // Another screen: emulation alone changes the ratio without telling the page, a new size tells it.
  const width = WINDOW.width - 20;
  await session.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: WINDOW.height,
    deviceScaleFactor: 2,
    mobile: false,
  });
  await page.waitForFunction((wanted) => document.querySelector('canvas').width > wanted, 1.9 * one.width);
  const two = await look(page);
  assert.ok(two.height > 1.9 * one.height);
  // Stretched letters have soft edges: hardly any neighbouring pixels differ much. Crisp ones have at least as many as before on twice the rows.
  assert.ok(two.edges > 1.5 * one.edges, `${two.edges} sharp edges, ${one.edges} before`);
  await close();
});

test('axe finds nothing: the canvas, the mirror, the way back, the fallback', async () => {
  for (const scheme of ['light', 'dark']) {
    const { page, close } = await openBench({ scheme });
    await axe(page, `canvas, ${scheme}`);
    await toMirror(page);
    await axe(page, `mirror, ${scheme}`);
    await page.locator('.wordmark').focus();
    assert.ok(await page.locator('.wordmark').isVisible());
    await close();
  }
});

test('without WebGL2 the page says so and leads to the calculator with the same link', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: WINDOW });
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await go(page, `${site.origin}/demo/#s1.x.0000000`);
  assert.equal(await page.getAttribute('html', 'data-ready'), 'fallback');
  const link = page.locator('[data-fallback] [data-owner-link]');
  assert.ok(await link.isVisible());
  assert.equal(await link.getAttribute('href'), '/#s1.x.0000000');
  await axe(page, 'fallback');
  await page.promises();
  await page.context().close();
});

test('it fits and is not blank in both themes, on a desk, a tablet, while presenting and at 200 %', async () => {
  for (const [name, viewport, view] of /** @type {[string, typeof WINDOW, object][]} */ ([
    ['desk', WINDOW, {}],
    ['tablet', TABLET, {}],
    ['presenter', WINDOW, { presenting: true }],
    ['large', WINDOW, { zoom: 200 }],
  ])) {
    for (const theme of ['light', 'dark']) {
      const { page, say } = await openBench({ viewport });
      await say({ do: 'view', theme, ...view });
      assert.ok((await look(page)).colors > 15, `${name}, ${theme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
      if (process.env.PICTURES) {
        await page.screenshot({ path: path.join(process.env.PICTURES, `demo-${name}-${theme}.png`) });
      }
      await page.promises({ replaced: true }); // the show takes the place of the bar without a key
      await page.context().close();
    }
  }
});
