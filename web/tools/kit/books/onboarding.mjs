// A new manager's thirty days: what is done, how it is confirmed, by whom; four checkpoints with thresholds.
import { kFormats, Page } from '../book.mjs';

/** @param {{onboarding: {days: [string, string, string, string][], checkpoints: [string, string, string, string][]}}} given */
export function onboardingBook({ onboarding }) {
  const { days, checkpoints } = onboarding;
  const page = new Page('30 дней', [12, 56, 52, 16, 12], { landscape: true, sticky: 5 });
  page.title(
    'Ввод нового менеджера: 30 дней',
    'Отмечайте «да» в последнем столбце. Пройдено и осталось считается само.',
  );
  page.text(2, 0, 'Пройдено', { fontWeight: 'bold' });
  page.formula(
    2,
    1,
    `COUNTIF(E6:E${5 + days.length},"да")&" из "&COUNTA(B6:B${5 + days.length})`,
    `0 из ${days.length}`,
  );
  page.head(4, ['День', 'Что делает', 'Чем подтверждает', 'Кто принимает', 'Готово']);
  days.forEach(([day, what, proof, who], i) => {
    page.text(5 + i, 0, day, { fontWeight: 'bold' });
    page.text(5 + i, 1, what);
    page.text(5 + i, 2, proof);
    page.text(5 + i, 3, who);
    page.input(5 + i, 4, null);
  });
  page.rule({ range: `E6:E${5 + days.length}`, list: 'да,нет', message: 'да или нет' });
  const points = new Page('Точки решения', [14, 46, 16, 16, 40], { landscape: true, sticky: 4 });
  points.title(
    'Четыре точки решения',
    'Пороги известны новичку в первый день. Впишите свои числа: решение принимают по ним, а не по симпатии.',
  );
  points.head(3, ['Когда', 'Что смотрим', 'Порог', 'Факт', 'Решение']);
  checkpoints.forEach(([when, what, threshold, decision], i) => {
    const row = 4 + i;
    points.text(row, 0, when, { fontWeight: 'bold' });
    points.text(row, 1, what);
    points.input(row, 2, Number(threshold), kFormats.whole);
    points.input(row, 3, null);
    points.formula(
      row,
      4,
      `IF(D${row + 1}="","ещё не измеряли",IF(D${row + 1}>=C${row + 1},"идём дальше","${decision}"))`,
      'ещё не измеряли',
    );
  });
  points.rule({
    range: `C5:D${4 + checkpoints.length}`,
    whole: [0, 100000],
    message: 'Целое число, не меньше нуля.',
  });
  return [page, points];
}
