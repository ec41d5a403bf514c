// Pages as trees: read by parse5 as a browser reads them, walked, changed and written out again in few bytes.
import { html as names, parse, parseFragment } from 'parse5';

/** @typedef {import('parse5').DefaultTreeAdapterMap['node']} Node */
/** @typedef {import('parse5').DefaultTreeAdapterMap['element']} Element */
/** @typedef {import('parse5').DefaultTreeAdapterMap['document']} Document */
/** @typedef {import('parse5').DefaultTreeAdapterMap['parentNode']} Parent */

// What stands in <noscript> is markup to the builder: it links files of the site, too.
const kOptions = { scriptingEnabled: false };

/** @param {string} text a whole page */
export const parseDocument = (text) => parse(text, kOptions);

/** @param {string} text a part of a page @param {Element | null} [context] the element it goes into */
export function parsePart(text, context = null) {
  const part = context ? parseFragment(context, text, kOptions) : parseFragment(text, kOptions);
  return /** @type {Node[]} */ (part.childNodes);
}

/** @param {any} node @returns {node is Element} */
export const isElement = (node) => 'tagName' in node;
/** @param {any} node */
export const isText = (node) => node.nodeName === '#text';

/** An attribute's value; undefined when it is not there. @param {Element} element @param {string} name */
export const attributeOf = (element, name) => element.attrs.find((one) => one.name === name)?.value;

/** @param {Element} element @param {string} name @param {string} value */
export function setAttribute(element, name, value) {
  const own = element.attrs.find((one) => one.name === name);
  if (own) own.value = value;
  else element.attrs.push({ name, value });
}

/** @param {Element} element @param {string} name */
export const hasClass = (element, name) => (attributeOf(element, 'class') ?? '').split(/\s+/).includes(name);

/** Every node below, in the order of the page. @param {any} parent @returns {Generator<any>} */
export function* nodesOf(parent) {
  for (const child of [...(parent.childNodes ?? [])]) {
    yield child;
    yield* nodesOf(child);
  }
}

/** Every element below that passes. @param {any} parent @param {(element: Element) => boolean} [passes] @returns {Element[]} */
export const elementsOf = (parent, passes = () => true) =>
  [...nodesOf(parent)].filter((node) => isElement(node) && passes(node));

/** The first element of a name. @param {any} parent @param {string} tag @param {(element: Element) => boolean} [passes] */
export const firstOf = (parent, tag, passes = () => true) =>
  elementsOf(parent, (element) => element.tagName === tag && passes(element))[0];

/** The content of <meta name="NAME">; undefined when the page has none. @param {Document} page @param {string} name */
export function metaOf(page, name) {
  const meta = firstOf(page, 'meta', (element) => attributeOf(element, 'name') === name);
  return meta && attributeOf(meta, 'content');
}

/** Puts nodes in the place of one. @param {any} node @param {Node[]} nodes */
export function replaceNode(node, nodes) {
  const parent = node.parentNode;
  for (const one of nodes) /** @type {any} */ (one).parentNode = parent;
  parent.childNodes.splice(parent.childNodes.indexOf(node), 1, ...nodes);
}

/** @param {any} node */
export const removeNode = (node) => replaceNode(node, []);

/** Adds markup at the end of an element. @param {Element} element @param {string} text */
export function appendHtml(element, text) {
  for (const node of parsePart(text, element)) {
    /** @type {any} */ (node).parentNode = element;
    element.childNodes.push(/** @type {any} */ (node));
  }
}

/** The text of an element, a space between its parts. @param {any} parent */
export function textOf(parent) {
  const skipped = new Set(['script', 'style', 'template']);
  const walk = (/** @type {any} */ node) => {
    if (isText(node)) return node.value;
    if (skipped.has(node.tagName)) return '';
    return (node.childNodes ?? []).map(walk).join(' ');
  };
  return (parent.childNodes ?? [])
    .map(walk)
    .join(' ')
    .replace(/[ \t\r\n]+/g, ' ')
    .replace(/ ([.,:;?)])/g, '$1')
    .trim();
}

const kVoid = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const kRaw = new Set(['script', 'style']);
const kKeepsSpace = new Set(['pre', 'textarea', 'script', 'style']);
/** Between these a line's end says nothing. */
const kBlocks = new Set(
  'section div p h1 h2 h3 h4 h5 h6 ul ol dl li dd dt form fieldset legend details summary figure table tr th td thead tbody header main footer address noscript meta link title script head body html nav aside article'.split(
    ' ',
  ),
);

/** Comments out, indentation out: what is left of space is what a reader may see. @param {any} parent */
export function squeeze(parent) {
  for (const node of nodesOf(parent)) if (node.nodeName === '#comment') removeNode(node);
  for (const element of [parent, ...elementsOf(parent)]) {
    if (kKeepsSpace.has(element.tagName)) continue;
    /** @type {any[]} */
    const children = element.childNodes;
    for (let i = children.length - 1; i > 0; i -= 1) {
      if (!isText(children[i]) || !isText(children[i - 1])) continue;
      children[i - 1].value += children[i].value;
      children.splice(i, 1);
    }
    for (const node of children.filter(isText)) node.value = node.value.replace(/\s*\n\s*/g, '\n');
    element.childNodes = children.filter((node, i) => {
      if (!isText(node) || node.value !== '\n') return true;
      const next = children[i + 1];
      return next ? !kBlocks.has(next.tagName) : !kBlocks.has(element.tagName);
    });
  }
}

const escapeText = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapeValue = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** @param {any} node @returns {string} */
function written(node) {
  if (isText(node)) return kRaw.has(node.parentNode?.tagName) ? node.value : escapeText(node.value);
  if (node.nodeName === '#documentType') return '<!DOCTYPE html>\n';
  if (!isElement(node)) return '';
  const attributes = node.attrs.map(({ name, prefix, value }) => {
    const full = prefix ? `${prefix}:${name}` : name;
    return value === '' ? ` ${full}` : ` ${full}="${escapeValue(value)}"`;
  });
  // A mouse that shakes while it is pressed would drag a link instead of following it.
  if (node.tagName === 'a') attributes.push(' draggable="false"');
  const open = `<${node.tagName}${attributes.join('')}`;
  if (node.namespaceURI === names.NS.SVG && node.childNodes.length === 0) return `${open}/>`;
  if (kVoid.has(node.tagName)) return `${open}>`;
  return `${open}>${writtenInside(node)}</${node.tagName}>`;
}

/** The markup of what is below. @param {any} parent @returns {string} */
export const writtenInside = (parent) => parent.childNodes.map(written).join('');

/** A page as the file it becomes. @param {Document} page */
export const writtenPage = (page) => `${writtenInside(page)}\n`;
