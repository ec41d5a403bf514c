// @ts-check
// The same numbers for assistive technology: real fields bound to the canvas both ways, the results as tables, and one sentence that is
// read out when they change.
import { el } from '../page/dom.js';
import { count, percent, roubles, signedRoubles } from '../text/format.js';
import { factorName } from '../text/names.js';

/** @typedef {import('./remarks.js').Remark} Remark */

/** @param {string} caption @param {string[]} head @param {string[][]} rows */
function table(caption, head, rows) {
  return el(
    'table',
    {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, ...head.map((name) => el('th', { scope: 'col' }, name)))),
    el(
      'tbody',
      {},
      ...rows.map(([name, ...cells]) =>
        el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
      ),
    ),
  );
}

/** @param {any} scenario @param {any} report */
function stageRows({ stages }, { now, target, levers }) {
  return stages.map((/** @type {any} */ stage, /** @type {number} */ i) => {
    const lever = levers.find((/** @type {any} */ one) => one.id === stage.id);
    return [
      stage.name,
      count(now.stages[i].passed),
      percent(now.stages[i].conversion),
      percent(target.stages[i].conversion),
      roubles(lever?.per_point ?? 0),
    ];
  });
}

/** @param {any} state */
function variantRows({ slots, base, baseline }) {
  return Object.entries(slots).map(([letter, { name, change, scenario, report }]) => [
    `${letter}. ${name}${letter === baseline ? ' (точка отсчёта)' : ''}`,
    roubles(report.now.revenue),
    letter === base || change === null ? '' : signedRoubles(change),
    roubles(report.target.revenue),
    percent(report.now.conversion),
    count(report.now.sales),
    roubles(scenario.average_check),
  ]);
}

/** @param {any} report @param {any} goal */
function solverRows(report, { goal, solution, pin, furthest }) {
  const rows = [];
  if (pin.what === 'revenue') rows.push(['Должна получиться выручка', roubles(pin.value)]);
  if (goal?.sales) rows.push(['Нужно оплат', count(goal.sales)]);
  if (goal?.leads) rows.push(['Нужно заявок', count(goal.leads)]);
  if (goal?.managers) rows.push(['Нужно менеджеров', count(goal.managers)]);
  const refusal = solution?.refusal?.message;
  if (refusal) rows.push(['Не выйдет', refusal]);
  if (furthest) rows.push(['Самое большее', pin.what === 'revenue' ? roubles(furthest) : count(furthest)]);
  const stages = solution?.solution?.scenario?.stages;
  for (const stage of stages ?? []) {
    if (stage.conversion !== undefined) rows.push([`Тогда ${stage.name}`, percent(stage.conversion)]);
  }
  return rows;
}

/** A sentence with the blank after it; a word that is cut short has its point already. @param {string} words */
const said = (words) => (words ? `${words.replace(/\.$/, '')}. ` : '');

/** One short sentence: the change that matters now. @param {any} state */
export function sentenceOf({ slots, active, base, story, view }) {
  const { name, change, report } = slots[active];
  const left = report.money_left.per_month;
  const notice = said(view.notice);
  if (active !== base && change !== null) {
    return `${notice}«${name}» к «${slots[base].name}»: ${signedRoubles(change)}. ${said(story.sentence)}Выручка ${roubles(report.now.revenue)}.`;
  }
  const words = left >= 0 ? 'Недозарабатываете в месяц' : 'Цели ниже, чем сейчас, в месяц';
  const rest =
    Math.abs(left) < 0.5 ? '' : ` ${words}: ${roubles(left)}, цель ${roubles(report.target.revenue)}.`;
  return `${notice}«${name}». Сейчас ${roubles(report.now.revenue)}.${rest}`;
}

/** @param {any} state */
function tablesOf(state) {
  const { slots, active, base } = state;
  const { scenario, report, name } = slots[active];
  /** @param {any[]} parts */
  const amounts = (parts) =>
    parts
      .filter((part) => Math.abs(part.amount) >= 0.5)
      .map((part) => [factorName(part.id, scenario), signedRoubles(part.amount)]);
  const compared = state.changes[active];
  return [
    table(
      'Варианты',
      ['Вариант', 'Выручка', 'К точке отсчёта', 'Цель', 'Конверсия', 'Оплат', 'Чек'],
      variantRows(state),
    ),
    table(`Этапы: ${name}`, ['Этап', 'Прошло', 'Сейчас', 'Цель', '+1 пункт'], stageRows(scenario, report)),
    compared?.by_factor &&
      table(
        `Откуда разница с «${slots[base].name}»`,
        ['Множитель', '₽ в месяц'],
        amounts(compared.by_factor),
      ),
    table('Что не заработано', ['Множитель', '₽ в месяц'], amounts(report.money_left.by_factor)),
    table('Обратный расчёт', ['Что', 'Сколько'], solverRows(report, state)),
    table(
      'По месяцам',
      ['Месяц', 'Выручка', 'Прирост'],
      report.ramp.months.map((/** @type {any} */ month) => [
        `${month.month}-й`,
        roubles(month.revenue),
        roubles(month.extra),
      ]),
    ),
    scenario.roster?.length &&
      table(
        'По менеджерам',
        ['Менеджер', 'Заявок', 'Оплат'],
        scenario.roster.map((/** @type {any} */ one) => [one.name, count(one.leads), count(one.sales)]),
      ),
  ].filter(Boolean);
}

