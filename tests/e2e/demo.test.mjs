// The workbench of live calls in a browser: driven by its commands and by the keyboard, looked at through its state, its mirror and its
// pixels. The pictures of PICTURES=folder are for people.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { controlsOf, openBenchAt, press, pressRussian, TABLET, toMirror, WINDOW } from './demo-bench.mjs';
import { axe, launchChromium, newPage, open as go, ready, shown, startSite } from './harness.mjs';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const golden = (name) => JSON.parse(readFileSync(`tests/golden/${name}.json`, 'utf8'));

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-demo-'));
let site;
let browser;
before(async () => {
  site = await startSite();
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true });
});

const openBench = (options) => openBenchAt(browser, site.origin, options);

/** Clicks what makes a file; gives its path and name. */
async function take(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 20_000 }), act()]);
  const name = download.suggestedFilename();
  const to = path.join(folder, `${Date.now()}-${name}`);
  await download.saveAs(to);
  return { to, name };
}

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

test('the page opens with a scenario and its mirror says the same', async () => {
  const { page, state, close } = await openBench();
  const { report } = (await state()).slots.A;
  const words = Math.round(report.money_left.per_month).toLocaleString('ru-RU').replace(/\s/g, '\\s');
  assert.match(await page.textContent('[data-mirror-status]'), new RegExp(words));
  assert.equal(await page.locator('[data-mirror-tables] table').count(), 3);
  assert.ok((await look(page)).colors > 30);
  await close();
});

test('the difference of variants equals `funnel compare`', async () => {
  const { say, state, close } = await openBench();
  await say({ do: 'copy_to', slot: 'B' });
  await say({ do: 'stage', index: 3, conversion: 0.3 });
  await say({ do: 'set', id: 'average_check', value: 170000 });
  const now = await state();
  const files = ['A', 'B'].map((slot) => {
    const file = path.join(folder, `${slot}.json`);
    writeFileSync(file, JSON.stringify(now.slots[slot].scenario));
    return file;
  });
  const expected = JSON.parse(execFileSync(FUNNEL, ['compare', ...files], { encoding: 'utf8' }));
  const same = (a, b) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)), `${a} ${b}`);
  const actual = now.differences.AB;
  assert.equal(actual.by_factor.length, expected.by_factor.length);
  expected.by_factor.forEach((part, i) => {
    assert.equal(actual.by_factor[i].id, part.id);
    same(part.amount, actual.by_factor[i].amount);
  });
  expected.revenue.forEach((value, i) => same(value, actual.revenue[i]));
  same(expected.conversion_change.difference, actual.conversion_change.difference);
  expected.conversion_change.interval.forEach((value, i) =>
    same(value, actual.conversion_change.interval[i]),
  );
  assert.equal(actual.conversion_change.distinguishable, expected.conversion_change.distinguishable);
  await close();
});

