// @ts-check
// The plan of a month put away against the fact: of a later month, or of the calculation at hand.

import { monthName } from '../model/months.js';
import { wholeCore } from '../model/whole-core.js';
import { el } from '../page/dom.js';
import { cause, causeRows, isSame, planRows, verdict } from './months-words.js';

/** @typedef {import('../model/months.js').Month} Month */
/** @typedef {import('./months-words.js').Side} Side */

const kTitle = 'Сохранить месяц и сравнить план с фактом';
const kNow = ''; // in the place of a month: the calculation at hand
const kAssumed =
  'Цели в этом плане были наши, это допущение. Поставьте свои и сохраните месяц: план станет вашим.';

/** @param {string} id */
export const monthSelect = (id) => /** @type {HTMLSelectElement} */ (el('select.select__input', { id }));

/** @param {string} label @param {HTMLSelectElement} select */
export const choice = (label, select) =>
  el(
    'div.months__choice',
    {},
    el('label.field__label', { for: select.id }, label),
    el('span.select', {}, select),
  );

/** @param {HTMLSelectElement} select @param {[string, string][]} choices @param {string} wished */
export function fill(select, choices, wished) {
  select.replaceChildren(...choices.map(([value, text]) => el('option', { value }, text)));
  select.value = choices.some(([value]) => value === wished) ? wished : (choices[0]?.[0] ?? '');
}

/** @param {string[]} head @param {string[][]} rows @param {string} caption */
function table(head, rows, caption) {
  const cells = (/** @type {string[]} */ [name, ...rest]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), ...rest.map((text) => el('td', {}, text)));
  return el(
    'div.data__table',
    { tabindex: 0, role: 'region', 'aria-label': caption },
    el(
      'table.table',
      {},
      el('caption.vh', {}, caption),
      el('thead', {}, el('tr', {}, el('td'), ...head.map((text) => el('th', { scope: 'col' }, text)))),
      el('tbody', {}, ...rows.map(cells)),
    ),
  );
}

/** @param {Side} from @param {Side} to @returns {Promise<Node[]>} */
async function causes(from, to) {
  const { comparison: found } = (await wholeCore()).compare(from.scenario, to.scenario);
  if (!found) {
    return [el('p.note', {}, 'Этапы у этих расчётов разные, поэтому по этапам их не сравнить.')];
  }
  const words = cause(found, to.scenario);
  const rows = causeRows(found, to.scenario);
  return [
    ...(words ? [el('p', {}, words)] : []),
    ...(rows.length > 1 ? [table(['Изменило выручку на'], rows, 'Откуда изменение выручки')] : []),
  ];
}

/** @param {Side} from @param {Side} to @param {string} sentence what is said first @param {Node[]} more */
const answerOf = (from, to, sentence, more) => [
  el('p.months__verdict', {}, sentence),
  from.scenario.targets_source === 'assumed' ? el('p.note', {}, kAssumed) : '',
  table(['Было', 'План', 'Факт'], planRows(from, to), `План за ${from.name} и факт`),
  ...more,
];

/** @param {Side} from */
const sameText = ({ name }) =>
  `Сейчас в расчёте те же числа, что за ${name}. Впишите новые, и здесь будет план и факт.`;

/** What is put away, oldest first. @typedef {{months: Month[], today: Date}} Kept */

/** @param {any} core @param {string} month @param {Kept} kept @returns {Side | null} */
function sideOf(core, month, { months, today }) {
  const scenario = months.find((one) => one.month === month)?.scenario;
  const { report = null } = scenario ? core.evaluate(scenario, { distribution: false }) : {};
  return scenario && report ? { name: monthName(month, today), scenario, report } : null;
}

/** The calculation at hand. @param {import('./store.js').State} state @returns {Side | null} */
const sideNow = ({ scenario, report }) => (scenario && report ? { name: '', scenario, report } : null);

/**
 * @param {object} options
 * @param {any} options.core
 * @param {import('./store.js').Store} options.store
 * @param {HTMLDetailsElement} options.fold its title says the verdict; what needs the whole core waits until it is open
 * @param {() => Kept} options.now
 */
export function monthsComparison({ core, store, fold, now }) {
  const title = /** @type {HTMLElement} */ (fold.querySelector('summary span'));
  const plan = monthSelect('months-plan');
  const fact = monthSelect('months-fact');
  const answer = el('div.months__answer', { 'data-months-answer': '' });
  const part = el(
    'div.months__compare',
    { hidden: true },
    el('div.months__choices', {}, choice('План из расчёта за', plan), choice('Факт', fact)),
    answer,
  );

  let asked = 0;
  async function compare() {
    const [from, to] = [plan, fact].map(({ value }) =>
      value === kNow ? sideNow(store.state()) : sideOf(core, value, now()),
    );
    title.textContent = kTitle;
    if (!from || !to) {
      answer.replaceChildren();
      return;
    }
    if (isSame(from, to)) {
      answer.replaceChildren(el('p', {}, sameText(from)));
      return;
    }
    const sentence = verdict(from, to);
    title.textContent = sentence.split(':')[0];
    if (!fold.open) return; // the rest needs the whole core
    const mine = (asked += 1);
    const more = await causes(from, to).catch(() => []);
    if (mine === asked) answer.replaceChildren(...answerOf(from, to, sentence, more));
  }

  function fillFacts() {
    const { months, today } = now();
    const later = months.filter(({ month }) => month > plan.value);
    const named = later.map(
      ({ month }) => /** @type {[string, string]} */ ([month, monthName(month, today)]),
    );
    fill(fact, [[kNow, 'числа в расчёте сейчас'], ...named], fact.value);
  }

  /** Other months are put away. */
  function refresh() {
    const { months, today } = now();
    const wished = plan.value;
    part.hidden = months.length === 0;
    fill(
      plan,
      months.map(({ month }) => [month, monthName(month, today)]),
      months.some(({ month }) => month === wished) ? wished : (months[months.length - 1]?.month ?? ''),
    );
    fillFacts();
    return compare();
  }

  plan.addEventListener('change', () => {
    fillFacts();
    compare();
  });
  fact.addEventListener('change', compare);

  return { part, compare, refresh, isWithNow: () => fact.value === kNow && now().months.length > 0 };
}
