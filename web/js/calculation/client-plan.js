// @ts-check
// The plan of twelve weeks for a calculation in hand, which no device keeps: the workbench asks for it and keeps what was decided.

import techniques from '../../../assets/techniques.json';
import { wholeCore } from '../model/whole-core.js';
import { createPlanStore, kPeople, noChoices } from '../plan/store.js';
import { headline, kNames, nextMonday, roundedMoney, seenText, weeksText } from '../plan/words.js';
import { roubles } from '../text/format.js';

export { kNames, kPeople };

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../plan/store.js').Choices} Choices */
/** @typedef {{id: string, name: string, owner: string, from: number, latest: number, when: string, money: string, seen: string}} Row */
/** @typedef {{title: string, start: string, rows: Row[], assumed: boolean}} ClientPlan */

const byId = new Map(techniques.techniques.map((technique) => [technique.id, technique]));

/**
 * @param {Json} scenario @param {Partial<Choices> | null} choices decided before, null: nothing yet
 * @param {(choices: Choices) => void} keep
 */
export async function clientPlan(scenario, choices, keep) {
  return createPlanStore({
    core: await wholeCore(),
    failure: null,
    known: { scenario, example: false, borrowed: [], meeting: null, checklist: null, calls: null },
    techniques,
    definition: null,
    choices: { ...noChoices(nextMonday(new Date())), ...choices },
    keep,
    trouble: String,
  });
}

/** The plan in words; null when these numbers make none: nobody on the line is helped by steps without money. @param {import('../plan/store.js').State} state @returns {ClientPlan | null} */
export function planInWords({ plan, order, scenario, assumed }) {
  if (!plan || !order || !(order.steps_money > 0)) return null;
  const money = roundedMoney(plan, order);
  return {
    title: headline(plan, money.total),
    start: plan.start,
    assumed,
    rows: plan.steps.map((/** @type {Json} */ step, /** @type {number} */ i) => ({
      id: step.technique,
      name: byId.get(step.technique)?.name ?? step.technique,
      owner: step.owner,
      from: step.week_from,
      latest: Math.max(1, 13 - (byId.get(step.technique)?.weeks ?? 1)),
      when: weeksText(/** @type {any} */ (step)),
      money: money.steps[i] > 0 ? `+${roubles(money.steps[i])}` : '',
      seen: seenText(step, scenario),
    })),
  };
}

/** The first steps, a line each: "Попытка продажи: РОП, нед. 1–2, +925 000 ₽". @param {ClientPlan | null} plan @param {number} most */
export const firstSteps = (plan, most) =>
  (plan?.rows ?? [])
    .slice(0, most)
    .map(
      ({ name, owner, when, money }) =>
        `${name}: ${[kNames[/** @type {keyof typeof kNames} */ (owner)], when, money && `${money} в месяц`].filter(Boolean).join(', ')}`,
    );

/** @param {import('../plan/store.js').State} state */
export const saveCalendar = async (state) =>
  (await import('../plan/files/plan-ics.js')).savePlanCalendar(state, byId);

/** @param {import('../plan/store.js').State} state @param {string} firm */
export const savePdf = async (state, firm) =>
  (await import('../plan/files/plan-pdf.js')).savePlanPdf(state, byId, firm);
