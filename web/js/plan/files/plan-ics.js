// @ts-check
// The plan for a calendar: steps as all-day events, the weekly meeting as a recurring one.

import { calendarText, dayAfter } from '../../takeaway/calendar.js';
import { fileName, saveText } from '../../takeaway/save.js';
import { kNames, seenText } from '../words.js';

/** @param {import('../store.js').State} state @param {Map<string, any>} techniques */
export function planEvents({ plan, scenario }, techniques) {
  const { start, steps, horizon_weeks: weeks } = /** @type {any} */ (plan);
  return [
    ...steps.map((/** @type {any} */ step) => {
      const technique = techniques.get(step.technique);
      return {
        id: `${step.technique}-${start}`,
        title: `${technique.name} (${kNames[/** @type {keyof typeof kNames} */ (step.owner)]})`,
        text: [...technique.steps, seenText(step, scenario)].join('\n'),
        from: dayAfter(start, 7 * (step.week_from - 1)),
        to: dayAfter(start, 7 * step.week_to - 1),
      };
    }),
    {
      id: `weekly-${start}`,
      title: 'Планёрка по плану роста',
      text: 'Что сделано по шагам, что мешает, что на этой неделе.',
      from: start,
      time: '10:00',
      minutes: 30,
      weeks,
    },
  ];
}

/** @param {import('../store.js').State} state @param {Map<string, any>} techniques */
export function savePlanCalendar(state, techniques) {
  const name = fileName('План', state.scenario?.title ?? '', new Date(), 'ics');
  saveText(calendarText(planEvents(state, techniques)), name, 'text/calendar');
  return `Скачан файл «${name}»: откройте его, и шаги встанут в календарь.`;
}
