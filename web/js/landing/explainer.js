// @ts-check
// "На пальцах": a thousand leads as cells, two linked sliders (share and its money). The owner's own share and check once he has given them,
// the example's before. The core counts, also backwards.

import { need, el } from '../page/dom.js';
import { count, percent, roubles } from '../text/format.js';
import { exampleScenario } from '../model/example.js';

const kCellsInRow = 50;
const kCell = 10;
const kThousand = 1000;

/** The outline of the first so many cells. @param {number} cells */
export function cellsOutline(cells) {
  const full = Math.floor(cells / kCellsInRow);
  const part = cells % kCellsInRow;
  const block = (/** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ h) =>
    w && h ? `M0 ${y}h${w}v${h}H0z` : '';
  return block(0, kCellsInRow * kCell, full * kCell) + block(full * kCell, part * kCell, kCell);
}

/** A thousand leads at the share and check of the page. @param {{share: number, check: number}} own @param {number} aim @param {number | null} goal */
const scenarioWith = ({ share, check }, aim, goal) => ({
  ...exampleScenario(),
  leads_per_month: kThousand,
  average_check: check,
  goal_revenue: goal,
  stages: [{ ...exampleScenario().stages[0], conversion: share, target_conversion: aim }],
});

/** @param {any} core @param {HTMLElement} section @param {import('./store.js').Store} store */
export function mountExplainer(core, section, store) {
  const share = /** @type {HTMLInputElement} */ (need(section, '#explain-share'));
  const money = /** @type {HTMLInputElement} */ (need(section, '#explain-money'));
  const example = exampleScenario();
  let own = { share: example.stages[0].conversion, check: example.average_check };

  const put = (/** @type {Record<string, string>} */ texts) => {
    for (const place of section.querySelectorAll('[data-explain]')) {
      const text = texts[/** @type {HTMLElement} */ (place).dataset.explain ?? ''];
      if (text !== undefined && place.textContent !== text) place.textContent = text;
    }
  };

  /** @param {any} report @param {HTMLInputElement | null} moved */
  function show({ now, target }, moved) {
    put({
      was: percent(now.conversion),
      wasSales: count(now.sales),
      wasRevenue: roubles(now.revenue),
      share: percent(target.conversion),
      sales: count(target.sales),
      revenue: roubles(target.revenue),
    });
    need(section, '[data-explain=bought]').setAttribute('d', cellsOutline(Math.round(now.sales)));
    need(section, '[data-explain=cells]').setAttribute('d', cellsOutline(Math.round(target.sales)));
    if (moved !== share) share.value = String(Math.round(target.conversion * 1000) / 10);
    if (moved !== money) money.value = String(target.revenue);
    share.setAttribute('aria-valuetext', percent(target.conversion));
    money.setAttribute('aria-valuetext', roubles(target.revenue));
  }

  /** @param {number} aim @param {HTMLInputElement | null} moved */
  const showShare = (aim, moved) => {
    const { report } = core.evaluate(scenarioWith(own, Math.min(1, aim), null), { distribution: false });
    if (report) show(report, moved);
  };

  /** Sliders from what is now to twice as much. @param {number} aim */
  function begin(aim) {
    const twice = Math.min(1, own.share * 2);
    const { report } = core.evaluate(scenarioWith(own, twice, null), { distribution: false });
    if (!report) return;
    share.min = String(own.share * 100);
    share.max = String(twice * 100);
    share.step = '0.1';
    money.min = String(report.now.revenue);
    money.max = String(report.target.revenue);
    money.step = 'any';
    showShare(aim, null);
  }

  share.addEventListener('input', () => showShare(Number(`${share.value}e-2`), share));
  money.addEventListener('input', () => {
    const { report } = core.evaluate(scenarioWith(own, own.share, Number(money.value)), {
      distribution: false,
    });
    const needed = report?.goal?.single_stage[0].needed;
    if (typeof needed === 'number') showShare(needed, money);
  });
  store.subscribe(({ report, scenario, asks, current }) => {
    if (!current || asks || !report || !scenario || report.now.conversion <= 0) return;
    const next = { share: report.now.conversion, check: scenario.average_check };
    if (next.share === own.share && next.check === own.check) return;
    own = next;
    begin(report.target.conversion);
  });
  begin(own.share * 1.5);
}

/** The sliders stay away where the core cannot run. @param {HTMLElement} section */
export function withoutExplainer(section) {
  need(section, '.slides').replaceWith(el('p.note', {}, 'Ползунки не работают без расчётного модуля.'));
}
