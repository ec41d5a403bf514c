// @ts-check
// The calculation as a document to forward: what was typed, what it means with its range, the charts, the decomposition,
// assumptions and formulas in words.

import { examples } from '../../../assets/messages/ru.json';
import * as format from '../text/format.js';
import { facts } from '../landing/findings.js';
import { allCounted, rangeWords } from '../model/sure.js';
import { factorName } from '../text/names.js';
import { filled } from '../text/sentences.js';
import { completeness, inputRows, stageRows } from './calculation.js';
import { heading, makePdf, note, picture, savePdf, table, whole } from '../takeaway/pdf.js';
import { fileName } from '../takeaway/save.js';

/** @typedef {import('../landing/store.js').State} State */
/** @typedef {Record<string, (state: State, width: number, name: string) => import('../charts/drawing.js').Chart | null>} Drawings */

const kFull = 499; // points between the margins
const kHalf = 240;
const kScale = 1.34; // px of a chart to a point of paper: its texts come out at 10 points

/** @param {Drawings} drawings @param {State} state @param {string} name @param {number} width points */
const drawn = (drawings, state, name, width) =>
  picture(drawings[name]?.(state, Math.round(width * kScale), `pdf-${name}`)?.svg, width);

/** @param {string} text */
const sub = (text) => ({ text, style: 'heading' });

/** @param {any} scenario @param {any} report */
export function summary(scenario, report) {
  const { now, target, money_left: left } = report;
  const figure = (
    /** @type {string} */ label,
    /** @type {number} */ money,
    /** @type {string | undefined} */ color,
  ) => [
    { text: label, style: 'note' },
    { text: format.roubles(money), style: 'big', color, fontSize: 17 },
  ];
  return [
    {
      columns: [
        figure('Сейчас в месяц', now.revenue, undefined),
        figure('Цель', target.revenue, '#0b6655'),
        figure(
          left.per_month >= 0 ? 'Недозарабатываете в месяц' : 'Выручка изменится на',
          left.per_month,
          left.per_month >= 0 ? '#aa2d14' : undefined,
        ),
      ],
      columnGap: 12,
      margin: [0, 8, 0, 2],
    },
    note(`За год ${format.roubles(left.per_year)}. ${rangeWords(scenario, report)}`.trim()),
  ];
}

/** @param {State} state */
function decompositionTable({ decomposition, scenario }) {
  if (!decomposition || !scenario) return [];
  const name = (/** @type {string} */ id) => (id === 'leads' ? 'Заявки в работе' : factorName(id, scenario));
  const value = (/** @type {string} */ id, /** @type {number} */ count) =>
    id === 'revenue' ? format.thousands(count) : format.rate(count);
  const rows = decomposition.rows.map((/** @type {any} */ { id, now, target }) => [
    name(id),
    ...[now.month, now.week, now.day, target.month, target.week, target.day].map((count) => value(id, count)),
  ]);
  return [
    whole(
      'Что делает один менеджер',
      table(['', 'Сейчас: месяц', 'неделя', 'день', 'Цель: месяц', 'неделя', 'день'], rows),
    ),
  ];
}

/** @param {State} state */
function leversTable({ report, scenario }) {
  const rows = report?.levers
    .filter((/** @type {any} */ { per_point: point }) => point !== undefined)
    .map((/** @type {any} */ { id, per_point: point, isolated }) => [
      factorName(id, scenario ?? {}),
      format.signedRoubles(point),
      format.signedRoubles(isolated),
    ]);
  return rows?.length
    ? [
        whole(
          'Что даёт каждый этап',
          table(['Этап', '+1 пункт даёт в месяц', 'Если дойдёт до цели он один'], rows),
        ),
      ]
    : [];
}

/** A number with its noun. @param {number} n @param {string} one @param {string} few @param {string} many */
const counted = (n, one, few, many) => `${format.number(n)}\u00A0${format.plural(n, one, few, many)}`;

