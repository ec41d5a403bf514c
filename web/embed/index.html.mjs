// The calculator alone, for a frame on partners' pages (README.ru.md, «Калькулятор на чужой странице»). Whatever it leads to opens in a tab of
// its own: no other page of the site may stand in a frame.
import { readFile } from 'node:fs/promises';
import { partnersOf } from '../tools/embed.mjs';
import { diagnosisForm } from '../tools/forms.mjs';

/** What is elsewhere than on the landing page: as it stands there, and here. */
const kElsewhere = [
  ['<!-- include? partials/crm-link.html -->', ''],
  ['href="#calc"', 'href="/#calc" data-whole'],
  ['href="#request"', 'href="#request" target="_self"'],
];

/** The landing page's first screen with its links as a frame needs them. */
async function hero() {
  let html = await readFile(new URL('../partials/hero.html', import.meta.url), 'utf8');
  for (const [there, here] of kElsewhere) {
    if (!html.includes(there)) throw new Error(`partials/hero.html has no ${there}`);
    html = html.replace(there, here);
  }
  return html;
}

export default async ({ site }) => `<!DOCTYPE html>
<html lang="ru" data-partners="${partnersOf(site).join(' ')}">
<head>
<!-- include partials/head.html -->
<base target="_blank">
<title>Расчёт для вашей страницы. {{site.name}}</title>
<meta name="robots" content="noindex">
<link rel="stylesheet" href="/css/embed.css">
<link rel="preload" id="core-wasm" href="/wasm/calculator.wasm" as="fetch" type="application/wasm" crossorigin>
<script type="module" src="/js/landing/embed.js"></script>
</head>
<body class="embed">
<header class="page embed__head"><a class="wordmark" href="/">{{site.name}}</a><a class="masthead__phone" href="tel:{{site.phone_link}}">{{site.phone}}</a></header>
<main>
${await hero()}
<div class="page"><p class="fault" role="status" data-unplaced></p>
<details class="embed__request" id="request"><summary class="embed__open">Разобрать эти числа с&nbsp;нами</summary>
${diagnosisForm(site, '/embed/')}
</details></div>
</main>
<p class="vh" role="status" data-announce></p>
</body>
</html>
`;
