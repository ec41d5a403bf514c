// The page builder: sources as trees, partials in their place, what the CSP forbids, few bytes.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { parseDocument, squeeze, textOf, writtenPage } from '../../web/tools/html.mjs';
import { readPages, references } from '../../web/tools/pages.mjs';

const web = mkdtempSync(path.join(tmpdir(), 'funnel-builder-'));
after(() => rmSync(web, { recursive: true }));
mkdirSync(path.join(web, 'partials'));
const write = (name, text) => writeFileSync(path.join(web, name), text);

const given = {
  site: { name: 'Фирма & Ко', colors: { paper: '#ffffff' } },
  worked: { fillWords: (text) => text, fillPlaces() {} },
  asset: null,
  readJson: null,
};
const page = (body, head = '') =>
  `<!DOCTYPE html>\n<html lang="ru">\n<head>\n${head}</head>\n<body>\n${body}\n</body>\n</html>\n`;
async function built(body, head) {
  write('index.html', page(body, head));
  const [{ tree }] = await readPages(web, 'index.html', given);
  return writtenPage(tree);
}

test('a partial stands where its comment stood, in a table, a list and a line of text alike', async () => {
  write('partials/rows.html', '<tr><td>{{site.name}}</td></tr>\n');
  write('partials/word.html', 'слово');
  assert.match(
    await built('<table><tbody><!-- include partials/rows.html --></tbody></table>'),
    /<tbody><tr><td>Фирма &amp; Ко<\/td><\/tr><\/tbody>/,
  );
  assert.match(await built('<h1>Одно <!-- include partials/word.html --></h1>'), /<h1>Одно слово<\/h1>/);
  assert.match(await built('<p>а<!-- include? partials/none.html -->б</p>'), /<p>аб<\/p>/);
  await assert.rejects(
    built('<p><!-- include partials/none.html --></p>'),
    /no such partial: partials\/none/,
  );
  await assert.rejects(built('<p>{{site.nothing}}</p>'), /not in assets\/site\.json/);
  await assert.rejects(built('<p>{{other}}</p>'), /nothing fills \{\{other\}\}/);
});

test('partials that include each other are told, not followed for ever', async () => {
  write('partials/loop.html', '<p><!-- include partials/loop.html --></p>');
  await assert.rejects(built('<!-- include partials/loop.html -->'), /include each other/);
});

test('what a page says of itself takes the place of what the common head says', async () => {
  write('partials/head.html', '<meta name="viewport" content="width=device-width"><meta charset="utf-8">');
  const html = await built('', '<!-- include partials/head.html --><meta name="viewport" content="own">');
  assert.deepEqual(html.match(/<meta name="viewport"[^>]*>/g), ['<meta name="viewport" content="own">']);
});

test('a style, a handler and an inline script stop the build; words that look like them do not', async () => {
  await assert.rejects(built('<p style="color:red">а</p>'), /CSP forbids <p style/);
  await assert.rejects(built('<p onclick="x()">а</p>'), /CSP forbids <p onclick/);
  await assert.rejects(built('<style>p{}</style>'), /CSP forbids <style>/);
  await assert.rejects(built('<script>x()</script>'), /inline scripts/);
  assert.match(await built('<p title=\'a style="x" onclick="y"\'>style="x"</p>'), /style=/);
  assert.match(await built('<script type="application/json">{"a":1}</script>'), /\{"a":1\}/);
});

test('space that a reader may see stays, indentation goes', () => {
  const text = (html) => {
    const tree = parseDocument(page(html));
    squeeze(tree);
    return writtenPage(tree);
  };
  assert.match(
    text('<div>\n   <p>один\n   <b>два</b>\n</p>\n   <!-- нет -->\n</div>'),
    /<div><p>один\n<b>два<\/b><\/p><\/div>/,
  );
  assert.match(text('<pre>a\n  b</pre>'), /<pre>a\n {2}b<\/pre>/);
  assert.match(text('<b>раз</b> <i>два</i>'), /<b>раз<\/b> <i>два<\/i>/);
  assert.match(text('<input disabled value="&quot;&amp;">'), /<input disabled value="&quot;&amp;">/);
});

test('styles and scripts are found in <noscript>, too, and only those of the site', () => {
  const tree = parseDocument(
    page(
      '<script src="/js/a/main.js"></script><script src="https://x.example/js/b.js"></script>',
      '<noscript><link rel="stylesheet" href="/css/a.css"></noscript>',
    ),
  );
  assert.deepEqual(references(tree), { scripts: ['/js/a/main.js'], styles: ['/css/a.css'], workers: [] });
});

test('the text of markup has no space before a stop', () =>
  assert.equal(textOf(parseDocument('<p>Один <b>два</b>, три</p>')), 'Один два, три'));
