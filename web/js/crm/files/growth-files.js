// @ts-check
// What is signed and checked: the act of growth on one page, the same as JSON (that of `funnel growth`), the agreement before it.

import { heading, note, savePdf, table } from '../../takeaway/pdf.js';
import { fileName, saveText } from '../../takeaway/save.js';
import { number, percent } from '../../text/format.js';
import { columnOf, kRoles } from '../columns.js';
import { monthlyText, periodText, verdict, verdictNote } from '../growth-words.js';
import { moneyOf, signed } from '../money.js';
import { dayText } from '../../text/days.js';
import { daysText, pointsText, signedPoints } from '../words.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {import('../growth-words.js').Period} Period */
/** @typedef {{growth: Json, periods: {before: Period, after: Period}, state: import('../store.js').State, agreement: Json | null, brand: string}} Measured */

/** Room for two signatures. @param {string[]} sides */
const signatures = (sides) => ({
  margin: [0, 16, 0, 0],
  columnGap: 30,
  columns: sides.map((side) => ({
    width: '*',
    stack: [
      { text: side, style: 'sub' },
      { canvas: [{ type: 'line', x1: 0, y1: 22, x2: 225, y2: 22, lineWidth: 0.7 }] },
      { text: 'подпись, имя, дата', style: 'note', margin: [0, 2, 0, 0] },
    ],
  })),
});

/** A row of facts. @param {string} name @param {string} value */
const fact = (name, value) => [name, { text: value, noWrap: false, alignment: 'left' }];

/** What each period had, by the day of the request. @param {Measured} measured */
function periodsTable({ growth, periods }) {
  const range = (/** @type {number[]} */ [low, high]) => `${percent(low)} … ${percent(high)}`;
  const side = (/** @type {string} */ name, /** @type {Json} */ one, /** @type {Period} */ period) => [
    `${name}: ${periodText(period)}`,
    number(one.deals),
    number(one.won),
    percent(one.conversion),
    range(one.interval),
    monthlyText(/** @type {any} */ (one), period),
  ];
  return table(
    ['Период, по дате заявки', 'Заявок', 'Оплат', 'Доля', 'Скорее всего', 'В месяц'],
    [side('До', growth.before, periods.before), side('После', growth.after, periods.after)],
    ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
    'tight',
  );
}

/** What the difference is made of and what it is worth. @param {Measured} measured */
function changesTable({ growth, state }) {
  const inMoney = moneyOf(/** @type {Json} */ (state.report));
  const withSign = signed(inMoney);
  const money =
    growth.extra_revenue === null
      ? 'сумм оплат в выгрузке нет'
      : `${withSign(growth.extra_revenue)}, от ${withSign(growth.extra_revenue_interval[0])} до ${withSign(growth.extra_revenue_interval[1])} при чеке ${inMoney(growth.after.average_check)}`;
  const [low, high] = growth.rate_effect_interval;
  return table(
    ['Что изменилось', ''],
    [
      fact(
        'Работа отдела по тем же источникам',
        `${pointsText(growth.rate_effect)}, от ${signedPoints(low)} до ${signedPoints(high)}`,
      ),
      fact('Состав заявок, в оплату не входит', pointsText(growth.mix_effect)),
      fact('Дополнительная выручка за период «после»', money),
      ...(growth.fee === null ? [] : [fact('К оплате по договорённости', inMoney(growth.fee))]),
    ],
    [210, '*'],
    'tight',
  );
}

/** The data it stands on: the other side finds the same file by it. @param {Measured} measured */
function evidenceTable({ growth: { evidence }, state }) {
  const columns = kRoles
    .map(([role, name]) => [name.toLowerCase(), columnOf(/** @type {Json} */ (state.mapping), role)])
    .filter(([, header]) => header !== '')
    .map(([name, header]) => `${name} «${header}»`);
  return table(
    ['Данные', ''],
    [
      fact('Файл', state.name),
      fact('SHA-256 файла', evidence.file_sha256 ?? 'не посчитан: таблица вставлена из буфера'),
      fact(
        'Размер, строк, сделок',
        `${number(evidence.file_bytes)} байт, строк ${number(evidence.rows_read)}, сделок ${number(evidence.deals)}`,
      ),
      ...(evidence.agreement_sha256 ? [fact('SHA-256 договорённости', evidence.agreement_sha256)] : []),
      fact('Столбцы', columns.join(', ')),
    ],
    [120, '*'],
    'tight',
  );
}

