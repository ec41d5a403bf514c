// The sections people read: cases with their filter and "примерить", the explainer's sliders, all forms, the page without JavaScript;
// the same journeys on another brand's site.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { roundedToSum } from '../../web/js/charts/scale.js';
import {
  DESK,
  PHONE,
  axe,
  heightOf,
  journeys,
  newPage,
  open,
  shown,
  startSite,
  type,
  typeAll,
} from './harness.mjs';

const full = JSON.parse(readFileSync('tests/golden/full.json', 'utf8'));
const plain = (text) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '').trim();

const temporary = mkdtempSync(path.join(tmpdir(), 'funnel-site-'));
let site;
let other;
let browser;

/** The site, and beside it that of another brand. */
async function startBoth() {
  const brand = path.join(temporary, 'brand');
  const words = [
    '--out',
    brand,
    '--core',
    'build/wasm/bin/core.wasm',
    '--assets',
    'tests/brand',
    '--production',
  ];
  const built = spawnSync('node', ['web/build.mjs', ...words], { encoding: 'utf8' });
  assert.equal(built.status, 0, built.stderr);
  other = await startSite({ folder: brand, args: ['--store', `sqlite:${temporary}/other.db`] });
  return startSite({ args: ['--store', `sqlite:${temporary}/leads.db`, '--demo'] });
}
journeys((stage) => ({ site, browser } = stage), {
  start: startBoth,
  async end() {
    await other?.stop();
    rmSync(temporary, { recursive: true, force: true });
  },
});
const fresh = (options = {}) => newPage(browser, { origin: site.origin, viewport: DESK, ...options });

/** Goes to a section whose code waits for its reader. */
async function reach(page, section, mounted) {
  await page.locator(section).scrollIntoViewIfNeeded();
  await page.waitForSelector(mounted, { state: 'attached' });
}
const reachCases = (page) => reach(page, '#cases', '#cases[data-mounted]');
const reachForms = (page) => reach(page, '#request', 'html[data-forms]');

/** Numbers that are the visitor's own: a calculation with the example's is not attached. */
async function typeOwn(page) {
  await typeAll(page, {
    managers: '5',
    leads_per_month: '900',
    average_check: '150000',
  });
}

/** Scrolls the whole page as a reader does. */
async function readThrough(page) {
  const height = await heightOf(page);
  for (let y = 0; y < height; y += 500) {
    await page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), y);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
}

for (const [name, viewport, scheme] of [
  ['a phone', PHONE, 'light'],
  ['a desk', DESK, 'dark'],
]) {
  test(`read from top to bottom on ${name}, nothing moves and nothing is missing`, async () => {
    const page = await fresh({ viewport, scheme });
    await open(page, site.origin);
    await readThrough(page);
    const titles = (await page.locator('main h2').allTextContents()).map(plain);
    for (const title of [
      'Где остаются деньги, по этапам',
      'Что получилось у клиентов',
      'Как мы работаем',
      'Кто мы',
      'Набор инструментов и чек-лист',
      'О чём спрашивают собственники',
      'Разобрать эти числа с нами',
    ]) {
      assert.ok(titles.includes(title), title);
    }
    const folds = (await page.locator('main summary').allTextContents()).map(plain);
    for (const fold of ['На пальцах: что такое конверсия', 'С чем приходят и что с этим делают']) {
      assert.ok(folds.includes(fold), fold);
    }
    for (const href of [
      '/rop/',
      ...(existsSync('web/demo/index.html') ? ['/demo/'] : []),
      '/privacy/',
      '/consent/',
      '/consent-ads/',
    ]) {
      assert.ok(await page.locator(`footer a[href="${href}"]`).count(), href);
    }
    await page.promises();
  });
}

test('a link to a section stands on it once the page has its look', async () => {
  for (const hash of ['#cases', '#request']) {
    const page = await fresh();
    await open(page, `${site.origin}/${hash}`);
    await page.waitForFunction(
      (id) => Math.abs(document.querySelector(id).getBoundingClientRect().top) < 60,
      hash,
    );
    await page.context().close();
  }
});

