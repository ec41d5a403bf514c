// @ts-check
// The report: the sentence for lunch, what one point is worth, totals; months, ripening, stages, managers, sources, hanging deals, what the
// file does not know. Each block is titled by its finding.

import { el } from '../page/dom.js';
import { number, percent, plural } from '../text/format.js';
import { moneyOf, signOf } from './money.js';
import { block, fill, fold, keys, nextTask, plot, scaleEnd, table } from './parts.js';
import { createFigures, curve, months } from './report-charts.js';
import * as words from './words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./store.js').State} State */

const kMostRows = 12; // managers, sources; the rest is one press away
const kFewDeals = 30; // a source with fewer says little

/** @param {Json} report */
function facts(report) {
  const { totals, window } = report;
  const money = moneyOf(report);
  const list = /** @type {[string, string][]} */ ([
    ['Заявок', number(totals.deals)],
    ['Оплат', number(totals.won)],
    [totals.unfit > 0 ? 'Отказов и не клиентов' : 'Отказов', number(totals.lost + totals.unfit)],
    ['Ещё в работе', number(totals.open)],
    ['Сумма оплат', totals.won_amount > 0 ? money(totals.won_amount) : 'сумм нет'],
    ['Средний чек', window?.average_check ? money(window.average_check) : 'пока нет'],
  ]);
  return el(
    'dl.facts',
    {},
    ...list.map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))),
  );
}

/** The first rows, and the rest behind a press. @param {string} id @param {HTMLElement[]} rows @param {string} more */
function withRest(id, rows, more) {
  const rest = rows.slice(kMostRows);
  return [
    el('div.rows', {}, ...rows.slice(0, kMostRows)),
    rest.length > 0 && fold(id, `${more}: ещё ${number(rest.length)}`, el('div.rows', {}, ...rest)),
  ];
}

/** @param {Json} report */
function managers(report) {
  const { managers: people, managers_missing: missing, window } = report;
  if (!people) {
    return block(
      'Менеджеров по этому файлу не сравнить',
      el('p.note', {}, words.peopleMissing(missing, 'Ответственный')),
    );
  }
  const list = /** @type {Json[]} */ (people.list);
  const most = scaleEnd(Math.max(0.01, ...list.slice(0, kMostRows).map(({ interval }) => interval[1])));
  const rows = list.map((one) => {
    const fair = one.fair_conversion;
    return el(
      'div.rows__row.rows__row--tall',
      {},
      el(
        'span.rows__name',
        {},
        words.nameText(/** @type {any} */ (one)),
        el('small', {}, words.ofText(/** @type {any} */ (one))),
      ),
      plot({
        mid: window.conversion / most,
        range: one.interval.map((/** @type {number} */ end) => Math.min(1, end / most)),
        dots: [{ at: one.conversion / most, open: true }, ...(fair === null ? [] : [{ at: fair / most }])],
      }),
      el(
        'span',
        {},
        el('b', {}, percent(Math.round((fair ?? one.conversion) * 1000) / 1000)),
        fair !== null && el('small', {}, `вышло ${words.perHundred(one.conversion)}`),
      ),
    );
  });
  return block(
    words.managersTitle(people),
    el('p.note', {}, words.managersNote(people, moneyOf(report))),
    ...withRest('fold-managers', rows, 'Остальные менеджеры'),
    keys(
      ['k-dot.k-dot--open', 'как вышло'],
      ['k-dot', 'с поправкой на малые числа'],
      ['k-line', 'скорее всего в этих пределах'],
    ),
  );
}

