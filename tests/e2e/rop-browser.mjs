// What the checklist's, the take-aways' and the offline tests share: the site behind funnel-server, a browser, sample meetings.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { journeys, launchChromium, slowed, startSite } from './harness.mjs';

export const kRoot = fileURLToPath(new URL('../../', import.meta.url));
export const kSite = path.resolve(process.env.SITE ?? path.join(kRoot, 'build/site'));
export const definition = JSON.parse(readFileSync(path.join(kRoot, 'assets/checklist/rop.json'), 'utf8'));
export const kCount = definition.areas.flatMap(({ items }) => items).length;
export const golden = (name) =>
  JSON.parse(readFileSync(path.join(kRoot, `tests/golden/${name}.json`), 'utf8'));

/** @param {string} [folder] of the built site */
export async function startBrowser(folder = kSite) {
  let site = await startSite({ folder });
  const { origin, port } = site;
  const browser = await launchChromium();
  return {
    origin,
    browser,
    /** The same address, the folder read anew: a site that was deployed again. */
    async restart() {
      await site.stop();
      site = await startSite({ folder, port });
    },
    async stop() {
      await browser.close();
      await site.stop();
    },
    /**
     * A page of a new profile. `faults` collects script errors, CSP violations and requests elsewhere.
     * @param {string} address
     * @param {{width?: number, scheme?: any, stored?: Record<string, any>, context?: any, prepare?: any}} [options]
     */
    async open(
      address,
      { width = 1280, scheme = 'light', stored = {}, context = null, prepare = null } = {},
    ) {
      const own =
        context ??
        (await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme: scheme,
          acceptDownloads: true,
          locale: 'ru-RU',
          reducedMotion: 'reduce', // a tap on what is still scrolling would miss it
          hasTouch: width < 600,
        }));
      const page = await own.newPage();
      await slowed(page);
      const faults = [];
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (/Content Security Policy|Refused to|TrustedScript/i.test(message.text())) {
          faults.push(message.text());
        }
      });
      page.on('request', (request) => {
        const { origin: requested, protocol } = new URL(request.url());
        if (/^https?:/.test(protocol) && requested !== origin) faults.push(`request to ${requested}`);
      });
      if (Object.keys(stored).length > 0) {
        await page.addInitScript((values) => {
          for (const [key, value] of Object.entries(values)) {
            if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify(value));
          }
        }, stored);
      }
      if (prepare) await prepare(page);
      await page.goto(origin + address);
      return { page, context: own, faults };
    },
  };
}

/** journeys() for those files: `site` has the browser, too. @param {(site: any) => unknown} use @param {{folder?: string, end?: () => unknown}} [how] */
export const journeysHere = (use, { folder, end } = {}) =>
  journeys(({ site }) => use(site), { start: () => startBrowser(folder), launch: async () => null, end });

/** The page has shown its first state. */
export const ready = (page) => page.waitForSelector('html[data-ready]');

/** A meeting with most questions marked. */
export function sampleRun({ id = 'a', title = 'Встреча с Иваном', count = 50 } = {}) {
  const items = definition.areas.flatMap((area) => area.items).slice(0, count);
  const marks = (values, step) =>
    Object.fromEntries(items.map((item, i) => [item.id, values[(i * step) % values.length]]));
  return {
    id,
    title,
    createdAt: '2026-11-20T10:00:00.000Z',
    savedAt: '2026-11-20T10:00:00.000Z',
    length: 'full',
    scenario: null,
    answers: marks([1, 2, 0, 1, 2, 2, 1, 'na'], 7),
    self: marks([2, 2, 1, 1, 2, 2], 5),
    notes: { [items[0].id]: '=2+2 «формула»; тест', [items[8].id]: 'Две из десяти' },
  };
}

export const storedRun = (run = sampleRun()) => ({ 'funnel.rop.runs.v1': { current: run.id, runs: [run] } });
export const storedCalculation = (name = 'full') => ({
  'funnel.scenario.v1': { scenario: golden(name).scenario, example: false },
});
