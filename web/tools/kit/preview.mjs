// A picture of a file's first page: the head of a text, or the corner of a sheet, drawn small as it would be printed.
import { typographic } from './pdf.mjs';

const kSize = { width: 480, height: 640 };
const kMargin = 34;
const kInner = kSize.width - 2 * kMargin;
const escaped = (/** @type {string} */ text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** @param {string} text @param {number} size px @param {number} width px @param {number} [letter] of an average letter, ems */
function linesOf(text, size, width, letter = 0.54) {
  const most = Math.max(4, Math.floor(width / (size * letter)));
  const lines = [''];
  for (const word of typographic(text).replaceAll('\u00a0', ' ').split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length <= most || lines[lines.length - 1] === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const kLooks =
  /** @type {Record<string, {family: string, size: number, line: number, before: number, weight?: number}>} */ ({
    title: { family: 'Literata', size: 27, line: 31, before: 6 },
    heading: { family: 'Literata', size: 16, line: 20, before: 14 },
    sub: { family: 'Onest', size: 11, line: 15, before: 8, weight: 600 },
    paragraph: { family: 'Onest', size: 10, line: 14, before: 5 },
    say: { family: 'Onest', size: 10, line: 14, before: 5 },
    never: { family: 'Onest', size: 10, line: 14, before: 5 },
  });

/** @param {string} family @param {number} size @param {number} x @param {number} y @param {string} text @param {string} fill @param {number} [weight] */
const word = (family, size, x, y, text, fill, weight = 400) =>
  `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(text)}</text>`;

/** @param {import('./docx.mjs').Dress} dress @param {string} body */
const sheet = (dress, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${kSize.width} ${kSize.height}" width="${kSize.width}" height="${kSize.height}"><rect width="100%" height="100%" fill="#ffffff"/>${word('Onest', 9, kMargin, 28, dress.brand, dress.quiet, 600)}<path d="M${kMargin} 36h${kInner}" stroke="${dress.ink}" stroke-width="1.5"/>${body}<rect y="${kSize.height - 26}" width="100%" height="26" fill="#ffffff"/>${word('Onest', 8, kMargin, kSize.height - 12, `${dress.title}, ${dress.edition}, ${dress.date}`, dress.quiet)}</svg>`;

/** Grid of texts: widths in px. @param {string[][]} rows @param {number[]} widths @param {number} top @param {import('./docx.mjs').Dress} dress @param {number} [size] */
function gridOf(rows, widths, top, dress, size = 9) {
  const parts = [];
  let y = top;
  for (const [r, row] of rows.entries()) {
    const lines = row.map((text, c) => (text ? linesOf(text, size, widths[c] - 8).slice(0, 4) : []));
    const height = Math.max(1, ...lines.map((one) => one.length)) * (size + 3) + 6;
    if (y + height > kSize.height) break;
    let x = kMargin;
    if (r === 0) {
      parts.push(
        `<rect x="${kMargin}" y="${y}" width="${widths.reduce((sum, one) => sum + one, 0)}" height="${height}" fill="${dress.tint}"/>`,
      );
    }
    for (const [c, one] of lines.entries()) {
      parts.push(
        ...one.map((text, i) =>
          word('Onest', size, x + 4, y + size + 2 + i * (size + 3), text, dress.ink, r === 0 ? 600 : 400),
        ),
      );
      x += widths[c];
    }
    y += height;
    parts.push(
      `<path d="M${kMargin} ${y}h${widths.reduce((sum, one) => sum + one, 0)}" stroke="#d8cfbf" stroke-width="0.7"/>`,
    );
  }
  return { svg: parts.join(''), bottom: y };
}

/** @param {import('./markdown.mjs').Block[]} blocks @param {import('./docx.mjs').Dress} dress */
export function textPicture(blocks, dress) {
  const parts = [];
  let y = 48;
  for (const block of blocks) {
    if (y > kSize.height - 40) break;
    if (block.kind === 'table') {
      const widths = block.head.map(() => kInner / block.head.length);
      const wide =
        block.head.length === 3 && block.head[1].length < 12
          ? [kInner * 0.7, kInner * 0.16, kInner * 0.14]
          : widths;
      const grid = gridOf([block.head, ...block.rows], wide, y + 8, dress);
      parts.push(grid.svg);
      y = grid.bottom + 6;
      continue;
    }
    const texts =
      block.kind === 'list'
        ? block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '–'} ${item}`)
        : [block.text];
    const look = kLooks[block.kind] ?? kLooks.paragraph;
    for (const text of texts) {
      y += look.before;
      const top = y;
      const inset = block.kind === 'say' || block.kind === 'never' ? 14 : 0;
      for (const line of linesOf(
        block.kind === 'never' ? `× ${text}` : text,
        look.size,
        kInner - inset,
        look.family === 'Onest' ? 0.54 : 0.5,
      )) {
        y += look.line;
        parts.push(
          word(
            look.family,
            look.size,
            kMargin + inset,
            y - 3,
            line,
            block.kind === 'never' ? dress.quiet : dress.ink,
            look.weight,
          ),
        );
      }
      if (block.kind === 'say') {
        parts.push(
          `<path d="M${kMargin + 4} ${top + 3}v${y - top - 2}" stroke="${dress.ink}" stroke-width="2"/>`,
        );
      }
    }
  }
  return sheet(dress, parts.join(''));
}

/** What a cell shows. @param {any} cell @param {import('./book.mjs').Page} page @param {string} address */
function shown(cell, page, address) {
  if (!cell || cell.value === null || cell.value === undefined) return '';
  const value = cell.type === 'Formula' ? (page.values.get(address) ?? '') : cell.value;
  if (typeof value !== 'number') return String(value);
  if (/%/.test(cell.format ?? '')) return `${Math.round(value * 100)} %`;
  if (/yyyy/.test(cell.format ?? '')) {
    return new Date((value - 25569) * 86400000).toISOString().slice(0, 10).split('-').reverse().join('.');
  }
  return String(Math.round(value * 10) / 10)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** @param {import('./book.mjs').Page} page @param {(row: number, column: number) => string} at @param {import('./docx.mjs').Dress} dress */
export function sheetPicture(page, at, dress) {
  const title = linesOf(String(page.rows[0]?.[0]?.value ?? page.name), 22, kInner, 0.5);
  const used = linesOf(String(page.rows[1]?.[0]?.value ?? ''), 10, kInner);
  const parts = [
    ...title.map((line, i) => word('Literata', 22, kMargin, 68 + i * 26, line, dress.ink)),
    ...used.map((line, i) => word('Onest', 10, kMargin, 66 + title.length * 26 + i * 14, line, dress.quiet)),
  ];
  const columns = Math.min(6, Math.max(...page.rows.map((row) => row.length)));
  const total = page.widths.slice(0, columns).reduce((sum, one) => sum + Math.min(one, 40), 0);
  const widths = page.widths.slice(0, columns).map((one) => (Math.min(one, 40) / total) * kInner);
  const rows = page.rows
    .slice(2, 32)
    .map((row, r) => Array.from({ length: columns }, (_, c) => shown(row[c], page, at(r + 2, c))))
    .filter((row) => row.some(Boolean));
  const headless = rows.findIndex((row) => row.filter(Boolean).length > 2);
  const grid = gridOf(
    headless > 0 ? rows.slice(headless) : rows,
    widths,
    78 + title.length * 26 + used.length * 14,
    dress,
    8.5,
  );
  for (let y = grid.bottom + 18; y < kSize.height - 40; y += 18) {
    parts.push(`<path d="M${kMargin} ${y}h${kInner}" stroke="#e6decf" stroke-width="0.7"/>`);
  }
  return sheet(dress, parts.join('') + grid.svg);
}
