// What an owner can use without us: the checklist for a meeting, the tool kit, and materials on request.
import { existsSync } from 'node:fs';
import { formHtml } from '../tools/forms.mjs';
import { words } from '../tools/typography.mjs';

const page = (name) =>
  ['index.html', 'index.html.mjs'].some((file) => existsSync(new URL(`../${name}/${file}`, import.meta.url)));

export default async ({ site, readJson }) => {
  const { materials } = await readJson('sections.json');
  const { areas } = await readJson('checklist/rop.json');
  const count = areas.reduce((sum, { items }) => sum + items.length, 0);
  const ask = (title, form) =>
    `<details><summary class="data__open">${title}</summary>${formHtml(site, form)}</details>`;
  const part = (id, title, text, links) =>
    `<div class="ask" id="${id}"><h3 class="label">${title}</h3><p>${words(text)}</p>${links}</div>`;
  const calls = page('calls') ? '<a class="link" href="/calls/">Оценка звонков</a>' : '';
  const kit = page('kit') ? '<p class="row"><a class="btn btn--line" href="/kit/">Открыть набор</a></p>' : '';
  return `<section class="section page ruled" id="materials" aria-labelledby="materials-title">
<h2 class="h2" id="materials-title">${words(materials.title)}</h2>
<div class="asks">
${part('checklist', 'Чек-лист РОПа', `Вопросы для одной встречи, их ${count}: вы спрашиваете, просите показать и ставите 0, 1 или 2. В конце видно, какие области слабые и сколько они стоят. Открыт без контакта, работает без интернета.`, `<p class="row"><a class="btn btn--line" href="/rop/">Открыть чек-лист</a><a class="link" href="/rop/blank/">Бланк для печати</a>${calls}</p>${ask('Прислать и разобрать вместе', { kind: 'checklist', prefix: 'cl', page: '/', button: 'Пришлите чек-лист' })}`)}
${part('ask-materials', 'Материалы', materials.materials, `${kit}${ask('Попросить материалы', { kind: 'materials', prefix: 'mt', page: '/', button: 'Пришлите материалы' })}`)}
</div>
</section>`;
};
