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
      page.day(row, 0, dayNumber(kStart) + day);
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
const kPlan = 1500000;
const kTeam = 15; // managers the month has room for
/** Shares of the month: what a stage is called, its column and that of the stage it comes from. */
const kPairs = /** @type {[string, number, number][]} */ ([
  ['Разговор из заявки', 2, 1],
  ['Встреча из разговора', 3, 2],
  ['Предложение из встречи', 4, 3],
  ['Оплата из предложения', 5, 4],
  ['Оплата из заявки', 5, 1],
]);

/** What a manager's days of the period add up to. @param {string} column of the sheet «День» @param {number} row from 0 */
function sumOfDays(column, row) {
  const period = '\'День\'!$A$5:$A$404,">="&$B$4,\'День\'!$A$5:$A$404,"<="&$D$4';
  return `IF($A${row + 1}="","",SUMIFS('День'!${column}$5:${column}$404,'День'!$B$5:$B$404,$A${row + 1},${period}))`;
}

/** A manager's month: stages, money against the plan, shares. @param {Page} page @param {number} row @param {number} manager beyond the example: blank */
function putManager(page, row, manager) {
  const name = kManagers[manager] ?? null;
  const r = row + 1;
  const example = (/** @type {() => number} */ value) => (name === null ? '' : value());
  const revenue = () => exampleSum(manager, 4) * kCheck;
  page.input(row, 0, name);
  kStages.forEach((_, s) => {
    const value = example(() => exampleSum(manager, s));
    page.formula(row, 1 + s, sumOfDays(letterOf(2 + s), row), value, kFormats.whole);
  });
  page.formula(row, 6, sumOfDays('H', row), example(revenue), kFormats.money);
  page.input(row, 7, name === null ? null : kPlan, kFormats.money);
  const done = example(() => revenue() / kPlan);
  page.formula(row, 8, `IF(N(H${r})=0,"",G${r}/H${r})`, done, kFormats.share);
  kPairs.forEach(([, to, from], p) => {
    const came = name === null ? 0 : exampleSum(manager, from - 1);
    page.formula(
      row,
      9 + p,
      `IF(N(${at(row, from)})=0,"",${at(row, to)}/${at(row, from)})`,
      came > 0 ? exampleSum(manager, to - 1) / came : '',
      kFormats.share,
    );
  });
}

/** The department's month under its managers'. @param {Page} page @param {number} row */
function putDepartment(page, row) {
  const bold = { fontWeight: 'bold' };
  const total = (/** @type {number} */ stage) =>
    kManagers.reduce((sum, _, manager) => sum + exampleSum(manager, stage), 0);
  page.text(row, 0, 'Отдел', bold);
  kStages.forEach((_, s) => {
    const column = letterOf(1 + s);
    page.formula(row, 1 + s, `SUM(${column}7:${column}21)`, total(s), kFormats.whole, bold);
  });
  const revenue = total(4) * kCheck;
  const plan = kManagers.length * kPlan;
  page.formula(row, 6, 'SUM(G7:G21)', revenue, kFormats.money, bold);
  page.formula(row, 7, 'SUM(H7:H21)', plan, kFormats.money, bold);
  page.formula(row, 8, 'IF(H22=0,"",G22/H22)', revenue / plan, kFormats.share, bold);
}

function monthPage() {
  const page = new Page('Месяц', [18, ...kStages.map(() => 12), 14, 14, 12, ...kPairs.map(() => 14)], {
    landscape: true,
    sticky: 6,
    stickyColumns: 1,
  });
  page.title(
    'Месяц: план и факт по менеджерам',
    'Впишите первый и последний день месяца, имена и личный план. Остальное берётся с листа «День».',
  );
  page.text(3, 0, 'С даты');
  page.day(3, 1, dayNumber('2026-11-01'));
  page.text(3, 2, 'по дату');
  page.day(3, 3, dayNumber('2026-11-30'));
  const shares = kPairs.map(([share]) => share);
  page.head(5, ['Менеджер', ...kStages, 'Выручка, ₽', 'План, ₽', 'Выполнено', ...shares]);
  for (let i = 0; i < kTeam; i += 1) putManager(page, 6 + i, i);
  putDepartment(page, 6 + kTeam);
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

/** The share of the example's weeks taken together. */
const kMean =
  kWeeks.reduce((sum, [, paid]) => sum + paid, 0) / kWeeks.reduce((sum, [leads]) => sum + leads, 0);
const [kAbove, kBelow, kUsual] = [
  'выше обычного: найдите, что сделали',
  'ниже обычного: ищите причину',
  'обычная неделя, причину не искать',
];

/** What the formulas of a week of the example give: its share, how far chance alone takes it, the verdict. @param {number[]} week */
function chanceOf([leads, paid]) {
  const share = paid / leads;
  const half = 3 * Math.sqrt((kMean * (1 - kMean)) / leads);
  const [low, high] = [kMean - half, kMean + half];
  const told = share > high ? kAbove : share < low ? kBelow : kUsual;
  return { share, low: Math.max(0, low), high: Math.min(1, high), told };
}

/** Share, mean, both limits and the verdict of the week in that row. @param {Page} page @param {number} row @param {number[] | undefined} week of the example */
function putChance(page, row, week) {
  const r = row + 1;
  const unlessBlank = (/** @type {string} */ formula) => `IF(N(B${r})=0,"",${formula})`;
  const spread = `3*SQRT(E${r}*(1-E${r})/B${r})`;
  const { share, low, high, told } = week ? chanceOf(week) : { share: '', low: '', high: '', told: '' };
  page.formula(row, 3, unlessBlank(`C${r}/B${r}`), share, '0.0%');
  page.formula(row, 4, unlessBlank('SUM($C$6:$C$35)/SUM($B$6:$B$35)'), week ? kMean : '', '0.0%');
  page.formula(row, 5, unlessBlank(`MAX(0,E${r}-${spread})`), low, '0.0%');
  page.formula(row, 6, unlessBlank(`MIN(1,E${r}+${spread})`), high, '0.0%');
  const verdict = `IF(D${r}>G${r},"${kAbove}",IF(D${r}<F${r},"${kBelow}","${kUsual}"))`;
  page.formula(row, 7, unlessBlank(verdict), told);
}

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
  for (let i = 0; i < 30; i += 1) {
    const row = 5 + i;
    const week = kWeeks[i];
    if (week) page.day(row, 0, dayNumber('2026-09-07') + 7 * i);
    else page.input(row, 0, null);
    page.input(row, 1, week ? week[0] : null, kFormats.whole);
    page.input(row, 2, week ? week[1] : null, kFormats.whole);
    putChance(page, row, week);
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
