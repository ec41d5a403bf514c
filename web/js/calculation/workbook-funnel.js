// @ts-check
// The sheets everything else of the workbook follows from: what was put in, and the funnel now and at the targets.

import { factorName } from '../text/names.js';
import * as x from '../takeaway/sheet.js';

/** @typedef {Record<string, any>} Doc */
/** @typedef {x.Expression} Expression */
/** @typedef {{now: Expression, target: Expression}} Pair */

const { count, roubles, percent, plain } = x.kFormats;
export const kOne = x.constant(1);
export const kZero = x.constant(0);

/** @param {x.Sheet} sheet @param {string} name @param {number | null} now @param {number | null | undefined} target @param {string} format @returns {Pair} */
function pair(sheet, name, now, target, format) {
  const row = sheet.row(name);
  const input = sheet.input(row, 1, now, format);
  return {
    now: input,
    target:
      target === null || target === undefined
        ? sheet.formula(row, 2, input, format, { backgroundColor: '#f7f2e7' })
        : sheet.input(row, 2, target, format),
  };
}

/** @param {x.Sheet} sheet @param {string} name @param {number | null | undefined} value @param {string} format */
const single = (sheet, name, value, format) => sheet.input(sheet.row(name), 1, value ?? null, format);

/** @param {Doc} scenario @param {string} told what the numbers lack @param {string} date */
export function inputSheet(scenario, told, date) {
  const sheet = new x.Sheet('Ввод', [36, 16, 16, 12, 12]);
  const target = scenario.target ?? {};
  const { ramp } = scenario;
  sheet.title('Расчёт отдела продаж');
  sheet.row([scenario.title, `Дата: ${date}.`, told].filter(Boolean).join(' '));
  sheet.row('Меняйте ячейки на светлом фоне: остальное пересчитается.');
  sheet.row(null);
  sheet.head('За месяц', 'Сейчас', 'Цель');
  const managers = pair(sheet, 'Менеджеров', scenario.managers, target.managers, count);
  const leads = pair(sheet, 'Заявок', scenario.leads_per_month, target.leads_per_month, count);
  const check = pair(sheet, 'Средний чек', scenario.average_check, target.average_check, roubles);
  const capacity = pair(
    sheet,
    'Успевает один менеджер, заявок (пусто: все)',
    scenario.capacity_leads_per_manager ?? null,
    target.capacity_leads_per_manager,
    count,
  );
  const days = single(sheet, 'Рабочих дней в месяце', scenario.working_days_per_month, plain);
  const history = single(sheet, 'Месяцев данных', scenario.history_months, plain);
  const margin = single(sheet, 'Валовая маржа', scenario.gross_margin, percent);
  const goal = single(sheet, 'Желаемая выручка', scenario.goal_revenue, roubles);
  const starts = single(sheet, 'Прирост начинается с месяца', ramp.starts_month, plain);
  const full = single(sheet, 'Полный с месяца', ramp.full_month, plain);
  const cycle = single(sheet, 'Цикл сделки, месяцев', ramp.sales_cycle_months, plain);
  const fee = single(sheet, 'Стоимость работы в месяц', scenario.fee.per_month, roubles);
  const share = single(sheet, 'Доля прироста за работу', scenario.fee.growth_share, percent);
  sheet.row(null);
  sheet.head('Этап', 'Проходит сейчас', 'Цель', 'Вошло', 'Прошло');
  const stages = scenario.stages.map((/** @type {Doc} */ stage) => {
    const row = sheet.row(stage.name);
    const observed = stage.observed
      ? {
          entered: sheet.input(row, 3, stage.observed.entered, count),
          passed: sheet.input(row, 4, stage.observed.passed, count),
        }
      : null;
    const now = observed
      ? sheet.formula(row, 1, x.divide(observed.passed, observed.entered), percent)
      : sheet.input(row, 1, stage.conversion, percent);
    const aim = stage.target_conversion;
    return {
      id: stage.id,
      now,
      target:
        aim === null || aim === undefined
          ? sheet.formula(row, 2, now, percent, { backgroundColor: '#f7f2e7' })
          : sheet.input(row, 2, aim, percent),
      entered: observed?.entered ?? null,
    };
  });
  return {
    sheet,
    managers,
    leads,
    check,
    capacity,
    days,
    history,
    margin,
    goal,
    starts,
    full,
    cycle,
    fee,
    share,
    stages,
  };
}