/** @param {State} state */
function goalSection({ report }) {
  const goal = report?.goal;
  if (!goal) return [];
  const text = goal.reached
    ? `Цель ${format.roubles(goal.revenue)} в месяц уже достигается.`
    : goal.leads === null
      ? `Цель ${format.roubles(goal.revenue)} в месяц не достигается никаким числом заявок: чек или доля одного из этапов равны нулю.`
      : `Чтобы получать ${format.roubles(goal.revenue)} в месяц при нынешних долях, нужно ${counted(goal.sales, 'оплата', 'оплаты', 'оплат')} и ${counted(goal.leads, 'заявка', 'заявки', 'заявок')} в работе, на ${format.number(goal.leads_extra)} больше, чем сейчас${goal.managers === null ? '' : `, и ${counted(goal.managers, 'менеджер', 'менеджера', 'менеджеров')}`}.${goal.uniform_uplift === null ? '' : ` Без новых заявок: поднять долю каждого этапа в ${format.number(goal.uniform_uplift, 2)} раза.`}`;
  return [whole('Желаемая выручка', { text, style: 'cell' })];
}

/** @param {State} state */
function rosterSection({ report }) {
  if (!report?.roster) return [];
  const rows = report.roster.managers.map((/** @type {any} */ one) => [
    one.name,
    one.conversion === null ? 'нет заявок' : format.percent(one.conversion),
    one.interval ? format.percentRange(one.interval) : '',
    format.percent(one.fair_conversion),
    format.roubles(one.money_left),
  ]);
  const told = report.roster.spread_is_noise
    ? 'Разница между менеджерами не больше случайной.'
    : 'Осторожная оценка учитывает, сколько заявок было у каждого. Не складывается с недозаработанным по этапам: это другой взгляд на ту же разницу.';
  return [
    heading('По менеджерам'),
    note(told),
    table(['Менеджер', 'Доля оплат', 'Скорее всего', 'Осторожная оценка', 'Недобор в месяц'], rows),
  ];
}

/** @param {State} state */
function rampNote({ report }) {
  const last = report?.ramp.months[report.ramp.months.length - 1];
  if (!last) return '';
  const paid =
    last.net === null
      ? ''
      : ` ${report?.ramp.payback_month === null ? 'За этот срок вложения не возвращаются.' : `Вложения возвращаются на ${report?.ramp.payback_month}-й месяц.`}`;
  return `За ${last.month} ${format.plural(last.month, 'месяц', 'месяца', 'месяцев')} прирост ${format.roubles(last.cumulative_extra)}.${paid}`;
}

/** The same facts as on the page, dearest first. @param {State} state */
function findingsSection(state) {
  const said = facts(state);
  return said.length > 0 ? [whole('Что видно по этим числам', { ul: said.map((text) => `${text}.`) })] : [];
}

/** What in the numbers is nobody's but ours. @param {State} state */
function assumptions({ autoTargets, uplift, findings = [], scenario }) {
  const assumed = findings.filter(({ code }) => code === 'assumed_conversion');
  return [
    autoTargets
      ? `Цели в этом расчёте наши, это допущение: доля оплат поднята в ${format.number(uplift, 2)} раза или до того, что вмещают этапы.`
      : 'Цели поставили вы.',
    ...assumed.map(({ stages }) => {
      const names = stages.map((/** @type {string} */ id) => `«${factorName(id, scenario ?? {})}»`);
      return `${filled(examples.assumed_conversion, { stages: names.join(', ') })}.`;
    }),
    'Остальное взято из того, что вы ввели.',
  ].join(' ');
}

const kMethod = [
  'Выручка месяца равна произведению: заявки, доля, которую успевают взять, доли по этапам, средний чек.',
  'Недозаработанное — это выручка при целях минус выручка сейчас. Цели поставлены вами или подняты поровну по этапам; это допущение, а не обещание.',
  'Вклад этапа — среднее по всем порядкам, в которых этапы могли бы улучшаться. Вклады складываются в разницу без остатка.',
  'Откуда разброс: за столько месяцев данных доля бывает в\u00A0этих пределах в\u00A095 случаях из 100. Чем больше месяцев данных, тем они уже. Разброс следующего месяца посчитан точным распределением, не моделированием.',
  'Сравнивать можно только доли с одним знаменателем. Перед решением сверьте, от каких заявок считалась каждая.',
];

