// @ts-check
// The sentence that tells what goes with a request: the page shows it, and the build keeps its place with the example's.

import { number, plural, roubles } from '../text/format.js';

/** What the attached calculation holds, in one sentence. @param {any} scenario */
export function inWords({ managers, leads_per_month: leads, average_check: check, stages, roster }) {
  const parts = [
    `${number(managers)}\u00A0${plural(managers, 'менеджер', 'менеджера', 'менеджеров')}`,
    `${number(leads)}\u00A0${plural(leads, 'заявка', 'заявки', 'заявок')} в\u00A0месяц`,
    `чек ${roubles(check)}`,
    `${stages.length}\u00A0${plural(stages.length, 'этап', 'этапа', 'этапов')} с\u00A0целями`,
  ];
  return `Уйдёт: ${parts.join(', ')}${roster?.length ? ', список менеджеров с\u00A0именами' : ''}.`;
}
