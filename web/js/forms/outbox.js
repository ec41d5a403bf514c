// @ts-check
// Requests on their way: each is on the device before it is sent and leaves it only by this server's own answer. Everything else waits
// and is tried again, later and later, while a page of the site is open and whenever the network comes back.

import {
  deliveredIn,
  forget,
  keep,
  postpone,
  refuse,
  rememberTaken,
  setDelivered,
  waitingIn,
} from './queue.js';
import { kSoonMs } from './places.js';
import { answerFrom } from './request.js';

/** @typedef {import('./request.js').Answer} Answer */
/** @typedef {(answer: Answer, isKept: boolean) => void | Promise<void>} Told */

const kAnswerWithin = 30_000; // ms

/** For who counts it (js/steps/main.js). */
const tellSent = () => globalThis.dispatchEvent?.(new CustomEvent('funnel:step', { detail: 'request' }));

/** @param {any} body @returns {Promise<Answer>} */
async function post(body) {
  const ending = new AbortController(); // AbortSignal.timeout is not in Safari 15
  const late = setTimeout(() => ending.abort(), kAnswerWithin);
  try {
    const response = await fetch('/api/leads', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: ending.signal,
    });
    const json = await response.json().catch(() => null);
    const type = response.headers.get('content-type') ?? '';
    const retryAfter = response.headers.get('retry-after');
    return answerFrom({ status: response.status, type, json, retryAfter });
  } catch {
    return answerFrom({ status: 0 });
  } finally {
    clearTimeout(late);
  }
}

/** Where no worker sends for the page. @type {import('./background.js').Background} */
const kNobody = { leave: async () => {}, drop: async () => {}, sent: async () => [] };

/**
 * @param {import('./queue.js').DeviceStorage} storage
 * @param {{now?: () => number, deliver?: typeof post, worker?: import('./background.js').Background}} [means] `worker`: who sends when no
 *   page is open; the others are for tests
 */
export function createOutbox(storage, { now = Date.now, deliver = post, worker = kNobody } = {}) {
  /** Forms that wait for their answer, by the request's key. @type {Map<string, Told>} */
  const waitingForms = new Map();
  /** @type {Set<() => void>} */
  const watchers = new Set();
  /** Requests being sent just now. @type {Set<string>} */
  const underway = new Set();
  let timer = 0;

  const tell = () => watchers.forEach((watcher) => watcher());
  const find = (/** @type {string} */ key) =>
    waitingIn(storage, now()).find(({ body }) => body.idempotency_key === key);

  /** @param {{body: any, digest: string}} request @param {boolean} isKept */
  async function attempt({ body, digest }, isKept) {
    const key = body.idempotency_key;
    if (underway.has(key)) return;
    underway.add(key);
    const slow = setTimeout(tell, kSoonMs); // what waits is seen before it is known whether it does
    const answer = await deliver(body);
    clearTimeout(slow);
    underway.delete(key);
    const told = waitingForms.get(key);
    if (answer.kind === 'later') {
      postpone(storage, key, { now: now(), after: answer.after });
      worker.leave(body).catch(() => {}); // then this page sends it, as without a worker
    } else {
      if (answer.kind === 'issues' && !told) refuse(storage, key, { now: now(), why: answer.message });
      else forget(storage, key, now());
      waitingForms.delete(key);
      worker.drop(key).catch(() => {});
      // Sent again as it is, a refused one is a new request: the one of that key may have been erased.
      rememberTaken(storage, { digest, key: answer.kind === 'taken' ? key : '' }, now());
      if (answer.kind === 'taken') tellSent();
      if (answer.kind === 'taken' && !told) {
        const { number, receipt } = answer;
        setDelivered(storage, [...deliveredIn(storage), { number, receipt, at: now() }]);
      }
    }
    await told?.(answer, isKept);
    tell();
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    const due = waitingIn(storage, now()).filter(({ refused }) => refused === undefined);
    const next = Math.min(...due.map((entry) => entry.next ?? 0));
    if (next !== Infinity) timer = /** @type {any} */ (setTimeout(sendDue, Math.max(0, next - now())));
  }

  /** Takes over what the worker has sent while no page was open. */
  async function takeFromWorker() {
    for (const { key, number, receipt } of await worker.sent().catch(() => [])) {
      const entry = find(key);
      forget(storage, key, now());
      if (entry) {
        rememberTaken(storage, { digest: entry.digest, key }, now());
        setDelivered(storage, [...deliveredIn(storage), { number, receipt, at: now() }]);
        tellSent();
      }
      await worker.drop(key).catch(() => {});
      tell();
    }
  }

  /** Sends what is due; `all`: whatever its time. */
  async function sendDue({ all = false } = {}) {
    for (const entry of waitingIn(storage, now())) {
      if (entry.refused === undefined && (all || (entry.next ?? 0) <= now())) await attempt(entry, true);
    }
  }

  return {
    /** @param {{body: any, digest: string}} request @param {Told} told hears of every answer until the last */
    async send(request, told) {
      const key = request.body.idempotency_key;
      // Kept before it is sent: a page that is closed or reloaded meanwhile sends it again under the same key.
      const isKept = keep(storage, request, now());
      waitingForms.set(key, told);
      await attempt(request, isKept);
    },
    /** Sends what waits from earlier visits, now and whenever the network is back. */
    start() {
      globalThis.addEventListener?.('online', () => sendDue({ all: true }));
      return takeFromWorker()
        .then(() => sendDue())
        .then(schedule);
    },
    waiting: () => waitingIn(storage, now()),
    delivered: () => deliveredIn(storage),
    /** @param {string} number */
    forgetDelivered(number) {
      setDelivered(
        storage,
        deliveredIn(storage).filter((one) => one.number !== number),
      );
      tell();
    },
    /** @param {string} key */
    giveUp(key) {
      forget(storage, key, now());
      worker.drop(key).catch(() => {});
      tell();
    },
    /** @param {string} key */
    async sendNow(key) {
      const entry = find(key);
      if (entry) await attempt(entry, true);
    },
    /** @param {() => void} watcher */
    watch(watcher) {
      watchers.add(watcher);
      watcher();
    },
  };
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */
