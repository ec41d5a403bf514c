// @ts-check
// Growth: two periods by calendar, the verdict, what the department did and what the mix did, money with its range; the agreement before it.

import { el, need } from '../page/dom.js';
import { percent } from '../text/format.js';
import { parseNumber } from '../text/parse.js';
import { effects, monthlyText, periodText, periodsByCalendar, verdict, verdictNote } from './growth-words.js';
import { moneyOf, signOf } from './money.js';
import { periodStrip } from './period-strip.js';
import { nextTask, plot, scaleEnd, select } from './parts.js';
import { ofText } from './words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./growth-words.js').Period} Period */

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

/** @param {string} id @param {string} label @param {Record<string, string>} [attributes] */
const line = (id, label, attributes = {}) =>
  el(
    'div.line',
    {},
    el('label.line__label', { for: id }, label),
    el('input.line__input', { id, autocomplete: 'off', inputmode: 'decimal', ...attributes }),
  );

/** @param {string} name @param {Period} period @param {Json} side @param {{most: number, open: boolean}} drawn */
const periodRow = (name, period, side, { most, open }) =>
  el(
    'div.period',
    {},
    el(
      'p',
      {},
      el('b', {}, name),
      ` ${periodText(period)}`,
      el(
        'span.fine',
        {},
        ` · ${ofText(/** @type {any} */ (side))}, ${monthlyText(/** @type {any} */ (side), period)}`,
      ),
    ),
    el('p.period__share', {}, percent(Math.round(side.conversion * 1000) / 1000)),
    plot({
      range: side.interval.map((/** @type {number} */ end) => end / most),
      dots: [{ at: side.conversion / most, open }],
    }),
  );

/** @param {Json} growth @param {{before: Period, after: Period}} periods @param {import('./money.js').Money} money @param {HTMLElement} acts */
function result(growth, { before, after }, money, acts) {
  const most = scaleEnd(Math.max(growth.before.interval[1], growth.after.interval[1]));
  return el(
    'div',
    { 'data-verdict-part': '' },
    el(
      'div.growth__top',
      {},
      el(
        'div',
        {},
        el('h3.h2', { tabindex: '-1', 'data-verdict': '' }, verdict(growth)),
        el('p.find__lede', {}, verdictNote(growth)),
      ),
      el(
        'div',
        {},
        periodRow('До', before, growth.before, { most, open: true }),
        periodRow('После', after, growth.after, { most, open: false }),
        el(
          'p.scale',
          { 'aria-hidden': 'true' },
          ...[0, most / 2, most].map((end) => el('span', {}, end === 0 ? '0' : percent(end))),
        ),
      ),
    ),
    el(
      'dl.split',
      {},
      ...effects(growth, money).map(({ term, value, note, kind }) =>
        el('div', {}, el('dt', {}, term), el(`dd.split__number${kind}`, {}, value), el('dd.note', {}, note)),
      ),
    ),
    growth.fee !== null &&
      el('p.label', { 'data-fee': '' }, `К оплате по договорённости: ${money(growth.fee)}`),
    acts,
  );
}

/**
 * @param {HTMLElement} host @param {import('./store.js').CrmStore} store
 * @param {(message: string) => void} tell
 */
