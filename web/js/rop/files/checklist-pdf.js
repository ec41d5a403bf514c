// @ts-check
// The result of the meeting as a document: score, critical zeros, areas, what they cost and why, the plan, all answers.

import * as format from '../../text/format.js';
import { areaBarsChart, areaScores, radarChart } from '../charts.js';
import { comparisonNote, comparisonRows, twoStepsApart } from '../compared.js';
import { planOf, weakAreas } from '../plan.js';
import { markedCount } from '../run.js';
import { completenessNote, dateText, meetingText, moneyNote, reasons, scoreText } from '../words.js';
import { heading, note, picture, savePdf, table, whole } from '../../takeaway/pdf.js';
import { fileName } from '../../takeaway/save.js';

/** @typedef {import('../store.js').State & {checklist: import('../checklist.js').Checklist}} Source */

/** @param {Source} source */
function summary(source) {
  const { run, result, pair, both, checklist, previous } = source;
  const items = checklist.asked(run.length).areas.flatMap((area) => area.items);
  const facts = [
    ['Оценка отдела', scoreText(result?.score) || '—'],
    ['Полнота', scoreText(result?.completeness) || '—'],
  ];
  if (pair) facts.push([`РОП о себе, вопросов: ${pair.count}`, scoreText(pair.other.score)]);
  if (both && previous) {
    facts.push([`${previous.title}, ${dateText(previous.createdAt)}`, scoreText(both.other.score) || '—']);
  }
  return [
    {
      columns: facts.map(([label, value]) => [
        { text: label, style: 'note' },
        { text: value, style: 'big' },
      ]),
      columnGap: 12,
      margin: [0, 8, 0, 2],
    },
    {
      text: completenessNote(source, markedCount(run, items), items.length),
      bold: (result?.completeness ?? 0) < 1,
      margin: [0, 0, 0, 4],
    },
  ];
}

/** @param {Source} source @param {number} [most] */
function zeros({ result, run, checklist }, most = Infinity) {
  const ids = result?.critical_zeros ?? [];
  if (ids.length === 0) return [];
  const told = ids.slice(0, most).map((/** @type {string} */ id) => ({
    text: [
      { text: checklist.item(id)?.question ?? id, bold: true },
      ` ${checklist.item(id)?.action ?? ''}`,
      run.notes[id] ? ` Увидели: ${run.notes[id]}.` : '',
    ],
    margin: [0, 0, 0, 3],
  }));
  const rest = ids.length - told.length;
  return [
    heading('Критичные нули: с них начинать'),
    { ol: told, style: 'cell' },
    ...(rest > 0 ? [note(`И ещё ${rest}: все стоят в чек-листе.`)] : []),
  ];
}

const kMostPrices = { before: Infinity, here: 3, sheet: 5 }; // here: with more, the plan would leave their sheet

/** @param {Source} source @param {'before' | 'here' | 'sheet'} [place] on a new sheet; where it stands; where it must be short */
function prices(source, place = 'before') {
  const asked = source.checklist.asked(source.run.length);
  const found = weakAreas(source.result).filter((/** @type {any} */ area) => area.money > 0);
  if (found.length === 0) return [];
  const rows = found.slice(0, kMostPrices[place]).map((/** @type {any} */ area) => [
    {
      text: [
        { text: `${source.checklist.area(area.id)?.name}${place === 'sheet' ? '' : '\n'}`, bold: true },
        place === 'sheet'
          ? ''
          : { text: reasons(area, source, asked).join(' '), fontSize: 7.5, color: '#4a443c' },
      ],
    },
    scoreText(area.score),
    format.roubles(area.money),
    { text: format.roubles(area.priority), color: '#aa2d14' },
  ]);
  return [
    { ...heading('Сколько стоят слабые области'), ...(place === 'before' ? { pageBreak: 'before' } : {}) },
    note(moneyNote(source)),
    table(
      [place === 'sheet' ? 'Область' : 'Область и почему', 'Сделано', 'Зависит от неё', 'Цена слабости'],
      rows,
      ['*', 'auto', 'auto', 'auto'],
      'tight',
    ),
    note(
      'Цена слабости: деньги, которые зависят от области, умноженные на то, чего ей не хватает до ста процентов. Это оценка для выбора, с чего начать, а не обещание.',
    ),
  ];
}

/** Where the head of sales and the owner are two steps apart: talked through first. @param {Source} source @param {number} [most] */
function apart({ run, checklist }, most = Infinity) {
  const found = twoStepsApart(run, checklist.asked(run.length)).slice(0, most);
  if (found.length === 0) return [];
  const rows = found.map(({ id, question }) => [question, String(run.answers[id]), String(run.self[id])]);
  return [
    heading('Расхождения с РОПом в два шага: разберите первыми'),
    table(['Вопрос', 'Вы', 'РОП'], rows, ['*', 24, 24], 'tight'),
  ];
}

