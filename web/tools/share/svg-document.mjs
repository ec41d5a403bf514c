// The few methods of a document that the charts of the pages need, so that the build draws with the very same code.
const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

class SvgElement {
  constructor(name) {
    this.name = name;
    this.attributes = new Map();
    this.children = [];
  }
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }
  append(...children) {
    this.children.push(...children);
  }
  set textContent(text) {
    this.children = [String(text)];
  }
  toString() {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
    return `<${this.name}${attributes}>${this.children.map((child) => (typeof child === 'string' ? escaped(child) : child)).join('')}</${this.name}>`;
  }
}

/** Runs `draw` with a document that only makes SVG; gives what it gives. */
export function withSvgDocument(draw) {
  const before = globalThis.document;
  globalThis.document = /** @type {any} */ ({ createElementNS: (_, name) => new SvgElement(name) });
  try {
    return draw();
  } finally {
    globalThis.document = before;
  }
}
