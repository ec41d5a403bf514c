#!/usr/bin/env node
/**
 * clang-tidy over the units of src/ as clang compiles them (the native-asan preset).
 *   node tests/lint/tidy.mjs            exit 0 and one line when nothing is found, else 1 and the findings
 *   ANALYZE=1 …                         Clang's path analyzer on every unit, not on the readers of outside input alone
 *   TIDY_MARKS=folder …                 where what passed is remembered (else beside ccache's folder)
 *
 * Most of a unit's time is its headers', and units of one library ask for the same: so units of the same options are read together, as one file
 * that includes them. Two units of a group may each have a name of their own that is the same: then the one that is complained of is read by
 * itself, and only what is said of a unit by itself is told. A unit that passed is not looked at again until it, a header of ours or the
 * rules change.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';

const kBuild = 'build/native-asan';
const kWork = 'build/tidy';
/** As many units are read together: the headers' share is a tenth then. */
const kGroup = 10;
const kMonthMs = 30 * 24 * 3600 * 1000;
/** Files, pastes, links, requests, the memory of the pages: the path analyzer doubles the time of a unit and runs on these. */
const kReaders = new RegExp(
  [
    '^src/core/(text/|link|json/(document|scanner|calls_reader|first_link|(link|mapping|scenario|checklist|solver|plan|paste|deals_request)_json)\\.)',
    '^src/core/deals/(table|encoding|rows|header|reader|date|amount|text|mapping)\\.',
    '^src/wasm/',
    '^src/server/(lead|http)/[a-z_]+\\.cpp$',
  ].join('|'),
);
const everywhere = Boolean(process.env.ANALYZE);
const marks =
  process.env.TIDY_MARKS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'funnel-tidy');

/** @typedef {{path: string, command: string, analyzed: boolean, mark: string}} Unit */

const git = (/** @type {string[]} */ ...patterns) =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...patterns], {
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file && existsSync(file));

/** @param {(string | Buffer)[]} parts */
function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

/** What a verdict rests on besides the unit itself. */
function rules() {
  return digest([
    execFileSync('clang-tidy', ['--version']),
    `${everywhere} ${kReaders.source}`,
    readFileSync('.clang-tidy'),
    ...git('src/*.hpp', 'src/*.h').map((file) => readFileSync(file)),
  ]);
}

/** @returns {Unit[]} those without a mark; the page's own need Emscripten's headers */
function units() {
  const commands = new Map(
    JSON.parse(readFileSync(`${kBuild}/compile_commands.json`, 'utf8')).map((/** @type {any} */ entry) => [
      entry.file,
      entry,
    ]),
  );
  const state = rules();
  return git('src/*.cpp')
    .filter((path) => !path.startsWith('src/workbench/page/'))
    .map((path) => {
      const entry = commands.get(join(process.cwd(), path));
      if (!entry) throw new Error(`${path} belongs to no target of ${kBuild}`);
      const command = entry.command.replace(/ -o \S+ -c \S+$/, '').replace(/^\S*ccache /, '');
      const mark = join(marks, `${path.replaceAll('/', '-')}.${state}.${digest([readFileSync(path)])}`);
      return { path, command, analyzed: everywhere || kReaders.test(path), mark };
    })
    .filter((unit) => !existsSync(unit.mark));
}

/** @param {Unit[]} list @returns {Unit[][]} units that may be read as one file, the largest groups first */
function groups(list) {
  /** @type {Map<string, Unit[]>} */
  const alike = new Map();
  for (const unit of list) {
    const key = `${unit.analyzed} ${unit.command}`;
    alike.set(key, [...(alike.get(key) ?? []), unit]);
  }
  const found = [];
  for (const members of alike.values()) {
    const count = Math.ceil(members.length / kGroup);
    for (let i = 0; i < count; i++) {
      found.push(members.slice((i * members.length) / count, ((i + 1) * members.length) / count));
    }
  }
  return found.sort((a, b) => b.length - a.length);
}

/**
 * What is read again of a group with findings: each unit that is complained of by itself, the others together; halves where none is named.
 * @param {Unit[]} group @param {string} said @returns {Unit[][]}
 */
function apart(group, said) {
  const complaints = said.split('\n').filter((line) => / (?:error|warning): /.test(line));
  const named = group.filter(({ path }) => complaints.some((line) => line.includes(`/${path}:`)));
  if (named.length === 0 || named.length === group.length) {
    const half = group.length >> 1;
    return [group.slice(0, half), group.slice(half)];
  }
  return [group.filter((unit) => !named.includes(unit)), ...named.map((unit) => [unit])];
}

let made = 0;

/** @param {Unit[]} group @returns {Promise<{passed: boolean, said: string}>} */
function look(group) {
  const checks = [
    ...(group[0].analyzed ? [] : ['-clang-analyzer-*']),
    ...(group.length > 1 ? ['-bugprone-suspicious-include'] : []),
  ];
  const folder = join(process.cwd(), kWork, String(made++));
  mkdirSync(folder, { recursive: true });
  const file = group.length > 1 ? join(folder, 'group.cpp') : join(process.cwd(), group[0].path);
  if (group.length > 1) {
    writeFileSync(file, group.map((unit) => `#include "${join(process.cwd(), unit.path)}"\n`).join(''));
  }
  const entry = { directory: join(process.cwd(), kBuild), file, command: `${group[0].command} -c ${file}` };
  writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify([entry]));
  return new Promise((resolve, reject) => {
    const options = [
      '-p',
      folder,
      '--quiet',
      '--config-file=.clang-tidy',
      ...(checks.length ? [`--checks=${checks}`] : []),
      file,
    ];
    const child = spawn('clang-tidy', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', reject).on('close', (code) => {
      rmSync(folder, { recursive: true });
      resolve({ passed: code === 0, said });
    });
  });
}

mkdirSync(marks, { recursive: true });
for (const name of readdirSync(marks)) {
  if (Date.now() - statSync(join(marks, name)).mtimeMs > kMonthMs) rmSync(join(marks, name));
}
const waiting = groups(units());
const asked = waiting.flat().length;
let looks = 0,
  failed = 0;

async function worker() {
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    const { passed, said } = await look(group);
    looks++;
    if (passed) {
      for (const unit of group) writeFileSync(unit.mark, '');
    } else if (group.length > 1) {
      waiting.unshift(...apart(group, said));
    } else {
      process.stdout.write(said);
      failed++;
    }
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, worker));
console.log(`clang-tidy: ${asked} units looked at in ${looks} runs, ${failed} with findings`);
process.exitCode = failed ? 1 : 0;
