// @ts-check
// "Что мы поняли": the file, what was left out and why, columns and outcomes with selects to correct, a preview; what is not sure comes first.

import { el } from '../page/dom.js';
import { number, plural } from '../text/format.js';
import { columnOf, folded, kMeanings, kRoles, meaningFrom, roleName, tableKind } from './columns.js';
import { openQuestions } from './questions.js';
import { fill, fold as closedFold, nextFrame, nextTask, select } from './parts.js';
import { linesList, preview, settings } from './understood-lists.js';
import { warnings } from './warnings.js';
import { monthText } from '../text/days.js';
import { leftOutText, rowsText, toldText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').CrmStore} CrmStore */
/** @typedef {Record<string, any>} Json */

const kMostTexts = 60; // outcomes to choose for; a column with more is not a column of outcomes

/** @param {Json[]} columns of the proposal @param {string} header */
function sampleOf(columns, header) {
  const column = columns.find(({ name }) => name === header);
  const values = /** @type {string[]} */ (column?.sample ?? []).filter(Boolean);
  return values.length > 0 ? `например «${values[0].slice(0, 40)}»` : 'столбец пуст';
}

/** @param {CrmStore} store */
export function understoodParts(store) {
  /** @param {State} state @param {string} role @param {string} id @param {string} [label] */
  function columnSelect({ mapping, proposal }, role, id, label = roleName(role)) {
    const columns = /** @type {Json[]} */ (proposal?.columns ?? []);
    const header = columnOf(/** @type {Json} */ (mapping), role);
    return el(
      'div.col',
      {},
      el('label.col__what', { for: id }, label),
      select(
        id,
        [
          ['', 'нет такого столбца'],
          ...columns.map(({ name }) => /** @type {[string, string]} */ ([name, name])),
        ],
        header,
        (value) => store.setColumn(role, value),
        { 'data-role': role },
      ),
      el('span.fine', {}, header ? sampleOf(columns, header) : '\u00A0'),
    );
  }

  /** @param {State} state @param {string} text @param {string} id @param {string} label */
  function meaningSelect({ mapping }, text, id, label) {
    const stage = mapping?.stages.find((/** @type {Json} */ { name }) => folded(name) === folded(text));
    const options = stage ? kMeanings : /** @type {[string, string][]} */ ([['', 'выберите'], ...kMeanings]);
    return el(
      'div.col',
      {},
      el('label.col__what', { for: id }, label),
      select(
        id,
        options,
        stage ? String(stage.means) : '',
        (value) => value && store.setMeaning(text, meaningFrom(value)),
        {
          'data-text': text,
        },
      ),
    );
  }

  /** @param {State} state @param {import('./questions.js').Question} question @param {number} i */
  function questionPart(state, { kind, role = '', text = '', message }, i) {
    const id = `question-${i}`;
    if (kind === 'column') return columnSelect(state, role, id, message);
    if (kind === 'stage') return meaningSelect(state, text, id, message);
    const options = /** @type {[string, string][]} */ (
      kind === 'date_order'
        ? [
            ['dmy', 'сначала день: 05.06 — 5 июня'],
            ['mdy', 'сначала месяц: 05/06 — 6 мая'],
            ['ymd', 'сначала год'],
          ]
        : [
            [',', 'запятая отделяет копейки'],
            ['.', 'точка отделяет копейки'],
          ]
    );
    return el(
      'div.col',
      {},
      el('label.col__what', { for: id }, message),
      select(id, options, state.mapping?.[kind] ?? '', (value) => store.set(kind, value), {
        'data-field': kind,
      }),
    );
  }

  return { columnSelect, meaningSelect, questionPart };
}

/** @param {State} state */
function factsOf({ name, report, proposal, isRows }) {
  const rows = report?.rows;
  const months = report?.months ?? [];
  const period =
    months.length === 0
      ? ''
      : months.length === 1
        ? monthText(months[0].month)
        : `${monthText(months[0].month)} — ${monthText(months[months.length - 1].month)}`;
  const facts = /** @type {[string, string][]} */ ([
    ['Файл', name],
    [
      'Сделок',
      rows
        ? `${number(report.totals.deals)} из ${rowsText(rows.read)
            .replace(/строка$/, 'строки')
            .replace(/строки$/, plural(rows.read, 'строки', 'строк', 'строк'))}`
        : rowsText(proposal?.table.rows ?? 0),
    ],
    ['Период заявок', period],
    ['Вид', proposal ? tableKind(proposal.table, isRows) : ''],
  ]);
  return el(
    'dl.read__facts',
    {},
    ...facts
      .filter(([, value]) => value !== '')
      .map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))),
  );
}

