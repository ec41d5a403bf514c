// @ts-check
// Months put away on this device and their plan against the fact after them. Loaded when its fold comes near.

import {
  monthAfter,
  monthName,
  monthOf,
  putMonth,
  readMonths,
  removeMonth,
  kMonths,
} from '../model/months.js';
import { openMemory } from '../model/memory.js';
import { wholeCore } from '../model/whole-core.js';
import { el } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { cause, causeRows, isSame, planRows, verdict } from './months-words.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {import('../model/months.js').Month} Month */
/** @typedef {import('./months-words.js').Side} Side */

const kBack = 12; // months one may still put away
const kTitle = 'Сохранить месяц и сравнить план с фактом';
const kNow = ''; // in the place of a month: the calculation at hand
const kRefused = {
  full: 'На устройстве кончилось место, месяц не сохранён. Освободите место и нажмите ещё раз.',
  blocked: 'Браузер ничего не хранит, месяц не сохранить. Возьмите расчёт ссылкой или файлом.',
};

const kAssumed =
  'Цели в этом плане были наши, это допущение. Поставьте свои и сохраните месяц: план станет вашим.';

const inSentence = (/** @type {string} */ name) => name[0].toUpperCase() + name.slice(1);

/** @param {string} id @param {string} label @param {HTMLElement} select */
const choice = (id, label, select) =>
  el('div.months__choice', {}, el('label.field__label', { for: id }, label), el('span.select', {}, select));

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

/** The file that calls the owner back in a month. @param {string} month what is to be entered then */
async function saveReminder(month) {
  const [{ calendarText, dayInAMonth }, { fileName, saveText }] = await Promise.all([
    import('../takeaway/calendar.js'),
    import('../takeaway/save.js'),
  ]);
  const today = new Date();
  const event = {
    id: `month-${month}`,
    title: `Внести числа за ${monthName(month)} и сравнить с планом`,
    text: `Расчёт сохранён в браузере, в котором вы его сделали: ${location.origin}/#months`,
    from: dayInAMonth(today),
    alarm: true,
  };
  const name = fileName('Напоминание сравнить план с фактом', '', today, 'ics');
  saveText(calendarText([event]), name, 'text/calendar');
  return `Скачан файл «${name}»: откройте его, и встреча с расчётом встанет в ваш календарь.`;
}

/**
 * @param {{core: any, store: import('./store.js').Store, notify: import('./notices.js').Notify}} page
 * @param {HTMLDetailsElement} fold
 */
