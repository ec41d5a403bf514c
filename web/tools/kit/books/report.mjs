// The operational report: a line a day and manager, the month by manager and stage against the plan, a control chart of the weekly share.
import { at, dayNumber, kFormats, letterOf, Page } from '../book.mjs';

const kStages = ['Заявки', 'Разговоры', 'Встречи', 'Предложения', 'Оплаты'];
const kManagers = ['Пример А', 'Пример Б', 'Пример В'];
const kRows = 400;
const kStart = '2026-11-02'; // the example's Monday

/** Days of an example week: plainly invented, so they are called an example in the sheet. */
const kExample = [
  [6, 4, 2, 1, 1],
  [5, 4, 1, 1, 0],
  [7, 5, 2, 2, 1],
];
const kCheck = 90000;

function dayPage() {
  const page = new Page('День', [12, 18, ...kStages.map(() => 13), 14, 40], { landscape: true, sticky: 4 });
  page.title(
    'Операционный отчёт: день',
    'Каждый вечер по строке на менеджера, числа из CRM. Первые пятнадцать строк — пример, удалите их.',
  );
  page.head(3, ['Дата', 'Менеджер', ...kStages, 'Сумма оплат, ₽', 'Отставание: причина и одно действие']);
  let row = 4;
  for (let day = 0; day < 5; day += 1) {
    kManagers.forEach((manager, m) => {
      page.put(row, 0, {
        value: dayNumber(kStart) + day,
        type: Number,
        format: kFormats.date,
        backgroundColor: '#f7f2e7',
      });
      page.input(row, 1, manager);
      kExample[m].forEach((count, i) => page.input(row, 2 + i, count, kFormats.whole));
      page.input(row, 7, kExample[m][4] * kCheck, kFormats.money);
      page.input(row, 8, null);
      row += 1;
    });
  }
  for (; row < 4 + kRows; row += 1) {
    page.put(row, 0, { value: null, format: undefined, backgroundColor: '#f7f2e7' });
    for (let column = 1; column <= 8; column += 1) page.input(row, column, null);
  }
  const end = 4 + kRows;
  page.rule({
    range: `B5:B${end}`,
    list: "='Месяц'!$A$7:$A$21",
    message: 'Впишите менеджера на листе «Месяц», потом выберите здесь.',
  });
  page.rule({ range: `C5:G${end}`, whole: [0, 100000], message: 'Целое число, не меньше нуля.' });
  page.rule({ range: `H5:H${end}`, whole: [0, 1000000000000], message: 'Сумма в рублях.' });
  return page;
}

/** What the month's sheet shows of the example: five days of each manager. @param {number} manager @param {number} stage */
const exampleSum = (manager, stage) => kExample[manager][stage] * 5;

function monthPage() {
  const shares = [
    'Разговор из заявки',
    'Встреча из разговора',
    'Предложение из встречи',
    'Оплата из предложения',
    'Оплата из заявки',
  ];
  const page = new Page('Месяц', [18, ...kStages.map(() => 12), 14, 14, 12, ...shares.map(() => 14)], {
    landscape: true,
    sticky: 6,
    stickyColumns: 1,
  });
  page.title(
    'Месяц: план и факт по менеджерам',
    'Впишите первый и последний день месяца, имена и личный план. Остальное берётся с листа «День».',
  );
  page.text(3, 0, 'С даты');
  page.put(3, 1, {
    value: dayNumber('2026-11-01'),
    type: Number,
    format: kFormats.date,
    backgroundColor: '#f7f2e7',
  });
  page.text(3, 2, 'по дату');
  page.put(3, 3, {
    value: dayNumber('2026-11-30'),
    type: Number,
    format: kFormats.date,
    backgroundColor: '#f7f2e7',
  });
  page.head(5, ['Менеджер', ...kStages, 'Выручка, ₽', 'План, ₽', 'Выполнено', ...shares]);
  const period = '\'День\'!$A$5:$A$404,">="&$B$4,\'День\'!$A$5:$A$404,"<="&$D$4';
  const sumOf = (/** @type {string} */ column, /** @type {number} */ row) =>
    `IF($A${row}="","",SUMIFS('День'!${column}$5:${column}$404,'День'!$B$5:$B$404,$A${row},${period}))`;
  const pairs = [
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [5, 1],
  ];
  for (let i = 0; i < 15; i += 1) {
    const row = 6 + i;
    const isExample = i < kManagers.length;
    page.input(row, 0, isExample ? kManagers[i] : null);
    kStages.forEach((_, s) =>
      page.formula(
        row,
        1 + s,
        sumOf(letterOf(2 + s), row + 1),
        isExample ? exampleSum(i, s) : '',
        kFormats.whole,
      ),
    );
    page.formula(row, 6, sumOf('H', row + 1), isExample ? exampleSum(i, 4) * kCheck : '', kFormats.money);
    page.input(row, 7, isExample ? 1500000 : null, kFormats.money);
    page.formula(
      row,
      8,
      `IF(N(H${row + 1})=0,"",G${row + 1}/H${row + 1})`,
      isExample ? (exampleSum(i, 4) * kCheck) / 1500000 : '',
      kFormats.share,
    );
    pairs.forEach(([to, from], p) =>
      page.formula(
        row,
        9 + p,
        `IF(N(${at(row, from)})=0,"",${at(row, to)}/${at(row, from)})`,
        isExample && exampleSum(i, from - 1) > 0 ? exampleSum(i, to - 1) / exampleSum(i, from - 1) : '',
        kFormats.share,
      ),
    );
  }
  page.text(21, 0, 'Отдел', { fontWeight: 'bold' });
  kStages.forEach((_, s) =>
    page.formula(
      21,
      1 + s,
      `SUM(${letterOf(1 + s)}7:${letterOf(1 + s)}21)`,
      kManagers.reduce((sum, _m, m) => sum + exampleSum(m, s), 0),
      kFormats.whole,
      { fontWeight: 'bold' },
    ),
  );
  const revenue = kManagers.reduce((sum, _m, m) => sum + exampleSum(m, 4) * kCheck, 0);
  page.formula(21, 6, 'SUM(G7:G21)', revenue, kFormats.money, { fontWeight: 'bold' });
  page.formula(21, 7, 'SUM(H7:H21)', 4500000, kFormats.money, { fontWeight: 'bold' });
  page.formula(21, 8, 'IF(H22=0,"",G22/H22)', revenue / 4500000, kFormats.share, { fontWeight: 'bold' });
  page.text(
    23,
    0,
    'Доля без числа сделок ничего не говорит: рядом с каждой долей на этом листе стоит, из скольких она. Меньше тридцати — смотрите ещё неделю.',
    { wrap: false },
  );
  return page;
}

