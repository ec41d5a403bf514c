// @ts-check
// The sentences of the checklist page that depend on the marks and the money.

import * as format from '../text/format.js';
import { roundedToSum } from '../charts/scale.js';
import { factorName } from '../text/names.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./checklist.js').Area} Area */
/** @typedef {Record<string, any>} Doc */

/** What a mark says. */
export const kMarkNames = /** @type {Record<string, string>} */ ({
  0: 'нет',
  1: 'частично или на словах',
  2: 'системно, видел доказательство',
  na: 'не применимо',
});

/** @param {number} n */
export const questions = (n) => `${n}\u00A0${format.plural(n, 'вопрос', 'вопроса', 'вопросов')}`;

/** A score as whole per cents: marks of three steps carry no more. @param {number | null | undefined} score */
export const scoreText = (score) =>
  score === null || score === undefined ? '' : `${format.number(score * 100)}\u00A0%`;

/** @param {string} iso */
export const dateText = (iso) =>
  new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric' })
    .format(new Date(iso))
    .replace(/\s?г\.$/, '');

/** The day of a time where the reader is, as a field of dates has it. @param {string} time */
export function dayOf(time) {
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Whose meeting it was: "Ромашка, филиал Казань, РОП Иван Петров. 20 ноября 2026". @param {import('./run.js').Run} run */
export function meetingText({ title, createdAt, about }) {
  const whose = [
    about?.company,
    about?.branch ? `филиал ${about.branch}` : '',
    about?.head ? `РОП ${about.head}` : '',
  ].filter(Boolean);
  return [[title, ...whose].join(', '), dateText(createdAt)].join(', ');
}

/** As the core has it: a funnel of one stage is governed by whoever governs any kind. @param {Doc} governs @param {Doc} scenario */
export const governedFactors = ({ kinds, factors }, scenario) => [
  ...factors,
  ...scenario.stages
    .filter((/** @type {Doc} */ stage) =>
      scenario.stages.length === 1 ? kinds.length > 0 : kinds.includes(stage.kind ?? 'other'),
    )
    .map((/** @type {Doc} */ stage) => stage.id),
];

/** What an area moves: "Влияет на этап «Встреча»: сейчас проходит 40 %, ваша цель 50 %." @param {Area} area @param {State} state */
export function influence(area, { scenario, report }) {
  if (!scenario || !report) return area.about;
  const stages = report.now.stages
    .map((/** @type {Doc} */ stage, /** @type {number} */ i) => ({
      id: stage.id,
      now: stage.conversion,
      target: report.target.stages[i].conversion,
    }))
    .filter((/** @type {Doc} */ stage) => governedFactors(area.governs, scenario).includes(stage.id));
  if (stages.length === 0) return area.about;
  const told = stages.map(
    (/** @type {Doc} */ { id, now, target }) =>
      `«${factorName(id, scenario)}» сейчас проходит ${format.percent(now)}${target === now ? '' : `, ваша цель ${format.percent(target)}`}`,
  );
  return `${area.about} Влияет на ${stages.length === 1 ? 'этап' : 'этапы'}: ${told.join('; ')}.`;
}

/** Why an area costs what it costs, factor by factor. @param {Doc} result of the area @param {State} state @param {import('./checklist.js').Definition} asked @returns {string[]} */
export function reasons(result, { scenario, report }, asked) {
  if (!scenario || !report || !result.factors) return [];
  const left = report.money_left;
  const wholes = roundedToSum(
    left.by_factor.map((/** @type {Doc} */ factor) => factor.amount),
    left.per_month,
  );
  return result.factors.map((/** @type {Doc} */ { id, amount }) => {
    const whole = wholes[left.by_factor.findIndex((/** @type {Doc} */ factor) => factor.id === id)];
    const sharing = asked.areas.filter((area) => governedFactors(area.governs, scenario).includes(id)).length;
    const from = `«${factorName(id, scenario)}» недодаёт ${format.roubles(whole)} в месяц`;
    return sharing === 1
      ? `${from}, за это отвечает одна эта область.`
      : `${from}; отвечают ${sharing} ${format.plural(sharing, 'область', 'области', 'областей')}, на эту приходится ${format.roubles(amount)}.`;
  });
}

/** @param {Doc} result @param {number} marked @param {number} asked @param {Doc | undefined} self */
export function scoreNote(result, marked, asked, self) {
  const told =
    result.score === null
      ? `В области ${questions(asked)}, пока не спросили ни одного.`
      : `Спросили ${marked} из ${asked}.`;
  return self && self.score !== null ? `${told} Себе РОП ставит ${scoreText(self.score)}.` : told;
}

/** What the whole result still lacks. @param {State} state @param {number} marked @param {number} asked */
export function completenessNote({ result }, marked, asked) {
  if (!result || result.score === null) return 'Отметьте первый вопрос, и здесь появится итог.';
  if (result.completeness !== null && result.completeness < 1) {
    return `Итог неполный: отмечено ${marked} из ${asked}. Остальные в оценку не входят.`;
  }
  return `Отмечены все ${questions(asked)}.`;
}

const kEnough = 0.5; // of the questions: below it the marks say too little for a verdict

/** What a score means by what a department does at that level. @param {Doc | null} result */
export function levelNote(result) {
  if (!result || result.score === null || result.completeness < kEnough) return '';
  if (result.score < 0.4) {
    return 'На этом уровне большинство правил живёт на словах: начните с контроля за день и критичных нулей.';
  }
  if (result.score < 0.7) {
    return 'На этом уровне правила есть, но держатся не каждый день: доведите до двойки то, что отмечено единицей.';
  }
  return 'На этом уровне отдел работает по правилам и может их показать: держите и разбирайте то, что стоит дороже всего.';
}

/** No critical zero was marked: is that a verdict, or too early to say. @param {Doc | null} result */
export function zerosNote(result) {
  if (!result || result.score === null) return 'Здесь встанут критичные вопросы, на которые ответили «нет».';
  return result.completeness < kEnough
    ? 'Пока ни одного, но спросили меньше половины: судить рано.'
    : 'Критичных нулей нет.';
}

/** @param {State} state */
export function moneyNote({ report, example, run }) {
  if (!report) return 'Рубли появятся, когда на этом устройстве будет расчёт.';
  const left = format.roubles(report.money_left.per_month);
  const origin = run.scenario
    ? 'Числа пришли вместе с этой встречей.'
    : example
      ? 'Это пример со страницы расчёта, не ваши числа.'
      : 'Числа из вашего расчёта на этом устройстве.';
  return `${origin} Отдел недозарабатывает ${left} в месяц; каждый вклад поделён поровну между областями, которые за него отвечают.`;
}
