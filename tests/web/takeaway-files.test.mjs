// Names and texts of the files a visitor takes away.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { calculationRows } from '../../web/js/calculation/calculation-csv.js';
import { completeness, inputRows, stageRows } from '../../web/js/calculation/calculation.js';
import { moneyRange, rangeWords } from '../../web/js/model/sure.js';
import { csvText } from '../../web/js/takeaway/csv.js';
import { fileName } from '../../web/js/takeaway/save.js';

const { scenario, report } = JSON.parse(
  await readFile(new URL('../golden/full.json', import.meta.url), 'utf8'),
);
const kDay = new Date(2026, 10, 23, 12);
const state = { scenario, report, current: true, example: false };

test('a file name says what and when, in Russian', () => {
  assert.equal(
    fileName('Чек-лист РОПа', 'Встреча с Иваном', kDay, 'pdf'),
    'Чек-лист РОПа, Встреча с Иваном, 2026-11-23.pdf',
  );
  assert.equal(fileName('Расчёт', '', kDay, 'csv'), 'Расчёт, 2026-11-23.csv');
});

test('a file name holds nothing a file system refuses, whatever the title', () => {
  for (const title of [
    'a/b\\c:d*e?f"g<h>i|j',
    '..',
    '  . ',
    'x\u0000y\n',
    '/'.repeat(300),
    'о'.repeat(300),
  ]) {
    const name = fileName('Расчёт', title, kDay, 'pdf');
    assert.doesNotMatch(name, /[\\/:*?"<>|\p{C}]/u, name);
    assert.ok(name.length < 100 && /^Расчёт, .*2026-11-23\.pdf$/.test(name), name);
  }
});

test('CSV begins with a byte order mark, has semicolons and decimal commas', () => {
  assert.equal(
    csvText([
      ['а', 0.5, -1250.25, null],
      [13638240.000000002, 'б;в', 'г"д', 1e-7],
    ]),
    '\uFEFFа;0,5;-1250,25;\r\n13638240;"б;в";"г""д";1e-7\r\n',
  );
});

test('a text that a spreadsheet would run is no formula in CSV', () => {
  for (const text of ['=1+1', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("x")']) {
    const [cell] = csvText([[text]])
      .slice(1)
      .split(/\r\n$/);
    assert.match(cell, /^"?'/, text);
  }
  assert.equal(
    csvText([['а=б']])
      .slice(1)
      .trim(),
    'а=б',
  );
});

test("the calculation as CSV has the report's numbers and a row for each month", () => {
  const rows = calculationRows({ ...state, decomposition: null }, '23.11.2026');
  const find = (label) => rows.find(([first]) => first === label);
  assert.equal(find('Недозаработано в месяц')[1], report.money_left.per_month);
  assert.deepEqual(find('Выручка').slice(1), [report.now.revenue, report.target.revenue]);
  assert.equal(rows.filter(([first]) => typeof first === 'number').length, report.ramp.months.length);
});

test('an incomplete calculation is said in the file, and why', () => {
  assert.equal(completeness(state), '');
  assert.match(completeness({ ...state, example: true }), /числа примера/);
  assert.match(completeness({ ...state, current: false }), /последний верный расчёт/);
  assert.match(completeness({ ...state, placeholders: ['stage:pay'] }), /условные/);
  assert.ok(
    calculationRows({ ...state, example: true }, '').some(([first]) => /неполный/.test(String(first))),
  );
});

test('inputs and stages are told as people write them', () => {
  const rows = new Map(inputRows(scenario).map(([name, ...values]) => [name, values]));
  assert.deepEqual(rows.get('Средний чек'), ['180\u00A0000\u00A0₽', 'как сейчас']);
  assert.deepEqual(rows.get('Успевает один менеджер, заявок'), ['300', '360']);
  const stages = stageRows(scenario, report);
  assert.deepEqual(stages[3], ['Оплата', '22\u00A0%', 'со слов', '30\u00A0%']);
  assert.match(stages[1][2], /^\d+,\d–\d+,\d\u00A0%$/, 'this one was counted');
});

test('only what a spreadsheet would run is defused', () => {
  const line = (/** @type {string} */ text) =>
    csvText([[text]])
      .slice(1)
      .trimEnd();
  for (const text of ['=1+1', '@sum', '+cmd|x', '- позвонить', '-5+3']) {
    assert.equal(line(text), `'${text}`, text);
  }
  for (const text of ['+79161234567', '+7 (916) 000-00-00', '-5', '-12,5', 'текст', '5 = 5']) {
    assert.equal(line(text), text, text);
  }
});

test('a range is named only of counts, and never begins with nothing: else what would give one is said', () => {
  const counted = {
    ...scenario,
    stages: scenario.stages.map((stage) => ({ ...stage, source: 'crm' })),
  };
  const [low, high] = report.uncertainty.money_left_range;
  assert.equal(moneyRange(scenario, report), null);
  assert.deepEqual(moneyRange(counted, report), [low, high]);
  assert.match(rangeWords(scenario, report), /^Точнее скажет счёт/);
  assert.match(rangeWords(counted, report), /^Скорее всего от 16\s587\s452\s₽ до 20\s074\s343\s₽\.$/);
  const few = { ...report, uncertainty: { ...report.uncertainty, money_left_range: [0, high] } };
  assert.equal(moneyRange(counted, few), null);
  assert.match(rangeWords(counted, few), /^Данных за один месяц мало/);
  const rows = (document) => calculationRows({ ...state, scenario: document, decomposition: null }, '');
  const find = (document) => rows(document).find(([first]) => first === 'Скорее всего, в месяц');
  assert.equal(find(scenario), undefined);
  assert.deepEqual(find(counted), ['Скорее всего, в месяц', Math.round(low), Math.round(high)]);
});
