// @ts-check
// The forms of the landing page wait until a visitor comes near them, or until a request of an earlier visit waits to be sent: the
// first view does without their code. Until then, and wherever it cannot load, they post themselves as plain HTML.

import { kKey } from './device.js';

/** @param {Parameters<typeof import('./requests.js').mountRequests>[0]} page */
export function mount(page) {
  let asked = false;
  const load = async () => {
    if (asked) return;
    asked = true;
    const { mountRequests } = await import('./requests.js');
    mountRequests(page);
  };
  const near = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && load(), { rootMargin: '100%' });
  near.observe(/** @type {Element} */ (document.getElementById('request')));
  try {
    if (localStorage.getItem(kKey)) load();
  } catch {
    // A browser that forbids storage has nothing waiting.
  }
}
