// Pay tied to the quality of conversations: computed examples, what it costs the department, what can go wrong.
import { kFormats, Page } from '../book.mjs';

const kPeople = /** @type {[string, number, number][]} */ ([
  ['Пример А', 900000, 0.82],
  ['Пример Б', 900000, 0.61],
  ['Пример В', 500000, 0.88],
]);
const [kFixed, kShare, kLevel, kBonus] = [40000, 0.04, 0.75, 15000];

const kMargin = 0.3;

/** What the rules pay to one of the example. */
const kPaid = kPeople.map(([, revenue, score]) => {
  const share = revenue * kShare;
  const bonus = score >= kLevel ? kBonus : 0;
  return { share, bonus, all: kFixed + share + bonus, lack: Math.max(0, kLevel - score) };
});

/** @param {Page} page */
function putRules(page) {
  const rules = /** @type {[string, number, string][]} */ ([
    ['Оклад, ₽', kFixed, kFormats.money],
    ['Доля от выручки', kShare, '0.0%'],
    ['Уровень оценки для надбавки', kLevel, kFormats.share],
    ['Надбавка, ₽', kBonus, kFormats.money],
  ]);
  page.head(3, ['Правило', 'Значение']);
  rules.forEach(([name, value, format], i) => {
    page.text(4 + i, 0, name);
    page.input(4 + i, 1, value, format);
  });
}

/** A manager's revenue and mark, the pay they give, what lacks for the bonus. @param {Page} page @param {number} row @param {number} person beyond the example: blank */
function putPerson(page, row, person) {
  const [name, revenue, score] = kPeople[person] ?? [null, null, null];
  const paid = kPaid[person] ?? { share: '', bonus: '', all: '', lack: 0 };
  const r = row + 1;
  const unlessBlank = (/** @type {string} */ formula) => `IF($A${r}="","",${formula})`;
  page.input(row, 0, name);
  page.input(row, 1, revenue, kFormats.money);
  page.input(row, 2, score, kFormats.share);
  page.formula(row, 3, unlessBlank(`B${r}*$B$6`), paid.share, kFormats.money);
  page.formula(row, 4, unlessBlank(`IF(C${r}>=$B$7,$B$8,0)`), paid.bonus, kFormats.money);
  page.formula(row, 5, unlessBlank(`$B$5+D${r}+E${r}`), paid.all, kFormats.money);
  const lacks = paid.bonus ? 'надбавка есть' : `${Math.round(paid.lack * 100)} пунктов`;
  page.formula(
    row,
    6,
    unlessBlank(`IF(C${r}>=$B$7,"надбавка есть",ROUND(($B$7-C${r})*100,0)&" пунктов")`),
    name === null ? '' : lacks,
  );
}

/** What the bonuses cost the department, and the revenue that pays for them. @param {Page} page */
function putDepartment(page) {
  const bold = { fontWeight: 'bold' };
  const revenue = kPeople.reduce((sum, [, one]) => sum + one, 0);
  const bonuses = kPaid.reduce((sum, { bonus }) => sum + bonus, 0);
  const all = kPaid.reduce((sum, one) => sum + one.all, 0);
  page.text(21, 0, 'Отдел', bold);
  page.formula(21, 1, 'SUM(B11:B20)', revenue, kFormats.money, bold);
  page.formula(21, 4, 'SUM(E11:E20)', bonuses, kFormats.money, bold);
  page.formula(21, 5, 'SUM(F11:F20)', all, kFormats.money, bold);
  page.text(22, 0, 'Надбавки от выручки');
  page.formula(22, 1, 'IF(B22=0,0,E22/B22)', bonuses / revenue, '0.0%');
  page.text(23, 0, 'Выручка, которая окупает надбавки, ₽');
  page.formula(23, 1, 'IF(D24=0,0,E22/D24)', bonuses / kMargin, kFormats.money);
  page.text(23, 2, 'при марже', { align: 'right' });
  page.input(23, 3, kMargin, kFormats.share);
}

function payPage() {
  const page = new Page('Расчёт', [26, 16, 16, 16, 16, 16, 30], { landscape: true });
  page.title('Надбавка за качество разговора', 'Впишите свою схему в светлые клетки. Сейчас стоит пример.');
  putRules(page);
  page.head(9, [
    'Менеджер',
    'Выручка, ₽',
    'Оценка разговоров',
    'Доля от выручки, ₽',
    'Надбавка, ₽',
    'Всего, ₽',
    'До надбавки не хватает',
  ]);
  for (let i = 0; i < 10; i += 1) putPerson(page, 10 + i, i);
  putDepartment(page);
  page.rule({ range: 'B6:B7', whole: [0, 1.0001], message: 'Доля от 0 до 100 %.' });
  page.rule({ range: 'C11:C20', whole: [0, 1.0001], message: 'Оценка от 0 до 100 %.' });
  page.rule({ range: 'D24:D24', whole: [0.0001, 1], message: 'Маржа от 0 до 100 %.' });
  return page;
}

/** @param {[string, string, string][]} risks what happens, how it shows, what to do */
function risksPage(risks) {
  const page = new Page('Что может пойти не так', [42, 52, 52], { landscape: true, sticky: 4 });
  page.title('Что может пойти не так', 'Прочитайте до объявления правил, проверьте через месяц.');
  page.head(3, ['Что случается', 'Как заметить', 'Что делать']);
  risks.forEach((cells, i) =>
    cells.forEach((text, column) =>
      page.text(4 + i, column, text, column === 0 ? { fontWeight: 'bold' } : {}),
    ),
  );
  return page;
}

/** @param {{motivation: {risks: [string, string, string][]}}} given */
export const motivationBook = ({ motivation }) => [payPage(), risksPage(motivation.risks)];
