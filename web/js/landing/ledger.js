// @ts-check
// The table of stages: name, share as a percentage or as counts, target, interval, worth of one point, order.
// Mounted before fields and outputs are bound: they fill the rows made here.

import { el } from '../page/dom.js';
import { kDefaultUplift } from '../model/example.js';
import { plural } from '../text/format.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Doc} Doc */

const kMostStages = 12;
const kFirstLever = 2; // levers: leads, coverage, then the stages

/** @param {Doc[]} stages @param {number} from @param {number} to */
function moved(stages, from, to) {
  const order = [...stages];
  order.splice(to, 0, ...order.splice(from, 1));
  return order;
}

/** An id no stage has yet. @param {Doc[]} stages */
function freshId(stages) {
  const taken = new Set(stages.map(({ id }) => id));
  for (let n = stages.length + 1; ; n += 1) if (!taken.has(`stage_${n}`)) return `stage_${n}`;
}

/** @param {Doc} stage */
const named = (stage) => stage.name || 'без названия';

/** @param {string} pointer @param {string} label @param {Record<string, string>} more */
function input(pointer, label, more = {}) {
  const id = `f${pointer.replaceAll('/', '-')}`;
  return el('input.cell__input', {
    id,
    'data-in': pointer,
    'data-as': 'percent',
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-label': label,
    ...more,
  });
}