test('the explainer’s two sliders move each other by keyboard and are named', async () => {
  const page = await fresh();
  await open(page, site.origin);
  const read = (name) => page.locator(`[data-explain="${name}"]`).first().textContent().then(plain);
  await page.locator('#explain-fold > summary').click();
  await page.locator('#explain-share').focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(
    [await read('share'), await read('sales'), await read('revenue'), await read('wasRevenue')],
    ['7,6 %', '76', '11 400 000 ₽', '7 500 000 ₽'],
  );
  assert.equal(await page.locator('#explain-money').inputValue(), '11400000');
  await page.locator('#explain-money').focus();
  await page.keyboard.press('End');
  assert.deepEqual(
    [await read('share'), await read('sales'), await read('revenue')],
    ['10 %', '100', '15 000 000 ₽'],
  );
  assert.equal(await page.locator('#explain-share').inputValue(), '10');
  assert.equal(plain(await page.locator('#explain-share').getAttribute('aria-valuetext')), '10 %');
  await page.keyboard.press('Home');
  assert.deepEqual([await read('sales'), await read('revenue')], ['50', '7 500 000 ₽']);
  await page.promises();
});

/** Fills a form of the page as its fields ask, consent ticked. */
async function fillForm(page, kind, skip = []) {
  const form = page.locator(`form[data-request="${kind}"]`);
  const values = {
    name: 'Пётр',
    phone: `8 916 ${100 + Math.floor(Math.random() * 899)}-45-67`,
    managers_count: '5',
  };
  for (const [name, text] of Object.entries(values)) {
    const field = form.locator(`input[name="${name}"]`);
    if (!skip.includes(name) && (await field.count())) await field.fill(text);
  }
  const turnover = form.locator('select[name="monthly_turnover"]');
  if (!skip.includes('monthly_turnover') && (await turnover.count())) await turnover.selectOption('5m_20m');
  if (!skip.includes('consent')) await form.locator('input[name="consent_processing"]').check();
  return form;
}
const openDoor = (page, kind) =>
  page.evaluate(
    (name) =>
      document.querySelector(`form[data-request="${name}"]`).closest('details')?.setAttribute('open', ''),
    kind,
  );

for (const kind of ['diagnosis', 'callback', 'materials', 'checklist']) {
  test(`the form “${kind}”: nothing ticked beforehand, a fault beside its field, then a number and a receipt`, async () => {
    const page = await fresh({ viewport: PHONE });
    await open(page, site.origin);
    await reachForms(page);
    await openDoor(page, kind);
    const form = page.locator(`form[data-request="${kind}"]`);
    for (const box of await form.locator('input[type="checkbox"]').all()) {
      assert.equal(await box.isChecked(), false);
    }
    await form.locator('button[type="submit"]').click();
    await form.locator('[data-error="/consents"]:not(:empty)').waitFor();
    assert.ok((await form.locator('[data-error="/phone"]').textContent()).length > 5);
    if (kind === 'materials' || kind === 'checklist') {
      assert.ok((await form.locator('[data-error="/managers_count"]').textContent()).length > 5);
    }
    await fillForm(page, kind);
    await form.locator('button[type="submit"]').click();
    await form
      .locator('[data-form-status]')
      .getByText(/Заявка № \d+ принята/)
      .waitFor();
    assert.match(
      await form.locator('[data-form-status] a[href^="/r/"]:not([download])').getAttribute('href'),
      /^\/r\//,
    );
  });
}

test('what is attached is told in words first', async () => {
  const page = await fresh();
  await open(page, site.origin);
  await reachForms(page);
  await typeOwn(page);
  await page
    .locator('[data-attach-words]')
    .filter({ hasText: /5.менеджеров, 900.заявок в.месяц, чек 150.000.₽, 1.этап с.целями/ })
    .waitFor();
});

