// @ts-check
// The plan as a workbook: change a week or a length and the bars move.

import { Sheet, kFormats } from '../../takeaway/sheet.js';
import { headline, kNames, roundedMoney, seenText } from '../words.js';

const kFirstWeek = 6; // column of week 1
const kDate = 'dd.mm.yyyy';
const kBar = '"■";;';

/** Days as spreadsheets count them. @param {string} day */
const serial = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 25_569;

/** @param {import('../store.js').State} state @param {Map<string, any>} techniques @returns {Sheet[]} */
export function planSheets(state, techniques) {
  const { plan, order, scenario, choices } = /** @type {any} */ (state);
  const money = roundedMoney(plan, order);
  const gantt = new Sheet('План', [44, 22, 12, 10, 10, 16, ...Array(12).fill(7), 60]);
  gantt.title(headline(plan, money.total));
  const begin = gantt.row('Первый понедельник');
  gantt.input(begin, 1, serial(plan.start), kDate);
  gantt.head(
    'Шаг',
    'Кто ведёт',
    'Недель',
    'С недели',
    'По неделю',
    '₽ в месяц',
    ...Array.from({ length: 12 }, (_, i) => String(i + 1)),
    'Когда видно',
  );
  const dates = gantt.row('Начало недели');
  for (let i = 0; i < 12; i += 1) {
    gantt.computed(dates, kFirstWeek + i, `$B$${begin + 1}+${7 * i}`, serial(plan.start) + 7 * i, 'dd.mm');
  }
  const first = gantt.rows.length + 1;
  plan.steps.forEach((/** @type {any} */ step, /** @type {number} */ i) => {
    const technique = techniques.get(step.technique);
    const row = gantt.row(technique.name, kNames[/** @type {keyof typeof kNames} */ (step.owner)]);
    gantt.input(row, 2, technique.weeks, kFormats.plain);
    gantt.input(row, 3, step.week_from, kFormats.plain);
    gantt.computed(row, 4, `D${row + 1}+C${row + 1}-1`, step.week_to, kFormats.plain);
    gantt.input(row, 5, money.steps[i], kFormats.roubles);
    for (let week = 1; week <= 12; week += 1) {
      const on = week >= step.week_from && week <= step.week_to;
      gantt.computed(
        row,
        kFirstWeek + week - 1,
        `IF(AND(${week}>=$D${row + 1},${week}<=$E${row + 1}),1,0)`,
        on ? 1 : 0,
        kBar,
      );
    }
    gantt.text(row, kFirstWeek + 12, seenText(step, scenario));
  });
  const total = gantt.row('Все шаги вместе');
  gantt.computed(total, 5, `SUM(F${first}:F${gantt.rows.length - 1})`, money.total, kFormats.roubles);

  const todo = new Sheet('Что сделать', [40, 80, 12]);
  todo.head('Шаг', 'Действие', 'Сделано');
  for (const step of plan.steps) {
    const technique = techniques.get(step.technique);
    technique.steps.forEach((/** @type {string} */ action, /** @type {number} */ i) => {
      const row = todo.row(i === 0 ? technique.name : '', action);
      todo.input(row, 2, (choices.done[step.technique] ?? []).includes(i) ? 1 : null, kFormats.plain);
    });
  }
  return [gantt, todo];
}
