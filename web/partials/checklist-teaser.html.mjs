// Three real questions of the checklist as they stand on its blank form.
import { words } from '../tools/typography.mjs';

const kShown = 3;

export default async ({ readJson }) => {
  const { areas } = await readJson('checklist/rop.json');
  const area = areas.find(({ governs }) => governs.kinds.includes('payment')) ?? areas[0];
  const rows = area.items
    .slice(0, kShown)
    .map(
      ({ question, evidence }) =>
        `<li class="sample__row"><p>${words(question)}<small>${words(evidence)}</small></p><span>0</span><span>1</span><span>2</span></li>`,
    );
  const count = areas.reduce((sum, { items }) => sum + items.length, 0);
  return `<section class="section page ruled teaser" id="checklist" aria-labelledby="teaser-title">
<div><h2 class="h2" id="teaser-title">Проверьте отдел вместе с&nbsp;РОПом</h2>
<p>${words(`Чек-лист для одной встречи, вопросов: ${count}. Вы спрашиваете, просите показать и ставите 0, 1 или 2. В конце видно, какие области слабые и сколько они стоят в рублях. Работает без интернета и сохраняется сам.`)}</p>
<p class="row"><a class="btn" href="/rop/">Открыть чек-лист</a><a class="link" href="/rop/blank/">Бланк для печати</a></p></div>
<div class="sample"><p class="sample__head"><b class="label">${words(area.name)}</b> оценка собственника</p>
<ul>
${rows.join('\n')}
</ul>
<p class="sample__foot">${words('0 нет, 1 частично или на словах, 2 системно, видел доказательство')}</p></div>
</section>`;
};
