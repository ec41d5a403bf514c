// The blank form of the meeting on paper: what 0, 1 and 2 look like, a column for the owner and one for the head of sales. Works without
// JavaScript. Made at build from assets/checklist/rop.json.
const escaped = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const boxes =
  '<td class="blank__marks"><span class="blank__box">0</span><span class="blank__box">1</span><span class="blank__box">2</span></td>';
const levels = ({ levels: [none, partly], good_answer: good }) =>
  [none, partly, good].map((text, mark) => `<span><b>${mark}</b> ${escaped(text)}</span>`).join(' ');

const itemRow = (item) =>
  `<tr><th scope="row" class="blank__item">${item.critical ? '<b class="blank__critical" title="Критичный вопрос">●</b> ' : ''}${escaped(item.question)} <small>Показать: ${escaped(item.evidence)}</small> <small class="blank__levels">${levels(item)}</small></th>${boxes}${boxes}<td class="blank__note"></td></tr>`;

const areaTable = (
  area,
  i,
) => `<table class="blank__table"><caption class="blank__name">${i + 1}. ${escaped(area.name)}</caption>
<thead><tr><th scope="col">Вопрос и что значит отметка</th><th scope="col">Вы</th><th scope="col">РОП</th><th scope="col">Что увидели</th></tr></thead>
<tbody>${area.items.map(itemRow).join('')}</tbody></table>`;

export default async function page({ readJson }) {
  const { title, areas } = await readJson('checklist/rop.json');
  return `<!DOCTYPE html>
<html lang="ru">
<head>
<!-- include partials/head.html -->
<title>Бланк встречи с РОПом для печати. {{site.name}}</title>
<meta name="description" content="Бланк чек-листа РОПа на бумаге: вопросы, что значат отметки 0, 1, 2, столбец собственника, столбец РОПа и место для записей.">
<link rel="stylesheet" href="/css/rop.css">
<script type="module" src="/js/forms/elsewhere.js"></script>
</head>
<body class="blank-page">
<a class="skip" href="#main">К бланку</a>
<main class="blank page" id="main">
<p class="blank__screen note"><a href="/rop/">К чек-листу на экране</a>. Бланк рассчитан на листы А4: печатайте эту страницу командой браузера. РОП может отметить свой столбец заранее.</p>
<h1 class="blank__title">${escaped(title)}</h1>
<dl class="blank__head"><div><dt>Дата</dt><dd></dd></div><div><dt>Собственник</dt><dd></dd></div><div><dt>РОП</dt><dd></dd></div></dl>
<p class="blank__legend">0 нет, 1 частично или на словах, 2 системно, видел доказательство; не применимо — зачеркните. ● критичный вопрос. {{site.name}}, {{site.phone}}</p>
${areas.map(areaTable).join('\n')}
</main>
</body>
</html>
`;
}
