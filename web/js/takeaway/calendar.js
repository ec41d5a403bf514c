// @ts-check
// Events as a calendar file by RFC 5545, which Google, Apple, Outlook and Яндекс open. The same events give the same bytes.

/**
 * @typedef {object} CalendarEvent
 * @property {string} id unique among the events of the site
 * @property {string} title
 * @property {string} [text]
 * @property {string} from "2026-06-01": the first day
 * @property {string} [to] the last day, all of it; without it the event has a time
 * @property {string} [time] "10:00", in the reader's own zone
 * @property {number} [minutes]
 * @property {number} [weeks] repeated weekly so many times
 * @property {boolean} [alarm] it calls when it begins: not every calendar does so by itself
 */

const kOctets = 75; // of a line
const encoder = new TextEncoder();

/** One content line, folded so that no letter is cut. @param {string} line */
function folded(line) {
  let out = '';
  let width = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (width + size > kOctets) {
      out += '\r\n ';
      width = 1;
    }
    out += letter;
    width += size;
  }
  return `${out}\r\n`;
}

/** @param {string} text */
const escaped = (text) =>
  text
    .replace(/\r/g, '')
    .replace(/[\\;,]/g, (letter) => `\\${letter}`)
    .replace(/\n/g, '\\n');

const compact = (/** @type {string} */ day) => day.replaceAll('-', '');

/** @param {string} day @param {number} days */
export function dayAfter(day, days) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The same day of the next month, or its last; a day off becomes the Monday after. @param {Date} date */
export function dayInAMonth(date) {
  const [year, month] = [date.getFullYear(), date.getMonth() + 1];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const there = new Date(Date.UTC(year, month, Math.min(date.getDate(), last)));
  const weekday = there.getUTCDay();
  return dayAfter(there.toISOString().slice(0, 10), weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}

/** @param {CalendarEvent} event */
function linesOf({ id, title, text, from, to, time = '10:00', minutes = 30, weeks, alarm }) {
  const when = to
    ? [
        `DTSTART;VALUE=DATE:${compact(from)}`,
        `DTEND;VALUE=DATE:${compact(dayAfter(to, 1))}`,
        'TRANSP:TRANSPARENT',
      ]
    : [`DTSTART:${compact(from)}T${time.replace(':', '')}00`, `DURATION:PT${minutes}M`];
  return [
    'BEGIN:VEVENT',
    `UID:${id}@plan.funnel`,
    `DTSTAMP:${compact(from)}T000000Z`,
    ...when,
    ...(weeks ? [`RRULE:FREQ=WEEKLY;COUNT=${weeks}`] : []),
    `SUMMARY:${escaped(title)}`,
    ...(text ? [`DESCRIPTION:${escaped(text)}`] : []),
    ...(alarm
      ? ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, 'TRIGGER:PT0M', 'END:VALARM']
      : []),
    'END:VEVENT',
  ];
}

/** @param {CalendarEvent[]} events */
export const calendarText = (events) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//funnel//plan//RU',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('');
