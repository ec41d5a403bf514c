// What search engines are told in schema.org's words: only what assets/site.json and the page itself say.

import { attributeOf, elementsOf, firstOf, hasClass, textOf } from '../html.mjs';

/** Single spaces only, no-break ones as well. @param {string} text */
export const plain = (text) => text.replace(/[\s\u00a0]+/g, ' ').trim();

/** What stands between an element and the next of its kind. @param {any} element */
function untilNext(element) {
  const after = element.parentNode.childNodes.slice(element.parentNode.childNodes.indexOf(element) + 1);
  const end = after.findIndex((/** @type {any} */ { tagName }) => tagName === element.tagName);
  return { childNodes: end < 0 ? after : after.slice(0, end) };
}

const isTag =
  (/** @type {string} */ name) =>
  (/** @type {any} */ { tagName }) =>
    tagName === name;

/** Questions and answers of the page's section #questions: <details><summary>Q</summary>A</details>, <dt>Q</dt><dd>A</dd> or <h3>Q</h3>A. @param {any} page */
export function questionsOf(page) {
  const section = firstOf(page, 'section', (element) => attributeOf(element, 'id') === 'questions');
  if (!section) return [];
  const kinds = ['summary', 'dt', 'h3'].map((tag) => elementsOf(section, isTag(tag)));
  return (kinds.find((list) => list.length > 0) ?? [])
    .map((asked) => ({ question: textOf(asked), answer: textOf(untilNext(asked)) }))
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

/** JSON of one page, or null when there is nothing to say of it. @param {{address: string, title: string, tree: any}} page */
export function factsOf({ address, title, tree }, site, base) {
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
    const questions = questionsOf(tree);
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
  } else if (/^\/cases\/.+/.test(address)) {
    const who = firstOf(tree, 'p', (element) => hasClass(element, 'story__who'));
    const client = who ? textOf(firstOf(who, 'b')) : '';
    graph.push(
      {
        '@type': 'Article',
        headline: textOf(firstOf(tree, 'h1')),
        ...at,
        inLanguage: 'ru',
        about: client ? { '@type': 'Organization', name: client } : undefined,
        author: id('organization'),
        publisher: id('organization'),
        ...(base ? { mainEntityOfPage: base + address } : {}),
      },
      organization(site, base),
    );
  } else if (address === '/rop/' || address === '/demo/') graph.push(app);
  if (graph.length === 0) return null;
  // "<" would end the script element early.
  return JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }, (_, value) =>
    value === '' ? undefined : value,
  ).replaceAll('<', '\\u003c');
}