/** One field of the mirror. @typedef {ReturnType<typeof makeField>} Field */

/** @param {string} key @param {{typed(): void, done(): void}} hears letters came; they are whole */
function makeField(key, { typed, done }) {
  const name = document.createTextNode('');
  const unit = document.createTextNode('');
  const trouble = el('p.mirror__trouble', { role: 'alert' });
  const known = el('p.mirror__trouble', { id: `known-${key}` });
  const input = /** @type {HTMLInputElement} */ (
    el('input', {
      id: `mirror-${key}`,
      'aria-describedby': known.id,
      autocomplete: 'off',
      inputmode: 'decimal',
      change: done,
    })
  );
  input.addEventListener('input', typed);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') done();
  });
  const label = el('label', { for: `mirror-${key}` }, name, unit);
  const row = el('div.mirror__field', {}, label, input, known, trouble);
  return { id: '', input, name, unit, trouble, known, row };
}

/** What is known of a number, under its field. @param {HTMLElement} known @param {Remark | undefined} remark */
function showRemark(known, remark) {
  const words = remark?.text ?? '';
  if (known.dataset.words === words) return;
  known.dataset.words = words;
  known.replaceChildren(
    words,
    ...(remark?.back
      ? [' ', el('button', { type: 'button', click: remark.back }, `Вернуть: ${remark.name}`)]
      : []),
  );
}

/**
 * The fields in the order of the bench; what is typed into one goes there when it is whole.
 * @param {import('./bench.js').Bench} bench @param {HTMLElement} place
 * @param {() => void} taken the bench has taken a number
 */
function createFields(bench, place, taken) {
  /** By a key that stays when stages move. @type {Map<string, Field>} */
  const made = new Map();
  /** Fields with letters that were not handed over yet: what the canvas says meanwhile waits. @type {Set<string>} */
  const typed = new Set();

  /** @param {string} key */
  function make(key) {
    const one = makeField(key, { typed: () => typed.add(key), done: () => handOver(key, one) });
    made.set(key, one);
    return one;
  }

  /** @param {string} key @param {Field} field */
  function handOver(key, { id, input, trouble }) {
    const { issues } = bench.command({ do: 'type', id, text: input.value });
    trouble.textContent = issues ? issues[0].message : '';
    input.setAttribute('aria-invalid', String(Boolean(issues)));
    if (issues) return;
    typed.delete(key);
    taken();
  }

  /** @param {any[]} fields of the bench @param {Remark[]} remarks */
  function show(fields, remarks) {
    fields.forEach(({ key, id, label, unit, text }, i) => {
      const one = made.get(key) ?? make(key);
      one.id = id;
      one.name.data = label;
      one.unit.data = unit ? `, ${unit}` : '';
      showRemark(
        one.known,
        remarks.find((remark) => remark.field === id),
      );
      if (!typed.has(key) && one.input.value !== text) one.input.value = text;
      if (place.children[i] !== one.row) place.insertBefore(one.row, place.children[i] ?? null);
    });
    const shown = new Set(fields.map(({ key }) => key));
    for (const [key, { row }] of made) {
      if (shown.has(key)) continue;
      row.remove();
      made.delete(key);
      typed.delete(key);
    }
  }
  return { show };
}

/**
 * @param {import('./bench.js').Bench} bench
 * @param {{status: HTMLElement, fields: HTMLElement, tables: HTMLElement}} parts
 */
export function createMirror(bench, { status, fields, tables }) {
  /** @type {Remark[]} */
  let latest = [];
  const bound = createFields(bench, fields, () => show(bench.state(), latest));

  /** @param {any} state @param {Remark[]} remarks */
  function show(state, remarks) {
    latest = remarks;
    status.textContent = sentenceOf(state);
    bound.show(state.fields, remarks);
    tables.replaceChildren(...tablesOf(state));
  }
  return { show };
}
