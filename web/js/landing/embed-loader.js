// @ts-check
// /embed.js, the one script of a partner's page: <script src="https://HOST/embed.js" data-partner="NAME"></script>. Puts the calculator in
// a frame where the script stands and keeps the frame as tall as what is in it. Asks nothing of the page but its address.

import { kAsk, kHeight } from './framed.js';

const kMost = 20_000; // px
const kLabels = ['medium', 'campaign', 'term', 'content'];
const kLongest = 300; // characters of the page's address

/** The address of the frame: whose page it stands on, and the labels of the campaign that led there. @param {string} own @param {Location | URL} page @param {string} partner */
export function frameAddress(own, page, partner) {
  const address = new URL('/embed/', own);
  const labels = new URLSearchParams(page.search);
  const marks = new URLSearchParams([...labels].filter(([name]) => name.startsWith('utm_')));
  const query = address.searchParams;
  query.set('utm_source', partner || page.hostname);
  query.set('utm_medium', 'embed');
  for (const label of kLabels) {
    const value = labels.get(`utm_${label}`);
    if (value) query.set(`utm_${label}`, value);
  }
  // Of the page's own query only the labels: the rest may be somebody's.
  const tail = String(marks);
  query.set('from', `${page.origin}${page.pathname}${tail ? `?${tail}` : ''}`.slice(0, kLongest));
  return address;
}

/** The height a message tells, from the frame and of its origin; null when it is no such message. @param {{source: unknown, origin: string, data: any}} message @param {{frame: unknown, origin: string}} expected */
export function heightIn({ source, origin, data }, expected) {
  if (source !== expected.frame || origin !== expected.origin || data?.type !== kHeight) return null;
  return Number.isFinite(data.height) && data.height > 0 && data.height <= kMost ? data.height : null;
}

/** @param {HTMLScriptElement} script */
export function putFrame(script) {
  const address = frameAddress(script.src, location, script.dataset.partner ?? '');
  const frame = document.createElement('iframe');
  frame.title = 'Сколько отдел продаж недозарабатывает: расчёт';
  frame.style.cssText = 'display:block;width:100%;border:0;height:760px';
  frame.addEventListener('load', () => frame.contentWindow?.postMessage({ type: kAsk }, address.origin));
  window.addEventListener('message', (message) => {
    const height = heightIn(message, { frame: frame.contentWindow, origin: address.origin });
    if (height !== null) frame.style.height = `${height}px`;
  });
  frame.src = address.href;
  script.after(frame);
}

const script = globalThis.document?.currentScript;
if (script) putFrame(/** @type {HTMLScriptElement} */ (script));
