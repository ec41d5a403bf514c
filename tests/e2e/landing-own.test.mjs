// The landing page with an owner's own numbers: its first screen stays whole, figures stand close, counts go on from stage to stage.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  DESK,
  PHONE,
  countStage,
  journeys,
  newPage,
  open,
  openStage,
  predicted,
  type,
  typeAll,
} from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const fresh = (options = {}) => newPage(browser, { origin: site.origin, ...options });

for (const [whose, fields] of /** @type {[string, Record<string, string>][]} */ ([
  ['a services firm', { managers: '4', leads_per_month: '311', average_check: '85 111', stated_sales: '11' }],
  [
    'a developer',
    { managers: '12', leads_per_month: '1 240', average_check: '11,4 млн', stated_sales: '31' },
  ],
])) {
  test(`with ${whose}'s own numbers both buttons stay on the first screen of a phone, nothing is cut`, async () => {
    const page = await fresh({ viewport: PHONE, touch: true });
    await open(page, site.origin);
    await typeAll(page, fields);
    await page.waitForFunction(() => document.documentElement.dataset.answer === 'own');
    await page.evaluate(() => scrollTo(0, 0));
    const boxes = await page.locator('.hero__do .btn, .hero__point').evaluateAll((all) =>
      all.map((el) => ({
        text: el.textContent,
        bottom: el.getBoundingClientRect().bottom,
        wide: el.scrollWidth - el.clientWidth,
      })),
    );
    for (const { text, bottom, wide } of boxes) {
      assert.ok(bottom <= PHONE.height, `${text} ends at ${bottom}`);
      assert.ok(wide <= 0, `${text} is cut`);
    }
  });
}

test('figures in running text and fields stand as close as letters, in tables in columns', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  const kindOf = (/** @type {string} */ selector) =>
    page
      .locator(selector)
      .first()
      .evaluate((el) => getComputedStyle(el).fontVariantNumeric);
  for (const selector of ['.hero__point b', '.lift__say', '#leads', '[href^="tel:"]', '.stage__say']) {
    assert.match(await kindOf(selector), /proportional-nums/, selector);
  }
  for (const selector of ['.per td', '.stage__money']) {
    assert.match(await kindOf(selector), /tabular-nums/, selector);
  }
});

test('counts begin with what passed the stage before; more than that is asked about', async () => {
  const page = await fresh({ touch: true });
  await open(page, site.origin);
  await typeAll(page, {
    managers: '3',
    leads_per_month: '400',
    average_check: '120 000',
  });
  await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
  const counts = (/** @type {number} */ i) => countStage(page, i);
  await counts(0);
  await type(page, '/stages/0/observed/entered', '400');
  await type(page, '/stages/0/observed/passed', '250');
  await counts(1);
  const entered = page.locator('[data-in="/stages/1/observed/entered"]');
  await page.waitForFunction((el) => el.value === '250', await entered.elementHandle());
  assert.equal(
    await page.locator('[data-in="/stages/1/observed/passed"]').inputValue(),
    '',
    'nobody said how many',
  );
  await type(page, '/stages/1/observed/passed', '90');
  const say = page.locator('[data-stages] > li:nth-child(2) [data-say]');
  assert.doesNotMatch(await say.innerText(), /Вошло/);
  await type(page, '/stages/1/observed/entered', '300');
  await page.waitForFunction(
    (at) => /Вошло 300, а прошлый этап прошли 250: .*\?/.test(document.querySelector(at).textContent),
    '[data-stages] > li:nth-child(2) [data-say]',
  );

  // Back to percent without an answer: the preset's share is nobody's again.
  await counts(2);
  await page.locator('[name="mode-2"]').nth(0).check({ force: true });
  await page.waitForFunction(() => document.querySelector('[data-in="/stages/2/conversion"]')?.value === '');
  await page.promises({ replaced: true });
});

test('counts of a shop stand whole in their fields, on a small phone too', async () => {
  for (const width of [320, 390]) {
    const page = await fresh({ viewport: { width, height: 800 }, touch: true });
    await open(page, site.origin);
    await typeAll(page, {
      managers: '25',
      leads_per_month: '12 000',
      average_check: '3 200',
      stated_sales: '1 200',
    });
    await page.locator('.cell--pair input').first().waitFor();
    const cut = await page
      .locator('.stages input')
      .evaluateAll((all) => all.filter((el) => el.scrollWidth > el.clientWidth).map(({ value }) => value));
    assert.deepEqual(cut, [], `${width} px`);
    await page.context().close();
  }
});

test('what the next month may be is told of counts alone; of shares as somebody says them it says what is missing', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  const fold = page.locator('.folds > .more:has([data-counted])');
  const text = async () => (await fold.innerText()).replaceAll('\u00a0', ' ');
  await fold.locator('summary').first().click();
  assert.match(await text(), /Впишите свои числа/);
  assert.doesNotMatch(await text(), /₽|Хуже/, 'the example is nobody’s month');
  await typeAll(page, {
    managers: '4',
    leads_per_month: '320',
    average_check: '85 тыс',
  });
  await openStage(page, 0);
  await type(page, '/stages/0/conversion', '5');
  await predicted(page);
  assert.match(await text(), /По этим долям выйдет 1 360 000 ₽\. Доли со слов/);
  assert.doesNotMatch(await text(), /Хуже 1 из 10|Середина/);
  assert.equal(await fold.locator('svg').count(), 0);
  await type(page, '/stated_sales', '16');
  await fold.locator('[data-chart=density] svg').waitFor();
  assert.match(await text(), /Хуже 1 из 10\s+[\d ]+ ₽/);
  assert.match(await text(), /^Следующий месяц: скорее всего от [\d ]+ ₽ до [\d ]+ ₽/);
  await page.promises();
  await page.context().close();
});

test('with text twice as large the first screen of a phone stays within its width', async () => {
  const page = await fresh({ viewport: PHONE });
  await open(page, site.origin);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  await type(page, '/managers', '4');
  await page.locator('#calc').scrollIntoViewIfNeeded();
  await page.waitForSelector('[data-bar]:not([hidden])');
  const out = await page
    .locator('.masthead *, .hero *:not(.vh, .vh *, svg *, .lift__range), .bar:not([hidden]) *')
    .evaluateAll((all) =>
      all
        .filter((el) => el.checkVisibility() && el.getBoundingClientRect().right > innerWidth + 1)
        .map((el) => `${el.tagName}.${el.className} ${Math.round(el.getBoundingClientRect().right)}`),
    );
  assert.deepEqual(out, []);
});

test('at most 1 400 elements when the first result stands', async () => {
  const page = await fresh({ viewport: PHONE });
  await open(page, site.origin);
  const count = await page.evaluate(() => document.querySelectorAll('*').length);
  assert.ok(count <= 1400, `${count} elements`);
});
