// Small screens, large letters, few colours, slow networks: nothing that a person reads or types is cut, on any width.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chromium } from 'playwright-core';
import { journeys, kArguments, kProgram, kServices, newPage, open, type, typeAll } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

async function unfold(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('main details')) one.setAttribute('open', '');
  });
}

/** Fields whose text is wider than they are. */
const cutFields = () =>
  [
    ...document.querySelectorAll(
      'input:not([type=checkbox],[type=radio],[type=range],[type=hidden],[type=file])',
    ),
  ]
    .filter((input) => input.checkVisibility() && input.scrollWidth > input.clientWidth + 1)
    .map(
      (input) =>
        `${input.dataset.in ?? input.getAttribute('name')} “${input.value}” ${input.scrollWidth} in ${input.clientWidth}`,
    );

/** Results that do not show all of their text. */
const cutResults = () =>
  [...document.querySelectorAll('[data-out]')]
    .filter((out) => {
      // A table that scrolls by itself is whole.
      if (!out.checkVisibility() || out.closest('.vh, svg, .per__scroll, .roster__scroll')) return false;
      const box = out.getBoundingClientRect();
      const isClipped =
        getComputedStyle(out).overflowX !== 'visible' && out.scrollWidth > out.clientWidth + 1;
      return isClipped || box.right > innerWidth + 1 || box.left < -1;
    })
    .map((out) => `${out.dataset.out} “${out.textContent}”`);

test('numbers of a large department stay legible in their fields and results from 320 to 2560 px', async () => {
  for (const width of [320, 360, 390, 430, 600, 768, 800, 834, 1024, 1280, 1440, 1920, 2560]) {
    const page = await newPage(browser, { origin: site.origin, viewport: { width, height: 1000 } });
    await open(page, site.origin);
    for (const [pointer, text] of [
      ['/managers', '120'],
      ['/leads_per_month', '124000'],
      ['/average_check', '1500000'],
    ]) {
      await type(page, pointer, text);
    }
    await page.waitForFunction(() =>
      /\d/.test(document.querySelector('[data-out="now.revenue"]').textContent),
    );
    await unfold(page);
    assert.deepEqual(await page.evaluate(cutFields), [], `fields at ${width} px`);
    assert.deepEqual(await page.evaluate(cutResults), [], `results at ${width} px`);
    await page.context().close();
  }
});

test('no field is so small that a phone zooms into it', async () => {
  for (const address of ['/', '/crm/', '/rop/', '/calls/', '/plan/', '/embed/']) {
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 834, height: 1112 },
    ]) {
      const page = await newPage(browser, { origin: site.origin, viewport, touch: true });
      await page.goto(site.origin + address);
      await page.waitForSelector('html[data-ready]', { state: 'attached' });
      await unfold(page);
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            'input:not([type=checkbox],[type=radio],[type=range],[type=file]),select,textarea',
          ),
        ]
          .filter((field) => field.checkVisibility() && parseFloat(getComputedStyle(field).fontSize) < 16)
          .map((field) => field.dataset.in ?? field.id),
      );
      assert.deepEqual(small, [], `${address} at ${viewport.width} px`);
      await page.context().close();
    }
  }
});

test('letters of 200 % on a phone make no page wider than its window', async () => {
  const large = await chromium.launch({
    executablePath: kProgram,
    args: [...kArguments, '--blink-settings=defaultFontSize=32'],
  });
  try {
    for (const address of ['/', '/rop/', '/calls/', '/plan/', '/kit/', '/cases/', '/thanks/', '/consent/']) {
      const page = await newPage(large, { origin: site.origin });
      await page.goto(site.origin + address, { waitUntil: 'load' });
      assert.equal(
        await page.evaluate(() => getComputedStyle(document.documentElement).fontSize),
        '32px',
        'the browser has the letters asked for',
      );
      await page.waitForFunction(() => document.fonts.status === 'loaded');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 390, `${address}: ${width} px`);
      await page.context().close();
    }
  } finally {
    await large.close();
  }
});

test('with letters of 200 % on a phone no number of the strip lies on another, and the bar of the checklist cuts nothing', async () => {
  const large = await chromium.launch({
    executablePath: kProgram,
    args: [...kArguments, '--blink-settings=defaultFontSize=32'],
  });
  try {
    const page = await newPage(large, { origin: site.origin });
    await open(page, site.origin);
    await typeAll(page, kServices);
    await page.waitForFunction(() =>
      /4,69/.test(document.querySelector('[data-chart=lift]')?.textContent ?? ''),
    );
    const met = await page.evaluate(() => {
      const all = [...document.querySelectorAll('[data-chart=lift] text')].map((one) => ({
        words: one.textContent,
        at: one.getBoundingClientRect(),
      }));
      return all.flatMap(({ words, at }, i) =>
        all
          .slice(i + 1)
          .filter(
            ({ at: other }) =>
              at.left < other.right &&
              other.left < at.right &&
              Math.min(at.bottom, other.bottom) - Math.max(at.top, other.top) > 0.3 * at.height,
          )
          .map((other) => `${words} on ${other.words}`),
      );
    });
    assert.deepEqual(met, []);
    await open(page, `${site.origin}/rop/`);
    const shown = await page.locator('.path__where').evaluate((one) => one.clientWidth);
    assert.ok(shown > 250, `the name of the area has ${shown} px`);
    await page.context().close();
  } finally {
    await large.close();
  }
});

test('with forced colours no heading is cut, and the strip still shows both parts', async () => {
  for (const width of [390, 1280]) {
    const page = await newPage(browser, {
      origin: site.origin,
      viewport: { width, height: 900 },
      forcedColors: 'active',
    });
    await open(page, site.origin);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('h1, h2, h3')]
        .filter((one) => one.checkVisibility() && !one.closest('.vh'))
        .filter((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const [text, box] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
          const isHidden = getComputedStyle(one).overflow !== 'visible';
          return text.right > innerWidth + 1 || text.left < -1 || (isHidden && text.bottom > box.bottom + 1);
        })
        .map((one) => one.textContent),
    );
    assert.deepEqual(cut, [], `${width} px`);
    await page.context().close();
  }
});

test('a workbench called by a wrong type by its server starts all the same', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: { width: 1280, height: 720 } });
  await page.route('**/workbench*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
  });
  await page.goto(`${site.origin}/demo/`);
  await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined);
  assert.equal(await page.getAttribute('html', 'data-ready'), 'true');
  await page.context().close();
});

test('on a slow network nothing is drawn before its colours', async () => {
  const page = await newPage(browser, { origin: site.origin });
  const held = [];
  let isHeld = true;
  // Every style sheet that the first paint does not wait for comes late.
  await page.route('**/a/below-*.css', (route) => (isHeld ? held.push(route) : route.continue()));
  await page.goto(site.origin, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement?.dataset.ready !== undefined);
  await page.waitForFunction(
    () => document.querySelector('.hero svg, [data-strip] svg, svg.strip') !== null || document.fonts,
  );
  const black = await page.evaluate(() =>
    [...document.querySelectorAll('svg rect, svg path, svg polygon')]
      .filter((shape) => shape.checkVisibility())
      .filter((shape) => {
        const box = shape.getBoundingClientRect();
        const look = getComputedStyle(shape);
        return box.width * box.height > 200 && look.fill === 'rgb(0, 0, 0)' && look.fillOpacity !== '0';
      })
      .map((shape) => `${shape.tagName}.${shape.getAttribute('class')}`),
  );
  assert.deepEqual(black, []);
  isHeld = false;
  for (const route of held) await route.continue();
  await page.context().close();
});
