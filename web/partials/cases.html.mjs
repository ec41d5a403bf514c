// The cases: one list, before and after on one scale, what the share is of and the caveat in the small line. Readable without scripts;
// web/js/cases/cases.js adds the filter and "примерить".
import * as format from '../js/text/format.js';
import { AssetError } from '../tools/brand.mjs';
import { dumbbell } from '../tools/dumbbell.mjs';
import { words } from '../tools/typography.mjs';

const kStages = {
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

const period = ({ period_months: months, year, period_end: end }) => {
  const length = months ? `${months} ${format.plural(months, 'месяц', 'месяца', 'месяцев')}` : '';
  const when = year ?? end?.slice(0, 4) ?? '';
  return [length, when].filter(Boolean).join(', ');
};

const monthly = (sales) =>
  `<dl class="counts">${Object.entries(sales)
    .map(([month, count]) => `<div><dt>${month}</dt><dd>${count}</dd></div>`)
    .join('')}</dl>`;

function picture(entry, worked) {
  if (entry.after === null) return monthly(entry.monthly_sales);
  return dumbbell(entry, { interval: entry.observed_before ? worked.interval(entry.observed_before) : null });
}

/** The small line: what the share is of (a caveat of a changed one says it), the interval where counts are known, the caveats. */
function small(entry, worked) {
  const counted = [];
  if (entry.observed_before) {
    const { entered, passed } = entry.observed_before;
    counted.push(
      `${passed} из ${entered}: 95 % интервал ${format.percentRange(worked.interval(entry.observed_before))}, усы над точкой.`,
    );
  }
  if (entry.observed_between) {
    const { entered, passed } = entry.observed_between;
    counted.push(
      `${passed} из ${entered}, ${entry.between}: ${format.percent(worked.conversion(entry.observed_between))}, интервал ${format.percentRange(worked.interval(entry.observed_between))}.`,
    );
  }
  return [
    entry.after === null || (entry.denominator === 'changed' && entry.caveats.length > 0)
      ? ''
      : kOf[entry.denominator],
    ...counted,
    ...entry.caveats,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Only a share of the same thing before and after may be put on somebody else's funnel. */
function tryOn(entry, worked) {
  if (entry.denominator !== 'all' || entry.before === null || entry.after === null) return '';
  const uplift = worked.uplift(entry.before, entry.after);
  return `<div class="case__try" data-script><button type="button" class="link" data-try="${entry.stage_kind}" data-uplift="${uplift}" data-company="${words(entry.company)}">Примерить к&nbsp;моей воронке</button><div class="note" role="status" data-try-told></div></div>`;
}

const row = (
  entry,
  worked,
) => `<li class="case" data-stage="${entry.stage_kind}" data-sector="${entry.sector}"><div><h3 class="case__name">${words(entry.company)}</h3><p class="case__what">${words([entry.industry, entry.metric, period(entry)].filter(Boolean).join('; '))}</p></div>
<div class="case__plot">${picture(entry, worked)}</div>
<div class="case__text"><p>${words(entry.story)}</p><p class="case__of">${words(small(entry, worked))}</p>${tryOn(entry, worked)}</div></li>`;

const options = (names, all) =>
  `<option value="">${all}</option>${names.map(([value, name]) => `<option value="${value}">${words(name)}</option>`).join('')}`;
const choice = (id, label, names, all) =>
  `<div><label class="field__label" for="${id}">${label}</label><span class="select"><select class="select__input" id="${id}">${options(names, all)}</select></span></div>`;

export default async ({ readJson, worked }) => {
  const { title, lede, sectors, cases } = await readJson('cases.json');
  for (const { id, sector, stage_kind: stage } of cases) {
    if (!(sector in sectors)) throw new AssetError(`cases.json: ${id}: отрасли ${sector} нет среди sectors.`);
    if (!(stage in kStages)) throw new AssetError(`cases.json: ${id}: этапа ${stage} не бывает.`);
  }
  const stages = Object.entries(kStages).filter(([kind]) =>
    cases.some(({ stage_kind: stage }) => stage === kind),
  );
  const some = Object.entries(sectors).filter(([id]) => cases.some(({ sector }) => sector === id));
  return `<section class="section page ruled" id="cases" aria-labelledby="cases-title">
<div class="duo"><h2 class="h2" id="cases-title">${words(title)}</h2><p class="duo__lede">${words(lede)}</p></div>
<div class="cases__filter" data-script>${choice('case-stage', 'Этап', stages, 'Все этапы')}${choice('case-sector', 'Отрасль', some, 'Все отрасли')}<p class="note" role="status" data-cases-told></p></div>
<ul class="keys keys--cases"><li><i class="dotkey"></i>было</li><li><i class="dotkey dotkey--same"></i>стало, считали от&nbsp;того&nbsp;же</li><li><i class="dotkey dotkey--after"></i>стало</li><li><i class="dotkey dotkey--plan"></i>план</li></ul>
<div class="cases__axis" aria-hidden="true"><p><span>0</span><span>25</span><span>50</span><span>75</span><span>100&nbsp;%</span></p></div>
<ul class="cases" data-cases>
${cases.map((entry) => row(entry, worked)).join('\n')}
</ul>
</section>`;
};
