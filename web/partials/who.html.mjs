// Who works here: the firm and its founder by site.json, the clients by name, each with its story.
import { words } from '../tools/typography.mjs';
import { escapeHtml } from '../tools/pages.mjs';

export default async ({ site, readJson }) => {
  const { who } = await readJson('sections.json');
  if (!who) return '';
  const { cases } = await readJson('cases.json');
  const names = [...new Set(cases.map(({ company }) => company))];
  const founder = site.founder ?? {};
  const person = [founder.name, founder.text].filter(Boolean).map(escapeHtml).join('. ');
  return `<section class="section page ruled" id="who" aria-labelledby="who-title">
<div class="duo"><h2 class="h2" id="who-title">${words(who.title)}</h2><div class="duo__lede"><p>${words(who.text)}</p>${person ? `<p>${person}</p>` : ''}<p class="note">${words(`${site.name}. ${site.operator?.name ?? ''}`)}</p></div></div>
<p class="who__clients"><span class="note">${words(who.clients)}</span> ${names.map((name) => `<b>${words(name)}</b>`).join(', ')}</p>
</section>`;
};
