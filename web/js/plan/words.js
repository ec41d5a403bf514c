// @ts-check
// How the page says what the plan says.

import { factorName } from '../text/names.js';
import { roundedToSum } from '../charts/scale.js';
import { ofMonth } from '../text/days.js';
import { number, percent, plural, roubles } from '../text/format.js';
import { dayAfter } from '../takeaway/calendar.js';

export { people as kNames } from '../../../assets/messages/ru.json';
const kNumerals = [
  'Ноль',
  'Один',
  'Два',
  'Три',
  'Четыре',
  'Пять',
  'Шесть',
  'Семь',
  'Восемь',
  'Девять',
  'Десять',
  'Одиннадцать',
  'Двенадцать',
  'Тринадцать',
  'Четырнадцать',
  'Пятнадцать',
  'Шестнадцать',
  'Семнадцать',
  'Восемнадцать',
  'Девятнадцать',
  'Двадцать',
];

/** The Monday after today, where the reader is. @param {Date} now */
export function nextMonday(now) {
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return dayAfter(today, (8 - weekday) % 7 || 7);
}

/** The month is said where it begins. @param {string} start @param {number} week from 1 */
export function weekStart(start, week) {
  const day = dayAfter(start, 7 * (week - 1));
  const date = Number(day.slice(8));
  return week === 1 || date <= 7 ? `${date}\u00A0${ofMonth(day).slice(0, 3)}` : String(date);
}

/** @param {{start: string, horizon_weeks: number}} plan */
export const lastDay = ({ start, horizon_weeks: weeks }) => dayAfter(start, 7 * weeks - 1);

/** Amounts of two or three digits that add up to the rounded whole. @param {any} plan @param {any} order @returns {{steps: number[], total: number}} */
export function roundedMoney(plan, order) {
  const usual = order.steps_money / Math.max(1, plan.steps.length);
  const unit = usual >= 50_000 ? 1000 : usual >= 5000 ? 100 : usual >= 500 ? 10 : 1;
  const amounts = plan.steps.map((/** @type {any} */ step) => step.why.money / unit);
  const steps = roundedToSum(amounts, order.steps_money / unit);
  return { steps: steps.map((amount) => amount * unit), total: Math.round(order.steps_money / unit) * unit };
}

/** @param {any} plan @param {number} total */
export function headline(plan, total) {
  const count = plan.steps.length;
  const said = kNumerals[count] ?? number(count);
  const steps = `${said} ${plural(count, 'шаг', 'шага', 'шагов')} за двенадцать недель`;
  return total > 0 ? `${steps}. В них ${roubles(total)} в месяц` : steps;
}

/** @param {any} step */
export const weeksText = ({ week_from: from, week_to: to }) =>
  `нед.\u00A0${from === to ? from : `${from}–${to}`}`;

/** "Дозвон 70 → 74 %" @param {any} measure @param {any} scenario */
function changeText({ factor, now, target }, scenario) {
  const name = factorName(factor, scenario);
  if (factor === 'leads') return `${name}: ${number(now)} → ${number(target)}`;
  if (factor === 'average_check') return `${name}: ${roubles(now)} → ${roubles(target)}`;
  return `${name}: ${percent(now)} → ${percent(target)}`;
}

/** When the change can honestly be seen. @param {any} step @param {any} scenario */
export function seenText({ measure }, scenario) {
  if (measure.factor === null) return 'В деньгах этой воронки не виден: смотрите по своей мере ниже.';
  if (measure.now === measure.target) {
    return `${factorName(measure.factor, scenario)}: цель не задана, разницу ждать не из чего.`;
  }
  const change = changeText(measure, scenario);
  if (measure.factor === 'leads' || measure.factor === 'average_check') return `${change}.`;
  if (measure.visible_week === null) return `${change}: за год такую разницу от удачи не отличить.`;
  const late = measure.visible_week > 12 ? ', уже после этих двенадцати недель' : '';
  return `Разницу честно видно на ${measure.visible_week}-й неделе${late}. ${change}.`;
}

/** What the evidence points at, by id. @typedef {{areas: Map<string, string>, items: Map<string, string>, criteria: Map<string, string>}} Names */

/**
 * Why it stands where it stands.
 * @param {any} step @param {any} scenario @param {Names} names
 * @returns {string[]}
 */
export function reasons({ why }, scenario, names) {
  return why.evidence.map((/** @type {any} */ reason) => {
    if (reason.kind === 'factor') {
      return `${factorName(reason.id, scenario)}: ${roubles(reason.money)} в месяц приходится на этот шаг.`;
    }
    if (reason.kind === 'area') {
      return `Чек-лист, «${names.areas.get(reason.id) ?? reason.id}»: ${percent(reason.score)}.`;
    }
    if (reason.kind === 'critical_zero') {
      return `В чек-листе ноль на важном вопросе: «${names.items.get(reason.id) ?? reason.id}»`;
    }
    return `В звонках «${names.criteria.get(reason.id) ?? reason.id}»: ${number(reason.share * 100)} из ста, отметок ${number(reason.asked)}.`;
  });
}

/** What the order of the steps rests on. @param {import('./store.js').State} state @param {any} order */
export function sourcesText({ assumed, known }, order) {
  const parts = [];
  if (order.by_money_only) {
    parts.push(
      'Порядок пока только по деньгам: о том, что уже налажено, страница не знает. Пройдите чек-лист или послушайте звонки, и она узнает.',
    );
  } else {
    parts.push(
      `Сначала то, что дороже и слабее: учтены ${[known.checklist && 'чек-лист', known.calls && 'звонки'].filter(Boolean).join(' и ')}.`,
    );
  }
  if (assumed) {
    parts.push('Цели взяты за вас: конверсия в полтора раза выше нынешней или насколько получится.');
  }
  parts.push('Каждый ведёт не больше одного шага сразу, весь отдел — не больше двух. Деньги округлены.');
  return parts.join(' ');
}
