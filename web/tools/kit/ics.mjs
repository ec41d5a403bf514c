// The road map as a calendar (RFC 5545): a step is an all-day event, the weekly meeting recurs, times are those of the reader's place.
import { createHash } from 'node:crypto';

const escaped = (/** @type {string} */ text) =>
  text.replace(/\\/g, '\\\\').replace(/[,;]/g, '\\$&').replace(/\n/g, '\\n');

/** Lines of at most 75 octets, never inside a character. @param {string} line */
function folded(line) {
  const lines = [''];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > (lines.length === 1 ? 75 : 74)) {
      lines.push('');
      octets = 0;
    }
    lines[lines.length - 1] += character;
    octets += size;
  }
  return lines.join('\r\n ');
}

/** "20261130" @param {string} start a Monday @param {number} days after it */
const date = (start, days) =>
  new Date(Date.parse(`${start}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10).replaceAll('-', '');

/**
 * @param {{start: string, steps: {technique: any, week: number}[]}} roadmap @param {import('./docx.mjs').Dress} dress
 * @returns {Buffer}
 */
export function calendarOf({ start, steps }, dress) {
  const stamp = `${dress.isoDate.replaceAll('-', '')}T090000Z`;
  const uid = (/** @type {string} */ name) =>
    `${createHash('sha256').update(`${dress.brand} ${start} ${name}`).digest('hex').slice(0, 24)}@roadmap`;
  const event = (/** @type {string} */ name, /** @type {string[]} */ lines) => [
    'BEGIN:VEVENT',
    `UID:${uid(name)}`,
    `DTSTAMP:${stamp}`,
    ...lines,
    'END:VEVENT',
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//${escaped(dress.brand)}//${escaped(dress.title)}//RU`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(dress.title)}`,
    ...steps.flatMap(({ technique, week }) =>
      event(technique.id, [
        `DTSTART;VALUE=DATE:${date(start, 7 * (week - 1))}`,
        `DTEND;VALUE=DATE:${date(start, 7 * (week - 1 + technique.weeks) - 2)}`,
        `SUMMARY:${escaped(technique.name)}`,
        `DESCRIPTION:${escaped(`${technique.steps.map((/** @type {string} */ step, /** @type {number} */ i) => `${i + 1}. ${step}`).join('\n')}\n\nЧем измеряем: ${technique.measure}`)}`,
        'TRANSP:TRANSPARENT',
      ]),
    ),
    ...event('weekly', [
      `DTSTART:${date(start, 4)}T160000`,
      `DTEND:${date(start, 4)}T164500`,
      'RRULE:FREQ=WEEKLY;COUNT=12',
      `SUMMARY:${escaped('Недельный разбор: что сделано, что мешает, одно решение')}`,
    ]),
    'END:VCALENDAR',
  ];
  return Buffer.from(`${lines.map(folded).join('\r\n')}\r\n`);
}
