// @ts-check
// The stages as compact cards: what passes now, the target, a strip on the scale of the stage, one sentence, the money it holds. Name, order
// and the way of entering are behind the card's "⋯". Fields and outputs hear after them: they fill the cards made here.

import { stageRange } from '../model/sure.js';
import { el } from '../page/dom.js';
import { count, percentRange, plural, roubles, roundedToSum } from '../text/format.js';

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('./store.js').Doc} Doc */
/** @typedef {import('./store.js').State} State */

const kMostStages = 12;

/** @param {Doc[]} stages @param {number} from @param {number} to */
function moved(stages, from, to) {
  const order = [...stages];
  order.splice(to, 0, ...order.splice(from, 1));
  return order;
}

/** An id no stage has yet, and the number in it. @param {Doc[]} stages */
function freshId(stages) {
  const taken = new Set(stages.map(({ id }) => id));
  for (let n = stages.length + 1; ; n += 1) if (!taken.has(`stage_${n}`)) return { id: `stage_${n}`, n };
}

/** "этап «Встреча»", or its number when the name is no more than that. @param {Doc} stage @param {number} i */
export const stageName = (stage, i) =>
  stage.name && !/^этап\s/i.test(stage.name) ? `этап «${stage.name}»` : `этап ${i + 1}`;

/** @param {string} pointer @param {string} label @param {Record<string, string>} more */
function input(pointer, label, more = {}) {
  return el('input.cell__input', {
    id: `f${pointer.replaceAll('/', '-')}`,
    'data-in': pointer,
    'data-as': 'percent',
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-label': label,
    ...more,
  });
}

