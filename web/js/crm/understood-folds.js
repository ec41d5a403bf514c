// @ts-check
// What is folded under "Что мы поняли": rows that were left out, every column, outcomes and reasons with their selects, a preview, settings.

import { el } from '../page/dom.js';
import { number } from '../text/format.js';
import { kRoles } from './columns.js';
import { fold as closedFold } from './parts.js';
import { linesList, preview, settings } from './understood-lists.js';
import { columnSelect, meaningSelect, reasonSelect } from './understood-selects.js';
import { leftOutText, rowsText, toldText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').CrmStore} CrmStore */
/** @typedef {import('./parts.js').Child} Child */
/** @typedef {Record<string, any>} Json */
/** Puts what is inside a fold into it, now or when there is time. @typedef {(details: HTMLElement, ...inside: (() => Child)[]) => void} Put */
/** A closed fold. @typedef {(id: string, title: string, ...inside: (() => Child)[]) => HTMLElement} Fold */

const kMostTexts = 60; // outcomes to choose for; a column with more is not a column of outcomes

/** @param {Fold} fold @param {CrmStore} store @param {State} state */
function leftOut(fold, store, { report }) {
  const left = report?.rows.left_out ?? [];
  const lost = left.reduce((/** @type {number} */ sum, /** @type {Json} */ { count }) => sum + count, 0);
  return (
    lost > 0 &&
    fold('fold-left', `Не вошло ${rowsText(lost)}, и почему`, () => linesList(store, left, leftOutText))
  );
}

/** @param {Fold} fold @param {CrmStore} store @param {State} state */
function noticed(fold, store, { report, told }) {
  const rows = report?.rows.told ?? [];
  return (
    (rows.length > 0 || told.length > 0) &&
    fold(
      'fold-told',
      'Что заметили по дороге',
      () => linesList(store, rows, toldText),
      ...told.map((text) => () => el('p.note', {}, text)),
    )
  );
}

/** Open when a column is what is missing for a report. @param {Fold} fold @param {CrmStore} store @param {State} state */
function allColumns(fold, store, state) {
  const columns = fold('fold-columns', 'Все столбцы', () =>
    el('div.cols', {}, ...kRoles.map(([role]) => columnSelect(store, state, role, `column-${role}`))),
  );
  const isMissing = state.issues.some(
    ({ path }) => path.startsWith('/columns') || path.startsWith('/mapping'),
  );
  if (isMissing) /** @type {HTMLDetailsElement} */ (columns).open = true;
  return columns;
}

/** @param {Fold} fold @param {State} state */
function stageDates(fold, { mapping }) {
  const dates = mapping?.columns.stage_dates;
  return (
    Array.isArray(dates) &&
    dates.length > 0 &&
    fold('fold-dates', 'Даты этапов по порядку', () => el('p.note', {}, dates.join(' → ')))
  );
}

/**
 * A select for each text of a column, as many as anybody looks through.
 * @param {typeof meaningSelect} select @param {string} prefix of their ids @param {Json[]} texts @param {CrmStore} store @param {State} state
 */
const selectsOf = (select, prefix, texts, store, state) =>
  el(
    'div.cols',
    {},
    ...texts
      .slice(0, kMostTexts)
      .map(({ text, count }, i) =>
        select(store, state, text, `${prefix}-${i}`, `«${text}»: ${number(count)}`),
      ),
  );

/** @param {Fold} fold @param {CrmStore} store @param {State} state */
function outcomes(fold, store, state) {
  const texts = /** @type {Json[]} */ (state.proposal?.texts ?? []);
  return (
    texts.length > 0 &&
    fold(
      'fold-texts',
      'Что значат исходы и этапы',
      () => selectsOf(meaningSelect, 'text', texts, store, state),
      () =>
        texts.length > kMostTexts &&
        el(
          'p.note',
          {},
          `Ещё ${number(texts.length - kMostTexts)} разных текстов: похоже, выбран не столбец этапа.`,
        ),
    )
  );
}

/** @param {Fold} fold @param {CrmStore} store @param {State} state */
function reasonsOf(fold, store, state) {
  const reasons = /** @type {Json[]} */ (state.proposal?.reasons ?? []);
  return (
    reasons.length > 0 &&
    fold('fold-reasons', 'Причины отказа: где это не наш клиент', () =>
      selectsOf(reasonSelect, 'reason', reasons, store, state),
    )
  );
}

/** @param {CrmStore} store @param {State} state @param {Put} put */
export function understoodFolds(store, state, put) {
  /** @type {Fold} */
  const fold = (id, title, ...inside) => {
    const details = closedFold(id, title);
    put(details, ...inside);
    return details;
  };
  return el(
    'div.read__folds',
    {},
    leftOut(fold, store, state),
    noticed(fold, store, state),
    allColumns(fold, store, state),
    stageDates(fold, state),
    outcomes(fold, store, state),
    reasonsOf(fold, store, state),
    state.mapping && fold('fold-preview', 'Первые пять сделок', () => preview(state)),
    fold(
      'fold-settings',
      'Настройки отчёта',
      () => settings(state, store) ?? el('p.note', {}, 'Появятся вместе с отчётом.'),
    ),
  );
}
