// @ts-check
// The money of a report by its own sign: an export in dollars is never shown in roubles.

import { number, roubles } from '../text/format.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {(value: number) => string} Money */

/** The code of the amounts' currency when they are not in roubles. @param {Json} report @returns {string | null} */
export const currencyOf = ({ issues }) =>
  issues?.find((/** @type {Json} */ { code }) => code === 'not_roubles')?.texts[0].text ?? null;

/** "₽", "$", "AED" @param {Json} report @returns {string} */
export function signOf(report) {
  const code = currencyOf(report);
  if (code === null) return '₽';
  // What is no code of ISO 4217, «у. е.», stands as it is.
  if (!/^[A-Z]{3}$/.test(code)) return code;
  const format = new Intl.NumberFormat('ru-RU', {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
  });
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? code;
}

/** @param {Json} report @returns {Money} */
export function moneyOf(report) {
  if (currencyOf(report) === null) return roubles;
  const sign = signOf(report);
  return (value) => `${number(value)}\u00A0${sign}`;
}

/** "+2 894 674 $" @param {Money} money @returns {Money} */
export const signed = (money) => (value) => `${Math.round(value) > 0 ? '+' : ''}${money(value)}`;
