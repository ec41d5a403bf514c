// Enumerations that cross from the workbench to the page as numbers: both sides have the same names in the same order.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { kKeys, kRequests } from '../../web/js/demo/names.js';

/** The enumerators of an enum class, in order. */
function enumerators(file, name) {
  const text = readFileSync(new URL(`../../src/workbench/${file}`, import.meta.url), 'utf8');
  const [, list] = new RegExp(`enum class ${name}\\s*(?::[^{]*)?\\{([^}]*)\\}`).exec(text) ?? [];
  assert.ok(list, `${file} has enum class ${name}`);
  return list
    .replace(/\/\/.*$/gm, '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}

test('whose the next key is', () => assert.deepEqual(enumerators('workbench.hpp', 'Keys'), [...kKeys]));

test('what the page is asked for', () =>
  assert.deepEqual(enumerators('document/view.hpp', 'PageRequest'), [...kRequests]));
