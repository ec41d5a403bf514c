// @ts-check
// Another tab has taken away all this device kept, and this page was begun anew (model/memory.js): it says so, once.

import { kAnew } from '../model/device-pointer.js';

/** "" when the page was begun by a person. */
export function wordsAnew() {
  try {
    if (sessionStorage.getItem(kAnew) === null) return '';
    sessionStorage.removeItem(kAnew);
    return 'В другой вкладке удалили всё, что сайт хранил на этом устройстве. Страница начата заново.';
  } catch {
    return '';
  }
}
