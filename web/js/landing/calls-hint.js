// @ts-check
// Where a stage unfolds: what the department does most rarely in the conversations of that stage, when calls were scored on this device.

import { el } from '../page/dom.js';
import { percent } from '../text/format.js';
import { callsOf } from '../model/known-calls.js';
import { openMemory } from '../model/memory.js';
import { wholeCore } from '../model/whole-core.js';

const kEnough = 5; // marks, as on the page of calls

/**
 * The criterion done most rarely, of those that serve a kind of stage; a funnel of one stage is the whole conversation.
 * @param {any} calls document @param {any} report @param {{kind: string, isOnly: boolean}} stage
 */
export function rarestOf(calls, report, { kind, isOnly }) {
  const served = new Set(
    calls.criteria
      .filter((/** @type {any} */ one) => isOnly || (one.kind ?? 'other') === kind)
      .map((/** @type {any} */ one) => one.id),
  );
  const heard = report.department.criteria.filter(
    (/** @type {any} */ one) => served.has(one.id) && one.asked >= kEnough && one.share < 1,
  );
  const low = heard.sort((/** @type {any} */ a, /** @type {any} */ b) => a.share - b.share)[0];
  return (
    low && { ...low, name: calls.criteria.find((/** @type {any} */ one) => one.id === low.id).name || low.id }
  );
}

/** @param {{name: string, done: number, asked: number, share: number}} low */
const hint = ({ name, done, asked, share }) =>
  el(
    'p.note',
    { 'data-calls-hint': '' },
    `В разговорах реже всего: «${name}», ${done} из ${asked} (${percent(Math.round(share * 100) / 100)}). `,
    el('a', { href: '/calls/' }, 'Лист звонков'),
  );

/** @param {import('./store.js').Store} store @param {HTMLElement} host the list of stages */
export async function mountCallsHint(store, host) {
  const memory = await openMemory();
  const calls = await callsOf(memory);
  memory.close();
  if (!calls) return;
  const report = (await wholeCore()).calls(calls).calls_report;
  if (!report) return;
  store.subscribe(({ draft }) => {
    host.querySelectorAll('.stage__extra').forEach((place, i) => {
      const { kind = 'other' } = draft.stages[i] ?? {};
      const low = rarestOf(calls, report, { kind, isOnly: draft.stages.length === 1 });
      const shown = place.querySelector('[data-calls-hint]');
      if (!low) shown?.remove();
      else if (shown) shown.replaceWith(hint(low));
      else place.append(hint(low));
    });
  });
}
