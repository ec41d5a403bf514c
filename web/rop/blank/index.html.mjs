// The blank form of the meeting: two printed pages, works without JavaScript. Made at build from assets/checklist/rop.json.
const escaped = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const boxes =
  '<td class="blank__box">0</td><td class="blank__box">1</td><td class="blank__box">2</td><td class="blank__box">н/п</td>';

const itemRow = (item) =>
  `<tr><th scope="row" class="blank__item">${item.critical ? '<b class="blank__critical" title="Критичный вопрос">●</b> ' : ''}${escaped(item.question)} <small>${escaped(item.evidence)}</small></th>${boxes}<td class="blank__note"></td></tr>`;

const areaBody = (area, i) =>
  `<tbody class="blank__area"><tr><th scope="rowgroup" colspan="6" class="blank__name">${i + 1}. ${escaped(area.name)}</th></tr>${area.items.map(itemRow).join('')}</tbody>`;

export default async function page({ readJson }) {
  const { title, areas } = await readJson('checklist/rop.json');
  const middle = Math.ceil(areas.length / 2);
  const table = (
    part,
    first,
  ) => `<table class="blank__table"><caption class="vh">Области ${first + 1}–${first + part.length}</caption>
<thead><tr><th scope="col">Вопрос и что попросить показать</th><th scope="colgroup" colspan="4">Отметка</th><th scope="col">Что увидели</th></tr></thead>
${part.map((area, i) => areaBody(area, first + i)).join('\n')}</table>`;
  return `<!DOCTYPE html>
<html lang="ru">
<head>
<!-- include partials/head.html -->
<title>Бланк встречи с РОПом для печати. {{site.name}}</title>
<meta name="description" content="Бланк чек-листа РОПа на трёх страницах: вопросы, что попросить показать, отметки 0, 1, 2 и место для записей.">
<link rel="stylesheet" href="/css/rop.css">
</head>
<body class="blank-page">
<a class="skip" href="#main">К бланку</a>
<main class="blank page" id="main">
<p class="blank__screen note"><a href="/rop/">К чек-листу на экране</a>. Бланк рассчитан на лист А4 с двух сторон: печатайте эту страницу командой браузера.</p>
<h1 class="blank__title">${escaped(title)}</h1>
<dl class="blank__head"><div><dt>Дата</dt><dd></dd></div><div><dt>Собственник</dt><dd></dd></div><div><dt>РОП</dt><dd></dd></div></dl>
<p class="blank__legend">0 нет, 1 частично или на словах, 2 системно, видел доказательство, н/п не применимо. ● критичный вопрос. {{site.name}}, {{site.phone}}</p>
${table(areas.slice(0, middle), 0)}
${table(areas.slice(middle), middle)}
</main>
</body>
</html>
`;
}
