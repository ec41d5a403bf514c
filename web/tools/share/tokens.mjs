// The brand's colours, and the rules of the charts with those colours in place, for what is drawn without a browser.
const kRem = 16; // px

/** Custom properties of the first :root block, of `@media (prefers-color-scheme: dark)` when dark is asked: "paper" → "#f7f2e7". */
export function tokensOf(css, { dark = false } = {}) {
  const blocks = [css.slice(0, css.indexOf('@media'))];
  if (dark) blocks.push(/@media \(prefers-color-scheme: dark\) \{([\s\S]*?)\n\}/.exec(css)?.[1] ?? '');
  const tokens = {};
  for (const block of blocks) {
    for (const [, name, value] of block.matchAll(/--([\w-]+):\s*([^;]+);/g)) tokens[name] = value.trim();
  }
  return tokens;
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