/** @param {Measured} measured */
export async function savePdfAct(measured) {
  const { growth, state, agreement, brand } = measured;
  const content = [
    {
      text: state.sample ? 'Акт измерения роста (пример, сделки придуманы)' : 'Акт измерения роста',
      style: 'title',
    },
    note(
      `На ${dayText(growth.evidence.as_of)}. ${agreement ? `По договорённости от ${dayText(agreement.made)}.` : 'Без договорённости заранее: это разведка, а не основание для оплаты.'}`,
    ),
    { text: `${verdict(growth)}.`, style: 'sub', fontSize: 12 },
    note(verdictNote(growth)),
    periodsTable(measured),
    changesTable(measured),
    heading('На чём это стоит'),
    evidenceTable(measured),
    note(
      `Метод. Оплаченной считается заявка, оплаченная не позже ${number(growth.horizon_days)} дней после создания: поэтому периоды одинаково зрелые. Отказ от заявок, которые уже пришли, долю не улучшает: счёт идёт по дате заявки. Работа отдела — изменение долей внутри источников, состав — изменение самих источников. Границы: 95 случаев из 100, разброс месяцев ×${number(growth.dispersion, 2)}. Пересчитать: funnel growth, тот же файл и столбцы, ${daysText(growth.horizon_days)}.`,
    ),
    signatures(['Заказчик', 'Исполнитель']),
  ];
  const name = fileName('Акт измерения роста', state.sample ? 'пример' : '', new Date(), 'pdf');
  return savePdf({ title: 'Акт измерения роста', subject: verdict(growth), footer: brand, content }, name);
}

/** As `funnel growth` prints it. @param {Measured} measured */
export function saveGrowthJson({ growth }) {
  const name = fileName('Измерение роста', '', new Date(), 'json');
  saveText(`${JSON.stringify(growth)}\n`, name, 'application/json');
  return `Скачан файл «${name}»: другая сторона пересчитает его командой funnel growth.`;
}

/** The text both sides keep, and a page to sign. @param {{agreement: string, sha256: string, brand: string, money: import('../money.js').Money}} made */
export async function saveAgreement({ agreement, sha256, brand, money }) {
  const { made, before, after, horizon_days: days, baseline, min_deals: least, fee } = JSON.parse(agreement);
  saveText(agreement, fileName('Договорённость о росте', '', new Date(), 'json'), 'application/json');
  const content = [
    { text: 'Договорённость об измерении роста', style: 'title' },
    note(`Составлена ${dayText(made)}, до начала работы.`),
    table(
      ['Условие', ''],
      [
        fact('До', periodText(before)),
        fact('После', periodText(after)),
        fact('Срок созревания', daysText(days)),
        fact(
          'Сделки периода «до»',
          `${number(baseline.deals)}, из них оплат за срок ${number(baseline.won)}`,
        ),
        fact('Их номера, SHA-256', baseline.ids_sha256),
        fact('Заявок «после» не меньше', least > 0 ? number(least) : 'любое число'),
        fact(
          'Оплата',
          `${percent(fee.growth_share)} дополнительной выручки от работы отдела${fee.cap === null ? '' : `, не больше ${money(fee.cap)}`}, ${fee.pay_when === 'estimate' ? 'по оценке' : 'если рост отличим от случая'}`,
        ),
      ],
      [140, '*'],
    ),
    note('Файл договорённости (JSON) хранится у обеих сторон. Его SHA-256:'),
    { text: sha256, fontSize: 9 },
    note(
      'Измерение с другими периодами, сроком или столбцами, и с изменёнными сделками периода «до» страница и программа funnel growth не примут.',
    ),
    signatures(['Заказчик', 'Исполнитель']),
  ];
  const name = fileName('Договорённость о росте', '', new Date(), 'pdf');
  const told = await savePdf(
    { title: 'Договорённость об измерении роста', subject: 'Периоды, срок, оплата', footer: brand, content },
    name,
  );
  return `${told} И файл JSON с теми же условиями: он понадобится для измерения.`;
}