/** Weeks of the example: leads and payments. */
const kWeeks = [
  [80, 9],
  [76, 8],
  [84, 7],
  [90, 11],
  [78, 8],
  [88, 9],
  [82, 10],
  [85, 8],
  [81, 21],
  [79, 9],
];

function controlPage() {
  const page = new Page('Контроль', [14, 12, 12, 12, 14, 14, 14, 44], { landscape: true, sticky: 5 });
  page.title(
    'Контроль: обычная неделя или сигнал',
    'Впишите заявки и оплаты по неделям. Границы показывают, в каких пределах доля гуляет сама. Первые десять строк — пример.',
  );
  page.head(4, [
    'Неделя с',
    'Заявок',
    'Оплат',
    'Доля',
    'Средняя',
    'Нижняя граница',
    'Верхняя граница',
    'Что это',
  ]);
  const n = kWeeks.reduce((sum, [leads]) => sum + leads, 0);
  const mean = kWeeks.reduce((sum, [, paid]) => sum + paid, 0) / n;
  for (let i = 0; i < 30; i += 1) {
    const row = 5 + i;
    const week = kWeeks[i];
    if (week) {
      page.put(row, 0, {
        value: dayNumber('2026-09-07') + 7 * i,
        type: Number,
        format: kFormats.date,
        backgroundColor: '#f7f2e7',
      });
    } else page.input(row, 0, null);
    page.input(row, 1, week ? week[0] : null, kFormats.whole);
    page.input(row, 2, week ? week[1] : null, kFormats.whole);
    const share = week ? week[1] / week[0] : 0;
    const half = week ? 3 * Math.sqrt((mean * (1 - mean)) / week[0]) : 0;
    const r = row + 1;
    page.formula(row, 3, `IF(N(B${r})=0,"",C${r}/B${r})`, week ? share : '', '0.0%');
    page.formula(row, 4, `IF(N(B${r})=0,"",SUM($C$6:$C$35)/SUM($B$6:$B$35))`, week ? mean : '', '0.0%');
    page.formula(
      row,
      5,
      `IF(N(B${r})=0,"",MAX(0,E${r}-3*SQRT(E${r}*(1-E${r})/B${r})))`,
      week ? Math.max(0, mean - half) : '',
      '0.0%',
    );
    page.formula(
      row,
      6,
      `IF(N(B${r})=0,"",MIN(1,E${r}+3*SQRT(E${r}*(1-E${r})/B${r})))`,
      week ? Math.min(1, mean + half) : '',
      '0.0%',
    );
    const told = !week
      ? ''
      : share > mean + half
        ? 'выше обычного: найдите, что сделали'
        : share < mean - half
          ? 'ниже обычного: ищите причину'
          : 'обычная неделя, причину не искать';
    page.formula(
      row,
      7,
      `IF(N(B${r})=0,"",IF(D${r}>G${r},"выше обычного: найдите, что сделали",IF(D${r}<F${r},"ниже обычного: ищите причину","обычная неделя, причину не искать")))`,
      told,
    );
  }
  page.text(
    36,
    0,
    'Разбирать каждую неделю, которая внутри границ, значит искать причину у случая. Разбирайте те, что вышли за них.',
    { wrap: false },
  );
  page.rule({ range: 'B6:C35', whole: [0, 1000000], message: 'Целое число, не меньше нуля.' });
  return page;
}

export const reportBook = () => [dayPage(), monthPage(), controlPage()];
