// @ts-check
// The forms wait for their reader, unless a request of an earlier visit waits to be sent.

import { whenNear } from '../page/near.js';
import { hasRequests } from './device.js';
import { visit } from './visit.js';

/** @param {any} page */
export function mount(page) {
  visit(); // remembered now: the address may have changed when the forms are reached
  const begin = () => import('./mount.js').then(({ mountForms }) => mountForms(page));
  if (hasRequests()) begin();
  else whenNear([...document.querySelectorAll('#materials,#request')], begin);
}
