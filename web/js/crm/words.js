// @ts-check
// What the page says of a report, in words. Every number comes from the core; here they are only rounded and put into sentences.

import { monthText } from '../text/days.js';
import { number, percent, plural } from '../text/format.js';

/** @typedef {Record<string, any>} Json */

/** @param {number} n */
export const dealsText = (n) => `${number(n)}\u00A0${plural(n, 'заявка', 'заявки', 'заявок')}`;
/** @param {number} n */
export const daysText = (n) => `${number(n)}\u00A0${plural(n, 'день', 'дня', 'дней')}`;
/** @param {number} n */
const dayGenitive = (n) => `${number(n)}\u00A0${plural(n, 'дня', 'дней', 'дней')}`;
/** @param {number} n */
export const rowsText = (n) => `${number(n)}\u00A0${plural(n, 'строка', 'строки', 'строк')}`;

/** "7 из 27" @param {{won: number, deals: number}} share */
export const ofText = ({ won, deals }) => `${number(won)}\u00A0из\u00A0${number(deals)}`;

/** Of how many a share is told: small ones of a thousand. @param {number} share */
const baseOf = (share) => (share > 0 && share < 0.02 ? 1000 : 100);

/** A share of a hundred applications, or of a thousand: "21", "8,5". @param {number} share @param {number} [base] */
export const perHundred = (share, base = 100) => {
  const value = share * base;
  return number(value, value !== 0 && Math.abs(value) < 10 ? 1 : 0);
};

/** @param {number} base */
const baseWords = (base) => (base === 1000 ? '1\u00A0000' : '100');

/** "+2,6 пункта" @param {number} difference of two shares */
export function pointsText(difference) {
  const value = Math.round(difference * 1000) / 10;
  const text = number(value, 1);
  return `${value > 0 ? '+' : ''}${text}\u00A0${plural(Math.abs(value), 'пункт', 'пункта', 'пунктов')}`;
}
/** "+0,7" @param {number} difference */
export const signedPoints = (difference) => {
  const value = Math.round(difference * 1000) / 10;
  return `${value > 0 ? '+' : ''}${number(value, 1)}`;
};

const kHow = /** @type {[number, string][]} */ ([
  [0.97, 'почти все, кто заплатит'],
  [0.87, 'девять из десяти тех, кто заплатит'],
  [0.77, 'четыре из пяти тех, кто заплатит'],
  [0, 'не все, кто заплатит'],
]);
/** @param {number} share matured_share */
export const maturedWords = (share) =>
  /** @type {[number, string]} */ (kHow.find(([least]) => share >= least))[1];

/** The sentence a person repeats at lunch. @param {Json} report @param {number | null} ripensLater what is yet to come, by the core */
export function headline(report, ripensLater) {
  const { window, totals } = report;
  if (!window) {
    if (totals.won === totals.deals) return 'В файле одни оплаты: какая доля платит, из них не видно';
    const all = `Из ${number(totals.deals)} ${plural(totals.deals, 'заявки', 'заявок', 'заявок')}`;
    if (totals.won === 0) return `${all} пока не заплатил никто`;
    const paid = `${all} заплатили ${number(totals.won)}`;
    if (totals.open === 0) return paid;
    return totals.won + totals.open === totals.deals
      ? `${paid}, остальные ещё зреют`
      : `${paid}, ещё ${number(totals.open)} в работе`;
  }
  if (window.won === 0) return `Ни одна из ${number(window.deals)} зрелых заявок не оплачена`;
  const base = baseOf(window.conversion);
  const more = Math.round((ripensLater ?? 0) * base);
  const paid = `Из ${baseWords(base)} заявок платят ${perHundred(window.conversion, base)}`;
  return more > 0 ? `${paid}, и ещё ${number(more)} ${plural(more, 'дозреет', 'дозреют', 'дозреют')}` : paid;
}

/** What stands under it. @param {Json} report */
export function finding(report) {
  const { window, curve, horizon_days: horizon, matured_share: matured, stale, totals } = report;
  const parts = [];
  if (window && horizon) {
    const base = baseOf(window.conversion);
    const [low, high] = window.interval;
    parts.push(`Скорее всего от ${perHundred(low, base)} до ${perHundred(high, base)}.`);
    parts.push(
      `Считаем оплаты за первые ${dayGenitive(horizon).replace(/дней|дня/, plural(horizon, 'день', 'дня', 'дней'))}${matured ? `: к этому сроку платят ${maturedWords(matured)}` : ''}.`,
    );
    if (window.bounds) {
      parts.push(
        `Часть оплат без даты: с ними доля от ${perHundred(window.bounds[0], base)} до ${perHundred(window.bounds[1], base)}.`,
      );
    }
    if (window.fit) {
      parts.push(
        `Без заявок «не наш клиент» платят ${perHundred(window.fit.conversion, base)} из ${baseWords(base)} подходящих.`,
      );
    }
  } else parts.push(whyNoWindow(report));
  if (curve.median_days !== null && totals.won > 0 && totals.won < totals.deals) {
    parts.push(`Половина тех, кто платит, платит за ${daysText(curve.median_days)}.`);
  }
  if (stale.older_than_days !== null && stale.count > 0) {
    parts.push(
      `${number(stale.count)}\u00A0${plural(stale.count, 'сделка', 'сделки', 'сделок')} старше ${dayGenitive(stale.older_than_days)} уже почти наверняка не ${plural(stale.count, 'купит', 'купят', 'купят')}.`,
    );
  }
  return parts.join(' ');
}

