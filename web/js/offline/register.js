// @ts-check
// What a page of the site does besides working without network: it sends the requests that were left on this device.

import { hasRequests } from '../forms/device.js';
import { useWorker } from './worker.js';

export function registerOffline() {
  // A request left on any page is sent from every page, and shown there.
  if (hasRequests()) import('../forms/sender.js').then(({ pageOutbox }) => pageOutbox());
  useWorker();
}
