// @ts-check
// Another tab has taken away all this device kept, and this page was begun anew (model/memory.js): it says so, once.

/** The same as memory.js has it, which a first visit does not load. */
const kAnew = 'funnel.anew';

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
