// What an owner can use without us: the checklist for a meeting and the tool kit.
import { formHtml, isOpen } from '../tools/forms.mjs';
import { hasPage } from '../tools/site-tools.mjs';
import { words } from '../tools/typography.mjs';

export default async ({ site, readJson, kit }) => {
  const { materials } = await readJson('sections.json');
  const { areas } = await readJson('checklist/rop.json');
  const count = areas.reduce((sum, { items }) => sum + items.length, 0);
  const ask = (title, form) =>
    `<details><summary class="data__open">${title}</summary>${formHtml(site, form)}</details>`;
  const part = (id, title, text, links) =>
    `<div class="ask" id="${id}"><h3 class="label">${title}</h3><p>${words(text)}</p>${links}</div>`;
  const calls = hasPage('calls') ? '<a class="link" href="/calls/">Оценка звонков</a>' : '';
  const look = hasPage('kit')
    ? `<p class="row"><a class="btn btn--line" href="/kit/">${isOpen(site) ? 'Открыть набор' : 'Что в наборе'}</a></p>`
    : '';
  const get = isOpen(site)
    ? ''
    : ask('Получить набор', {
        kind: 'materials',
        prefix: 'mt',
        page: '/',
        button: 'Открыть файлы',
        files: kit.lines,
      });
  return `<section class="section page ruled" id="materials" aria-labelledby="materials-title">
<h2 class="h2" id="materials-title">${words(materials.title)}</h2>
<div class="asks">
${part('checklist', 'Чек-лист РОПа', `Вопросы для одной встречи, их ${count}: вы спрашиваете, просите показать и ставите 0, 1 или 2. В конце видно, какие области слабые и сколько они стоят. Открыт без контакта, работает без интернета.`, `<p class="row"><a class="btn btn--line" href="/rop/">Открыть чек-лист</a><a class="link" href="/rop/blank/">Бланк для печати</a>${calls}</p>${ask('Прислать и разобрать вместе', { kind: 'checklist', prefix: 'cl', page: '/', button: 'Пришлите чек-лист' })}`)}
${part('ask-materials', 'Набор инструментов', materials.materials, look + get)}
</div>
</section>`;
};
