// Twelve weeks of work as a chart of formulas: move the start or a week, and the chart and the dates follow.
import { readFileSync } from 'node:fs';
import { dayNumber, kFormats, letterOf, Page } from '../book.mjs';

const kWeeks = 12;
/** @type {{people: Record<string, string>}} */
const { people: kOwners } = JSON.parse(
  readFileSync(new URL('../../../../assets/messages/ru.json', import.meta.url), 'utf8'),
);

/** @typedef {{technique: any, week: number}} Step a technique and the week it begins in, from 1 */

const kWeekNumbers = Array.from({ length: kWeeks }, (_, i) => i + 1);
/** @param {Step} step @param {number} week */
const isUnderWay = ({ technique, week: first }, week) => week >= first && week < first + technique.weeks;

/** Who does the step from which day to which, its weeks as a bar, what it is measured by. @param {Page} page @param {number} row @param {Step} step @param {number} start the first Monday */
function putStep(page, row, step, start) {
  const { technique, week } = step;
  const r = row + 1;
  page.text(row, 0, technique.name, { fontWeight: 'bold' });
  page.input(row, 1, kOwners[technique.owner]);
  page.input(row, 2, week, kFormats.whole);
  page.input(row, 3, technique.weeks, kFormats.whole);
  const first = start + 7 * (week - 1);
  page.formula(row, 4, `$B$4+7*(C${r}-1)`, first, kFormats.date);
  page.formula(row, 5, `E${r}+7*D${r}-3`, first + 7 * technique.weeks - 3, kFormats.date);
  for (const w of kWeekNumbers) {
    page.formula(
      row,
      5 + w,
      `IF(AND(${w}>=$C${r},${w}<$C${r}+$D${r}),"■","")`,
      isUnderWay(step, w) ? '■' : '',
      kFormats.plain,
      { align: 'center', color: '#0b6655' },
    );
  }
  page.text(row, 18, technique.measure);
}

/** How many steps run at once in each week, under them. @param {Page} page @param {Step[]} steps */
function putAtOnce(page, steps) {
  const row = 6 + steps.length;
  page.text(row, 0, 'Дел одновременно', { fontWeight: 'bold' });
  for (const w of kWeekNumbers) {
    const column = letterOf(5 + w);
    const atOnce = steps.filter((step) => isUnderWay(step, w)).length;
    page.formula(row, 5 + w, `COUNTIF(${column}7:${column}${row},"■")`, atOnce, kFormats.whole, {
      align: 'center',
    });
  }
}

/** @param {string} start the first Monday, "2026-11-30" @param {Step[]} steps */
function chartPage(start, steps) {
  const page = new Page('Дорожная карта', [34, 22, 9, 9, 12, 12, ...kWeekNumbers.map(() => 5), 48], {
    landscape: true,
    sticky: 6,
    stickyColumns: 1,
  });
  page.title(
    'Дорожная карта на 12 недель',
    'Впишите понедельник начала и поправьте недели. Не больше двух дел сразу и одно дело у одного человека.',
  );
  page.text(3, 0, 'Понедельник начала', { fontWeight: 'bold' });
  page.day(3, 1, dayNumber(start));
  page.head(5, [
    'Что делаем',
    'Кто',
    'С недели',
    'Недель',
    'Начало',
    'Конец',
    ...kWeekNumbers.map(String),
    'Чем измеряем',
  ]);
  steps.forEach((step, i) => putStep(page, 6 + i, step, dayNumber(start)));
  putAtOnce(page, steps);
  const last = 6 + steps.length;
  page.rule({ range: `C7:C${last}`, whole: [1, kWeeks], message: 'Неделя от 1 до 12.' });
  page.rule({ range: `D7:D${last}`, whole: [1, kWeeks], message: 'Недель от 1 до 12.' });
  page.rule({ range: `B7:B${last}`, list: Object.values(kOwners).join(','), message: 'Кто отвечает.' });
  return page;
}

/** @param {Step[]} steps */
function actionsPage(steps) {
  const page = new Page('Действия', [34, 70, 12, 14], { landscape: true, sticky: 4 });
  page.title('Действия по шагам', 'Что именно делать. Отмечайте «да» и день.');
  page.head(3, ['Что делаем', 'Действие', 'Готово', 'Когда']);
  let row = 4;
  for (const { technique } of steps) {
    for (const action of technique.steps) {
      page.text(row, 0, technique.name);
      page.text(row, 1, action);
      page.input(row, 2, null);
      page.input(row, 3, null);
      row += 1;
    }
  }
  page.rule({ range: `C5:C${row}`, list: 'да,нет', message: 'да или нет' });
  return page;
}

/** @param {{roadmap: {start: string, steps: Step[]}}} given */
export const roadmapBook = ({ roadmap: { start, steps } }) => [chartPage(start, steps), actionsPage(steps)];