/** @param {Source} source */
function plan({ result, checklist }) {
  const found = planOf(result, checklist);
  if (found.length === 0) return [];
  const column = (/** @type {any} */ { area, drill, actions }, /** @type {number} */ i) => [
    { text: `${i + 1}. ${area.name}`, style: 'sub' },
    ...drill.map((/** @type {string} */ day) => ({ text: day, fontSize: 8, margin: [0, 0, 0, 3] })),
    { text: [{ text: 'Потом, до конца недели. ', bold: true }, actions[0] ?? ''], fontSize: 8 },
  ];
  return [whole('План: три области, по три дня на каждую', { columns: found.map(column), columnGap: 14 })];
}

/** @param {Source} source */
function comparison({ run, previous, both, checklist }) {
  if (!both || !previous) return [];
  const head = ['Область', `${previous.title}, ${dateText(previous.createdAt)}`, 'Сейчас', 'Разница'];
  const rows = comparisonRows(both, checklist.asked(run.length).areas);
  return [
    whole(
      'Сравнение с прошлым разом',
      note(comparisonNote(both)),
      table(head, rows, ['*', 'auto', 'auto', 'auto'], 'tight'),
    ),
  ];
}

/** @param {Source} source */
function answers({ run, checklist }) {
  const mark = (/** @type {import('../run.js').Mark | undefined} */ value) =>
    value === undefined ? '' : value === 'na' ? 'н/п' : String(value);
  const rows = checklist
    .asked(run.length)
    .areas.flatMap((area, i) => [
      [{ text: `${i + 1}. ${area.name}`, bold: true, fontSize: 8 }, '', '', ''],
      ...area.items.map((item) => [
        { text: `${item.critical ? '* ' : ''}${item.question}`, fontSize: 8 },
        mark(run.answers[item.id]),
        mark(run.self[item.id]),
        { text: run.notes[item.id] ?? '', alignment: 'left', fontSize: 7.5, noWrap: false },
      ]),
    ]);
  return [
    { ...heading('Все отметки'), pageBreak: 'before' },
    note(
      '0 нет, 1 частично или на словах, 2 системно, видел доказательство, н/п не применимо. * критичный вопрос.',
    ),
    table(
      ['Вопрос', 'Вы', 'РОП', { text: 'Что увидели', alignment: 'left' }],
      rows,
      ['*', 24, 24, 130],
      'tight',
    ),
  ];
}

/** Without the answers: what the document of the calculation carries too, on a sheet of its own. @param {Source} source */
export const checklistSummary = (source) => [
  {
    ...heading(`${source.checklist.title}: ${source.run.title}, ${dateText(source.run.createdAt)}`),
    pageBreak: 'before',
  },
  ...summary(source),
  ...zeros(source),
  ...prices(source, 'here'),
  ...plan(source),
];

const kMostOnSheet = 6;

/** The meeting on one sheet, where a plan for the whole department follows. @param {Source} source */
export const checklistSheet = (source) => [
  { text: `${source.checklist.title}: ${meetingText(source.run)}`, style: 'heading', pageBreak: 'before' },
  ...summary(source),
  ...apart(source, kMostOnSheet),
  ...zeros({ ...source, run: { ...source.run, notes: {} } }, kMostOnSheet),
  ...prices(source, 'sheet'),
];

/** @param {Source} source */
export function checklistContent(source) {
  const scores = areaScores(source, source.checklist.asked(source.run.length));
  return [
    { text: source.checklist.title, style: 'title' },
    note(`${meetingText(source.run)}.`),
    ...summary(source),
    ...apart(source),
    ...zeros(source),
    whole('Области', note('Сплошное отметки собственника, кружок и пунктир РОП о себе.'), {
      columns: [
        { width: 240, ...picture(areaBarsChart(scores, { width: 350, name: 'pdf-areas' }).svg, 240) },
        { width: 214, ...picture(radarChart(scores, { width: 300, name: 'pdf-radar' }).svg, 214) },
      ],
      columnGap: 20,
    }),
    ...prices(source),
    ...plan(source),
    ...comparison(source),
    ...answers(source),
  ];
}

/** @param {Source} source */
export async function saveChecklistPdf(source) {
  const when = new Date();
  const firm = document.querySelector('.wordmark')?.textContent ?? '';
  const name = fileName('Чек-лист РОПа', source.run.title, when, 'pdf');
  return savePdf(
    {
      title: `${source.checklist.title}: ${source.run.title}`,
      subject: 'Итог встречи с РОПом',
      footer: `${firm}. ${source.checklist.title}`,
      content: checklistContent(source),
    },
    name,
  );
}
