// Twelve weeks of work as a chart of formulas: move the start or a week, and the chart and the dates follow.
import { readFileSync } from 'node:fs';
import { dayNumber, kFormats, letterOf, Page } from '../book.mjs';

const kWeeks = 12;
/** @type {{people: Record<string, string>}} */
const { people: kOwners } = JSON.parse(
  readFileSync(new URL('../../../../assets/messages/ru.json', import.meta.url), 'utf8'),
);

/** @param {{roadmap: {start: string, steps: {technique: any, week: number}[]}}} given */
export function roadmapBook({ roadmap }) {
  const { start, steps } = roadmap;
  const page = new Page(
    'Дорожная карта',
    [34, 22, 9, 9, 12, 12, ...Array.from({ length: kWeeks }, () => 5), 48],
    { landscape: true, sticky: 6, stickyColumns: 1 },
  );
  page.title(
    'Дорожная карта на 12 недель',
    'Впишите понедельник начала и поправьте недели. Не больше двух дел сразу и одно дело у одного человека.',
  );
  page.text(3, 0, 'Понедельник начала', { fontWeight: 'bold' });
  page.put(3, 1, {
    value: dayNumber(start),
    type: Number,
    format: kFormats.date,
    backgroundColor: '#f7f2e7',
  });
  page.head(5, [
    'Что делаем',
    'Кто',
    'С недели',
    'Недель',
    'Начало',
    'Конец',
    ...Array.from({ length: kWeeks }, (_, i) => String(i + 1)),
    'Чем измеряем',
  ]);
  steps.forEach(({ technique, week }, i) => {
    const row = 6 + i;
    const r = row + 1;
    page.text(row, 0, technique.name, { fontWeight: 'bold' });
    page.input(row, 1, kOwners[technique.owner]);
    page.input(row, 2, week, kFormats.whole);
    page.input(row, 3, technique.weeks, kFormats.whole);
    const first = dayNumber(start) + 7 * (week - 1);
    page.formula(row, 4, `$B$4+7*(C${r}-1)`, first, kFormats.date);
    page.formula(row, 5, `E${r}+7*D${r}-3`, first + 7 * technique.weeks - 3, kFormats.date);
    for (let w = 1; w <= kWeeks; w += 1) {
      page.formula(
        row,
        5 + w,
        `IF(AND(${w}>=$C${r},${w}<$C${r}+$D${r}),"■","")`,
        w >= week && w < week + technique.weeks ? '■' : '',
        kFormats.plain,
        { align: 'center', color: '#0b6655' },
      );
    }
    page.text(row, 18, technique.measure);
  });
  const last = 6 + steps.length;
  page.text(last, 0, 'Дел одновременно', { fontWeight: 'bold' });
  for (let w = 1; w <= kWeeks; w += 1) {
    const column = letterOf(5 + w);
    page.formula(
      last,
      5 + w,
      `COUNTIF(${column}7:${column}${last},"■")`,
      steps.filter(({ technique, week }) => w >= week && w < week + technique.weeks).length,
      kFormats.whole,
      { align: 'center' },
    );
  }
  page.rule({ range: `C7:C${last}`, whole: [1, kWeeks], message: 'Неделя от 1 до 12.' });
  page.rule({ range: `D7:D${last}`, whole: [1, kWeeks], message: 'Недель от 1 до 12.' });
  page.rule({ range: `B7:B${last}`, list: Object.values(kOwners).join(','), message: 'Кто отвечает.' });

  const steps2 = new Page('Действия', [34, 70, 12, 14], { landscape: true, sticky: 4 });
  steps2.title('Действия по шагам', 'Что именно делать. Отмечайте «да» и день.');
  steps2.head(3, ['Что делаем', 'Действие', 'Готово', 'Когда']);
  let row = 4;
  for (const { technique } of steps) {
    for (const step of technique.steps) {
      steps2.text(row, 0, technique.name);
      steps2.text(row, 1, step);
      steps2.input(row, 2, null);
      steps2.input(row, 3, null);
      row += 1;
    }
  }
  steps2.rule({ range: `C5:C${row}`, list: 'да,нет', message: 'да или нет' });
  return [page, steps2];
}
