// A workbench in a browser, for the tests that work at it.
import { newPage, open } from './harness.mjs';

export const WINDOW = { width: 1440, height: 900 };
export const TABLET = { width: 1024, height: 768 };

/** The workbench ready for work in a new profile. `close()` fails the test when the page has broken a promise. */
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

/** Frames drawn so far. */
export const frames = (page) => page.evaluate(() => globalThis.funnelWorkbench.frames());
export const drawn = (page, least) =>
  page.waitForFunction((n) => globalThis.funnelWorkbench.frames() >= n, least);
