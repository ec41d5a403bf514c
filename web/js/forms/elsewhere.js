// @ts-check
// On pages with no code of their own: how the visit began is kept, and a request left on another page is sent from here, and shown, too.

import { hasRequests } from './device.js';
import { visit } from './visit.js';

visit();
if (hasRequests()) import('./sender.js').then(({ pageOutbox }) => pageOutbox());

document.documentElement.dataset.ready = '';
