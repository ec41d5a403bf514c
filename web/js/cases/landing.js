// @ts-check
// The cases wait for their reader.

import { need } from '../page/dom.js';
import { whenNear } from '../page/near.js';

/** @param {any} page */
export function mount(page) {
  const section = need(document, '#cases');
  whenNear([section], () => import('./cases.js').then(({ mountCases }) => mountCases(section, page)));
}
