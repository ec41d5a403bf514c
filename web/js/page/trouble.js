// @ts-check
// The one border between what a browser says of itself, in its own language, and what a person reads. Our own sentences pass as they
// are; a part of the page that is gone since a new version was published asks for a new page.

/** Told to the document when a part of the page cannot be had any more: offline/worker.js offers the new page. */
export const kGone = 'funnel-part-gone';

const kOwnWords = /[а-яё]/i;
/** Chromium, Firefox and WebKit of import() that failed. */
const kImport = /dynamically imported module|importing a module script|module script failed/i;
const kNetwork = /fetch|network|load failed|connection|timed? ?out|abort/i;

/** @param {unknown} error */
export const isGone = (error) =>
  error instanceof Error && kImport.test(error.message) && globalThis.navigator?.onLine !== false;

/** A sentence for the person, whatever was thrown. @param {unknown} error */
export function troubleText(error) {
  const message = error instanceof Error ? error.message : String(error);
  if (kOwnWords.test(message)) return message;
  if (isGone(error)) {
    document.dispatchEvent(new Event(kGone));
    return 'Обновите страницу: вышла её новая версия. Введённое останется на месте.';
  }
  if (globalThis.navigator?.onLine === false || kImport.test(message) || kNetwork.test(message)) {
    return 'Нет связи с сайтом. Проверьте её и попробуйте ещё раз.';
  }
  if (error instanceof Error && error.name === 'QuotaExceededError') return 'На устройстве кончилось место.';
  return 'Обновите страницу и попробуйте ещё раз: введённое останется на месте.';
}
