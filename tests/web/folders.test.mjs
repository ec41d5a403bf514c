// The folders of web/js say who may import whom: a page's own folder belongs to that page alone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { listFiles } from '../../web/tools/files.mjs';
import { kFloor, kPages } from '../lint/eslint.config.js';

const root = fileURLToPath(new URL('../../web/js', import.meta.url));

const scripts = (await listFiles(root)).filter((name) => name.endsWith('.js'));
const folderOf = (/** @type {string} */ name) => name.split(path.sep)[0];

/** What a script imports from another folder of web/js; types, which vanish in the build, are not asked. @param {string} name */
function importedFolders(name) {
  const text = readFileSync(path.join(root, name), 'utf8').replace(/\/\*\*.*?\*\//gs, '');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']*)'/g)]
    .map(([, asked]) => path.join(path.dirname(name), asked))
    .filter((asked) => !asked.startsWith('..'))
    .map(folderOf)
    .filter((folder) => folder !== folderOf(name));
}

const forbidden = (/** @type {string[]} */ from, /** @type {string[]} */ to) =>
  scripts
    .filter((name) => from.includes(folderOf(name)))
    .flatMap((name) =>
      importedFolders(name)
        .filter((folder) => to.includes(folder))
        .map((folder) => `${name} imports ${folder}/`),
    );

test('every script lies in a folder', () => {
  assert.deepEqual(
    scripts.filter((name) => !name.includes(path.sep)),
    [],
  );
  assert.ok(scripts.length > 60);
});

test("no page's folder imports another page's", () => assert.deepEqual(forbidden(kPages, kPages), []));

test('shared folders know no page', () => assert.deepEqual(forbidden(kFloor, kPages), []));

test('the documents and the core know nothing of the page around them', () => {
  const others = [...new Set(scripts.map(folderOf))].filter((folder) => !['model', 'text'].includes(folder));
  assert.deepEqual(forbidden(['model', 'text'], others), []);
});

/** What the linter says of an import in a folder. */
async function said(eslint, folder, imported) {
  const [{ messages }] = await eslint.lintText(`import '${imported}';\n`, {
    filePath: path.join(root, folder, 'made-up.js'),
  });
  return messages.map(({ ruleId }) => ruleId);
}

test('the linter refuses every such import where it is written, and no other', async () => {
  const eslint = new ESLint({
    cwd: path.resolve(root, '../..'),
    overrideConfigFile: fileURLToPath(new URL('../lint/eslint.config.js', import.meta.url)),
  });
  for (const page of kPages) {
    for (const folder of [...kPages, ...kFloor]) {
      const wanted = folder === page ? [] : ['no-restricted-imports'];
      assert.deepEqual(await said(eslint, folder, `../${page}/store.js`), wanted, `${folder} → ${page}`);
    }
    assert.deepEqual(await said(eslint, page, '../model/core.js'), []);
    assert.deepEqual(await said(eslint, page, '../forms/landing.js'), []);
  }
});
