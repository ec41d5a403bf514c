// Turns the HTML sources into pages: partials, {{site.*}}, addresses of hashed files, a check of what the CSP forbids.
import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const kSkippedFolders = new Set(['node_modules', 'partials', 'tools', 'static', 'js', 'css']);

/** Every page source under web/: files *.html and *.html.mjs (a module whose default export returns the HTML). */
export async function findPages(web, folder = '') {
  const pages = [];
  const entries = await readdir(path.join(web, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory() && !kSkippedFolders.has(entry.name)) pages.push(...(await findPages(web, name)));
    if (entry.isFile() && /\.html(\.mjs)?$/.test(entry.name)) pages.push(name);
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

/** Replaces `include NAME` comments; `include? NAME` leaves nothing when the file is not there. NAME.mjs makes its HTML from `given`. */
async function include(html, web, page, given, depth = 0) {
  if (depth > 5) throw new Error(`${page}: partials include each other`);
  const parts = html.split(/<!--\s*include(\??)\s+([\w./-]+)\s*-->/);
  let result = parts[0];
  for (let i = 1; i < parts.length; i += 3) {
    const file = path.join(web, parts[i + 1]);
    let partial = '';
    if (existsSync(`${file}.mjs`)) partial = await made(`${file}.mjs`, given);
    else if (existsSync(file)) partial = await readFile(file, 'utf8');
    else if (!parts[i]) throw new Error(`${page}: no such partial: ${parts[i + 1]}`);
    result += (await include(partial, web, page, given, depth + 1)) + parts[i + 2];
  }
  return result;
}

/** A line's end before a block says nothing. */
const kBetweenBlocks =
  />\n(?=<\/?(?:section|div|p|h\d|[uod]l|li|d[td]|form|fieldset|legend|details|summary|figure|table|t[rhd]|thead|tbody|header|main|footer|address|noscript|meta|link|title|script|head|body|html)\b)/g;

/** Comments out, indentation out; text inside <pre>, <textarea> keeps its lines. */
function squeeze(html) {
  return html
    .split(/(<(?:pre|textarea)[\s\S]*?<\/(?:pre|textarea)>)/)
    .map((part, i) =>
      i % 2
        ? part
        : part
            .replace(/<!--[\s\S]*?-->/g, '')
            .replace(/\s*\n\s*/g, '\n')
            .replace(kBetweenBlocks, '>'),
    )
    .join('')
    .trimStart();
}

function refuseWhatCspForbids(html, page) {
  const bad = /<[^>]*\s(style|on[a-z]+)\s*=/i.exec(html) ?? /<style[\s>]/i.exec(html);
  if (bad) throw new Error(`${page}: the CSP forbids ${bad[0].slice(0, 80)}`);
  for (const [, attributes] of html.matchAll(/<script([^>]*)>/g)) {
    const isData = /type="application\/(ld\+)?json"/.test(attributes);
    if (!isData && !/\ssrc=/.test(attributes)) throw new Error(`${page}: the CSP forbids inline scripts`);
  }
}

/**
 * The page's HTML with everything but the addresses of hashed files filled in.
 * @param {string} web @param {string} page
 * @param {{site: object, worked: {fill: (html: string) => string}, asset: any, readJson: any}} given what the pages are made from: values, assets, worked examples
 */
export async function readPage(web, page, given) {
  const file = path.join(web, page);
  const { site } = given;
  let html = page.endsWith('.mjs') ? await made(file, given) : await readFile(file, 'utf8');
  html = given.worked.fill(await include(html, web, page, given));
  html = html.replace(/\{\{site\.([\w.]+)\}\}/g, (_, key) => escapeHtml(lookUp(site, key, page)));
  const left = /\{\{[^}]*\}\}/.exec(html);
  if (left) throw new Error(`${page}: nothing fills ${left[0]}`);
  html = squeeze(html);
  refuseWhatCspForbids(html, page);
  return html;
}

/** Entry scripts and style sheets a page asks for, as written: "/js/landing/main.js". */
export function references(html) {
  const find = (pattern) => [...html.matchAll(pattern)].map((match) => match[1]);
  return {
    scripts: find(/<script[^>]*\ssrc="(\/js\/[^"]+)"/g),
    styles: find(/<link[^>]*\shref="(\/css\/[^"]+)"/g),
  };
}

/** Replaces each source address by its hashed one; an address nobody made is an error. */
export function replaceAddresses(html, addresses, page) {
  return html.replace(
    /(\s(?:src|href|content)=")(\/(?:js|css|wasm|fonts|workbench|img)\/[^"]*)"/g,
    (_, before, address) => {
      const made = addresses.get(address);
      if (made === undefined) throw new Error(`${page}: nothing was built for ${address}`);
      return `${before}${made}"`;
    },
  );
}
