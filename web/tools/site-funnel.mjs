// The site's own funnel in the build, when assets/site.json says so: {"site_funnel": true}. Without it not a byte of it is built, and the
// server counts nothing (src/server/site/policy.hpp).
import { AssetError } from './brand.mjs';
import { appendHtml, firstOf, metaOf } from './html.mjs';

/** @returns {boolean} */
export function countsSteps(site) {
  const wanted = site.site_funnel ?? false;
  if (typeof wanted !== 'boolean') {
    throw new AssetError(`site.json: site_funnel: нужно true или false, а не ${JSON.stringify(wanted)}.`);
  }
  return wanted;
}

/** Pages nobody should find, the answers to forms and the consultant's workbench do not count. @param {import('./html.mjs').Document} page */
export function addSteps(page, site) {
  if (!countsSteps(site) || metaOf(page, 'robots') === 'noindex') return;
  appendHtml(firstOf(page, 'head'), '<script type="module" src="/js/steps/main.js"></script>');
}
