// Every text a visitor meets, read as an editor would: the words of the site's language, the length of its sentences, its dashes.
// Read are the built pages and the words the scripts and tables hold. What is allowed to differ stands in kAllowed, with the reason.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { parse } = createRequire(`${root}web/build.mjs`)('parse5');
const ts = createRequire(`${root}tests/package.json`)('typescript');

/** Lawyers' texts are longer; their words are those of the law. */
const isLegal = (where) => /(^|\/)(privacy|consent|consent-ads)\//.test(where);
const kMostWords = 32;

/** One sentence each, and why it may. @type {{where: RegExp, what: RegExp}[]} */
const kAllowed = [];

/** What no visitor reads, by the table of words of the site's design. @type {[RegExp, string][]} */
const kBanned = [
  [/95[\s\u00a0]%[-\s\u00a0]*интервал|доверительн|\bусы\b|\bусов\b/iu, 'a statistician’s word'],
  [
    /п\.[\s\u00a0]?п\.|(?<!\p{L})лаг(а|и|ов)?(?!\p{L})|бета-биномиальн|сглаживани|Шепли|Уилсон/iu,
    'a word of the method',
  ],
  [/[Нн]ужно число от 0 до 1(?!\d|[\s\u00a0]\d{3}|[\s\u00a0]трлн)/u, 'a share instead of percent'],
  [/[\p{L}\d»)]!(?![=$\p{L}])/u, 'an exclamation mark'],
  [/(?<=[\p{Ll},][\s\u00a0])(Вы|Вам|Вас|Ваш|Ваша|Ваши|Вашего|Вашу)(?!\p{L})/u, '«вы» with a capital'],
  [
    /осуществля|(?<!(?<!\p{L})с[\s\u00a0])(?<!\p{L})нами(?!\p{L})|внедрение ведётся|производится нам|оказывается (услуг|помощ)|нами проводит/iu,
    'the firm in the passive',
  ],
  [
    /данн(ый|ая|ое|ого|ому|ой) (сайт|страниц|форм|раздел|отч[её]т)|(?<!\p{L})в целях(?!\p{L})|(?<!\p{L})с целью \p{L}+ть|(?<!\p{L})явля[ею]тся(?!\p{L})/iu,
    'officialese',
  ],
  [
    /[^\s\u00a0][\s\u00a0][-–][\s\u00a0](это|значит)(?!\p{L})|(?<=ость|ение|ание|ция|нное|нный|нная|рия|мент|чек)[\s\u00a0]это[\s\u00a0]/u,
    'no dash before «это»',
  ],
  [/\bundefined\b|\bNaN\b|\[object|null /u, 'a programmer’s word'],
  [/Этап[\s\u00a0]Этап/u, 'a word twice'],
];

/** Texts of a page, a block each. @param {string} file @returns {string[]} */
function blocksOf(file) {
  const kInline = new Set([
    'a',
    'b',
    'i',
    'em',
    'strong',
    'span',
    'small',
    'abbr',
    'sup',
    'sub',
    'q',
    'time',
    'var',
    'code',
    's',
    'mark',
    'wbr',
  ]);
  const kSilent = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head']);
  const blocks = [''];
  /** @param {any} node */
  function walk(node) {
    if (node.nodeName === '#text') blocks[blocks.length - 1] += node.value;
    if (kSilent.has(node.nodeName)) {
      if (node.nodeName === 'template') node.content.childNodes.forEach(walk);
      return;
    }
    const isBlock = !kInline.has(node.nodeName) && node.nodeName !== '#text';
    if (isBlock) blocks.push('');
    for (const { name, value } of node.attrs ?? []) {
      if (['aria-label', 'title', 'alt', 'placeholder', 'data-title'].includes(name)) {
        blocks.splice(-1, 0, value);
      }
    }
    (node.childNodes ?? []).forEach(walk);
    if (isBlock) blocks.push('');
  }
  walk(parse(readFileSync(file, 'utf8')));
  return blocks;
}

/** Russian string literals of a script; a template's holes read as one word. @param {string} file @returns {string[]} */
function literalsOf(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.JS,
  );
  /** @type {string[]} */
  const texts = [];
  /** @param {any} node */
  function walk(node) {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node)) {
      texts.push(node.head.text + node.templateSpans.map((span) => `7${span.literal.text}`).join(''));
    }
    ts.forEachChild(node, walk);
  }
  walk(source);
  return texts;
}

/** @param {unknown} value @returns {string[]} */
const stringsIn = (value) =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(stringsIn)
      : [];

/** Files below a folder by their endings. @param {string} folder @param {string[]} endings @returns {string[]} */
const filesIn = (folder, ...endings) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => `${folder}/${name}`);

/** @param {string[]} files @param {(file: string) => string[]} reader @returns {[string, string[]][]} where and what */
const readAll = (files, reader) =>
  files.map((file) => [file.replace('build/site/', ''), reader(root + file)]);

const read = [
  ...readAll(filesIn('build/site', '.html'), blocksOf),
  ...readAll(
    ['web/js', 'web/partials', 'web/tools'].flatMap((folder) => filesIn(folder, '.js', '.mjs')),
    literalsOf,
  ),
  ...readAll(filesIn('assets', '.json'), (file) => stringsIn(JSON.parse(readFileSync(file, 'utf8')))),
];
const texts = read
  .flatMap(([where, found]) => found.map((text) => [where, text]))
  .map(([where, text]) => [where, text.replace(/[ \t\r\n]+/g, ' ').trim()])
  .filter(([, text]) => /\p{Script=Cyrillic}/u.test(text));

const isAllowed = (where, what) => kAllowed.some((one) => one.where.test(where) && one.what.test(what));

test('there is something to read, and the reader reads it', () => {
  assert.ok(texts.length > 3000, `${texts.length} texts`);
  for (const page of ['index.html', 'rop/index.html', 'plan/index.html', 'cases/index.html']) {
    assert.ok(
      texts.some(([where]) => where === page),
      page,
    );
  }
  assert.ok(texts.some(([where]) => where.startsWith('web/js/landing/')));
});

for (const [pattern, why] of kBanned) {
  test(`no visitor reads ${why}`, () => {
    const faults = texts.filter(
      ([where, text]) => !isLegal(where) && pattern.test(text) && !isAllowed(where, text),
    );
    assert.deepEqual(faults, []);
  });
}

test(`no sentence of a page is longer than ${kMostWords} words`, () => {
  const faults = [];
  for (const [where, text] of texts) {
    if (isLegal(where) || !where.endsWith('.html')) continue;
    for (const sentence of text.split(/(?<=[.?!…:;])[\s\u00a0]+(?=[\p{Lu}«\d])|[\s\u00a0]·[\s\u00a0]/u)) {
      const words = sentence.split(/[\s\u00a0]+/u).filter((word) => /\p{L}/u.test(word)).length;
      if (words > kMostWords && !isAllowed(where, sentence)) {
        faults.push(`${where}: ${words} words: ${sentence}`);
      }
    }
  }
  assert.deepEqual(faults, []);
});
