// @ts-check
// The forms wait for their reader, unless a request of an earlier visit waits to be sent.

import { whenNear } from '../page/near.js';
import { hasRequests } from './device.js';

/** @param {any} page */
export function mount(page) {
  const begin = () => import('./mount.js').then(({ mountForms }) => mountForms(page));
  if (hasRequests()) begin();
  else whenNear([...document.querySelectorAll('#materials,#request')], begin);
}
