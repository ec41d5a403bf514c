// The real core for the tests of the store: the one in the built site.
import { readFileSync, readdirSync } from 'node:fs';
import { Core } from '../../web/js/model/core.js';

const folder = new URL('../../build/site/a/', import.meta.url);

export function builtCore() {
  const name = readdirSync(folder).find((file) => /^core-[0-9a-f]+\.wasm$/.test(file));
  if (!name) throw new Error('build the site first: build/site/a holds no core.wasm');
  return new Core(new WebAssembly.Module(readFileSync(new URL(name, folder))));
}
