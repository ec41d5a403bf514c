// @ts-check
// A part a page of the site: its finding, its figures, the way to it; where there is nothing yet, what it would tell.

import { completeness } from '../calculation/calculation.js';
import { headline as callsHeadline, rarest } from '../calls/words.js';
import { moneyOf } from '../crm/money.js';
import { finding as crmFinding, headline as crmHeadline, standsOut } from '../crm/words.js';
import { dayText } from '../text/days.js';
import { sentenceOf } from '../landing/findings.js';
import { el } from '../page/dom.js';
import { headline as planHeadline, kNames, roundedMoney, weeksText } from '../plan/words.js';
import { weakAreas } from '../rop/plan.js';
import { completenessNote, meetingText, scoreText } from '../rop/words.js';
import { markedCount } from '../rop/run.js';
import { number, percent, roubles } from '../text/format.js';
import { kTechniques } from './gathered.js';

/** @typedef {import('./gathered.js').Gathered} Gathered */
/** @typedef {{finding: string, facts?: [string, string][], list?: [string, string][], note?: string, more: string}} Told */

const kMostSteps = 3;

/** @param {Gathered} gathered @returns {Told | null} */
function ofCalculation({ calculation }) {
  if (!calculation) return null;
  const { scenario, report, findings, example, placeholders } = calculation;
  const left = report.money_left.per_month;
  return {
    finding:
      left > 0
        ? `Отдел недозарабатывает ${roubles(left)} в месяц`
        : 'При таких целях добавить к выручке нечего',
    facts: [
      ['Сейчас в месяц', roubles(report.now.revenue)],
      ['Цель', roubles(report.target.revenue)],
      ['За год', roubles(report.money_left.per_year)],
    ],
    list: findings
      .map((one) => sentenceOf(one, scenario))
      .filter(Boolean)
      .slice(0, kMostSteps)
      .map((text) => [text, '']),
    note: completeness({ current: true, example, placeholders }),
    more: 'Открыть расчёт',
  };
}

/** @param {import('../model/crm-finding.js').CrmFinding} crm @returns {Told} */
function ofReport({ report, ripens_later: later }) {
  const { totals, window } = report;
  return {
    finding: crmHeadline(report, later),
    note: `${window ? `${crmFinding(report)} ` : ''}Выгрузка на ${dayText(report.as_of)}.`,
    facts: /** @type {[string, string][]} */ (
      [
        ['Заявок', number(totals.deals)],
        ['Оплат', number(totals.won)],
        ['Средний чек', window?.average_check ? moneyOf(report)(window.average_check) : ''],
      ].filter(([, value]) => value)
    ),
    list: standsOut(report).map((text) => [text, '']),
    more: 'Открыть выгрузку снова',
  };
}

/** @param {Gathered} gathered @returns {Told | null} */
function ofCrm({ origin, crm }) {
  if (crm) return ofReport(crm);
  if (!origin) return null;
  const notes = [...new Set(origin.notes.map(({ text }) => text))];
  return {
    finding: origin.sample ? 'Числа из примера выгрузки' : 'Числа расчёта взяты из вашей CRM',
    list: notes.slice(0, 4).map((text) => [text, '']),
    note: origin.sample ? 'Сделки в примере придуманы.' : '',
    more: 'Открыть отчёт по выгрузке',
  };
}

/** @param {Gathered} gathered @returns {Told | null} */
function ofMeeting({ meeting }) {
  if (!meeting) return null;
  const { run, result, self, checklist } = meeting;
  const items = checklist.asked(run.length).areas.flatMap((area) => area.items);
  const zeros = result?.critical_zeros ?? [];
  const [first] = weakAreas(result);
  return {
    finding: first
      ? `Начать с области «${checklist.area(first.id)?.name ?? first.id}»: ${scoreText(first.score)}`
      : 'Слабых областей не отмечено',
    facts: /** @type {[string, string][]} */ (
      [
        ['Оценка отдела', scoreText(result?.score) || '—'],
        ['Критичных нулей', number(zeros.length)],
        ['РОП о себе', scoreText(self?.score)],
      ].filter(([, value]) => value)
    ),
    list: zeros
      .slice(0, kMostSteps)
      .map((/** @type {string} */ id) => [checklist.item(id)?.action ?? id, '']),
    note: `${meetingText(run)}. ${completenessNote(meeting, markedCount(run, items), items.length)}`,
    more: 'Открыть чек-лист',
  };
}

