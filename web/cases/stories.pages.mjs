// /cases/ and /cases/ID/: the list of stories with its filter, and a page a client. Readable without scripts. A brand without stories
// has neither.
import * as format from '../js/text/format.js';
import { axis, base, counted, keys, kStages, period, picture } from '../tools/case-words.mjs';
import { hasPage } from '../tools/site-tools.mjs';
import { readStories, whyNotTried } from '../tools/stories.mjs';
import { words } from '../tools/typography.mjs';

const paragraphs = (texts) => texts.map((text) => `<p>${words(text)}</p>`).join('\n');

const page = ({ title, description, style = '/css/cases.css', script, body }) => `<!DOCTYPE html>
<html lang="ru">
<head>
<!-- include partials/head.html -->
<title>${words(title)}. {{site.name}}</title>
<meta name="description" content="${words(description)}">
<link rel="stylesheet" href="${style}">
<noscript><link rel="stylesheet" href="/css/noscript.css"></noscript>
<script type="module" src="${script}"></script>
</head>
<body>
<a class="skip" href="#main">К тексту</a>
<!-- include partials/masthead.html -->
${body}
<!-- include partials/footer.html -->
</body>
</html>
`;

/** The numbers as they were published, each with what it is of and when. */
const number = ({
  metric,
  before,
  after,
  denominator,
  period: when,
}) => `<li class="number"><h3 class="number__name">${words(metric)}</h3>
<p class="number__value">${before ? `<span class="number__before">${words(before)}</span> <span class="vh">стало</span><span aria-hidden="true">→</span> ` : ''}<b>${words(after)}</b></p>
<p class="number__of">${words(`От чего: ${denominator}. Когда: ${when}.`)}</p></li>`;

const talk = ({
  topic,
  before,
  after,
}) => `<div class="talk__pair"><h3 class="talk__topic">${words(topic)}</h3>
<dl class="talk__sides"><div><dt>Было</dt><dd>${words(before)}</dd></div><div><dt>Стало</dt><dd>${words(after)}</dd></div></dl></div>`;

/** Where a technique can be taken further: the checklist, the call sheet, the kit, the plan; each once its page is there. */
function furtherOf(technique, { areas, criteria, kit }) {
  const named = (list, ids) =>
    list
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => `«${name}»`)
      .join(', ');
  const files = kit.filter(({ techniques }) => techniques.includes(technique.id));
  const parts = [
    `<a href="/rop/">Чек-лист РОПа</a>: ${words(named(areas, technique.areas))}`,
    hasPage('calls') && technique.criteria.length > 0
      ? `<a href="/calls/">лист звонков</a>: ${words(named(criteria, technique.criteria))}`
      : '',
    files.length > 0 && hasPage('kit')
      ? `взять готовое: ${files.map(({ id, name }) => `<a href="/kit/#${id}">${words(name)}</a>`).join(', ')}`
      : '',
    hasPage('plan') ? '<a href="/plan/">поставить в план</a>' : '',
  ];
  return `<p class="story__further">${parts.filter(Boolean).join('; ')}.</p>`;
}

const doneItem = (
  { technique, told },
  given,
) => `<li class="act"><h3 class="act__name">${words(technique.name)}</h3>
${paragraphs(told)}
${furtherOf(technique, given)}</li>`;

function tryOn({ entry, facts }, worked) {
  const reason = whyNotTried(entry);
  if (reason) return `<p>${words(`${reason} Приёмы отсюда взять можно, число нельзя.`)}</p>`;
  const uplift = worked.uplift(entry.before, entry.after);
  return `<p>${words(`Обе доли взяты от одного и того же, поэтому можно спросить: что было бы у вас, если бы доля выросла во столько же раз, в ${format.number(uplift, 2)}?`)}</p>
<div data-try-place data-stage="${entry.stage_kind}" data-uplift="${uplift}" data-company="${words(facts.name)}" data-script><button type="button" class="btn" data-try>Примерить на мою воронку</button><div class="try__told" role="status" data-try-told></div></div>
<p class="note" data-try-plain>${words('Примерка считается в браузере по числам, которые вы ввели на первой странице:')} <a href="/#calc">${words('к расчёту')}</a>.</p>`;
}

