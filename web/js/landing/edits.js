// @ts-check
// What changes the draft of a calculation, each a step that can be undone.

import { kDefaultUplift, kReset, examplePlaceholders, exampleScenario } from '../model/example.js';
import { valueAt, withValueAt } from '../model/pointer.js';
import { placeholderOf, withOneShare } from './assumed.js';

/** @typedef {import('./store.js').Doc} Doc */
/** @typedef {import('./store.js').State} State */

/**
 * @param {object} options
 * @param {any} options.core null when it could not be loaded
 * @param {() => State} options.state
 * @param {(change: Partial<State>) => void} options.apply
 * @param {(name: string, open?: string) => void} options.remember the state as it is, before it changes
 */
export function createEdits({ core, state, apply, remember }) {
  return {
    /** A field was typed into. @param {string} pointer @param {unknown} value a number, a text that is none, undefined for nothing */
    set(pointer, value) {
      const placeholder = placeholderOf(state().draft, pointer);
      const isPlaceholder = state().placeholders.includes(placeholder);
      if (valueAt(state().draft, pointer) === value && !(isPlaceholder && value !== undefined)) return;
      remember('ввод', pointer);
      const ownTarget = /\/target(_conversion$|\/capacity)/.test(pointer);
      const cleared = value === undefined && pointer === '/stated_sales';
      const kept = state().placeholders.filter((name) => name !== placeholder);
      const placeholders = cleared && placeholder.startsWith('stage:') ? [...kept, placeholder] : kept;
      apply({
        draft: withOneShare(withValueAt(state().draft, pointer, value), pointer, exampleScenario()),
        autoTargets: state().autoTargets && !ownTarget,
        placeholders,
        example: false,
        origin: 'field',
      });
    },

    /** The whole share is to grow so many times; targets are the page's from now on. @param {number} uplift ≥ 1 */
    lift(uplift) {
      remember('цель', 'lift');
      apply({ uplift, autoTargets: true, origin: 'field' });
    },

    /** @param {string} name @param {(draft: Doc) => Doc} change @param {{autoTargets?: boolean, uplift?: number, placeholders?: string[]}} [also] */
    edit(name, change, also = {}) {
      remember(name);
      apply({ draft: change(state().draft), example: false, origin: 'other', ...also });
    },

    /** @param {Doc} scenario @param {{name?: string, autoTargets?: boolean, uplift?: number}} [note] */
    replace(
      scenario,
      {
        name = 'замену расчёта',
        autoTargets = scenario.targets_source === 'assumed',
        uplift = state().uplift,
      } = {},
    ) {
      if (core) {
        const { issues } = core.read(scenario);
        if (issues) return { issues };
      }
      remember(name);
      const examples = scenario.stages.filter((/** @type {Doc} */ stage) => stage.source === 'example');
      const placeholders = examples.map((/** @type {Doc} */ stage) => `stage:${stage.id}`);
      apply({ draft: scenario, autoTargets, uplift, placeholders, example: false, origin: 'other' });
      return {};
    },

    /** Начать заново: the example again, undoable. */
    reset() {
      remember(kReset);
      apply({
        draft: exampleScenario(),
        autoTargets: true,
        uplift: kDefaultUplift,
        placeholders: examplePlaceholders(),
        example: true,
        origin: 'other',
      });
    },
  };
}
