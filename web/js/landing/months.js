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
import { el } from '../page/dom.js';
import { roubles } from '../text/format.js';
import { choice, fill, monthSelect, monthsComparison } from './months-comparison.js';

/** @typedef {import('../model/months.js').Month} Month */
/** @typedef {import('../model/memory.js').Memory} Memory */

const kBack = 12; // months one may still put away
const kWhat =
  'Сохраните месяц, а через месяц впишите новые числа: увидите, выполнен ли план и что изменило выручку.';
const kRefused = {
  full: 'На устройстве кончилось место, месяц не сохранён. Освободите место и нажмите ещё раз.',
  blocked: 'Браузер ничего не хранит, месяц не сохранить. Возьмите расчёт ссылкой или файлом.',
};

const inSentence = (/** @type {string} */ name) => name[0].toUpperCase() + name.slice(1);

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

/** What is to be entered after a month: one long past is not. @param {string} month */
function monthToEnter(month) {
  const next = monthAfter(month);
  const now = monthOf(new Date());
  return next < now ? now : next;
}

/** The months one may put away, the present one first. @param {Date} today @returns {[string, string][]} */
const monthsToPut = (today) =>
  Array.from({ length: kBack + 1 }, (_, back) => monthAfter(monthOf(today), -back)).map((month) => [
    month,
    inSentence(monthName(month, today)),
  ]);

/** The calculation at hand as that of a month. @param {Memory} memory @param {import('./store.js').State} state @param {string} month @returns {Promise<string | null>} why it is not put away */
async function putAway(memory, { scenario, current, asks, example }, month) {
  if (!scenario || asks || example) return 'Сначала впишите свои четыре числа: пример не сохраняем.';
  if (!current) return 'Одно из полей заполнено с ошибкой. Поправьте его и нажмите ещё раз.';
  const why = await putMonth(memory, { month, scenario });
  return why ? kRefused[why] : null;
}

/**
 * The months put away, each to be opened or removed.
 * @param {object} options
 * @param {any} options.core
 * @param {import('./store.js').Store} options.store
 * @param {(gone: Month) => void} options.remove
 */
function monthsList({ core, store, remove }) {
  const list = el('ul.states', { 'data-months-list': '' });

  /** @param {Month} kept @param {Date} today */
  function item({ month, scenario }, today) {
    const name = monthName(month, today);
    const { report } = core.evaluate(scenario, { distribution: false });
    const money = report
      ? `: выручка ${roubles(report.now.revenue)}, план ${roubles(report.target.revenue)} `
      : ' ';
    const act = (/** @type {string} */ text, /** @type {() => void} */ click) =>
      el('button.link', { type: 'button', 'aria-label': `${text} расчёт за ${name}`, click }, text);
    return el(
      'li.states__state',
      { 'data-month': month },
      el('span', {}, `${inSentence(name)}${money}`),
      act('Открыть', () => store.replace(scenario, { name: `открытие расчёта за ${name}` })),
      ' ',
      act('Удалить', () => remove({ month, scenario })),
    );
  }

  return {
    list,
    /** @param {Month[]} months oldest first @param {Date} today */
    show: (months, today) => list.replaceChildren(...months.map((one) => item(one, today)).reverse()),
  };
}

/** Which month the numbers are of, and the buttons that put it away or remind of the next. @param {{save: (month: string) => void, remind: (month: string) => void}} acts */
function monthToPut({ save, remind }) {
  const which = monthSelect('months-which');
  const button = el('button.btn.btn--line', {
    type: 'button',
    'data-do': 'save-month',
    click: () => save(which.value),
  });
  const reminder = el(
    'button.link',
    { type: 'button', 'data-do': 'remind', click: () => remind(which.value) },
    'Напомнить через месяц',
  );
  const nameButton = (today = new Date()) => {
    button.textContent = `Сохранить за ${monthName(which.value, today)}`;
  };
  which.addEventListener('change', () => nameButton());
  return {
    which,
    part: el(
      'div.months__save',
      {},
      choice('За какой месяц числа', which),
      el('p.row', {}, button, reminder),
    ),
    /** A tab may stand open from one month into the next. @param {Date} today */
    show(today) {
      const isNewest = which.selectedIndex <= 0;
      fill(which, monthsToPut(today), isNewest ? '' : which.value);
      nameButton(today);
    },
  };
}

/**
 * @param {{core: any, store: import('./store.js').Store, notify: import('./notices.js').Notify}} page
 * @param {HTMLDetailsElement} fold
 */
export async function mountMonths({ core, store, notify }, fold) {
  const host = /** @type {HTMLElement} */ (fold.querySelector('[data-months]'));
  const memory = await openMemory();
  let today = new Date();
  let months = await readMonths(memory);

  const status = el('p.note', { role: 'status', 'data-months-status': '' });
  const say = (/** @type {string} */ text) => status.replaceChildren(text);
  const comparison = monthsComparison({ core, store, fold, now: () => ({ months, today }) });
  const { list, show } = monthsList({ core, store, remove });
  const toPut = monthToPut({
    save: put,
    remind: async (month) => say(await saveReminder(monthToEnter(month))),
  });

  function showWhich() {
    today = new Date();
    toPut.show(today);
  }

  async function refresh() {
    showWhich();
    months = await readMonths(memory);
    show(months, today);
    await comparison.refresh();
  }

  /** @param {string} month @param {Month | undefined} before what was there */
  const wayBack = (month, before) => async () => {
    await (before ? putMonth(memory, before) : removeMonth(memory, month));
    await refresh();
  };

  /** @param {Month} gone */
  async function remove(gone) {
    await removeMonth(memory, gone.month);
    await refresh();
    notify(`${inSentence(monthName(gone.month, today))}: сохранённый расчёт удалён.`, [
      { label: 'Вернуть', run: wayBack(gone.month, gone) },
    ]);
    toPut.which.focus();
  }

  /** @param {string} month */
  async function put(month) {
    const before = months.find((one) => one.month === month);
    const refused = await putAway(memory, store.state(), month);
    if (refused) return say(refused);
    await refresh();
    const name = monthName(month, today);
    say(`Расчёт за ${name} сохранён на этом устройстве.`);
    if (before) {
      notify(`За ${name} уже был расчёт, теперь на его месте новый.`, [
        { label: 'Вернуть прежний', run: wayBack(month, before) },
      ]);
    }
  }

  fold.addEventListener('toggle', () => {
    showWhich();
    comparison.compare();
  });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  memory.watch((key) => key.startsWith(kMonths) && refresh());

  host.replaceChildren(el('p.figure__what', {}, kWhat), toPut.part, status, comparison.part, list);
  await refresh();
  store.subscribe(() => void (comparison.isWithNow() && comparison.compare()));
  fold.dataset.mounted = '';
}
