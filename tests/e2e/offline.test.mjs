// After the first visit the site works without network; a new version is offered and never forced.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('documents on personal data are never served from the device', () => {
  const worker = readFileSync(path.join(copy, 'sw.js'), 'utf8');
  const [, source] = /=\/(\^\\\/\(\?:\|rop[^,;]*?\$)\//.exec(worker);
  const kept = new RegExp(source);
  for (const page of ['/', '/rop/', '/rop/blank/', '/kit/', '/cases/', '/cases/uzens/']) {
    assert.match(page, kept);
  }
  for (const page of ['/privacy/', '/consent/', '/consent-ads/', '/thanks/', '/r/x', '/demo/']) {
    assert.doesNotMatch(page, kept);
  }
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
