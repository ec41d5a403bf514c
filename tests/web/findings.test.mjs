// The page's findings: every case of the golden table, which the core's test reads, too; from the very code the page gets.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleScripts } from '../../web/tools/bundle.mjs';

const web = fileURLToPath(new URL('../../web', import.meta.url));
const assets = fileURLToPath(new URL('../../assets/', import.meta.url));
const golden = JSON.parse(readFileSync(new URL('../golden/findings.json', import.meta.url), 'utf8'));

/** A module of the page as the build makes it: tables of assets/ are inside. */
async function bundled(entry, use) {
  const folder = await mkdtemp(path.join(tmpdir(), 'funnel-findings-'));
  try {
    const [script] = await bundleScripts(web, [entry], {}, (name) => assets + name);
    const file = path.join(folder, 'bundle.mjs');
    await writeFile(file, script.bytes);
    await use(await import(pathToFileURL(file).href), script.bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a finding is told in the words of the table', () =>
  bundled('/js/landing/findings.js', ({ sentenceOf }) => {
    for (const { stages, finding, text } of golden.cases) {
      if (finding.code === 'assumed_conversion') continue; // the page says it beside the fields
      const named = stages.map((name, i) => ({ id: `s${i + 1}`, name }));
      assert.equal(sentenceOf(finding, { stages: named }), text, JSON.stringify(finding));
    }
  }));

test('the page carries no sentences but those it says', () =>
  bundled('/js/landing/findings.js', (_, bytes) => {
    const text = new TextDecoder().decode(bytes);
    assert.match(text, /Дороже всего этап/);
    assert.doesNotMatch(text, /Ключ «|Обработка персональных/);
  }));
