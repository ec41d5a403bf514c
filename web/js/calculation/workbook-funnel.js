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

/** An operation done to what is now and to the targets. @param {(a: Expression, b: Expression) => Expression} operate @param {Pair} a @param {Pair} b @returns {Pair} */
const each = (operate, a, b) => ({ now: operate(a.now, b.now), target: operate(a.target, b.target) });
/** The same now and at the target. @param {Expression} value @returns {Pair} */
const unchanged = (value) => ({ now: value, target: value });

/** The lines of the funnel's sheet. @param {x.Sheet} sheet @param {Inputs} inputs */
function linesOf(sheet, { managers, days }) {
  const add = (/** @type {string} */ name, /** @type {Pair} */ month, /** @type {string} */ format) => {
    const row = sheet.row(name);
    return {
      row,
      now: sheet.formula(row, 1, month.now, format),
      target: sheet.formula(row, 2, month.target, format),
    };
  };
  return {
    /** A line of the month. */
    add,
    /** A line of the month with what one manager does of it in a week and a day. @param {string} name @param {Pair} month @param {string} format */
    addWithDays(name, month, format) {
      const line = add(name, month, format);
      const perManager = each(x.divide, line, managers);
      const perDay = each(x.divide, perManager, unchanged(days));
      [perDay.now, perDay.target].forEach((day, i) => {
        sheet.formula(line.row, 3 + i * 2, x.multiply(day, x.constant(5)), format);
        sheet.formula(line.row, 4 + i * 2, day, format);
      });
      return line;
    },
  };
}

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
  const lines = linesOf(sheet, inputs);
  const { managers, capacity } = inputs;
  const leads = lines.add('Заявки', inputs.leads, count);
  const covered = lines.add(
    'Доля, которую успевают взять',
    {
      now: coverage(managers.now, capacity.now, inputs.leads.now),
      target: coverage(managers.target, capacity.target, inputs.leads.target),
    },
    percent,
  );
  const worked = lines.addWithDays('Заявки в работе', each(x.multiply, leads, covered), count);
  lines.add('Остались без ответа', each(x.subtract, leads, worked), count);
  let passed = worked;
  for (const stage of inputs.stages) {
    passed = lines.addWithDays(factorName(stage.id, scenario), each(x.multiply, passed, stage), count);
  }
  const revenue = lines.addWithDays('Выручка', each(x.multiply, passed, inputs.check), roubles);
  lines.add('Оплат на заявку', each(x.divide, passed, leads), percent);
  const profit = each(x.multiply, revenue, unchanged(inputs.margin));
  lines.add('Валовая прибыль (если задана маржа)', profit, roubles);
  return { sheet, covered, worked, sales: passed, revenue };
}

/** @typedef {ReturnType<typeof funnelSheet>} Funnel */
