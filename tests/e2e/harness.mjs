// What every journey stands on: the built site behind funnel-server on a free port, one Chromium, and pages that remember every
// violation of what a page promises (errors, CSP, third parties, layout shift).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SERVER = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel-server');
const SITE = path.resolve(process.env.SITE ?? 'build/site');

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };
/** The scenario of the issue: typed into the hero, 5 % → 7,5 %. */
export const SHOWN = { now: '7 500 000 ₽', target: '11 250 000 ₽', left: '3 750 000 ₽' };

/** How many times slower a page's processor is: what a test reads too early on a busy machine fails here every time. */
const kSlow = Number(process.env.SLOW ?? 1);

/** @param {import('playwright-core').Page} page */
export async function slowed(page) {
  if (kSlow <= 1) return;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: kSlow });
}

/** The port a server says in its log that it listens at; it chose a free one itself. @param {import('node:child_process').ChildProcess} server */
const portOf = (server) =>
  new Promise((found, failed) => {
    let said = '';
    server.stderr?.on('data', (data) => {
      said += data;
      const line = /"listening","what":"site[^"]*".*?"port":(\d+)/.exec(said);
      if (line) found(Number(line[1]));
    });
    server.once('exit', () => failed(new Error(`funnel-server ended: ${said}`)));
  });

/**
 * The site as visitors get it; `port` of an earlier one to be found again where it was.
 * @returns {Promise<{origin: string, port: number, stop: (signal?: NodeJS.Signals) => Promise<void>}>}
 */
