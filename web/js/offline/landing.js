// @ts-check
// The landing page works without network after the first visit.

import { registerOffline } from './register.js';

export const mount = registerOffline;