/**
 * @param {State} state @param {Drawings} drawings @param {Date} when @param {any[]} [appendix] what the checklist adds
 * @returns {any[]}
 */
export function calculationContent(state, drawings, when, appendix = []) {
  const { report, scenario } = state;
  if (!report || !scenario) return [];
  const lacking = completeness(state);
  const predicted = report.uncertainty.revenue;
  return [
    { text: 'Сколько отдел продаж недозарабатывает', style: 'title' },
    note(
      [
        scenario.title ? `${scenario.title}. ` : '',
        `Расчёт от ${new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long' }).format(when).replace(/\s?г\.$/, '')}.`,
      ].join(''),
    ),
    ...(lacking ? [{ text: lacking, bold: true, margin: [0, 2, 0, 2] }] : []),
    ...summary(scenario, report),
    note(assumptions(state)),
    drawn(drawings, state, 'strip', kFull),
    ...findingsSection(state),
    heading('Что введено'),
    {
      columns: [
        { width: kHalf - 20, ...table(['', 'Сейчас', 'Цель'], inputRows(scenario)) },
        { width: '*', ...table(['Этап', 'Сейчас', 'Скорее всего', 'Цель'], stageRows(scenario, report)) },
      ],
      columnGap: 20,
    },
    ...leversTable(state),
    ...goalSection(state),
    {
      unbreakable: true,
      columns: [
        [sub('Из чего складывается разница'), drawn(drawings, state, 'waterfall', kHalf)],
        [sub('Где теряются заявки'), drawn(drawings, state, 'funnel', kHalf)],
      ],
      columnGap: 19,
    },
    ...decompositionTable(state),
    ...(predicted && allCounted(scenario)
      ? [
          whole(
            'Следующий месяц, если ничего не менять',
            note(
              `В восьми месяцах из десяти выручка будет ${predicted.p10 > 0 ? `от ${format.roubles(predicted.p10)} ` : ''}до ${format.roubles(predicted.p90)}, середина ${format.roubles(predicted.p50)}.`,
            ),
            drawn(drawings, state, 'density', kFull),
          ),
        ]
      : []),
    whole('Как прирост приходит по месяцам', note(rampNote(state)), drawn(drawings, state, 'ramp', kFull)),
    ...rosterSection(state),
    whole('Как это посчитано', { ol: kMethod, style: 'cell' }),
    ...appendix,
  ];
}

/** @typedef {{footer: string, appendix?: any[]}} Options footer: who made it and where it is made again */

/** @param {State} state @param {Drawings} drawings @param {Options} options */
function documentOf(state, drawings, { footer, appendix = [] }) {
  const when = new Date();
  return {
    name: fileName('Расчёт отдела продаж', state.scenario?.title ?? '', when, 'pdf'),
    document: {
      title: 'Сколько отдел продаж недозарабатывает',
      subject: 'Расчёт воронки продаж',
      footer,
      content: calculationContent(state, drawings, when, appendix),
    },
  };
}

/** @param {State} state @param {Drawings} drawings @param {Options} options */
export async function saveCalculationPdf(state, drawings, options) {
  const { name, document } = documentOf(state, drawings, options);
  const told = await savePdf(document, name);
  return `${told}${completeness(state) ? ' В нём сказано, что расчёт неполный.' : ''}`;
}

/** The same as a file in hand. @param {State} state @param {Drawings} drawings @param {Options} options */
export async function calculationPdfFile(state, drawings, options) {
  const { name, document } = documentOf(state, drawings, options);
  const { blob } = await makePdf(document);
  return new File([blob], name, { type: 'application/pdf' });
}
