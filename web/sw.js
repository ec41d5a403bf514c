// Pages, the core and the checklist without network after the first visit. Each version of the site is one cache; a new
// version waits until the visitor asks for it, and then the pages change as a whole.

/* global SITE_FILES, SITE_VERSION */

const kPrefix = 'funnel-';
const kCache = `${kPrefix}${SITE_VERSION}`;

/** Pages that work without network. Documents on personal data always come from the server: they must be the current ones. */
const kPages = /^\/(?:|rop\/(?:blank\/)?|calls\/|plan\/|kit\/|crm\/|cases\/(?:[\w-]+\/)?)$/;
/** Loaded on a click only and kept from then on, or never loaded by a page: the pictures of messengers. */
const kOnDemand = /share|\/kit-|pdfmake|\.ttf$|workbench|\/workbook-|cpexcel|\/licenses\//;

const addressOf = (file) => file.replace(/index\.html$/, '');
const isKept = (address) =>
  kPages.test(address) || (/^\/a\/|^\/favicon/.test(address) && !kOnDemand.test(address));

async function install() {
  const cache = await caches.open(kCache);
  await cache.addAll(
    SITE_FILES.map(addressOf)
      .filter(isKept)
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

/** Files with a hash in the name never change: the first copy is the right one. */
async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(kCache)).put(request, answer.clone());
  return answer;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (kPages.test(pathname)) event.respondWith(page(request, pathname));
  } else if (isKept(pathname) || pathname.startsWith('/a/')) event.respondWith(part(request));
});

self.addEventListener('message', ({ data }) => {
  if (data === 'use-now') self.skipWaiting();
});
