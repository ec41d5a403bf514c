// What assistive technology is told of every page, role by role in order, against tests/e2e/tree.
// New references after a change that is meant: tests/e2e/update.sh
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { PHONE, journeys, newPage } from './harness.mjs';
import { allPages, kStates, show } from './pages.mjs';

const kReferences = 'tests/e2e/tree';
const kDay = new Date('2026-01-15T09:00:00Z');
const isUpdate = process.env.UPDATE === '1';
const states = [...(await allPages()), ...kStates];

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));
await mkdir(kReferences, { recursive: true });

/** The tree as text: no-break spaces as spaces; hashes of documents and sizes of files, which another Node packs otherwise, left out. */
async function treeOf(page) {
  const tree = await page.locator('body').ariaSnapshot();
  const plain = tree.replaceAll('\u00a0', ' ').replace(/\b[0-9a-f]{64}\b/g, 'SHA-256');
  return `${plain.replace(/\d+ КБ/g, 'N КБ')}\n`;
}

for (const state of states) {
  test(`${state.name}: names, roles and their order`, async () => {
    const page = await newPage(browser, { origin: site.origin, viewport: PHONE, serviceWorkers: 'block' });
    await page.clock.setFixedTime(kDay);
    await show(page, site.origin, state);
    const tree = await treeOf(page);
    assert.doesNotMatch(
      tree,
      /^ *- (?:button|link|textbox|checkbox|radio|combobox|slider|img)(?::|$| \[)/m,
      'something has no name',
    );
    const file = path.join(kReferences, `${state.name}.txt`);
    if (isUpdate) await writeFile(file, tree);
    else {
      assert.ok(existsSync(file), `${file} is not there: tests/e2e/update.sh makes it`);
      assert.equal(tree, await readFile(file, 'utf8'), state.name);
    }
    await page.context().close();
  });
}

test('there is no tree of a page that is gone', async () => {
  const known = new Set(states.map(({ name }) => `${name}.txt`));
  const left = (await readdir(kReferences)).filter((name) => !known.has(name));
  if (isUpdate) await Promise.all(left.map((name) => rm(path.join(kReferences, name))));
  else assert.deepEqual(left, []);
});
