// @ts-check
// What two periods have shown: the verdict, both shares with their ranges, what the department and the mix did, and what is saved of it.

import { el } from '../page/dom.js';
import { percent } from '../text/format.js';
import { effects, monthlyText, periodText, verdict, verdictNote } from './growth-words.js';
import { plot, scaleEnd } from './parts.js';
import { ofText } from './words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('./growth-words.js').Period} Period */
/** @typedef {import('./period-strip.js').Periods} Periods */
/** @typedef {'savePdfAct' | 'saveGrowthJson'} How */

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

/** @param {Json} growth @param {Periods} periods @param {import('./money.js').Money} money @param {HTMLElement} acts what is done with it */
export function growthResult(growth, { before, after }, money, acts) {
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

/** @param {(how: How) => void} save */
export const growthActs = (save) =>
  el(
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
