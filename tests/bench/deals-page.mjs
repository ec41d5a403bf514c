// The page /crm/ at 390 × 844 in Chromium: from the moment it is given a file to the frame that shows the sentence of the finding, by the
// page's own clock: what the tool takes to hand the file over is not in it.
import { launchChromium, newPage, open, startSite } from '../e2e/harness.mjs';

/** `drop(file)` answers with the seconds it took and the longest task of the main thread meanwhile, in ms; `close()` ends site and browser. */
export async function openDealsPage() {
  const site = await startSite();
  const browser = await launchChromium();
  const drop = async (/** @type {string} */ file) => {
    const page = await newPage(browser, { origin: site.origin, viewport: { width: 390, height: 844 } });
    await open(page, `${site.origin}/crm/`);
    await page.evaluate(() => {
      globalThis.longestTask = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          globalThis.longestTask = Math.max(globalThis.longestTask, duration);
        }
      }).observe({ type: 'longtask', buffered: false });
      globalThis.found = new Promise((done) => {
        const once = { capture: true, once: true };
        document.addEventListener('change', () => (globalThis.given = performance.now()), once);
        new MutationObserver((_, observer) => {
          if (!document.querySelector('[data-finding]')?.checkVisibility()) return;
          observer.disconnect();
          requestAnimationFrame(() => done(performance.now() - globalThis.given));
        }).observe(document, { subtree: true, childList: true, attributes: true });
      });
    });
    // A person's finger is on the button seconds before the file is chosen.
    await page.locator('[data-start]').hover();
    await page.untilQuiet();
    await page.setInputFiles('[data-file]', file);
    const seconds = (await page.evaluate(() => globalThis.found)) / 1000;
    const longest = await page.evaluate(() => globalThis.longestTask);
    await page.context().close();
    return { seconds, longest };
  };
  return {
    drop,
    close: async () => {
      await browser.close();
      await site.stop();
    },
  };
}
