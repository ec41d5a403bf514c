// The sheet that scores conversations: marks by criterion, efficiency by weight, a summary by manager.
import { at, kFormats, letterOf, Page } from '../book.mjs';

const kRows = 200; // calls the sheet has room for
const kFirst = 5; // row of the first call, from 0
const kColumn = 3; // column of the first criterion

/** Three calls that are plainly an example: marks in the order of the criteria. */
const kExamples = [
  ['Пример А', 'Звонок 1', [1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 'н', 0, 1, 1, 1]],
  ['Пример Б', 'Звонок 2', [1, 1, 1, 1, 1, 'н', 1, 1, 1, 1, 'н', 1, 1, 1, 1, 0]],
  ['Пример В', 'Звонок 3', [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]],
];

/** @param {any[]} marks @param {any[]} criteria */
function efficiency(marks, criteria) {
  const asked = criteria.filter((_, i) => marks[i] === 0 || marks[i] === 1);
  const done = criteria.filter((_, i) => marks[i] === 1);
  const weight = (/** @type {any[]} */ list) => list.reduce((sum, one) => sum + one.weight, 0);
  return asked.length === 0 ? '' : weight(done) / weight(asked);
}

/** @param {any[]} criteria */
function marksPage(criteria) {
  const last = kColumn + criteria.length;
  const page = new Page('Оценка', [11, 16, 16, ...criteria.map(() => 14), 15], {
    landscape: true,
    sticky: kFirst,
    stickyColumns: 3,
  });
  page.title(
    'Контроль качества звонков',
    'Одна строка — один разговор. 1: прозвучало, 0: не прозвучало, н: не к месту. Пусто: не слушали. Первые три строки — пример, удалите их.',
  );
  page.text(3, 2, 'Вес', { fontWeight: 'bold', align: 'right' });
  criteria.forEach(({ weight }, i) =>
    page.input(3, kColumn + i, weight, kFormats.whole, { align: 'center' }),
  );
  page.head(4, ['Дата', 'Менеджер', 'Клиент, сделка', ...criteria.map(({ name }) => name), 'Эффективность']);
  const weights = `$${at(3, kColumn).replace(/\d+/, '')}$4:$${letterOf(last - 1)}$4`;
  for (let i = 0; i < kRows; i += 1) {
    const row = kFirst + i;
    const [manager, deal, marks] = kExamples[i] ?? [null, null, []];
    page.input(row, 0, null);
    page.input(row, 1, /** @type {any} */ (manager));
    page.input(row, 2, /** @type {any} */ (deal));
    criteria.forEach((_, c) =>
      page.input(row, kColumn + c, /** @type {any} */ (marks)[c] ?? null, kFormats.plain, {
        align: 'center',
      }),
    );
    const range = `${at(row, kColumn)}:${at(row, last - 1)}`;
    page.formula(
      row,
      last,
      `IF(COUNT(${range})=0,"",SUMIF(${range},1,${weights})/(SUMIF(${range},1,${weights})+SUMIF(${range},0,${weights})))`,
      efficiency(/** @type {any} */ (marks), criteria),
      kFormats.share,
      { fontWeight: 'bold' },
    );
  }
  const end = kFirst + kRows;
  page.rule({
    range: `${at(kFirst, kColumn)}:${at(end - 1, last - 1)}`,
    list: '1,0,н',
    message: 'Отметка: 1, 0 или н.',
  });
  page.rule({
    range: `B${kFirst + 1}:B${end}`,
    list: "='Сводка'!$A$6:$A$20",
    message: 'Впишите менеджера на листе «Сводка», потом выберите здесь.',
  });
  page.rule({ range: `${at(3, kColumn)}:${at(3, last - 1)}`, whole: [1, 3], message: 'Вес: 1, 2 или 3.' });
  return page;
}

/** @param {any[]} criteria */
function summaryPage(criteria) {
  const page = new Page('Сводка', [18, 10, 14, ...criteria.map(() => 14), 34], {
    landscape: true,
    sticky: 5,
    stickyColumns: 1,
  });
  page.title(
    'Сводка по менеджерам',
    'Впишите имена в первый столбец. Доля выполненного по каждому критерию; там, где меньше пяти отметок, стоит их число в скобках: судить рано.',
  );
  page.head(4, [
    'Менеджер',
    'Звонков',
    'Эффективность',
    ...criteria.map(({ name }) => name),
    'Слабый критерий',
  ]);
  const end = kFirst + kRows;
  const names = `'Оценка'!$B$${kFirst + 1}:$B$${end}`;
  const total = `'Оценка'!$${letterOf(kColumn + criteria.length)}$${kFirst + 1}:$${letterOf(kColumn + criteria.length)}$${end}`;
  for (let i = 0; i < 15; i += 1) {
    const row = 5 + i;
    const example = kExamples[i];
    page.input(row, 0, example ? /** @type {any} */ (example[0]) : null);
    const name = `$A${row + 1}`;
    page.formula(row, 1, `IF(${name}="","",COUNTIF(${names},${name}))`, example ? 1 : '', kFormats.whole);
    page.formula(
      row,
      2,
      `IF(${name}="","",IFERROR(AVERAGEIF(${names},${name},${total}),""))`,
      example ? efficiency(/** @type {any} */ (example[2]), criteria) : '',
      kFormats.share,
    );
    criteria.forEach((_, c) => {
      const column = letterOf(kColumn + c);
      const marks = `'Оценка'!${column}$${kFirst + 1}:${column}$${end}`;
      const done = `COUNTIFS(${names},${name},${marks},1)`;
      const asked = `(${done}+COUNTIFS(${names},${name},${marks},0))`;
      const mark = /** @type {any} */ (example)?.[2][c];
      page.formula(
        row,
        kColumn + c,
        `IF(${name}="","",IF(${asked}=0,"",IF(${asked}<5,"("&${asked}&")",${done}/${asked})))`,
        mark === 0 || mark === 1 ? '(1)' : '',
        kFormats.share,
        { align: 'right' },
      );
    });
    const cells = `${at(row, kColumn)}:${at(row, kColumn + criteria.length - 1)}`;
    page.formula(
      row,
      kColumn + criteria.length,
      `IF(COUNT(${cells})=0,"",INDEX($${letterOf(kColumn)}$5:$${letterOf(kColumn + criteria.length - 1)}$5,MATCH(MIN(${cells}),${cells},0)))`,
      '',
    );
  }
  return page;
}

/** @param {any[]} criteria */
function criteriaPage(criteria) {
  const page = new Page('Критерии', [30, 18, 8, 60, 70], { landscape: true, sticky: 4 });
  page.title(
    'Критерии и тренировка',
    'Как звучит выполненный критерий и что делать три дня, если он слабый. Правьте под свои этапы: лист «Оценка» берёт только названия и веса.',
  );
  page.head(3, ['Критерий', 'Часть разговора', 'Вес', 'Как это звучит', 'Три дня на этот критерий']);
  criteria.forEach((criterion, i) => {
    page.text(4 + i, 0, criterion.name, { fontWeight: 'bold' });
    page.text(4 + i, 1, criterion.part);
    page.put(4 + i, 2, { value: criterion.weight, type: Number });
    page.text(4 + i, 3, criterion.looks_like);
    page.text(4 + i, 4, criterion.three_days);
  });
  return page;
}

/** @param {{criteria: any[]}} given */
export const callsBook = ({ criteria }) => [
  marksPage(criteria),
  summaryPage(criteria),
  criteriaPage(criteria),
];
