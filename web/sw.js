// Pages, the core and the checklist without network after the first visit. Each version of the site is one cache; a new
// version waits until the visitor asks for it, and then the pages change as a whole.

import { answerFrom } from './js/forms/request.js';

/* global SITE_FILES, SITE_VERSION */

const kPrefix = 'funnel-';
const kCache = `${kPrefix}${SITE_VERSION}`;

/** Pages that work without network. */
const kPages = /^\/(?:|rop\/(?:blank\/)?|calls\/|plan\/|result\/|kit\/|crm\/|cases\/(?:[\w-]+\/)?)$/;
/** The consultant's page and its program: kept where somebody has opened it, or a visitor would pay for it with twice the bytes. */
const kWorkbenchPage = '/demo/';
const kWorkbench = /^\/demo\/$|^\/a\/workbench-/;
/** Documents on personal data come from the server, because they must be the current ones; without network as they were last. */
const kDocuments = /^\/(?:consent|consent-ads|privacy)\/$/;
/** What a click may need without network, too: fetched when the first visit has come to rest. */
const kRest = /pdfmake|\.ttf$/;
/** Loaded on a click only and kept from then on, or never loaded by a page: the pictures of messengers. */
const kOnDemand = /share|\/kit-|\/inbox-|pdfmake|\.ttf$|workbench|\/workbook-|cpexcel|\/licenses\//;

const addressOf = (file) => file.replace(/index\.html$/, '');
const isKept = (address) =>
  kPages.test(address) ||
  kDocuments.test(address) ||
  (/^\/a\/|^\/favicon/.test(address) && !kOnDemand.test(address));

/** It is open here now, or the version before has kept it. */
async function usesWorkbench() {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return (
    windows.some(({ url }) => new URL(url).pathname === kWorkbenchPage) ||
    Boolean(await caches.match(kWorkbenchPage))
  );
}

/** All of it or nothing: no page of a version is without its parts. */
async function install() {
  const cache = await caches.open(kCache);
  const withWorkbench = await usesWorkbench();
  await cache.addAll(
    SITE_FILES.map(addressOf)
      .filter((address) => isKept(address) || (withWorkbench && kWorkbench.test(address)))
      .map((address) => new Request(address, { cache: 'no-cache' })),
  );
}

/** The version before is kept beside this one: a page opened from it may still ask for its parts. */
async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(kPrefix) && name !== kCache);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request, address) {
  const cache = await caches.open(kCache);
  return (await cache.match(address)) ?? fetch(request);
}

/** Of this server: it says what its pages may do. @param {Response} answer */
const isOwn = ({ ok, redirected, headers }) => ok && !redirected && headers.has('content-security-policy');

async function current(request, address) {
  const cache = await caches.open(kCache);
  try {
    const answer = await fetch(request);
    if (isOwn(answer)) await cache.put(address, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(address);
    if (!kept) throw error;
    return kept;
  }
}

/** No part of a page is a page: that is what a portal or a firewall answers. @param {Response} answer */
const isPart = ({ ok, headers }) => ok && !/^text\/html\b/i.test(headers.get('content-type') ?? '');

/** Files with a hash in the name never change: the first copy is the right one. */
async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (isPart(answer)) await (await caches.open(kCache)).put(request, answer.clone());
  return answer;
}

/** Whether every file the page begins with is one of this version: a newer page would ask for parts that this cache has not. */
const isOfThisVersion = (html) =>
  (html.match(/\/a\/[\w./-]+/g) ?? []).every((address) => SITE_FILES.includes(address));

/** The worker was here before the workbench was opened: the page comes last, when nothing of it is missing any more. */
async function keepWorkbench() {
  const cache = await caches.open(kCache);
  if (await cache.match(kWorkbenchPage)) return;
  for (const address of SITE_FILES.filter((file) => file.startsWith('/a/') && kWorkbench.test(file))) {
    const request = new Request(address);
    const answer = await part(request);
    if (!isPart(answer)) return;
    // It may lie in the cache of the version before, which goes with the next one.
    if (!(await cache.match(request))) await cache.put(request, answer);
  }
  const answer = await fetch(kWorkbenchPage, { cache: 'no-cache' });
  const html = await answer.clone().text();
  if (isOwn(answer) && isOfThisVersion(html)) await cache.put(kWorkbenchPage, answer);
}

async function keepRest() {
  for (const address of SITE_FILES.filter((file) => kRest.test(file))) await part(new Request(address));
}

// Requests that a page could not send and left here (js/forms/background.js): sent when the browser says that the network is back.
const kTag = 'funnel-requests';
const kKeepMs = 60 * 24 * 3600 * 1000;

/** The site's memory (js/model/memory.js), which a page has made; null when there is none. */
const memory = () =>
  new Promise((done) => {
    const opening = indexedDB.open('funnel');
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done(null);
    opening.onsuccess = () => done(opening.result);
  });
const finished = (work) =>
  new Promise((done, fail) => {
    work.onsuccess = () => done(work.result);
    work.onerror = () => fail(work.error);
  });

/** True when the request need not be sent again. */
async function sendOne(db, record) {
  const change = () => db.transaction('records', 'readwrite').objectStore('records');
  if (Date.now() - record.value.at > kKeepMs) return finished(change().delete(record.key)).then(() => true);
  const response = await fetch('/api/leads', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(record.value.body),
  });
  const type = response.headers.get('content-type') ?? '';
  const json = await response.json().catch(() => null);
  const answer = answerFrom({ status: response.status, type, json });
  if (answer.kind === 'later') return false;
  // What was refused is told by the page that sends it again; of what was taken only number and receipt stay.
  if (answer.kind === 'issues') await finished(change().delete(record.key));
  else {
    const { number, receipt } = answer;
    await finished(
      change().put({ ...record, version: record.version + 1, value: { sent: { number, receipt } } }),
    );
  }
  return true;
}

async function sendRequests() {
  const db = await memory();
  if (!db) return;
  try {
    const range = IDBKeyRange.bound('request:', 'request:\uffff');
    const records = await finished(db.transaction('records').objectStore('records').getAll(range));
    let isDone = true;
    for (const record of records.filter(({ value }) => value.body)) {
      isDone = (await sendOne(db, record)) && isDone;
    }
    if (!isDone) throw new Error('a request still waits'); // the browser tries again later
  } finally {
    db.close();
  }
}

self.addEventListener('sync', (event) => {
  if (event.tag === kTag) event.waitUntil(sendRequests());
});
self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (kDocuments.test(pathname)) event.respondWith(current(request, pathname));
    else if (kPages.test(pathname)) event.respondWith(page(request, pathname));
    else if (pathname === kWorkbenchPage) {
      event.respondWith(page(request, pathname));
      event.waitUntil(keepWorkbench().catch(() => {})); // without network: another visit
    }
  } else if (isKept(pathname) || pathname.startsWith('/a/')) event.respondWith(part(request));
});

self.addEventListener('message', ({ data }) => {
  if (data === 'use-now') self.skipWaiting();
  if (data === 'keep-rest') keepRest().catch(() => {}); // without network: another visit
});