/** @param {Json} report */
function stages({ stages: list, stages_missing: missing }) {
  if (!list) return block('Этапы: чего не хватает', el('p.note', {}, words.stagesMissing(missing)));
  const most = Math.max(1, ...list.map((/** @type {Json} */ { entered }) => entered));
  const row = (/** @type {string} */ name, /** @type {number} */ count, /** @type {string} */ share) =>
    el(
      'div.rows__row',
      {},
      el('span.rows__name', {}, name),
      plot({ bar: (count / most) * 0.8, text: number(count) }),
      el('span', {}, share, el('span.vh', {}, ` из ${number(count)} проходят дальше`)),
    );
  const last = list[list.length - 1];
  return block(
    words.stagesTitle(list),
    el(
      'div.rows',
      {},
      ...list.map((/** @type {Json} */ { name, entered, conversion }) =>
        row(name, entered, conversion === null ? '—' : percent(Math.round(conversion * 1000) / 1000)),
      ),
      el(
        'div.rows__row',
        {},
        el('b.rows__name', {}, 'Оплата'),
        plot({ bar: (last.passed / most) * 0.8, text: number(last.passed) }),
        el('span'),
      ),
    ),
    el(
      'p.note',
      {},
      `${words.dealsText(list[0].entered)} зрелых месяцев. Справа доля тех, кто прошёл дальше.`,
    ),
  );
}

/** @param {Json} report */
function sources(report) {
  const { sources: list, sources_missing: missing } = report;
  if (!list) {
    return block(
      'Источники по этому файлу не сравнить',
      el('p.note', {}, words.peopleMissing(missing, 'Источник')),
    );
  }
  const head = ['Источник', 'Оплат', 'Доля', `Выручки на заявку, ${signOf(report)}`];
  const dearestFirst = [...list].sort((a, b) => b.revenue_per_deal - a.revenue_per_deal);
  const rows = dearestFirst.map((/** @type {any} */ one) => [
    words.nameText(one),
    words.ofText(one),
    percent(Math.round(one.conversion * 1000) / 1000),
    el('b', {}, number(one.revenue_per_deal)),
  ]);
  const few = list.filter((/** @type {Json} */ { deals }) => deals < kFewDeals).length;
  return block(
    words.sourcesTitle(list, moneyOf(report)),
    el(
      'section.scroll',
      { tabindex: '0', 'aria-label': 'Источники заявок' },
      table('Источники заявок', head, rows.slice(0, kMostRows)),
    ),
    rows.length > kMostRows &&
      fold(
        'fold-sources',
        `Остальные источники: ещё ${number(rows.length - kMostRows)}`,
        el(
          'section.scroll',
          { tabindex: '0', 'aria-label': 'Остальные источники' },
          table('Остальные источники', head, rows.slice(kMostRows)),
        ),
      ),
    few * 2 >= list.length && el('p.note', {}, 'Заявок на источник пока мало, чтобы делить по ним рекламу.'),
  );
}

/** @param {Json} report */
function stale(report) {
  const { stale: hanging } = report;
  const money = moneyOf(report);
  const { older_than_days: days, count, amount, by_manager: list } = hanging;
  const note =
    days === null
      ? 'Чтобы понять, после какого дня уже не платят, нужен больший срок: выгрузите год.'
      : count === 0
        ? 'После этого срока почти никто не платит, и таких сделок вы не копите.'
        : 'Позже этого срока почти никто не платил. Это не выручка: позвоните каждому, остальное закройте.';
  const most = Math.max(1, ...list.map((/** @type {Json} */ one) => (amount > 0 ? one.amount : one.count)));
  const rows = list.map((/** @type {any} */ one) =>
    el(
      'div.rows__row.rows__row--tall.rows__row--money',
      {},
      el(
        'span.rows__name',
        {},
        words.nameText(one),
        el('small', {}, `${number(one.count)} ${plural(one.count, 'сделка', 'сделки', 'сделок')}`),
      ),
      plot({ bar: (amount > 0 ? one.amount : one.count) / most, pale: true }),
      el('span', {}, one.amount > 0 ? money(one.amount) : 'без суммы'),
    ),
  );
  return block(
    words.staleTitle(hanging, money),
    el('p.note', {}, note),
    ...(rows.length > 0 ? withRest('fold-stale', rows, 'Остальные') : []),
  );
}

