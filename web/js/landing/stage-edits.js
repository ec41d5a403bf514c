// @ts-check
// What is done to the stages by their buttons: another order, one more, one less, another way of entering. Each is a step of the store, told
// and with the focus where the person goes on.

import { plural } from '../text/format.js';
import { stageName } from './stage-words.js';

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

/** The only stage takes its share from the sales a person has stated, unless it is counted. @param {Doc} draft @param {number} i @param {Doc} stage in the place of the i-th */
function withStage(draft, i, stage) {
  const { stated_sales: _, ...free } = draft;
  const stages = draft.stages.map((/** @type {Doc} */ one, /** @type {number} */ at) =>
    at === i ? stage : one,
  );
  return { ...(draft.stages.length === 1 && !stage.observed ? free : draft), stages };
}

/**
 * A stage from percent to counts and back; counts begin with what passed the stage before, or enters this one by the chain.
 * @param {State} state @param {Doc} stage @param {number} i @param {boolean} counts
 * @returns {{name: string, stage: Doc, placeholders: string[]} | null} null: the draft holds nothing of it yet
 */
function inOtherMode({ report, placeholders, draft }, stage, i, counts) {
  const { entered = 0, conversion = 0 } = report?.now.stages[i] ?? {};
  const rest = placeholders.filter((name) => name !== `stage:${stage.id}`);
  const isOwn = rest.length === placeholders.length;
  const before = draft.stages[i - 1]?.observed?.passed;
  const whole = before > 0 ? before : isOwn ? Math.round(entered) : 0;
  const { conversion: _, observed: was, ...others } = stage;
  if (counts && whole > 0) {
    // How many pass a stage whose share is a preset's only the owner knows.
    const passed = isOwn ? { passed: Math.min(Math.round(whole * conversion), whole) } : {};
    const observed = { entered: whole, ...passed };
    return { name: 'замену процента числами', stage: { ...others, observed }, placeholders: rest };
  }
  if (counts || !was) return null;
  const isAnswered = typeof was.passed === 'number';
  const names = isAnswered ? rest : [...rest, `stage:${stage.id}`];
  return { name: 'замену чисел процентом', stage: { ...others, conversion }, placeholders: names };
}

/**
 * @param {object} options
 * @param {import('./store.js').Store} options.store
 * @param {Set<string>} options.counting ids of stages whose counts are being typed before the draft holds them
 * @param {HTMLElement} options.host the list of cards
 * @param {HTMLElement} options.status tells what was done to a stage
 */
export function createStageEdits({ store, counting, host, status }) {
  /** @param {string} name @param {(stages: Doc[]) => Doc[]} change @param {string} focus selector of what is focused next @param {string} told */
  function restage(name, change, focus, told) {
    store.edit(name, (draft) => ({ ...draft, stages: change(draft.stages) }));
    /** @type {HTMLElement | null} */ (document.querySelector(focus))?.focus();
    status.textContent = told;
  }

  return {
    /** @param {Doc} stage @param {number} i @param {boolean} counts */
    setMode(stage, i, counts) {
      counting.delete(stage.id);
      const other = inOtherMode(store.state(), stage, i, counts);
      if (other) {
        const { name, placeholders } = other;
        store.edit(name, (draft) => withStage(draft, i, other.stage), { placeholders });
      } else {
        if (counts) counting.add(stage.id);
        store.tellAgain();
      }
      /** @type {HTMLElement | null} */ (host.querySelector(`[name="mode-${i}"]:checked`))?.focus();
    },

    /** @param {Doc} stage @param {number} i @param {'up' | 'down'} way */
    move(stage, i, way) {
      const to = way === 'up' ? i - 1 : i + 1;
      restage(
        'перестановку этапа',
        (stages) => moved(stages, i, to),
        `[data-tool="${way}-${to}"]:not([disabled]),[data-tool="remove-${to}"]`,
        `Теперь ${stageName(stage, i)} стоит ${to + 1}-м из ${store.state().draft.stages.length}.`,
      );
    },

    /** @param {Doc} stage @param {number} i */
    remove(stage, i) {
      restage(
        'удаление этапа',
        (stages) => stages.filter((_, at) => at !== i),
        `[data-in="/stages/${Math.max(0, i - 1)}/name"]`,
        `Убран ${stageName(stage, i)}. Кнопка «Отменить» вернёт его.`,
      );
    },

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

/** @typedef {ReturnType<typeof createStageEdits>} StageEdits */
