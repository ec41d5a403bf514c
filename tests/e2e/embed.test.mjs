// The calculator on a partner's page: one script tag, a frame as tall as what is in it, the firm's own form inside, and nobody else's page.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { startWithPartner } from './embed-site.mjs';
import { PHONE, axe, journeys, launchChromium, newPage, startSite } from './harness.mjs';

/** Whose calculator stands on other people's pages. */
let ours = '';
/** @type {Awaited<ReturnType<typeof startWithPartner>>} */
let site;
let browser;
let partner;
let stranger;

async function start() {
  const started = await startWithPartner(path.resolve('build/site-embed'), () => ours);
  ours = started.origin;
  return started;
}
journeys(
  (stage) => {
    ({ site, browser } = stage);
    ({ partner, stranger } = site);
  },
  { start, launch: launchChromium },
);

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
  const { page, frame } = await visit(`${partner.origin}/statya?utm_campaign=osen`);
  await frame.locator('html[data-ready]').waitFor({ state: 'attached' });
  await typeFour(frame);
  const opening = page.context().waitForEvent('page');
  await frame.getByRole('link', { name: 'Где теряем' }).click();
  const whole = await opening;
  await whole.waitForFunction(() => document.querySelector('[data-in="/leads_per_month"]')?.value === '320');
  assert.equal(new URL(whole.url()).origin, ours);

  // A request sent from there still names the partner.
  const form = whole.locator('form[data-request=diagnosis]');
  await form.scrollIntoViewIfNeeded();
  await whole.waitForSelector('form[data-request=diagnosis][data-mounted]');
  await form.locator('[name=name]').fill('Борис');
  await form.locator('[name=phone]').fill('+7 916 100-00-98');
  await form.locator('[name=consent_processing]').check();
  await form.locator('[type=submit]').click();
  await form.locator('a[href^="/r/"]').first().waitFor();
  const lead = site.leads().find(({ name }) => name === 'Борис');
  assert.deepEqual(Object.fromEntries(Object.entries(lead.utm).filter(([, value]) => value)), {
    source: 'delo',
    medium: 'embed',
    campaign: 'osen',
  });
  assert.equal(lead.referrer, `${partner.origin}/statya?utm_campaign=osen`);
  await page.context().close();
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
      await page.untilQuiet();
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
