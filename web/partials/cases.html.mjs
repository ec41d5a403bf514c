// The cases: one list, before and after on one scale, what the share is of and the caveat in the small line. Readable without scripts;
// web/js/cases/cases.js adds "примерить"; the filter is on the list of stories, /cases/.
import { AssetError } from '../tools/brand.mjs';
import { axis, counted, keys, kStages, ofWhat, period, picture } from '../tools/case-words.mjs';
import { readStories } from '../tools/stories.mjs';
import { words } from '../tools/typography.mjs';

/** The small line: what the share is of (a caveat of a changed one says it), the interval where counts are known, the caveats. */
function small(entry, worked) {
  return [ofWhat(entry), ...counted(entry, worked), ...entry.caveats].filter(Boolean).join(' ');
}

/** Only a share of the same thing before and after may be put on somebody else's funnel. */
function tryOn(entry, worked) {
  if (entry.denominator !== 'all' || entry.before === null || entry.after === null) return '';
  const uplift = worked.uplift(entry.before, entry.after);
  return `<div class="case__try" data-script><button type="button" class="link" data-try="${entry.stage_kind}" data-uplift="${uplift}" data-company="${words(entry.company)}">Примерить к&nbsp;моей воронке</button><div class="note" role="status" data-try-told></div></div>`;
}

const row = (
  entry,
  story,
  worked,
) => `<li class="case"><div><h3 class="case__name">${story ? `<a href="${story.address}">${words(entry.company)}</a>` : words(entry.company)}</h3><p class="case__what">${words([entry.industry, entry.metric, period(entry)].filter(Boolean).join('; '))}</p></div>
<div class="case__plot">${picture(entry, worked)}</div>
<div class="case__text"><p>${words(entry.story)}</p><p class="case__of">${words(small(entry, worked))}</p>${tryOn(entry, worked)}</div></li>`;

const kShown = 3;

/** What shows most comes first: both shares named, of the same thing, the larger growth; shares of different things last. */
const byWeight = (a, b) => weight(b) - weight(a);
const kTrust = { all: 100, unknown: 1, changed: 0 };
const weight = ({ before, after, denominator }) =>
  before === null || after === null ? 0 : kTrust[denominator] * (after / before);

/** Three stories of the list when there are stories, and the way to the rest; else every case. */
export default async (given) => {
  const { readJson, worked } = given;
  const { title, lede, sectors, cases } = await readJson('cases.json');
  for (const { id, sector, stage_kind: stage } of cases) {
    if (!(sector in sectors)) throw new AssetError(`cases.json: ${id}: отрасли ${sector} нет среди sectors.`);
    if (!(stage in kStages)) throw new AssetError(`cases.json: ${id}: этапа ${stage} не бывает.`);
  }
  const stories = new Map((await readStories(given)).map((story) => [story.id, story]));
  const chosen =
    stories.size > 0
      ? cases
          .filter(({ id }) => stories.has(id))
          .sort(byWeight)
          .slice(0, kShown)
      : cases;
  const rest =
    stories.size > kShown
      ? `<p class="row cases__rest"><a class="btn btn--line" href="/cases/">${words(`Все истории, ${stories.size}`)}</a></p>`
      : '';
  return `<section class="section page ruled" id="cases" aria-labelledby="cases-title">
<div class="duo"><h2 class="h2" id="cases-title">${words(title)}</h2><p class="duo__lede">${words(lede)}</p></div>
${keys}
${axis}
<ul class="cases" data-cases>
${chosen.map((entry) => row(entry, stories.get(entry.id), worked)).join('\n')}
</ul>${rest}
</section>`;
};
