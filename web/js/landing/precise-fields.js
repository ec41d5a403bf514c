// @ts-check
// "Точнее": the fields most owners leave as they are, built from this table.

import { valueAt } from '../model/pointer.js';
import { el } from '../page/dom.js';
import { fieldText } from '../text/format.js';

/** @typedef {import('../text/parse.js').FieldKind} FieldKind */
/** @typedef {{pointer: string, label: string, unit: string, as: FieldKind, hint: string}} Precise */

/** @param {string} pointer @param {string} label @param {string} unit @param {FieldKind} as @param {string} [hint] what an empty field means, where the core has no number for it @returns {Precise} */
const field = (pointer, label, unit, as, hint = '') => ({ pointer, label, unit, as, hint });

/** @type {[string, Precise[]][]} */
const kGroups = [
  [
    'Данные',
    [
      field('/history_months', 'За сколько месяцев числа', 'мес.', 'months'),
      field('/working_days_per_month', 'Рабочих дней в месяце', 'дн.', 'days'),
      field('/check_spread', 'Чек колеблется на', '%', 'percent'),
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
      field('/ramp/starts_month', 'Первые изменения', '-й мес.', 'months'),
      field('/ramp/full_month', 'Полный эффект', '-й мес.', 'months'),
      field('/ramp/sales_cycle_months', 'Сделка длится', 'мес.', 'months'),
      field('/ramp/months', 'Показать месяцев', 'мес.', 'months'),
    ],
  ],
  [
    'Сколько стоит работа',
    [
      field('/fee/per_month', 'В месяц', '₽', 'money'),
      field('/fee/growth_share', 'Доля от прироста', '%', 'percent'),
    ],
  ],
];

/** @param {Record<string, any>} defaults */
const boxOf =
  (defaults) =>
  (/** @type {Precise} */ { pointer, label, unit, as, hint }) => {
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
          placeholder: hint || fieldText(valueAt(defaults, pointer), as),
        }),
        el('span.mini__unit', { 'aria-hidden': 'true' }, unit),
      ),
    );
  };

/** @param {HTMLElement} host @param {Record<string, any>} defaults a scenario that says none of them, as the core completes it */
export function mountPreciseFields(host, defaults) {
  host.append(
    ...kGroups.map(([name, fields]) =>
      el(
        'fieldset.precise',
        {},
        el('legend.precise__name', {}, name),
        el('div.precise__fields', {}, ...fields.map(boxOf(defaults))),
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
