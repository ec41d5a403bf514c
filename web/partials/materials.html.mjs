// What can be asked for without an analysis: the tool kit, and the checklist sent. Each behind its own door, so that the page stays calm.
import { formHtml, isOpen } from '../tools/forms.mjs';
import { words } from '../tools/typography.mjs';

export default async ({ site, readJson, kit }) => {
  const { materials } = await readJson('sections.json');
  const part = (id, title, text, ask, form, more = '') =>
    `<div class="ask" id="${id}"><h3 class="label">${title}</h3><p>${words(text)}</p>${more}<details><summary class="data__open">${ask}</summary>${formHtml(site, form)}</details></div>`;
  const look = kit ? '<p><a class="link" href="/kit/">Что в наборе</a></p>' : '';
  const tools = isOpen(site)
    ? `<div class="ask" id="ask-materials"><h3 class="label">Набор инструментов</h3><p>${words(materials.materials)}</p><p><a class="btn btn--line" href="/kit/">Открыть набор</a></p></div>`
    : part(
        'ask-materials',
        'Набор инструментов',
        materials.materials,
        'Получить набор',
        { kind: 'materials', prefix: 'mt', page: '/', button: 'Открыть файлы' },
        look,
      );
  return `<section class="section page ruled" id="materials" aria-labelledby="materials-title">
<h2 class="h2" id="materials-title">${words(materials.title)}</h2>
<div class="asks">
${tools}
${part('ask-checklist', 'Чек-лист РОПа', materials.checklist, 'Попросить чек-лист', { kind: 'checklist', prefix: 'cl', page: '/', button: 'Пришлите чек-лист' })}
</div>
</section>`;
};
