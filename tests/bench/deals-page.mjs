// The page /crm/ at 390 × 844 in Chromium: from choosing a file to the sentence of the finding.
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
    });
    const from = performance.now();
    await page.setInputFiles('[data-file]', file);
    await page.waitForSelector('[data-finding]', { timeout: 120_000 });
    const seconds = (performance.now() - from) / 1000;
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
