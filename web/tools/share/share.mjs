// What the site shows outside itself: heads of pages for search engines and messengers, their pictures, icons, the
// manifest, sitemap.xml and robots.txt.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Core } from '../../js/model/core.js';
import { elementsOf, firstOf, metaOf, textOf } from '../html.mjs';
import { escapeHtml } from '../pages.mjs';
import { documentFonts } from '../fonts.mjs';
import { factsOf, plain } from './facts.mjs';
import { icons, manifest } from './icons.mjs';
import { pictureOf } from './pictures.mjs';
import { withRasteriser } from './raster.mjs';
import { chartRules, filled, tokensOf } from './tokens.mjs';

/** @type {{name: string, kind: 'money' | 'checklist' | 'factors', from: string}[]} */
const kPictures = [
  { name: 'share-checklist', kind: 'checklist', from: '/rop/' },
  { name: 'share-workbench', kind: 'factors', from: '/demo/' },
  { name: 'share', kind: 'money', from: '/' },
];
const kDescription = 200; // characters; longer ones are cut by those who show them

/** Address a page is served at: "rop/index.html" → "/rop/". */
export const addressOf = (page) => `/${page.replace(/(^|\/)index\.html$/, '$1')}`;

/** First sentences of the page's own text, for a page that does not describe itself. @param {import('../html.mjs').Document} tree */
function firstWords(tree) {
  const main = firstOf(tree, 'main');
  const paragraphs = main
    ? elementsOf(main, ({ tagName }) => tagName === 'p').map((p) => plain(textOf(p)))
    : [];
  const text = paragraphs.find((paragraph) => paragraph.length > 60) ?? paragraphs[0] ?? '';
  if (text.length <= kDescription) return text;
  return `${text.slice(0, kDescription).replace(/[\s,;:]+\S*$/, '')}…`;
}

/** @param {string} page @param {import('../html.mjs').Document} tree */
function wordsOf(page, tree) {
  const textIn = (/** @type {string} */ tag) => {
    const found = firstOf(tree, tag);
    return found ? plain(textOf(found)) : '';
  };
  const title = textIn('title');
  const described = metaOf(tree, 'description');
  return {
    address: addressOf(page),
    tree,
    title,
    heading: textIn('h1') || title,
    description: plain(described ?? '') || firstWords(tree),
    isDescribed: described !== undefined,
    isIndexed: !(metaOf(tree, 'robots') ?? '').includes('noindex'),
  };
}

async function factsForPictures(readJson, coreFile) {
  const core = new Core(new WebAssembly.Module(new Uint8Array(await readFile(coreFile))));
  const worked = async (name) => {
    const scenario = await readJson(`scenarios/${name}.json`);
    const { report, issues } = core.evaluate(scenario, { distribution: true });
    if (!report) throw new Error(`assets/scenarios/${name}.json: ${issues[0].message}`);
    return { report, scenario };
  };
  return {
    explainer: await worked('explainer'),
    full: await worked('full'),
    checklist: await readJson('checklist/rop.json'),
    cases: (await readJson('cases.json')).cases,
  };
}

const kStory = /^\/cases\/([\w-]+)\/$/;

/** The pictures the pages ask for: their own, and one a story. */
const picturesFor = (pages) => [
  ...kPictures,
  ...pages
    .filter(({ address }) => kStory.test(address))
    .map(({ address }) => ({ name: `share-${kStory.exec(address)[1]}`, kind: 'story', from: address })),
];

/** Pictures of the pages there are: name → address. Without the core there are no numbers to draw, and no pictures. */
async function writePictures({ site, values, readJson, coreFile, png, rules, tokens }, pages) {
  const facts = await factsForPictures(readJson, coreFile);
  const written = new Map();
  for (const { name, kind, from } of picturesFor(pages)) {
    const page = pages.find(({ address }) => address === from);
    if (!page) continue;
    const entry = facts.cases.find(({ id }) => id === kStory.exec(from)?.[1]);
    const frame = { brand: values.name, title: page.heading, rules, tokens };
    const drawn = pictureOf(frame, kind, { ...facts, entry });
    written.set(name, await site.writeHashed(`${name}.png`, png(drawn)));
  }
  return written;
}

