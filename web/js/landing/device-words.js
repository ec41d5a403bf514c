// @ts-check
// What the page says of keeping: that this device keeps nothing, that another tab has changed the same field, that a link is open and
// how to come back, and the last states to go back to.

import { el, need } from '../page/dom.js';
import { fieldText, number, plural } from '../text/format.js';
import { lastStates } from '../model/calculations.js';
import { withValueAt } from '../model/pointer.js';

/** @typedef {import('../model/merge.js').Clash} Clash */
/** @typedef {ReturnType<typeof import('./address.js').createAddress>} Address */

const kPrivate = 'Расчёт остаётся в\u00A0вашем браузере';
const kWhy = {
  blocked: 'Браузер ничего не хранит: закроете вкладку, и введённое пропадёт. Сохраните расчёт',
  full: 'На устройстве кончилось место, последние правки не сохранены. Сохраните расчёт',
};

/** The same within the one line that is kept for it, so that nothing moves when it comes. */
const kShort = {
  blocked: { first: 'Браузер ничего не хранит', below: 'Закроете вкладку, и введённое пропадёт.' },
  full: { first: 'Последние правки не сохранены', below: 'Последние правки не сохранены: места нет.' },
};

/** How a field is called on the page. @param {string} pointer */
function fieldName(pointer) {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector(`[data-in="${pointer}"]`));
  const name = input?.labels?.[0]?.textContent ?? input?.getAttribute('aria-label');
  return name ? `Поле «${name.trim()}»` : 'Часть расчёта';
}

/** @param {string} pointer @param {any} value */
function valueText(pointer, value) {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector(`[data-in="${pointer}"]`));
  if (typeof value === 'object' && value !== null) return '';
  const kind = /** @type {any} */ (input?.dataset.as ?? 'number');
  return value === undefined ? 'пусто' : fieldText(value, kind);
}

/** "сегодня в 14:05" or "24 ноября". @param {string} at ISO time */
function when(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? `сегодня в ${date.toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' })}`
    : date.toLocaleDateString('ru', { day: 'numeric', month: 'long' });
}

/** A state in one line. @param {any} draft */
function inShort({ managers, leads_per_month: leads, average_check: check, stages }) {
  const shown = (/** @type {any} */ value) =>
    typeof value === 'number' ? number(value) : String(value ?? '—');
  const steps = `${stages.length}\u00A0${plural(stages.length, 'этап', 'этапа', 'этапов')}`;
  return `менеджеров ${shown(managers)}, заявок ${shown(leads)}, чек ${shown(check)}, ${steps}`;
}

/** @param {import('./store.js').Store} store @param {HTMLElement} list */
function showStates(store, list) {
  const past = lastStates(store.kept().past);
  list.replaceChildren(
    ...past
      .reverse()
      .map((step) =>
        el(
          'li.states__state',
          {},
          el('span', {}, `${when(step.at)}, до: ${step.name}. ${inShort(step.draft)} `),
          el('button.link', { type: 'button', click: () => store.goBack(step) }, 'Вернуть'),
        ),
      ),
  );
}

/** The last states to go back to, closed until asked for. @param {import('./store.js').Store} store */
function statesOf(store) {
  const list = /** @type {HTMLElement} */ (el('ol.states'));
  const states = /** @type {HTMLDetailsElement} */ (
    el(
      'details.data',
      { hidden: true, 'data-states': '' },
      el('summary.data__open', {}, 'Прежние состояния'),
      list,
    )
  );
  states.addEventListener('toggle', () => showStates(store, list));
  store.subscribe(() => {
    states.hidden = store.kept().past.length === 0;
    if (states.open) showStates(store, list);
  });
  return states;
}

/**
 * How a calculation is kept where the device does not.
 * @param {{store: import('./store.js').Store, address: Address, notify: import('./notices.js').Notify}} page
 */
