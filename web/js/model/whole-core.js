// @ts-check
// The core's whole module (core.wasm) for what the landing page does not need before its first answer: links, pasted tables. Loaded
// when it is first asked for; what failed to load is asked for again.

import { loadCore } from './core.js';

/* global CORE_ADDRESS */

/** @type {Promise<import('./core.js').Core> | null} */
let loading = null;

/** @returns {Promise<import('./core.js').Core>} */
export function wholeCore() {
  loading ??= loadCore(CORE_ADDRESS);
  loading.catch(() => {
    loading = null;
  });
  return loading;
}
