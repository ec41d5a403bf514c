// The counter of visits: no byte of it in the default build; in a build with a counter nothing is asked of it before the visitor
// agrees, both answers weigh the same, and an agreement can be taken back. Every request elsewhere is intercepted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { listFiles } from '../../web/tools/files.mjs';
import { DESK, axe, journeys, newPage, quietOf, ready, startSite } from './harness.mjs';

const kDefault = process.env.SITE ?? 'build/site';
const kCounted = path.resolve('build/site-counted');
const kCounter = 'https://mc.yandex.ru/metrika/tag.js';
let site;
let browser;
/** The site as it is built where visits are counted. */
function startCounted() {
  execFileSync(
    'node',
    ['web/build.mjs', '--out', kCounted, '--core', 'build/wasm/bin/core.wasm', '--metrica', '12345678'],
    { stdio: 'ignore' },
  );
  return startSite({ folder: kCounted });
}
journeys((stage) => ({ site, browser } = stage), { start: startCounted });

async function tabOf(context) {
  const page = await context.newPage();
  page.untilQuiet = quietOf(page);
  return page;
}

/** A page whose requests elsewhere are answered here and listed in `page.asked`. */
async function open(address, context = null) {
  const page = context
    ? await tabOf(context)
    : await newPage(browser, { origin: site.origin, viewport: DESK });
  page.asked = [];
  await page.route(
    (url) => url.origin !== site.origin,
    (route) => {
      page.asked.push(route.request().url());
      return route.fulfill({
        contentType: 'text/javascript',
        body: 'window.__counted = window.ym.a.map((call) => call.slice(0, 2).join(" ")).join()',
      });
    },
  );
  await page.goto(site.origin + address);
  if (address === '/' || address === '/rop/') await ready(page);
  return page;
}

const bar = (page) => page.locator('[data-analytics]');
const kept = (page) =>
  page.evaluate(() => JSON.parse(localStorage.getItem('funnel.analytics.v1'))?.answer ?? null);

test('the default build has not a byte of the counter', async () => {
  for (const file of await listFiles(kDefault)) {
    if (!/\.(html|js|css|json|txt|xml|webmanifest)$/.test(file)) continue;
    assert.doesNotMatch(
      readFileSync(path.join(kDefault, file), 'utf8'),
      /metri[ck]a|mc\.yandex|funnel\.analytics|data-analytics/i,
      file,
    );
  }
  const plain = await startSite();
  const policy = (await fetch(plain.origin)).headers.get('content-security-policy');
  await plain.stop();
  assert.doesNotMatch(policy, /https?:/);
});

test('nothing is asked before an answer, nor after "no", and the answer is remembered', async () => {
  const page = await open('/');
  await bar(page).waitFor();
  await page.untilQuiet();
  assert.deepEqual(page.asked, []);
  await axe(page, 'the question');
  const looks = await bar(page)
    .locator('button')
    .evaluateAll((all) =>
      all.map((el) => {
        const { fontWeight, fontSize, backgroundColor, color, minHeight, borderBottomWidth } =
          getComputedStyle(el);
        return JSON.stringify({ fontWeight, fontSize, backgroundColor, color, minHeight, borderBottomWidth });
      }),
    );
  assert.equal(looks[0], looks[1], 'both answers look alike');
  await bar(page).locator('button').nth(0).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await bar(page).count(), 0);
  assert.equal(await kept(page), 'no');
  const next = await open('/privacy/', page.context());
  await next.untilQuiet();
  assert.equal(await bar(next).count(), 0);
  assert.deepEqual([page.asked, next.asked], [[], []]);
  await page.promises();
});

test('after "yes" the counter loads, here and on the next page, without a violation', async () => {
  const page = await open('/rop/');
  await page.getByRole('button', { name: 'Согласен', exact: true }).click();
  await page.waitForFunction(() => window.__counted);
  assert.equal(await page.evaluate(() => window.__counted), '12345678 init');
  assert.deepEqual(page.asked, [kCounter]);
  assert.deepEqual(await page.evaluate(() => window.__violations), []);
  const next = await open('/consent/', page.context());
  await next.waitForFunction(() => window.__counted);
  assert.deepEqual(next.asked, [kCounter]);
});

test('an agreement is taken back at the foot of the privacy page, and what the counter left goes', async () => {
  const page = await open('/');
  await page.getByRole('button', { name: 'Согласен', exact: true }).click();
  await page.waitForFunction(() => window.__counted);
  const privacy = await open('/privacy/', page.context());
  await privacy.waitForFunction(() => window.__counted);
  await privacy.evaluate(() => {
    document.cookie = '_ym_uid=1; path=/';
    localStorage.setItem('_ym_retryReqs', '{}');
  });
  privacy.asked.length = 0;
  await privacy.getByRole('button', { name: 'Счётчик посещений' }).press('Enter');
  assert.equal(await privacy.evaluate(() => document.activeElement.textContent), 'Согласен');
  const reloaded = privacy.waitForEvent('load');
  await privacy.getByRole('button', { name: 'Не согласен' }).click();
  await reloaded;
  await privacy.untilQuiet();
  assert.deepEqual(privacy.asked, []);
  assert.deepEqual(await privacy.evaluate(() => [document.cookie, localStorage.getItem('_ym_retryReqs')]), [
    '',
    null,
  ]);
  assert.equal(await kept(privacy), 'no');
});

test('a counter of another number asks anew', async () => {
  const page = await open('/');
  await page.evaluate(() =>
    localStorage.setItem('funnel.analytics.v1', JSON.stringify({ id: 1, answer: 'yes' })),
  );
  await page.reload();
  await bar(page).waitFor();
  assert.deepEqual(page.asked, []);
});
