// @ts-check
// "На пальцах": a thousand leads as cells, two linked sliders (share and its money). The core counts, also backwards.

import { need, el } from '../page/dom.js';
import { count, percent, roubles } from '../text/format.js';
import { exampleScenario } from '../model/example.js';

const kCellsInRow = 50;
const kCell = 10;

/** The outline of the cells bought beyond the first row. @param {number} cells */
export function cellsOutline(cells) {
  const full = Math.floor(cells / kCellsInRow);
  const part = cells % kCellsInRow;
  const block = (/** @type {number} */ y, /** @type {number} */ w, /** @type {number} */ h) =>
    w && h ? `M0 ${y}h${w}v${h}H0z` : '';
  return block(kCell, kCellsInRow * kCell, full * kCell) + block((1 + full) * kCell, part * kCell, kCell);
}

/** @param {number} conversion @param {number | null} goal */
const scenarioWith = (conversion, goal) => {
  const example = exampleScenario();
  return {
    ...example,
    goal_revenue: goal,
    stages: [{ ...example.stages[0], target_conversion: conversion }],
  };
};

/** @param {any} core @param {HTMLElement} section */
export function mountExplainer(core, section) {
  const share = /** @type {HTMLInputElement} */ (need(section, '#explain-share'));
  const money = /** @type {HTMLInputElement} */ (need(section, '#explain-money'));
  const cells = need(section, '[data-explain=cells]');

  /** @param {any} report @param {HTMLInputElement} moved */
  function show({ target, money_left: left }, moved) {
    const texts = /** @type {Record<string, string>} */ ({
      share: percent(target.conversion),
      sales: count(target.sales),
      revenue: roubles(target.revenue),
      left: roubles(left.per_month),
    });
    for (const place of section.querySelectorAll('[data-explain]')) {
      const text = texts[/** @type {HTMLElement} */ (place).dataset.explain ?? ''];
      if (text !== undefined) place.textContent = text;
    }
    cells.setAttribute('d', cellsOutline(Math.max(0, Math.round(target.sales) - kCellsInRow)));
    if (moved !== share) share.value = String(Math.round(target.conversion * 1000) / 10);
    if (moved !== money) money.value = String(target.revenue);
    share.setAttribute('aria-valuetext', texts.share);
    money.setAttribute('aria-valuetext', texts.revenue);
  }

  /** @param {number} conversion @param {HTMLInputElement} moved */
  const showShare = (conversion, moved) => {
    const { report } = core.evaluate(scenarioWith(conversion, null), { distribution: false });
    if (report) show(report, moved);
  };

  const followShare = () => showShare(Number(`${share.value}e-2`), share);
  share.addEventListener('input', followShare);
  money.addEventListener('input', () => {
    const { report } = core.evaluate(scenarioWith(0.05, Number(money.value)), { distribution: false });
    const needed = report?.goal?.single_stage[0].needed;
    if (typeof needed === 'number') showShare(needed, money);
  });
  followShare(); // a browser may have kept the slider where it was
}

/** The sliders stay away where the core cannot run. @param {HTMLElement} section */
export function withoutExplainer(section) {
  need(section, '.slides').replaceWith(el('p.note', {}, 'Ползунки не работают без расчётного модуля.'));
}