function waysToKeep({ store, address, notify }) {
  const saveFile = async () => {
    const { fileName, saveText } = await import('../takeaway/save.js');
    const text = JSON.stringify(store.scenario() ?? store.state().draft, null, 1);
    saveText(text, fileName('Расчёт', '', new Date(), 'json'), 'application/json');
  };
  const copyLink = async () => {
    const link = await address.share({ names: true }).catch(() => null);
    if (!link) {
      notify('Ссылку сделать не получилось: сохраните расчёт файлом.', [{ label: 'файлом', run: saveFile }]);
      return;
    }
    const copied = await navigator.clipboard.writeText(link.address).then(
      () => 'Ссылка скопирована: в ней весь расчёт.',
      () => 'Ссылка стоит в адресной строке: скопируйте её оттуда.',
    );
    notify([copied, link.notice].filter(Boolean).join(' '));
  };
  return [
    { label: 'ссылкой', run: copyLink },
    { label: 'файлом', run: saveFile },
  ];
}

/**
 * Asks of each field that two tabs have changed what is to stay, one after another.
 * @param {{store: import('./store.js').Store, notify: import('./notices.js').Notify}} page @returns {(clashes: Clash[]) => void}
 */
function createQuestions({ store, notify }) {
  /** @type {Clash[]} */
  let questions = [];
  function askNext() {
    const [clash] = questions;
    if (!clash) return;
    const pointer = clash.path.replace(/^\/draft/, '');
    const answered = (/** @type {() => void} */ work) => () => {
      questions = questions.slice(1);
      work();
      askNext();
    };
    const [mine, theirs] = [valueText(pointer, clash.mine), valueText(pointer, clash.theirs)];
    const named = mine !== '' && theirs !== '';
    notify(
      `${fieldName(pointer)} изменено и здесь, и в другой вкладке${named ? `: здесь ${mine}, там ${theirs}` : ''}. Что оставить?`,
      [
        { label: named ? `Здесь: ${mine}` : 'Как здесь', run: answered(() => {}) },
        {
          label: named ? `Там: ${theirs}` : 'Как там',
          run: answered(() =>
            store.edit('выбор из двух вкладок', (draft) => withValueAt(draft, pointer, clash.theirs)),
          ),
        },
      ],
    );
  }

  return (clashes) => {
    const fresh = clashes.filter(({ path }) => path.startsWith('/draft/'));
    questions = [...questions.filter(({ path }) => !fresh.some((one) => one.path === path)), ...fresh];
    if (fresh.length > 0) askNext();
  };
}

/**
 * @param {object} page
 * @param {import('./store.js').Store} page.store
 * @param {import('./notices.js').Notify} page.notify
 * @param {Address} page.address
 * @param {() => Promise<void>} page.goOwn
 */
export function mountDeviceWords({ store, notify, address, goOwn }) {
  const status = need(document, '.note[data-kept]');
  const back = el(
    'button.link',
    { type: 'button', 'data-do': 'own', hidden: true, click: goOwn },
    'Вернуться к своему',
  );
  document.querySelector('[data-do=reset]')?.after(back);
  status.after(statesOf(store));
  const ways = waysToKeep({ store, address, notify });
  let told = '';

  return {
    /** @param {import('../model/kept.js').Status} now */
    showStatus({ saved, why }) {
      document.documentElement.dataset.kept = saved ? 'yes' : why;
      for (const place of document.querySelectorAll('[data-private]')) {
        place.textContent = saved ? kPrivate : kShort[why || 'blocked'].first;
      }
      status.textContent = saved ? 'Сохраняется на этом устройстве.' : kShort[why || 'blocked'].below;
      if (!saved && told !== why) notify(`${kWhy[why || 'blocked']}:`, ways);
      told = saved ? '' : why;
    },
    /** @param {{isLinked: boolean}} place */
    showPlace({ isLinked }) {
      back.hidden = !isLinked;
    },
    tellLink: () =>
      notify('Открыт расчёт из ссылки. Ваш собственный не тронут.', [
        { label: 'Вернуться к своему', run: () => void goOwn() },
      ]),
    ask: createQuestions({ store, notify }),
  };
}