/** What a CRM cannot say, and what this one leaves empty. @param {Json} report */
function unknown({ sources: list, stages_missing: noStages, totals, window }) {
  const parts = ['Сколько заявок не завели в CRM. Сколько раз перезвонили до отказа.'];
  const empty = list?.find((/** @type {Json} */ { name }) => name === '—');
  if (empty && empty.deals > 0) {
    parts.push(
      `У ${number(empty.deals)} ${plural(empty.deals, 'заявки', 'заявок', 'заявок')} нет источника: начните с этого столбца.`,
    );
  }
  if (noStages === 'no_stage_history') parts.push('До какого этапа дошли отказы.');
  if (totals.dateless > 0) {
    parts.push(
      `Когда заплатили ${number(totals.dateless)} ${plural(totals.dateless, 'сделка', 'сделки', 'сделок')}: у них нет даты закрытия.`,
    );
  }
  if (window && window.won_without_amount > 0) {
    parts.push(
      `Сумму ${number(window.won_without_amount)} ${plural(window.won_without_amount, 'оплаты', 'оплат', 'оплат')}.`,
    );
  }
  return block(
    'Чего этот файл не знает',
    el('p.note', {}, parts.join(' ')),
    el('div', { 'data-take-again': '' }),
  );
}

/** Why there is none. @param {{path: string}[]} issues */
function noReport(issues) {
  const isColumns = issues.some(({ path }) => /^\/(?:mapping\/)?columns/.test(path));
  return el(
    'section.find',
    {},
    el(
      'div',
      {},
      el(
        'h1.h1',
        { tabindex: '-1' },
        isColumns ? 'Отчёт будет, когда станет ясно, что в столбцах' : 'Отчёта по этому файлу не вышло',
      ),
      el(
        'p.find__lede',
        {},
        isColumns
          ? 'Ответьте на вопросы выше: обычно хватает одного-двух.'
          : 'Причина написана выше. Проверьте в CRM фильтр и срок выгрузки или откройте другой файл.',
      ),
    ),
  );
}

/** The finding and the numbers below it. @param {Json} report @param {any} later months that ripen later @param {HTMLElement} money its place */
const headOf = (report, later, money) => [
  el(
    'section.find',
    { 'aria-label': 'Главное' },
    el(
      'div',
      {},
      el('h1.h1', { tabindex: '-1', 'data-finding': '' }, words.headline(report, later)),
      el('p.find__lede', {}, words.finding(report)),
    ),
    money,
  ),
  facts(report),
];

/**
 * @param {HTMLElement} host @param {import('./store.js').CrmStore} store
 * @param {{money(report: Json): Promise<HTMLElement | null>, again(): HTMLElement}} take
 */
export function mountReport(host, store, take) {
  const figures = createFigures(host);
  /** @type {Json | null} */
  let shown = null;
  let file = 0; // whose report it is
  store.subscribe(async ({ phase, opened, report, ripens_later: later, issues }) => {
    if (phase === 'reading') return; // what is open is hidden, and may be wanted again
    if (report === shown && report !== null) return;
    const isFirst = opened !== file;
    if (isFirst) {
      figures(null);
      host.replaceChildren();
    }
    [shown, file] = [report, opened];
    if (phase === 'empty') return;
    const announce = () => isFirst && host.querySelector('h1')?.focus({ preventScroll: true });
    if (!report) {
      fill(host, [noReport(issues)]);
      announce();
      return;
    }
    // Block by block, each in a task of its own: the page answers meanwhile.
    const money = el('div.find__money', {});
    const notKnown = unknown(report);
    const rest = [
      () => el('div.sec', {}, months(report)),
      () => el('div.sec.sec--two', {}, curve(report), managers(report)),
      () => el('div.sec.sec--two', {}, stages(report), sources(report)),
      () => el('div.sec.sec--two', {}, stale(report), notKnown),
    ];
    const parts = headOf(report, later, money);
    if (isFirst) fill(host, parts);
    announce();
    for (const make of rest) {
      await nextTask();
      if (shown !== report) return;
      const part = make();
      parts.push(part);
      if (isFirst) host.append(part);
    }
    if (!isFirst) fill(host, parts);
    await nextTask();
    if (shown !== report) return;
    figures(report);
    const part = await take.money(report);
    if (shown !== report) return;
    if (part) {
      money.append(part);
      notKnown.querySelector('[data-take-again]')?.append(take.again());
    } else money.remove();
  });
}
