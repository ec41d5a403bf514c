// After the first visit the site works without network; a new version is offered and never forced.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { journeysHere, kSite, ready, storedRun } from './rop-browser.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-offline-'));
const copy = path.join(folder, 'site');
let site;
cpSync(kSite, copy, { recursive: true });
journeysHere((given) => (site = given), { folder: copy, end: () => rmSync(folder, { recursive: true }) });

/** The worker has taken the page over. */
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);

test('both pages, the core and the checklist work without network after the first visit', async () => {
  const { page, context, faults } = await site.open('/', { stored: storedRun() });
  await ready(page);
  await controlled(page);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await page.fill('#managers', '7');
  assert.match(await page.textContent('[data-out="money_left.per_month"]'), /3\s750\s000/);
  await page.goto(`${site.origin}/rop/#closing`);
  await ready(page);
  assert.match(await page.textContent('[data-out=score]'), /%/);
  await page.check('[name=answers-closing_attempt][value="1"]', { force: true });
  await page.goto(`${site.origin}/rop/blank/`);
  assert.match(await page.textContent('h1'), /Чек-лист/);
  await page.goto(`${site.origin}/rop/#closing`);
  await ready(page);
  assert.ok(await page.isChecked('[name=answers-closing_attempt][value="1"]'));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a document once made online is made offline too', async () => {
  const { page, context } = await site.open('/rop/', { stored: storedRun() });
  await ready(page);
  await controlled(page);
  await Promise.all([page.waitForEvent('download'), page.click('[data-takeaway-id=pdf]')]);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-takeaway-id=pdf]')]);
  assert.match(download.suggestedFilename(), /\.pdf$/);
  await context.close();
});

test('a request sent without network waits on the device and says so', async () => {
  const { page, context } = await site.open('/rop/', { stored: storedRun() });
  await ready(page);
  await controlled(page);
  await context.setOffline(true);
  await page.fill('#rq-phone', '8 916 123-45-67');
  await page.fill('#rq-managers_count', '5');
  await page.selectOption('#rq-monthly_turnover', '5m_20m');
  await page.check('#rq-processing');
  await page.click('.request-form button[type=submit]');
  await page.waitForFunction(() =>
    /Нет связи. Заявка сохранена на этом устройстве/.test(
      document.querySelector('[data-form-status]').textContent,
    ),
  );
  assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem('funnel.requests.v1')).length), 1);
  await context.close();
});

test('documents on personal data come from the server, and from the device only without network', async () => {
  const { page, context } = await site.open('/');
  await ready(page);
  await controlled(page);
  const file = path.join(copy, 'consent/index.html');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('<h1', '<p>Новая редакция</p><h1'));
  for (const packed of ['.br', '.gz']) rmSync(file + packed, { force: true });
  await site.restart();
  await page.goto(`${site.origin}/consent/`);
  assert.match(await page.textContent('main'), /Новая редакция/, 'the current text');
  await context.setOffline(true);
  await page.reload();
  assert.match(await page.textContent('main'), /Новая редакция/, 'as it was last');
  for (const address of ['/consent-ads/', '/privacy/']) {
    await page.goto(site.origin + address);
    assert.ok((await page.textContent('main')).length > 500, address);
  }
  await assert.rejects(page.goto(`${site.origin}/r/x`), 'what is a person’s own is nowhere else');
  await context.close();
  writeFileSync(file, before);
  await site.restart();
});

test('a document never made before is made without network, once the first visit has come to rest', async () => {
  const { page, context } = await site.open('/rop/', { stored: storedRun() });
  await ready(page);
  await controlled(page);
  await page.waitForFunction(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const files = kept.flat().map(({ url }) => url);
    return (
      files.some((url) => url.includes('pdfmake')) && files.filter((url) => url.endsWith('.ttf')).length >= 3
    );
  });
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  for (const kind of ['pdf', 'xlsx', 'png']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`[data-takeaway-id=${kind}]`),
    ]);
    assert.ok(download.suggestedFilename(), kind);
  }
  await context.close();
});

test('a new version is offered; typing goes on until the visitor takes it', async () => {
  const { page, context, faults } = await site.open('/rop/');
  await ready(page);
  await controlled(page);
  await page.fill('#note-control_today', 'Печатаю');
  const script = path.join(copy, 'sw.js');
  const before = readFileSync(script, 'utf8');
  const changed = before.replace(/(\$\{\w+\})[0-9a-f]{10}`/, '$1aaaaaaaaaa`');
  assert.notEqual(changed, before);
  writeFileSync(script, changed);
  for (const packed of ['.br', '.gz']) rmSync(script + packed, { force: true });
  await site.restart();
  await page.evaluate(() => {
    window.same = true;
    return navigator.serviceWorker.getRegistration().then((one) => one.update());
  });
  await page.waitForSelector('[data-update]');
  await page.type('#note-control_today', ' дальше');
  assert.equal(await page.inputValue('#note-control_today'), 'Печатаю дальше');
  assert.equal(await page.evaluate(() => window.same), true);
  await Promise.all([page.waitForEvent('load'), page.click('[data-do=update]')]);
  await ready(page);
  assert.equal(await page.evaluate(() => window.same), undefined);
  assert.equal(await page.inputValue('#note-control_today'), 'Печатаю дальше');
  assert.ok(await page.evaluate(() => caches.keys().then((names) => names.includes('funnel-aaaaaaaaaa'))));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a part that is gone since a new version was published: a plain sentence, and a button that brings the new page', async () => {
  const { page, context } = await site.open('/rop/', { stored: storedRun() });
  await ready(page);
  await controlled(page);
  await page.fill('#note-control_today', 'Печатаю');
  // The device's copies are gone, and the server has files of other names.
  await page.evaluate(() =>
    caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))),
  );
  await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
  const parts = path.join(copy, 'a');
  const gone = readdirSync(parts).filter((name) => name.startsWith('checklist-xlsx-'));
  const kept = gone.map((name) => readFileSync(path.join(parts, name)));
  gone.forEach((name) => rmSync(path.join(parts, name)));
  await site.restart();
  await page.click('[data-takeaway-id=xlsx]');
  await page.waitForSelector('[data-update]');
  const said = await page.evaluate(() => document.body.innerText);
  assert.match(said, /Вышла новая версия страницы/);
  assert.match(
    said,
    /Не получилось\. Обновите страницу: вышла её новая версия\. Введённое останется на месте\./,
  );
  assert.doesNotMatch(said, /Failed|fetch|module|TypeError/i, 'no sentence of the browser');
  gone.forEach((name, i) => writeFileSync(path.join(parts, name), kept[i]));
  await site.restart();
  await Promise.all([page.waitForEvent('load'), page.click('[data-do=update]')]);
  await ready(page);
  assert.equal(await page.inputValue('#note-control_today'), 'Печатаю');
  await Promise.all([page.waitForEvent('download'), page.click('[data-takeaway-id=xlsx]')]);
  await context.close();
});
