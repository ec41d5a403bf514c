// @ts-check
// The one outbox of a page, with what it shows: made when a form is reached, or at once where something waits.

import { background } from './background.js';
import { createOutbox } from './outbox.js';
import { deviceStorage } from './queue.js';
import { mountWaiting } from './waiting.js';

/** @type {import('./outbox.js').Outbox | null} */
let outbox = null;

export function pageOutbox() {
  if (!outbox) {
    outbox = createOutbox(deviceStorage(), { worker: background });
    mountWaiting(outbox);
    outbox.start();
  }
  return outbox;
}
