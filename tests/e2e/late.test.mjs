// On a slow network or a slow device nothing moves under a reader: whatever comes late finds its place kept. Each page is opened with one
// kind of its parts held back, with all of them in a strange order, with a slow memory of the device, and with a slow processor; each
// form gets its answer long after the click.
import assert from 'node:assert/strict';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { receiver } from '../server/lib/receivers.mjs';
import { drawn, journeys, newPage } from './harness.mjs';
import { show } from './pages.mjs';

const kPages = [
  '/',
  '/rop/',
  '/calls/',
  '/crm/',
  '/plan/',
  '/cases/',
  '/cases/fintablo/',
  '/kit/',
  '/result/',
  '/embed/',
  '/demo/',
];
const kHeldMs = 800;
const kLanes = 4; // a visit waits most of its time

/** @param {RegExp} parts @returns {(path: string) => number} */
const holding = (parts) => (path) => (parts.test(path) ? kHeldMs : 0);

/** What is slow: parts of a page by their address, the memory of the device. @type {Record<string, {lateBy: (path: string) => number, prepare?: () => void}>} */
const kSlow = {
  'Latin letters and scripts': { lateBy: holding(/latin.*\.woff2$|\.js$/) },
  'Cyrillic letters, models and pictures': {
    lateBy: holding(/cyrillic.*\.woff2$|\.(wasm|bin|png|svg|webp)$/),
  },
  'style sheets and the memory of the device': { lateBy: holding(/\.css$/), prepare: slowMemory },
  'all parts, each at its own time': {
    lateBy: (path) => [...path].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7),
    prepare: slowMemory,
  },
};

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const held = (ms) => new Promise((done) => setTimeout(done, ms));

/** The device's memory opens late. */
function slowMemory() {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function slowly(name, version) {
    const request = open.call(this, name, version);
    request.addEventListener('success', (event) => {
      if (!event.isTrusted) return;
      event.stopImmediatePropagation();
      setTimeout(() => request.dispatchEvent(new Event('success')), 1500);
    });
    return request;
  };
}

/**
 * The site, but of each page comes at first what stands before the middle of a part, and the rest when the test says so.
 * @param {import('node:test').TestContext} t @param {{begins: string, ends: string}} part
 */
async function siteByHalves(t, { begins, ends }) {
  /** @type {Map<string, () => void>} */
  const waiting = new Map();
  const { url } = await receiver(t, (request, response) => {
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    http.get(site.origin + request.url, { headers }, async (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      const bytes = await buffer(answer);
      const part = bytes.indexOf(begins);
      const middle = part < 0 ? 0 : (part + bytes.indexOf(ends, part)) >> 1;
      const rest = () => response.end(bytes.subarray(middle));
      if (part < 0) return rest();
      response.write(bytes.subarray(0, middle));
      return waiting.set(request.url ?? '', rest);
    });
  });
  return { origin: url, goOn: (/** @type {string} */ address) => waiting.get(address)?.() };
}

/** What moved until the page is quiet fails the test. @param {import('./harness.mjs').VisitorPage} page */
async function nothingMoves(page) {
  await page.untilQuiet();
  await page.evaluate(drawn);
  await page.promises();
  await page.context().close();
}

/** Opens a page, goes down and up it; what moved meanwhile fails the test. */
async function visit(address, { lateBy = null, prepare = null, processor = 1 }) {
  const page = await newPage(browser, { origin: site.origin });
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker')); // every part comes by the slow way
  if (prepare) await page.addInitScript(prepare);
  if (processor > 1) {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: processor });
  }
  if (lateBy) {
    await page.route(
      (url) => lateBy(url.pathname) > 0,
      async (route) => {
        await held(lateBy(new URL(route.request().url()).pathname));
        await route.continue().catch(() => {}); // the page was closed meanwhile
      },
    );
  }
  await show(page, site.origin, { address });
  await nothingMoves(page);
}

/** Every visit, a few at a time; all that moved are told together. @param {{name: string, go: () => Promise<void>}[]} visits */
async function all(visits, lanes = kLanes) {
  const moved = [];
  const left = [...visits];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const { name, go } = next;
        await go().catch((error) => moved.push(`${name}: ${error.message}`));
      }
    }),
  );
  assert.deepEqual(moved, []);
}

for (const [what, slow] of Object.entries(kSlow)) {
  test(`${what} come late: nothing moves on any page`, () =>
    all(kPages.map((address) => ({ name: address, go: () => visit(address, slow) }))));
}

test('a processor six times slower: nothing moves', () =>
  all(
    kPages.map((address) => ({ name: address, go: () => visit(address, { processor: 6 }) })),
    2,
  ));

/** @type {Record<string, {selector: string, begins: string, ends: string, pages: string[]}>} */
const kHalves = {
  masthead: {
    selector: '.masthead',
    begins: '<header class="masthead',
    ends: '</header>',
    pages: kPages.filter((address) => !['/embed/', '/demo/'].includes(address)),
  },
  'first screen': {
    selector: '.hero',
    begins: '<section class="hero',
    ends: '</section>',
    pages: ['/', '/embed/'],
  },
};

/** @param {import('./harness.mjs').VisitorPage} page @param {string} selector @param {string} visibility */
const untilIs = (page, selector, visibility) =>
  page.waitForFunction(
    ([what, wanted]) => {
      const element = document.querySelector(what);
      return element && getComputedStyle(element).visibility === wanted;
    },
    [selector, visibility],
    { polling: 20 }, // there may be no frames yet
  );

for (const [name, { selector, pages, ...part }] of Object.entries(kHalves)) {
  test(`half of the ${name} came: it is seen when it is whole, and nothing moves`, async (t) => {
    const { origin, goOn } = await siteByHalves(t, part);
    await all(
      pages.map((address) => ({
        name: address,
        async go() {
          const page = await newPage(browser, { origin });
          await page.goto(origin + address, { waitUntil: 'commit' });
          await untilIs(page, selector, 'hidden');
          await page.evaluate(drawn);
          goOn(address);
          await page.waitForLoadState();
          await untilIs(page, selector, 'visible');
          await nothingMoves(page);
        },
      })),
    );
  });
}
