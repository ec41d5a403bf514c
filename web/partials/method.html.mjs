import { words } from '../tools/typography.mjs';

export default async ({ readJson }) => {
  const { method } = await readJson('sections.json');
  const steps = method.steps.map(
    ({ name, text }) =>
      `<li class="step"><h3 class="step__name">${words(name)}</h3><p>${words(text)}</p></li>`,
  );
  return `<section class="section page ruled" id="method" aria-labelledby="method-title">
<div class="duo"><h2 class="h2" id="method-title">${words(method.title)}</h2><p class="duo__lede">${words(method.lede)}</p></div>
<ol class="steps">
${steps.join('\n')}
</ol>
</section>`;
};
