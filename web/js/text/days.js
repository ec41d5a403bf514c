// @ts-check
// Days ("2026-03-09") and months ("2026-03") as people read them.

const kMonths = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ');
const kShort = 'янв фев мар апр май июн июл авг сен окт ноя дек'.split(' ');
const kOf = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');

/** From 0. @param {string} day or month */
const monthIn = (day) => Number(day.slice(5, 7)) - 1;

/** "март 2026" @param {string} month */
export const monthText = (month) => `${kMonths[monthIn(month)]} ${month.slice(0, 4)}`;

/** "апр", "апр 2025" @param {string} month @param {boolean} withYear */
export const monthShort = (month, withYear) =>
  `${kShort[monthIn(month)]}${withYear ? `\u00A0${month.slice(0, 4)}` : ''}`;

/** "марта" @param {string} day */
export const ofMonth = (day) => kOf[monthIn(day)];

/** "9 марта" @param {string} day */
export const dayInYear = (day) => `${Number(day.slice(8, 10))}\u00A0${ofMonth(day)}`;

/** "9 марта 2026" @param {string} day */
export const dayText = (day) => `${dayInYear(day)} ${day.slice(0, 4)}`;
