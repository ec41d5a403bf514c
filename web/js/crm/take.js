// @ts-check
// Takes the numbers of a report into the calculator, the workbench and the plan, with where each came from. Names of managers stay behind
// unless the person says otherwise.

import { loadCore } from '../model/core.js';
import { putFromCrm } from '../model/origin.js';
import { el } from '../page/dom.js';
import { number, plural } from '../text/format.js';
import { loadedOnce } from './loaded.js';
import { moneyOf, signOf } from './money.js';
import { dealsText } from './words.js';

/** @typedef {Record<string, any>} Json */

/** Managers without their names. @param {Json} scenario */
function nameless(scenario) {
  const roster = scenario.roster?.map((/** @type {Json} */ one, /** @type {number} */ i) => ({
    ...one,
    name: `Менеджер ${i + 1}`,
  }));
  return roster ? { ...scenario, roster } : scenario;
}

/** Numbers as a person would type them: roubles whole, applications to a tenth. @param {Json} scenario */
const asTyped = (scenario) => ({
  ...scenario,
  leads_per_month: Math.round(scenario.leads_per_month * 10) / 10,
  average_check: Math.round(scenario.average_check),
  check_spread: Math.round(scenario.check_spread * 1000) / 1000,
});

/** @typedef {'calculator' | 'plan' | 'workbench'} Where */

const kPages = { calculator: '/#calc', plan: '/plan/', workbench: '/demo/' };

/** The ways on. @param {(where: Where) => void} take */
function waysOn(take) {
  /** @param {Where} where @param {string} kind @param {string} text */
  const button = (where, kind, text) =>
    el(kind, { type: 'button', 'data-take': where, click: () => take(where) }, text);
  return [
    el(
      'p.acts',
      {},
      button('calculator', 'button.btn', 'Взять в расчёт'),
      button('plan', 'button.btn.btn--line', 'В план'),
    ),
    button('workbench', 'button.link', 'В рабочий стол для созвона'),
  ];
}

/** Whether names of managers go along. @param {boolean} checked @param {(checked: boolean) => void} change */
function namesBox(checked, change) {
  const box = /** @type {HTMLInputElement} */ (
    el('input', { type: 'checkbox', 'data-names': '', checked, change: () => change(box.checked) })
  );
  return el(
    'label.check',
    {},
    box,
    el('span', {}, 'Запомнить и имена менеджеров. Иначе в расчёт попадут «Менеджер 1», «Менеджер 2».'),
  );
}

/** What one more point of the share of payments is worth; null when the export has no sums. @param {() => Promise<any>} core @param {Json} report */
async function pointOf(core, { scenario, window }) {
  const { deals = 0, won } = window ?? {};
  if (!(scenario.average_check > 0 && deals > 0)) return null;
  return core().then(
    (one) => one.pointOfAll(scenario, { observed: { entered: deals, passed: won } }),
    () => null,
  );
}

/** @param {Json} report @param {number | null} point */
function pointView(report, point) {
  if (!point) {
    return el(
      'p.note',
      {},
      'В выгрузке нет сумм оплат: добавьте столбец «Сумма», и станет видно, сколько стоит один пункт.',
    );
  }
  const { leads_per_month: perMonth, average_check: check } = report.scenario;
  const leads = Math.round(perMonth);
  const atLeads = dealsText(leads)
    .replace(/заявка$/, 'заявке')
    .replace(/заявки$|заявок$/, plural(leads, 'заявке', 'заявках', 'заявках'));
  return el(
    'div',
    {},
    el('p.label', {}, 'Один пункт доли оплат стоит'),
    el('p.fig.could', { 'data-point': '' }, number(point), el('small', {}, `\u00A0${signOf(report)}`)),
    el('p.note', {}, `в месяц при ${atLeads} и чеке ${moneyOf(report)(check)}`),
  );
}

/**
 * @param {object} options
 * @param {string} options.wasm of the calculator
 * @param {() => Promise<import('../model/memory.js').Memory>} options.memory
 * @param {() => import('./store.js').State} options.state
 * @param {(message: string) => void} options.tell
 * @param {() => void} options.namesChanged the person wants names remembered, or no more
 */
export function createTake({ wasm, memory, state, tell, namesChanged }) {
  const core = loadedOnce(() => loadCore(wasm));
  let withNames = false;

  /** @param {Where} where */
  async function take(where) {
    const { report, sample } = state();
    if (!report?.scenario) return;
    const title = sample ? 'Пример: сделки придуманы' : report.scenario.title;
    const scenario = { ...asTyped(withNames ? report.scenario : nameless(report.scenario)), title };
    const kept = await putFromCrm(await memory(), { scenario, notes: report.scenario_notes, sample, where });
    if (!kept) {
      tell('Браузер ничего не хранит на этом устройстве, перенести числа не выйдет: скачайте отчёт в Excel.');
      return;
    }
    location.assign(kPages[where]);
  }

  function names() {
    if (!state().report?.scenario?.roster?.length) return null;
    return namesBox(withNames, (checked) => {
      withNames = checked;
      namesChanged();
    });
  }

  return {
    withNames: () => withNames,
    /** What one more point is worth, and the ways on. @param {Json} report */
    async money(report) {
      if (!report.scenario) return null;
      const point = await pointOf(core, report);
      return el('div', {}, pointView(report, point), ...waysOn(take), names());
    },
    again: () => el('div', {}, ...waysOn(take)),
  };
}