test('without JavaScript every section reads, the example is the core’s, and all four forms send', async () => {
  const page = await fresh({ javaScriptEnabled: false });
  await page.goto(site.origin);
  const text = plain(await page.locator('main').innerText());
  for (const words of [
    '3 750 000 ₽',
    'JavaScript',
    '18 437 760 ₽',
    'Финтабло',
    'Рост в 1,9 раза',
    'Мои числа остаются в браузере?',
    'Как мы работаем',
  ]) {
    assert.ok(text.includes(words), words);
  }
  const parts = full.report.money_left.by_factor.map(({ amount }) => amount).filter((amount) => amount !== 0);
  for (const amount of roundedToSum(parts, full.report.money_left.per_month)) {
    assert.ok(text.includes(`${amount.toLocaleString('ru-RU')} ₽`.replace(/\s/g, ' ')), `${amount}`);
  }
  for (const hidden of ['.lift', '.stages', '#explain-share', '.bar', '[data-try]', '[data-takeaway]']) {
    assert.equal(
      await page.locator(hidden).first().isVisible(),
      false,
      `${hidden} cannot work without scripts`,
    );
  }
  for (const kind of ['diagnosis', 'callback', 'materials', 'checklist']) {
    await page.goto(site.origin);
    const door = page.locator(`details:has(form[data-request="${kind}"]) > summary`);
    if (await door.count()) await door.click();
    const form = await fillForm(page, kind);
    await form.locator('button[type="submit"]').click();
    assert.match(await page.locator('main').innerText(), /Заявка.*принята/s, kind);
  }
});

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing in the sections' states, ${scheme}`, async () => {
    for (const viewport of [PHONE, DESK]) {
      const page = await fresh({ scheme, viewport });
      await open(page, site.origin);
      await typeOwn(page);
      await reachCases(page);
      await page.locator('[data-try]').click();
      await page.locator('#explain-fold > summary').click();
      await reachForms(page);
      for (const door of await page
        .locator('.request details > summary, #materials details > summary')
        .all()) {
        await door.click();
      }
      await page.locator('form[data-request="materials"] button[type="submit"]').click();
      await page.locator('form[data-request="materials"] [data-error="/consents"]:not(:empty)').waitFor();
      await axe(page, `${scheme} ${viewport.width}`);
      await page.context().close();
    }
  });
}

test('200 % zoom, 320 px and high contrast: nothing of the sections is cut off', async () => {
  for (const options of [
    { viewport: { width: 320, height: 640 } },
    { viewport: { width: 640, height: 450 } },
    { viewport: { width: 768, height: 1024 } },
    { viewport: { width: 1920, height: 1080 } },
    { viewport: DESK, forcedColors: 'active' },
  ]) {
    const page = await fresh(options);
    await open(page, site.origin);
    await typeOwn(page);
    await readThrough(page);
    for (const door of await page.locator('.request details > summary, #materials details > summary').all()) {
      await door.click();
    }
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('main *, footer *')]
        .filter(
          (el) =>
            el.getBoundingClientRect().right > innerWidth + 1 &&
            !el.closest('.vh, svg, .data__table, .roster__scroll, .per__scroll, pre'),
        )
        .map((el) => el.className || el.nodeName),
    );
    assert.deepEqual(wide, [], JSON.stringify(options));
    await page.context().close();
  }
});

test('another brand: the owner’s journey, the forms, axe in both themes', async () => {
  for (const scheme of ['light', 'dark']) {
    const page = await newPage(browser, { origin: other.origin, viewport: PHONE, scheme });
    await open(page, other.origin);
    for (const [pointer, text] of [
      ['/managers', '5'],
      ['/leads_per_month', '1000'],
      ['/average_check', '150000'],
      ['/stages/0/conversion', '5'],
      ['/stages/0/target_conversion', '7,5'],
    ]) {
      await type(page, pointer, text);
    }
    assert.deepEqual(
      [
        await shown(page, 'now.revenue'),
        await shown(page, 'target.revenue'),
        await shown(page, 'money_left.per_month'),
      ],
      ['7 500 000 ₽', '11 250 000 ₽', '3 750 000 ₽'],
    );
    assert.equal(await page.locator('#preset option:not([hidden])').first().textContent(), 'Звонок → визит');
    await reachCases(page);
    await page.locator('[data-try]').click();
    await reachForms(page);
    assert.equal(
      await page.locator('#dg-monthly_turnover').count(),
      0,
      'the brand’s gates ask no turnover of a diagnosis',
    );
    assert.equal(await page.locator('#cb-name').count(), 1, 'and a name of a callback');
    for (const kind of ['diagnosis', 'callback', 'materials', 'checklist']) {
      await openDoor(page, kind);
      const form = await fillForm(page, kind);
      await form.locator('button[type="submit"]').click();
      await form
        .locator('[data-form-status]')
        .getByText(/принята/)
        .waitFor();
    }
    await axe(page, `the other brand, ${scheme}`);
    await page.promises({ replaced: true });
    await page.context().close();
  }
});
