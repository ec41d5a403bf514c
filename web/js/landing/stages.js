// @ts-check
// The stages as compact cards: what passes now, the target, a strip on the scale of the stage, one sentence, the money it holds. Name, order
// and the way of entering are behind the card's "⋯". Fields and outputs hear after them: they fill the cards made here.

import { need } from '../page/dom.js';
import { roubles, roundedToSum } from '../text/format.js';
import { drawStrip, stageCard, stageStrip } from './stage-card.js';
import { createStageEdits } from './stage-edits.js';
import { lostText, stageText } from './stage-words.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Doc} Doc */
/** @typedef {import('./store.js').State} State */

/** What each factor holds of the money left, roubles whose sum is the total shown. @param {Doc} left @returns {Map<string, number>} */
function amountsOf({ by_factor: factors, per_month: total }) {
  const amounts = factors.map((/** @type {Doc} */ { amount }) => amount);
  return new Map(roundedToSum(amounts, total).map((amount, n) => [factors[n].id, amount]));
}

/**
 * What a card shows of the report.
 * @param {Element} box
 * @param {{amount: number, now: number, aim: number, text: string, asks: boolean}} shown money it holds, roubles; shares of its strip's scale;
 *   its sentence; an answer is not to be had yet
 */
function fillCard(box, { amount, now, aim, text, asks }) {
  const money = need(box, '[data-money]');
  money.textContent = asks || amount === 0 ? '' : `${amount < 0 ? '\u2212' : ''}${roubles(Math.abs(amount))}`;
  money.classList.toggle('lost', amount > 0);
  drawStrip(need(box, '.meter'), now, aim);
  need(box, '[data-say]').textContent = text;
}

/** @param {Store} store @param {HTMLElement} host the list of cards @param {HTMLElement} fixed the card of "Успевают взять" @param {HTMLElement} status tells what was done to a stage */
export function mountStages(store, host, fixed, status) {
  /** Stages whose counts are being typed before the draft holds them. @type {Set<string>} */
  const counting = new Set();
  /** Cards whose "⋯" is open. @type {Set<string>} */
  const opened = new Set();
  const edits = createStageEdits({ store, counting, host, status });
  let shown = '';
  fixed.querySelector('[data-meter]')?.replaceWith(stageStrip());

  const isCounted = (/** @type {Doc} */ { id, observed }) => Boolean(observed) || counting.has(id);

  /** Cards are made again only when their shape changes: typing keeps its place. @param {State} state */
  function render({ draft }) {
    /** @type {Doc[]} */
    const stages = draft.stages;
    const shape = JSON.stringify(stages.map((stage) => [stage.id, isCounted(stage)]));
    if (shape === shown) return;
    shown = shape;
    const focused = host.contains(document.activeElement) ? document.activeElement?.id : null;
    host.replaceChildren(
      ...stages.map((stage, i) =>
        stageCard({
          stage,
          i,
          total: stages.length,
          counts: isCounted(stage),
          isOpen: opened.has(stage.id),
          toggled: (isOpen) => void (isOpen ? opened.add(stage.id) : opened.delete(stage.id)),
          edits,
        }),
      ),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /** What the cards say of the last good report. @param {State} state */
  function tell({ report, scenario, asks }) {
    if (!report || !scenario) return;
    const amounts = amountsOf(report.money_left);
    [...host.querySelectorAll('.stage')].forEach((box, i) => {
      const now = report.now.stages[i];
      if (!now) return;
      fillCard(box, {
        amount: amounts.get(now.id) ?? 0,
        now: now.conversion,
        aim: report.target.stages[i].conversion,
        text: asks ? '' : stageText(scenario, report, i),
        asks,
      });
    });
    fillCard(fixed, {
      amount: amounts.get('coverage') ?? 0,
      now: report.now.worked_leads / (report.now.leads || 1),
      aim: report.target.worked_leads / (report.target.leads || 1),
      text: lostText(report.now.lost_leads),
      asks,
    });
  }

  store.subscribe(render, { first: true });
  store.subscribe(tell);

  return { add: edits.add, liftTargets: edits.liftTargets };
}
