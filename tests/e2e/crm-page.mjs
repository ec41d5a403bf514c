// What the tests of /crm/ share: dropping a file as a hand does, waiting for its report, reading what the page says.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string} name of a worked export */
export const fileOf = (name) => path.resolve('tests/golden/deals', name);

/** The text of a part, no-break spaces as spaces. */
export const textOf = async (page, selector) =>
  (await page.locator(selector).first().innerText()).replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();

/** The report of the file of that name stands. @param {import('playwright-core').Page} page @param {string} name */
export async function opened(page, name) {
  await page.waitForFunction(
    (wanted) =>
      document.documentElement.dataset.crm === 'open' &&
      document.querySelector('.read__facts dd')?.textContent?.startsWith(wanted) &&
      document.querySelector('[data-report] h1') !== null,
    name,
    { timeout: 60_000 },
  );
}

/** Drops a worked export on the page, as a hand does: over it, then let go. @param {import('playwright-core').Page} page @param {string} name */
export async function dropped(page, name) {
  const data = await page.evaluateHandle(
    ({ text, file }) => {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], file, { type: 'text/csv' }),
      );
      return transfer;
    },
    { text: readFileSync(fileOf(name)).toString('base64'), file: name },
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('[data-drop]', type, { dataTransfer: data });
  }
  await opened(page, name);
}

/** The sentence for lunch, once there is one. @param {import('playwright-core').Page} page */
export async function finding(page) {
  await page.waitForSelector('[data-finding]', { timeout: 60_000 });
  return textOf(page, '[data-finding]');
}

/** All that a page and its workers ask for from now on. @returns {{url: string, method: string, body: string | null}[]} grows */
export function trafficOf(page) {
  /** @type {{url: string, method: string, body: string | null}[]} */
  const traffic = [];
  page
    .context()
    .on('request', (request) =>
      traffic.push({ url: request.url(), method: request.method(), body: request.postData() }),
    );
  return traffic;
}

/** Everything the device holds, as text. */
export const device = (page) =>
  page.evaluate(async () => {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((done, fail) => {
        const opening = indexedDB.open(String(name));
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => fail(opening.error);
      });
      for (const store of db.objectStoreNames) {
        kept.push(
          await new Promise((done) => {
            const asking = db.transaction(store).objectStore(store).getAll();
            asking.onsuccess = () => done(JSON.stringify(asking.result));
          }),
        );
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      kept.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    }
    return kept.join('\n');
  });
