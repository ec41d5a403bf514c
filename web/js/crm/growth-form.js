// @ts-check
// The two periods and the days an application ripens: typed into fields or pulled over the months below them.

import { el, need } from '../page/dom.js';
import { select } from './parts.js';
import { periodStrip } from './period-strip.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./growth-words.js').Period} Period */
/** @typedef {import('./period-strip.js').Periods} Periods */

const kHorizons = [7, 14, 30, 45, 60, 90, 120, 180, 270, 365]; // days

/** @param {string} side @param {string} name @param {Period | null} period */
const fieldset = (side, name, period) =>
  el(
    'fieldset',
    {},
    el('legend', {}, name),
    ...['from', 'to'].map((end) =>
      el(
        'div.line',
        {},
        el('label.line__label', { for: `${side}-${end}` }, end === 'from' ? 'с' : 'по'),
        el('input.line__input', {
          id: `${side}-${end}`,
          type: 'date',
          required: true,
          min: '2000-01-01',
          max: '2099-12-31',
          value: period?.[/** @type {'from' | 'to'} */ (end)] ?? '',
        }),
      ),
    ),
  );

/** @param {Json} report @param {number | null} days chosen, or none */
function horizonField(report, days) {
  const all = days && !kHorizons.includes(days) ? [...kHorizons, days] : kHorizons;
  return el(
    'div.line',
    {},
    el('label.line__label', { for: 'growth-horizon' }, 'Срок созревания'),
    select(
      'growth-horizon',
      [
        ['', report.horizon_days ? `как в отчёте, ${report.horizon_days} дней` : 'выбрать по сделкам'],
        ...all.map((one) => /** @type {[string, string]} */ ([String(one), `${one} дней`])),
      ],
      days ? String(days) : '',
      () => {},
    ),
  );
}

/**
 * @param {object} options
 * @param {Json} options.report of deals
 * @param {Periods | null} options.given what the fields hold at first
 * @param {number | null} options.days the horizon chosen at first; null: the report's
 * @param {() => void} options.compare
 */
export function growthForm({ report, given, days, compare }) {
  const form = el(
    'form.periods-form',
    {
      submit: (/** @type {Event} */ event) => {
        event.preventDefault();
        compare();
      },
    },
    el(
      'div.periods-form__fields',
      {},
      fieldset('before', 'До', given?.before ?? null),
      fieldset('after', 'После', given?.after ?? null),
      horizonField(report, days),
      el('button.btn.btn--line', { type: 'submit' }, 'Сравнить'),
    ),
    el('p.fault', { 'data-growth-issues': '', role: 'status' }),
  );
  const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (need(form, `#${id}`));
  /** @returns {Periods} */
  const periods = () => ({
    before: { from: field('before-from').value, to: field('before-to').value },
    after: { from: field('after-from').value, to: field('after-to').value },
  });
  const { strip, show } = periodStrip(report, {
    periods,
    choose: (side, period) => {
      for (const end of /** @type {const} */ (['from', 'to'])) field(`${side}-${end}`).value = period[end];
    },
  });
  form.addEventListener('input', show);
  return {
    form,
    strip,
    /** The periods on the strip: once it is on the page. */
    show,
    periods,
    /** Days chosen; null: the report's. */
    horizon: () => (field('growth-horizon').value === '' ? null : Number(field('growth-horizon').value)),
    /** @param {string} text why there is no comparison */
    fault(text) {
      need(form, '[data-growth-issues]').textContent = text;
    },
  };
}

/** @typedef {ReturnType<typeof growthForm>} GrowthForm */