function storyPage(story, next, { worked, ...lists }) {
  const { entry, facts } = story;
  const small = [base(entry), ...counted(entry, worked)].filter(Boolean).join(' ');
  return page({
    title: `${facts.name}: ${story.title.charAt(0).toLowerCase()}${story.title.slice(1)}`,
    description: story.lede,
    script: '/js/cases/story.js',
    body: `<main class="story page" id="main">
<p class="crumbs"><a href="/cases/">Истории клиентов</a></p>
<article>
<header class="story__head">
<p class="story__who"><b>${words(facts.name)}</b>, ${words(`${facts.industry}; ${facts.period}`)}</p>
<h1 class="story__title">${words(story.title)}</h1>
<p class="story__lede">${words(story.lede)}</p>
</header>
<figure class="story__plot">
<figcaption class="story__metric">${words(entry.metric.charAt(0).toUpperCase() + entry.metric.slice(1))}</figcaption>
${entry.after === null ? '' : axis}
<div class="case__plot">${picture(entry, worked)}</div>
${small ? `<p class="note">${words(small)}</p>` : ''}
</figure>
<div class="story__columns">
<div class="story__text">
<section><h2 class="story__h">Что было</h2>${paragraphs(story.was)}</section>
<section><h2 class="story__h">Что нашли</h2>${paragraphs(story.found)}</section>
<section><h2 class="story__h">Что сделали</h2><ol class="acts">${story.done.map((one) => doneItem(one, lists)).join('\n')}</ol></section>
</div>
<section class="story__numbers" aria-labelledby="numbers"><h2 class="story__h" id="numbers">Числа и от чего они</h2><ul class="numbers">${facts.results.map(number).join('\n')}</ul></section>
</div>
<section class="talk" aria-labelledby="talk"><h2 class="story__h" id="talk">Разговор до и после</h2>${facts.before_after.map(talk).join('\n')}</section>
<div class="story__columns story__columns--end">
<div class="story__text">
<section><h2 class="story__h">Что вышло</h2>${paragraphs(story.outcome)}</section>
<section><h2 class="story__h">Что взять себе</h2>${paragraphs(story.yours)}</section>
</div>
<section class="story__limits" aria-labelledby="limits"><h2 class="story__h" id="limits">Чего отсюда не следует</h2><ul class="limits">${facts.caveats.map((text) => `<li>${words(text)}</li>`).join('')}</ul></section>
</div>
<section class="try" aria-labelledby="try"><h2 class="story__h" id="try">Примерить на вашу воронку</h2>
${tryOn(story, worked)}
</section>
</article>
<nav class="story__next" aria-label="Дальше"><a class="story__nextlink" href="${next.address}"><span class="note">${words(`Следующая история: ${next.facts.name}`)}</span> <b>${words(next.title)}</b></a><p class="row"><a class="btn" href="/#request">Разобрать с&nbsp;нами</a><a class="link" href="/cases/">Все истории</a></p></nav>
</main>`,
  });
}

const options = (names, all) =>
  `<option value="">${all}</option>${names.map(([value, name]) => `<option value="${value}">${words(name)}</option>`).join('')}`;
const choice = (id, label, names, all) =>
  `<div><label class="field__label" for="${id}">${label}</label><span class="select"><select class="select__input" id="${id}">${options(names, all)}</select></span></div>`;

const row = (
  { address, title, entry, facts, done },
  worked,
) => `<li class="case" data-stage="${entry.stage_kind}" data-sector="${entry.sector}" data-techniques="${done.map(({ technique }) => technique.id).join(' ')}"><div><h2 class="case__name"><a href="${address}">${words(title)}</a></h2><p class="case__what">${words([facts.name, entry.industry, period(entry)].filter(Boolean).join('; '))}</p></div>
<div class="case__plot">${picture(entry, worked)}</div>
<div class="case__text"><p>${words(`${entry.metric.charAt(0).toUpperCase() + entry.metric.slice(1)}. ${base(entry)}`.trim())}</p><p class="case__of">${words(done.map(({ technique }) => technique.name).join('\u00A0· '))}</p></div></li>`;

function listPage(stories, sectors, { worked }) {
  const used = (pick) => new Set(stories.flatMap(pick));
  const stages = used(({ entry }) => [entry.stage_kind]);
  const sectorIds = used(({ entry }) => [entry.sector]);
  const techniques = new Map(
    stories.flatMap(({ done }) => done.map(({ technique }) => [technique.id, technique.name])),
  );
  const byName = [...techniques].sort(([, x], [, y]) => (x < y ? -1 : 1));
  const count = `${stories.length} ${format.plural(stories.length, 'история', 'истории', 'историй')}`;
  return page({
    title: 'Истории клиентов',
    description: `${count}: что было в отделе продаж, что нашли, что сделали по шагам, что вышло и чего по этим числам сказать нельзя.`,
    script: '/js/cases/list.js',
    body: `<main class="page stories" id="main">
<h1 class="stories__title">Истории клиентов</h1>
<p class="stories__lede">${words('Что было, что нашли, что сделали по шагам, как изменился разговор и что вышло. У каждого числа сказано, от чего оно, а в конце каждой истории, чего из неё не следует.')}</p>
<div class="cases__filter" data-filter data-script>${choice(
      'story-stage',
      'Этап',
      Object.entries(kStages).filter(([kind]) => stages.has(kind)),
      'Все этапы',
    )}${choice(
      'story-sector',
      'Отрасль',
      Object.entries(sectors).filter(([id]) => sectorIds.has(id)),
      'Все отрасли',
    )}${choice('story-technique', 'Приём', byName, 'Все приёмы')}<p class="note" role="status" data-told></p></div>
${keys}
${axis}
<ul class="cases" data-stories>
${stories.map((story) => row(story, worked)).join('\n')}
</ul>
</main>`,
  });
}

export default async (given) => {
  const { readJson, worked, kit } = given;
  const { sectors } = await readJson('cases.json');
  const stories = await readStories(given);
  if (stories.length === 0) return [];
  const { areas } = await readJson('checklist/rop.json');
  const { criteria } = await readJson('calls/criteria.json');
  const lists = { worked, areas, criteria, kit: kit?.items ?? [] };
  return [
    { page: 'cases/index.html', html: listPage(stories, sectors, lists) },
    ...stories.map((story, i) => ({
      page: `cases/${story.id}/index.html`,
      html: storyPage(story, stories[(i + 1) % stories.length], lists),
    })),
  ];
};
