// How we work: five steps, why training alone is not enough, what the payment depends on with an example on the owner's numbers, and,
// folded, what people come with.
import { words } from '../tools/typography.mjs';

const fold = (title, body, id = '') =>
  `<details class="more"${id && ` id="${id}"`}><summary class="more__open"><span>${words(title)}</span></summary>${body}</details>`;
const text = (one) => (one ? fold(one.title, `<p class="answer-text">${words(one.text)}</p>`) : '');

/** The example of the payment: the owner's own share of growth, 10 % until he types one. */
const example = `<div class="payment" data-payment data-script><div class="field" data-field><label class="field__label" for="pay-share">Доля прироста, для&nbsp;примера</label><span class="field__box"><input class="field__input" id="pay-share" data-mirror="/fee/growth_share" data-as="percent" inputmode="decimal" autocomplete="off" placeholder="10"><span class="field__unit" aria-hidden="true">%</span></span></div><p class="note" data-payment-text></p></div>`;

export default async ({ readJson }) => {
  const { method, pains } = await readJson('sections.json');
  const steps = method.steps.map(
    ({ name, text }) =>
      `<li class="step"><h3 class="step__name">${words(name)}</h3><p>${words(text)}</p></li>`,
  );
  const rows = pains.list.map(
    ({ pain, answer }) => `<div class="pair"><dt>${words(pain)}</dt><dd>${words(answer)}</dd></div>`,
  );
  return `<section class="section page ruled" id="method" aria-labelledby="method-title">
<div class="duo"><h2 class="h2" id="method-title">${words(method.title)}</h2><p class="duo__lede">${words(method.lede)}</p></div>
<ol class="steps">
${steps.join('\n')}
</ol>
${method.pay ? `<div class="pay"><h3 class="label">${words(method.pay.title)}</h3><div><p>${words(method.pay.text)}</p>${example}</div></div>` : ''}
<div class="folds">
${text(method.why)}
${text(method.alone)}
${fold(pains.title, `<dl class="pairs__list">\n${rows.join('\n')}\n</dl>`, 'pains')}
</div>
</section>`;
};