const meta = (key, name, content) =>
  content ? `<meta ${key}="${name}" content="${escapeHtml(content)}">` : '';

function headOf(page, { base, values, pictures }) {
  const { address, title, description, isDescribed } = page;
  const isMissing = address === '/404.html';
  const own =
    picturesFor([page]).find(({ name, from }) => from === address && pictures.has(name))?.name ?? 'share';
  const picture = pictures.get(own);
  const facts = factsOf(page, values, base);
  const parts = [
    isDescribed ? '' : meta('name', 'description', description),
    base && page.isIndexed ? `<link rel="canonical" href="${escapeHtml(base + address)}">` : '',
    '<link rel="manifest" href="/site.webmanifest">',
  ];
  if (!isMissing) {
    parts.push(
      meta('property', 'og:type', kStory.test(address) ? 'article' : 'website'),
      meta('property', 'og:locale', 'ru_RU'),
      meta('property', 'og:site_name', values.name),
      meta('property', 'og:title', title),
      meta('property', 'og:description', description),
      base ? meta('property', 'og:url', base + address) : '',
      picture
        ? `${meta('property', 'og:image', base + picture)}${meta('property', 'og:image:alt', page.heading)}`
        : '',
      meta('name', 'twitter:card', picture ? 'summary_large_image' : 'summary'),
    );
  }
  if (facts) parts.push(`<script type="application/ld+json">${facts}</script>`);
  return parts.join('');
}

/** Only what does not change from build to build: no dates. */
function sitemapOf(pages, base) {
  const urls = pages
    .filter((page) => page.isIndexed && !page.address.endsWith('.html'))
    .map(({ address }) => `<url><loc>${escapeHtml(base + address)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
}

/** @param {string} [url] of the site, where people find it */
export function baseOf(url = '') {
  if (url === '') return '';
  const { protocol, origin, pathname } = new URL(url);
  if (!/^https?:$/.test(protocol) || pathname !== '/') {
    throw new Error(`assets/site.json: "url" is "https://host" and nothing after it, not ${url}`);
  }
  return origin;
}

/**
 * Writes the icons, the pictures and what crawlers ask for.
 * @param {{site: import('../files.mjs').SiteFolder, values: any, recipe: any, readJson: (name: string) => Promise<any>, root: string, coreFile?: string, pages: Map<string, import('../html.mjs').Document>}} build
 * @returns {Promise<(page: string) => string>} what goes into the head of a page
 */
export async function writeShared({ site, values, recipe, readJson, root, coreFile, pages }) {
  const read = (file) => readFile(path.join(root, 'web', file), 'utf8');
  const css = await read('css/tokens.css');
  const tokens = { ...tokensOf(css), ...values.colors.light };
  const base = baseOf(values.url);
  const described = [...pages].map(([page, tree]) => wordsOf(page, tree));
  const rules = chartRules(await read('css/charts.css'), tokens);
  const iconSource = filled(await read('icon.svg'), tokens);
  const pictures = await withRasteriser(await documentFonts(recipe), async (png) => {
    for (const { address, bytes } of icons(iconSource, tokens, png)) await site.write(address, bytes);
    return coreFile
      ? writePictures({ site, values, readJson, coreFile, png, rules, tokens }, described)
      : new Map();
  });
  await site.write('/site.webmanifest', manifest(values, tokens));
  if (base) await site.write('/sitemap.xml', sitemapOf(described, base));
  else console.log('site: assets/site.json says no "url": no canonical addresses, no sitemap.xml');
  await site.write(
    '/robots.txt',
    `User-agent: *\nDisallow: /api/\n${base ? `Sitemap: ${base}/sitemap.xml\n` : ''}`,
  );
  return (page) =>
    headOf(
      described.find(({ address }) => address === addressOf(page)),
      { base, values, pictures },
    );
}
