// @ts-check
// The plan on two pages: the calendar, and what to do in each step.

import { kPaper } from '../../takeaway/paper.js';
import { note, savePdf } from '../../takeaway/pdf.js';
import { fileName } from '../../takeaway/save.js';
import { roubles } from '../../text/format.js';
import { dayInYear } from '../../text/days.js';
import { headline, kNames, lastDay, roundedMoney, weeksText } from '../words.js';

const kTable = {
  hLineWidth: (/** @type {number} */ i) => (i === 0 ? 0 : i === 1 ? 0.8 : 0.4),
  hLineColor: (/** @type {number} */ i) => (i === 1 ? kPaper.ink : kPaper.hair),
  vLineWidth: () => 0.6,
  vLineColor: () => '#fff',
  paddingLeft: () => 2,
  paddingRight: () => 2,
  paddingTop: () => 3,
  paddingBottom: () => 3,
};

/** @param {any} step @param {any} technique @param {number} i @param {number} money */
function row(step, technique, i, money) {
  const cells = Array.from({ length: 12 }, (_, week) => {
    const on = week + 1 >= step.week_from && week + 1 <= step.week_to;
    const seen = step.measure.visible_week === week + 1;
    return {
      text: seen ? 'o' : '',
      alignment: 'center',
      fontSize: 8,
      fillColor: on ? kPaper.now : kPaper.flow,
    };
  });
  return [
    {
      stack: [
        { text: `${i + 1}. ${technique.name}`, bold: true },
        {
          text: `${kNames[/** @type {keyof typeof kNames} */ (step.owner)]}, ${weeksText(step)}${step.measure.visible_week ? `; видно на ${step.measure.visible_week}-й` : ''}`,
          style: 'note',
          margin: 0,
        },
      ],
    },
    ...cells,
    { text: money > 0 ? `+${roubles(money)}` : '', alignment: 'right', noWrap: true, color: kPaper.could },
  ];
}

const kLine = 58; // letters of a line in half the page

/** Two columns of about the same height, so that all of it stays on its page. @param {any[]} steps @param {Map<string, any>} techniques */
function columnsOf(steps, techniques) {
  const lines = steps.map(({ technique }) =>
    techniques
      .get(technique)
      .steps.reduce(
        (/** @type {number} */ sum, /** @type {string} */ text) => sum + Math.ceil(text.length / kLine),
        2,
      ),
  );
  const whole = lines.reduce((sum, one) => sum + one, 0);
  let left = 0;
  let count = 0;
  while (count < steps.length && left + lines[count] / 2 <= whole / 2) left += lines[count++];
  return [steps.slice(0, count), steps.slice(count)];
}

/** Both pages; nothing without a plan. @param {import('../store.js').State} state @param {Map<string, any>} techniques @returns {any[]} */
export function planContent({ plan, order, assumed }, techniques) {
  if (!plan || !order) return [];
  const money = roundedMoney(plan, order);
  const head = ['Шаг и кто ведёт', ...Array.from({ length: 12 }, (_, i) => String(i + 1)), '₽ в месяц'];
  return [
    { text: headline(plan, money.total), style: 'title' },
    note(
      `${dayInYear(plan.start)} – ${dayInYear(lastDay(/** @type {any} */ (plan)))}. ${order.by_money_only ? 'Порядок только по деньгам. ' : ''}${assumed ? 'Цели взяты за вас. ' : ''}Кружок — неделя, когда разницу честно видно. Деньги округлены.`,
    ),
    {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: ['*', ...Array(12).fill(14), 70],
        body: [
          head.map((text, i) => ({
            text,
            style: 'head',
            alignment: i === 0 ? 'left' : i === 13 ? 'right' : 'center',
          })),
          ...plan.steps.map((/** @type {any} */ step, /** @type {number} */ i) =>
            row(step, techniques.get(step.technique), i, money.steps[i]),
          ),
        ],
      },
      layout: kTable,
      margin: [0, 4, 0, 6],
    },
    { text: `Все шаги вместе: +${roubles(money.total)} в месяц`, bold: true },
    { text: 'Что сделать', style: 'heading', pageBreak: 'before' },
    {
      columnGap: 18,
      columns: columnsOf(plan.steps, techniques).map((steps) => ({
        width: '*',
        stack: steps.map((/** @type {any} */ step) => {
          const technique = techniques.get(step.technique);
          return {
            unbreakable: true,
            stack: [
              { text: `${plan.steps.indexOf(step) + 1}. ${technique.name}`, style: 'sub' },
              { ul: technique.steps, fontSize: 7.5, lineHeight: 1.1 },
            ],
          };
        }),
      })),
    },
  ];
}

/** @param {import('../store.js').State} state @param {Map<string, any>} techniques @param {string} brand */
export async function savePlanPdf(state, techniques, brand) {
  const { plan, order, scenario } = state;
  if (!plan || !order) return 'Плана пока нет: впишите числа.';
  const content = planContent(state, techniques);
  const name = fileName('План', scenario?.title ?? '', new Date(), 'pdf');
  const title = headline(plan, roundedMoney(plan, order).total);
  return savePdf({ title, subject: 'План роста на двенадцать недель', footer: brand, content }, name);
}