export async function mountMonths({ core, store, notify }, fold) {
  const title = /** @type {HTMLElement} */ (fold.querySelector('summary span'));
  const host = /** @type {HTMLElement} */ (fold.querySelector('[data-months]'));
  const memory = await openMemory();
  let today = new Date();
  /** @type {Month[]} */
  let months = await readMonths(memory);

  const which = /** @type {HTMLSelectElement} */ (el('select.select__input', { id: 'months-which' }));
  const save = el('button.btn.btn--line', { type: 'button', 'data-do': 'save-month' });
  const remind = el('button.link', { type: 'button', 'data-do': 'remind' }, 'Напомнить через месяц');
  const status = el('p.note', { role: 'status', 'data-months-status': '' });
  const plan = /** @type {HTMLSelectElement} */ (el('select.select__input', { id: 'months-plan' }));
  const fact = /** @type {HTMLSelectElement} */ (el('select.select__input', { id: 'months-fact' }));
  const answer = el('div.months__answer', { 'data-months-answer': '' });
  const comparison = el(
    'div.months__compare',
    { hidden: true },
    el(
      'div.months__choices',
      {},
      choice('months-plan', 'План из расчёта за', plan),
      choice('months-fact', 'Факт', fact),
    ),
    answer,
  );
  const list = el('ul.states', { 'data-months-list': '' });

  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };
  const nameSave = () => {
    save.textContent = `Сохранить за ${monthName(which.value, today)}`;
  };

  /** @param {string} month @returns {Side | null} */
  function sideOf(month) {
    if (month === kNow) {
      const { scenario, report } = store.state();
      return scenario && report ? { name: '', scenario, report } : null;
    }
    const scenario = months.find((one) => one.month === month)?.scenario;
    const { report = null } = scenario ? core.evaluate(scenario, { distribution: false }) : {};
    return scenario && report ? { name: monthName(month, today), scenario, report } : null;
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

  let asked = 0;
  async function compare() {
    const from = sideOf(plan.value);
    const to = sideOf(fact.value);
    title.textContent = kTitle;
    if (!from || !to) {
      answer.replaceChildren();
      return;
    }
    if (isSame(from, to)) {
      answer.replaceChildren(
        el(
          'p',
          {},
          `Сейчас в расчёте те же числа, что за ${from.name}. Впишите новые, и здесь будет план и факт.`,
        ),
      );
      return;
    }
    const sentence = verdict(from, to);
    title.textContent = sentence.split(':')[0];
    if (!fold.open) return; // the rest needs the whole core
    const mine = (asked += 1);
    const more = await causes(from, to).catch(() => []);
    if (mine !== asked) return;
    answer.replaceChildren(
      el('p.months__verdict', {}, sentence),
      from.scenario.targets_source === 'assumed' ? el('p.note', {}, kAssumed) : '',
      table(['Было', 'План', 'Факт'], planRows(from, to), `План за ${from.name} и факт`),
      ...more,
    );
  }

  /** @param {HTMLSelectElement} select @param {[string, string][]} choices @param {string} wished */
  function fill(select, choices, wished) {
    select.replaceChildren(...choices.map(([value, text]) => el('option', { value }, text)));
    select.value = choices.some(([value]) => value === wished) ? wished : (choices[0]?.[0] ?? '');
  }

  const factsFor = (/** @type {string} */ month) =>
    /** @type {[string, string][]} */ ([
      [kNow, 'числа в расчёте сейчас'],
      ...months.filter((one) => one.month > month).map((one) => [one.month, monthName(one.month, today)]),
    ]);

  /** The months one may put away, the present one first. A tab may stand open from one month into the next. */
  function fillWhich() {
    today = new Date();
    const isNewest = which.selectedIndex <= 0;
    const choices = Array.from({ length: kBack + 1 }, (_, back) => monthAfter(monthOf(today), -back)).map(
      (month) => /** @type {[string, string]} */ ([month, inSentence(monthName(month, today))]),
    );
    fill(which, choices, isNewest ? '' : which.value);
    nameSave();
  }

  /** @param {string} month @param {Month | undefined} before what was there */
  const wayBack = (month, before) => async () => {
    if (before) await putMonth(memory, before);
    else await removeMonth(memory, month);
    await refresh();
  };

  /** @param {Month} gone */
  async function remove(gone) {
    await removeMonth(memory, gone.month);
    await refresh();
    notify(`${inSentence(monthName(gone.month, today))}: сохранённый расчёт удалён.`, [
      { label: 'Вернуть', run: wayBack(gone.month, gone) },
    ]);
    which.focus();
  }

  /** @param {Month} month */
  function item({ month, scenario }) {
    const name = monthName(month, today);
    const { report } = core.evaluate(scenario, { distribution: false });
    const money = report
      ? `: выручка ${roubles(report.now.revenue)}, план ${roubles(report.target.revenue)} `
      : ' ';
    return el(
      'li.states__state',
      { 'data-month': month },
      el('span', {}, `${inSentence(name)}${money}`),
      el(
        'button.link',
        {
          type: 'button',
          'aria-label': `Открыть расчёт за ${name}`,
          click: () => store.replace(scenario, { name: `открытие расчёта за ${name}` }),
        },
        'Открыть',
      ),
      ' ',
      el(
        'button.link',
        {
          type: 'button',
          'aria-label': `Удалить расчёт за ${name}`,
          click: () => remove({ month, scenario }),
        },
        'Удалить',
      ),
    );
  }

  /** @param {string} [wished] the month whose plan is to be shown */
  async function refresh(wished = plan.value) {
    fillWhich();
    months = await readMonths(memory);
    comparison.hidden = months.length === 0;
    const newest = months[months.length - 1]?.month ?? '';
    fill(
      plan,
      months.map(({ month }) => [month, monthName(month, today)]),
      months.some(({ month }) => month === wished) ? wished : newest,
    );
    fill(fact, factsFor(plan.value), fact.value);
    list.replaceChildren(...months.map(item).reverse());
    await compare();
  }

  async function put() {
    const { scenario, current, asks, example } = store.state();
    if (!scenario || asks || example) return say('Сначала впишите свои четыре числа: пример не сохраняем.');
    if (!current) return say('Одно из полей заполнено с ошибкой. Поправьте его и нажмите ещё раз.');
    const month = which.value;
    const before = months.find((one) => one.month === month);
    const why = await putMonth(memory, { month, scenario });
    if (why) return say(kRefused[why]);
    await refresh();
    const name = monthName(month, today);
    say(`Расчёт за ${name} сохранён на этом устройстве.`);
    if (before) {
      notify(`За ${name} уже был расчёт, теперь на его месте новый.`, [
        { label: 'Вернуть прежний', run: wayBack(month, before) },
      ]);
    }
  }

  which.addEventListener('change', nameSave);
  save.addEventListener('click', put);
  remind.addEventListener('click', async () => {
    const next = monthAfter(which.value);
    const now = monthOf(new Date());
    say(await saveReminder(next < now ? now : next)); // a month long past is not what is to be entered
  });
  plan.addEventListener('change', () => {
    fill(fact, factsFor(plan.value), fact.value);
    compare();
  });
  fact.addEventListener('change', compare);
  fold.addEventListener('toggle', () => {
    fillWhich();
    compare();
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  memory.watch((key) => key.startsWith(kMonths) && refresh());

  host.replaceChildren(
    el(
      'p.figure__what',
      {},
      'Сохраните месяц, а через месяц впишите новые числа: увидите, выполнен ли план и что изменило выручку.',
    ),
    el(
      'div.months__save',
      {},
      choice('months-which', 'За какой месяц числа', which),
      el('p.row', {}, save, remind),
    ),
    status,
    comparison,
    list,
  );
  await refresh();
  store.subscribe(() => {
    if (fact.value === kNow && months.length > 0) compare();
  });
  fold.dataset.mounted = '';
}
