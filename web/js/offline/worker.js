// @ts-check
// Registers the service worker and offers a new version of the site when one is there. Nothing reloads by itself: only the
// visitor's click does it, and what is typed is on the device by then.

import { el } from '../page/dom.js';
import { isGone, kGone, troubleText } from '../page/trouble.js';

const kScript = '/sw.js';

/** The address as the page's trusted types want it. */
function scriptAddress() {
  const factory = /** @type {any} */ (window).trustedTypes;
  return factory
    ? factory
        .createPolicy('offline', { createScriptURL: (/** @type {string} */ address) => address })
        .createScriptURL(kScript)
    : kScript;
}

/** @param {string} words @param {() => void} act */
function offer(words, act) {
  if (document.querySelector('[data-update]')) return;
  const bar = el(
    'div.notice',
    { 'data-update': '', 'data-open': '', role: 'status' },
    el('p.notice__text', {}, words),
    el('button.notice__undo', { type: 'button', 'data-do': 'update', click: act }, 'Обновить'),
    el('button.notice__close', { type: 'button', 'aria-label': 'Не сейчас', click: () => bar.remove() }, '×'),
  );
  document.body.append(bar);
}

/** @param {ServiceWorker} worker the new version, waiting */
function update(worker) {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('use-now');
}
const offerUpdate = (/** @type {ServiceWorker} */ worker) =>
  offer('Есть новая версия страницы. Введённое останется на месте.', () => update(worker));

/** The worker of the new version, once it is installed; null when there is none. @param {ServiceWorkerRegistration} registration */
async function newestOf(registration) {
  await registration.update().catch(() => {});
  const coming = registration.installing;
  if (coming) {
    await new Promise((done) => {
      const look = () => coming.state !== 'installing' && done(null);
      coming.addEventListener('statechange', look);
      look();
    });
  }
  return registration.waiting;
}

/** A new page: with the new version's files, where an old worker would hand out the old page again. */
async function renew() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const newest = registration && (await newestOf(registration));
  if (newest && navigator.serviceWorker.controller) update(newest);
  else location.reload();
}

/** A part that this page asked for is gone from the server: a newer version has taken its place. */
function watchGone() {
  document.addEventListener(kGone, () =>
    offer('Вышла новая версия страницы, этой её части больше нет. Введённое останется на месте.', renew),
  );
  window.addEventListener('unhandledrejection', ({ reason }) => {
    if (isGone(reason)) troubleText(reason);
  });
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  if (registration.waiting && navigator.serviceWorker.controller) offerUpdate(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offerUpdate(worker);
    });
  });
}

/** @param {ServiceWorkerRegistration} registration */
async function keepWatch(registration) {
  watch(registration);
  const { active } = await navigator.serviceWorker.ready;
  // Whoever saves traffic loads a document's parts when he wants the document.
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  const rest = () => active?.postMessage('keep-rest');
  if ('requestIdleCallback' in window) requestIdleCallback(rest, { timeout: 10_000 });
  else setTimeout(rest, 3000);
}

/** After the page has loaded, so that the first visit is not slowed down. Without service workers everything works but offline. */
export function useWorker() {
  watchGone();
  if (!('serviceWorker' in navigator)) return;
  const register = () =>
    navigator.serviceWorker.register(scriptAddress()).then(keepWatch, () => {
      document.documentElement.dataset.offline = 'unavailable';
    });
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
