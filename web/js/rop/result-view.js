// @ts-check
// The result of the meeting: score and completeness, critical zeros first, the radar, what areas cost and why, the plan.

import { el, need } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { areaScores, radarChart } from './charts.js';
import { planOf, weakAreas } from './plan.js';
import { comparisonNote, comparisonRows, twoStepsApart } from './compared.js';
import { markedCount } from './run.js';
import {
  completenessNote,
  dateText,
  levelNote,
  meetingText,
  moneyNote,
  reasons,
  scoreText,
  zerosNote,
} from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./checklist.js').Checklist} Checklist */

/** @param {import('../charts/drawing.js').Table} table @param {string} caption */
const dataTable = ({ head, rows }, caption) =>
  el(
    'table.table',
    {},
    el('caption.vh', {}, caption),
    el('thead', {}, el('tr', {}, ...head.map((name) => el('th', { scope: 'col' }, name)))),
    el(
      'tbody',
      {},
      ...rows.map(([first, ...cells]) =>
        el('tr', {}, el('th', { scope: 'row' }, first), ...cells.map((cell) => el('td', {}, cell || '–'))),
      ),
    ),
  );

/** @param {State} state @param {Checklist} checklist */
function scoreHead(state, checklist) {
  const { result, pair, both, previous } = state;
  const items = checklist.asked(state.run.length).areas.flatMap((area) => area.items);
  const facts = [
    el(
      'div',
      {},
      el('dt', {}, 'Полнота'),
      el('dd', { 'data-out': 'completeness' }, scoreText(result?.completeness) || '—'),
    ),
  ];
  if (pair) {
    const where = `РОП о себе, по тем же вопросам: ${pair.count}`;
    facts.push(el('div', {}, el('dt', {}, where), el('dd', {}, scoreText(pair.other.score))));
  }
  if (both && previous) {
    facts.push(
      el(
        'div',
        {},
        el('dt', {}, `${previous.title}, ${dateText(previous.createdAt)}`),
        el('dd', { 'data-out': 'before.score' }, scoreText(both.other.score) || '—'),
      ),
    );
  }
  return [
    el(
      'p.total__figure',
      { 'data-out': 'score' },
      ...(result?.score === null || !result
        ? ['—']
        : [scoreText(result.score).split('\u00A0')[0], el('small', {}, '\u00A0%')]),
    ),
    el('p.note', {}, completenessNote(state, markedCount(state.run, items), items.length)),
    el('p.note', { 'data-level': '' }, levelNote(result)),
    el('dl.facts', {}, ...facts),
  ];
}

/** @param {State} state @param {Checklist} checklist */
function criticalZeros({ result, run }, checklist) {
  const ids = result?.critical_zeros ?? [];
  if (ids.length === 0) {
    return [el('p.note', {}, zerosNote(result))];
  }
  return [
    el(
      'ol.zeros',
      { 'data-zeros': '' },
      ...ids.map((/** @type {string} */ id) => {
        const item = checklist.item(id);
        return el(
          'li.zero',
          {},
          el('a', { href: `#${id}` }, item?.question ?? id),
          el('p.note', {}, item?.action ?? ''),
          run.notes[id] ? el('p.note.zero__seen', {}, `Увидели: ${run.notes[id]}`) : null,
        );
      }),
    ),
  ];
}

