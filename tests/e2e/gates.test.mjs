// What holds for every page whatever it says: a language, one heading, a title of its own, links that lead somewhere, nothing asked
// of others, nothing against the policy, no error; axe in both themes; reflow at 320 px, and with letters twice as large; Windows' high contrast.
import assert from 'node:assert/strict';
import test from 'node:test';
import { DESK, PHONE, axe, journeys, newPage } from './harness.mjs';
import { allPages, kStates, show } from './pages.mjs';

const pages = await allPages();
const states = [...pages, ...kStates];
const kNarrow = { width: 320, height: 640 };
const kEnlarged = { width: 640, height: 900 };
let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** @param {import('./pages.mjs').State} state @param {any} [options] of the page */
async function opened(state, options = {}) {
  const page = await newPage(browser, { origin: site.origin, ...options });
  await show(page, site.origin, state);
  return page;
}

/** Nothing stands out of the page's width but what scrolls in its own box. */
async function fits(page) {
  const { wide, culprits } = await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const outside = [...document.querySelectorAll('body *')].filter(
      (el) =>
        el.getBoundingClientRect().right > innerWidth + 1 && !el.closest('[tabindex="0"], .vh, table, svg'),
    );
    return {
      wide: document.documentElement.scrollWidth - innerWidth,
      culprits: outside
        .slice(0, 8)
        .map((el) => `${el.tagName}.${el.className}: ${el.textContent.trim().slice(0, 30)}`),
    };
  });
  assert.ok(wide <= 0, `${wide} px too wide: ${culprits.join(' | ')}`);
}

const htmlOf = async ({ address }) => (await fetch(site.origin + address)).text();

test('every page says its language, has one first heading and a title no other page has', async () => {
  const titles = new Map();
  for (const page of pages) {
    const html = await htmlOf(page);
    assert.match(html, /^<!DOCTYPE html>\s*<html lang="ru"/, page.name);
    assert.match(html, /<h1[\s>]/, page.name); // that one is seen at a time, a browser tells below
    const title = /<title>([^<]+)<\/title>/.exec(html)[1];
    assert.equal(titles.get(title), undefined, `${page.name} and ${titles.get(title)}: ${title}`);
    titles.set(title, page.name);
  }
});

test('every link, script, style and picture of the site leads somewhere, and every #anchor is on its page', async () => {
  const ids = async (address) =>
    new Set(
      [...(await (await fetch(site.origin + address)).text()).matchAll(/\sid="([^"]+)"/g)].map(
        ([, id]) => id,
      ),
    );
  const known = new Map();
  const dead = [];
  for (const page of pages) {
    const html = await htmlOf(page);
    const links = new Set(
      [
        ...html.matchAll(/\s(?:href|src|action)="([^"]+)"/g),
        ...html.matchAll(/property="og:image" content="([^"]+)"/g),
      ].map(([, link]) => link.replaceAll('&amp;', '&')),
    );
    for (const link of links) {
      if (/^(tel|mailto|data):/.test(link) || link === '/api/leads') continue;
      const url = new URL(link, site.origin + page.address);
      if (url.origin !== site.origin) {
        dead.push(`${page.name}: ${link} leads away`);
        continue;
      }
      if (!known.has(url.pathname)) known.set(url.pathname, (await fetch(url)).status);
      if (url.pathname !== page.address && known.get(url.pathname) !== 200) {
        dead.push(`${page.name}: ${link} ${known.get(url.pathname)}`);
      } else if (
        url.hash.length > 1 &&
        !(await ids(url.pathname)).has(decodeURIComponent(url.hash.slice(1)))
      ) {
        dead.push(`${page.name}: ${link} has no such place`);
      }
    }
  }
  assert.deepEqual(dead, []);
});

test('icons, manifest and robots.txt come with their types', async () => {
  for (const [address, type] of [
    ['/favicon.ico', 'image/x-icon'],
    ['/favicon.svg', 'image/svg+xml'],
    ['/apple-touch-icon.png', 'image/png'],
    ['/site.webmanifest', 'application/manifest+json'],
    ['/robots.txt', 'text/plain'],
  ]) {
    const answer = await fetch(site.origin + address);
    assert.equal(answer.status, 200, address);
    assert.ok(
      answer.headers.get('content-type').startsWith(type),
      `${address}: ${answer.headers.get('content-type')}`,
    );
  }
});

for (const state of states) {
  for (const scheme of ['light', 'dark']) {
    test(`${state.name}, ${scheme}: axe finds nothing, nothing breaks, nobody else is asked`, async () => {
      const page = await opened(state, { scheme, viewport: scheme === 'light' ? PHONE : DESK });
      await axe(page, `${state.name}, ${scheme}`);
      assert.equal(await page.locator('h1:visible').count(), 1, 'one first heading');
      if (state.name === 'missing') page.forgive(/status of 404/);
      await page.promises({ replaced: Boolean(state.act) });
      await page.context().close();
    });
  }

  test(`${state.name}: nothing to scroll sideways at 320 px, nor at 640 px with letters twice as large`, async () => {
    const page = await opened(state, { viewport: kNarrow });
    await fits(page);
    await page.setViewportSize(kEnlarged);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    await page.waitForFunction(
      () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) === 32,
    );
    await fits(page);
    await page.context().close();
  });
}

/** Fields without a line of their own or around them, and words in the colour of their ground: what forced colours may take away. */
const unseen = () => {
  const isDrawn = (el) => {
    const box = el.getBoundingClientRect();
    return (
      box.width > 1 &&
      box.height > 1 &&
      getComputedStyle(el).visibility !== 'hidden' &&
      getComputedStyle(el).opacity !== '0'
    );
  };
  const hasLine = (el) =>
    ['Top', 'Bottom'].some(
      (side) =>
        getComputedStyle(el)[`border${side}Style`] !== 'none' &&
        Number.parseFloat(getComputedStyle(el)[`border${side}Width`]) > 0,
    );
  const fields = [
    ...document.querySelectorAll(
      'input:not([type=hidden], [type=checkbox], [type=radio], [type=range], [type=file]), select, textarea',
    ),
  ];
  const bare = fields.filter(
    (el) => isDrawn(el) && ![el, el.parentElement, el.parentElement.parentElement].some(hasLine),
  );
  const words = [...document.querySelectorAll('a[href], button, label, h1, h2, h3, p')].filter(
    (el) => isDrawn(el) && el.textContent.trim(),
  );
  const gone = words.filter(
    (el) => getComputedStyle(el).color === getComputedStyle(document.body).backgroundColor,
  );
  return [...bare, ...gone].map((el) => el.outerHTML.slice(0, 90));
};

for (const page of pages) {
  test(`${page.name}: in Windows' high contrast fields have lines and words are seen`, async () => {
    const opening = await opened(page, { forcedColors: 'active' });
    assert.deepEqual(await opening.evaluate(unseen), []);
    await opening.context().close();
  });
}
