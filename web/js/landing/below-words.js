// @ts-check
// The sentences below the first screen that depend on the numbers.

import { allCounted, rangeWords } from '../model/sure.js';
import * as format from '../text/format.js';
import { stagesTitle } from './findings.js';
import { missing, showWords } from './words.js';

/** @typedef {import('./store.js').State} State */

/** @param {State} state */
function example(state) {
  if (state.failure || state.example) return state.failure ? '' : 'В полях пока ничего нет: показан пример.';
  const names = missing(state);
  return names.length ? `Пока условные, не ваши: ${names.join(', ')}.` : '';
}

/** Beside the number: profit once the margin is known, the year. @param {State} state */
function beside({ report, asks }) {
  if (!report || asks || report.money_left.per_month <= 0) return '';
  const { per_year: year } = report.money_left;
  const { gross_profit: profit } = report.now;
  const earned =
    profit === null
      ? ''
      : ` Прибыль в месяц: сейчас ${format.roubles(profit)}, при цели ${format.roubles(report.target.gross_profit)}.`;
  return `За год ${format.roubles(year)}.${earned}`;
}

/** @param {State} state */
const range = ({ report, scenario, asks }) =>
  report && scenario && !asks ? rangeWords(scenario, report) : '';

/** Why the share on the screen is what it is. @param {State} state */
function assumption({ autoTargets, upliftReached }) {
  if (!autoTargets) return 'Цели поставили вы.';
  return upliftReached
    ? 'Цели пока наши, это допущение: поправьте любую, остальные не сдвинутся.'
    : 'Цели пока наши, больше этапы не вмещают: поправьте любую.';
}

/** @param {State} state */
const goalTitle = ({ report, asks }) => {
  const goal = report?.goal;
  if (!goal || asks) return 'Сколько хотите получать в месяц';
  if (goal.reached) return 'Желаемую выручку отдел получает уже сейчас';
  return goal.leads === null
    ? 'До желаемой выручки одними заявками не дойти'
    : `До желаемой выручки: ${format.number(goal.leads)}\u00A0${format.plural(goal.leads, 'заявка', 'заявки', 'заявок')} в месяц`;
};

/** @param {State} state */
const monthTitle = ({ report, scenario, predicted, asks }) => {
  const { p10, p90 } = report?.uncertainty.revenue ?? {};
  const isSaid = scenario && allCounted(scenario) && predicted && !asks;
  if (!isSaid || typeof p10 !== 'number') return 'Следующий месяц, если ничего не менять';
  return p10 > 0
    ? `Следующий месяц: скорее всего от ${format.roubles(p10)} до ${format.roubles(p90)}`
    : `Следующий месяц: может быть ${format.roubles(p90)}, а может ни одной оплаты`;
};

/** What stands under that title, or why there is no saying. @param {State} state */
const monthText = ({ report, scenario, asks }) => {
  if (!report || !scenario || asks) {
    return 'Впишите свои числа, и здесь будет, какой может оказаться выручка.';
  }
  return allCounted(scenario)
    ? 'Какой может оказаться выручка. Плотное поле: восемь месяцев из десяти.'
    : `По этим долям выйдет ${format.roubles(report.now.revenue)}. Доли со слов, поэтому без границ: впишите на этапах, сколько заявок вошло и сколько прошло, и они появятся.`;
};

/** @param {State} state */
const rosterTitle = ({ report, asks }) => {
  const roster = report?.roster;
  if (!roster || asks) return 'По менеджерам: кто сколько продаёт';
  return roster.spread_is_noise
    ? 'Менеджеры: разница не больше случайной'
    : `Менеджеры: разница стоит ${format.roubles(roster.money_left)} в месяц`;
};

/** @param {State} state */
const rampTitle = ({ report, asks }) => {
  const months = report?.ramp?.months ?? [];
  const last = months[months.length - 1];
  return last && !asks && last.cumulative_extra > 0
    ? `За ${last.month}\u00A0${format.plural(last.month, 'месяц', 'месяца', 'месяцев')} прирост ${format.roubles(last.cumulative_extra)}`
    : 'Как прирост приходит по месяцам';
};

/** @param {State} state */
const shareTitle = ({ report, asks }) =>
  report && !asks && report.money_left.per_month !== 0
    ? `Из чего складываются ${format.roubles(Math.abs(report.money_left.per_month))}${report.money_left.per_month < 0 ? ' потерь' : ''}`
    : 'Из чего складывается разница';

/** @param {State} state */
function mode({ scenario }) {
  if (!scenario) return '';
  const days = scenario.working_days_per_month;
  const people = `${format.number(scenario.managers)}\u00A0${format.plural(scenario.managers, 'человек', 'человека', 'человек')}`;
  return `${people}, ${format.number(days)}\u00A0${format.plural(days, 'рабочий день', 'рабочих дня', 'рабочих дней')} в месяце, неделя из пяти дней`;
}

/** @param {State} state */
function payback({ report, scenario }) {
  const { months = [], payback_month: month } = report?.ramp ?? {};
  const last = months[months.length - 1];
  if (!last || !scenario) return '';
  const what = last.cumulative_extra < 0 ? 'потеря' : 'прирост';
  const grown = `За ${last.month}\u00A0${format.plural(last.month, 'месяц', 'месяца', 'месяцев')} ${what} ${format.roubles(Math.abs(last.cumulative_extra))}.`;
  if (last.cumulative_extra < 0) return `${grown} При таких целях возвращать нечего.`;
  if (last.net === null) return `${grown} Чтобы увидеть окупаемость, укажите маржу.`;
  const back =
    month === null ? 'За этот срок вложения не возвращаются.' : `Вложения возвращаются на ${month}-й месяц.`;
  return `${grown} ${back} После оплаты работы остаётся ${format.roubles(last.cumulative_net)}.`;
}

/** @type {import('./words.js').Sentences} */
const kBelow = {
  assumption,
  beside,
  example,
  goalTitle,
  mode,
  month: monthText,
  monthTitle,
  payback,
  rampTitle,
  range,
  rosterTitle,
  shareTitle,
  title: stagesTitle,
};

/** @param {State} state */
export const showWordsBelow = (state) => showWords(state, kBelow);
