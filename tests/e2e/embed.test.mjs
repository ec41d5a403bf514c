// The calculator on a partner's page: one script tag, a frame as tall as what is in it, the firm's own form inside, and nobody else's page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { startSiteWithStore } from './forms-site.mjs';
import { PHONE, axe, journeys, launchChromium, newPage, startSite } from './harness.mjs';

const kBuilt = path.resolve('build/site-embed');
const folder = mkdtempSync(path.join(tmpdir(), 'embed-'));
let ours = '';

/** A page of somebody else's site, with a policy as strict as a script tag and a frame allow. */
const kArticle = () => `<!DOCTYPE html><html lang="ru"><meta name="viewport" content="width=device-width">
<title>Чужая статья</title><body><h1>Чужая статья</h1><script src="${ours}/embed.js" data-partner="delo"></script><p id="after">Дальше</p>`;

/** @returns {Promise<{origin: string, close: () => void}>} */
async function foreignSite() {
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${ours}; frame-src ${ours}; require-trusted-types-for 'script'`,
    );
    answer.setHeader('cross-origin-embedder-policy', 'unsafe-none');
    answer.end(kArticle());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** @type {{origin: string, close: () => void}} */
let partner;
/** @type {{origin: string, close: () => void}} */
let stranger;
let site;
let browser;

/** The site of a firm with one partner. */
async function startWithPartner() {
  [partner, stranger] = [await foreignSite(), await foreignSite()];
  const brand = path.join(folder, 'brand');
  mkdirSync(brand);
  const values = JSON.parse(readFileSync('assets/site.json', 'utf8'));
  values.embed = { partners: [partner.origin] };
  writeFileSync(path.join(brand, 'site.json'), JSON.stringify(values));
  execFileSync(
    'node',
    ['web/build.mjs', '--out', kBuilt, '--core', 'build/wasm/bin/core.wasm', '--assets', brand],
    { stdio: 'ignore' },
  );
  const started = await startSiteWithStore({ folder: kBuilt });
  ours = started.origin;
  return started;
}
journeys((stage) => ({ site, browser } = stage), {
  start: startWithPartner,
  launch: launchChromium,
  end: () => {
    partner?.close();
    stranger?.close();
    rmSync(folder, { recursive: true });
  },
});

/** A visitor on somebody's page: the page, and what is in the frame. @param {string} address */
async function visit(address, options = {}) {
  const page = await newPage(browser, { viewport: PHONE, origin: ours, ...options });
  await page.goto(address);
  const frame = page.frameLocator('iframe');
  return { page, frame };
}

const heightOf = (page) => page.locator('iframe').evaluate((el) => el.getBoundingClientRect().height);
/** What the frame's own page is tall. */
const contentOf = (page) => page.frames()[1].evaluate(() => Math.ceil(document.documentElement.offsetHeight));
/** Until the frame is as tall as what is in it. */
async function untilFits(page) {
  for (const end = Date.now() + 10_000; ;) {
    const [frame, content] = [await heightOf(page), await contentOf(page)];
    if (frame === content) return frame;
    assert.ok(Date.now() < end, `the frame is ${frame} px, its page ${content} px`);
    await new Promise(setImmediate);
  }
}

async function typeFour(frame) {
  for (const [pointer, text] of [
    ['/managers', '4'],
    ['/leads_per_month', '320'],
    ['/average_check', '85 тыс'],
    ['/stated_sales', '10'],
  ]) {
    const field = frame.locator(`[data-in="${pointer}"]`);
    await field.fill(text);
    await field.blur();
  }
  await frame
    .locator('[data-out="money_left.per_month"]')
    .filter({ hasText: /425.000/ })
    .waitFor();
}

test('on the page of a partner it counts, fits its frame, and its request says where it came from', async () => {
  const { page, frame } = await visit(
    `${partner.origin}/statya?utm_source=yandex&utm_campaign=osen&email=ivan%40example.com`,
  );
  await frame.locator('html[data-ready]').waitFor({ state: 'attached' });
  const closed = await untilFits(page);
  await typeFour(frame);
  assert.equal(page.frames()[1].url().includes('ivan'), false, 'of the query only labels are handed on');
  await frame.getByRole('link', { name: 'Разобрать с нами' }).click();
  await frame.locator('form[data-mounted]').waitFor();
  const opened = await untilFits(page);
  assert.ok(opened > closed + 300, `${closed} px, then ${opened} px`);
  assert.equal(new URL(page.url()).hash, '', 'the page around it stays where it is');

  await frame.locator('[name=name]').fill('Анна');
  await frame.locator('[name=phone]').fill('+7 916 100-00-99');
  await frame.locator('[name=managers_count]').fill('4');
  await frame.locator('[name=monthly_turnover]').selectOption({ index: 1 });
  await frame.locator('[data-attach-box]').check();
  await frame.locator('[name=consent_processing]').check();
  await frame.locator('[type=submit]').click();
  await frame.locator('a[href^="/r/"]').first().waitFor();
  const [lead] = site.leads();
  assert.deepEqual(Object.fromEntries(Object.entries(lead.utm).filter(([, value]) => value)), {
    source: 'delo',
    medium: 'embed',
    campaign: 'osen',
  });
  assert.equal(lead.referrer, `${partner.origin}/statya?utm_source=yandex&utm_campaign=osen`);
  assert.equal(lead.page, '/embed/');
  assert.equal(lead.scenario.leads_per_month, 320);
  // No page of the site but this one stands in a frame: the rest opens beside it.
  assert.equal(await frame.locator('base').getAttribute('target'), '_blank');
  page.forgive(/third party/);
  await page.promises({ replaced: true });
});

test('«Где теряем» opens the whole page with the numbers typed in the frame', async () => {
  const { page, frame } = await visit(partner.origin);
  await frame.locator('html[data-ready]').waitFor({ state: 'attached' });
  await typeFour(frame);
  const opening = page.context().waitForEvent('page');
  await frame.getByRole('link', { name: 'Где теряем' }).click();
  const whole = await opening;
  await whole.waitForFunction(() => document.querySelector('[data-in="/leads_per_month"]')?.value === '320');
  assert.equal(new URL(whole.url()).origin, ours);
});

test('a page that is no partner of the firm gets no frame, with either build', async () => {
  const built = await startSite();
  const partnersBuild = ours;
  try {
    for (const [of, host] of [
      [partnersBuild, stranger.origin],
      [built.origin, partner.origin],
    ]) {
      ours = of;
      const { page } = await visit(host);
      await page.waitForFunction(() => document.querySelector('iframe') !== null);
      await page.waitForLoadState('networkidle');
      const text = await page.frames()[1].evaluate(() => document.body.innerText);
      assert.doesNotMatch(text, /Менеджеров/);
      await page.context().close();
    }
  } finally {
    ours = partnersBuild;
    await built.stop();
  }
});

test('nobody but the frame sets its height, and no other page of the site stands in a frame', async () => {
  const { page, frame } = await visit(partner.origin);
  await frame.locator('html[data-ready]').waitFor({ state: 'attached' });
  const height = await untilFits(page);
  await page.evaluate(async () => {
    for (const data of [{ type: 'funnel-embed-height', height: 5 }, 'x', null]) window.postMessage(data, '*');
    await new Promise((done) => {
      window.addEventListener('message', () => done(undefined), { once: true });
      window.postMessage('last', '*');
    });
  });
  assert.equal(await heightOf(page), height);
  for (const address of ['/', '/rop/', '/embed.js', '/thanks/']) {
    const { headers } = await fetch(ours + address);
    assert.match(headers.get('content-security-policy'), /frame-ancestors 'none'/, address);
    assert.equal(headers.get('x-frame-options'), 'DENY', address);
  }
  const { headers } = await fetch(`${ours}/embed/`);
  assert.ok(headers.get('content-security-policy').includes(`frame-ancestors 'self' ${partner.origin};`));
  assert.equal(headers.get('x-frame-options'), null);
});

for (const [scheme, width] of /** @type {const} */ ([
  ['light', 320],
  ['dark', 1280],
])) {
  test(`axe finds nothing in the open frame, ${scheme}, ${width} px`, async () => {
    const page = await newPage(browser, { viewport: { width, height: 900 }, scheme, origin: ours });
    await page.goto(`${ours}/embed/`);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
    await page.click('[href="#request"]');
    await page.waitForSelector('form[data-mounted]');
    await axe(page, '/embed/');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
    await page.promises();
  });
}
