// A workbench in a browser, for the tests that work at it, and the hand that works it.
import path from 'node:path';
import { newPage, open } from './harness.mjs';

export const WINDOW = { width: 1440, height: 900 };
export const CALL = { width: 1280, height: 720 };
export const TABLET = { width: 1024, height: 768 };

/**
 * The workbench ready for work in a new profile. `close()` fails the test when the page has broken a promise.
 * @param {any} browser @param {string} origin @param {Record<string, any>} [options]
 */
export async function openBenchAt(browser, origin, { fragment = '', ...options } = {}) {
  const page = await newPage(browser, { origin, viewport: WINDOW, ...options });
  await open(page, `${origin}/demo/${fragment}`);
  const close = async () => {
    await page.promises();
    await page.context().close();
  };
  return { page, ...controlsOf(page), close };
}

/** What tests say to a workbench and ask of it. */
export function controlsOf(page) {
  const say = (command) => page.evaluate((one) => globalThis.funnelWorkbench.command(one), command);
  const state = () => page.evaluate(() => globalThis.funnelWorkbench.state());
  const scenario = async () => {
    const { slots, active } = await state();
    return slots[active].scenario;
  };
  const until = (view) =>
    page.waitForFunction((wanted) => {
      const now = globalThis.funnelWorkbench.state().view;
      return Object.entries(wanted).every(([key, value]) => now[key] === value);
    }, view);
  return { say, state, scenario, until };
}

/** Runs a command of the palette by its words. */
export async function command(page, words) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** Clicks what makes a file; gives the path in the folder, and the name. */
export async function takeFile(page, folder, act) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 20_000 }), act()]);
  const name = download.suggestedFilename();
  const to = path.join(folder, `${Date.now()}-${name}`);
  await download.saveAs(to);
  return { to, name };
}

/** Frames drawn so far. */
export const frames = (page) => page.evaluate(() => globalThis.funnelWorkbench.frames());
export const drawn = (page, least) =>
  page.waitForFunction((n) => globalThis.funnelWorkbench.frames() >= n, least);

/** From the canvas to the tables beside it. */
export async function toMirror(page) {
  await page.keyboard.press('F6');
  await page.waitForFunction(() => document.activeElement.matches('[data-mirror]'));
}

/** What the mirror says of the variant in hand, once it says so. */
export const mirrorSays = (page, pattern) =>
  page.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector('[data-mirror-status]').textContent),
    pattern.source,
  );

/** Rows of the inputs, by the units of layout.cpp and scenario_panel.cpp: managers, leads, check, capacity, then the stages. */
const ROW = 34;
const HEAD = 28;
const TOP = 184 + 106 + 6 + HEAD;

/** How a call begins, as it is said; it makes 856 800 a month. */
export const OPENING = '4 менеджера, 320 заявок, чек 85, дозвон 70, квалификация 45, встреча 40, оплата 25';

/** The middle of a field on the canvas and the x of its handle, in a window of two columns. @param {number} row 0 managers, 1 leads, 2 check, 4… stages */
export function fieldAt(page, row, column = 'now') {
  return page.evaluate(
    ([at, which, top, pitch, head]) => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      const box = document.querySelector('canvas').getBoundingClientRect();
      const width = box.width / rem;
      const left = Math.round(Math.min(560, Math.max(400, width * 0.4)));
      const inner = left - 48;
      const field = Math.min(126, Math.max(74, inner * 0.25));
      const right = left - 24 - (inner > 520 ? 118 : 0);
      const x = right - field / 2 - (which === 'now' ? field + 6 : 0);
      const y = top + at * pitch + pitch / 2 + (at >= 4 ? 6 + head : 0);
      const handle = box.left + (x + field / 2 - 8) * rem;
      return { x: box.left + (x - 20) * rem, y: box.top + y * rem, handle };
    },
    [row, column, TOP, ROW, HEAD],
  );
}

/** The same numbers every time. */
export function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * below;
  };
}

/** A person: the hand trembles by 3 to 6 px while it presses, keys come 60 to 250 ms apart (faster by `haste`). */
export function personAt(page, { seed = 7, haste = 1 } = {}) {
  const random = dice(seed);
  let clicks = 0;
  let keys = 0;
  const pause = (low, high) => page.waitForTimeout((low + random(high - low)) / haste);
  const person = {
    async click({ x, y }, times = 1) {
      const tremor = () => (random(2) < 1 ? -1 : 1) * (1.5 + random(1.5));
      await page.mouse.move(x + tremor(), y + tremor(), { steps: 3 });
      for (let i = 0; i < times; i += 1) {
        await page.mouse.down();
        await page.mouse.move(x + tremor(), y + tremor());
        await page.mouse.up();
      }
      clicks += 1;
    },
    async type(text) {
      for (const letter of text) {
        await page.keyboard.type(letter);
        keys += 1;
        await pause(60, 250);
      }
    },
    async press(...names) {
      for (const name of names) {
        await page.keyboard.press(name, { delay: 30 / haste });
        keys += 1;
        await pause(60, 250);
      }
    },
    clicks: () => clicks,
    keys: () => keys,
  };
  return person;
}
