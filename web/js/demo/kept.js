// @ts-check
// What /demo/ begins with and what it keeps on this device. Its own autosave holds all variants; the variant in hand is also left where
// the site's other pages look for the calculation (storage.js), once it is the person's own.
import { readLink } from '../model/links.js';
import { kOwn as kSite, putCalculation, readCalculation } from '../model/calculations.js';
import { openMemory } from '../model/memory.js';

const kOwn = 'funnel.workbench.v1';

export const kExample = {
  format: 'funnel-scenario',
  version: 1,
  title: 'Отдел из семи',
  managers: 7,
  leads_per_month: 2400,
  average_check: 180000,
  capacity_leads_per_manager: 300,
  gross_margin: 0.35,
  check_spread: 0.4,
  history_months: 3,
  stages: [
    { id: 'contact', name: 'Дозвон', kind: 'contact', conversion: 0.82, target_conversion: 0.9 },
    { id: 'qual', name: 'Квалификация', kind: 'qualification', conversion: 0.5, target_conversion: 0.55 },
    { id: 'meet', name: 'Встреча', kind: 'meeting', conversion: 0.4, target_conversion: 0.5 },
    { id: 'pay', name: 'Оплата', kind: 'payment', conversion: 0.22, target_conversion: 0.3 },
  ],
  target: { capacity_leads_per_manager: 360 },
  goal_revenue: 25000000,
  ramp: { months: 12, starts_month: 2, full_month: 6, sales_cycle_months: 1 },
  fee: { per_month: 300000, growth_share: 0.1 },
};

/** @param {string} key */
function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {object} document a "funnel-workbench" document @returns {boolean} false when the browser keeps nothing */
export function keep(document) {
  try {
    localStorage.setItem(kOwn, JSON.stringify({ document, savedAt: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

const memory = openMemory();

/** The other pages go on with this scenario. @param {Record<string, any>} scenario */
export const handOver = async (scenario) => putCalculation(await memory, scenario);

/** What this device remembers, the latest first: all variants of this page, or the calculation of the site's other pages. */
export async function remembered() {
  const own = stored(kOwn);
  const site = await readCalculation(await memory, kSite);
  const documents = [];
  if (own?.document) documents.push({ document: own.document, savedAt: String(own.savedAt) });
  if (site?.scenario && !site.example) documents.push({ document: site.scenario, savedAt: site.savedAt });
  return documents.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1)).map(({ document }) => document);
}

const kTrouble = {
  damaged: 'Ссылка повреждена, расчёт из неё не прочитать',
  newer: 'Ссылка сделана более новой версией: обновите страницу',
  refused: 'Расчёт в ссылке не принят',
  failed: 'Ссылку не удалось прочитать: проверьте связь и обновите страницу',
};

/** @typedef {{name: string, scenario: Record<string, any>}} Variant */

/**
 * The variants in a link and which is in hand, or what is wrong with it; nothing of either when there is no link.
 * @param {string} fragment location.hash
 * @returns {Promise<{variants: Variant[], active: number, trouble: string}>}
 */
export async function linked(fragment) {
  const link = await readLink(fragment).catch(() => ({ kind: /** @type {const} */ ('failed') }));
  if (link.kind === 'calculation') return { variants: link.variants, active: link.active, trouble: '' };
  return { variants: [], active: 0, trouble: link.kind === 'none' ? '' : kTrouble[link.kind] };
}

const kSlots = ['A', 'B', 'C'];

/** The document the workbench opens: a scenario, or as many variants as it holds. @param {Variant[]} variants @param {number} active */
export function documentOf(variants, active) {
  if (variants.length === 1) return variants[0].scenario;
  const scenarios = Object.fromEntries(kSlots.map((slot, i) => [slot, variants[i]?.scenario ?? null]));
  return { format: 'funnel-workbench', version: 1, active: kSlots[active] ?? 'A', scenarios };
}

/** What a link holds of the workbench: the scenario in hand, or all variants. @param {any} state */
export function contentOf(state) {
  const filled = kSlots.filter((slot) => state.slots[slot]);
  if (filled.length === 1) return state.slots[filled[0]].scenario;
  const variants = filled.map((slot) => ({ name: `Вариант ${slot}`, scenario: state.slots[slot].scenario }));
  return { variants, active: filled.indexOf(state.active) };
}
