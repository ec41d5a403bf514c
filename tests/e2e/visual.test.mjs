// Pictures of every page in both themes at 390 and 1280 px against those in tests/e2e/visual, reduced so that they stay small: a block
// that moved, went missing or changed colour shows, the edge of a letter does not. What differs is drawn to build/visual.
// New references after a change that is meant: tests/e2e/update.sh
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { DESK, PHONE, journeys, newPage, inSight } from './harness.mjs';
import { allPages, kStates, show } from './pages.mjs';
import { decode, difference, encode, reduced, stacked } from './png.mjs';

const kReferences = 'tests/e2e/visual';
const kDifferences = 'build/visual';
const kMost = 0.0008; // share of the reduced picture's pixels
const kTries = 3;
const kTallest = 4000; // px of one picture
const kDay = new Date('2026-01-15T09:00:00Z');
const kWidths = [
  { viewport: PHONE, by: 3 },
  { viewport: DESK, by: 5 },
];
const isUpdate = process.env.UPDATE === '1';
const states = [...(await allPages()), ...kStates];
const expected = new Set();

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));
await rm(kDifferences, { recursive: true, force: true });
await mkdir(kDifferences, { recursive: true });
await mkdir(kReferences, { recursive: true });

/** The page from top to bottom in as many pictures as it takes: Chromium repeats itself in one that is taller than its textures. */
async function shots(page) {
  const { width, height } = page.viewportSize();
  const look = { animations: 'disabled', caret: 'hide' };
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  if (tall <= kTallest) return [await page.screenshot({ ...look, fullPage: true })];
  const parts = [];
  await page.setViewportSize({ width, height: kTallest });
  for (let top = 0; top < tall; top += kTallest) {
    const part = Math.min(kTallest, tall - top);
    // The last part stands at the foot of the window.
    await page.evaluate((y) => scrollTo(0, y), top);
    await page.evaluate(inSight);
    parts.push(await page.screenshot({ ...look, clip: { x: 0, y: kTallest - part, width, height: part } }));
  }
  await page.setViewportSize({ width, height });
  return parts;
}

/** A picture of a state as it is now, whole and reduced. */
async function pictured(page, state, by) {
  await show(page, site.origin, state);
  const pngs = await shots(page);
  return { pngs, small: reduced(stacked(pngs.map(decode)), by) };
}

/** A new reference: what two visits in a row look like, but for an edge that the painter rounds otherwise. */
async function takeReference(file, page, state, by) {
  let before = await pictured(page, state, by);
  for (let i = 0; i < kTries; i += 1) {
    const now = await pictured(page, state, by);
    if (difference(before.small, now.small).share <= kMost / 10) {
      await writeFile(file, encode(now.small));
      return;
    }
    before = now;
  }
  assert.fail(`${file}: the page looks different on every visit`);
}

/** The fonts are optional: a page that had to do without them is looked at once more. */
async function compare(name, page, state, by) {
  const file = path.join(kReferences, `${name}.png`);
  if (isUpdate) {
    await takeReference(file, page, state, by);
    return;
  }
  assert.ok(existsSync(file), `${file} is not there: tests/e2e/update.sh makes it`);
  const reference = decode(await readFile(file));
  for (let i = 1; ; i += 1) {
    const { pngs, small } = await pictured(page, state, by);
    const { share, picture } = difference(reference, small);
    if (share <= kMost) return;
    if (i < kTries) continue;
    for (const [part, png] of pngs.entries()) {
      await writeFile(path.join(kDifferences, `${name}-${part}.png`), png);
    }
    await writeFile(path.join(kDifferences, `${name}-difference.png`), encode(picture));
    assert.fail(`${name}: ${(share * 100).toFixed(2)} % differs, see ${kDifferences}/${name}-difference.png`);
  }
}

/** One profile for all pages of a width and a theme. The fonts are optional: after the first page they are in its cache. */
async function profile(viewport, scheme) {
  // Service workers would offer new versions; only the pages themselves are of interest.
  const page = await newPage(browser, {
    origin: site.origin,
    viewport,
    scheme,
    serviceWorkers: 'block',
    deviceScaleFactor: 1,
  });
  await page.clock.setFixedTime(kDay);
  // Each visit is the first one: what the last left on the device would be taken up again.
  await page.addInitScript(() => {
    indexedDB.deleteDatabase('funnel');
    window.addEventListener('pagehide', () => localStorage.clear());
  });
  await show(page, site.origin, { address: '/' });
  return page;
}

for (const { viewport, by } of kWidths) {
  for (const scheme of ['light', 'dark']) {
    let page;
    for (const state of states) {
      const name = `${state.name}-${viewport.width}-${scheme}`;
      expected.add(`${name}.png`);
      test(name, async () => {
        page ??= await profile(viewport, scheme);
        await compare(name, page, state, by);
      });
    }
  }
}

test('a block that is missing or has moved would show', { skip: isUpdate }, async () => {
  const page = await profile(PHONE, 'light');
  await show(page, site.origin, { address: '/' }); // with the fonts
  const by = kWidths[0].by;
  const seen = async () =>
    reduced(decode(await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' })), by);
  const whole = await seen();
  assert.equal(difference(whole, await seen()).count, 0);
  for (const harm of [
    '.hero [data-chart="lift"] * { visibility: hidden }',
    '.hero__lede { visibility: hidden }',
    '.hero__result { translate: 0 9px }',
    '.hero__do .btn { background: var(--could) }',
  ]) {
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, harm);
    assert.ok(difference(whole, await seen()).share > kMost, harm);
  }
  await page.context().close();
});

test('there is no picture of a page that is gone', async () => {
  const left = (await readdir(kReferences)).filter((name) => !expected.has(name));
  if (isUpdate) await Promise.all(left.map((name) => rm(path.join(kReferences, name))));
  else assert.deepEqual(left, []);
});
