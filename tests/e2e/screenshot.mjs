// Takes the README's picture from the built site: node tests/e2e/screenshot.mjs [FILE] (assets/screenshot.webp)
import { writeFile } from 'node:fs/promises';
import { launchChromium, newPage, open, startSite } from './harness.mjs';

const kMostBytes = 150_000;
const file = process.argv[2] ?? 'assets/screenshot.webp';
const site = await startSite();
const browser = await launchChromium();
try {
  const page = await newPage(browser, {
    viewport: { width: 1280, height: 800 },
    origin: site.origin,
    deviceScaleFactor: 1.5,
  });
  await open(page, site.origin);
  await page.evaluate(() => document.fonts.ready);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > kMostBytes) {
    throw new Error(`${bytes.length} bytes are too many for a README: at most ${kMostBytes}`);
  }
  await writeFile(file, bytes);
  console.log(`${file}: ${bytes.length} bytes`);
} finally {
  await browser.close();
  await site.stop();
}
