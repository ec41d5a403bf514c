// The first screen: at the head of the landing page, and alone on /embed/.

/**
 * @param {{where: string, crm?: string}} links where: to what is below the first screen; crm: to the numbers of a CRM
 */
export const heroHtml = ({ where, crm = '' }) => `<section class="hero page" aria-labelledby="hero-title">
  <h1 class="hero__title" id="hero-title"><!-- include partials/hero-title.html --></h1>
  <p class="hero__lede"><!-- include partials/hero-lede.html --></p>
  <div class="hero__fields">
    <fieldset class="four">
      <legend class="vh">Ваш отдел за месяц</legend>
      <div class="field" data-field><label class="field__label" for="managers">Менеджеров</label><span class="field__box"><input class="field__input" id="managers" data-in="/managers" data-as="count" inputmode="numeric" autocomplete="off" placeholder="{{example.managers}}"><span class="field__unit" aria-hidden="true">чел.</span></span></div>
      <div class="field" data-field><label class="field__label" for="leads">Заявок в&nbsp;месяц</label><span class="field__box"><input class="field__input" id="leads" data-in="/leads_per_month" data-as="count" inputmode="decimal" autocomplete="off" placeholder="{{example.leads}}"><span class="field__unit" aria-hidden="true">шт.</span></span></div>
      <div class="field" data-field><label class="field__label" for="check">Средний чек</label><span class="field__box"><input class="field__input" id="check" data-in="/average_check" data-as="money" inputmode="decimal" autocomplete="off" placeholder="{{example.check_number}}"><span class="field__unit" aria-hidden="true">₽</span></span></div>
      <div class="field" data-field data-sales><label class="field__label" for="sales">Оплат в&nbsp;месяц</label><span class="field__box"><input class="field__input" id="sales" data-in="/stated_sales" data-as="count" inputmode="decimal" autocomplete="off" placeholder="{{example.sales}}"><button type="button" class="field__unit field__switch" data-sales-switch aria-label="шт., вписать долю в процентах">шт.</button></span></div>
    </fieldset>
    <p class="hero__private note"><span data-private>Расчёт остаётся в&nbsp;вашем браузере</span>${crm}</p>
  </div>
  <div class="hero__result result">
    <h2 class="label" data-words="left">Сколько вы недозарабатываете</h2>
    <div class="result__place"><p class="result__big lost" data-lost><span class="big" data-out="money_left.per_month" data-format="big"></span></p><p class="result__ask" data-words="ask">Впишите четыре числа, и здесь будет ваш ответ. Ниже — пример.</p></div>
    <div class="lift"><div class="lift__chart" data-chart="lift" id="strip-hero"></div><input class="lift__range" id="lift" type="range" min="0" max="200" step="1" value="150" aria-label="До какой доли поднять оплаты" autocomplete="off" data-script><dl class="vh"><dt>Выручка сейчас</dt><dd data-out="now.revenue"></dd><dt>Выручка при цели</dt><dd data-out="target.revenue"></dd></dl></div>
    <p class="lift__say note"><b>До какой доли поднять:</b> <span data-words="lift">потяните зелёный край.</span></p>
    <p class="stale" role="status" data-words="stale"></p>
    <noscript><p class="note">Чтобы считать ваши числа, странице нужен JavaScript. Пример: {{example.leads}} заявок, {{example.sales}} оплат, чек {{example.check}} — это <span data-out="now.revenue"></span> в&nbsp;месяц; при доле в&nbsp;полтора раза больше не&nbsp;хватает <span data-out="money_left.per_month"></span>.</p></noscript>
    <div class="hero__next"><p class="hero__point">Каждый пункт доли оплат стоит <span class="hero__per"><b data-out="point">{{example.point}}</b> <b>в&nbsp;месяц</b></span></p>
    <p class="row hero__do">${where}<a class="btn btn--second" href="#request">Разобрать с&nbsp;нами</a></p></div>
  </div>
</section>`;

export default () =>
  heroHtml({
    where: '<a class="btn" href="#calc">Где теряем</a>',
    crm: '<!-- include? partials/crm-link.html -->',
  });
