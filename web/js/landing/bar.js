// @ts-check
// The bar at the bottom of the window: the answer, the way back and the request, while the first screen's own are out of sight.

import { need } from '../page/dom.js';

/** @param {HTMLElement} bar @param {import('./store.js').Store} store */
export function mountBar(bar, store) {
  /** Places that say the same themselves. @type {Map<Element, boolean>} */
  const seen = new Map(
    [need(document, '.hero__result'), need(document, '#request')].map((place) => [place, true]),
  );
  const show = () => {
    const isNeeded = ![...seen.values()].some(Boolean);
    bar.hidden = !isNeeded;
    document.documentElement.toggleAttribute('data-barred', isNeeded);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen.set(target, isIntersecting);
    show();
  });
  for (const place of seen.keys()) watch.observe(place);
  store.subscribe(({ asks }) => bar.toggleAttribute('data-asks', asks));
}
