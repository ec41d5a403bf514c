// @ts-check
// For the morning meeting: what is missed, by whom, and each manager's three days.

import { heading, note, savePdf, table } from '../../takeaway/pdf.js';
import { fileName } from '../../takeaway/save.js';
import { number, percent } from '../../text/format.js';
import { changeNote, headline, hundred, periodText, points } from '../words.js';

const kAcross = 6; // managers beside each other on a page

/** @param {any} cell */
const share = (cell) => (cell.asked < 5 ? `${number(cell.asked)} зв.` : hundred(cell.share));
const whole = (/** @type {any} */ one) =>
  one.efficiency === null ? '—' : percent(Math.round(one.efficiency * 100) / 100);

/** Before and after, the department and each manager. @param {any} change */
const changeOf = (change) => [
  heading('Было и стало'),
  note(`${periodText(change.before)} и ${periodText(change.after)}. Разница из ста, с весами критериев.`),
  table(
    ['Кто', 'Разница', 'Насколько это верно'],
    [{ name: 'Отдел', ...change.department }, ...change.managers].map(({ name, difference, interval }) => [
      name || 'Без имени',
      difference === null ? '—' : points(difference),
      { text: changeNote(difference, interval), alignment: 'left', noWrap: false },
    ]),
    ['*', 50, 220],
    'tight',
  ),
];

/** @param {import('../store.js').State} state @param {string} brand */
export async function saveCallsPdf({ calls, report, example }, brand) {
  if (!report || report.calls === 0) return 'Пока нет ни одного звонка.';
  const criterion = (/** @type {string} */ id) => calls.criteria.find((one) => one.id === id);
  /** @type {any[]} */
  const content = [
    { text: headline(report, calls), style: 'title' },
    note(
      `${example ? 'Пример с придуманными звонками. ' : ''}${number(report.calls)} звонков, ${periodText(report.period)}. Числа: сколько раз из ста сделано; где отметок меньше пяти, стоит их число.`,
    ),
  ];
  for (let from = 0; from < report.managers.length; from += kAcross) {
    const managers = report.managers.slice(from, from + kAcross);
    const cells = (/** @type {number} */ i) =>
      managers.map((/** @type {any} */ manager) => share(manager.criteria[i]));
    content.push(
      table(
        ['Критерий', 'Отдел', ...managers.map((/** @type {any} */ manager) => manager.name)],
        [
          ...calls.criteria.map(({ name, id }, i) => [
            name || id,
            share(report.department.criteria[i]),
            ...cells(i),
          ]),
          ['Всё вместе, с весами', whole(report.department), ...managers.map(whole)],
        ],
        undefined,
        'tight',
      ),
    );
  }
  if (report.change) content.push(...changeOf(report.change));
  const weak = report.managers.filter((/** @type {any} */ manager) => manager.weakest !== null);
  if (weak.length > 0) content.push(heading('Три дня на слабое звено'));
  for (const manager of weak) {
    const one = criterion(manager.weakest);
    content.push({
      unbreakable: true,
      stack: [
        { text: `${manager.name}: ${one?.name ?? manager.weakest}`, style: 'sub' },
        one?.three_days ?? '',
      ],
    });
  }
  const name = fileName(example ? 'Звонки (пример)' : 'Звонки', calls.title, new Date(), 'pdf');
  return savePdf({ title: headline(report, calls), subject: 'Оценка звонков', footer: brand, content }, name);
}
