// @ts-check
// The plan of this device beside a form: a tick, and in words what goes with it. Nothing is shown where there is no plan.

import { openMemory } from '../model/memory.js';
import { el } from '../page/dom.js';
import { plural } from '../text/format.js';

/** @typedef {Record<string, any>} Json */

/**
 * A `funnel-plan-request` of a plan as its reader sees it: every step where it stands. Managers' names stay on the device.
 * @param {{choices: Json, scenario: Json, plan: Json}} state @param {Json | null} checklist the answers it counts with
 */
export function planRequest({ choices, scenario, plan }, checklist) {
  const { roster: _, ...numbers } = scenario;
  return {
    format: 'funnel-plan-request',
    version: 1,
    scenario: numbers,
    ...(checklist ? { checklist } : {}),
    start: choices.start,
    people: choices.people,
    fixed: plan.steps.map((/** @type {Json} */ { technique, owner, week_from: from }) => ({
      technique,
      owner,
      week_from: from,
    })),
  };
}

/** The plan of this device when somebody has worked on it and its numbers are all his: its code and the core come only then. */
async function planHere() {
  const memory = await openMemory();
  try {
    if (!(await memory.read('plan').catch(() => null))) return null;
    const { devicePlan } = await import('./device-plan.js');
    const found = await devicePlan(memory);
    return found && found.borrowed.length === 0 ? found : null;
  } finally {
    memory.close();
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {() => Json | null} what goes with the request now
 */
export function mountPlanBox(form) {
  /** @type {{state: any, checklist: Json | null} | null} */
  let here = null;
  const id = `plan-box-${form.elements.length}`;
  const box = /** @type {HTMLInputElement} */ (el('input', { type: 'checkbox', id, 'data-plan-box': '' }));
  planHere()
    .then((found) => {
      here = found;
      if (!here) return;
      const count = here.state.plan.steps.length;
      const also = here.checklist ? ', отметки чек-листа' : '';
      const words = `Уйдёт: ${count}\u00A0${plural(count, 'шаг', 'шага', 'шагов')}, недели и\u00A0кто ведёт, числа расчёта${also}. Заметки и\u00A0имена менеджеров остаются у\u00A0вас.`;
      const place = form.querySelector('[data-attach]') ?? form.querySelector('button[type=submit]');
      const field = el(
        'div.field.field--check',
        { 'data-plan': '' },
        el('label', {}, box, el('span', {}, 'Приложить мой план на 12 недель', el('small', {}, words))),
        el('p.field__error', { 'data-error': '/plan' }),
      );
      if (place?.hasAttribute('data-attach')) place.after(field);
      else place?.before(field);
    })
    .catch(() => {}); // the request goes without it
  return () => (here && box.checked ? planRequest(here.state, here.checklist) : null);
}
