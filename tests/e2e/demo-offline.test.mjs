// The workbench without network: F5 in the middle of a call, whichever page of the site was opened first, and while the site changes.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { OPENING, mirrorSays } from './demo-bench.mjs';
import { journeysHere, kSite, ready } from './rop-browser.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-demo-offline-'));
const copy = path.join(folder, 'site');
let site;
cpSync(kSite, copy, { recursive: true });
journeysHere((given) => (site = given), { folder: copy, end: () => rmSync(folder, { recursive: true }) });

const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);
/** The workbench takes keys; it says of itself when it cannot. */
const atWork = (page) => page.waitForSelector('html[data-ready=true]');
/** What the page begins with is on the device. */
const kept = (page) =>
  page.waitForFunction(async () => Boolean(await caches.match('/demo/', { ignoreVary: true })));

/** The worker has read the page twice to its end, for the person and to keep it: what it makes of that comes within the same task. @param {import('playwright-core').BrowserContext} context */
async function judged(context) {
  const [worker] = context.serviceWorkers();
  const isRead = () =>
    worker.evaluate(
      () =>
        performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname === '/demo/')
          .length === 2,
    );
  for (const end = Date.now() + 15_000; !(await isRead());) {
    assert.ok(Date.now() < end, 'the worker has not asked for the page');
  }
  await worker.evaluate(() => caches.keys()); // behind whatever it may have written
}

async function sayIn(page, words) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Changes a file of the site, and leaves no packed copy of what it was. @param {string} name @param {(before: string) => string} how */
function change(name, how) {
  const file = path.join(copy, name);
  const before = readFileSync(file, 'utf8');
  const after = how(before);
  assert.notEqual(after, before, name);
  writeFileSync(file, after);
  for (const packed of ['.br', '.gz']) rmSync(file + packed, { force: true });
  return () => writeFileSync(file, before);
}
const nextVersion = (script) => script.replace(/(\$\{\w+\})[0-9a-f]{10}`/, '$1aaaaaaaaaa`');
const nextTitle = (html) => html.replace('<title>', '<title>Новая. ');

test('F5 without network in the middle of a call: the same numbers, and the call goes on', async () => {
  const { page, context, faults } = await site.open('/demo/');
  await atWork(page);
  await controlled(page);
  await page.keyboard.type('Павел Седов');
  await page.keyboard.press('Enter');
  await sayIn(page, OPENING);
  await mirrorSays(page, /Сейчас 856\s800\s₽/);
  await context.setOffline(true);
  await page.reload();
  await atWork(page);
  await mirrorSays(page, /Сейчас 856\s800\s₽/);
  assert.equal(await page.inputValue('[data-client]'), 'Павел Седов');
  await page.getByRole('button', { name: 'Точка отсчёта' }).first().click();
  await sayIn(page, 'чек 100');
  await mirrorSays(page, /«Чек 100\sтыс\.» к «Как есть»: \+151\s200\s₽/);
  await page.reload();
  await atWork(page);
  await mirrorSays(page, /«Чек 100\sтыс\.» к «Как есть»: \+151\s200\s₽/);
  // The end of the call: everything it loads on a click is here, too, the link of the core and the document.
  await page.getByRole('button', { name: 'Итог звонка' }).click();
  await page.waitForFunction(() => document.querySelector('[data-mail]').value.includes('/#s2.'));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a worker that another page brought keeps the workbench once it is opened', async () => {
  const { page, context } = await site.open('/');
  await ready(page);
  await controlled(page);
  assert.ok(
    !(await page.evaluate(async () => await caches.match('/demo/'))),
    'a visitor does not pay for the consultant’s page',
  );
  await page.goto(`${site.origin}/demo/#nothing`);
  await atWork(page);
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  await atWork(page);
  await page.goto(`${site.origin}/demo/?utm_source=x`);
  await atWork(page);
  await context.close();
});

test('a first visit that is cut in the middle: the next one keeps everything', async () => {
  const parts = path.join(copy, 'a');
  const bench = path.join(
    parts,
    readdirSync(parts).find((name) => name.startsWith('workbench-')),
  );
  const { page, context } = await site.open('/');
  await ready(page);
  await controlled(page);
  renameSync(bench, `${bench}.away`);
  await site.restart();
  await page.goto(`${site.origin}/demo/`);
  await page.waitForSelector('html[data-ready=fallback]');
  assert.ok(!(await page.evaluate(async () => await caches.match('/demo/'))), 'no page without its parts');
  renameSync(`${bench}.away`, bench);
  await site.restart();
  await page.reload();
  await atWork(page);
  await kept(page);
  await context.setOffline(true);
  await page.reload();
  await atWork(page);
  await context.close();
});

test('a new version while a copy is kept: the old page with its own parts until the person takes the new one', async () => {
  const { page, context, faults } = await site.open('/demo/');
  await atWork(page);
  await controlled(page);
  await sayIn(page, OPENING);
  await mirrorSays(page, /856/);
  const back = [change('sw.js', nextVersion), change('demo/index.html', nextTitle)];
  await site.restart();
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one.update()));
  await page.waitForSelector('[data-update]');
  await page.getByRole('button', { name: 'Показ', exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.show !== undefined);
  assert.ok(await page.locator('[data-update]').isHidden(), 'nothing of it while the owner looks');
  await page.keyboard.press('Escape');
  await context.setOffline(true);
  await page.reload();
  await atWork(page);
  assert.doesNotMatch(await page.title(), /Новая/);
  await context.setOffline(false);
  await Promise.all([page.waitForEvent('load'), page.click('[data-do=update]')]);
  await atWork(page);
  assert.match(await page.title(), /Новая/);
  await context.setOffline(true);
  await page.reload();
  await atWork(page);
  assert.match(await page.title(), /Новая/, 'the new version has all of it, too');
  await mirrorSays(page, /856/);
  assert.deepEqual(faults, []);
  await context.close();
  back.forEach((undo) => undo());
  await site.restart();
});

