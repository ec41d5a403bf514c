// @ts-check
// "Что мы поняли": the file, what was left out and why, columns and outcomes with selects to correct, a preview; what is not sure comes first.

import { el } from '../page/dom.js';
import { monthText } from '../text/days.js';
import { number, plural } from '../text/format.js';
import { tableKind } from './columns.js';
import { fill, nextFrame, nextTask } from './parts.js';
import { openQuestions } from './questions.js';
import { understoodFolds } from './understood-folds.js';
import { meaningSelect, questionPart } from './understood-selects.js';
import { warnings } from './warnings.js';
import { rowsText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').CrmStore} CrmStore */
/** Another file, another part of this one. @typedef {{another(): void, add(): void}} Acts */

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

/** The file that is open, and what else can be opened. @param {CrmStore} store @param {State} state @param {Acts} acts */
const fileOf = (store, state, acts) =>
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
        el('button.link', { type: 'button', id: 'add-part', click: acts.add }, 'Добавить часть выгрузки'),
      state.earlier !== null &&
        el(
          'button.link',
          { type: 'button', id: 'earlier', click: () => store.returnToEarlier() },
          `Вернуть отчёт «${state.earlier}»`,
        ),
    ),
  );

/** Selects for what is not sure, and for texts that mean nothing yet. @param {CrmStore} store @param {State} state */
function askedSelects(store, state) {
  const unmapped = state.issues
    .concat(state.report?.issues ?? [])
    .filter(({ code }) => code === 'unmapped_stage')
    .flatMap(({ texts = [] }) => texts)
    .slice(0, 12);
  return [
    ...openQuestions(state).map((question, i) => questionPart(store, state, question, i)),
    ...unmapped.map(({ text, count }, i) => {
      const label = `Что значит «${text}»? Таких строк: ${number(count)}.`;
      return meaningSelect(store, state, text, `unmapped-${i}`, label);
    }),
  ];
}

/** @param {number} places @param {number} faults */
function askedTitle(places, faults) {
  if (places > 0) {
    return `Проверьте сами: ${number(places)} ${plural(places, 'место', 'места', 'мест')}, остальное ясно`;
  }
  return faults > 0 ? 'Отчёта пока нет' : 'Столбцы и этапы понятны';
}

/** @param {CrmStore} store */
const rememberedNote = (store) =>
  el(
    'p.note',
    {},
    'Столбцы и этапы поняты так, как вы поправили в прошлый раз. ',
    el(
      'button.link',
      { type: 'button', 'data-do': 'understand-again', click: () => store.forget() },
      'Понять заново',
    ),
  );

/** What a person is to check, and why there is no report. @param {CrmStore} store @param {State} state */
function asked(store, state) {
  const selects = askedSelects(store, state);
  const faults = state.issues.filter(({ code }) => code !== 'unmapped_stage');
  return el(
    'div',
    {},
    el('h2.label', { 'data-asked-title': '' }, askedTitle(selects.length, faults.length)),
    ...faults.map(({ message }) => el('p.fault', { role: 'alert' }, message)),
    faults.some(({ path }) => path.startsWith('/columns')) &&
      el('p.note', {}, 'Укажите столбцы ниже, и отчёт появится сам.'),
    ...warnings(state).map((text) => el('p.note', { 'data-warning': '' }, text)),
    state.remembered && rememberedNote(store),
    selects.length > 0 && el('div.cols', { 'data-questions': '' }, ...selects),
    openQuestions(state).length > 0 &&
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

/** @param {HTMLElement} host @param {CrmStore} store @param {Acts} acts */
export function mountUnderstood(host, store, acts) {
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
        fileOf(store, state, acts),
        asked(store, state),
        understoodFolds(store, state, (details, ...inside) => {
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
