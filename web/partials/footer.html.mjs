// Who the operator is, and where everything is. What the operator has not said yet is told by the legal texts and by the build.
import { escapeHtml } from '../tools/pages.mjs';
import { hasPage } from '../tools/site-tools.mjs';
import { readStories } from '../tools/stories.mjs';

/** What the footer leads to, each once it has its page. */
async function linksOf(given) {
  const links = [
    ['/cases/', 'Истории клиентов', (await readStories(given)).length > 0],
    ['/crm/', 'Отчёт по выгрузке из CRM', hasPage('crm')],
    ['/kit/', 'Набор инструментов', hasPage('kit')],
    ['/rop/', 'Чек-лист РОПа', true],
    ['/calls/', 'Оценка звонков', hasPage('calls')],
    ['/plan/', 'План на 12 недель', hasPage('plan')],
    ['/result/', 'Карта роста одним листом', hasPage('result')],
    ['/demo/', 'Рабочий стол для созвона', hasPage('demo')],
    ['/privacy/', 'Политика обработки данных', true],
    ['/consent/', 'Согласие на обработку', true],
    ['/consent-ads/', 'Согласие на рекламу', true],
  ];
  return links
    .filter(([, , isThere]) => isThere)
    .map(([address, name]) => `<li><a href="${address}">${name}</a></li>`)
    .join('');
}

export default async (given) => {
  const { site } = given;
  const { name, inn, ogrn, ogrnip, address } = site.operator ?? {};
  const lines = [name, inn && `ИНН ${inn}`, ogrn && `ОГРН ${ogrn}`, ogrnip && `ОГРНИП ${ogrnip}`, address]
    .filter(Boolean)
    .map(escapeHtml);
  return `<footer class="footer page">
  <div class="footer__about"><p class="wordmark">{{site.name}}</p><p class="note">{{site.offer}}</p></div>
  <address class="note"><a href="tel:{{site.phone_link}}">{{site.phone}}</a><a href="mailto:{{site.email}}">{{site.email}}</a></address>
  <div class="note"><p>${lines.join('<br>')}</p></div>
  <ul class="note footer__links">${await linksOf(given)}</ul>
</footer>`;
};
