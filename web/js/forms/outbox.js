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
/** @typedef {import('./background.js').Background} Background */
/** @typedef {{body: any, digest: string}} Sendable a request as it is sent, `digest` of its content */
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

/** Where no worker sends for the page. @type {Background} */
const kNobody = { leave: async () => {}, drop: async () => {}, sent: async () => [] };

/** The requests of one device, by its clock. @param {import('./queue.js').DeviceStorage} storage @param {() => number} now */
const requestsOn = (storage, now) => ({
  waiting: () => waitingIn(storage, now()),
  /** @param {string} key */
  find: (key) => waitingIn(storage, now()).find(({ body }) => body.idempotency_key === key),
  /** When the next of them is to be sent, Infinity: none is. */
  nextDue() {
    const due = waitingIn(storage, now()).filter(({ refused }) => refused === undefined);
    return Math.min(...due.map((entry) => entry.next ?? 0));
  },
  /** @param {Sendable} request */
  keep: (request) => keep(storage, request, now()),
  /** @param {string} key @param {number} [after] in seconds */
  postpone: (key, after) => postpone(storage, key, { now: now(), after }),
  /** @param {string} key @param {string} why */
  refuse: (key, why) => refuse(storage, key, { now: now(), why }),
  /** @param {string} key */
  forget: (key) => forget(storage, key, now()),
  /** @param {{digest: string, key: string}} taken */
  rememberTaken: (taken) => rememberTaken(storage, taken, now()),
  delivered: () => deliveredIn(storage),
  /** @param {{number: string, receipt: string}} answer */
  addDelivered: ({ number, receipt }) =>
    setDelivered(storage, [...deliveredIn(storage), { number, receipt, at: now() }]),
  /** @param {string} number */
  forgetDelivered: (number) =>
    setDelivered(
      storage,
      deliveredIn(storage).filter((one) => one.number !== number),
    ),
});

/** @typedef {ReturnType<typeof requestsOn>} Requests */

/**
 * What an answer makes of a request, on the device and with the worker; the last one ends its waiting.
 * @param {Requests} requests @param {Background} worker
 * @param {{request: Sendable, answer: Answer, isSeen: boolean}} sent `isSeen`: its form stands open and tells the answer
 */
function settle(requests, worker, { request: { body, digest }, answer, isSeen }) {
  const key = body.idempotency_key;
  if (answer.kind === 'later') {
    requests.postpone(key, answer.after);
    worker.leave(body).catch(() => {}); // then this page sends it, as without a worker
    return;
  }
  if (answer.kind === 'issues' && !isSeen) requests.refuse(key, answer.message);
  else requests.forget(key);
  worker.drop(key).catch(() => {});
  // Sent again as it is, a refused one is a new request: the one of that key may have been erased.
  requests.rememberTaken({ digest, key: answer.kind === 'taken' ? key : '' });
  if (answer.kind !== 'taken') return;
  tellSent();
  if (!isSeen) requests.addDelivered(answer);
}

/** Takes over what the worker has sent while no page was open. @param {Requests} requests @param {Background} worker @param {() => void} tell after each of them */
async function takeFromWorker(requests, worker, tell) {
  for (const { key, number, receipt } of await worker.sent().catch(() => [])) {
    const entry = requests.find(key);
    requests.forget(key);
    if (entry) {
      requests.rememberTaken({ digest: entry.digest, key });
      requests.addDelivered({ number, receipt });
      tellSent();
    }
    await worker.drop(key).catch(() => {});
    tell();
  }
}

/**
 * @param {import('./queue.js').DeviceStorage} storage
 * @param {{now?: () => number, deliver?: typeof post, worker?: Background}} [means] `worker`: who sends when no page is open; the others are for
 *   tests
 */
export function createOutbox(storage, { now = Date.now, deliver = post, worker = kNobody } = {}) {
  const requests = requestsOn(storage, now);
  /** Forms that wait for their answer, by the request's key. @type {Map<string, Told>} */
  const waitingForms = new Map();
  /** @type {Set<() => void>} */
  const watchers = new Set();
  /** Requests being sent just now. @type {Set<string>} */
  const underway = new Set();
  let timer = 0;

  const tell = () => watchers.forEach((watcher) => watcher());

  /** @param {Sendable} request @param {boolean} isKept */
  async function attempt(request, isKept) {
    const key = request.body.idempotency_key;
    if (underway.has(key)) return;
    underway.add(key);
    const slow = setTimeout(tell, kSoonMs); // what waits is seen before it is known whether it does
    const answer = await deliver(request.body);
    clearTimeout(slow);
    underway.delete(key);
    const told = waitingForms.get(key);
    settle(requests, worker, { request, answer, isSeen: told !== undefined });
    if (answer.kind !== 'later') waitingForms.delete(key);
    await told?.(answer, isKept);
    tell();
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    const next = requests.nextDue();
    if (next !== Infinity) timer = /** @type {any} */ (setTimeout(sendDue, Math.max(0, next - now())));
  }

  /** Sends what is due; `all`: whatever its time. */
  async function sendDue({ all = false } = {}) {
    for (const entry of requests.waiting()) {
      if (entry.refused === undefined && (all || (entry.next ?? 0) <= now())) await attempt(entry, true);
    }
  }

  return {
    /** @param {Sendable} request @param {Told} told hears of every answer until the last */
    async send(request, told) {
      // Kept before it is sent: a page that is closed or reloaded meanwhile sends it again under the same key.
      const isKept = requests.keep(request);
      waitingForms.set(request.body.idempotency_key, told);
      await attempt(request, isKept);
    },
    /** Sends what waits from earlier visits, now and whenever the network is back. */
    start() {
      globalThis.addEventListener?.('online', () => sendDue({ all: true }));
      return takeFromWorker(requests, worker, tell)
        .then(() => sendDue())
        .then(schedule);
    },
    waiting: requests.waiting,
    delivered: requests.delivered,
    /** @param {string} number */
    forgetDelivered(number) {
      requests.forgetDelivered(number);
      tell();
    },
    /** @param {string} key */
    giveUp(key) {
      requests.forget(key);
      worker.drop(key).catch(() => {});
      tell();
    },
    /** @param {string} key */
    async sendNow(key) {
      const entry = requests.find(key);
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