/** @param {Store} store @param {HTMLElement} host the list of rows @param {HTMLElement} status tells what was done to a stage */
export function mountLedger(store, host, status) {
  /** Stages whose counts are being typed before the draft holds them. @type {Set<string>} */
  const counting = new Set();
  let shown = '';

  /** @param {string} name @param {(stages: Doc[]) => Doc[]} change @param {string} focus selector of what is focused next @param {string} told */
  function restage(name, change, focus, told) {
    store.edit(name, (draft) => ({ ...draft, stages: change(draft.stages) }));
    /** @type {HTMLElement | null} */ (document.querySelector(focus))?.focus();
    status.textContent = told;
  }

  /** @param {Doc} stage @param {number} i @param {boolean} counts */
  function setMode(stage, i, counts) {
    counting.delete(stage.id);
    if (counts) {
      counting.add(stage.id);
      store.tellAgain();
    } else if (stage.observed) {
      const state = store.state();
      const conversion = state.report?.now.stages[i]?.conversion ?? 0;
      restage(
        'замену чисел процентом',
        (stages) =>
          stages.map((s, at) => {
            if (at !== i) return s;
            const { observed: _, ...rest } = s;
            return { ...rest, conversion };
          }),
        `[data-in="/stages/${i}/conversion"]`,
        '',
      );
    } else store.tellAgain();
    /** @type {HTMLElement | null} */ (host.querySelector(`[name="mode-${i}"]:checked`))?.focus();
  }

  /** @param {Doc} stage @param {number} i @param {boolean} counts */
  function modeSwitch(stage, i, counts) {
    const option = (/** @type {boolean} */ value, /** @type {string} */ text) =>
      el(
        'label.seg__option',
        {},
        el('input.seg__input', {
          type: 'radio',
          name: `mode-${i}`,
          checked: counts === value,
          change: () => setMode(stage, i, value),
        }),
        el('span', {}, text),
      );
    return el(
      'div.stage__mode.seg',
      { role: 'radiogroup', 'aria-label': `Как вводить этап ${named(stage)}` },
      option(false, 'проценты'),
      option(true, 'числа'),
    );
  }

  /** @param {Doc} stage @param {number} i @param {number} total */
  function tools(stage, i, total) {
    const tool = (
      /** @type {string} */ key,
      /** @type {string} */ sign,
      /** @type {string} */ label,
      /** @type {() => void} */ click,
      disabled = false,
    ) =>
      el(
        'button.tool',
        {
          type: 'button',
          'data-tool': `${key}-${i}`,
          'aria-label': `${label} этап ${named(stage)}`,
          disabled,
          click,
        },
        sign,
      );
    const move = (/** @type {number} */ to, /** @type {string} */ key) =>
      restage(
        'перестановку этапа',
        (stages) => moved(stages, i, to),
        `[data-tool="${key}-${to}"]:not([disabled]),[data-tool="remove-${to}"]`,
        `Этап ${named(stage)} теперь ${to + 1}-й из ${total}.`,
      );
    return el(
      'div.stage__tools',
      {},
      tool('up', '↑', 'Поднять', () => move(i - 1, 'up'), i === 0),
      tool('down', '↓', 'Опустить', () => move(i + 1, 'down'), i === total - 1),
      tool(
        'remove',
        '×',
        'Убрать',
        () =>
          restage(
            'удаление этапа',
            (stages) => stages.filter((_, at) => at !== i),
            `[data-in="/stages/${Math.max(0, i - 1)}/name"]`,
            `Этап ${named(stage)} убран.`,
          ),
        total === 1,
      ),
    );
  }

  /** @param {Doc} stage @param {number} i @param {number} total */
  function row(stage, i, total) {
    const at = `/stages/${i}`;
    const counts = Boolean(stage.observed) || counting.has(stage.id);
    const now = counts
      ? el(
          'span.cell.cell--pair',
          {},
          input(`${at}/observed/passed`, `Прошло этап ${named(stage)}, штук`, {
            'data-as': 'count',
            inputmode: 'numeric',
          }),
          el('span.cell__unit', {}, 'из'),
          input(`${at}/observed/entered`, `Вошло в этап ${named(stage)}, штук`, {
            'data-as': 'count',
            inputmode: 'numeric',
          }),
        )
      : el(
          'span.cell',
          {},
          input(`${at}/conversion`, `Сейчас проходят этап ${named(stage)}, процентов`),
          el('span.cell__unit', {}, '%'),
        );
    return el(
      'li',
      {},
      el(
        'div.stage',
        { role: 'group', 'aria-label': `Этап ${i + 1}`, 'data-field': '' },
        el(
          'div.stage__name',
          {},
          el('input.name', {
            id: `f-stages-${i}-name`,
            'data-in': `${at}/name`,
            'data-as': 'text',
            autocomplete: 'off',
            'aria-label': `Название этапа ${i + 1}`,
          }),
        ),
        modeSwitch(stage, i, counts),
        el('div.stage__now', {}, el('span.stage__label', { 'aria-hidden': 'true' }, 'Сейчас'), now),
        el(
          'p.stage__interval',
          {},
          el('span.stage__label', {}, '95 % интервал '),
          counts && el('b', { 'data-out': `now.stages.${i}.conversion`, 'data-format': 'percent' }),
          counts && ', ',
          el('span', { 'data-out': `uncertainty.stages.${i}.interval`, 'data-format': 'interval' }),
        ),
        el(
          'div.stage__target',
          {},
          el('span.stage__label', { 'aria-hidden': 'true' }, 'Цель'),
          el(
            'span.cell.cell--could',
            {},
            input(`${at}/target_conversion`, `Цель этапа ${named(stage)}, процентов`, {
              placeholder: 'как сейчас',
            }),
            el('span.cell__unit', {}, '%'),
          ),
        ),
        el(
          'p.stage__point',
          {},
          el('span.stage__label', {}, '+1 п.п. даёт '),
          el('b', { 'data-out': `levers.${i + kFirstLever}.per_point` }),
        ),
        tools(stage, i, total),
      ),
    );
  }

  /** Rows are made again only when their shape changes: typing keeps its place. @param {import('./store.js').State} state */
  function render({ draft }) {
    const shape = JSON.stringify(
      draft.stages.map((/** @type {Doc} */ s) => [s.id, Boolean(s.observed) || counting.has(s.id)]),
    );
    if (shape === shown) return;
    shown = shape;
    const focused = host.contains(document.activeElement) ? document.activeElement?.id : null;
    host.replaceChildren(
      ...draft.stages.map((/** @type {Doc} */ stage, /** @type {number} */ i) =>
        row(stage, i, draft.stages.length),
      ),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  store.subscribe(render);

  return {
    add() {
      const { stages } = store.state().draft;
      if (stages.length >= kMostStages) {
        status.textContent = `Больше ${kMostStages} этапов не бывает.`;
        return;
      }
      const stage = { id: freshId(stages), name: `Этап ${stages.length + 1}`, kind: 'other', conversion: 1 };
      restage(
        'новый этап',
        (all) => [...all, stage],
        `[data-in="/stages/${stages.length}/name"]`,
        `Добавлен этап: всего ${stages.length + 1} ${plural(stages.length + 1, 'этап', 'этапа', 'этапов')}.`,
      );
    },
    /** Targets by the default again. */
    liftTargets() {
      store.edit('цели по умолчанию', (draft) => draft, { autoTargets: true });
      status.textContent = `Цели подняты так, чтобы до оплаты доходило в ${String(kDefaultUplift).replace('.', ',')} раза больше.`;
    },
  };
}
