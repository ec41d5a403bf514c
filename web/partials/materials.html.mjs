// What can be asked for without an analysis: materials, and the checklist sent. Each behind its own door, so that the page stays calm.
import { formHtml } from '../tools/forms.mjs';
import { words } from '../tools/typography.mjs';

export default async ({ site, readJson }) => {
  const { materials } = await readJson('sections.json');
  const part = (id, title, text, ask, form) =>
    `<div class="ask" id="${id}"><h3 class="label">${title}</h3><p>${words(text)}</p><details><summary class="data__open">${ask}</summary>${formHtml(site, form)}</details></div>`;
  return `<section class="section page ruled" id="materials" aria-labelledby="materials-title">
<h2 class="h2" id="materials-title">${words(materials.title)}</h2>
<div class="asks">
${part('ask-materials', 'Материалы', materials.materials, 'Попросить материалы', { kind: 'materials', prefix: 'mt', page: '/', button: 'Пришлите материалы' })}
${part('ask-checklist', 'Чек-лист РОПа', materials.checklist, 'Попросить чек-лист', { kind: 'checklist', prefix: 'cl', page: '/', button: 'Пришлите чек-лист' })}
</div>
</section>`;
};
