// Every page of the built site and the states worth guarding, for the tests that go over all of them.
import path from 'node:path';
import { listFiles } from '../../web/tools/files.mjs';
import { inSight, ready, type, typeAll } from './harness.mjs';

const SITE = path.resolve(process.env.SITE ?? 'build/site');
/** The stories look alike: the one with a button and the one with counts stand for all. */
const kStories = /^cases\/(?!index|fintablo|rusdver)/;
const kMissing = '/takoy-stranicy-net/';

/** @typedef {{name: string, address: string, act?: (page: any) => Promise<void>}} State */

/** @returns {Promise<State[]>} the pages as they open; the workbench draws on a canvas and has tests of its own */
export async function allPages() {
  const files = (await listFiles(SITE)).filter(
    (file) => file.endsWith('.html') && !file.startsWith('demo/') && !kStories.test(file),
  );
  return files.map((file) => {
    if (file === '404.html') return { name: 'missing', address: kMissing };
    const folder = file.replace(/\/?index\.html$/, '');
    return { name: folder.replaceAll('/', '-') || 'landing', address: folder ? `/${folder}/` : '/' };
  });
}

/** Of each stage: how many entered, how many passed. */
const kCounts = [
  [200, 150],
  [150, 60],
  [60, 36],
  [36, 9],
];

/** Runs in the page: the stages are counted, for a range is told of counts alone. @param {number[][]} counts */
async function countStages(counts) {
  const card = (/** @type {number} */ i) =>
    /** @type {any} */ (document.querySelectorAll('[data-stages] > li')[i]);
  /** The page hears of a fold by an event, and draws the cards anew by what it has heard. */
  const fold = (/** @type {number} */ i) =>
    new Promise((done) => {
      card(i).querySelector('details').addEventListener('toggle', done, { once: true });
      card(i).querySelector('.stage__open').click();
    });
  for (const [i, [entered, passed]] of counts.entries()) {
    await fold(i);
    card(i).querySelectorAll(`[name="mode-${i}"]`)[1].click();
    for (const [key, value] of Object.entries({ entered, passed })) {
      const field = card(i).querySelector(`[data-in="/stages/${i}/observed/${key}"]`);
      field.value = String(value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await fold(i);
  }
}

/** What a visitor makes of the pages with numbers. @type {State[]} */
export const kStates = [
  {
    name: 'landing-stages',
    address: '/',
    async act(page) {
      await typeAll(page, {
        managers: '3',
        leads_per_month: '200',
        average_check: '120 000',
      });
      await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
      await page.evaluate(countStages, kCounts);
      for (const fold of await page.locator('.calc .folds > .more > summary').all()) await fold.click();
      await type(page, '/goal_revenue', '25 млн');
      await page.waitForSelector('[data-chart="density"] svg');
      await page.waitForSelector('#months[data-mounted]');
      await page.waitForFunction(() => document.querySelector('[data-announce]')?.textContent);
    },
  },
  {
    name: 'crm-open',
    address: '/crm/',
    async act(page) {
      await page.click('[data-do=sample]');
      await page.waitForSelector('[data-point]', { timeout: 60_000 });
      await page.waitForSelector('#before-from');
      await page.waitForSelector('[data-chart=ripening] svg');
    },
  },
  {
    name: 'rop-marked',
    address: '/rop/',
    async act(page) {
      for (const mark of ['0', '1', '2']) {
        await page.locator(`[data-items] input[type=radio][value="${mark}"]`).first().check({ force: true });
      }
    },
  },
];

/**
 * Goes to a state and waits until nothing moves: the module has answered, fonts are there, what loads on scroll has loaded.
 * @param {import('playwright-core').Page} page @param {string} origin @param {Pick<State, 'address' | 'act'>} state
 */
export async function show(page, origin, { address, act }) {
  await page.goto(origin + address);
  if (await page.locator('script[type=module]').count()) await ready(page);
  await act?.(page);
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
    // a form's module comes when the form is near, and offers the calculation then
    document.querySelector('form [data-attach][hidden]')?.closest('form')?.scrollIntoView();
  });
  await page.waitForFunction(() => !document.querySelector('form [data-attach][hidden]'));
  await page.evaluate(async () => {
    scrollTo(0, 0);
    document.activeElement?.blur();
    await document.fonts.ready;
  });
  await page.evaluate(inSight); // such as the bar at the foot of the window
}
