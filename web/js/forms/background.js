// @ts-check
// Requests that wait, left where the service worker finds them: a browser with Background Sync sends them when the network is back, with
// no page of the site open. Elsewhere nothing is left and the pages go on sending by themselves. The same key travels from both, so a
// request sent twice is one.

import { openMemory } from '../model/memory.js';

/** The worker's own names: sw.js. */
const kTag = 'funnel-requests';
const kPrefix = 'request:';

/** @typedef {{key: string, number: string, receipt: string}} SentByWorker */

/** @returns {Promise<any>} null: this browser has no Background Sync, or no worker has been installed yet */
const registration = async () =>
  'SyncManager' in globalThis ? ((await navigator.serviceWorker?.getRegistration()) ?? null) : null;

export const background = {
  /** @param {any} body of the request */
  async leave(body) {
    const worker = await registration();
    const memory = worker && (await openMemory());
    if (!memory?.kept) return;
    const key = kPrefix + body.idempotency_key;
    const there = await memory.read(key);
    if (!there) await memory.write(key, { body, at: Date.now() }, 0);
    memory.close();
    await worker.sync.register(kTag);
  },
  /** @param {string} key of a request that waits no longer */
  async drop(key) {
    if (!('SyncManager' in globalThis)) return;
    const memory = await openMemory();
    await memory.remove(kPrefix + key);
    memory.close();
  },
  /** What the worker has sent meanwhile. @returns {Promise<SentByWorker[]>} */
  async sent() {
    if (!('SyncManager' in globalThis)) return [];
    const memory = await openMemory();
    const records = await memory.list(kPrefix);
    memory.close();
    return records
      .filter(({ value }) => value.sent)
      .map(({ key, value }) => ({ key: key.slice(kPrefix.length), ...value.sent }));
  },
};

/** @typedef {Pick<typeof background, 'leave' | 'drop' | 'sent'>} Background */
