// A folder of the server sees the folders it may and nothing else: a forbidden include does not compile. The table is architecture.md's,
// written here once more on purpose.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { build } from './lib/server.mjs';

const run = promisify(execFile);
const source = path.resolve('src/server');

// Folders, and single headers of others, in the order of their floors.
const sees = {
  system: [],
  http: ['system'],
  lead: ['system', 'core'],
  store: ['lead', 'system', 'core'],
  site: ['http', 'system', 'core'],
  delivery: ['store', 'lead', 'http/address.hpp', 'system', 'core'],
  visitor: ['store', 'lead', 'site', 'http', 'system', 'core'],
  inbox: [
    'store',
    'lead',
    'site',
    'http',
    'operator/inbox/own_deals.hpp',
    'operator/inbox/site_funnel.hpp',
    'system',
    'core',
  ],
  operator: ['store', 'lead', 'http', 'system', 'core'],
};

// Nobody but the store sees what a database is, nor how its rows are read.
const kClosed = [
  'store/database/checkpointer.hpp',
  'store/database/database.hpp',
  'store/database/whole_log.hpp',
  'store/inbox/work_rows.hpp',
];

async function headersOf(folder) {
  const names = await readdir(path.join(source, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.hpp')).map((name) => `${folder}/${name}`);
}

/** The compiler's call for the first source of a folder, without its output. */
async function callOf(folder) {
  const commands = JSON.parse(await readFile(path.join(build, 'compile_commands.json'), 'utf8'));
  const unit = commands.find(
    (entry) => path.dirname(path.resolve(entry.directory, entry.file)) === path.join(source, folder),
  );
  const words = unit.command.split(' ').filter((word) => word && word !== 'ccache');
  const options = words
    .slice(1)
    .filter((word, i, all) => /^-(I|isystem|std|D|W)/.test(word) || all[i - 1] === '-isystem');
  return { compiler: words[0], options };
}

/** What the compiler says of a unit that includes one header. */
async function compile({ compiler, options }, header, more = '') {
  const child = run(compiler, [...options, '-fsyntax-only', '-x', 'c++', '-']);
  child.child.stdin.end(`#include "${header}"\n${more}\n`);
  return child.then(
    () => '',
    (error) => error.stderr,
  );
}

/** Which of the headers a unit could include. */
async function visible({ compiler, options }, headers) {
  const child = run(compiler, [...options, '-E', '-P', '-x', 'c++', '-']);
  child.child.stdin.end(
    headers.map((header) => `#if __has_include("${header}")\n${header}\n#endif\n`).join(''),
  );
  return (await child).stdout.split('\n').filter(Boolean);
}

for (const [folder, allowed] of Object.entries(sees)) {
  test(`${folder} sees ${allowed.join(', ') || 'nothing'}`, async () => {
    const call = await callOf(folder);
    const headers = [
      ...(await Promise.all(Object.keys(sees).map(headersOf))).flat(),
      'serve.hpp',
      'config.hpp',
      'core/report.hpp',
    ];
    const permitted = (header) =>
      [folder, ...allowed].some((place) => header === place || header.startsWith(`${place}/`)) &&
      (!kClosed.includes(header) || folder === 'store');
    assert.deepEqual((await visible(call, headers)).sort(), headers.filter(permitted).sort());
  });
}

test('a forbidden include ends the compilation, an allowed one does not', async () => {
  for (const [folder, header] of [
    ['http', 'store/store.hpp'],
    ['store', 'http/message.hpp'],
    ['delivery', 'operator/commands.hpp'],
    ['lead', 'http/target.hpp'],
    ['inbox', 'operator/commands.hpp'],
    ['visitor', 'inbox/inbox.hpp'],
  ]) {
    const said = await compile(await callOf(folder), header);
    assert.match(said, new RegExp(`${header}: No such file`), `${folder} must not see ${header}`);
  }
  for (const [folder, header] of [
    ['http', 'system/text.hpp'],
    ['visitor', 'store/store.hpp'],
    ['delivery', 'http/address.hpp'],
  ]) {
    assert.equal(await compile(await callOf(folder), header), '', `${folder} sees ${header}`);
  }
});

test('SQL outside of the store does not compile', async () => {
  const sql = 'void ask(funnel::server::Store& store) { (void)store.database().query("SELECT 1"); }';
  for (const folder of ['visitor', 'operator', 'delivery', 'inbox']) {
    assert.match(await compile(await callOf(folder), 'store/store.hpp', sql), /incomplete type/, folder);
  }
  assert.equal(
    await compile(await callOf('store'), 'store/store.hpp', `#include "store/database/database.hpp"\n${sql}`),
    '',
  );
});