/** Why there is no conversion yet, and what to do. @param {Json} report */
export function whyNoWindow({ totals, horizon_days: horizon, curve }) {
  if (totals.won === 0) {
    return 'Оплат в файле нет. Проверьте выше, какой этап или исход значит «оплачено», и попали ли в выгрузку закрытые сделки.';
  }
  if (totals.won === totals.deals) {
    return 'В файле только оплаченные сделки: доля из них не считается. Выгрузите все заявки, вместе с отказами и теми, что в работе.';
  }
  if (totals.dateless === totals.won) {
    return 'У оплат нет даты: неизвестно, за сколько дней платят. Добавьте в выгрузку дату закрытия.';
  }
  if (curve.t_max === null) {
    return 'Заявок меньше тридцати: о доле судить рано. Выгрузите за больший срок, лучше за год.';
  }
  if (horizon === null) {
    return 'Файл слишком молод: заявки ещё не успели дозреть. Выгрузите за больший срок, лучше за год.';
  }
  return `Ни один месяц ещё не дозрел: нужно ${daysText(horizon)} после его конца. Выгрузите за больший срок, лучше за год.`;
}

/** @param {Json} report */
export function monthsTitle({ control, months }) {
  if (!control) return 'Месяцы: зрелых пока меньше шести, чтобы судить об обычном разбросе';
  const signalled = control.months.filter((/** @type {Json} */ { signal }) => signal);
  if (signalled.length === 0) return 'Ни один месяц не выбивается из обычного разброса';
  const [first] = signalled.filter((/** @type {Json} */ { signal }) => signal !== 'run');
  if (!first) {
    return `Восемь месяцев подряд по одну сторону обычного: что-то изменилось к ${monthText(signalled[0].month)}`;
  }
  const month = months.find((/** @type {Json} */ one) => one.month === first.month);
  const more = signalled.length - 1;
  return `${capital(monthText(first.month))} ${first.signal === 'above' ? 'выше' : 'ниже'} обычного: ${ofText(month)}${more > 0 ? `, и ещё ${number(more)} ${plural(more, 'месяц', 'месяца', 'месяцев')}` : ''}`;
}

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Json} report */
export function monthsNote({ horizon_days: horizon, window, control, months }) {
  const parts = [
    horizon
      ? `Доля заявок месяца, оплаченных за ${daysText(horizon)}. Месяц созрел, когда столько дней прошло после его конца.`
      : 'Доля оплаченных на сегодня: срок созревания по этому файлу не виден.',
  ];
  if (window?.dispersion > 2) {
    parts.push('Месяцы отличаются друг от друга сильнее случайного: ищите, что менялось.');
  }
  if (
    control?.months.length &&
    months.some((/** @type {Json} */ { forecast, mature }) => !mature && forecast === null)
  ) {
    parts.push('О самых свежих судить рано.');
  }
  return parts.join(' ');
}

/** @param {Json} report */
export function curveTitle({ curve, totals }) {
  if (curve.median_days === null) {
    return totals.won === 0 ? 'Оплат пока нет: дозревание не видно' : 'За сколько дней платят, пока не видно';
  }
  return `Половина тех, кто заплатит, платит за ${daysText(curve.median_days)}`;
}

/** @param {{name: string}} group */
export const nameText = ({ name }) => (name === '—' ? 'Не указан' : name);

/** @param {Json} managers */
export function managersTitle({ list, spread_is_noise: noise }) {
  const fair = list.filter((/** @type {Json} */ { fair_conversion: share }) => share !== null);
  if (fair.length < 2) return 'Менеджер один: сравнивать не с кем';
  if (noise) return 'Разницу между менеджерами не отличить от удачи';
  const sorted = [...fair].sort((a, b) => b.fair_conversion - a.fair_conversion);
  const [best, worst] = [sorted[0], sorted[sorted.length - 1]];
  return `${best.name} закрывает ${perHundred(best.fair_conversion)} из ста, ${worst.name} ${perHundred(worst.fair_conversion)}: это не только удача`;
}

/** @param {Json} managers @param {import('./money.js').Money} money */
export function managersNote({ list, spread_is_noise: noise }, money) {
  const left = list.reduce(
    (/** @type {number} */ sum, /** @type {Json} */ { money_left: more }) => sum + (more ?? 0),
    0,
  );
  const shared = 'Пустой кружок — как вышло, чёрный — с поправкой на малые числа.';
  if (noise) return `${shared} Такой разброс бывает и у равных: за эти месяцы рано хвалить и увольнять.`;
  return left > 0
    ? `${shared} Если бы все закрывали как лучший, вышло бы на ${money(left)} в месяц больше.`
    : shared;
}

