// @ts-check
// How this visit began: campaign labels and the page that led here. Kept until the tab is closed, so that a request sent
// from another page of the site still says it.

const kKey = 'funnel.visit.v1';
const kUtm = ['source', 'medium', 'campaign', 'term', 'content'];

/** @typedef {{utm: Record<string, string> | null, referrer: string}} Visit */

/** A label as the server takes it: nobody typed it, so nothing in it may keep a request from being taken. @param {string} text */
const label = (text) => [...text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim()].slice(0, 200).join('');

/** Labels of campaigns in an address; null when there are none. @param {string} search */
export function utmFrom(search) {
  const query = new URLSearchParams(search);
  const found = kUtm.map((name) => [name, label(query.get(`utm_${name}`) ?? '')]).filter(([, text]) => text);
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** Whose page the calculator's frame stands on: its loader put that into the frame's address. @param {string} search @param {string} referrer */
export function referrerIn(search, referrer) {
  const from = new URLSearchParams(search).get('from') ?? '';
  return /^https?:\/\//.test(from) ? from : referrer;
}

/**
 * What an address and the page that led to it say. A page of the site that led here (a frame on a partner's page, a tab of its own) is not
 * where the person came from: its own address says that.
 * @param {URL | Location} here @param {string} referrer
 * @returns {Visit}
 */
export function visitFrom({ search, origin }, referrer) {
  const utm = utmFrom(search);
  if (!referrer.startsWith(`${origin}/`)) return { utm, referrer };
  const led = new URL(referrer).search;
  return { utm: utm ?? utmFrom(led), referrer: referrerIn(led, '') };
}

/** Labels in the address begin a visit anew; without them the first page of the tab counts. @returns {Visit} */
export function visit() {
  try {
    const kept = sessionStorage[kKey];
    if (kept && !utmFrom(location.search)) return JSON.parse(kept);
  } catch {
    // A browser that keeps nothing, or not what was put there: this page is all that is known.
  }
  const here = visitFrom(location, document.referrer);
  try {
    sessionStorage[kKey] = JSON.stringify(here);
  } catch {
    // The same browser.
  }
  return here;
}
