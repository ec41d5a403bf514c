// @ts-check
// Sentences of assets/messages/ru.json with their values in place; src/core/messages.cpp fills them alike (tests/golden/findings.json).

import { count, plural } from './format.js';

/** The number that `count` tells: a noun beside it takes its form. @param {number} value */
const counted = (value) => (value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value));

/**
 * {name} is the value, {name|заявка|заявки|заявок} the noun that goes with its number.
 * @param {string} pattern @param {Record<string, string | number>} values a number is told as a count
 */
export const filled = (pattern, values) =>
  pattern.replace(/\{(\w+)(?:\|(.+?)\|(.+?)\|(.+?))?\}/g, (_, name, one, few, many) => {
    const value = values[name];
    if (one) return plural(counted(/** @type {number} */ (value)), one, few, many);
    return typeof value === 'number' ? count(value) : value;
  });
