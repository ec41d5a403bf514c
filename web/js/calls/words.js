// @ts-check
// How the page says what the report says.

import { dayInYear, dayText } from '../text/days.js';
import { number, plural } from '../text/format.js';

/** "4 – 29 мая 2026", "28 апреля – 3 мая 2026" @param {{from: string, to: string}} period */
export function periodText({ from, to }) {
  if (from === to) return dayText(to);
  const [first, last] = [from.split('-'), to.split('-')];
  if (first[0] !== last[0]) return `${dayText(from)} – ${dayText(to)}`;
  return first[1] === last[1] ? `${Number(first[2])}–${dayText(to)}` : `${dayInYear(from)} – ${dayText(to)}`;
}

/** Of a hundred. @param {number} share */
export const hundred = (share) => number(share * 100);

/** Of ten conversations. @param {number} share */
const ten = (share) => number(share * 10);

/** @param {number} n */
export const callsText = (n) => `${number(n)}\u00A0${plural(n, 'звонок', 'звонка', 'звонков')}`;

/** "скорее всего от 30 до 54" @param {readonly [number, number] | null} interval */
export const likely = (interval) =>
  interval ? `скорее всего от ${hundred(interval[0])} до ${hundred(interval[1])}` : '';

/** Points with a sign. @param {number} difference */
export const points = (difference) => `${difference > 0 ? '+' : ''}${number(difference * 100)}`;

/** How sure a change of one manager is. @param {number | null} difference @param {readonly [number, number] | null} interval */
export function changeNote(difference, interval) {
  if (difference === null) return 'в одном из периодов нет отметок';
  if (!interval) return 'звонков мало, чтобы назвать разброс';
  const range = `скорее всего от ${points(interval[0])} до ${points(interval[1])}`;
  return interval[0] <= 0 && interval[1] >= 0 ? `${range}: пока не отличить от удачи` : range;
}

/** The criterion that is done most rarely by the whole department, of those asked often enough. @param {any} report */
export function rarest(report) {
  const heard = report.department.criteria.filter((/** @type {any} */ one) => one.asked >= 5);
  return heard.reduce(
    (/** @type {any} */ low, /** @type {any} */ one) => (low === null || one.share < low.share ? one : low),
    null,
  );
}

/** The sentence the page begins with. @param {any} report @param {import('./document.js').Calls} calls */
export function headline(report, calls) {
  const low = rarest(report);
  if (!low) {
    return report.calls === 0
      ? 'Послушайте пять звонков: станет видно, где теряется продажа'
      : 'Отметок пока мало: слушаем дальше';
  }
  const name = calls.criteria.find(({ id }) => id === low.id)?.name || low.id;
  const spread = report.spread.find((/** @type {any} */ one) => one.id === low.id);
  const first = `«${name.replaceAll('«', '„').replaceAll('»', '“')}»: в ${ten(low.share)} разговорах из 10`;
  if (!spread || spread.spread_is_noise !== false || report.managers.length < 2) return first;
  const of = (/** @type {any} */ manager) =>
    manager.criteria.find((/** @type {any} */ one) => one.id === low.id);
  const worst = report.managers
    .filter((/** @type {any} */ manager) => of(manager).asked >= 5)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => of(a).fair - of(b).fair)[0];
  return worst && ten(of(worst).share) !== ten(low.share)
    ? `${first}. ${worst.name}: в ${ten(of(worst).share)}`
    : first;
}

/** What stands under it. @param {any} report @param {(share: number | null, asked: number) => number} missing */
export function lede(report, missing) {
  const low = rarest(report);
  if (report.calls === 0) {
    return 'Слушаете разговор и отмечаете, что прозвучало, что нет. Считает страница; отметки остаются на этом устройстве.';
  }
  const told = `Это ${callsText(report.calls)}, ${periodText(report.period)}.`;
  if (!low) return `${told} Долю показываем от пяти отметок по критерию.`;
  const more = missing(low.share, low.asked);
  const need = more > 0 ? `; чтобы знать её с точностью до десяти, дослушайте ещё ${number(more)}` : '';
  return `${told} По отделу доля ${likely(low.interval)} из ста${need}.`;
}
