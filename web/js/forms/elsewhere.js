// @ts-check
// On pages with no code of their own: a request left on another page is sent from here, and shown, too.

import { hasRequests } from './device.js';

if (hasRequests()) import('./sender.js').then(({ pageOutbox }) => pageOutbox());

document.documentElement.dataset.ready = '';
