// The counter of visits in the build, when assets/site.json names one: {"analytics": {"metrica": 12345678}}. Without it not a byte of
// the counter is built.
import { appendHtml, firstOf, metaOf } from './html.mjs';

const kSources = ['https://mc.yandex.ru', 'https://mc.yandex.com'];

/** @returns {number | null} */
export function metricaOf(site) {
  const id = site.analytics?.metrica ?? null;
  if (id === null || id === '') return null;
  if (!/^\d{1,12}$/.test(String(id))) {
    throw new Error(`assets/site.json: analytics.metrica is the counter's number, not ${id}`);
  }
  return Number(id);
}

/** Gives a page the counter's question; pages nobody should find, and the answers to forms, do not count. @param {import('./html.mjs').Document} page */
export function addAnalytics(page, site) {
  if (metricaOf(site) === null || metaOf(page, 'robots') === 'noindex') return;
  appendHtml(
    firstOf(page, 'head'),
    '<link rel="stylesheet" href="/css/analytics.css"><script type="module" src="/js/analytics/main.js"></script>',
  );
}

/** Hosts that the pages load from, too. @returns {string[]} */
export const analyticsSources = (site) => (metricaOf(site) === null ? [] : kSources);
