// How much of the core its own unit tests guard: small mistakes are put into src/core one at a time, and core_tests or deals_tests must notice each.
// Not part of CI (a mistake takes seconds); run it after a change of the model, and look at each survivor: either it changes no result,
// or a test is missing.
//   node tests/core/mutants.mjs [--count 60] [--seed 1] [--only REGEX of files] [--build build/native] [--objects a copy of its objects]
// Needs core_tests and deals_tests built. Same seed, same source: same mistakes.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '.' },
    build: { type: 'string', default: 'build/native' },
    objects: { type: 'string' },
  },
});
const build = path.resolve(options.build);
/** A copy lets the build go on meanwhile. */
const objects = path.resolve(options.objects ?? options.build);
const kMostSeconds = 300;
const out = path.resolve('build/mutants');
mkdirSync(out, { recursive: true });

/** What one may write by mistake: a pattern, and what stands there instead. @type {[RegExp, string | ((found: string, power: string) => string)][]} */
const kMistakes = [
  [/ < /g, ' <= '],
  [/ <= /g, ' < '],
  [/ > /g, ' >= '],
  [/ >= /g, ' > '],
  [/ == /g, ' != '],
  [/ != /g, ' == '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/ \* (?=[\w(])/g, ' / '],
  [/ \/ /g, ' * '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ \+= /g, ' -= '],
  [/\bstd::min\b/g, 'std::max'],
  [/\bstd::max\b/g, 'std::min'],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/\b0\.5\b/g, '0.25'],
  [/(?<![\w.])1(?![\w.'])/g, '2'],
  [/(?<![\w.])2(?![\w.'])/g, '3'],
  [
    /\b1e-(\d+)\b/g,
    (/** @type {string} */ _, /** @type {string} */ power) => `1e-${Math.max(1, Number(power) - 6)}`,
  ],
];

/** mulberry32: the same mistakes for the same seed. @param {number} seed */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every place a mistake fits, of one source. Comments, texts, includes and templates' brackets are none. @param {string} file */
function placesIn(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (/^\s*(\/\/|#|namespace|template|using)|static_assert|assert\(|kNoLimit/.test(line)) return [];
    const code = line.replace(/\/\/.*$/, (comment) => ' '.repeat(comment.length));
    const hidden = code
      .replace(/"[^"]*"/g, (text) => '"'.repeat(text.length))
      .replace(/template <[^>]*>|<\w[\w:, ]*>/g, (t) => '_'.repeat(t.length));
    return kMistakes.flatMap(([pattern, instead]) =>
      [...hidden.matchAll(pattern)].map((found) => ({
        file,
        at,
        line,
        mutated:
          line.slice(0, found.index) +
          (typeof instead === 'string' ? instead : instead(found[0], found[1])) +
          line.slice(found.index + found[0].length),
      })),
    );
  });
}

const commands = JSON.parse(readFileSync(path.join(build, 'compile_commands.json'), 'utf8'));
/** How a program of tests is linked. @param {string} target */
const linkOf = (target) =>
  execFileSync('ninja', ['-C', build, '-t', 'commands', target], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .pop()
    .replace(/^: && | && :$/g, '');
/** The deals of a CRM have tests of their own. @type {[RegExp, string, string][]} */
const kSuites = [
  [/^src\/core\/deals\//, 'deals_tests', linkOf('deals_tests')],
  [/./, 'core_tests', linkOf('core_tests')],
];

/** @param {ReturnType<typeof placesIn>[number]} place @returns {'killed' | 'survived' | 'does not compile'} */
function tried({ file, at, mutated }) {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[at] = mutated;
  const source = path.join(out, 'mutant.cpp');
  const object = path.join(out, 'mutant.o');
  const [, suite, link] = kSuites.find(([files]) => files.test(file));
  const program = path.join(out, suite);
  writeFileSync(source, lines.join('\n'));
  const { command, directory } = commands.find(
    (one) => path.resolve(one.directory, one.file) === path.resolve(file),
  );
  const compile = command
    .replace(/^\S*ccache /, '')
    .replace(/ -o \S+ -c \S+/, ` -Wno-error -w -o ${object} -c ${source}`)
    .replace(/ -M[DFT]( \S+\.o(\.d)?)?/g, '');
  if (spawnSync('sh', ['-c', compile], { cwd: directory }).status !== 0) return 'does not compile';
  // The mutant's object comes before the libraries, so theirs is not taken.
  const linked = link.replace(` -o bin/${suite} `, ` ${object} -o ${program} `);
  const made = spawnSync('sh', ['-c', linked], { cwd: objects, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const run = spawnSync(program, ['--abort-after=1', '--no-skip'], { timeout: kMostSeconds * 1000 });
  return run.status === 0 ? 'survived' : 'killed';
}

const sources = readdirSync('src/core', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.cpp') && !name.startsWith('json/') && new RegExp(options.only).test(name))
  .sort();
const places = sources.flatMap((name) => placesIn(`src/core/${name}`));
const random = randomFrom(Number(options.seed));
const counts = { killed: 0, survived: 0, 'does not compile': 0 };
while (counts.killed + counts.survived < Number(options.count) && places.length > 0) {
  const [place] = places.splice(Math.floor(random() * places.length), 1);
  const end = tried(place);
  counts[end] += 1;
  if (end === 'survived') {
    console.log(`${place.file}:${place.at + 1}\n  - ${place.line.trim()}\n  + ${place.mutated.trim()}`);
  }
}
console.log(`${counts.killed} of ${counts.killed + counts.survived} noticed, seed ${options.seed}`);