export async function startSite({ args = [], port: wanted = 0, folder = SITE } = {}) {
  const server = spawn(SERVER, ['serve', '--site', folder, '--listen', `127.0.0.1:${wanted}`, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await portOf(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    async stop(signal = 'SIGTERM') {
      server.kill(signal);
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
  };
}

/** Chromium without all that stands around a page: half the processor time of the whole browser's headless mode, the same pages. */
export const kProgram = process.env.CHROMIUM ?? '/usr/lib/chromium/chromium-headless-shell';
/** The whole of it, whose profile outlives the process. */
export const kWholeProgram = '/usr/bin/chromium';
export const kArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none', // as the browser itself has it
  '--disable-gpu',
  '--enable-unsafe-swiftshader', // WebGL all the same
];

export const launchChromium = () => chromium.launch({ executablePath: kProgram, args: kArguments });

/**
 * For a file of journeys: the site and a browser from before its first test until after its last. `use` is given both as soon as they
 * are there.
 * @param {(stage: {site: any, browser: any}) => unknown} use
 * @param {{start?: () => Promise<any>, launch?: () => Promise<any>, end?: () => unknown}} [how] `end` comes last, whatever failed
 */
export function journeys(use, { start = startSite, launch = launchChromium, end = () => {} } = {}) {
  /** @type {any} */
  let site;
  /** @type {any} */
  let browser;
  before(async () => {
    site = await start();
    browser = await launch();
    await use({ site, browser });
  });
  after(async () => {
    try {
      await browser?.close();
      await site?.stop();
    } finally {
      await end();
    }
  });
}

const kQuietMs = 500;

/**
 * Gives the way to wait until a page, not opened yet, waits for nothing during half a second. Playwright's "networkidle" is now and then
 * not told at all.
 * @param {import('playwright-core').Page} page
 */
export function quietOf(page) {
  const waiting = new Set();
  page.on('request', (request) => waiting.add(request));
  page.on('requestfinished', (request) => waiting.delete(request));
  page.on('requestfailed', (request) => waiting.delete(request));
  return async function untilQuiet() {
    for (let quiet = 0; quiet < kQuietMs; quiet = waiting.size > 0 ? 0 : quiet + 50) await held(50);
  };
}

/** @param {number} ms */
const held = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * @typedef {import('playwright-core').Page & {
 *   untilQuiet: () => Promise<void>,
 *   promises: (allowed?: {replaced?: boolean, refused?: boolean}) => Promise<void>,
 *   forgive: (pattern: RegExp) => void,
 * }} VisitorPage
 */

/**
 * A page in a new, empty profile. `page.promises()` fails the test when the page has broken one.
 * @param {import('playwright-core').Browser} browser
 * @param {{viewport?: {width: number, height: number}, scheme?: any, touch?: boolean, origin?: string} & import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<VisitorPage>}
 */
export async function newPage(
  browser,
  { viewport = PHONE, scheme = 'light', touch = false, origin, ...rest } = {},
) {
  const context = await browser.newContext({
    viewport,
    colorScheme: scheme,
    hasTouch: touch,
    isMobile: touch,
    locale: 'ru-RU',
    reducedMotion: 'reduce',
    ...rest,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const broken = [];
  const page = /** @type {VisitorPage} */ (await context.newPage());
  page.untilQuiet = quietOf(page);
  await slowed(page);
  page.on('pageerror', (error) => broken.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') broken.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`)) {
      broken.push(`third party: ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    window.__shifts = [];
    window.__violations = [];
    new MutationObserver((_, watch) => {
      if (document.documentElement?.dataset.ready === undefined) return;
      window.__readyAt = performance.now();
      watch.disconnect();
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready'] });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) {
          window.__shifts.push({
            value: entry.value,
            at: entry.sources.map((s) => s.node?.parentElement?.className ?? s.node?.nodeName),
          });
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) =>
      window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  // What a test brings about itself, such as the 404 it asks for.
  page.forgive = (pattern) =>
    broken.splice(0, broken.length, ...broken.filter((fault) => !pattern.test(fault)));
  // `replaced`: a preset, a saved or a linked scenario has taken the example's place without a keystroke that a browser would count.
  // `refused`: the test makes requests fail on purpose, of which a browser tells in its console.
  page.promises = async ({ replaced = false, refused = false } = {}) => {
    assert.deepEqual(
      broken.filter((line) => !refused || !/Failed to load resource/.test(line)),
      [],
    );
    assert.deepEqual(await page.evaluate(() => window.__violations), [], 'CSP');
    if (!replaced) assert.deepEqual(await page.evaluate(() => window.__shifts), [], 'layout shift');
  };
  return page;
}

/** The first result stands; and, where a page brings the look of its lower parts after that, they have it. */
export const ready = (page) =>
  page.waitForFunction(() => {
    const { ready: counted, styled } = document.documentElement.dataset;
    return counted !== undefined && (styled !== undefined || !document.querySelector('[name=below-css]'));
  });

/** Runs in the page: what was changed so far is laid out and drawn. */
export const drawn = () =>
  new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)));
  });

/** Runs in the page: what comes or goes by how far it is scrolled has done so. Whoever watches that is told in one frame, the last comer last. */
export const inSight = () =>
  new Promise((done) => {
    const watch = new IntersectionObserver(() => {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(undefined)));
    });
    watch.observe(document.documentElement);
  });

/** The slow half of the result stands, too. */
export const predicted = (page) =>
  page.waitForFunction(
    () =>
      document.documentElement.dataset.ready !== undefined &&
      !document.querySelector('[data-predicted][aria-busy=true]'),
  );

/** Goes to a page and waits for its first result. */
export async function open(page, url) {
  await page.goto(url);
  await ready(page);
}

/** Runs in the page: letters that came too late for a first view (font-display: optional), and would be used from the next one, are used now. */
async function lettersUsed() {
  const shifts = window.__shifts; // the swap is the test's own
  window.__shifts = [];
  const rules = [...document.styleSheets]
    .flatMap(({ cssRules }) => [...cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule);
  const faces = /** @type {CSSFontFaceRule[]} */ (rules)
    .filter(({ style }) => style.getPropertyValue('src').includes('url('))
    .map(({ style, parentStyleSheet }) => {
      const of = (name) => style.getPropertyValue(name);
      const src = of('src').replace(
        /url\("?([^")]+)"?\)/,
        (_, url) => `url("${new URL(url, parentStyleSheet.href ?? document.baseURI)}")`,
      );
      return new FontFace(of('font-family').replaceAll('"', ''), src, {
        weight: of('font-weight'),
        unicodeRange: of('unicode-range'),
        display: 'block',
      });
    });
  for (const face of faces) document.fonts.add(face);
  await Promise.all(faces.map((face) => face.load()));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  window.__shifts = shifts;
  return faces.length;
}

/** How long the page is in its own letters, which a busy machine brings too late for a first view: its stand-ins are wider. @param {VisitorPage} page @returns {Promise<number>} px */
export async function heightOf(page) {
  await page.untilQuiet();
  assert.ok((await page.evaluate(lettersUsed)) > 0, 'the page has letters of its own');
  return page.evaluate(() => document.documentElement.scrollHeight);
}

/** The visible text of one result, no-break spaces shown as spaces. */
export async function shown(page, name) {
  const text = await page.locator(`[data-out="${name}"]`).first().textContent();
  return text.replaceAll('\u00a0', ' ').trim();
}

/** Waits until a result reads so. */
export const becomes = (page, name, text) =>
  page.waitForFunction(
    ([wanted, words]) =>
      document.querySelector(`[data-out="${wanted}"]`)?.textContent.replaceAll('\u00a0', ' ').trim() ===
      words,
    [name, text],
  );

/** Types into the field of a JSON Pointer as a person does, and leaves it. The key press is what a browser counts as input: without
 *  it the room a message takes would be taken for a layout shift of the page's own. */
export async function type(page, pointer, text) {
  const field = page.locator(`[data-in="${pointer}"]`).first();
  await field.press('Control+A');
  await field.fill(text);
  await field.blur();
}

/** What the owner of a services firm types into the first screen: a department of four, 10 of 320 paid. */
export const kServices = {
  managers: '4',
  leads_per_month: '320',
  average_check: '85 тыс',
  stated_sales: '10',
};

/** Numbers into the fields of the page, by the names they have in a scenario. @param {import('playwright-core').Page} page @param {Record<string, string>} fields */
export async function typeAll(page, fields) {
  for (const [name, text] of Object.entries(fields)) await type(page, `/${name}`, text);
}

/** Unfolds the card of the i-th stage. The page hears of that by an event some tasks later, and draws the cards anew by what it has heard. */
export async function openStage(page, i) {
  const card = page.locator(`[data-stages] > li:nth-child(${i + 1})`);
  await card.locator('details').evaluate((details) => {
    window.__heard = new Promise((done) => details.addEventListener('toggle', done, { once: true }));
  });
  await card.locator('.stage__open').click();
  await page.evaluate(() => window.__heard.then(() => {}));
}

/** Has the i-th stage take counts, not a percentage. */
export async function countStage(page, i) {
  await openStage(page, i);
  await page.locator(`[name="mode-${i}"]`).nth(1).check({ force: true });
}

/** axe over the page as it is, or over one part of it: WCAG 2.2 AA and best practices. */
export async function axe(page, where, part = ':root') {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (selector) => {
    const result = await window.axe.run(selector, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(
      (v) =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => n.target.join(' '))
          .join(' | ')}`,
    );
  }, part);
  assert.deepEqual(violations, [], where);
}

/** A record of the device's memory (web/js/model/memory.js), by its key or, "meeting:", the first of a kind; null when there is none. */
export const remembered = (page, key = 'calculation') =>
  page.evaluate(
    (wanted) =>
      new Promise((done, fail) => {
        const opening = indexedDB.open('funnel');
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onerror = () => done(null);
        opening.onsuccess = () => {
          const db = opening.result;
          const range = wanted.endsWith(':') ? IDBKeyRange.bound(wanted, `${wanted}\uffff`) : wanted;
          const asking = db.transaction('records').objectStore('records').get(range);
          asking.onerror = () => fail(asking.error);
          asking.onsuccess = () => {
            db.close();
            done(asking.result ?? null);
          };
        };
      }),
    key,
  );

/** The keys of all records of the device's memory. @returns {Promise<string[]>} */
export const keysRemembered = (page) =>
  page.evaluate(async () => {
    const db = await new Promise((done) => {
      const opening = indexedDB.open('funnel');
      opening.onsuccess = () => done(opening.result);
    });
    const keys = await new Promise((done) => {
      const asking = db.transaction('records').objectStore('records').getAllKeys();
      asking.onsuccess = () => done(asking.result);
    });
    db.close();
    return keys;
  });

/** Waits until the record is what is wanted. */
export async function untilRemembered(page, isWanted, key = 'calculation') {
  for (const end = Date.now() + 15_000; ; await new Promise((done) => setTimeout(done, 30))) {
    const record = await remembered(page, key);
    if (record && isWanted(record.value)) return record;
    assert.ok(Date.now() < end, `${key}: ${JSON.stringify(record)?.slice(0, 300)}`);
  }
}
