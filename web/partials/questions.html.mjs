import { words } from '../tools/typography.mjs';

export default async ({ readJson }) => {
  const { questions } = await readJson('sections.json');
  const rows = questions.list.map(
    ({ question, answer }) =>
      `<details class="more"><summary class="more__open"><span>${words(question)}</span></summary><p class="answer-text">${words(answer)}</p></details>`,
  );
  return `<section class="section page ruled pairs" id="questions" aria-labelledby="questions-title">
<h2 class="h2" id="questions-title">${words(questions.title)}</h2>
<div class="folds">
${rows.join('\n')}
</div>
</section>`;
};
