// The brand's colours, and the rules of the charts with those colours in place, for what is drawn without a browser.
const kRem = 16; // px

/** Custom properties of the first :root block: "paper" → "#f7f2e7". */
export function tokensOf(css) {
  const block = css.slice(0, css.indexOf('@media'));
  const found = block.matchAll(/--([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value.trim()]));
}

/** Text with every var(--name) replaced. */
export function filled(text, tokens) {
  return text.replace(/var\(--([\w-]+)\)/g, (_, name) => {
    if (!(name in tokens)) throw new Error(`tokens.css has no --${name}`);
    return tokens[name];
  });
}

/** Rules of the charts' classes out of a style sheet, colours and sizes as a rasteriser understands them. */
export function chartRules(css, tokens) {
  const rules =
    css.replace(/\/\*[\s\S]*?\*\//g, '').match(/^\.(?:c-|t\b|t--|hatch-)[^{}]*\{[^{}]*\}/gm) ?? [];
  const text = filled(rules.join('\n'), tokens);
  return text.replace(/([\d.]+)rem/g, (_, size) => `${Number(size) * kRem}px`);
}
