// The plan. Names of the stories a technique comes from, and what a part of a manager is told, are put in at build: the page carries no
// more of either table.
import { readFileSync } from 'node:fs';
import { escapeHtml } from '../tools/pages.mjs';
import { hasPage } from '../tools/site-tools.mjs';
import { readStories } from '../tools/stories.mjs';

/** @type {{people: Record<string, string>, issues: Record<string, string>}} */
const { people, issues } = JSON.parse(
  readFileSync(new URL('../../assets/messages/ru.json', import.meta.url), 'utf8'),
);
const leaders = Object.entries(people)
  .map(([id, name]) => `<label><input type="checkbox" data-person="${id}">${escapeHtml(name)}</label>`)
  .join('');

/** Where there is no calculation yet: four numbers a month, from which the plan is made. */
const beginning = `<section class="plan__empty" data-plan-empty>
  <h1 class="h2">План на двенадцать недель из четырёх чисел</h1>
  <p class="plan__lede">Впишите числа за месяц: страница скажет, что сделать первым, кто ведёт и когда разницу честно видно. Числа остаются на этом устройстве. Если вы уже считали на <a href="/#calc">главной</a>, план возьмёт расчёт оттуда.</p>
  <form class="numbers" data-numbers>
    <div class="line"><label class="line__label" for="n-managers">Менеджеров</label><input class="line__input" id="n-managers" name="managers" data-whole="${escapeHtml(issues['wrong_type.whole'])}" aria-describedby="numbers-issue" inputmode="numeric" autocomplete="off" required></div>
    <div class="line"><label class="line__label" for="n-leads">Заявок в месяц</label><input class="line__input" id="n-leads" name="leads" aria-describedby="numbers-issue" inputmode="numeric" autocomplete="off" required></div>
    <div class="line"><label class="line__label" for="n-check">Средний чек, ₽</label><input class="line__input" id="n-check" name="check" aria-describedby="numbers-issue" inputmode="decimal" autocomplete="off" required></div>
    <div class="line"><label class="line__label" for="n-sales">Оплат в месяц</label><input class="line__input" id="n-sales" name="sales" aria-describedby="numbers-issue" inputmode="numeric" autocomplete="off" required></div>
    <p class="numbers__issue" id="numbers-issue" data-numbers-issue role="alert"></p>
    <button class="btn" type="submit">Составить план</button>
  </form>
  <p class="note" data-failure></p>
</section>`;

/** The tools the steps are done with, where the site has them. */
const kitNote = () =>
  hasPage('kit')
    ? '<p class="note">Таблицы, регламенты и речевые модули, которыми делают эти шаги, лежат в <a href="/kit/">наборе инструментов</a>.</p>'
    : '';

/** The steps on the axis of the weeks. */
const calendar = () => `<section class="calendar" aria-label="Двенадцать недель">
  <div class="calendar__axis"><span>Шаг и кто ведёт</span><ol data-axis></ol><span>₽ в месяц</span></div>
  <p class="calendar__ends"><span data-first-day></span><span>двенадцать недель</span><span data-last-day></span></p>
  <ol class="steps" data-steps></ol>
  <p class="calendar__total"><span class="label" data-total-name></span><b class="could" data-total></b></p>
  <ul class="keys"><li><i class="key key--on"></i>работаем</li><li><i class="weeks__seen"></i>разницу честно видно: хватает заявок, чтобы отличить её от удачи</li></ul>
  <p class="note" data-unplaced hidden></p>
  ${kitNote()}
</section>`;

/** The plan once it is made: what it says, when and by whom, its calendar, what is left, what can be taken away. */
const planBody = () => `<div data-plan-body hidden>
<section class="plan__head">
  <div><h1 class="h2" data-headline tabindex="-1">План на двенадцать недель</h1><p class="plan__lede" data-lede></p></div>
  <p class="row"><button class="btn" type="button" data-do="pdf">Скачать план</button><button class="btn btn--line" type="button" data-do="calendar">В календарь</button></p>
</section>
<div class="plan__choices">
  <div class="line"><label class="line__label" for="plan-start">Начать с понедельника</label><input class="line__input" id="plan-start" type="date" min="2024-01-01" max="2099-12-31" step="7" data-start></div>
  <fieldset class="people"><legend class="line__label">Кто есть</legend>${leaders}</fieldset>
  <button class="link" type="button" data-do="again" hidden>Расставить заново</button>
</div>
${calendar()}
<details class="fold" data-later-part><summary>Что осталось на потом</summary><ul class="links" data-later></ul></details>
<details class="fold"><summary>Как составлен план</summary><p class="note">Деньги каждого множителя воронки поделены поровну между приёмами, которые на него влияют. Нужность — чего не хватает по чек-листу и по звонкам. Выше стоит то, у чего произведение больше. Неделя, когда разницу видно, — сколько заявок должно пройти, чтобы отличить её от удачи в восьми случаях из десяти.</p></details>
<div class="take"><h2 class="label">Забрать. Контакт для этого не нужен</h2><ul class="take__list" data-takeaway></ul><p class="note">Вместе с расчётом, чек-листом и звонками: <a href="/result/">карта роста</a>.</p></div>
</div>`;

export default async function page(given) {
  const stories = await readStories(given); // those that have a page in this brand
  const links = stories
    .map(
      ({ id, address, facts }) =>
        `<li data-story="${escapeHtml(id)}"><a href="${escapeHtml(address)}">${escapeHtml(facts.name)}</a></li>`,
    )
    .join('');
  return `<!DOCTYPE html>
<html lang="ru" data-brand="{{site.name}}. {{site.phone}}">
<head>
<!-- include partials/head.html -->
<title>План роста на двенадцать недель. {{site.name}}</title>
<meta name="description" content="Что сделать первым, кто ведёт и когда разницу честно видно: план на двенадцать недель из ваших чисел. PDF, Excel, календарь, без контакта.">
<link rel="stylesheet" href="/css/plan.css">
<link rel="preload" id="plan-wasm" href="/wasm/plan.wasm" as="fetch" type="application/wasm" crossorigin>
<script type="module" src="/js/plan/main.js"></script>
</head>
<body class="plan-page">
<a class="skip" href="#main">К плану</a>
<header class="masthead page">
  <div class="masthead__row">
    <a class="wordmark" href="/">{{site.name}}</a>
    <nav class="nav" aria-label="Разделы"><a href="/#calc">Расчёт</a><a href="/crm/">Из&nbsp;CRM</a><a href="/rop/">Чек-лист РОПа</a><a href="/calls/">Звонки</a><a href="/plan/" aria-current="page">План</a></nav>
    <a class="masthead__phone" href="tel:{{site.phone_link}}">{{site.phone}}</a>
  </div>
  <div class="masthead__line"><p>План хранится на этом устройстве</p><p data-dates></p></div>
</header>
<main id="main" class="page">
<noscript><p class="note">Чтобы составить план из ваших чисел, странице нужен JavaScript.</p></noscript>
${beginning}
${planBody()}
<ul hidden data-stories>${links}</ul>
</main>
<!-- include partials/footer.html -->
<div class="notice" data-notice role="status"><p class="notice__text" data-notice-text></p><button type="button" class="notice__undo" data-notice-undo hidden>Вернуть</button><button type="button" class="notice__close" data-notice-close aria-label="Закрыть сообщение">×</button></div>
</body>
</html>`;
}
