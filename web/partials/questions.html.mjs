import { words } from '../tools/typography.mjs';

export default async ({ readJson }) => {
  const { questions } = await readJson('sections.json');
  const rows = questions.list.map(
    ({ question, answer }) => `<div class="pair"><dt>${words(question)}</dt><dd>${words(answer)}</dd></div>`,
  );
  return `<section class="section page ruled pairs" id="questions" aria-labelledby="questions-title">
<h2 class="h2" id="questions-title">${words(questions.title)}</h2>
<dl class="pairs__list">
${rows.join('\n')}
</dl>
</section>`;
};
