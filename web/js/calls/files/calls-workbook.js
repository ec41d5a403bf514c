// @ts-check
// The calls as a workbook: every mark on one sheet; shares by live formulas on the other.

import { Sheet, kFormats, letterOf } from '../../takeaway/sheet.js';

const kFirstMark = 3; // column of the first criterion: after manager, date, efficiency

/** @param {import('../store.js').State} state @returns {Sheet[]} */
export function callSheets({ calls, report, example }) {
  const { criteria } = calls;
  const marks = new Sheet('Звонки', [24, 12, 14, ...criteria.map(() => 14), 40]);
  marks.title(example ? 'Звонки: пример с придуманными данными' : calls.title || 'Звонки');
  marks.row(
    '1 прозвучало, 0 не прозвучало, н/п не к месту, пусто не слушали. Меняйте отметки: доли пересчитаются.',
  );
  const weights = marks.row('Вес');
  criteria.forEach(({ weight }, i) => marks.number(weights, kFirstMark + i, weight));
  marks.head('Менеджер', 'Дата', 'Эффективность', ...criteria.map(({ name, id }) => name || id), 'Заметка');
  const first = marks.rows.length + 1;
  const last = first + calls.calls.length - 1;
  const [from, to] = [letterOf(kFirstMark), letterOf(kFirstMark + criteria.length - 1)];
  const weightRange = `$${from}$${weights + 1}:$${to}$${weights + 1}`;
  for (const call of calls.calls) {
    const row = marks.row(call.manager, call.date);
    const range = `${from}${row + 1}:${to}${row + 1}`;
    const asked = `SUMPRODUCT(ISNUMBER(${range})*${weightRange})`;
    marks.computed(
      row,
      2,
      `IF(${asked}=0,"",SUMPRODUCT(${weightRange},${range})/${asked})`,
      null,
      kFormats.percent,
    );
    criteria.forEach(({ id }, i) => {
      const mark = call.marks[id];
      if (mark === 'na') marks.text(row, kFirstMark + i, 'н/п');
      else marks.input(row, kFirstMark + i, mark ?? null, kFormats.plain);
    });
    marks.text(row, kFirstMark + criteria.length, call.note);
  }
  return [summary({ calls, report, first, last }), marks];
}

/** @param {{calls: import('../document.js').Calls, report: any, first: number, last: number}} given */
function summary({ calls, report, first, last }) {
  const sheet = new Sheet('Сводка', [44, 8, 12, ...report.managers.map(() => 16)]);
  sheet.title('Сделано, доля от отмеченных');
  sheet.row('Считается по листу «Звонки». Там, где отметок меньше пяти, доля ещё ничего не говорит.');
  const head = sheet.head(
    'Критерий',
    'Вес',
    'Отдел',
    ...report.managers.map((/** @type {any} */ manager) => manager.name),
  );
  const column = (/** @type {number} */ i) => `'Звонки'!$${letterOf(i)}$${first}:$${letterOf(i)}$${last}`;
  calls.criteria.forEach((criterion, i) => {
    const row = sheet.row(criterion.name || criterion.id);
    const marks = column(kFirstMark + i);
    sheet.number(row, 1, criterion.weight);
    sheet.computed(
      row,
      2,
      `IF(COUNT(${marks})=0,"",AVERAGE(${marks}))`,
      report.department.criteria[i].share,
      kFormats.percent,
    );
    report.managers.forEach((/** @type {any} */ manager, /** @type {number} */ j) => {
      const name = `${letterOf(3 + j)}$${head + 1}`;
      sheet.computed(
        row,
        3 + j,
        `IFERROR(AVERAGEIFS(${marks},${column(0)},${name}),"")`,
        manager.criteria[i].share,
        kFormats.percent,
      );
    });
  });
  return sheet;
}
