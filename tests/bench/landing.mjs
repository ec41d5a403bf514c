// The landing page as a slow phone sees it: from a keystroke to the result on the screen with the processor four times slower, and
// Lighthouse's mobile run: of funnel-server alone (HTTP/1.1), and as the site is deployed, behind nginx with TLS and HTTP/2. Medians; the
// spread is told.
//   node tests/bench/landing.mjs [--runs 5] [--keystrokes 40]
import { parseArgs } from 'node:util';
import lighthouse from 'lighthouse';
import { machine } from '../ops/lib/machine.mjs';
import { startNginx } from '../ops/lib/tls-nginx.mjs';
import { chromiumAtPort } from '../e2e/chromium-at-port.mjs';
import { PHONE, launchChromium, newPage, open, startSite } from '../e2e/harness.mjs';

const kSlower = 4;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, keystrokes: { type: 'string', default: '40' } },
});

const sorted = (/** @type {number[]} */ numbers) => [...numbers].sort((a, b) => a - b);
const median = (/** @type {number[]} */ numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const told = (/** @type {number[]} */ numbers, digits = 0) =>
  `${median(numbers).toFixed(digits)} (${sorted(numbers)[0].toFixed(digits)} to ${sorted(numbers).at(-1)?.toFixed(digits)})`;

/** In the page: a check is typed, and how long until the frame with its result has been drawn, ms. @param {number} check */
const keystroke = (check) =>
  new Promise((done) => {
    const field = /** @type {HTMLInputElement} */ (document.querySelector('[data-in="/average_check"]'));
    const started = performance.now();
    field.value = String(check);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    // The task after the frame: what was changed is on the screen.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - started);
      port2.postMessage(null);
    });
  });

/** What stands on the screen. @param {any} page */
const revenueOf = async (page) =>
  Number((await page.locator('[data-out="now.revenue"]').first().textContent()).replaceAll(/\D/g, ''));

/** @param {import('playwright-core').Browser} browser @param {string} origin @param {(page: any) => Promise<void>} prepare */
async function typing(browser, origin, prepare) {
  const page = await newPage(browser, { viewport: PHONE, touch: true, origin });
  await open(page, origin);
  for (const [name, text] of Object.entries({ managers: '4', leads_per_month: '320', stated_sales: '10' })) {
    await page.locator(`[data-in="/${name}"]`).first().fill(text);
  }
  await prepare(page);
  await page.evaluate(keystroke, 85_000);
  const before = await revenueOf(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: kSlower });
  const times = [];
  for (let i = 0; i < Number(values.keystrokes); i += 1) {
    times.push(await page.evaluate(keystroke, 85_000 + i));
  }
  const after = await revenueOf(page);
  const expected = (before * (85_000 + Number(values.keystrokes) - 1)) / 85_000;
  if (Math.abs(after - expected) > 1) throw new Error(`${after} on the screen, not ${expected}`);
  await page.context().close();
  return times;
}

async function measureTyping(origin) {
  const browser = await launchChromium();
  try {
    const plain = await typing(browser, origin, async () => {});
    console.log(`typing to result, one stage, folds closed: ${told(plain, 1)} ms`);
    const unfolded = await typing(browser, origin, async (page) => {
      await page.locator('#preset').selectOption('b2b');
      for (const fold of await page.locator('.calc .folds > .more > summary').all()) await fold.click();
    });
    console.log(`typing to result, four stages, every fold and chart open: ${told(unfolded, 1)} ms`);
  } finally {
    await browser.close();
  }
}

/** @param {string} origin @param {string} how */
async function measureLighthouse(origin, how) {
  const { port, close } = await chromiumAtPort(['--ignore-certificate-errors']);
  try {
    /** @type {Record<string, number[]>} */
    const found = { score: [], tbt: [], fcp: [], lcp: [], si: [], cls: [], index: [] };
    while (found.score.length < Number(values.runs)) {
      const run = await lighthouse(origin, {
        port,
        output: 'json',
        logLevel: 'silent',
        onlyCategories: ['performance'],
      });
      const { audits, categories, environment, runtimeError } = run?.lhr ?? {};
      if (runtimeError || !audits || !categories) continue; // a busy browser's trace without a beginning
      found.score.push((categories.performance.score ?? 0) * 100);
      found.tbt.push(audits['total-blocking-time'].numericValue ?? NaN);
      found.fcp.push(audits['first-contentful-paint'].numericValue ?? NaN);
      found.lcp.push(audits['largest-contentful-paint'].numericValue ?? NaN);
      found.si.push(audits['speed-index'].numericValue ?? NaN);
      found.cls.push(audits['cumulative-layout-shift'].numericValue ?? NaN);
      found.index.push(environment?.benchmarkIndex ?? NaN);
    }
    for (const [name, numbers] of Object.entries(found)) {
      console.log(`lighthouse mobile, ${how}, ${name}: ${told(numbers, name === 'cls' ? 3 : 0)}`);
    }
  } finally {
    await close();
  }
}

/** The packed release in service behind its nginx. @param {(origin: string) => Promise<void>} work */
async function deployed(work) {
  const ends = [];
  const t = /** @type {any} */ ({ after: (/** @type {() => any} */ end) => ends.unshift(end) });
  try {
    const server = await machine(t);
    await server.install();
    await work((await startNginx(t, server, 'nginx')).origin);
  } finally {
    for (const end of ends) await end();
  }
}

const site = await startSite();
try {
  await measureTyping(site.origin);
  await measureLighthouse(site.origin, 'HTTP/1.1');
} finally {
  await site.stop();
}
await deployed((origin) => measureLighthouse(origin, 'HTTP/2'));
process.exit(0); // lighthouse keeps a socket