/** @param {State} state @param {Checklist} checklist */
function prices(state, checklist) {
  const asked = checklist.asked(state.run.length);
  const found = weakAreas(state.result).filter((/** @type {any} */ area) => area.money > 0);
  if (found.length === 0) {
    return [
      el(
        'p.note',
        {},
        moneyNote(state),
        ' ',
        state.report ? null : el('a', { href: '/#calc' }, 'Посчитать недозаработанное'),
      ),
    ];
  }
  const fact = (/** @type {string} */ name, /** @type {string} */ value, kind = '') =>
    el('div', {}, el('dt', {}, name), el(`dd${kind}`, {}, value));
  const rows = found.map((/** @type {any} */ area) =>
    el(
      'li.price',
      {},
      el(
        'div',
        {},
        el('h4.price__name', {}, checklist.area(area.id)?.name ?? area.id),
        el('p.price__why', {}, reasons(area, state, asked).join(' ')),
      ),
      el(
        'dl.price__facts',
        {},
        fact('Сделано', scoreText(area.score)),
        fact('Зависит от неё', roubles(area.money)),
        fact('Цена слабости', roubles(area.priority), '.lost'),
      ),
    ),
  );
  return [
    el('p.note', {}, moneyNote(state)),
    el('ol.prices', { 'data-prices': '' }, ...rows),
    el(
      'p.note',
      {},
      'Цена слабости: деньги, которые зависят от области, умноженные на то, чего ей не хватает до ста процентов. По ней и стоит порядок. Это оценка для выбора, с чего начать, а не обещание.',
    ),
  ];
}

/** @param {State} state @param {Checklist} checklist */
function plan(state, checklist) {
  const found = planOf(state.result, checklist);
  if (found.length === 0) {
    return [
      el('p.note', {}, 'План сложится из трёх самых дорогих слабых областей, когда в них будут отметки.'),
    ];
  }
  return [
    el(
      'ol.plan',
      { 'data-plan': '' },
      ...found.map(({ area, result, drill, actions }, i) =>
        el(
          'li.plan__area',
          {},
          el('h4.plan__name', {}, `${i + 1}. ${area.name}`),
          el(
            'p.note',
            {},
            `Сделано на ${scoreText(result.score)}${result.money > 0 ? `, зависит ${roubles(result.money)} в месяц` : ''}`,
          ),
          el('ol.plan__days', {}, ...drill.map((day) => el('li', {}, day))),
          el('p.plan__week', {}, el('b', {}, 'Потом, до конца недели. '), actions[0] ?? ''),
        ),
      ),
    ),
  ];
}

/** To be talked through first. @param {State} state @param {Checklist} checklist */
function differences({ run }, checklist) {
  return twoStepsApart(run, checklist.asked(run.length)).map(({ id, question }) =>
    el(
      'li.zero',
      {},
      el('a', { href: `#${id}` }, question),
      el('p.note', {}, `РОП поставил ${run.self[id]}, вы ${run.answers[id]}.`),
    ),
  );
}

/** @param {State} state @param {Checklist} checklist */
function comparison({ run, previous, both }, checklist) {
  if (!previous) return [];
  if (!both) return [el('p.note', {}, 'Сравнивать пока нечего: нет вопросов, на которые ответили оба раза.')];
  const head = ['Область', `${previous.title}, ${dateText(previous.createdAt)}`, 'Сейчас', 'Разница'];
  const rows = comparisonRows(both, checklist.asked(run.length).areas);
  return [el('p.note', {}, comparisonNote(both)), dataTable({ head, rows }, 'Сравнение с прошлым разом')];
}

/** @param {HTMLElement} place @param {{checklist: Checklist, closed: () => boolean}} page @returns {(state: State) => void} */
export function mountResult(place, { checklist, closed }) {
  const parts = { head: scoreHead, zeros: criticalZeros, differences, prices, plan, comparison };
  return (state) => {
    const open = !closed();
    need(place, '[data-result-open]').hidden = !open;
    if (!open) return;
    need(place, '[data-printed]').textContent = `${meetingText(state.run)}. ${checklist.title}.`;
    for (const [name, draw] of Object.entries(parts)) {
      need(place, `[data-part=${name}]`).replaceChildren(...draw(state, checklist));
    }
    need(place, '[data-differences]').hidden = need(place, '[data-part=differences]').childElementCount === 0;
    need(place, '[data-comparison]').hidden = !state.previous;
    const radar = need(place, '[data-chart=radar]');
    const { svg: picture, table } = radarChart(areaScores(state, checklist.asked(state.run.length)), {
      width: 420,
    });
    radar.replaceChildren(picture);
    need(place, '[data-radar-table]').replaceChildren(dataTable(table, 'Оценки областей'));
  };
}
