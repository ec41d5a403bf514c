// @ts-check
// The sentences of the page that depend on the numbers: plain Russian, no pressure.

import * as format from '../text/format.js';

/** @typedef {import('./store.js').State} State */

const kPlaceholderNames = /** @type {Record<string, string>} */ ({
  managers: 'число менеджеров',
  leads_per_month: 'заявки',
  average_check: 'средний чек',
});

/** @param {State} state */
function example({ example: whole, placeholders, draft, failure }) {
  if (failure) return '';
  if (whole) return 'Сейчас в полях пример. Впишите свои числа, и всё пересчитается.';
  const kept = placeholders
    .map(
      (name) =>
        kPlaceholderNames[name] ??
        draft.stages.find((/** @type {any} */ s) => `stage:${s.id}` === name)?.name,
    )
    .filter(Boolean)
    .map((name) => (Object.values(kPlaceholderNames).includes(name) ? name : `доля «${name}»`));
  return kept.length ? `Пока условные, не ваши: ${kept.join(', ')}.` : '';
}

/** @param {State} state */
function history({ scenario }) {
  const months = scenario?.history_months ?? 1;
  return `${format.number(months, 1)}\u00A0${months === 1 ? 'месяц' : format.plural(months, 'месяц', 'месяца', 'месяцев')}`;
}

/** @param {State} state */
function assumption({ autoTargets, uplift }) {
  if (!autoTargets) return 'Цели поставили вы.';
  const times = format.number(uplift, 2);
  return times === '1,5' ? 'Это в полтора раза больше.' : `Это больше в\u00A0${times}\u00A0раза.`;
}

/** What the big number is called. @param {State} state */
export function leftLabel({ report }) {
  if (!report || report.money_left.per_month >= 0) return 'Недозарабатываете в месяц';
  return 'При таких целях выручка изменится на';
}

/** @param {State} state */
function stale({ current, failure, report }) {
  if (failure) return failure;
  return current || !report ? '' : 'Показан последний верный расчёт: исправьте отмеченное поле.';
}

/** @param {State} state */
function mode({ scenario }) {
  if (!scenario) return '';
  const days = scenario.working_days_per_month ?? 21;
  const people = `${format.number(scenario.managers)}\u00A0${format.plural(scenario.managers, 'человек', 'человека', 'человек')}`;
  return `${people}, ${format.number(days)}\u00A0${format.plural(days, 'рабочий день', 'рабочих дня', 'рабочих дней')} в месяце, неделя из пяти дней`;
}

/** @param {State} state */
function payback({ report, scenario }) {
  const { months = [], payback_month: month } = report?.ramp ?? {};
  const last = months[months.length - 1];
  if (!last || !scenario) return '';
  const grown = `За ${last.month}\u00A0${format.plural(last.month, 'месяц', 'месяца', 'месяцев')} прирост ${format.roubles(last.cumulative_extra)}.`;
  if (last.net === null) return `${grown} Чтобы увидеть окупаемость, укажите маржу.`;
  const back =
    month === null ? 'За этот срок вложения не возвращаются.' : `Вложения возвращаются на ${month}-й месяц.`;
  return `${grown} ${back} После оплаты работы остаётся ${format.roubles(last.cumulative_net)}.`;
}

/** @type {Record<string, (state: State) => string>} */
const sentences = { example, history, assumption, left: leftLabel, stale, mode, payback };

/** Fills every data-words="NAME". @param {State} state */
export function showWords(state) {
  for (const place of document.querySelectorAll('[data-words]')) {
    const text = sentences[/** @type {HTMLElement} */ (place).dataset.words ?? '']?.(state) ?? '';
    if (place.textContent !== text) place.textContent = text;
  }
}
