// @ts-check
// The calculation as a workbook that recalculates: inputs on the first sheet, everything else follows from them by the
// formulas of the model. The one place outside the core where the model is written; its tests hold it to the core's numbers.

import { isCounted, moneyRange } from '../model/sure.js';
import { factorName } from '../text/names.js';
import { completeness } from './calculation.js';
import { funnelSheet, inputSheet, kOne, kZero } from './workbook-funnel.js';
import * as x from '../takeaway/sheet.js';

/** @typedef {import('./workbook-funnel.js').Doc} Doc */
/** @typedef {import('./workbook-funnel.js').Expression} Expression */
/** @typedef {import('./workbook-funnel.js').Inputs} Inputs */
/** @typedef {import('./workbook-funnel.js').Funnel} Funnel */

const { count, roubles, percent, plain } = x.kFormats;
const kZ = 1.959963984540054;

/** Wilson's 95 % interval of a share seen in n trials. @param {Expression} share @param {Expression} n @returns {{low: Expression, high: Expression}} */
function wilson(share, n) {
  const z2 = x.constant(kZ * kZ);
  const below = x.add(n, z2);
  const centre = x.divide(x.add(x.multiply(n, share), x.constant((kZ * kZ) / 2)), below);
  const spread = x.root(
    x.add(x.multiply(x.multiply(n, share), x.subtract(kOne, share)), x.constant((kZ * kZ) / 4)),
  );
  const half = x.divide(x.multiply(x.constant(kZ), spread), below);
  return {
    low: x.least(share, x.greatest(kZero, x.subtract(centre, half))),
    high: x.greatest(share, x.least(kOne, x.add(centre, half))),
  };
}

/** Factors of revenue in their order. @param {Doc} scenario @param {Inputs} inputs @param {Funnel} funnel */
const factorsOf = (scenario, inputs, funnel) =>
  [
    { id: 'leads', ...inputs.leads },
    { id: 'coverage', now: funnel.covered.now, target: funnel.covered.target },
    ...inputs.stages,
    { id: 'average_check', ...inputs.check },
  ].map(({ id, now, target }) => ({ id, name: factorName(id, scenario), now, target }));

/**
 * Shapley's attribution, exact: for each factor the coefficients of Π (now + target·x) over the others, built up row by row.
 * @param {{name: string, now: Expression, target: Expression}[]} factors
 */
function shapleySheet(factors) {
  const size = factors.length;
  const sheet = new x.Sheet('Вклад', [30, ...Array.from({ length: size }, () => 16)]);
  sheet.title('Как делится разница: промежуточные числа вкладов');
  sheet.row(
    'Для каждого множителя: коэффициенты произведения остальных (сейчас + цель·x), строка за строкой. Менять здесь ничего не нужно.',
  );
  const weight = (/** @type {number} */ s) => 1 / (size * binomial(size - 1, s));
  const amounts = factors.map((factor, i) => {
    sheet.row(null);
    sheet.row({ value: factor.name, type: String, fontWeight: 'bold' });
    /** @type {Expression[]} */
    let coefficients = [kOne];
    factors.forEach((other, j) => {
      if (j === i) return;
      const row = sheet.row(`× ${other.name}`);
      coefficients = Array.from({ length: coefficients.length + 1 }, (_, s) => {
        const stays = s < coefficients.length ? x.multiply(coefficients[s], other.now) : null;
        const moves = s > 0 ? x.multiply(coefficients[s - 1], other.target) : null;
        return sheet.formula(
          row,
          s + 1,
          stays && moves ? x.add(stays, moves) : /** @type {Expression} */ (stays ?? moves),
          plain,
        );
      });
    });
    const weighted = coefficients.map((coefficient, s) => x.multiply(coefficient, x.constant(weight(s))));
    return sheet.formula(
      sheet.row('Вклад'),
      1,
      x.multiply(x.subtract(factor.target, factor.now), x.sum(...weighted)),
      roubles,
    );
  });
  return { sheet, amounts };
}

