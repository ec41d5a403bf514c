// /kit/: what each file of the tool kit is for, its first page as a picture, its size and date. By the operator's setting the files are
// open (gates.materials is "open"), or the form stands before them and the server hands out the links.
import * as format from '../js/text/format.js';
import { formHtml, isOpen } from '../tools/forms.mjs';
import { dateInWords } from '../tools/kit/kit.mjs';
import { readStories } from '../tools/stories.mjs';
import { words } from '../tools/typography.mjs';

const kilobytes = (/** @type {number} */ bytes) =>
  `${format.number(Math.max(1, Math.round(bytes / 1024)))}\u00A0КБ`;

const fileLine = (/** @type {any} */ { name, type, size }, /** @type {boolean} */ open) =>
  open
    ? `<a class="tool__file" href="/kit/files/${name}" download>${type}, ${words(kilobytes(size))}</a>`
    : `<span class="tool__file">${type}, ${words(kilobytes(size))}</span>`;

/** Where it was done: the stories that tell of its techniques, three at most. */
const told = (/** @type {any} */ one, /** @type {any[]} */ stories) => {
  const found = stories.filter(({ done }) =>
    done.some((/** @type {any} */ { technique }) => one.techniques.includes(technique.id)),
  );
  const links = found
    .slice(0, 3)
    .map(({ address, facts }) => `<a href="${address}">${words(facts.name)}</a>`)
    .join(', ');
  return links ? `<p class="tool__use">Как это было у клиентов: ${links}.</p>` : '';
};

const item = (
  /** @type {any} */ one,
  /** @type {boolean} */ open,
  /** @type {any[]} */ stories,
) => `<li class="tool" id="${one.id}">
<img class="tool__page" src="${one.picture}" width="240" height="320" loading="lazy" alt="${words(`Первая страница: ${one.name}`)}">
<div class="tool__text"><h2 class="tool__name">${words(one.name)}</h2>
<p>${words(one.what)}</p>
<p class="tool__use">${words(one.use)}</p>
${told(one, stories)}
<p class="tool__files">${one.files.map((/** @type {any} */ file) => fileLine(file, open)).join(' ')}</p></div></li>`;

const way = (/** @type {any} */ kit, /** @type {boolean} */ open) =>
  open
    ? `<a class="btn" href="/kit/files/${kit.archive.name}" download>${words(`Скачать всё: ZIP, ${kilobytes(kit.archive.size)}`)}</a>`
    : `<a class="btn" href="#get">Получить набор</a><p class="note">${words(`Всё вместе: ZIP, ${kilobytes(kit.archive.size)}. Ссылки откроются сразу после формы и действуют 30 дней.`)}</p>`;

const form = (
  /** @type {any} */ site,
  /** @type {any} */ kit,
) => `<section class="kit__get" id="get" aria-labelledby="get-title"><h2 class="h2" id="get-title">Получить набор</h2>
<p class="kit__lede">${words('Ссылки на файлы откроются сразу после отправки и действуют 30 дней. Два вопроса об отделе нужны, чтобы сказать, с какого файла начать.')}</p>
${formHtml(site, { kind: 'materials', prefix: 'kt', page: '/kit/', button: 'Открыть файлы', files: kit.lines })}</section>`;

/** @param {any} given */
export default async (given) => {
  const { site, kit } = given;
  if (!kit) return [];
  const stories = await readStories(given);
  const open = isOpen(site);
  const html = `<!DOCTYPE html>
<html lang="ru">
<head>
<!-- include partials/head.html -->
<title>${words(kit.title)} для отдела продаж. {{site.name}}</title>
<meta name="description" content="${words(kit.lede)}">
<link rel="stylesheet" href="/css/kit.css">
<script type="module" src="/js/forms/elsewhere.js"></script>
</head>
<body>
<a class="skip" href="#main">К файлам</a>
<!-- include partials/masthead.html -->
<main class="page kit" id="main">
<h1 class="kit__title">${words(kit.title)}</h1>
<p class="kit__lede">${words(kit.lede)}</p>
<div class="row kit__way">${way(kit, open)}</div>
<p class="note">${words(`${kit.edition.charAt(0).toUpperCase()}${kit.edition.slice(1)}, ${dateInWords(kit.date)}. Файлы открываются в Excel, Word, LibreOffice и в браузере; примеры в них названы примерами.`)}</p>
<ol class="tools">
${kit.items.map((/** @type {any} */ one) => item(one, open, stories)).join('\n')}
</ol>
${open ? '' : form(site, kit)}
</main>
<!-- include partials/footer.html -->
</body>
</html>
`;
  return [{ page: 'kit/index.html', html }];
};
