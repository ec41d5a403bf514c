// The texts of the kit: a small dialect of Markdown as blocks, which the documents and their pictures are made from alike.
//   # title, ## and ### headings, paragraphs, "- " and "1. " lists, tables of "|", "> " a phrase to be said, "✕ " what not to say.

/**
 * @typedef {{kind: 'title' | 'heading' | 'sub' | 'paragraph' | 'say' | 'never', text: string}} TextBlock
 * @typedef {{kind: 'list', ordered: boolean, items: string[]}} ListBlock
 * @typedef {{kind: 'table', head: string[], rows: string[][]}} TableBlock
 * @typedef {TextBlock | ListBlock | TableBlock} Block
 */

const kLine = /** @type {[RegExp, TextBlock['kind']][]} */ ([
  [/^### /, 'sub'],
  [/^## /, 'heading'],
  [/^# /, 'title'],
  [/^> /, 'say'],
  [/^✕ /, 'never'],
]);

const cellsOf = (/** @type {string} */ line) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** @param {string[]} lines @returns {TableBlock} */
function tableOf(lines) {
  const [head, , ...rows] = lines;
  return { kind: 'table', head: cellsOf(head), rows: rows.map(cellsOf) };
}

/** @param {string} line @returns {TextBlock} */
function lineOf(line) {
  const [start, kind] = kLine.find(([pattern]) => pattern.test(line)) ?? [/^/, 'paragraph'];
  return { kind: /** @type {TextBlock['kind']} */ (kind), text: line.replace(start, '').trim() };
}

/** @param {string} text @returns {Block[]} */
export function blocksOf(text) {
  /** @type {Block[]} */
  const blocks = [];
  for (const part of text.trim().split(/\n{2,}/)) {
    const lines = part.split('\n');
    if (lines[0].startsWith('|')) blocks.push(tableOf(lines));
    else if (lines.every((line) => /^- /.test(line))) {
      blocks.push({ kind: 'list', ordered: false, items: lines.map((line) => line.slice(2)) });
    } else if (lines.every((line) => /^\d+\. /.test(line))) {
      blocks.push({ kind: 'list', ordered: true, items: lines.map((line) => line.replace(/^\d+\. /, '')) });
    } else if (lines.every((line) => /^(>|✕|#+) /.test(line))) blocks.push(...lines.map(lineOf));
    else blocks.push(lineOf(lines.join(' ')));
  }
  return blocks;
}
