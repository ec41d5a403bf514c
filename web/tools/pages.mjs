// Turns the HTML sources into pages: partials, {{site.*}}, addresses of hashed files, a check of what the CSP forbids.
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  attributeOf,
  elementsOf,
  firstOf,
  nodesOf,
  parseDocument,
  parsePart,
  removeNode,
  replaceNode,
  setAttribute,
  squeeze,
} from './html.mjs';

/** @typedef {import('./html.mjs').Document} Page */
/** What the pages are made from. @typedef {{site: any, worked: any, asset: any, readJson: any, kit?: any}} Given */

const kSkippedFolders = new Set(['node_modules', 'partials', 'tools', 'static', 'js', 'css', 'answers']);

/**
 * Every page source under web/: files *.html, *.html.mjs (a module whose default export returns the HTML) and *.pages.mjs (one whose
 * default export returns several pages, each {page, html}).
 */
export async function findPages(web, folder = '') {
  const pages = [];
  const entries = await readdir(path.join(web, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory() && !kSkippedFolders.has(entry.name)) pages.push(...(await findPages(web, name)));
    if (entry.isFile() && /\.(html|html\.mjs|pages\.mjs)$/.test(entry.name)) pages.push(name);
  }
  return pages;
}

export const escapeHtml = (text) =>
  String(text).replace(
    /[&<>"']/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c],
  );

function lookUp(values, key, page) {
  let value = values;
  for (const part of key.split('.')) value = value?.[part];
  if (value === undefined || typeof value === 'object') {
    throw new Error(`${page}: {{site.${key}}} is not in assets/site.json`);
  }
  return value;
}

const made = async (file, given) => (await import(pathToFileURL(file).href)).default(given);

/** What a source says. @param {string} file @param {Given} given */
const sourceOf = (file, given) => (file.endsWith('.mjs') ? made(file, given) : readFile(file, 'utf8'));

/** A source's text with its {{places}} filled. @param {string} source @param {string} page @param {Given} given */
function filled(source, page, given) {
  const text = given.worked
    .fillWords(source)
    .replace(/\{\{site\.([\w.]+)\}\}/g, (_, key) => escapeHtml(lookUp(given.site, key, page)));
  const left = /\{\{[^}]*\}\}/.exec(text);
  if (left) throw new Error(`${page}: nothing fills ${left[0]}`);
  return text;
}

/**
 * Puts partials in the place of `include NAME` comments; `include? NAME` leaves nothing when the file is not there. NAME.mjs makes its
 * HTML from `given`.
 */
async function include(parent, web, page, given, depth = 0) {
  if (depth > 5) throw new Error(`${page}: partials include each other`);
  for (const node of nodesOf(parent)) {
    const [, optional, name] = /^\s*include(\??)\s+([\w./-]+)\s*$/.exec(node.data ?? '') ?? [];
    if (!name) continue;
    const file = [`${name}.mjs`, name].map((one) => path.join(web, one)).find((one) => existsSync(one));
    if (!file && !optional) throw new Error(`${page}: no such partial: ${name}`);
    const place = node.parentNode;
    const part = file ? parsePart(filled(await sourceOf(file, given), page, given), place) : [];
    const holder = { childNodes: part };
    for (const one of part) /** @type {any} */ (one).parentNode = holder;
    await include(holder, web, page, given, depth + 1);
    replaceNode(node, holder.childNodes);
  }
}

/** What a page says of itself in <meta> takes the place of what the common head says. @param {Page} page */
function settleHead(page) {
  const head = firstOf(page, 'head');
  const said = new Map();
  for (const meta of elementsOf(head, ({ tagName }) => tagName === 'meta')) {
    const key = `${attributeOf(meta, 'name')} ${attributeOf(meta, 'media') ?? ''}`;
    if (attributeOf(meta, 'name') === undefined) continue;
    if (said.has(key)) {
      setAttribute(said.get(key), 'content', attributeOf(meta, 'content') ?? '');
      removeNode(meta);
    } else said.set(key, meta);
  }
}

/** @param {Page} tree @param {string} page */
function refuseWhatCspForbids(tree, page) {
  for (const element of elementsOf(tree)) {
    const { tagName, attrs } = element;
    const bad = attrs.find(({ name }) => name === 'style' || name.startsWith('on'));
    if (bad || tagName === 'style') {
      throw new Error(`${page}: the CSP forbids <${tagName}${bad ? ` ${bad.name}="${bad.value}"` : ''}>`);
    }
    const isData = /^application\/(ld\+)?json$/.test(attributeOf(element, 'type') ?? '');
    if (tagName === 'script' && !isData && !attributeOf(element, 'src')) {
      throw new Error(`${page}: the CSP forbids inline scripts`);
    }
  }
}

/** @param {string} source @param {string} web @param {string} page @param {Given} given @returns {Promise<Page>} */
async function finished(source, web, page, given) {
  const tree = parseDocument(filled(source, page, given));
  await include(tree, web, page, given);
  given.worked.fillPlaces(tree);
  settleHead(tree);
  squeeze(tree);
  refuseWhatCspForbids(tree, page);
  return tree;
}

/**
 * The pages of one source, each with everything but the addresses of hashed files filled in.
 * @param {string} web @param {string} source @param {Given} given
 * @returns {Promise<{page: string, tree: Page}[]>}
 */
export async function readPages(web, source, given) {
  const file = path.join(web, source);
  const pages = source.endsWith('.pages.mjs')
    ? await made(file, given)
    : [{ page: source.replace(/\.mjs$/, ''), html: await sourceOf(file, given) }];
  return Promise.all(
    pages.map(async ({ page, html }) => ({ page, tree: await finished(html, web, page, given) })),
  );
}

/**
 * Entry scripts and style sheets a page asks for, as written: "/js/landing/main.js"; and the workers it starts itself, whose addresses stand
 * in <meta content>. @param {Page} page
 */
export function references(page) {
  const find = (/** @type {string} */ tag, /** @type {string} */ name, /** @type {string} */ folder) =>
    elementsOf(page, ({ tagName }) => tagName === tag)
      .map((element) => attributeOf(element, name) ?? '')
      .filter((address) => address.startsWith(folder));
  return {
    scripts: find('script', 'src', '/js/'),
    styles: find('link', 'href', '/css/'),
    workers: find('meta', 'content', '/js/'),
  };
}

const kAddresses = new Set(['src', 'href', 'content']);

/** Replaces each source address by its hashed one; an address nobody made is an error. */
export function replaceAddresses(tree, addresses, page) {
  for (const { attrs } of elementsOf(tree)) {
    for (const attribute of attrs) {
      const { name, value } = attribute;
      if (!kAddresses.has(name) || !/^\/(?:js|css|wasm|fonts|workbench|img|deals)\//.test(value)) continue;
      const hashed = addresses.get(value);
      if (hashed === undefined) throw new Error(`${page}: nothing was built for ${value}`);
      attribute.value = hashed;
    }
  }
}
