// What the checklist's, the take-aways' and the offline tests share: the built site, a browser, a page that tells of every fault.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serveFolder } from './static-server.mjs';

export const kRoot = fileURLToPath(new URL('../../', import.meta.url));
export const kSite = path.join(kRoot, 'build/site');
export const definition = JSON.parse(readFileSync(path.join(kRoot, 'assets/checklist/rop.json'), 'utf8'));
export const golden = (name) => JSON.parse(readFileSync(path.join(kRoot, `tests/golden/${name}.json`), 'utf8'));
const kFlags = ['--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** @param {string} [site] */
export async function startBrowser(site = kSite) {
  const server = await serveFolder(site, 0);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: kFlags });
  return {
    origin: server.origin,
    browser,
    async close() {
      await browser.close();
      await server.close();
    },
    /**
     * A page of a new profile. `faults` collects script errors, CSP violations and requests elsewhere.
     * @param {{width?: number, scheme?: 'light' | 'dark', stored?: Record<string, any>, context?: any}} [options]
     */
    async open(address, { width = 1280, scheme = 'light', stored = {}, context = null, prepare = null } = {}) {
      const own = context ?? (await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, acceptDownloads: true, locale: 'ru-RU', hasTouch: width < 600 }));
      const page = await own.newPage();
      const faults = [];
      page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (/Content Security Policy|Refused to|TrustedScript/i.test(message.text())) faults.push(message.text());
      });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (/^https?:/.test(protocol) && origin !== server.origin) faults.push(`request to ${origin}`);
      });
      if (Object.keys(stored).length > 0) {
        await page.addInitScript((values) => {
          for (const [key, value] of Object.entries(values)) if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify(value));
        }, stored);
      }
      if (prepare) await prepare(page);
      await page.goto(server.origin + address);
      return { page, context: own, faults };
    },
  };
}

/** The page has shown its first state. */
export const ready = (page) => page.waitForSelector('html[data-ready]');

/** A meeting with most questions marked. */
export function sampleRun({ id = 'a', title = 'Встреча с Иваном', count = 50 } = {}) {
  const items = definition.areas.flatMap((area) => area.items).slice(0, count);
  const marks = (values, step) => Object.fromEntries(items.map((item, i) => [item.id, values[(i * step) % values.length]]));
  return {
    id, title, createdAt: '2026-11-20T10:00:00.000Z', savedAt: '2026-11-20T10:00:00.000Z', length: 'full', scenario: null,
    answers: marks([1, 2, 0, 1, 2, 2, 1, 'na'], 7), self: marks([2, 2, 1, 1, 2, 2], 5),
    notes: { [items[0].id]: '=2+2 «формула»; тест', [items[8].id]: 'Две из десяти' },
  };
}

export const storedRun = (run = sampleRun()) => ({ 'funnel.rop.runs.v1': { current: run.id, runs: [run] } });
export const storedCalculation = (name = 'full') => ({ 'funnel.scenario.v1': { scenario: golden(name).scenario, example: false } });
