// @ts-check
// Beside the fields that came from a CRM: from where, and the way back for one that was changed. Loaded when this device has taken numbers over.

import { el } from '../page/dom.js';
import { valueAt, withValueAt } from '../model/pointer.js';
import { fieldText } from '../text/format.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {import('../model/origin.js').Origin} Origin */

/** @param {Doc} scenario */
const idsOf = ({ stages }) => JSON.stringify(stages.map((/** @type {Doc} */ { id }) => id));

/** The sample's numbers are nobody's: it is said beside each. @param {Origin} origin */
const sourceOf = ({ sample }) => (sample ? 'из примера' : 'из CRM');

/** What is said of a part of the scenario: all notes on it. @param {Origin} origin @param {string} path */
const wordsOf = (origin, path) =>
  origin.notes
    .filter((note) => note.path === path)
    .map(({ text }) => text.replace(/^из CRM/, sourceOf(origin)))
    .join('; ');

/** The name of what a pointer means, for the way back. @param {HTMLInputElement} input */
const kindOf = (input) => /** @type {import('../text/parse.js').FieldKind} */ (input.dataset.as ?? 'number');

/** @param {Doc} stage @param {Doc} origin a stage as it came */
const sameCounts = (stage, { observed }) =>
  stage.observed?.entered === observed?.entered && stage.observed?.passed === observed?.passed;

/**
 * @typedef {object} Came
 * @property {Origin} origin
 * @property {(name: string, change: (draft: Doc) => Doc) => void} takeBack a changed part is as it came again, undoable; `name`: how it is called
 */

/** One field with a label: a note in it, and a button when it was changed. @param {HTMLInputElement} input @param {Doc} draft @param {Came} came */
function markField(input, draft, { origin, takeBack }) {
  const from = origin.scenario;
  const pointer = input.dataset.in ?? '';
  // A funnel of one stage: how many pay is what its counts say.
  const isSales = input.closest('[data-sales]') !== null && draft.stages.length === 1;
  if (isSales && !sameCounts(draft.stages[0], from.stages[0])) return;
  const words = wordsOf(origin, isSales ? '/stages/0' : pointer);
  const label = document.querySelector(`label[for="${input.id}"]`);
  if (words === '' || !label) return;
  const given = valueAt(from, pointer);
  const isSame = valueAt(draft, pointer) === given;
  const rest = words.replace(sourceOf(origin), '').replace(', ответственные за новые заявки', '');
  label.append(
    el(
      'small.origin',
      { 'data-origin': pointer },
      ` ${sourceOf(origin)}`,
      el('span.origin__rest', {}, rest === words ? `: ${words}` : rest),
    ),
  );
  if (isSales || isSame || given === undefined) return;
  const text = fieldText(given, kindOf(input), 2);
  const back = el(
    'button.link.origin__back',
    {
      type: 'button',
      'data-origin': pointer,
      click: () => takeBack(label.firstChild?.textContent ?? '', (now) => withValueAt(now, pointer, given)),
    },
    `Вернуть ${text} из CRM`,
  );
  input.closest('[data-field]')?.append(back);
}

/** The card of stage `i`: from where its share is, and the way back. @param {Element} card @param {number} i @param {Doc} draft @param {Came} came */
function markStage(card, i, draft, { origin, takeBack }) {
  const [stage, given] = [draft.stages[i], origin.scenario.stages[i]];
  const words = wordsOf(origin, `/stages/${i}`);
  if (!stage || words === '') return;
  const isSame = sameCounts(stage, given);
  const put = (/** @type {Doc} */ now) => ({
    ...now,
    stages: now.stages.map((/** @type {Doc} */ one, /** @type {number} */ n) => {
      if (n !== i) return one;
      const { conversion: _, ...others } = one;
      return { ...others, observed: given.observed, source: 'crm' };
    }),
  });
  // In the card's own sentence: it is made anew with every change, before this is.
  const say = card.querySelector('[data-say]');
  say?.append(
    el(
      'span.origin--stage',
      { 'data-origin': `/stages/${i}` },
      isSame ? ` Доля ${words}.` : ` Было ${words}. `,
      !isSame &&
        el('button.link', { type: 'button', click: () => takeBack(stage.name, put) }, 'Вернуть долю из CRM'),
    ),
  );
}

/** @param {{store: import('./store.js').Store, origin: Origin}} page */
export function mountOrigin({ store, origin }) {
  const from = origin.scenario;

  /** @type {Came} */
  const came = {
    origin,
    takeBack: (name, change) => store.edit(`возврат к CRM: ${name}`, change),
  };

  /** @param {Doc} draft */
  function mark(draft) {
    const focused = document.activeElement?.closest('[data-origin]')?.getAttribute('data-origin');
    document.querySelectorAll('[data-origin]').forEach((old) => old.remove());
    document.documentElement.toggleAttribute('data-from-crm', idsOf(draft) === idsOf(from));
    if (idsOf(draft) !== idsOf(from)) return; // another funnel: nothing here came from the CRM
    const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[data-in]'));
    for (const input of inputs) markField(input, draft, came);
    [...document.querySelectorAll('[data-stages] > *')].forEach((card, i) => markStage(card, i, draft, came));
    if (focused) {
      const field = /** @type {HTMLElement | null} */ (document.querySelector(`[data-in="${focused}"]`));
      field?.focus();
    }
  }
  // After everything else has shown the state, whichever part of the page came first.
  store.subscribe(({ draft }) => queueMicrotask(() => mark(draft)));
}
