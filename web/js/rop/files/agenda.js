// @ts-check
// The agenda of a meeting: what is talked about when, as PDF and as an event of the calendar.

import { calendarText } from '../../takeaway/calendar.js';
import { heading, note, savePdf, table } from '../../takeaway/pdf.js';
import { fileName, saveText } from '../../takeaway/save.js';
import { dayOf, meetingText, questions } from '../words.js';

const kBegin = '10:00';

/** @typedef {{run: import('../run.js').Run, checklist: import('../checklist.js').Checklist}} Source */
/** @typedef {{from: string, name: string, count: number, minutes: number}} Line */

/** @param {number} minutes after midnight */
const clock = (minutes) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** The areas one after another. @param {Source} source @returns {Line[]} */
export function agendaLines({ run, checklist }) {
  const { areas, minutes_per_item: each } = checklist.asked(run.length);
  const [hours, rest] = kBegin.split(':').map(Number);
  let at = hours * 60 + rest;
  return areas
    .filter(({ items }) => items.length > 0)
    .map(({ name, items }) => {
      const line = { from: clock(at), name, count: items.length, minutes: items.length * each };
      at += line.minutes;
      return line;
    });
}

/** @param {Source} source */
export async function saveAgendaPdf(source) {
  const lines = agendaLines(source);
  const minutes = lines.reduce((sum, line) => sum + line.minutes, 0);
  const firm = document.querySelector('.wordmark')?.textContent ?? '';
  return savePdf(
    {
      title: 'Повестка встречи с РОПом',
      subject: 'Что обсудить и что подготовить',
      footer: `${firm}. ${source.checklist.title}`,
      content: [
        { text: 'Повестка встречи с РОПом', style: 'title' },
        note(`${meetingText(source.run)}. Всего ${minutes}\u00A0минут, начало условное: ${kBegin}.`),
        table(
          ['Область', 'Начало', 'Вопросов', 'Минут'],
          lines.map(({ from, name, count, minutes: length }) => [name, from, String(count), String(length)]),
        ),
        heading('Подготовить к встрече'),
        { ol: source.checklist.toPrepare(source.run.length), style: 'cell' },
      ],
    },
    fileName('Повестка', source.run.title, new Date(), 'pdf'),
  );
}

/** @param {Source} source */
export function saveAgendaCalendar(source) {
  const lines = agendaLines(source);
  const event = {
    id: `meeting-${source.run.id}`,
    title: `${source.checklist.title}: ${source.run.title}`,
    text: [
      ...lines.map((line) => `${line.from} ${line.name}: ${questions(line.count)}`),
      'Подготовить:',
      ...source.checklist.toPrepare(source.run.length),
    ].join('\n'),
    from: dayOf(source.run.createdAt),
    time: kBegin,
    minutes: lines.reduce((sum, line) => sum + line.minutes, 0),
  };
  const name = fileName('Встреча', source.run.title, new Date(), 'ics');
  saveText(calendarText([event]), name, 'text/calendar');
  return `Скачан файл «${name}»: откройте его, и встреча встанет в календарь.`;
}