/** @typedef {ReturnType<typeof inputSheet>} Inputs */

/** Share of the leads that are taken: no limit when the capacity is blank. @param {Expression} managers @param {Expression} capacity @param {Expression} leads */
const coverage = (managers, capacity, leads) =>
  x.ifZero(
    capacity,
    kOne,
    x.ifZero(leads, kOne, x.least(kOne, x.divide(x.multiply(managers, capacity), leads))),
  );

/** The funnel now and at the targets, and what one manager does. @param {Doc} scenario @param {Inputs} inputs */
export function funnelSheet(scenario, inputs) {
  const sheet = new x.Sheet('Воронка', [34, 15, 15, 13, 13, 13, 13]);
  sheet.title('Воронка за месяц');
  sheet.head(
    '',
    'Сейчас',
    'Цель',
    'Менеджер в неделю сейчас',
    'в день сейчас',
    'цель в неделю',
    'цель в день',
  );
  const put = (
    /** @type {string} */ name,
    /** @type {Pair} */ { now, target },
    /** @type {string} */ format,
  ) => {
    const row = sheet.row(name);
    return { row, now: sheet.formula(row, 1, now, format), target: sheet.formula(row, 2, target, format) };
  };
  const perManager = (
    /** @type {Pair & {row: number}} */ { row, now, target },
    /** @type {string} */ format,
  ) => {
    [
      [now, inputs.managers.now],
      [target, inputs.managers.target],
    ].forEach(([month, managers], i) => {
      const day = x.divide(x.divide(month, managers), inputs.days);
      sheet.formula(row, 3 + i * 2, x.multiply(day, x.constant(5)), format);
      sheet.formula(row, 4 + i * 2, day, format);
    });
  };
  const leads = put('Заявки', inputs.leads, count);
  const covered = put(
    'Доля, которую успевают взять',
    {
      now: coverage(inputs.managers.now, inputs.capacity.now, inputs.leads.now),
      target: coverage(inputs.managers.target, inputs.capacity.target, inputs.leads.target),
    },
    percent,
  );
  const worked = put(
    'Заявки в работе',
    { now: x.multiply(leads.now, covered.now), target: x.multiply(leads.target, covered.target) },
    count,
  );
  perManager(worked, count);
  put(
    'Остались без ответа',
    { now: x.subtract(leads.now, worked.now), target: x.subtract(leads.target, worked.target) },
    count,
  );
  /** @type {Pair} */
  let passed = worked;
  for (const stage of inputs.stages) {
    const next = put(
      factorName(stage.id, scenario),
      { now: x.multiply(passed.now, stage.now), target: x.multiply(passed.target, stage.target) },
      count,
    );
    perManager(next, count);
    passed = next;
  }
  const revenue = put(
    'Выручка',
    { now: x.multiply(passed.now, inputs.check.now), target: x.multiply(passed.target, inputs.check.target) },
    roubles,
  );
  perManager(revenue, roubles);
  put(
    'Оплат на заявку',
    { now: x.divide(passed.now, leads.now), target: x.divide(passed.target, leads.target) },
    percent,
  );
  put(
    'Валовая прибыль (если задана маржа)',
    { now: x.multiply(revenue.now, inputs.margin), target: x.multiply(revenue.target, inputs.margin) },
    roubles,
  );
  return { sheet, covered, worked, sales: passed, revenue };
}

/** @typedef {ReturnType<typeof funnelSheet>} Funnel */
