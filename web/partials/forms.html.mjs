// The request at the end of the page: what the analysis gives, who calls and what happens next; a call back beside it.
import { diagnosisForm, formHtml } from '../tools/forms.mjs';
import { escapeHtml } from '../tools/pages.mjs';
import { words } from '../tools/typography.mjs';

export default async ({ site, readJson }) => {
  const { request } = await readJson('sections.json');
  // Who calls, when, for how long and what it costs: the firm's own, said only where it is said in site.json.
  const { who, when, length, price } = site.consultation ?? {};
  const terms = [who, when, length, price].filter(Boolean).map(escapeHtml).join('. ');
  const gives = (request?.gives ?? []).map((text) => `<li>${words(text)}</li>`).join('');
  return `<section class="section sheet" id="request" aria-labelledby="request-title">
<div class="page request">
  <div class="request__about">
    <h2 class="h2" id="request-title" tabindex="-1">${words(request?.title ?? 'Разобрать эти числа с нами')}</h2>
    ${request?.lede ? `<p>${words(request.lede)}</p>` : ''}
    ${gives ? `<ul class="request__gives">${gives}</ul>` : ''}
    ${terms ? `<p>${terms}.</p>` : ''}
    <p class="note">${words('Расчёт уйдёт с заявкой, только если вы это отметите.')} ${words(request?.after ?? '')}</p>
    <p class="request__phone"><span class="note">Или позвоните</span><a href="tel:{{site.phone_link}}">{{site.phone}}</a></p>
    <details class="request__more"><summary class="data__open">Перезвоните мне</summary>
    ${formHtml(site, { kind: 'callback', prefix: 'cb', page: '/', button: 'Жду звонка' })}
    </details>
  </div>
  ${diagnosisForm(site, '/')}
</div>
</section>`;
};
