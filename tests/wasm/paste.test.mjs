// Pasted tables through the module as pages call it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { coreFromBytes } from '../../web/js/model/core.js';

const core = await coreFromBytes(readFileSync(process.env.CORE_WASM ?? 'build/wasm/bin/core.wasm'));
const { pastes } = JSON.parse(readFileSync(new URL('../golden/pastes.json', import.meta.url), 'utf8'));

test('every pasted table of the golden ones is what it means', () => {
  for (const { text, expected, managers = [], stages = [], notes = [] } of pastes) {
    const { paste } = core.readPaste(text, expected);
    assert.deepEqual(
      paste.managers.map(({ name, leads, sales }) => [name, leads, sales]),
      managers,
      text,
    );
    assert.deepEqual(
      paste.stages.map(({ name, kind }) => [name, kind]),
      stages.map(([name, kind]) => [name, kind]),
    );
    assert.deepEqual(
      paste.notes.map(({ code, row }) => [code, row]),
      notes,
    );
    for (const { message } of paste.notes) assert.match(message, /[а-я]/);
  }
});