export function mountGrowth(host, store, tell) {
  /** @type {Json | null} */
  let shown = null;
  /** @type {Json | null} what both sides signed */
  let agreement = null;
  /** @type {{growth: Json, periods: {before: Period, after: Period}} | null} */
  let measured = null;

  const value = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (need(host, `#${id}`)).value;
  /** @returns {{before: Period, after: Period}} */
  const periods = () => ({
    before: { from: value('before-from'), to: value('before-to') },
    after: { from: value('after-from'), to: value('after-to') },
  });
  const horizon = () => (value('growth-horizon') === '' ? null : Number(value('growth-horizon')));
  const place = (/** @type {string} */ name) => need(host, `[data-${name}]`);

  async function compare() {
    const asked = periods();
    const status = place('growth-issues');
    status.textContent = '';
    place('growth-result').replaceChildren();
    measured = null;
    if (Object.values(asked).some(({ from, to }) => from === '' || to === '' || from > to)) {
      status.textContent = 'Укажите оба периода: первый день не позже последнего.';
      return;
    }
    try {
      const answer = await store.growth({ ...asked, horizon_days: agreement ? null : horizon(), agreement });
      if (answer.issues) {
        status.textContent = answer.issues.map((/** @type {Json} */ { message }) => message).join(' ');
        return;
      }
      measured = { growth: answer.growth, periods: asked };
      place('growth-result').replaceChildren(result(answer.growth, asked, moneyOf(shown ?? {}), acts()));
      need(host, '[data-verdict]').focus({ preventScroll: true });
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  function acts() {
    const save = async (/** @type {'savePdfAct' | 'saveGrowthJson'} */ how) => {
      if (!measured) return;
      try {
        const files = await import('./files/growth-files.js');
        tell(
          await files[how]({
            ...measured,
            state: store.state(),
            agreement,
            brand: document.documentElement.dataset.brand ?? '',
          }),
        );
      } catch (error) {
        tell(`Не получилось: ${error instanceof Error ? error.message : String(error)}`);
      }
    };
    return el(
      'p.acts',
      {},
      el(
        'button.btn',
        { type: 'button', 'data-do': 'act', click: () => save('savePdfAct') },
        'Акт измерения роста (PDF)',
      ),
      el(
        'button.link',
        { type: 'button', 'data-do': 'growth-json', click: () => save('saveGrowthJson') },
        'JSON для сверки',
      ),
    );
  }

  async function agree() {
    const status = place('agree-issues');
    const share = parseNumber(value('agree-share'), 'percent');
    const cap = parseNumber(value('agree-cap'), 'money');
    const least = parseNumber(value('agree-least'), 'count');
    if (share.kind !== 'value' || share.value < 0 || share.value > 1) {
      status.textContent = 'Доля прироста: число от 0 до 100 %.';
      return;
    }
    if (cap.kind === 'bad' || least.kind === 'bad') {
      status.textContent = 'Проверьте предел и число заявок: нужны числа.';
      return;
    }
    status.textContent = '';
    const terms = {
      ...periods(),
      horizon_days: horizon(),
      min_deals: least.kind === 'value' ? Math.round(least.value) : 0,
      fee: {
        growth_share: share.value,
        cap: cap.kind === 'value' ? cap.value : null,
        pay_when: value('agree-when'),
      },
    };
    const answer = await store.agreement(terms);
    if (answer.issues) {
      status.textContent = answer.issues.map((/** @type {Json} */ { message }) => message).join(' ');
      return;
    }
    const { saveAgreement } = await import('./files/growth-files.js');
    tell(
      await saveAgreement({
        .../** @type {any} */ (answer),
        brand: document.documentElement.dataset.brand ?? '',
        money: moneyOf(shown ?? {}),
      }),
    );
  }

  /** @param {File} file */
  async function openAgreement(file) {
    try {
      const read = JSON.parse(await file.text());
      if (read.format !== 'funnel-growth-agreement') throw new Error('other');
      agreement = read;
    } catch {
      tell('Это не договорённость: выберите файл, который вы скачали здесь, когда договаривались.');
      return;
    }
    const { before, after, horizon_days: days, mapping } = /** @type {Json} */ (agreement);
    await store.adopt(mapping);
    build(/** @type {Json} */ (store.state().report), { before, after }, days);
    await compare();
  }

  /** @param {Json} report @param {{before: Period, after: Period} | null} given @param {number | null} days */
  function build(report, given, days) {
    const days_ = [7, 14, 30, 45, 60, 90, 120, 180, 270, 365];
    const own = days && !days_.includes(days) ? [...days_, days] : days_;
    const file = /** @type {HTMLInputElement} */ (
      el('input.vh', { type: 'file', accept: '.json,application/json', 'data-agreement-file': '' })
    );
    file.addEventListener('change', () => {
      const [chosen] = file.files ?? [];
      if (chosen) openAgreement(chosen);
    });
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
        el(
          'div.line',
          {},
          el('label.line__label', { for: 'growth-horizon' }, 'Срок созревания'),
          select(
            'growth-horizon',
            [
              ['', report.horizon_days ? `как в отчёте, ${report.horizon_days} дней` : 'выбрать по сделкам'],
              ...own.map((one) => /** @type {[string, string]} */ ([String(one), `${one} дней`])),
            ],
            days ? String(days) : '',
            () => {},
          ),
        ),
        el('button.btn.btn--line', { type: 'submit' }, 'Сравнить'),
      ),
      el('p.fault', { 'data-growth-issues': '', role: 'status' }),
    );
    const { strip, show } = periodStrip(report, {
      periods,
      choose: (side, period) => {
        for (const end of /** @type {const} */ (['from', 'to'])) {
          /** @type {HTMLInputElement} */ (need(host, `#${side}-${end}`)).value = period[end];
        }
      },
    });
    form.addEventListener('input', show);
    host.replaceChildren(
      el(
        'section.growth',
        { 'aria-labelledby': 'growth-title' },
        el(
          'div',
          {},
          el('h2.h3', { id: 'growth-title' }, 'Измерение роста: два периода'),
          el(
            'p.note',
            {},
            agreement
              ? 'Открыта договорённость: периоды, срок и столбцы взяты из неё.'
              : 'Периоды стоят по календарю: последние зрелые месяцы и столько же до них. Другие впишите или потяните по месяцам под полями. Границу, найденную глядя на график, доказательством считать нельзя.',
          ),
        ),
        form,
        strip,
        el('div', { 'data-growth-result': '' }),
        agreementPart(file, signOf(report)),
      ),
    );
    show();
  }

  /** @param {HTMLElement} file @param {string} sign of the money */
  const agreementPart = (file, sign) =>
    el(
      'details.fold',
      { id: 'fold-agreement' },
      el('summary', {}, 'Договориться заранее: для оплаты за результат'),
      el(
        'p.note',
        {},
        'До начала работы стороны фиксируют периоды (поставьте их выше, «после» — в будущем), срок, столбцы и сделки периода «до». Потом измерить иначе нельзя: страница скажет, что изменилось. Файл и его SHA-256 остаются у обеих сторон.',
      ),
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
      ),
      el('p.fault', { 'data-agree-issues': '', role: 'status' }),
      el(
        'p.row',
        {},
        el(
          'button.btn.btn--line',
          { type: 'button', 'data-do': 'agree', click: agree },
          'Составить договорённость',
        ),
        el('label.link.file', {}, file, 'Открыть подписанную'),
      ),
    );

  let file = 0; // whose report is shown
  store.subscribe(async ({ phase, opened, report }) => {
    if (phase === 'reading') return; // what is open is hidden, and may be wanted again
    need(document, '[data-growth-part]').hidden = !report;
    if (report === shown && opened === file) return;
    const isOther = opened !== file || shown === null || report === null;
    if (opened !== file) agreement = null;
    [shown, file] = [report, opened];
    if (!report) {
      host.replaceChildren();
      return;
    }
    await nextTask(); // after the finding
    if (shown !== report) return;
    // Periods a person has put stay when only the reading was corrected.
    const kept = !isOther && host.querySelector('#before-from') ? periods() : periodsByCalendar(report);
    build(report, kept, agreement?.horizon_days ?? null);
  });

  return { measured: () => measured };
}
