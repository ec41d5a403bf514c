// @ts-check
// What /demo/ begins with and what it keeps on this device: the link, else its own autosave, else the landing's scenario, else an example.
import { decodeLink } from '../link.js';

const kOwn = 'funnel.workbench.v1';
const kSite = 'funnel.scenario.v1';

/** @param {string} key */
function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {object} document a "funnel-workbench" document */
export function keep(document) {
  try {
    localStorage.setItem(kOwn, JSON.stringify(document));
    return true;
  } catch {
    return false;
  }
}

export const kExample = {
  format: 'funnel-scenario', version: 1, title: 'Отдел из семи', managers: 7, leads_per_month: 2400, average_check: 180000,
  capacity_leads_per_manager: 300, gross_margin: 0.35, check_spread: 0.4, history_months: 3,
  stages: [
    { id: 'contact', name: 'Дозвон', kind: 'contact', conversion: 0.82, target_conversion: 0.9 },
    { id: 'qual', name: 'Квалификация', kind: 'qualification', conversion: 0.5, target_conversion: 0.55 },
    { id: 'meet', name: 'Встреча', kind: 'meeting', conversion: 0.4, target_conversion: 0.5 },
    { id: 'pay', name: 'Оплата', kind: 'payment', conversion: 0.22, target_conversion: 0.3 },
  ],
  target: { capacity_leads_per_manager: 360 }, goal_revenue: 25000000,
  ramp: { months: 12, starts_month: 2, full_month: 6, sales_cycle_months: 1 }, fee: { per_month: 300000, growth_share: 0.1 },
};

/** Documents to try in turn, best first, and what to say about a link that cannot be read. @param {string} fragment */
export function beginnings(fragment) {
  const link = decodeLink(fragment);
  const site = stored(kSite);
  const documents = [link.kind === 'scenario' ? link.scenario : null, stored(kOwn), site?.scenario ?? null].filter(Boolean);
  const notice = { damaged: 'Ссылка повреждена, расчёт из неё не прочитать', newer: 'Ссылка сделана более новой версией: обновите страницу' };
  return { documents, notice: link.kind in notice ? notice[/** @type {'damaged' | 'newer'} */ (link.kind)] : '' };
}