/** @param {number} share */
const width = (share) => `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;

/** The strip of a card. @param {HTMLElement} strip @param {number} now @param {number} aim ratios of its scale */
function drawStrip(strip, now, aim) {
  strip.style.setProperty('--now', width(Math.min(now, aim)));
  strip.style.setProperty('--gap', width(Math.abs(aim - now)));
  strip.style.setProperty('--aim', width(aim));
  strip.toggleAttribute('data-down', aim < now);
}

/** Counts that do not go on from the stage before, as a plain question. @param {Doc[]} stages @param {number} i */
function moreThanBefore(stages, i) {
  const before = stages[i - 1]?.observed?.passed;
  const entered = stages[i]?.observed?.entered;
  return entered > before
    ? ` Вошло ${count(entered)}, а прошлый этап прошли ${count(before)}: это числа за один и тот же срок?`
    : '';
}

const strip = () =>
  el('div.meter', { 'aria-hidden': 'true' }, el('i.meter__now'), el('i.meter__gap'), el('i.meter__aim'));

/** @param {Store} store @param {HTMLElement} host the list of cards @param {HTMLElement} fixed the card of "Успевают взять" @param {HTMLElement} status tells what was done to a stage */
export function mountStages(store, host, fixed, status) {
  /** Stages whose counts are being typed before the draft holds them. @type {Set<string>} */
  const counting = new Set();
  /** Cards whose "⋯" is open. @type {Set<string>} */
  const opened = new Set();
  let shown = '';
  fixed.querySelector('[data-meter]')?.replaceWith(strip());

  /** @param {string} name @param {(stages: Doc[]) => Doc[]} change @param {string} focus selector of what is focused next @param {string} told */
  function restage(name, change, focus, told) {
    store.edit(name, (draft) => ({ ...draft, stages: change(draft.stages) }));
    /** @type {HTMLElement | null} */ (document.querySelector(focus))?.focus();
    status.textContent = told;
  }

  /** @param {string} name @param {number} i @param {Doc} stage in the place of the i-th @param {string[]} placeholders what is nobody's then */
  function setStage(name, i, stage, placeholders) {
    store.edit(
      name,
      (draft) => {
        const { stated_sales: __, ...free } = draft;
        const stages = draft.stages.map((/** @type {Doc} */ s, /** @type {number} */ at) =>
          at === i ? stage : s,
        );
        return { ...(draft.stages.length === 1 && !stage.observed ? free : draft), stages };
      },
      { placeholders },
    );
  }

  /** From percent to counts and back; counts begin with what passed the stage before, or enters this one by the chain. @param {Doc} stage @param {number} i @param {boolean} counts */
  function setMode(stage, i, counts) {
    counting.delete(stage.id);
    const { report, placeholders, draft } = store.state();
    const { entered = 0, conversion = 0 } = report?.now.stages[i] ?? {};
    const rest = placeholders.filter((name) => name !== `stage:${stage.id}`);
    const isOwn = rest.length === placeholders.length;
    const before = draft.stages[i - 1]?.observed?.passed;
    const whole = before > 0 ? before : isOwn ? Math.round(entered) : 0;
    const { conversion: _, observed: was, ...others } = stage;
    if (counts && whole > 0) {
      // How many pass a stage whose share is a preset's only the owner knows.
      const passed = isOwn ? { passed: Math.min(Math.round(whole * conversion), whole) } : {};
      setStage('замену процента числами', i, { ...others, observed: { entered: whole, ...passed } }, rest);
    } else if (counts) {
      counting.add(stage.id);
      store.tellAgain();
    } else if (was) {
      const isAnswered = typeof was.passed === 'number';
      const names = isAnswered ? rest : [...rest, `stage:${stage.id}`];
      setStage('замену чисел процентом', i, { ...others, conversion }, names);
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
      { role: 'radiogroup', 'aria-label': `Как вводить ${stageName(stage, i)}` },
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
          'aria-label': `${label} ${stageName(stage, i)}`,
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
        `Теперь ${stageName(stage, i)} стоит ${to + 1}-м из ${total}.`,
      );
    const remove = () =>
      restage(
        'удаление этапа',
        (stages) => stages.filter((_, at) => at !== i),
        `[data-in="/stages/${Math.max(0, i - 1)}/name"]`,
        `Убран ${stageName(stage, i)}. Кнопка «Отменить» вернёт его.`,
      );
    return el(
      'div.stage__tools',
      {},
      tool('up', '↑', 'Поднять', () => move(i - 1, 'up'), i === 0),
      tool('down', '↓', 'Опустить', () => move(i + 1, 'down'), i === total - 1),
      tool('remove', '×', 'Убрать', remove, total === 1),
    );
  }

  /** @param {Doc} stage @param {number} i @param {boolean} counts */
  function nowCell(stage, i, counts) {
    const at = `/stages/${i}`;
    if (!counts) {
      return el(
        'span.cell',
        {},
        input(`${at}/conversion`, `Сейчас проходят ${stageName(stage, i)}, процентов`),
        el('span.cell__unit', {}, '%'),
      );
    }
    const whole = { 'data-as': 'count', inputmode: 'numeric' };
    return el(
      'span.cell.cell--pair',
      {},
      input(`${at}/observed/passed`, `Прошли ${stageName(stage, i)}, штук`, whole),
      el('span.cell__unit', {}, 'из'),
      input(`${at}/observed/entered`, `Вошли в ${stageName(stage, i)}, штук`, whole),
    );
  }

  /** @param {Doc} stage @param {number} i @param {number} total */
  function card(stage, i, total) {
    const at = `/stages/${i}`;
    const counts = Boolean(stage.observed) || counting.has(stage.id);
    const more = el(
      'details.stage__more',
      {
        open: opened.has(stage.id),
        toggle: (/** @type {any} */ { target }) =>
          target.open ? opened.add(stage.id) : opened.delete(stage.id),
      },
      el('summary.stage__open', { 'aria-label': `Ещё: ${stageName(stage, i)}` }, '⋯'),
      el('div.stage__extra', {}, modeSwitch(stage, i, counts), tools(stage, i, total)),
    );
    return el(
      'li',
      {},
      el(
        'div.stage',
        { role: 'group', 'aria-label': `Этап ${i + 1}`, 'data-field': '', 'data-stage': stage.id },
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
        el('p.stage__money', { 'data-money': '' }),
        el(
          'div.stage__now',
          {},
          el('span.stage__label', { 'aria-hidden': 'true' }, 'Сейчас'),
          nowCell(stage, i, counts),
        ),
        el(
          'div.stage__target',
          {},
          el('span.stage__label', { 'aria-hidden': 'true' }, 'Цель'),
          el(
            'span.cell.cell--could',
            {},
            input(`${at}/target_conversion`, `Цель: ${stageName(stage, i)}, процентов`, {
              placeholder: 'как есть',
            }),
            el('span.cell__unit', {}, '%'),
          ),
        ),
        strip(),
        el('p.stage__say', { 'data-say': '' }),
        more,
      ),
    );
  }

  /** Cards are made again only when their shape changes: typing keeps its place. @param {State} state */
  function render({ draft }) {
    const shape = JSON.stringify(
      draft.stages.map((/** @type {Doc} */ s) => [s.id, Boolean(s.observed) || counting.has(s.id)]),
    );
    if (shape === shown) return;
    shown = shape;
    const focused = host.contains(document.activeElement) ? document.activeElement?.id : null;
    host.replaceChildren(
      ...draft.stages.map((/** @type {Doc} */ stage, /** @type {number} */ i) =>
        card(stage, i, draft.stages.length),
      ),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /** What the cards say of the last good report. @param {State} state */
  function tell({ report, scenario, asks }) {
    if (!report || !scenario) return;
    const { by_factor: factors, per_month: total } = report.money_left;
    const amounts = new Map(
      roundedToSum(
        factors.map((/** @type {Doc} */ f) => f.amount),
        total,
      ).map((amount, n) => [factors[n].id, amount]),
    );
    const money = (/** @type {Element} */ box, /** @type {number} */ amount) => {
      const place = /** @type {HTMLElement} */ (box.querySelector('[data-money]'));
      place.textContent =
        asks || amount === 0 ? '' : roubles(Math.abs(amount)).replace(/^/, amount < 0 ? '\u2212' : '');
      place.classList.toggle('lost', amount > 0);
    };
    [...host.querySelectorAll('.stage')].forEach((box, i) => {
      const now = report.now.stages[i];
      if (!now) return;
      const aim = report.target.stages[i];
      money(box, amounts.get(now.id) ?? 0);
      drawStrip(/** @type {HTMLElement} */ (box.querySelector('.meter')), now.conversion, aim.conversion);
      const lever = report.levers.find((/** @type {Doc} */ one) => one.id === now.id);
      const range = stageRange(scenario, report, i);
      const known = range ? ` Скорее всего ${percentRange(range)}.` : '';
      const flow = `Проходят ${count(now.passed)} из ${count(now.entered)}.`;
      const point = lever?.per_point ? ` Пункт — ${roubles(lever.per_point)}.` : '';
      /** @type {HTMLElement} */ (box.querySelector('[data-say]')).textContent = asks
        ? ''
        : `${flow}${point}${known}${moreThanBefore(scenario.stages, i)}`;
    });
    money(fixed, amounts.get('coverage') ?? 0);
    const leads = report.now.leads || 1;
    const aimed = report.target.leads || 1;
    drawStrip(
      /** @type {HTMLElement} */ (fixed.querySelector('.meter')),
      report.now.worked_leads / leads,
      report.target.worked_leads / aimed,
    );
    const lost = report.now.lost_leads;
    const whole = Math.round(lost);
    /** @type {HTMLElement} */ (fixed.querySelector('[data-say]')).textContent =
      lost > 0
        ? `${count(lost)}\u00A0${plural(whole, 'заявка', 'заявки', 'заявок')} в месяц ${plural(whole, 'остаётся', 'остаются', 'остаются')} без ответа.`
        : 'Все заявки кто-то берёт в работу.';
  }

  store.subscribe(render, { first: true });
  store.subscribe(tell);

  return {
    add() {
      const { stages } = store.state().draft;
      if (stages.length >= kMostStages) {
        status.textContent = `Больше ${kMostStages} этапов не бывает.`;
        return;
      }
      // The last stage is the payment: a new one stands before it and lets everything through until told otherwise.
      const at = Math.max(0, stages.length - 1);
      const { id, n } = freshId(stages);
      const stage = { id, name: `Этап ${n}`, kind: 'other', conversion: 1 };
      restage(
        'новый этап',
        (all) => [...all.slice(0, at), stage, ...all.slice(at)],
        `[data-in="/stages/${at}/name"]`,
        `Добавлен этап: всего ${stages.length + 1} ${plural(stages.length + 1, 'этап', 'этапа', 'этапов')}.`,
      );
    },
    /** Targets by the default again. */
    liftTargets() {
      store.edit('цели по умолчанию', (draft) => draft, { autoTargets: true, uplift: 1.5 });
      status.textContent = 'Цели снова наши: доля оплат в полтора раза больше. Это допущение.';
    },
  };
}
