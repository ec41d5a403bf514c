// @ts-check
// Makes elements: the only way anything is added to the page (the CSP allows no HTML from strings).

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

const kSvg = 'http://www.w3.org/2000/svg';

/** @param {Element} element @param {Attributes} attributes @param {Child[]} children */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/**
 * @param {string} tag "p" or "p.note.note--quiet"
 * @param {Attributes} [attributes] a function listens to the event of its name
 * @param {Child[]} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (name === 'a') element.draggable = false; // as the builder writes them
  if (classes.length) element.className = classes.join(' ');
  fill(element, attributes, children);
  return element;
}

/** The same for SVG. @param {string} tag @param {Attributes} [attributes] @param {Child[]} children @returns {SVGElement} */
export function svg(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElementNS(kSvg, name);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  fill(element, attributes, children);
  return element;
}

/** @param {ParentNode} parent @param {string} selector @returns {HTMLElement} */
export function need(parent, selector) {
  const found = parent.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {HTMLElement} */ (found);
}