const kPeopleMissing = {
  no_column: (/** @type {string} */ column) => `Добавьте в выгрузку столбец «${column}».`,
  only_on_won: (/** @type {string} */ column) =>
    `Столбец «${column}» заполнен только у оплаченных: по нему не видно, кто теряет. Заполняйте его у каждой заявки.`,
  no_window: () => 'Появится, когда созреет хотя бы один месяц.',
};
/** @param {string} reason @param {string} column */
export const peopleMissing = (reason, column) =>
  kPeopleMissing[/** @type {keyof typeof kPeopleMissing} */ (reason)]?.(column) ?? '';

const kStagesMissing = {
  no_window: 'Появятся, когда созреет хотя бы один месяц.',
  no_stage_order:
    'В файле нет этапов воронки, только исход. Добавьте столбец «Этап» и укажите выше порядок этапов.',
  no_stage_history:
    'Известно, где сделка сейчас, но не до какого этапа дошли отказы. Выгрузите одно из трёх: столбец «Этап до отказа» (в Битрикс24 «Стадия до провала», в amoCRM «Последний этап»), историю смены этапов или даты входа в каждый этап.',
};
/** @param {string} reason */
export const stagesMissing = (reason) =>
  kStagesMissing[/** @type {keyof typeof kStagesMissing} */ (reason)] ?? '';

/** @param {Json[]} stages */
export function stagesTitle(stages) {
  const known = stages.filter(({ conversion }) => conversion !== null);
  if (known.length === 0) return 'До этапов пока никто не дошёл';
  const worst = known.reduce((low, one) => (one.conversion < low.conversion ? one : low));
  return `Труднее всего этап «${worst.name}»: дальше проходит ${percent(Math.round(worst.conversion * 100) / 100)}`;
}

/** @param {Json[]} sources @param {import('./money.js').Money} money */
export function sourcesTitle(sources, money) {
  const named = sources.filter(({ name, deals }) => name !== '—' && deals >= 5);
  const sorted = [...named].sort((a, b) => b.revenue_per_deal - a.revenue_per_deal);
  if (sorted.length === 0 || sorted[0].revenue_per_deal === 0) return 'Источники заявок';
  const best = sorted[0];
  const last = sorted[sorted.length - 1];
  const brings = (/** @type {Json} */ one) => money(one.revenue_per_deal);
  return sorted.length === 1
    ? `Заявка из источника «${best.name}» приносит ${brings(best)}`
    : `Заявка из «${best.name}» приносит ${brings(best)}, из «${last.name}» ${brings(last)}`;
}

/** @param {Json} stale @param {import('./money.js').Money} money */
export function staleTitle({ older_than_days: days, count, amount }, money) {
  if (days === null) return 'Какие сделки уже не купят, по этому файлу сказать рано';
  if (count === 0) return `Сделок старше ${dayGenitive(days)} в работе нет`;
  return `${number(count)} ${plural(count, 'сделка висит', 'сделки висят', 'сделок висят')} дольше ${dayGenitive(days)}${amount > 0 ? `, в них ${money(amount)}` : ''}`;
}

const kLeftOut = {
  no_date: 'без даты создания',
  bad_date: 'дата не читается',
  future: 'дата создания в будущем',
  duplicate: 'та же сделка ещё раз, взята последняя запись',
  ignored_stage: 'этап не учитываем',
  unmapped_stage: 'этап без значения',
  ragged: 'лишние ячейки в строке',
  header: 'вторая строка заголовка',
};
const kTold = {
  closed_before_created: 'закрыта раньше, чем создана: дату закрытия не берём',
  closed_in_future: 'закрыта в будущем: дату закрытия не берём',
  bad_closed: 'дата закрытия не читается',
  bad_amount: 'сумма не читается: её не берём',
  other_currency: 'сумма в другой валюте: её не берём',
  rows_joined: 'товары одной сделки: суммы сложены',
  won_without_date: 'оплата без даты закрытия',
  closed_from_modified: 'дата оплаты взята из «даты изменения»',
  broken_bytes: 'знаки, которые не читаются',
  unclosed_quote: 'незакрытая кавычка: прочитана как обычный знак',
};
/** @param {string} reason */
export const leftOutText = (reason) => kLeftOut[/** @type {keyof typeof kLeftOut} */ (reason)] ?? reason;
/** @param {string} reason */
export const toldText = (reason) => kTold[/** @type {keyof typeof kTold} */ (reason)] ?? reason;

/** Sizes as people read them. @param {number} bytes */
export const sizeText = (bytes) =>
  bytes >= 1e9
    ? `${number(bytes / 1e9, 1)}\u00A0ГБ`
    : bytes >= 1e6
      ? `${number(bytes / 1e6, bytes < 1e7 ? 1 : 0)}\u00A0МБ`
      : `${number(Math.max(1, bytes / 1e3))}\u00A0КБ`;

/** What stands out: the months, and the managers where they are known. @param {Json} report @returns {string[]} */
export const standsOut = (report) => [
  monthsTitle(report),
  ...(report.managers ? [managersTitle(report.managers)] : []),
];