test('working backwards gives what `funnel solve` gives', async () => {
  const { say, state, scenario, close } = await openBench();
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

test('keys work: variants, undo, presenter, theme, tabs, the cheat sheet', async () => {
  const { page, state, close } = await openBench();
  await press(page, 'KeyD');
  assert.equal((await state()).active, 'B');
  await press(page, 'Digit1');
  assert.equal((await state()).active, 'A');
  await press(page, 'KeyF');
  assert.equal((await state()).view.presenting, true);
  await press(page, 'ArrowRight', 'Escape');
  assert.deepEqual([(await state()).view.presenting, (await state()).view.step], [false, 1]);
  await press(page, 'KeyT', 'KeyG');
  assert.deepEqual([(await state()).view.theme, (await state()).view.tab], ['dark', 'solver']);
  await press(page, 'Slash');
  assert.equal((await state()).view.sheet, 'cheat_sheet');
  await press(page, 'Escape');
  assert.equal((await state()).view.sheet, 'none');
  await close();
});

test('Tab reaches a field, digits are typed into it, Z takes them back', async () => {
  const { page, state, scenario, close } = await openBench();
  const before = await scenario();
  for (let i = 0; i < 30 && !(await state()).typing; i += 1) await press(page, 'Tab', 'Digit9');
  assert.equal((await state()).typing, true);
  await press(page, 'Digit5', 'Enter');
  assert.notDeepEqual(await scenario(), before);
  await press(page, 'KeyZ');
  assert.deepEqual(await scenario(), before);
  await close();
});

test('the Russian layout: shortcuts by their place, Cyrillic into a name', async () => {
  const { page, state, scenario, close } = await openBench();
  await pressRussian(page, { letter: 'в', code: 'KeyD', keyCode: 68 });
  assert.equal((await state()).active, 'B');
  await pressRussian(page, { letter: 'е', code: 'KeyT', keyCode: 84 });
  assert.equal((await state()).view.theme, 'dark');
  await press(page, 'Tab', 'Enter');
  assert.equal((await state()).typing, true, 'the first stop is the name of the scenario');
  for (const [letter, code, keyCode] of [
    ['О', 'KeyJ', 74],
    ['к', 'KeyR', 82],
    ['н', 'KeyY', 89],
    ['а', 'KeyF', 70],
  ]) {
    await pressRussian(page, { letter, code, keyCode });
  }
  await press(page, 'Enter');
  assert.equal((await scenario()).title, 'Окна');
  await close();
});

test('the landing page and the workbench hand the calculation to each other, by link and by this device', async () => {
  const { page, say, state, close } = await openBench();
  await say({ do: 'set', id: 'managers', value: 11 });
  const [owner] = await Promise.all([page.context().waitForEvent('page'), press(page, 'KeyH')]);
  await ready(owner);
  const { pathname, hash } = new URL(owner.url());
  assert.equal(pathname, '/');
  assert.equal(await owner.inputValue('#managers'), '11');
  const left = Math.round((await state()).slots.A.report.money_left.per_month);
  assert.equal((await shown(owner, 'money_left.per_month')).replace(/\D/g, ''), String(left));
  const again = await openBench({ fragment: hash });
  assert.equal((await again.scenario()).managers, 11);
  assert.deepEqual((await again.scenario()).stages, (await state()).slots.A.scenario.stages);
  assert.equal(
    await again.page.evaluate(() => localStorage.getItem('funnel.scenario.v1')),
    null,
    'a link that was only opened is not kept',
  );
  await again.close();

  await page.waitForFunction(
    () => JSON.parse(localStorage.getItem('funnel.scenario.v1') ?? 'null')?.scenario.managers === 11,
  );
  await owner.goto(`${site.origin}/`);
  await ready(owner);
  assert.equal(
    await owner.inputValue('#managers'),
    '11',
    'the landing page goes on with what the workbench left',
  );
  await owner.fill('#managers', '12');
  await owner.locator('#managers').blur();
  await owner.waitForFunction(
    () => JSON.parse(localStorage.getItem('funnel.scenario.v1')).scenario.managers === 12,
  );
  await go(owner, `${site.origin}/demo/`);
  assert.equal(
    await owner.evaluate(() => globalThis.funnelWorkbench.state().slots.A.scenario.managers),
    12,
    'and the other way round',
  );
  await close();
});

test('the link copied here opens here, and leaves the address once it is no longer true', async () => {
  const { page, say, close } = await openBench();
  await press(page, 'KeyL');
  await page.waitForFunction(() => location.hash.startsWith('#s2.'));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await say({ do: 'set', id: 'managers', value: 3 });
  await page.waitForFunction(() => location.hash === '');
  await close();
});

test('a damaged link says so and changes nothing', async () => {
  const { page, state, close } = await openBench({ fragment: '#s1.broken.0000000' });
  assert.match((await state()).view.notice, /Ссылка повреждена/);
  assert.match(await page.textContent('[data-mirror-status]'), /Ссылка повреждена/);
  await close();
});

test('a closed tab loses at most a second; a saved file opens again, a bad one says so', async () => {
  const { page, say, close } = await openBench();
  await say({ do: 'title', text: 'Переживёт закрытие' });
  await page.waitForFunction(() => localStorage.getItem('funnel.workbench.v1')?.includes('Переживёт'), null, {
    timeout: 1000,
  });
  const { to, name } = await take(page, () => press(page, 'KeyS'));
  assert.match(name, /^Файл расчёта, Переживёт закрытие, .*\.json$/);
  const next = await page.context().newPage();
  await go(next, `${site.origin}/demo/`);
  const { scenario } = controlsOf(next);
  assert.equal((await scenario()).title, 'Переживёт закрытие');
  await controlsOf(next).say({ do: 'title', text: 'другой' });
  await next.setInputFiles('[data-file]', {
    name: 'x.json',
    mimeType: 'application/json',
    buffer: readFileSync(to),
  });
  await next.waitForFunction(
    () => globalThis.funnelWorkbench.state().slots.A.scenario.title === 'Переживёт закрытие',
  );
  await next.setInputFiles('[data-file]', {
    name: 'y.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"a":1}'),
  });
  await next.waitForFunction(() =>
    globalThis.funnelWorkbench.state().view.notice.startsWith('Файл не открыт'),
  );
  await close();
});

test('the system clipboard works both ways: a roster from Excel, a table to Excel, a number into a field', async () => {
  const { page, state, scenario, close } = await openBench();
  const clipboard = (text) => page.evaluate((one) => navigator.clipboard.writeText(one), text);
  await clipboard('Имя\tЗаявки\tПродажи\nАнна\t700\t28\nБорис\t650\t41');
  await page.keyboard.press('Control+V');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().slots.A.scenario.roster.length === 2);
  assert.deepEqual(
    (await scenario()).roster.map(({ name }) => name),
    ['Анна', 'Борис'],
  );
  await page.keyboard.press('Control+C');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().view.notice === 'Таблица скопирована');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Дозвон\t2100\t1722/);
  await clipboard('Вставленное имя');
  await press(page, 'Tab', 'Enter');
  assert.equal((await state()).typing, true);
  await page.keyboard.down('Control');
  await press(page, 'KeyV');
  await page.keyboard.up('Control');
  await press(page, 'Enter');
  assert.equal((await scenario()).title, 'Вставленное имя');
  await close();
});

