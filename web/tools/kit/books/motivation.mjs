// Pay tied to the quality of conversations: computed examples, what it costs the department, what can go wrong.
import { kFormats, Page } from '../book.mjs';

const kPeople = [
  ['Пример А', 900000, 0.82],
  ['Пример Б', 900000, 0.61],
  ['Пример В', 500000, 0.88],
];
const [kFixed, kShare, kLevel, kBonus] = [40000, 0.04, 0.75, 15000];

/** @param {{motivation: {risks: [string, string, string][]}}} given */
export function motivationBook({ motivation }) {
  const page = new Page('Расчёт', [26, 16, 16, 16, 16, 16, 30], { landscape: true });
  page.title('Надбавка за качество разговора', 'Впишите свою схему в светлые клетки. Сейчас стоит пример.');
  page.head(3, ['Правило', 'Значение']);
  const rules = /** @type {[string, number, string][]} */ ([
    ['Оклад, ₽', kFixed, kFormats.money],
    ['Доля от выручки', kShare, '0.0%'],
    ['Уровень оценки для надбавки', kLevel, kFormats.share],
    ['Надбавка, ₽', kBonus, kFormats.money],
  ]);
  rules.forEach(([name, value, format], i) => {
    page.text(4 + i, 0, name);
    page.input(4 + i, 1, value, format);
  });
  page.head(9, [
    'Менеджер',
    'Выручка, ₽',
    'Оценка разговоров',
    'Доля от выручки, ₽',
    'Надбавка, ₽',
    'Всего, ₽',
    'До надбавки не хватает',
  ]);
  const paid = kPeople.map(([, revenue, score]) => {
    const share = Number(revenue) * kShare;
    const bonus = Number(score) >= kLevel ? kBonus : 0;
    return { share, bonus, all: kFixed + share + bonus, lack: Math.max(0, kLevel - Number(score)) };
  });
  for (let i = 0; i < 10; i += 1) {
    const row = 10 + i;
    const person = kPeople[i];
    const r = row + 1;
    page.input(row, 0, person ? String(person[0]) : null);
    page.input(row, 1, person ? Number(person[1]) : null, kFormats.money);
    page.input(row, 2, person ? Number(person[2]) : null, kFormats.share);
    page.formula(row, 3, `IF($A${r}="","",B${r}*$B$6)`, person ? paid[i].share : '', kFormats.money);
    page.formula(
      row,
      4,
      `IF($A${r}="","",IF(C${r}>=$B$7,$B$8,0))`,
      person ? paid[i].bonus : '',
      kFormats.money,
    );
    page.formula(row, 5, `IF($A${r}="","",$B$5+D${r}+E${r})`, person ? paid[i].all : '', kFormats.money);
    page.formula(
      row,
      6,
      `IF($A${r}="","",IF(C${r}>=$B$7,"надбавка есть",ROUND(($B$7-C${r})*100,0)&" пунктов"))`,
      person ? (paid[i].bonus ? 'надбавка есть' : `${Math.round(paid[i].lack * 100)} пунктов`) : '',
    );
  }
  const total = (/** @type {(one: {share: number, bonus: number, all: number}) => number} */ pick) =>
    paid.reduce((sum, one) => sum + pick(one), 0);
  const revenue = kPeople.reduce((sum, [, one]) => sum + Number(one), 0);
  page.text(21, 0, 'Отдел', { fontWeight: 'bold' });
  page.formula(21, 1, 'SUM(B11:B20)', revenue, kFormats.money, { fontWeight: 'bold' });
  page.formula(
    21,
    4,
    'SUM(E11:E20)',
    total((one) => one.bonus),
    kFormats.money,
    { fontWeight: 'bold' },
  );
  page.formula(
    21,
    5,
    'SUM(F11:F20)',
    total((one) => one.all),
    kFormats.money,
    { fontWeight: 'bold' },
  );
  page.text(22, 0, 'Надбавки от выручки');
  page.formula(22, 1, 'IF(B22=0,0,E22/B22)', total((one) => one.bonus) / revenue, '0.0%');
  page.text(23, 0, 'Выручка, которая окупает надбавки, ₽');
  page.text(23, 2, 'при марже', { align: 'right' });
  page.input(23, 3, 0.3, kFormats.share);
  page.formula(23, 1, 'IF(D24=0,0,E22/D24)', total((one) => one.bonus) / 0.3, kFormats.money);
  page.rule({ range: 'B6:B7', whole: [0, 1.0001], message: 'Доля от 0 до 100 %.' });
  page.rule({ range: 'C11:C20', whole: [0, 1.0001], message: 'Оценка от 0 до 100 %.' });
  page.rule({ range: 'D24:D24', whole: [0.0001, 1], message: 'Маржа от 0 до 100 %.' });
  const risks = new Page('Что может пойти не так', [42, 52, 52], { landscape: true, sticky: 4 });
  risks.title('Что может пойти не так', 'Прочитайте до объявления правил, проверьте через месяц.');
  risks.head(3, ['Что случается', 'Как заметить', 'Что делать']);
  motivation.risks.forEach((cells, i) =>
    cells.forEach((text, column) =>
      risks.text(4 + i, column, text, column === 0 ? { fontWeight: 'bold' } : {}),
    ),
  );
  return [page, risks];
}