/** @param {Gathered} gathered @returns {Told | null} */
function ofCalls({ calls }) {
  if (!calls) return null;
  const { report } = calls;
  const nameOf = (/** @type {string} */ id) =>
    calls.calls.criteria.find((/** @type {any} */ one) => one.id === id)?.name || id;
  const low = rarest(report);
  return {
    finding: callsHeadline(report, /** @type {any} */ (calls.calls)),
    facts: /** @type {[string, string][]} */ (
      [
        ['Звонков', number(report.calls)],
        [
          'Сделано, с весами',
          report.department.efficiency === null
            ? '—'
            : percent(Math.round(report.department.efficiency * 100) / 100),
        ],
        ['Отметок по нему', low ? `${number(low.done)} из ${number(low.asked)}` : ''],
      ].filter(([, value]) => value)
    ),
    list: report.managers
      .filter((/** @type {any} */ one) => one.weakest !== null)
      .slice(0, kMostSteps)
      .map((/** @type {any} */ one) => [one.name || 'Без имени', nameOf(one.weakest)]),
    more: 'Открыть звонки',
  };
}

/** @param {Gathered} gathered @returns {Told | null} */
function ofPlan({ plan: state }) {
  if (!state?.plan || !state.order) return null;
  const { plan, order, choices } = state;
  const money = roundedMoney(plan, order);
  const done = plan.steps.filter(
    (/** @type {any} */ { technique }) =>
      (choices.done[technique] ?? []).length === kTechniques.get(technique)?.steps.length,
  );
  return {
    finding: planHeadline(plan, money.total),
    facts: done.length > 0 ? [['Сделано шагов', `${done.length} из ${plan.steps.length}`]] : [],
    list: plan.steps
      .slice(0, kMostSteps)
      .map((/** @type {any} */ step, /** @type {number} */ i) => [
        `${kTechniques.get(step.technique)?.name ?? step.technique} (${kNames[/** @type {keyof typeof kNames} */ (step.owner)]}, ${weeksText(step)})`,
        money.steps[i] > 0 ? `+${roubles(money.steps[i])}` : '',
      ]),
    note: order.by_money_only ? 'Порядок пока только по деньгам: чек-листа и звонков на устройстве нет.' : '',
    more: 'Открыть план',
  };
}

/** @type {{id: string, name: string, address: string, tell: (gathered: Gathered) => Told | null, without: string}[]} */
export const kParts = [
  {
    id: 'calculation',
    name: 'Расчёт',
    address: '/#calc',
    tell: ofCalculation,
    without: 'Четыре числа, и видно, сколько отдел недозарабатывает и на каком этапе.',
  },
  {
    id: 'crm',
    name: 'Выгрузка из CRM',
    address: '/crm/',
    tell: ofCrm,
    without: 'Файл из CRM, и числа расчёта возьмутся из ваших сделок.',
  },
  {
    id: 'meeting',
    name: 'Чек-лист РОПа',
    address: '/rop/',
    tell: ofMeeting,
    without: 'Одна встреча с РОПом, и видно, что в отделе держится на словах.',
  },
  {
    id: 'calls',
    name: 'Звонки',
    address: '/calls/',
    tell: ofCalls,
    without: 'Пять звонков, и видно, чего не делают в разговоре.',
  },
  {
    id: 'plan',
    name: 'План на 12 недель',
    address: '/plan/',
    tell: ofPlan,
    without: 'Из расчёта сложится план: что первым, кто ведёт, когда видно разницу.',
  },
];

/** @param {HTMLElement} place @param {Gathered} gathered */
export function showMap(place, gathered) {
  place.replaceChildren(
    ...kParts.map(({ id, name, address, tell, without }) => {
      const told = tell(gathered);
      return el(
        'section.map__part',
        { 'data-part': id, 'data-known': String(told !== null) },
        el('h2.map__name', {}, name),
        told
          ? el(
              'div',
              {},
              el('h3.map__finding', {}, told.finding),
              told.note ? el('p.note', {}, told.note) : null,
              told.facts && told.facts.length > 0
                ? el(
                    'dl.map__facts',
                    {},
                    ...told.facts.map(([label, value]) =>
                      el('div', {}, el('dt', {}, label), el('dd', {}, value)),
                    ),
                  )
                : null,
              told.list && told.list.length > 0
                ? el(
                    'ul.map__list',
                    {},
                    ...told.list.map(([text, value]) =>
                      el('li', {}, el('span', {}, text), value ? el('b', {}, value) : null),
                    ),
                  )
                : null,
              el('p.map__more', {}, el('a.link', { href: address }, told.more)),
            )
          : el('p.note', {}, `${without} `, el('a', { href: address }, 'Начать')),
      );
    }),
  );
}
