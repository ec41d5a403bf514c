// The forms at the end of the page: an analysis of the numbers, and a call back.
import { exampleScenario } from '../js/model/example.js';
import { inWords } from '../js/forms/in-words.js';
import { formHtml } from '../tools/forms.mjs';
import { words } from '../tools/typography.mjs';

export default ({ site }) => `<section class="section sheet" id="request" aria-labelledby="request-title">
<div class="page request">
  <div class="request__about">
    <h2 class="h2" id="request-title">Разобрать эти числа с&nbsp;нами</h2>
    <p>${words('Посмотрим воронку и найдём этап, на котором остаётся больше всего денег. Расчёт уйдёт с заявкой, только если вы это отметите.')}</p>
    <p class="note">${words('После отправки вы увидите номер заявки и квитанцию о согласии. Изменить или удалить данные можно в любой момент: на это уходит не больше 24 часов.')}</p>
    <p class="request__phone"><span class="note">Или позвоните</span><a href="tel:{{site.phone_link}}">{{site.phone}}</a></p>
    <details class="request__more"><summary class="data__open">Перезвоните мне</summary>
    ${formHtml(site, { kind: 'callback', prefix: 'cb', page: '/', button: 'Жду звонка' })}
    </details>
  </div>
  ${formHtml(site, { kind: 'diagnosis', prefix: 'dg', page: '/', button: 'Отправить заявку', attach: { label: 'Приложить мой расчёт', path: '/scenario', holds: inWords(exampleScenario()) } })}
</div>
</section>`;
