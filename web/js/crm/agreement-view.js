// @ts-check
// The agreement before the work: its terms become a file both sides keep, and a file that was signed is opened again.

import { el, need } from '../page/dom.js';
import { parseNumber } from '../text/parse.js';
import { select } from './parts.js';

/** @typedef {Record<string, any>} Json */
/** What is paid and when. @typedef {{min_deals: number, fee: {growth_share: number, cap: number | null, pay_when: string}}} Terms */

/** @param {string} id @param {string} label @param {Record<string, string>} [attributes] */
const line = (id, label, attributes = {}) =>
  el(
    'div.line',
    {},
    el('label.line__label', { for: id }, label),
    el('input.line__input', { id, autocomplete: 'off', inputmode: 'decimal', ...attributes }),
  );

/** @param {HTMLElement} part @returns {{terms: Terms} | {fault: string}} */
function termsIn(part) {
  const value = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (need(part, `#${id}`)).value;
  const share = parseNumber(value('agree-share'), 'percent');
  const cap = parseNumber(value('agree-cap'), 'money');
  const least = parseNumber(value('agree-least'), 'count');
  if (share.kind !== 'value' || share.value < 0 || share.value > 1) {
    return { fault: 'Доля прироста: число от 0 до 100 %.' };
  }
  if (cap.kind === 'bad' || least.kind === 'bad') {
    return { fault: 'Проверьте предел и число заявок: нужны числа.' };
  }
  return {
    terms: {
      min_deals: least.kind === 'value' ? Math.round(least.value) : 0,
      fee: {
        growth_share: share.value,
        cap: cap.kind === 'value' ? cap.value : null,
        pay_when: value('agree-when'),
      },
    },
  };
}

/** What both sides signed; null when the file is none. @param {File} file @returns {Promise<Json | null>} */
export async function agreementIn(file) {
  try {
    const read = JSON.parse(await file.text());
    return read.format === 'funnel-growth-agreement' ? read : null;
  } catch {
    return null;
  }
}

/** @param {string} sign of the money */
const termsFields = (sign) =>
  el(
    'div.periods-form__fields',
    {},
    line('agree-share', 'Доля прироста, %', { value: '10' }),
    line('agree-cap', `Не больше, ${sign}`, { placeholder: 'без предела' }),
    line('agree-least', 'Заявок «после» не меньше', { placeholder: 'любое число' }),
    el(
      'div.line',
      {},
      el('label.line__label', { for: 'agree-when' }, 'Когда платим'),
      select(
        'agree-when',
        [
          ['rate_distinguishable', 'рост отличим от случая'],
          ['estimate', 'по оценке'],
        ],
        'rate_distinguishable',
        () => {},
      ),
    ),
  );

/**
 * @param {object} options
 * @param {string} options.sign of the money
 * @param {(terms: Terms) => Promise<string>} options.agree makes the file; gives why it could not, or ""
 * @param {(file: File) => void} options.open a signed one
 */
export function agreementPart({ sign, agree, open }) {
  const file = /** @type {HTMLInputElement} */ (
    el('input.vh', { type: 'file', accept: '.json,application/json', 'data-agreement-file': '' })
  );
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    if (chosen) open(chosen);
  });
  const issues = el('p.fault', { 'data-agree-issues': '', role: 'status' });
  const click = async () => {
    const read = termsIn(part);
    issues.textContent = 'fault' in read ? read.fault : '';
    if ('terms' in read) issues.textContent = await agree(read.terms);
  };
  const part = el(
    'details.fold',
    { id: 'fold-agreement' },
    el('summary', {}, 'Договориться заранее: для оплаты за результат'),
    el(
      'p.note',
      {},
      'До начала работы стороны фиксируют периоды (поставьте их выше, «после» — в будущем), срок, столбцы и сделки периода «до». Потом измерить иначе нельзя: страница скажет, что изменилось. Файл и его SHA-256 остаются у обеих сторон.',
    ),
    termsFields(sign),
    issues,
    el(
      'p.row',
      {},
      el('button.btn.btn--line', { type: 'button', 'data-do': 'agree', click }, 'Составить договорённость'),
      el('label.link.file', {}, file, 'Открыть подписанную'),
    ),
  );
  return part;
}
