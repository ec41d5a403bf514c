// @ts-check
// Registers the service worker and offers a new version of the site when one is there. Nothing reloads by itself: only the
// visitor's click does it, and what is typed is on the device by then.

import { hasRequests } from '../forms/device.js';
import { el } from '../page/dom.js';

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

/** @param {ServiceWorker} worker the new version, waiting */
function offer(worker) {
  if (document.querySelector('[data-update]')) return;
  const bar = el(
    'div.notice',
    { 'data-update': '', 'data-open': '', role: 'status' },
    el('p.notice__text', {}, 'Есть новая версия страницы. Введённое останется на месте.'),
    el(
      'button.notice__undo',
      { type: 'button', 'data-do': 'update', click: () => update(worker) },
      'Обновить',
    ),
    el('button.notice__close', { type: 'button', 'aria-label': 'Не сейчас', click: () => bar.remove() }, '×'),
  );
  document.body.append(bar);
}

/** @param {ServiceWorker} worker */
function update(worker) {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('use-now');
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(worker);
    });
  });
}

/** After the page has loaded, so that the first visit is not slowed down. Without service workers everything works but offline. */
export function registerOffline() {
  // A request left on any page is sent from every page, and shown there.
  if (hasRequests()) import('../forms/sender.js').then(({ pageOutbox }) => pageOutbox());
  if (!('serviceWorker' in navigator)) return;
  const register = () =>
    navigator.serviceWorker.register(scriptAddress()).then(watch, () => {
      document.documentElement.dataset.offline = 'unavailable';
    });
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
