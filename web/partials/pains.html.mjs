import { words } from '../tools/typography.mjs';

export default async ({ readJson }) => {
  const { pains } = await readJson('sections.json');
  const rows = pains.list.map(
    ({ pain, answer }) => `<div class="pair"><dt>${words(pain)}</dt><dd>${words(answer)}</dd></div>`,
  );
  return `<section class="section page ruled pairs" id="pains" aria-labelledby="pains-title">
<h2 class="h2" id="pains-title">${words(pains.title)}</h2>
<dl class="pairs__list">
${rows.join('\n')}
</dl>
</section>`;
};