test('a page of a newer version than the worker is not kept among the parts of the older', async () => {
  const { page, context } = await site.open('/');
  await ready(page);
  await controlled(page);
  // A worker remembers 250 requests, and the site has more files than that.
  await context.serviceWorkers()[0].evaluate(() => performance.setResourceTimingBufferSize(10_000));
  const parts = path.join(copy, 'a');
  const html = readFileSync(path.join(copy, 'demo/index.html'), 'utf8');
  const [script] = /main-\w+\.js/.exec(html) ?? [];
  assert.ok(script);
  cpSync(path.join(parts, script), path.join(parts, 'main-NEWER000.js'));
  const back = change('demo/index.html', (before) => before.replaceAll(script, 'main-NEWER000.js'));
  await site.restart();
  await page.goto(`${site.origin}/demo/`);
  await atWork(page);
  await judged(context);
  assert.ok(!(await page.evaluate(async () => await caches.match('/demo/'))));
  await context.close();
  back();
  rmSync(path.join(parts, 'main-NEWER000.js'));
  await site.restart();
});

test('a browser that has no service workers, or refuses them, as a private window may: everything but that', async () => {
  /** @type {[() => void, () => boolean][]} and when that is known to the page */
  const without = [
    [
      () => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'),
      () => document.readyState === 'complete',
    ],
    [
      () => {
        ServiceWorkerContainer.prototype.register = () =>
          Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
      },
      () => document.documentElement.dataset.offline === 'unavailable',
    ],
  ];
  for (const [take, isKnown] of without) {
    const { page, context, faults } = await site.open('/demo/', {
      prepare: (one) => one.addInitScript(take),
    });
    await atWork(page);
    await sayIn(page, OPENING);
    await mirrorSays(page, /856/);
    await page.waitForFunction(isKnown);
    assert.deepEqual(faults, []);
    await context.close();
  }
});
