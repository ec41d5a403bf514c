// @ts-check
// The places an answer will take, kept free while a slow server is waited for, so that nothing moves under a reader when it comes. They
// are given back at the next touch or key, when a change is the person's own.

import { el } from '../page/dom.js';
import { phoneIn } from './phone.js';
import { countIn } from './request.js';

/** A sooner answer needs no place: what moves within half a second of a click is taken for its effect, by people and browsers alike. */
export const kSoonMs = 200;

/** @param {() => void} work */
export function atNextInput(work) {
  const once = new AbortController();
  const given = () => {
    once.abort();
    work();
  };
  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(type, given, { signal: once.signal, capture: true });
  }
}

/** @type {Record<string, (typed: string) => boolean>} */
const kRight = {
  name: (typed) => /\p{L}/u.test(typed),
  phone: (typed) => phoneIn(typed) !== null,
  email: (typed) => /^[^\s@]+@[^\s@.]+\.[^\s@]+$/.test(typed),
  managers_count: (typed) => Number.isInteger(countIn(typed)),
};

/** Whether the server may have something to say of a field. @param {HTMLInputElement | HTMLSelectElement} field @param {FormData} data */
function isDoubtful({ name, required, type }, data) {
  const typed = String(data.get(name) ?? '').trim();
  if (typed && type !== 'checkbox') return !(kRight[name]?.(typed) ?? true);
  const isContact = name === 'phone' && data.has('email') && !data.get('email');
  return !typed && (required || isContact);
}

/** @param {HTMLElement} status @param {HTMLElement[]} answers @returns {number} px that the longest of them takes there */
function heightOf(status, answers) {
  const room = el('div', { 'aria-hidden': 'true' }, ...answers);
  status.before(room);
  const heights = answers.map((answer) => answer.offsetHeight);
  room.remove();
  return Math.max(...heights);
}

/**
 * @param {HTMLFormElement} form @param {HTMLElement} status
 * @param {HTMLElement[]} answers as they may come
 */
export function keepPlaces(form, status, answers) {
  const data = new FormData(form);
  const places = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-error]')]);
  const doubtful = places.filter((place) => {
    const field = place.parentElement?.querySelector('input:not([type=hidden], [data-attach-box]), select');
    return field && isDoubtful(/** @type {HTMLInputElement} */ (field), data);
  });
  const height = heightOf(status, answers);
  for (const place of doubtful) place.dataset.room = '';
  status.style.minHeight = `${height}px`;
}

/** Whether a message beside its field moves nothing: it came soon, or its place was kept. @param {HTMLElement} status @param {HTMLElement} place */
export const hasRoom = (status, place) => !status.style.minHeight || 'room' in place.dataset;

/** @param {HTMLFormElement} form @param {HTMLElement} status */
export function givePlacesBack(form, status) {
  status.style.minHeight = '';
  for (const place of form.querySelectorAll('[data-room]')) place.removeAttribute('data-room');
}
