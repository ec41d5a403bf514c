// The same question to the model in WebAssembly, to @quri/squiggle-lang at its default sampling, and to a plain Monte Carlo of 100 000
// draws: revenue of next month, 1 000 leads through two or five stages with one month of evidence. Time is the median of the runs of
// one process; error is the mean absolute error of p10, p50, p90 relative to the exact answer.
//   node tests/bench/peers.mjs
import { readFileSync } from 'node:fs';
// @ts-ignore: installed by tests/bench/run.sh
import { run } from '@quri/squiggle-lang';
import { coreFromBytes } from '../../web/js/model/core.js';
import { median, scenarioOf } from './scenarios.mjs';

const CHECK = 100_000;
const LEVELS = [0.1, 0.5, 0.9];

/** Beta posterior of each stage: one month of the leads that reach it. */
function posteriorsOf(leads, conversions) {
  let entering = leads;
  return conversions.map((c) => {
    const posterior = { alpha: entering * c + 0.5, beta: entering * (1 - c) + 0.5 };
    entering *= c;
    return posterior;
  });
}

// ---- plain JavaScript Monte Carlo: gamma (Marsaglia–Tsang) → beta; binomial by its normal approximation above 50, else by trials.
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
function gamma(shape) {
  if (shape < 1) return gamma(shape + 1) * Math.random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - Math.random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
function binomial(n, p) {
  if (n * p * (1 - p) > 50) {
    return Math.min(n, Math.max(0, Math.round(n * p + normal() * Math.sqrt(n * p * (1 - p)))));
  }
  let passed = 0;
  for (let i = 0; i < n; i++) passed += Math.random() < p ? 1 : 0;
  return passed;
}
function monteCarlo(leads, posteriors, draws) {
  const sales = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    let passing = leads;
    for (const { alpha, beta } of posteriors) {
      const a = gamma(alpha);
      passing = binomial(passing, a / (a + gamma(beta)));
    }
    sales[i] = passing;
  }
  sales.sort();
  return LEVELS.map((level) => sales[Math.ceil(level * draws) - 1] * CHECK);
}

// ---- squiggle: sample sets of its default size. Its own binomial (Danger.binomialDist) takes 90 s for two stages of 1 000 leads, so,
// as its users would, a normal of the same mean and deviation stands for it.
function squiggleCode(leads, posteriors) {
  const lines = posteriors.map(({ alpha, beta }, i) => {
    const share = `SampleSet.fromDist(beta(${alpha}, ${beta}))`;
    const passed = (n) => `sample(normal(${n} * p, (${n} * p * (1 - p)) ^ 0.5))`;
    return i === 0
      ? `s0 = SampleSet.map(${share}, {|p| ${passed(leads)}})`
      : `s${i} = SampleSet.map2(s${i - 1}, ${share}, {|n, p| n < 1 ? 0 : ${passed('n')}})`;
  });
  const last = `s${posteriors.length - 1}`;
  return [...lines, `[${LEVELS.map((level) => `quantile(${last}, ${level}) * ${CHECK}`).join(', ')}]`].join(
    '\n',
  );
}
async function squiggle(leads, posteriors) {
  const { result } = await run(squiggleCode(leads, posteriors));
  if (!result.ok) throw new Error(String(result.value));
  return result.value.result.asJS();
}

async function timed(work, runs) {
  const times = [];
  const answers = [];
  for (let i = 0; i < runs + 1; i++) {
    const started = performance.now();
    const answer = await work();
    if (i > 0) {
      times.push(performance.now() - started);
      answers.push(answer);
    }
  }
  return { ms: median(times), answers };
}

const core = await coreFromBytes(readFileSync('build/wasm/bin/core.wasm'));
console.log('leads stages | what                    median ms   error %   times the model');
for (const stages of [2, 5]) {
  const scenario = scenarioOf(1000, stages);
  const posteriors = posteriorsOf(
    1000,
    scenario.stages.map((s) => s.conversion),
  );
  const rows = {
    'model (exact, wasm)': await timed(() => {
      const { p10, p50, p90 } = core.evaluate(scenario).report.uncertainty.revenue;
      return [p10, p50, p90];
    }, 51),
    'Monte Carlo, 100 000': await timed(() => monteCarlo(1000, posteriors, 100_000), 5),
  };
  try {
    rows['squiggle, default'] = await timed(() => squiggle(1000, posteriors), 9);
  } catch (error) {
    console.log(`squiggle cannot answer: ${error.message}`);
  }
  const exact = rows['model (exact, wasm)'].answers[0];
  for (const [name, { ms, answers }] of Object.entries(rows)) {
    const errors = answers.flatMap((answer) =>
      answer.map((value, i) => Math.abs(value / exact[i] - 1) * 100),
    );
    const error = errors.reduce((a, b) => a + b, 0) / errors.length;
    const ratio = ms / rows['model (exact, wasm)'].ms;
    console.log(
      `1000 ${String(stages).padStart(6)}   | ${name.padEnd(22)} ${ms.toFixed(3).padStart(10)} ${error.toFixed(3).padStart(9)} ${ratio.toFixed(1).padStart(10)}`,
    );
  }
}
