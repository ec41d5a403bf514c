// @ts-check
// What a comparison of two periods says, in words.

import { dayText } from '../text/days.js';
import { number, percent, plural } from '../text/format.js';
import { signed } from './money.js';
import { daysText, perHundred, pointsText, signedPoints } from './words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {{from: string, to: string}} Period */

/** Shares side by side: of a hundred, of a thousand when they are small. @param {Json} growth */
function pair({ before, after }) {
  const base = Math.max(before.conversion, after.conversion) < 0.02 ? 1000 : 100;
  const words = base === 1000 ? 'из тысячи' : 'из ста';
  return { was: `${perHundred(before.conversion, base)} ${words}`, is: perHundred(after.conversion, base) };
}

/** @param {Json} growth */
export function verdict(growth) {
  const { was, is } = pair(growth);
  if (growth.rate_distinguishable) {
    return growth.rate_effect > 0
      ? `Рост есть: платили ${was}, стали ${is}. Это не удача`
      : `Отдел закрывает хуже: платили ${was}, теперь ${is}. Это не случайность`;
  }
  return growth.difference > 0
    ? `Может быть и удача: платили ${was}, стали ${is}`
    : `Роста нет: платили ${was}, теперь ${is}`;
}

/** Months of a period, for counts a month. @param {Period} period */
const monthsIn = ({ from, to }) =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`) + 86_400_000) / 86_400_000 / 30.4375;

/** "26 заявок и 8 оплат в месяц": leads that were never entered would show here. @param {Json} side @param {Period} period */
export function monthlyText({ deals, won }, period) {
  const months = monthsIn(period);
  const [a, b] = [Math.round(deals / months), Math.round((won / months) * 10) / 10];
  return `${number(a)}\u00A0${plural(a, 'заявка', 'заявки', 'заявок')} и ${number(b, 1)}\u00A0${plural(b, 'оплата', 'оплаты', 'оплат')} в месяц`;
}

/** @param {Json} growth */
export function verdictNote(growth) {
  const [low, high] = growth.difference_interval;
  const parts = [
    `Разница ${pointsText(growth.difference)}, скорее всего от ${signedPoints(low)} до ${signedPoints(high)}.`,
  ];
  if (!growth.rate_distinguishable) parts.push('Случайность пока не исключить.');
  if (growth.deals_needed !== null && growth.deals_needed > growth.after.deals) {
    const more = growth.deals_needed - growth.after.deals;
    parts.push(
      `Чтобы отличить такую разницу от случайной, нужно ещё ${number(more)} ${plural(more, 'заявка', 'заявки', 'заявок')} в периоде «после».`,
    );
  }
  if (growth.dispersion > 1.5) {
    parts.push('Месяцы внутри периодов отличаются сильнее случайного: границы из-за этого шире.');
  }
  if (growth.longer) {
    const { horizon_days: days, before, after } = growth.longer;
    parts.push(
      `Если ждать ${daysText(days)}, платят ${percent(round3(before))} и ${percent(round3(after))}: быстрее ещё не значит больше.`,
    );
  }
  if (growth.exploratory) {
    parts.push('Периоды выбраны без договорённости заранее: это разведка, а не основание для оплаты.');
  }
  return parts.join(' ');
}

/** @param {number} share */
const round3 = (share) => Math.round(share * 1000) / 1000;

/** What the department did, what the mix did, the money. @param {Json} growth @param {import('./money.js').Money} money @returns {{term: string, value: string, note: string, kind: string}[]} */
export function effects(growth, money) {
  const [low, high] = growth.rate_effect_interval;
  const moved = growth.by_source
    .filter((/** @type {Json} */ one) => Math.abs(one.mix_effect) >= 0.001 && one.name !== '—')
    .sort((/** @type {Json} */ a, /** @type {Json} */ b) => Math.abs(b.mix_effect) - Math.abs(a.mix_effect))
    .slice(0, 2)
    .map((/** @type {Json} */ { name }) => `«${name}»`);
  const list = [
    {
      term: 'Работа отдела',
      value: pointsText(growth.rate_effect),
      note: `По одним и тем же источникам, скорее всего от ${signedPoints(low)} до ${signedPoints(high)}.`,
      kind: '',
    },
    {
      term: 'Состав заявок',
      value: pointsText(growth.mix_effect),
      note:
        moved.length > 0
          ? `Изменились доли источников: ${moved.join(', ')}. В оплату за результат не входит.`
          : 'Источники те же. В оплату за результат не входит.',
      kind: '',
    },
  ];
  if (growth.extra_revenue !== null) {
    const [from, to] = growth.extra_revenue_interval;
    list.push({
      term:
        growth.extra_revenue >= 0
          ? 'Дополнительная выручка за период «после»'
          : 'Потеря выручки за период «после»',
      value: signed(money)(growth.extra_revenue),
      note: `Скорее всего от ${signed(money)(from)} до ${signed(money)(to)} при чеке ${money(growth.after.average_check)}: чек считаем известным.`,
      kind: growth.extra_revenue >= 0 ? '.could' : '.lost',
    });
  } else {
    list.push({
      term: 'Деньги',
      value: 'сумм нет',
      note: 'В выгрузке нет сумм оплат: добавьте столбец «Сумма».',
      kind: '',
    });
  }
  return list;
}

/** "1 апреля 2025 — 31 августа 2025" @param {Period} period */
export const periodText = ({ from, to }) => `${dayText(from)} — ${dayText(to)}`;

/** By calendar, not by what the months show: the latest ripe months and as many before them. @param {Json} report @returns {{before: Period, after: Period} | null} */
export function periodsByCalendar({ months }) {
  const ripe = months
    .filter((/** @type {Json} */ { mature }) => mature)
    .map((/** @type {Json} */ { month }) => month);
  const half = Math.min(6, Math.floor(ripe.length / 2));
  if (half === 0) return null;
  const of = (/** @type {string} */ first, /** @type {string} */ last) => ({
    from: `${first}-01`,
    to: lastDay(last),
  });
  const [from, middle] = [ripe.length - 2 * half, ripe.length - half];
  return { before: of(ripe[from], ripe[middle - 1]), after: of(ripe[middle], ripe[ripe.length - 1]) };
}

/** @param {string} month */
export const lastDay = (month) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
