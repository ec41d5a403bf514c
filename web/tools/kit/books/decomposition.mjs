// From revenue to what one manager does in a day: every answer in whole actions.
import { kFormats, Page } from '../book.mjs';

const kStages = ['Дозвонились', 'Подходит по бюджету и сроку', 'Встреча или показ', 'Оплата'];
const kShares = [0.8, 0.5, 0.6, 0.3];
const kPlan = 3000000;
const kCheck = 100000;
const kManagers = 5;
const kDays = 21;
const kBold = { fontWeight: 'bold' };

const up = (/** @type {number} */ value) => Math.ceil(value - 1e-9);
/** The formula of up(). @param {string} whole @param {string} part */
const upFormula = (whole, part) => `IF(${part}=0,0,ROUNDUP(${whole}/${part}-0.000000001,0))`;

const kSales = up(kPlan / kCheck);
/** What enters each stage, from the last back: to have so many pass, so many must enter. */
const kEntered = kShares.map((_, i) =>
  kShares.slice(i).reduceRight((needed, share) => up(needed / share), kSales),
);

/** Rows 4 to 10: the plan, the check, the people and the days; the sales it takes. @param {Page} page */
function putGiven(page) {
  const inputs = /** @type {[string, number, string][]} */ ([
    ['План выручки на месяц, ₽', kPlan, kFormats.money],
    ['Средний чек, ₽', kCheck, kFormats.money],
    ['Менеджеров', kManagers, kFormats.whole],
    ['Рабочих дней в месяце', kDays, kFormats.whole],
  ]);
  page.head(3, ['Дано', 'Значение']);
  inputs.forEach(([name, value, format], i) => {
    page.text(4 + i, 0, name);
    page.input(4 + i, 1, value, format);
  });
  page.text(9, 0, 'Оплат нужно в месяц', kBold);
  page.formula(9, 1, upFormula('B5', 'B6'), kSales, kFormats.whole, kBold);
}

/** Rows 12 to 17: the leads and what passes each stage, in a month, of one manager, in a day. @param {Page} page */
function putStages(page) {
  page.head(11, [
    'Этап',
    'Проходит дальше, доля',
    'Нужно в месяц',
    'На менеджера в месяц',
    'На менеджера в день',
  ]);
  page.text(12, 0, 'Заявки');
  kStages.forEach((name, i) => {
    page.text(13 + i, 0, name);
    page.input(13 + i, 1, kShares[i], kFormats.share);
  });
  [...kEntered, kSales].forEach((count, i) => {
    const row = 12 + i;
    const r = row + 1;
    const needed = i === kStages.length ? 'B10' : upFormula(`C${r + 1}`, `B${r + 1}`);
    page.formula(row, 2, needed, count, kFormats.whole);
    page.formula(row, 3, `IF($B$7=0,0,C${r}/$B$7)`, count / kManagers, kFormats.tenth);
    const perDay = count / kManagers / kDays;
    page.formula(row, 4, `IF($B$7*$B$8=0,0,C${r}/($B$7*$B$8))`, perDay, kFormats.tenth);
  });
}

function planPage() {
  const page = new Page('Декомпозиция', [44, 16, 16, 16, 16], { sticky: 0 });
  page.title(
    'Декомпозиция плана',
    'Впишите своё в светлые клетки. Числа ниже пересчитаются. Сейчас стоит пример.',
  );
  putGiven(page);
  putStages(page);
  [
    'Доля считается от тех, кто дошёл до предыдущего этапа. Берите свои доли за последние три месяца, а не желаемые.',
    'Если заявок нужно больше, чем приходит, план держится на росте доли или чека. Сколько даёт один пункт доли, считает страница расчёта.',
  ].forEach((note, i) => page.text(18 + i, 0, note, { wrap: false }));
  page.rule({ range: 'B14:B17', whole: [0.0001, 1], message: 'Доля от 0 до 100 %.' });
  page.rule({ range: 'B5:B6', whole: [0, 1000000000000], message: 'Сумма в рублях, не меньше нуля.' });
  page.rule({ range: 'B7:B7', whole: [1, 10000], message: 'Целое число менеджеров.' });
  page.rule({ range: 'B8:B8', whole: [1, 31], message: 'Дней от 1 до 31.' });
  return page;
}

/** What a share of the plan asks of a manager. @param {Page} page @param {number} row @param {number | null} share null: nobody yet */
function putShares(page, row, share) {
  const r = row + 1;
  const part = share ?? 0;
  const leads = kEntered[0] * part;
  page.input(row, 1, share, kFormats.share);
  page.formula(row, 2, `'Декомпозиция'!$B$5*B${r}`, kPlan * part, kFormats.money);
  page.formula(row, 3, `'Декомпозиция'!$B$10*B${r}`, kSales * part, kFormats.tenth);
  page.formula(row, 4, `'Декомпозиция'!$C$13*B${r}`, leads, kFormats.tenth);
  const perDay = `IF('Декомпозиция'!$B$8=0,0,E${r}/'Декомпозиция'!$B$8)`;
  page.formula(row, 5, perDay, leads / kDays, kFormats.tenth);
}

function peoplePage() {
  const page = new Page('По менеджерам', [24, 14, 14, 14, 14, 14, 30], { landscape: true, sticky: 4 });
  page.title(
    'План по менеджерам',
    'Разделите план: отпуска, стаж, база. Сумма строк должна сойтись с планом отдела.',
  );
  page.head(3, [
    'Менеджер',
    'Доля плана',
    'Выручка, ₽',
    'Оплат',
    'Заявок',
    'Заявок в день',
    'Почему столько',
  ]);
  for (let i = 0; i < 10; i += 1) {
    page.input(4 + i, 0, i < kManagers ? `Пример ${i + 1}` : null);
    putShares(page, 4 + i, i < kManagers ? 1 / kManagers : null);
    page.input(4 + i, 6, null);
  }
  page.text(14, 0, 'Всего', kBold);
  page.formula(14, 1, 'SUM(B5:B14)', 1, kFormats.share, kBold);
  page.formula(14, 2, 'SUM(C5:C14)', kPlan, kFormats.money, kBold);
  page.formula(
    14,
    6,
    'IF(ABS(B15-1)<0.005,"сходится с планом отдела","не сходится: доли должны дать 100 %")',
    'сходится с планом отдела',
  );
  page.rule({ range: 'B5:B14', whole: [0.0, 1.0001], message: 'Доля от 0 до 100 %.' });
  return page;
}

export const decompositionBook = () => [planPage(), peoplePage()];