test('a preset is chosen by the keyboard', async () => {
  const { page, say, scenario, until, close } = await openBench();
  const before = await scenario();
  await say({ do: 'view', sheet: 'presets' });
  await until({ sheet: 'presets' });
  await press(page, 'Tab', 'Tab', 'Tab', 'Enter');
  await until({ sheet: 'none' });
  assert.notDeepEqual((await scenario()).stages, before.stages);
  await close();
});

test('the take-aways of the site: PDF, Excel, CSV and a picture of the view', async () => {
  const { page, say, state, close } = await openBench();
  await say({ do: 'open', document: golden('full').scenario });
  await toMirror(page);
  const button = (name) => () => page.getByRole('button', { name }).click();
  const pdf = await take(page, button('Документ PDF'));
  assert.match(pdf.name, /^Расчёт отдела продаж, .*\.pdf$/);
  const words = execFileSync('pdftotext', ['-layout', pdf.to, '-'], { encoding: 'utf8' }).replace(
    /[\s\u00a0]+/g,
    ' ',
  );
  for (const wanted of ['18 437 760 ₽', 'от 16 587 452 ₽ до 20 074 343 ₽']) {
    assert.ok(words.includes(wanted), wanted);
  }
  assert.doesNotMatch(words, /NaN|undefined|null|неполный/);
  const csv = await take(page, button('Таблица CSV'));
  assert.match(readFileSync(csv.to, 'utf8'), /18437760/);
  const xlsx = await take(page, button('Книга Excel'));
  assert.equal(readFileSync(xlsx.to).toString('latin1', 0, 2), 'PK');
  const png = await take(page, button('Картинка'));
  const picture = readFileSync(png.to);
  assert.equal(picture.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [WINDOW.width, WINDOW.height]);
  assert.ok(picture.length > 20_000);
  assert.match((await state()).view.notice, /Скачан файл/);
  await close();
});

test('the numbers of the example are called incomplete when carried off', async () => {
  const { page, close } = await openBench();
  await toMirror(page);
  const csv = await take(page, () => page.getByRole('button', { name: 'Таблица CSV' }).click());
  assert.match(readFileSync(csv.to, 'utf8'), /Расчёт неполный: это числа примера/);
  await close();
});

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
    await new Promise((done) => setTimeout(done, 50));
    const back = happens('webglcontextrestored');
    lose.restoreContext();
    await back;
  });
  const after = await look(page);
  assert.ok(after.colors > 30);
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
  await page.waitForFunction((wanted) => document.querySelector('canvas').width === wanted, 2 * width);
  const two = await look(page);
  assert.equal(two.height, 2 * one.height);
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
      const { page, say, close } = await openBench({ viewport });
      await say({ do: 'view', theme, ...view });
      assert.ok((await look(page)).colors > 15, `${name}, ${theme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width);
      if (process.env.PICTURES) {
        await page.screenshot({ path: path.join(process.env.PICTURES, `demo-${name}-${theme}.png`) });
      }
      await close();
    }
  }
});
