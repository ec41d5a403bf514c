// A workbench in a browser, for the tests that work at it.
import { newPage, open } from './harness.mjs';

export const WINDOW = { width: 1440, height: 900 };
export const TABLET = { width: 1024, height: 768 };

/**
 * The workbench ready for work in a new profile. `close()` fails the test when the page has broken a promise.
 * @param {import('playwright-core').Browser} browser @param {string} origin
 * @param {{fragment?: string} & Parameters<typeof newPage>[1]} [options]
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

/** Frames drawn so far. */
export const frames = (page) => page.evaluate(() => globalThis.funnelWorkbench.frames());
export const drawn = (page, least) =>
  page.waitForFunction((n) => globalThis.funnelWorkbench.frames() >= n, least);

/** Presses keys one after another; each is held until the workbench has seen it. */
export async function press(page, ...keys) {
  for (const key of keys) {
    const before = await frames(page);
    await page.keyboard.down(key);
    await drawn(page, before + 2);
    await page.keyboard.up(key);
    await drawn(page, before + 4);
  }
}

/** From the canvas to the tables beside it. */
export async function toMirror(page) {
  await page.keyboard.press('F6');
  await page.waitForFunction(() => document.activeElement.matches('[data-mirror]'));
}

/** A key of the Russian layout, as the browser reports it: the letter is Cyrillic, the place is the same. */
export async function pressRussian(page, { letter, code, keyCode }) {
  const session = await page.context().newCDPSession(page);
  const key = { key: letter, code, windowsVirtualKeyCode: keyCode };
  const before = await frames(page);
  await session.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, ...key });
  await drawn(page, before + 2);
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await drawn(page, before + 4);
  await session.detach();
}
