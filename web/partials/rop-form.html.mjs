// The form beside the checklist's result.
import { formHtml } from '../tools/forms.mjs';

export default ({
  site,
}) => `<section class="request request--rop" id="request" aria-labelledby="request-title">
<link rel="stylesheet" href="/css/forms.css">
<div>
  <h3 class="label" id="request-title">Разобрать итог вместе</h3>
  <p class="note">Посмотрим на отметки и скажем, с какой области начать. Отметки и расчёт уйдут с заявкой, только если вы это отметите.</p>
  ${formHtml(site, { kind: 'checklist', prefix: 'rq', page: '/rop/', button: 'Отправить заявку', attach: { label: 'Приложить мои отметки и расчёт. Заметки остаются у вас', path: '/answers' } })}
</div>
</section>`;
