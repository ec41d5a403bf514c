// The blank form of the checklist: every question with what 0, 1 and 2 look like, a column for the owner and one for the head of sales.
import { pdfOfContent, typographic } from './pdf.mjs';

/** @param {any} checklist @returns {import('./markdown.mjs').Block[]} what the picture of its first page shows */
export const blankBlocks = ({ title, areas }) => [
  { kind: 'title', text: `${title}: бланк` },
  {
    kind: 'table',
    head: ['Вопрос и что попросить показать', 'Вы', 'РОП'],
    rows: areas[0].items.concat(areas[1].items).map((/** @type {any} */ item) => [item.question, '', '']),
  },
];

const boxes = () => ({
  table: {
    widths: [13, 13, 13],
    heights: 13,
    body: [
      ['0', '1', '2'].map((mark) => ({ text: mark, fontSize: 8, alignment: 'center', color: '#675e54' })),
    ],
  },
  layout: {
    hLineWidth: () => 0.6,
    vLineWidth: () => 0.6,
    hLineColor: () => '#857a6c',
    vLineColor: () => '#857a6c',
    paddingLeft: () => 0,
    paddingRight: () => 0,
    paddingTop: () => 1,
    paddingBottom: () => 1,
  },
});

/** @param {any} item */
const itemRow = (item) => [
  {
    stack: [
      {
        text: [item.critical ? { text: 'Критичный вопрос. ', fontSize: 8 } : '', typographic(item.question)],
        bold: true,
      },
      { text: typographic(item.evidence), style: 'small' },
      { text: typographic(`0: ${item.levels[0]}`), fontSize: 9 },
      { text: typographic(`1: ${item.levels[1]}`), fontSize: 9 },
      { text: typographic(`2: ${item.good_answer}`), fontSize: 9 },
    ],
  },
  boxes(),
  boxes(),
  { text: ' ' },
];

/** @param {any} checklist @param {import('./docx.mjs').Dress} dress @param {Record<string, any>} faces */
export function blankPdf({ title, areas, prepare }, dress, faces) {
  const content = [
    { text: typographic(`${title}: бланк встречи`), style: 'title', headlineLevel: 1 },
    {
      text: typographic(
        'Задайте вопрос, попросите показать и отметьте: 0 — нет, 1 — частично или на словах, 2 — системно, вы видели доказательство. РОП отмечает в своей колонке до встречи, не глядя в вашу. Критичные вопросы названы так: нуль на таком вопросе идёт в план первым.',
      ),
      margin: [0, 0, 0, 6],
    },
    {
      text: 'Компания: ______________________   РОП: ______________________   Дата: ______________',
      margin: [0, 2, 0, 8],
    },
    { text: 'Что подготовить', style: 'heading', headlineLevel: 1 },
    { ul: prepare.map((/** @type {any} */ one) => typographic(one.what)), margin: [0, 0, 0, 4] },
    ...areas.flatMap((/** @type {any} */ area, /** @type {number} */ i) => [
      { text: typographic(`${i + 1}. ${area.name}`), style: 'heading', headlineLevel: 1 },
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          keepWithHeaderRows: 1,
          widths: ['*', 44, 44, 92],
          body: [
            ['Вопрос, что показать, что значит отметка', 'Вы', 'РОП', 'Что увидели'].map((text) => ({
              text,
              style: 'head',
              fontSize: 8,
            })),
            ...area.items.map(itemRow),
          ],
        },
        layout: {
          hLineWidth: () => 0.5,
          vLineWidth: () => 0,
          hLineColor: () => '#b8ae9e',
          paddingLeft: (/** @type {number} */ c) => (c === 0 ? 0 : 6),
          paddingRight: () => 0,
          paddingTop: () => 4,
          paddingBottom: () => 4,
        },
        margin: [0, 2, 0, 6],
      },
    ]),
  ];
  return pdfOfContent(content, dress, faces);
}
