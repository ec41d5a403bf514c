// @ts-check
// What the files of a report are called, and the words all of them have. What is a sample says so.

import { fileName } from '../../takeaway/save.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../store.js').State} State */

export const kWhat = 'Отчёт по CRM';

/** @param {State} state @param {string} extension */
export const nameOf = ({ sample }, extension) =>
  fileName(kWhat, sample ? 'пример' : '', new Date(), extension);
/** @param {State} state */
export const label = ({ sample }) => (sample ? 'Пример: сделки придуманы. ' : '');

/** What the payments of a month are counted by. @param {Json} report */
export const paidHead = ({ horizon_days: horizon }) =>
  horizon === null ? 'Оплат на сегодня' : 'Оплат за срок';
