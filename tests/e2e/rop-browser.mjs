// What the checklist's, the take-aways' and the offline tests share: the site behind funnel-server, a browser, sample meetings.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './harness.mjs';

export const kRoot = fileURLToPath(new URL('../../', import.meta.url));
export const kSite = path.resolve(process.env.SITE ?? path.join(kRoot, 'build/site'));
const kServer = path.resolve(process.env.BUILD ?? path.join(kRoot, 'build/native'), 'bin/funnel-server');
export const definition = JSON.parse(readFileSync(path.join(kRoot, 'assets/checklist/rop.json'), 'utf8'));
export const golden = (name) =>
  JSON.parse(readFileSync(path.join(kRoot, `tests/golden/${name}.json`), 'utf8'));

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

/** funnel-server over a folder; it reads the folder once, at start. */
async function serve(folder, port) {
  const server = spawn(kServer, ['serve', '--site', folder, '--listen', `127.0.0.1:${port}`], {
    stdio: 'ignore',
  });
  const origin = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100 && server.exitCode === null; i += 1) {
    const answers = await fetch(origin, { method: 'HEAD' }).then(
      () => true,
      () => false,
    );
    if (answers) {
      return async () => {
        server.kill('SIGTERM');
        if (server.exitCode === null) await once(server, 'exit');
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('funnel-server does not answer');
}

/** @param {string} [folder] of the built site */
export async function startBrowser(folder = kSite) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let stop = await serve(folder, port);
  const browser = await launchChromium();
  return {
    origin,
    browser,
    /** The same address, the folder read anew: a site that was deployed again. */
    async restart() {
      await stop();
      stop = await serve(folder, port);
    },
    async close() {
      await browser.close();
      await stop();
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
          hasTouch: width < 600,
        }));
      const page = await own.newPage();
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
