// The site's own funnel: not a byte of it in the default build; where the operator has switched it on, each step is told once a device and
// day, in a few bytes that say nothing of who took it, under the strict policy; not at all where the browser asks not to be tracked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { listFiles } from '../../web/tools/files.mjs';
import { formOf, newPhone, startSiteWithStore } from './forms-site.mjs';
import { DESK, PHONE, journeys, newPage, open, ready } from './harness.mjs';

const kDefault = process.env.SITE ?? 'build/site';
const kCounting = path.resolve('build/site-counting');
const kReadAfter = 5000; // ms, as js/steps/main.js has it
let site;
let browser;

function startCounting() {
  execFileSync(
    'node',
    ['web/build.mjs', '--out', kCounting, '--core', 'build/wasm/bin/core.wasm', '--site-funnel'],
    { stdio: 'ignore' },
  );
  return startSiteWithStore({ folder: kCounting });
}
journeys((stage) => ({ site, browser } = stage), { start: startCounting });

/** A page of one device; what it tells is listed in `told`. @param {any} [device] a page before it @param {any} [options] */
async function visit(address, device = null, options = {}) {
  const page = device
    ? await device.context().newPage()
    : await newPage(browser, { origin: site.origin, ...options });
  page.told = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/steps')) page.headers = request.headers();
  });
  // A browser does not say what a beacon carries: the page does, on its way out.
  await page.exposeFunction('__told', (text) => page.told.push(JSON.parse(text).steps.join(' ')));
  await page.addInitScript(() => {
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (address, body) => {
      /** @type {Blob} */ (body).text().then(window.__told);
      return send(address, body);
    };
  });
  await open(page, site.origin + address);
  return page;
}
const counts = () =>
  Object.fromEntries(
    JSON.parse(site.command('site-funnel', '--json')).steps.map(({ step, devices }) => [step, devices]),
  );
/** Until the page has told so much. */
async function untilTold(page, steps, message) {
  for (const end = Date.now() + 5000; page.told.length < steps.length && Date.now() < end;) {
    await page.waitForTimeout(50);
  }
  assert.deepEqual(page.told, steps, message);
}
/** Until the store has them; it writes a moment later. */
async function untilCounted(isWanted) {
  for (const end = Date.now() + 10_000; ; await new Promise((done) => setTimeout(done, 200))) {
    const now = counts();
    if (isWanted(now)) return now;
    assert.ok(Date.now() < end, JSON.stringify(now));
  }
}
const readPage = (page) => page.waitForTimeout(kReadAfter + 500);

test('the default build has not a byte of it, and says nothing of it', async () => {
  for (const file of await listFiles(kDefault)) {
    if (!/\.(html|js|json)$/.test(file)) continue;
    assert.doesNotMatch(readFileSync(path.join(kDefault, file), 'utf8'), /api\/steps|funnel\.steps/, file);
  }
  assert.doesNotMatch(readFileSync(path.join(kDefault, 'privacy/index.html'), 'utf8'), /Do Not Track/);
  const policy = readFileSync(path.join(kCounting, 'privacy/index.html'), 'utf8');
  assert.match(policy, /Что считается без вашего имени/);
  assert.match(policy, /Do Not Track/);
});

for (const viewport of [PHONE, DESK]) {
  test(`an owner's way to a request at ${viewport.width} px: every step once, whatever is reloaded`, async () => {
    const before = counts();
    const page = await visit('/', null, { viewport });
    assert.deepEqual(page.told, [], 'opening a page is not reading it');
    await page.locator('[data-in="/managers"]').first().click();
    await page.keyboard.type('7');
    await page.waitForFunction(() => localStorage.getItem('funnel.steps.v1'));
    await untilTold(page, ['page calculator'], 'who types has read');
    await page.keyboard.type('1');
    await page.reload();
    await ready(page);
    await readPage(page);
    const form = formOf(page, 'callback');
    await form.near();
    await form.fillAndAgree(newPhone().typed);
    await form.send();
    await form.number();
    await untilTold(page, ['page calculator', 'form', 'request']);
    for (const name of ['cookie', 'authorization']) assert.equal(page.headers[name], undefined);
    const plan = await visit('/plan/', page);
    await readPage(plan);
    assert.deepEqual(plan.told, ['plan']);
    await plan.reload();
    await readPage(plan);
    assert.deepEqual(plan.told, ['plan'], 'once a day');
    const after = await untilCounted(({ plan: opened }) => opened === before.plan + 1);
    for (const step of ['page', 'calculator', 'form', 'request']) {
      assert.equal(after[step], before[step] + 1, step);
    }
    const { day, steps, ...rest } = await plan.evaluate(() =>
      JSON.parse(localStorage.getItem('funnel.steps.v1')),
    );
    assert.match(day, /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(steps, ['page', 'calculator', 'form', 'request', 'plan']);
    assert.deepEqual(rest, {}, 'nothing by which a device could be known again');
    await page.promises({ replaced: true });
  });
}

test('the next day counts anew', async () => {
  const page = await visit('/calls/');
  await page.evaluate(() =>
    localStorage.setItem('funnel.steps.v1', JSON.stringify({ day: '2026-01-01', steps: ['page', 'calls'] })),
  );
  await readPage(page);
  assert.deepEqual(page.told, ['page', 'calls']);
  await page.promises();
});

test('a file of the own CRM counts, the sample does not', async () => {
  const page = await visit('/crm/');
  await page.click('[data-do=sample]');
  await page.locator('[data-sample-note]').waitFor();
  await readPage(page);
  assert.deepEqual(page.told, ['page']);
  const own = await visit('/crm/', page);
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i + 1};2026-0${1 + (i % 6)}-0${1 + (i % 8)};${i % 3 ? 'Проиграна' : 'Оплачена'}`,
  );
  await own.setInputFiles('input[type=file]', {
    name: 'сделки.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Номер;Дата создания;Стадия\n${rows.join('\n')}\n`),
  });
  await own.waitForFunction(() => /crm/.test(localStorage.getItem('funnel.steps.v1') ?? ''));
  await untilTold(own, ['crm']);
});

test('nothing is sent where the browser asks not to be tracked, nor kept', async () => {
  for (const property of ['globalPrivacyControl', 'doNotTrack']) {
    const page = await newPage(browser, { origin: site.origin });
    await page.addInitScript((name) => {
      Object.defineProperty(Navigator.prototype, name, { get: () => (name === 'doNotTrack' ? '1' : true) });
    }, property);
    const told = [];
    page.on('request', (request) => request.url().endsWith('/api/steps') && told.push(request.url()));
    await open(page, `${site.origin}/`);
    await page.locator('[data-in="/managers"]').first().click();
    await page.keyboard.type('7');
    await readPage(page);
    assert.deepEqual(told, [], property);
    assert.equal(await page.evaluate(() => localStorage.getItem('funnel.steps.v1')), null);
    await page.context().close();
  }
});

test('pages nobody should find do not count, and all of it goes with the rest of the device', async () => {
  const page = await visit('/rop/');
  await readPage(page);
  assert.deepEqual(page.told, ['page', 'checklist']);
  const result = await visit('/result/', page);
  await readPage(result);
  assert.deepEqual(result.told, []);
  await result.evaluate(() =>
    localStorage.setItem('funnel.requests.v1', '[{"body":{"idempotency_key":"x"}}]'),
  );
  await result.reload();
  await ready(result);
  await result.click('[data-do=ask]');
  await result.click('[data-do=erase]');
  await result.waitForFunction(() => localStorage.getItem('funnel.steps.v1') === null);
});
