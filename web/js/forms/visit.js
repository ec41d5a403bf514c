// @ts-check
// How this visit began: campaign labels and the page that led here. Kept until the tab is closed, so that a request sent
// from another page of the site still says it.

import { utmFrom } from './request.js';

const kKey = 'funnel.visit.v1';

/** Labels in the address begin a visit anew; without them the first page of the tab counts. @returns {{utm: any, referrer: string}} */
export function visit() {
  const here = { utm: utmFrom(location.search), referrer: document.referrer };
  try {
    const kept = sessionStorage[kKey];
    if (kept && !here.utm) return JSON.parse(kept);
    sessionStorage[kKey] = JSON.stringify(here);
  } catch {
    // A browser that keeps nothing: this page is all that is known.
  }
  return here;
}
