// @ts-check
// The sentence that tells what goes with a request: the page shows it, and the build that of the example.

import { kNumberNames } from '../model/example.js';
import { count, number, percent, plural, roubles } from '../text/format.js';

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

/** Why the calculation cannot go yet: nobody could tell the example's numbers in it from the department's. @param {string[]} names keys of kNumberNames */
export const lackWords = (names) =>
  `Уйдёт, когда в\u00A0нём будут ваши числа. Впишите: ${names.map((name) => kNumberNames[name]).join(', ')}.`;

/** @param {any} stage */
function stageLine({ name, conversion, observed, target_conversion: target }) {
  const now = observed
    ? `прошли ${count(observed.passed)} из\u00A0${count(observed.entered)}`
    : `сейчас ${percent(conversion)}`;
  return `«${name}»: ${now}${typeof target === 'number' ? `, цель ${percent(target)}` : ''}`;
}

/** @param {{name: string, leads: number, sales: number}} person */
const personLine = ({ name, leads, sales }) =>
  `${name || 'Менеджер без имени'}: заявок ${count(leads)}, продаж ${count(sales)}`;

/** What the attached calculation holds, number by number, for reading. @param {any} scenario @returns {string[]} */
export function inLines(scenario) {
  const { capacity_leads_per_manager: capacity, goal_revenue: goal, stated_sales: sales } = scenario;
  const { history_months: months, gross_margin: margin, roster = [], stages } = scenario;
  const own = [
    `Менеджеров: ${number(scenario.managers)}`,
    `Заявок в месяц: ${count(scenario.leads_per_month)}`,
    `Средний чек: ${roubles(scenario.average_check)}`,
    typeof sales === 'number' && `Оплат в месяц: ${count(sales)}`,
    typeof capacity === 'number' && `Один успевает взять: ${count(capacity)}`,
    ...stages.map(stageLine),
    typeof goal === 'number' && `Желаемая выручка в месяц: ${roubles(goal)}`,
    typeof margin === 'number' && `Маржа: ${percent(margin)}`,
    typeof months === 'number' && `Числа за месяцев: ${number(months)}`,
    ...roster.map(personLine),
    'Остальное из раздела «Точнее», как оно там стоит',
  ];
  return own.filter((line) => typeof line === 'string');
}
