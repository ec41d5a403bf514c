// What search engines are told in schema.org's words: only what assets/site.json and the page itself say.

/** Text of markup: tags out, entities of our own escaping back, no-break spaces kept: the page holds the same bytes already. */
function textOf(html) {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#39': "'" };
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name) => entities[name])
    .replace(/[ \t\r\n]+/g, ' ')
    .replace(/ ([.,:;?)])/g, '$1')
    .trim();
}

/** The same with single spaces only. */
export const plain = (html) => textOf(html).replace(/[\s\u00a0]+/g, ' ');

/** Questions and answers of the page's section #questions: <details><summary>Q</summary>A</details> or <h3>Q</h3>A. */
export function questionsOf(html) {
  const section = /<section[^>]*\sid="questions"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
  const details = [
    ...section.matchAll(/<details[^>]*>\s*<summary[^>]*>([\s\S]*?)<\/summary>([\s\S]*?)<\/details>/g),
  ];
  const headings = [...section.matchAll(/<h3[^>]*>([\s\S]*?)<\/h3>([\s\S]*?)(?=<h3|<\/section>|$)/g)];
  const terms = [...section.matchAll(/<dt[^>]*>([\s\S]*?)<\/dt>\s*<dd[^>]*>([\s\S]*?)<\/dd>/g)];
  const found = [details, terms, headings].find((list) => list.length > 0) ?? [];
  return found
    .map(([, question, answer]) => ({ question: textOf(question), answer: textOf(answer) }))
    .filter(({ question, answer }) => question && answer);
}

const digits = (text) => text.replace(/[^\d+]/g, '');

/** @param {any} site @param {string} base "https://example.ru" or "" */
function organization(site, base) {
  return {
    '@type': 'Organization',
    '@id': `${base}/#organization`,
    name: site.name,
    legalName: site.operator?.name,
    telephone: digits(site.phone_link ?? site.phone ?? ''),
    email: site.email,
    ...(base ? { url: `${base}/`, logo: `${base}/icon-512.png` } : {}),
  };
}

/** JSON of one page, or null when there is nothing to say of it. @param {{address: string, title: string, html: string}} page */
export function factsOf({ address, title, html }, site, base) {
  const id = (name) => ({ '@id': `${base}/#${name}` });
  const at = base ? { url: base + address } : {};
  const app = {
    '@type': 'WebApplication',
    name: title,
    ...at,
    applicationCategory: 'BusinessApplication',
    publisher: id('organization'),
  };
  const graph = [];
  if (address === '/') {
    graph.push(
      organization(site, base),
      {
        '@type': 'WebSite',
        ...id('website'),
        name: site.name,
        ...at,
        inLanguage: 'ru',
        publisher: id('organization'),
      },
      app,
    );
    const questions = questionsOf(html);
    if (questions.length > 0) {
      graph.push({
        '@type': 'FAQPage',
        mainEntity: questions.map(({ question, answer }) => ({
          '@type': 'Question',
          name: question,
          acceptedAnswer: { '@type': 'Answer', text: answer },
        })),
      });
    }
  } else if (address === '/rop/' || address === '/demo/') graph.push(app);
  if (graph.length === 0) return null;
  // "<" would end the script element early.
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }, (_, value) =>
    value === '' ? undefined : value,
  ).replaceAll('<', '\\u003c');
}
