// One evaluation of five stages in WebAssembly as a page asks for it (object in, object out), and the module alone (text in, text out).
import { readFileSync } from 'node:fs';
import { coreFromBytes } from '../../web/js/model/core.js';
import { median, scenarioOf } from './scenarios.mjs';

const bytes = readFileSync('build/wasm/bin/calculator.wasm');
const core = await coreFromBytes(bytes);
const { instance } = await WebAssembly.instantiate(bytes, {
  env: { emscripten_notify_memory_growth() {} },
  wasi_snapshot_preview1: { proc_exit() {} },
});
const x = /** @type {any} */ (instance.exports);
x._initialize();

/** Median µs of 21 batches after a warm-up. */
function microseconds(work, batch) {
  for (let i = 0; i < batch * 3; i++) work();
  const times = [];
  for (let k = 0; k < 21; k++) {
    const started = performance.now();
    for (let i = 0; i < batch; i++) work();
    times.push(((performance.now() - started) / batch) * 1000);
  }
  return median(times).toFixed(1).padStart(9);
}

function moduleCall(name, scenario) {
  const text = new TextEncoder().encode(`${JSON.stringify(scenario)}\0`);
  const at = x.funnel_alloc(text.length);
  new Uint8Array(x.memory.buffer).set(text, at);
  return () => x.funnel_free(x[name](at));
}

console.log('what                        page µs  module µs');
const small = scenarioOf(1000);
console.log(
  `without distribution      ${microseconds(() => core.evaluate(small, { distribution: false }), 300)} ${microseconds(moduleCall('funnel_evaluate_quick', small), 300)}`,
);
for (const leads of [100, 1000, 5000, 20_000, 1_000_000]) {
  const scenario = scenarioOf(leads);
  const batch = leads > 5000 ? 5 : 50;
  console.log(
    `with, ${String(leads).padStart(9)} leads     ${microseconds(() => core.evaluate(scenario), batch)} ${microseconds(moduleCall('funnel_evaluate', scenario), batch)}`,
  );
}
