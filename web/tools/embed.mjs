// The calculator in frames of others: who may show it (assets/site.json, {"embed": {"partners": ["https://blog.example"]}}), and the one
// script that partners put on their pages.
import { analyticsSources } from './analytics.mjs';
import { AssetError } from './brand.mjs';
import { countsSteps } from './site-funnel.mjs';

const kPage = '/embed/';
const kScript = '/embed.js';
const kOrigin = /^https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/;

/** Origins of the pages that may frame the calculator; nobody but the site itself when none is named. @returns {string[]} */
export function partnersOf(site) {
  const partners = site.embed?.partners ?? [];
  const strange = Array.isArray(partners)
    ? partners.find((origin) => typeof origin !== 'string' || !kOrigin.test(origin))
    : partners;
  if (strange !== undefined) {
    throw new AssetError(
      `site.json: embed.partners: ${JSON.stringify(strange)} не адрес сайта. Нужен список вида ["https://blog.example"]: без пути и без косой черты в конце.`,
    );
  }
  return partners;
}

/** What the server is told beyond the headers of every page (src/server/site/policy.hpp). */
export const policyOf = (site) =>
  JSON.stringify({
    format: 'funnel-policy',
    version: 1,
    analytics_sources: analyticsSources(site),
    frame_ancestors: { [kPage]: partnersOf(site) },
    cross_origin: [kScript],
    ...(countsSteps(site) ? { site_funnel: true } : {}),
  });
