// @ts-check
// "От чего зависит оплата" on the owner's numbers: what a share of the growth is in the first full month, by the core.

import { percent, roubles } from '../text/format.js';

const kExampleShare = 0.1;

/** The fee of a full month: what is left of nothing after it, by the core's own ramp. @param {any} core @param {any} scenario @param {number} share */
function feeOf(core, scenario, share) {
  const { report } = core.evaluate(
    { ...scenario, gross_margin: 0, fee: { per_month: 0, growth_share: share } },
    { distribution: false },
  );
  const months = report?.ramp?.months ?? [];
  const full = months.findLast((/** @type {any} */ month) => month.share === 1);
  return full && full.net !== null ? { extra: full.extra, fee: Math.abs(full.net) } : null;
}

/** @param {any} core @param {import('./store.js').Store} store @param {HTMLElement} place */
export function mountPayment(core, store, place) {
  store.subscribe(({ scenario, asks, current }) => {
    if (!core || !scenario || asks || !current) {
      place.textContent = 'Пример появится, когда вы впишете свои числа.';
      return;
    }
    const own = scenario.fee?.growth_share ?? 0;
    const paid = feeOf(core, scenario, own || kExampleShare);
    place.textContent =
      paid && paid.extra > 0
        ? `На ваших числах: прирост ${roubles(paid.extra)} в месяц, при доле ${percent(own || kExampleShare)} из него платите ${roubles(paid.fee)}. Нет прироста — нет и этой оплаты.`
        : 'При ваших целях прироста нет: платить было бы не за что.';
  });
}
