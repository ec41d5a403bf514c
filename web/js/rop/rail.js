// @ts-check
// Beside the questions: the score of the open area, what depends on it, what to do this week; below it, all areas.

import { hatch } from '../charts/drawing.js';
import { el, need, svg } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { areaMarks } from './charts.js';
import { markedCount } from './run.js';
import { completenessNote, moneyNote, reasons, scoreNote, scoreText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {{checklist: import('./checklist.js').Checklist, areaNow: () => string, closed: () => boolean}} Page closed: the result waits for the contact form */

/** @param {string} text with a unit after U+00A0 */
function figure(text) {
  const [value, unit] = [text.slice(0, text.lastIndexOf('\u00A0')), text.slice(text.lastIndexOf('\u00A0'))];
  return [value, el('small', {}, unit)];
}

/** The part of the money left that depends on the area. @param {Record<string, any>} result @param {Record<string, any>} report */
function shareBar(result, report) {
  const whole = report.money_left.per_month > 0 ? report.money_left.per_month : result.money;
  const part = whole > 0 ? Math.min(100, (result.money / whole) * 100) : 0;
  const picture = svg('svg.share', {
    role: 'img',
    'aria-label': `${roubles(result.money)} из ${roubles(whole)}`,
  });
  picture.append(
    hatch('share'),
    svg('rect.share__all', { x: 0.5, y: 0.5, width: '99.7%', height: 17 }),
    svg('rect', { x: 0, y: 0, width: `${part.toFixed(2)}%`, height: 18, fill: 'url(#share-hatch)' }),
  );
  return picture;
}

/** @param {State} state @param {any} result @param {import('./checklist.js').Definition} asked */
function moneyBlock(state, result, asked) {
  if (!state.report) {
    return [
      el('p.label', {}, 'Сколько от этого зависит'),
      el('p.note', {}, moneyNote(state), ' ', el('a', { href: '/#calc' }, 'Посчитать')),
    ];
  }
  if (!(result.money > 0)) {
    return [
      el('p.label', {}, 'Сколько от этого зависит'),
      el('p.note', {}, 'У области нет прямой цены: она держит остальные.'),
    ];
  }
  return [
    el('p.label', {}, 'Сколько от этого зависит'),
    el('p.rail__figure.lost', {}, ...figure(roubles(result.money))),
    shareBar(result, state.report),
    el(
      'p.note',
      {},
      `В месяц, из ${roubles(state.report.money_left.per_month)}, которые отдел недозарабатывает.${state.example ? ' Это пример со страницы расчёта, не ваши числа.' : ''}`,
    ),
    el(
      'details.why',
      {},
      el('summary', {}, 'Откуда это число'),
      ...reasons(result, state, asked).map((reason) => el('p.note', {}, reason)),
    ),
  ];
}

/** @param {HTMLElement} place @param {Page} page @returns {(state: State) => void} */
export function mountRail(place, { checklist, areaNow, closed }) {
  const [score, money, week] = ['score', 'money', 'week'].map((name) => need(place, `[data-rail=${name}]`));
  return (state) => {
    const asked = checklist.asked(state.run.length);
    const index = Math.max(
      0,
      asked.areas.findIndex(({ id }) => id === areaNow()),
    );
    const { items } = asked.areas[index];
    const result = state.result?.areas[index];
    place.hidden = !result;
    if (!result) return;
    const open = !closed();
    const marked = markedCount(state.run, items);
    score.replaceChildren(
      el('h2.label', {}, 'Ваша оценка'),
      el(
        'p.rail__figure',
        {},
        ...(open && result.score !== null ? figure(scoreText(result.score)) : [`${marked}/${items.length}`]),
      ),
      el(
        'p.note',
        {},
        open
          ? scoreNote(result, marked, items.length, state.self?.areas[index])
          : 'Отмечено вопросов. Оценка откроется вместе с итогом.',
      ),
    );
    const why = money.querySelector('details')?.open ?? false;
    money.replaceChildren(...(open ? moneyBlock(state, result, asked) : []));
    const details = money.querySelector('details');
    if (details) details.open = why;
    money.hidden = !open;
    const weak = open
      ? result.weak_items.slice(0, 2).map((/** @type {string} */ id) => checklist.item(id))
      : [];
    week.hidden = weak.length === 0;
    week.replaceChildren(
      el('h2.label', {}, 'На этой неделе'),
      ...weak.map((/** @type {any} */ item) => el('p.note', {}, item.action)),
    );
  };
}

/** @param {HTMLElement} place @param {Page} page @returns {(state: State) => void} */
export function mountAreas(place, { checklist, areaNow, closed }) {
  const list = need(place, '[data-areas]');
  return (state) => {
    const asked = checklist.asked(state.run.length);
    const rows = asked.areas.map((area, i) => {
      const own = closed() ? null : (state.result?.areas[i].score ?? null);
      const self = state.self?.areas[i].score ?? null;
      const money = closed() ? null : (state.result?.areas[i].money ?? null);
      const told = own === null ? 'не спрашивали' : `вы ${scoreText(own)}`;
      const picture = svg('svg.bar', {
        role: 'img',
        viewBox: '0 0 200 22',
        preserveAspectRatio: 'none',
        'aria-label': self === null ? told : `${told}, РОП о себе ${scoreText(self)}`,
      });
      picture.append(...areaMarks({ name: area.name, own, self: null }, { x: 0, y: 7, width: 200 }));
      const dot =
        self === null ? null : svg('svg.bar__dots', { viewBox: '0 0 200 22', 'aria-hidden': 'true' });
      dot?.append(
        svg('line.c-gap', { x1: `${(own ?? self) * 100}%`, x2: `${self * 100}%`, y1: 11, y2: 11 }),
        svg('circle.c-self', { cx: `${self * 100}%`, cy: 11, r: 5.5 }),
      );
      dot?.removeAttribute('viewBox');
      const marked = markedCount(state.run, area.items);
      return el(
        'li.area',
        area.id === areaNow() ? { 'aria-current': 'true' } : {},
        el('a.area__name', { href: `#${area.id}` }, `${i + 1}. ${area.name}`),
        el(
          'p.area__money',
          {},
          money !== null && money > 0
            ? el('span.lost', {}, roubles(money))
            : el('span.area__none', {}, money === null ? '' : 'без прямой цены'),
        ),
        el('div.area__bar', {}, picture, dot),
        el(
          'p.area__score',
          {},
          own === null
            ? el('span.area__none', {}, marked > 0 ? `${marked} из ${area.items.length}` : 'не спрашивали')
            : el('b', {}, scoreText(own)),
        ),
      );
    });
    list.replaceChildren(...rows);
    const items = asked.areas.flatMap((area) => area.items);
    need(place, '[data-areas-note]').textContent = [
      completenessNote(state, markedCount(state.run, items), items.length),
      state.report && !closed() ? moneyNote(state) : '',
    ]
      .filter(Boolean)
      .join(' ');
  };
}
