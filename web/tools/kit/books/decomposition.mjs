// From revenue to what one manager does in a day: every answer in whole actions.
import { kFormats, Page } from '../book.mjs';

const kStages = ['Дозвонились', 'Подходит по бюджету и сроку', 'Встреча или показ', 'Оплата'];
const kShares = [0.8, 0.5, 0.6, 0.3];
const kPlan = 3000000;
const kCheck = 100000;
const kManagers = 5;
const kDays = 21;

const up = (/** @type {number} */ value) => Math.ceil(value - 1e-9);

export function decompositionBook() {
  const page = new Page('Декомпозиция', [44, 16, 16, 16, 16], { sticky: 0 });
  page.title(
    'Декомпозиция плана',
    'Впишите своё в светлые клетки. Числа ниже пересчитаются. Сейчас стоит пример.',
  );
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
  page.text(9, 0, 'Оплат нужно в месяц', { fontWeight: 'bold' });
  const sales = up(kPlan / kCheck);
  page.formula(9, 1, 'IF(B6=0,0,ROUNDUP(B5/B6-0.000000001,0))', sales, kFormats.whole, {
    fontWeight: 'bold',
  });

  page.head(11, [
    'Этап',
    'Проходит дальше, доля',
    'Нужно в месяц',
    'На менеджера в месяц',
    'На менеджера в день',
  ]);
  // From the last stage back: to have so many pass, so many must enter.
  let needed = sales;
  const entered = kStages.map(() => 0);
  for (let i = kStages.length - 1; i >= 0; i -= 1) {
    needed = up(needed / kShares[i]);
    entered[i] = needed;
  }
  page.text(12, 0, 'Заявки');
  page.formula(12, 2, 'IF(B14=0,0,ROUNDUP(C14/B14-0.000000001,0))', entered[0], kFormats.whole);
  kStages.forEach((name, i) => {
    const row = 13 + i;
    const passed = i === kStages.length - 1 ? sales : entered[i + 1];
    page.text(row, 0, name);
    page.input(row, 1, kShares[i], kFormats.share);
    page.formula(
      row,
      2,
      i === kStages.length - 1 ? 'B10' : `IF(B${row + 2}=0,0,ROUNDUP(C${row + 2}/B${row + 2}-0.000000001,0))`,
      passed,
      kFormats.whole,
    );
  });
  [entered[0], ...entered.slice(1), sales].forEach((count, i) => {
    const row = 12 + i;
    page.formula(row, 3, `IF($B$7=0,0,C${row + 1}/$B$7)`, count / kManagers, kFormats.tenth);
    page.formula(
      row,
      4,
      `IF($B$7*$B$8=0,0,C${row + 1}/($B$7*$B$8))`,
      count / kManagers / kDays,
      kFormats.tenth,
    );
  });
  page.text(
    18,
    0,
    'Доля считается от тех, кто дошёл до предыдущего этапа. Берите свои доли за последние три месяца, а не желаемые.',
    { wrap: false },
  );
  page.text(
    19,
    0,
    'Если заявок нужно больше, чем приходит, план держится на росте доли или чека. Сколько даёт один пункт доли, считает страница расчёта.',
    { wrap: false },
  );
  page.rule({ range: 'B14:B17', whole: [0.0001, 1], message: 'Доля от 0 до 100 %.' });
  page.rule({ range: 'B5:B6', whole: [0, 1000000000000], message: 'Сумма в рублях, не меньше нуля.' });
  page.rule({ range: 'B7:B7', whole: [1, 10000], message: 'Целое число менеджеров.' });
  page.rule({ range: 'B8:B8', whole: [1, 31], message: 'Дней от 1 до 31.' });

  const people = new Page('По менеджерам', [24, 14, 14, 14, 14, 14, 30], { landscape: true, sticky: 4 });
  people.title(
    'План по менеджерам',
    'Разделите план: отпуска, стаж, база. Сумма строк должна сойтись с планом отдела.',
  );
  people.head(3, [
    'Менеджер',
    'Доля плана',
    'Выручка, ₽',
    'Оплат',
    'Заявок',
    'Заявок в день',
    'Почему столько',
  ]);
  for (let i = 0; i < 10; i += 1) {
    const row = 4 + i;
    people.input(row, 0, i < kManagers ? `Пример ${i + 1}` : null);
    people.input(row, 1, i < kManagers ? 1 / kManagers : null, kFormats.share);
    const share = i < kManagers ? 1 / kManagers : 0;
    people.formula(row, 2, `'Декомпозиция'!$B$5*B${row + 1}`, kPlan * share, kFormats.money);
    people.formula(row, 3, `'Декомпозиция'!$B$10*B${row + 1}`, sales * share, kFormats.tenth);
    people.formula(row, 4, `'Декомпозиция'!$C$13*B${row + 1}`, entered[0] * share, kFormats.tenth);
    people.formula(
      row,
      5,
      `IF('Декомпозиция'!$B$8=0,0,E${row + 1}/'Декомпозиция'!$B$8)`,
      (entered[0] * share) / kDays,
      kFormats.tenth,
    );
    people.input(row, 6, null);
  }
  people.text(14, 0, 'Всего', { fontWeight: 'bold' });
  people.formula(14, 1, 'SUM(B5:B14)', 1, kFormats.share, { fontWeight: 'bold' });
  people.formula(14, 2, 'SUM(C5:C14)', kPlan, kFormats.money, { fontWeight: 'bold' });
  people.formula(
    14,
    6,
    'IF(ABS(B15-1)<0.005,"сходится с планом отдела","не сходится: доли должны дать 100 %")',
    'сходится с планом отдела',
  );
  people.rule({ range: 'B5:B14', whole: [0.0, 1.0001], message: 'Доля от 0 до 100 %.' });
  return [page, people];
}
