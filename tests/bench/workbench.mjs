// The workbench in the browser: from the files' arrival to the first frame, and the CPU a frame takes with three variants open.
// Needs the built site; prints medians.
import { launchChromium, newPage, open, startSite } from '../e2e/harness.mjs';

const kLoads = 7;
const kFrames = 300;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

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
await browser.close();
await site.stop();
