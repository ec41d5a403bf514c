// Who the operator is, and where everything is. What the operator has not said yet is told by the legal texts and by the build.
import { existsSync } from 'node:fs';
import { escapeHtml } from '../tools/pages.mjs';

/** The workbench has its link once it has its page. */
const hasWorkbench = ['../demo/index.html', '../demo/index.html.mjs'].some((page) =>
  existsSync(new URL(page, import.meta.url)),
);

export default ({ site }) => {
  const { name, inn, ogrn, ogrnip, address } = site.operator ?? {};
  const lines = [name, inn && `ИНН ${inn}`, ogrn && `ОГРН ${ogrn}`, ogrnip && `ОГРНИП ${ogrnip}`, address]
    .filter(Boolean)
    .map(escapeHtml);
  return `<footer class="footer page">
  <div class="footer__about"><p class="wordmark">{{site.name}}</p><p class="note">{{site.offer}}</p></div>
  <address class="note"><a href="tel:{{site.phone_link}}">{{site.phone}}</a><a href="mailto:{{site.email}}">{{site.email}}</a></address>
  <div class="note"><p>${lines.join('<br>')}</p></div>
  <ul class="note footer__links"><li><a href="/rop/">Чек-лист РОПа</a></li>${hasWorkbench ? '<li><a href="/demo/">Рабочий стол для созвона</a></li>' : ''}<li><a href="/privacy/">Политика обработки данных</a></li><li><a href="/consent/">Согласие на обработку</a></li><li><a href="/consent-ads/">Согласие на рекламу</a></li></ul>
</footer>`;
};
