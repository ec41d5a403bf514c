// What is said of a client's share wherever it is drawn: the list on the landing page, the list of stories, a story.
import * as format from '../js/text/format.js';
import { dumbbell } from './dumbbell.mjs';
import { words } from './typography.mjs';

export const kStages = {
  contact: 'дозвон',
  qualification: 'квалификация',
  meeting: 'встреча',
  offer: 'предложение',
  payment: 'оплата',
};
const kOf = {
  all: 'Доля от всех заявок.',
  unknown: 'От чего считали долю, не названо.',
  changed: 'До и после долю считали от разного.',
};

/** "7 месяцев, 2021" @param {Record<string, any>} entry of cases.json */
export const period = ({ period_months: months, year, period_end: end }) => {
  const length = months ? `${months} ${format.plural(months, 'месяц', 'месяца', 'месяцев')}` : '';
  const when = year ?? end?.slice(0, 4) ?? '';
  return [length, when].filter(Boolean).join(', ');
};

const monthly = (sales) =>
  `<dl class="counts">${Object.entries(sales)
    .map(([month, count]) => `<div><dt>${words(month)}</dt><dd>${count}</dd></div>`)
    .join('')}</dl>`;

/** The row of the chart, or the counts where there is no share. */
export function picture(entry, worked) {
  if (entry.after === null) return monthly(entry.monthly_sales);
  return dumbbell(entry, { interval: entry.observed_before ? worked.interval(entry.observed_before) : null });
}

/** Counts and how sure they make the share; empty where none were published. */
export function counted(entry, worked) {
  const told = [];
  if (entry.observed_before) {
    const { entered, passed } = entry.observed_before;
    told.push(
      `${passed} из ${entered}: скорее всего от ${format.percentRange(worked.interval(entry.observed_before)).replace('–', ' до ')}, черта над точкой.`,
    );
  }
  if (entry.observed_between) {
    const { entered, passed } = entry.observed_between;
    told.push(
      `${passed} из ${entered}, ${entry.between}: ${format.percent(worked.conversion(entry.observed_between))}, скорее всего от ${format.percentRange(worked.interval(entry.observed_between)).replace('–', ' до ')}.`,
    );
  }
  return told;
}

/** What the share is of; empty where there is none. */
export const base = (entry) => (entry.after === null ? '' : kOf[entry.denominator]);

/** The same, empty also where a caveat beside it says it. */
export const ofWhat = (entry) =>
  entry.after === null || (entry.denominator === 'changed' && entry.caveats.length > 0)
    ? ''
    : kOf[entry.denominator];

export const keys =
  '<ul class="keys keys--cases"><li><i class="dotkey"></i>было</li><li><i class="dotkey dotkey--same"></i>стало, считали от&nbsp;того&nbsp;же</li><li><i class="dotkey dotkey--after"></i>стало</li><li><i class="dotkey dotkey--plan"></i>план</li></ul>';

export const axis =
  '<div class="cases__axis" aria-hidden="true"><p><span>0</span><span>25</span><span>50</span><span>75</span><span>100&nbsp;%</span></p></div>';
