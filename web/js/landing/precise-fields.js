// @ts-check
// "Точнее": the fields most owners leave as they are, built from this table.

import { el } from '../page/dom.js';

/** @typedef {{pointer: string, label: string, unit: string, as: string, hint: string}} Precise */

/** @param {string} pointer @param {string} label @param {string} unit @param {string} as @param {string} hint what an empty field means @returns {Precise} */
const field = (pointer, label, unit, as, hint) => ({ pointer, label, unit, as, hint });

/** @type {[string, Precise[]][]} */
const kGroups = [
  [
    'Данные',
    [
      field('/history_months', 'Проценты посчитаны за', 'мес.', 'months', '1'),
      field('/working_days_per_month', 'Рабочих дней в месяце', 'дн.', 'days', '21'),
      field('/check_spread', 'Чек колеблется на', '%', 'percent', '0'),
      field('/gross_margin', 'Маржа', '%', 'percent', 'не задана'),
    ],
  ],
  [
    'Что ещё изменится',
    [
      field('/target/managers', 'Менеджеров станет', 'чел.', 'count', 'как сейчас'),
      field('/target/leads_per_month', 'Заявок станет', 'шт.', 'count', 'как сейчас'),
      field('/target/average_check', 'Средний чек станет', '₽', 'money', 'как сейчас'),
    ],
  ],
  [
    'Как приходит рост',
    [
      field('/ramp/starts_month', 'Первые изменения', '-й мес.', 'months', '2'),
      field('/ramp/full_month', 'Полный эффект', '-й мес.', 'months', '6'),
      field('/ramp/sales_cycle_months', 'Сделка длится', 'мес.', 'months', '0'),
      field('/ramp/months', 'Показать месяцев', 'мес.', 'months', '12'),
    ],
  ],
  [
    'Сколько стоит работа',
    [
      field('/fee/per_month', 'В месяц', '₽', 'money', '0'),
      field('/fee/growth_share', 'Доля от прироста', '%', 'percent', '0'),
    ],
  ],
];

/** @param {Precise} precise */
function box({ pointer, label, unit, as, hint }) {
  const id = `f${pointer.replaceAll('/', '-')}`;
  return el(
    'div.mini',
    { 'data-field': '' },
    el('label.mini__label', { for: id }, label),
    el(
      'span.mini__box',
      {},
      el('input.mini__input', {
        id,
        'data-in': pointer,
        'data-as': as,
        inputmode: as === 'count' ? 'numeric' : 'decimal',
        autocomplete: 'off',
        placeholder: hint,
      }),
      el('span.mini__unit', { 'aria-hidden': 'true' }, unit),
    ),
  );
}

/** @param {HTMLElement} host */
export function mountPreciseFields(host) {
  host.append(
    ...kGroups.map(([name, fields]) =>
      el(
        'fieldset.precise',
        {},
        el('legend.precise__name', {}, name),
        el('div.precise__fields', {}, ...fields.map(box)),
      ),
    ),
  );
}

/** Opens every fold that holds a faulty field: a fault is never hidden. @param {ParentNode} page */
export function openOnFault(page) {
  for (const fault of page.querySelectorAll('details:not([open]) [aria-invalid]')) {
    /** @type {HTMLDetailsElement} */ (fault.closest('details')).open = true;
  }
}
