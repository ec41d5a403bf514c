// @ts-check
/**
 * Calculations put away by month, to be compared with what came of them. Records of memory.js under "month:2026-11", a value is
 * {scenario}: one the core has accepted, with its targets. They are apart from the calculation at hand: editing that changes none.
 */

export const kMonths = 'month:';

/** @typedef {Record<string, any>} Doc */
/** @typedef {{month: string, scenario: Doc}} Month month: "2026-11" */

/** "2026-11" of the person's own calendar. @param {Date} date */
export const monthOf = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;

/** @param {string} month @param {number} by months, also back */
export function monthAfter(month, by = 1) {
  const [year, number] = month.split('-').map(Number);
  return monthOf(new Date(year, number - 1 + by, 1));
}

const kNames = new Intl.DateTimeFormat('ru', { month: 'long' });

/** "ноябрь", or "ноябрь 2025" when it is not of this year. @param {string} month @param {Date} [today] */
export function monthName(month, today = new Date()) {
  const [year, number] = month.split('-').map(Number);
  const name = kNames.format(new Date(year, number - 1, 1));
  return year === today.getFullYear() ? name : `${name}\u00A0${year}`;
}

/** Oldest first; what this version cannot read is left alone. @param {import('./memory.js').Memory} memory @returns {Promise<Month[]>} */
export async function readMonths(memory) {
  const records = await memory.list(kMonths).catch(() => []);
  return records
    .map(({ key, value }) => ({ month: key.slice(kMonths.length), scenario: value?.scenario }))
    .filter(({ month, scenario }) => /^\d{4}-\d\d$/.test(month) && Array.isArray(scenario?.stages))
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

/**
 * Puts a month away in the place of what was there; another tab may do so at once.
 * @param {import('./memory.js').Memory} memory @param {Month} what
 * @returns {Promise<'' | 'full' | 'blocked'>} why not; "" when it is written
 */
export async function putMonth(memory, { month, scenario }) {
  for (;;) {
    const there = await memory.read(kMonths + month).catch(() => null);
    const answer = await memory.write(kMonths + month, { scenario }, there?.version ?? 0);
    if (answer.kind === 'written') return '';
    if (answer.kind === 'refused') return answer.why;
  }
}

/** @param {import('./memory.js').Memory} memory @param {string} month */
export const removeMonth = (memory, month) => memory.remove(kMonths + month);
