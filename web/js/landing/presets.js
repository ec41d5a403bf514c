// @ts-check
// Funnels to start from (assets/presets.json). Their shares are round numbers to type over, and the page says so.

import file from '../../../assets/presets.json';
import { el } from '../page/dom.js';

/** @typedef {import('./store.js').Store} Store */

const kOwn = '';

/** @param {import('./store.js').Doc[]} stages */
const idsOf = (stages) => stages.map(({ id }) => id).join();

/** @param {Store} store @param {HTMLSelectElement} select */
export function mountPresets(store, select) {
  const own = el('option', { value: kOwn, hidden: true }, 'Своя воронка');
  select.replaceChildren(own, ...file.presets.map(({ id, name }) => el('option', { value: id }, name)));
  select.addEventListener('change', () => {
    const preset = file.presets.find(({ id }) => id === select.value);
    if (!preset) return;
    const kept = store.state().placeholders.filter((name) => !name.startsWith('stage:'));
    store.edit(
      'замену воронки',
      (draft) => ({ ...draft, stages: preset.stages.map((stage) => ({ ...stage })) }),
      {
        autoTargets: true,
        placeholders: [...kept, ...preset.stages.map(({ id }) => `stage:${id}`)],
      },
    );
  });
  store.subscribe(({ draft }) => {
    const current = idsOf(draft.stages);
    select.value = file.presets.find(({ stages }) => idsOf(stages) === current)?.id ?? kOwn;
  });
}
