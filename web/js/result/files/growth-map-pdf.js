// @ts-check
// The growth map on at most six pages: the numbers, the meeting, the calls, the plan on two.

import { completeness, stageRows } from '../../calculation/calculation.js';
import { summary } from '../../calculation/calculation-pdf.js';
import { headline as callsHeadline, hundred, likely, periodText } from '../../calls/words.js';
import { finding as crmFinding, headline as crmHeadline, standsOut } from '../../crm/words.js';
import { dayText } from '../../text/days.js';
import { drawings } from '../../charts/drawings.js';
import { sentenceOf } from '../../landing/findings.js';
import { planContent } from '../../plan/files/plan-pdf.js';
import { checklistSheet } from '../../rop/files/checklist-pdf.js';
import { heading, note, picture, savePdf, table } from '../../takeaway/pdf.js';
import { fileName } from '../../takeaway/save.js';
import { number } from '../../text/format.js';
import { kTechniques } from '../gathered.js';

/** @typedef {import('../gathered.js').Gathered} Gathered */

const kFull = 499; // points between the margins
const kMostFindings = 6;
/** Points of a sheet that criteria and managers share, and what a row of each takes. */
const kCallsHeight = { all: 580, criterion: 16, manager: 50 };

/** @param {Gathered} gathered */
function crmReport({ crm }) {
  if (!crm) return [];
  const { report: found, ripens_later: later } = crm;
  return [
    heading(crmHeadline(found, later)),
    note(`По выгрузке из CRM на ${dayText(found.as_of)}. ${found.window ? crmFinding(found) : ''}`),
    { ul: standsOut(found), style: 'cell' },
  ];
}

/** @param {Gathered} gathered */
function numbers({ calculation, origin }) {
  const told = origin ? [...new Set(origin.notes.map(({ text }) => text))] : [];
  const ofCrm =
    told.length > 0
      ? [
          heading(origin?.sample ? 'Из примера выгрузки, сделки придуманы' : 'Откуда числа'),
          { ul: told.slice(0, kMostFindings), style: 'cell' },
        ]
      : [];
  if (!calculation) return ofCrm;
  const { scenario, report, findings, example, placeholders, autoTargets } = calculation;
  const lacking = completeness({ current: true, example, placeholders });
  const said = findings
    .map((one) => sentenceOf(one, scenario))
    .filter(Boolean)
    .slice(0, kMostFindings);
  const waterfall = drawings.waterfall(
    { scenario, report, distribution: null, predicted: false },
    640,
    'map-waterfall',
  );
  return [
    ...(lacking ? [{ text: lacking, bold: true, margin: [0, 2, 0, 2] }] : []),
    ...summary(scenario, report),
    note(autoTargets ? 'Цели взяты за вас, это допущение.' : 'Цели поставили вы.'),
    ...(said.length > 0
      ? [heading('Что видно по этим числам'), { ul: said.map((text) => `${text}.`), style: 'cell' }]
      : []),
    heading('Этапы'),
    table(['Этап', 'Сейчас', 'Скорее всего', 'Цель'], stageRows(scenario, report), undefined, 'tight'),
    {
      unbreakable: true,
      stack: [
        { text: 'Из чего складывается разница', style: 'heading' },
        picture(waterfall?.svg, kFull * 0.8),
      ],
    },
    ...ofCrm,
  ];
}

/** @param {Gathered} gathered */
function conversations({ calls }) {
  if (!calls) return [];
  const { report, calls: document } = calls;
  const criterion = (/** @type {string} */ id) =>
    document.criteria.find((/** @type {any} */ one) => one.id === id);
  const rows = report.department.criteria
    .filter((/** @type {any} */ one) => one.asked > 0)
    .map((/** @type {any} */ one) => [
      criterion(one.id)?.name || one.id,
      `${number(one.done)} из ${number(one.asked)}`,
      one.asked < 5 ? '—' : hundred(one.share),
      one.asked < 5 ? '' : likely(one.interval),
    ]);
  const room = Math.floor((kCallsHeight.all - rows.length * kCallsHeight.criterion) / kCallsHeight.manager);
  const weak = report.managers
    .filter((/** @type {any} */ one) => one.weakest !== null)
    .slice(0, Math.max(0, room));
  return [
    { text: callsHeadline(report, /** @type {any} */ (document)), style: 'title', pageBreak: 'before' },
    note(
      `Звонков ${number(report.calls)}, ${periodText(report.period)}. Доля из ста; меньше пяти отметок не считаем.`,
    ),
    table(['Критерий', 'Сделано', 'Из ста', 'Разброс'], rows, ['*', 'auto', 'auto', 'auto'], 'tight'),
    ...(weak.length > 0 ? [heading('Слабое звено и три дня на него')] : []),
    ...weak.map((/** @type {any} */ one) => ({
      unbreakable: true,
      stack: [
        { text: `${one.name || 'Без имени'}: ${criterion(one.weakest)?.name ?? one.weakest}`, style: 'sub' },
        { text: criterion(one.weakest)?.three_days ?? '', style: 'cell' },
      ],
    })),
  ];
}

/** @param {Gathered} gathered @param {Date} when @returns {any[]} */
export function growthMapContent(gathered, when) {
  const { calculation, meeting, plan } = gathered;
  const plans = plan ? planContent(plan, kTechniques) : [];
  return [
    { text: 'Карта роста отдела продаж', style: 'title' },
    note(
      `${calculation?.scenario.title ? `${calculation.scenario.title}. ` : ''}${new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long' }).format(when).replace(/\s?г\.$/, '')}. Собрано в браузере, числа никуда не отправлены.`,
    ),
    ...numbers(gathered),
    ...crmReport(gathered),
    ...(meeting ? checklistSheet(meeting) : []),
    ...conversations(gathered),
    ...plans.map((part, i) => (i === 0 ? { ...part, pageBreak: 'before' } : part)),
  ];
}

/** @param {Gathered} gathered @param {string} brand */
export async function saveGrowthMap(gathered, brand) {
  const when = new Date();
  const name = fileName('Карта роста', gathered.calculation?.scenario.title ?? '', when, 'pdf');
  return savePdf(
    {
      title: 'Карта роста отдела продаж',
      subject: 'Расчёт, чек-лист, звонки и план на двенадцать недель',
      footer: brand,
      content: growthMapContent(gathered, when),
    },
    name,
  );
}