const kAside = new Set(['phase', 'reading', 'fault']);
/** Nothing to show anew. @param {State} a @param {State} b */
const isAlike = (a, b) =>
  /** @type {(keyof State)[]} */ (Object.keys(a)).every((key) => kAside.has(key) || a[key] === b[key]);

/** After the next frame, each in a task of its own: the page answers meanwhile. @param {(() => void)[]} works */
async function oneByOne(works) {
  await nextFrame();
  for (const work of works) {
    work();
    await nextTask();
  }
}

/** @param {HTMLElement} host @param {CrmStore} store @param {{another(): void, add(): void}} acts */
export function mountUnderstood(host, store, acts) {
  const { columnSelect, meaningSelect, questionPart } = understoodParts(store);

  /** @param {State} state */
  function right(state) {
    const unmapped = state.issues
      .concat(state.report?.issues ?? [])
      .filter(({ code }) => code === 'unmapped_stage')
      .flatMap(({ texts = [] }) => texts);
    const questions = openQuestions(state);
    const parts = [
      ...questions.map((question, i) => questionPart(state, question, i)),
      ...unmapped
        .slice(0, 12)
        .map(({ text, count }, i) =>
          meaningSelect(state, text, `unmapped-${i}`, `Что значит «${text}»? Таких строк: ${number(count)}.`),
        ),
    ];
    const others = state.issues.filter(({ code }) => code !== 'unmapped_stage');
    const title =
      parts.length === 0
        ? others.length > 0
          ? 'Отчёта пока нет'
          : 'Столбцы и этапы понятны'
        : `Проверьте сами: ${number(parts.length)} ${plural(parts.length, 'место', 'места', 'мест')}, остальное ясно`;
    return el(
      'div',
      {},
      el('h2.label', { 'data-asked-title': '' }, title),
      ...others.map(({ message }) => el('p.fault', { role: 'alert' }, message)),
      others.some(({ path }) => path.startsWith('/columns')) &&
        el('p.note', {}, 'Укажите столбцы ниже, и отчёт появится сам.'),
      ...warnings(state).map((text) => el('p.note', { 'data-warning': '' }, text)),
      state.remembered &&
        el(
          'p.note',
          {},
          'Столбцы и этапы поняты так, как вы поправили в прошлый раз. ',
          el(
            'button.link',
            { type: 'button', 'data-do': 'understand-again', click: () => store.forget() },
            'Понять заново',
          ),
        ),
      parts.length > 0 && el('div.cols', { 'data-questions': '' }, ...parts),
      questions.length > 0 &&
        state.report !== null &&
        el(
          'p.row',
          {},
          el(
            'button.link',
            { type: 'button', 'data-do': 'confirm', click: () => store.confirm() },
            'Всё верно, больше не спрашивать',
          ),
        ),
    );
  }

  /** @param {State} state @param {(details: HTMLElement, ...inside: (() => import('./parts.js').Child)[]) => void} put what is inside a fold */
  function folds(state, put) {
    /** @param {string} id @param {string} title @param {(() => import('./parts.js').Child)[]} inside */
    const fold = (id, title, ...inside) => {
      const details = closedFold(id, title);
      put(details, ...inside);
      return details;
    };
    const { report, proposal, mapping, told } = state;
    const texts = /** @type {Json[]} */ (proposal?.texts ?? []);
    const reasons = /** @type {Json[]} */ (proposal?.reasons ?? []);
    const left = report?.rows.left_out ?? [];
    const lost = left.reduce((/** @type {number} */ sum, /** @type {Json} */ { count }) => sum + count, 0);
    const toldRows = report?.rows.told ?? [];
    const needColumns = state.issues.some(
      ({ path }) => path.startsWith('/columns') || path.startsWith('/mapping'),
    );
    const columns = fold('fold-columns', 'Все столбцы', () =>
      el('div.cols', {}, ...kRoles.map(([role]) => columnSelect(state, role, `column-${role}`))),
    );
    if (needColumns) /** @type {HTMLDetailsElement} */ (columns).open = true;
    const stages = mapping?.columns.stage_dates;
    return el(
      'div.read__folds',
      {},
      lost > 0 &&
        fold('fold-left', `Не вошло ${rowsText(lost)}, и почему`, () => linesList(store, left, leftOutText)),
      (toldRows.length > 0 || told.length > 0) &&
        fold(
          'fold-told',
          'Что заметили по дороге',
          () => linesList(store, toldRows, toldText),
          ...told.map((text) => () => el('p.note', {}, text)),
        ),
      columns,
      Array.isArray(stages) &&
        stages.length > 0 &&
        fold('fold-dates', 'Даты этапов по порядку', () => el('p.note', {}, stages.join(' → '))),
      texts.length > 0 &&
        fold(
          'fold-texts',
          'Что значат исходы и этапы',
          () =>
            el(
              'div.cols',
              {},
              ...texts
                .slice(0, kMostTexts)
                .map(({ text, count }, i) =>
                  meaningSelect(state, text, `text-${i}`, `«${text}»: ${number(count)}`),
                ),
            ),
          () =>
            texts.length > kMostTexts &&
            el(
              'p.note',
              {},
              `Ещё ${number(texts.length - kMostTexts)} разных текстов: похоже, выбран не столбец этапа.`,
            ),
        ),
      reasons.length > 0 &&
        fold('fold-reasons', 'Причины отказа: где это не наш клиент', () =>
          el(
            'div.cols',
            {},
            ...reasons.slice(0, kMostTexts).map(({ text, count }, i) => {
              const set = mapping?.reasons.find(
                (/** @type {Json} */ { name }) => folded(name) === folded(text),
              );
              return el(
                'div.col',
                {},
                el('label.col__what', { for: `reason-${i}` }, `«${text}»: ${number(count)}`),
                select(
                  `reason-${i}`,
                  [
                    ['lost', 'отказ'],
                    ['unfit', 'не наш клиент'],
                  ],
                  set?.means ?? 'lost',
                  (value) => store.setReason(text, /** @type {'lost' | 'unfit'} */ (value)),
                ),
              );
            }),
          ),
        ),
      mapping && fold('fold-preview', 'Первые пять сделок', () => preview(state)),
      fold(
        'fold-settings',
        'Настройки отчёта',
        () => settings(state, store) ?? el('p.note', {}, 'Появятся вместе с отчётом.'),
      ),
    );
  }

  /** @type {State | null} */
  let drawn = null;
  store.subscribe((state) => {
    if (state.phase === 'reading') return; // what is open is hidden, and may be wanted again
    if (state.phase === 'empty') {
      drawn = null;
      host.replaceChildren();
      return;
    }
    if (drawn && isAlike(drawn, state)) return;
    if (drawn?.opened !== state.opened) host.replaceChildren(); // folds and the focus are the other file's
    drawn = state;
    host.toggleAttribute('data-busy', state.busy);
    // What is closed is made after the finding has been shown: half of the page's work for a file.
    /** @type {(() => void)[]} */
    const later = [];
    const waits = !host.hasChildNodes() && state.report !== null;
    fill(host, [
      el(
        'section.read',
        { 'aria-label': 'Что мы поняли' },
        el(
          'div',
          {},
          el('h2.label', {}, 'Что мы поняли'),
          factsOf(state),
          el(
            'p.row',
            {},
            el('button.link', { type: 'button', id: 'another', click: acts.another }, 'Открыть другой файл'),
            !state.isRows &&
              !state.sample &&
              el(
                'button.link',
                { type: 'button', id: 'add-part', click: acts.add },
                'Добавить часть выгрузки',
              ),
            state.earlier !== null &&
              el(
                'button.link',
                { type: 'button', id: 'earlier', click: () => store.returnToEarlier() },
                `Вернуть отчёт «${state.earlier}»`,
              ),
          ),
        ),
        right(state),
        folds(state, (details, ...inside) => {
          const make = () =>
            details.append(.../** @type {Node[]} */ (inside.map((one) => one()).filter(Boolean)));
          if (waits) later.push(make);
          else make();
        }),
      ),
    ]);
    if (waits) oneByOne(later);
  });
}
