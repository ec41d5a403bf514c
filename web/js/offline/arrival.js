// @ts-check
// What every page does when somebody arrives: how the visit began is remembered, before the page writes over its own address; what makes it
// work without network is loaded when the page has long been ready.

import { visit } from '../forms/visit.js';

const kAfter = 1500; // ms

const unavailable = () => {
  document.documentElement.dataset.offline = 'unavailable';
};

export function arrive() {
  visit();
  setTimeout(
    () => import('./register.js').then(({ registerOffline }) => registerOffline(), unavailable),
    kAfter,
  );
}