/** @param {number} n @param {number} k */
function binomial(n, k) {
  let result = 1;
  for (let i = 1; i <= k; i += 1) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

/**
 * @param {Doc} scenario
 * @param {{inputs: Inputs, funnel: Funnel, factors: ReturnType<typeof factorsOf>, amounts: Expression[], isRanged: boolean}} of isRanged: its
 *   numbers are counts enough to name a range
 */
function moneySheet(scenario, { inputs, funnel, factors, amounts, isRanged }) {
  const sheet = new x.Sheet('Недозаработано', [38, 18, 18, 18]);
  sheet.title('Недозаработано за месяц');
  const total = sheet.formula(
    sheet.row('В месяц'),
    1,
    x.subtract(funnel.revenue.target, funnel.revenue.now),
    roubles,
    { fontWeight: 'bold' },
  );
  sheet.formula(sheet.row('В год'), 1, x.multiply(total, x.constant(12)), roubles);
  sheet.formula(sheet.row('В рабочий день'), 1, x.divide(total, inputs.days), roubles);
  const sold = x.divide(funnel.sales.now, funnel.worked.now);
  const interval = wilson(sold, x.multiply(funnel.worked.now, inputs.history));
  const left = (/** @type {Expression} */ share) =>
    x.greatest(
      kZero,
      x.subtract(funnel.revenue.target, x.multiply(x.multiply(funnel.worked.now, share), inputs.check.now)),
    );
  if (isRanged) {
    sheet.formula(sheet.row('Скорее всего, от'), 1, left(interval.high), roubles);
    sheet.formula(sheet.row('Скорее всего, до'), 1, left(interval.low), roubles);
  }
  sheet.row(null);
  sheet.head('Из чего складывается', 'Вклад', '+1 пункт даёт', 'Дойдёт до цели он один');
  factors.forEach(({ name, now, target }, i) => {
    const row = sheet.row(name);
    const others = x.product(...factors.filter((_, j) => j !== i).map((other) => other.now));
    sheet.formula(row, 1, amounts[i], roubles);
    if (i > 1 && i < factors.length - 1) {
      sheet.formula(row, 2, x.multiply(others, x.least(x.constant(0.01), x.subtract(kOne, now))), roubles);
    }
    sheet.formula(row, 3, x.multiply(others, x.subtract(target, now)), roubles);
  });
  sheet.formula(sheet.row('Сумма вкладов'), 1, x.sum(...amounts), roubles, { fontWeight: 'bold' });
  sheet.row(null);
  sheet.head('Доля этапа', 'Сейчас', 'Скорее всего, от', 'до');
  /** @type {Expression} */
  let entering = funnel.worked.now;
  inputs.stages.forEach((stage, at) => {
    const row = sheet.row(factorName(stage.id, scenario));
    const { low, high } = wilson(stage.now, stage.entered ?? x.multiply(entering, inputs.history));
    const shares = isCounted(scenario.stages[at]) ? [stage.now, low, high] : [stage.now];
    shares.forEach((share, i) => sheet.formula(row, i + 1, share, percent));
    entering = x.multiply(entering, stage.now);
  });
  sheet.row(null);
  sheet.row('Цели поставлены вами или подняты поровну по этапам: это допущение, а не обещание.');
  return sheet;
}

/** What it takes to sell for the wanted revenue at the conversions of now. @param {Doc} scenario @param {Inputs} inputs @param {Funnel} funnel */
function goalSheet(scenario, inputs, funnel) {
  const sheet = new x.Sheet('Цель', [38, 18]);
  sheet.title('Сколько нужно для желаемой выручки');
  const sales = sheet.formula(
    sheet.row('Оплат'),
    1,
    x.wholeUp(x.divide(inputs.goal, inputs.check.now)),
    count,
  );
  let needed = sales;
  for (const stage of [...inputs.stages].reverse()) {
    needed = sheet.formula(
      sheet.row(`Входит в этап «${factorName(stage.id, scenario)}»`),
      1,
      x.wholeUp(x.divide(needed, stage.now)),
      count,
    );
  }
  const leads = sheet.formula(sheet.row('Заявок в работе'), 1, needed, count);
  const whole = {
    formula: `INT(${funnel.worked.now.formula}+0.000000001*MAX(1,ABS(${funnel.worked.now.formula})))`,
    value: Math.floor(funnel.worked.now.value + 1e-9 * Math.max(1, Math.abs(funnel.worked.now.value))),
  };
  sheet.formula(sheet.row('Больше, чем сейчас, на'), 1, x.greatest(kZero, x.subtract(leads, whole)), count);
  sheet.formula(
    sheet.row('Менеджеров (если задано, сколько успевает один)'),
    1,
    x.wholeUp(x.divide(leads, inputs.capacity.now)),
    count,
  );
  return sheet;
}

/** @param {Doc} report @param {Inputs} inputs @param {ReturnType<typeof factorsOf>} factors @param {Funnel} funnel */
function rampSheet(report, inputs, factors, funnel) {
  const sheet = new x.Sheet('Месяцы', [10, 14, 18, 18, 18, 18, 18]);
  sheet.title('Как прирост приходит по месяцам');
  sheet.head(
    'Месяц',
    'Доля эффекта',
    'Выручка',
    'Прирост',
    'Прирост всего',
    'Остаётся после оплаты работы',
    'Остаётся всего',
  );
  let extraSoFar = kZero;
  let netSoFar = kZero;
  report.ramp.months.forEach((/** @type {Doc} */ _, /** @type {number} */ i) => {
    const row = sheet.row(null);
    const month = sheet.formula(row, 0, x.constant(i + 1), plain);
    const effective = x.subtract(month, inputs.cycle);
    const length = x.add(x.subtract(inputs.full, inputs.starts), kOne);
    const part = x.divide(x.add(x.subtract(effective, inputs.starts), kOne), length);
    const share = sheet.formula(
      row,
      1,
      x.ifLess(effective, inputs.starts, kZero, x.ifLess(effective, inputs.full, part, kOne)),
      percent,
    );
    const moved = factors.map(({ now, target }) => x.add(now, x.multiply(share, x.subtract(target, now))));
    const revenue = sheet.formula(row, 2, x.product(...moved), roubles);
    const extra = sheet.formula(row, 3, x.subtract(revenue, funnel.revenue.now), roubles);
    extraSoFar = sheet.formula(row, 4, x.add(extraSoFar, extra), roubles);
    const paid = x.add(inputs.fee, x.multiply(inputs.share, x.greatest(kZero, extra)));
    const net = sheet.formula(row, 5, x.subtract(x.multiply(extra, inputs.margin), paid), roubles);
    netSoFar = sheet.formula(row, 6, x.add(netSoFar, net), roubles);
  });
  sheet.row(null);
  sheet.row('Два последних столбца верны, когда на листе «Ввод» задана валовая маржа.');
  return sheet;
}

/** @param {Doc} scenario @param {Doc} report @param {Inputs} inputs */
function rosterSheet(scenario, report, inputs) {
  const sheet = new x.Sheet('Менеджеры', [28, 12, 12, 14, 12, 12, 18, 18]);
  sheet.title('По менеджерам');
  const strength = sheet.input(
    sheet.row('Поправка на малые числа, заявок'),
    1,
    report.roster.prior_strength,
    count,
  );
  sheet.row(
    'Посчитана на странице по разбросу между менеджерами: чем больше, тем сильнее каждый подтянут к общей доле.',
  );
  sheet.row(null);
  sheet.head(
    'Менеджер',
    'Заявок',
    'Оплат',
    'Доля',
    'Скорее всего, от',
    'до',
    'Осторожная оценка',
    'Недобор в месяц',
  );
  const rows = scenario.roster.map((/** @type {Doc} */ { name, leads, sales }) => {
    const row = sheet.row(name);
    return { row, leads: sheet.input(row, 1, leads, count), sales: sheet.input(row, 2, sales, count) };
  });
  const mean = x.divide(x.sum(...rows.map(({ sales }) => sales)), x.sum(...rows.map(({ leads }) => leads)));
  const fair = rows.map(({ row, leads, sales }) => {
    const share = sheet.formula(row, 3, x.divide(sales, leads), percent);
    const { low, high } = wilson(share, leads);
    sheet.formula(row, 4, x.ifZero(leads, kZero, low), percent);
    sheet.formula(row, 5, x.ifZero(leads, kZero, high), percent);
    return sheet.formula(
      row,
      6,
      x.divide(x.add(sales, x.multiply(mean, strength)), x.add(leads, strength)),
      percent,
    );
  });
  const best = x.greatest(...fair);
  rows.forEach(({ row, leads }, i) => {
    const money = x.multiply(
      x.multiply(x.divide(leads, inputs.history), x.greatest(kZero, x.subtract(best, fair[i]))),
      inputs.check.now,
    );
    sheet.formula(row, 7, report.roster.spread_is_noise ? kZero : money, roubles);
  });
  sheet.row(null);
  sheet.row(
    report.roster.spread_is_noise
      ? 'Разница между менеджерами не больше случайной: недобор не считается.'
      : 'Не складывается с недозаработанным по этапам: это другой взгляд на ту же разницу.',
  );
  return sheet;
}

/** @param {{scenario: Doc, report: Doc, current: boolean, example: boolean, placeholders?: string[]}} state @param {string} date */
export function calculationSheets(state, date) {
  const { scenario, report } = state;
  const inputs = inputSheet(scenario, completeness(state), date);
  const funnel = funnelSheet(scenario, inputs);
  const factors = factorsOf(scenario, inputs, funnel);
  const shapley = shapleySheet(factors);
  const isRanged = moneyRange(scenario, report) !== null;
  const money = moneySheet(scenario, { inputs, funnel, factors, amounts: shapley.amounts, isRanged });
  const sheets = [inputs.sheet, funnel.sheet, money];
  if (report.goal?.reachable) sheets.push(goalSheet(scenario, inputs, funnel));
  sheets.push(rampSheet(report, inputs, factors, funnel));
  if (report.roster) sheets.push(rosterSheet(scenario, report, inputs));
  return [...sheets, shapley.sheet];
}
