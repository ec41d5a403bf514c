// The workbench in the browser: from the files' arrival to the first frame, and the CPU a frame takes with three variants open.
// Also from a key to its digit on the screen on a processor four times slower, and what memory an hour of edits takes. Needs the built site;
// prints medians. `--quick`: without the hour.
import { OPENING, command, fieldAt } from '../e2e/demo-bench.mjs';
import { launchChromium, newPage, open, startSite } from '../e2e/harness.mjs';
import { median } from './scenarios.mjs';

const kLoads = 7;
const kFrames = 300;
const kKeys = 30;
const kEdits = 3000; // one in little more than a second, for an hour
const kCalls = 60; // one a minute, for an hour

const site = await startSite();
const browser = await launchChromium();
const page = await newPage(browser, { origin: site.origin, viewport: { width: 1440, height: 900 } });
const loads = [];
for (let i = 0; i < kLoads; i += 1) {
  await open(page, `${site.origin}/demo/`);
  loads.push(
    await page.evaluate(() => {
      const arrived = Math.max(
        ...performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes('/workbench-'))
          .map(({ responseEnd }) => responseEnd),
      );
      return performance.getEntriesByName('workbench-ready')[0].startTime - arrived;
    }),
  );
}
const cpu = await page.evaluate((count) => {
  const bench = globalThis.funnelWorkbench;
  const times = (edit) =>
    Array.from({ length: count }, (_, i) => {
      const from = performance.now();
      edit(i);
      bench.draw();
      return performance.now() - from;
    });
  bench.command({ do: 'duplicate' });
  bench.command({ do: 'duplicate' });
  bench.draw();
  const still = times(() => {});
  const dragged = times((i) => bench.command({ do: 'stage', index: 3, conversion: 0.22 + (i % 80) / 1000 }));
  return { still, dragged, heap: bench.heapBytes() };
}, kFrames);
console.log(`first frame after the files arrived: ${median(loads).toFixed(0)} ms`);
console.log(
  `a frame, three variants: ${median(cpu.still).toFixed(2)} ms; while a conversion is dragged: ${median(cpu.dragged).toFixed(2)} ms`,
);
console.log(`heap: ${cpu.heap / 1024 / 1024} MB`);

// The golden scenario, every detail open, three variants, the tab with the most to draw: the dearest frame there is.
const dearest = await page.evaluate((count) => {
  const bench = globalThis.funnelWorkbench;
  const frames = (view) => {
    bench.command({ do: 'view', ...view });
    bench.draw();
    const times = Array.from({ length: count }, () => {
      bench.draw();
      return bench.lastFrameMs();
    });
    return times.sort((a, b) => a - b)[count >> 1];
  };
  const tabs = ['analysis', 'funnel', 'solver', 'ramp', 'roster', 'chances'];
  return Object.fromEntries(tabs.map((tab) => [tab, frames({ tab, details: true })]));
}, kFrames);
console.log(`a frame with every detail open, by picture: ${JSON.stringify(dearest)} ms`);

const session = await page.context().newCDPSession(page);
await page.evaluate(() =>
  globalThis.funnelWorkbench.command({ do: 'view', tab: 'analysis', details: false }),
);
await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
const keys = [];
for (let i = 0; i < kKeys; i += 1) {
  if (i % 6 === 0) {
    const { x, y } = await fieldAt(page, 1);
    await page.mouse.click(x, y);
  }
  await page.evaluate(() => {
    globalThis.shown = new Promise((done) => {
      const key = ({ timeStamp }) => {
        const before = globalThis.funnelWorkbench.frames();
        const look = () => {
          if (globalThis.funnelWorkbench.frames() > before) done(performance.now() - timeStamp);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      window.addEventListener('keydown', key, { once: true, capture: true });
    });
  });
  await page.keyboard.press(i % 6 === 5 ? 'Enter' : String(1 + (i % 6)));
  keys.push(await page.evaluate(() => globalThis.shown));
}
await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
console.log(`from a key to its frame, processor four times slower: ${median(keys).toFixed(0)} ms`);

if (!process.argv.includes('--quick')) {
  const memory = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const program = await page.evaluate(() => globalThis.funnelWorkbench.heapBytes());
    return `program ${program / 2 ** 20} MB, page ${(usedSize / 2 ** 20).toFixed(2)} MB`;
  };
  console.log(`before the hour: ${await memory()}`);
  await page.evaluate(async (edits) => {
    const bench = globalThis.funnelWorkbench;
    for (let i = 0; i < edits; i += 1) {
      if (i % 3) bench.command({ do: 'set', id: 'average_check', value: 80_000 + i * 7 });
      else bench.command({ do: 'stage', index: i % 4, conversion: 0.2 + (i % 60) / 100 });
      if (i % 10) continue;
      bench.draw();
      await new Promise((done) => setTimeout(done));
    }
  }, kEdits);
  console.log(`after ${kEdits} edits: ${await memory()}`);
  // Whole calls by the keyboard, the questions of demo-call.test.mjs, in a call's place each.
  const said = [OPENING, 'сделать точкой', 'чек 100', 'менеджеров 3', 'сколько заявок на 5 млн', 'показ'];
  for (let call = 1; call <= kCalls; call += 1) {
    await command(page, 'новый звонок');
    for (const words of said) await command(page, words);
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    for (let undo = 0; undo < 3; undo += 1) await page.keyboard.press('Control+z');
    if (call === 1 || call % 20 === 0) console.log(`after ${call} calls: ${await memory()}`);
  }
}
await browser.close();
await site.stop();
