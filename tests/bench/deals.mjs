// A million deals of nine columns, about 110 MB: from the file to the report, natively, in WebAssembly, on the page /crm/ in Chromium, and
// what others take for a part of it: Papa Parse (rows alone), pandas and DuckDB (one thread each: rows, and how many deals each month,
// manager and outcome has). Five interleaved rounds in one run, medians; each peer's time over `funnel deals`.
// Then the page with files of the sizes owners have: 10 000 and 100 000 deals.
//   node tests/bench/deals.mjs [deals, 1000000]     after tests/bench/run.sh has installed the peers
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DealsFile } from '../../web/js/model/deals.js';
import { duckdbCounts, pandasCounts, papaRows } from './deals-peers.mjs';
import { openDealsPage } from './deals-page.mjs';
import { median } from './scenarios.mjs';

const DEALS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 5;
/** Deals of a file an owner has, and the seconds within which he shall read what was found. */
const OWNERS = [
  [10_000, 0.15],
  [100_000, 2],
].filter(([deals]) => deals <= DEALS);
const PIECE = 4 * 1024 * 1024;
const TODAY = '2026-11-01';
const DAY = 86_400_000;

let state = 12345;
const unit = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
const pick = (list) => list[Math.floor(unit() * list.length)];
const shown = (time) => {
  const [year, month, day] = new Date(time).toISOString().slice(0, 10).split('-');
  return `${day}.${month}.${year}`;
};

function deal(i) {
  const created = Date.UTC(2022, 0, 1) + Math.floor(unit() * 1400) * DAY;
  const ends = unit();
  const stage = ends < 0.2 ? 'Сделка успешна' : ends < 0.7 ? 'Отказ' : pick(['Новая', 'Дозвон', 'Встреча']);
  const closed = ends < 0.7 ? shown(created + Math.floor(-25 * Math.log(1 - unit())) * DAY) : '';
  const amount = `${Math.floor(1000 + unit() * 499_000)}.${Math.floor(10 + unit() * 90)}`;
  const who = pick(['Анна Крылова', 'Пётр Соболев', 'Ирина Ланская', 'Олег Дёмин']);
  const source = pick(['Сайт', 'Звонок', 'Рекомендация', 'Авито']);
  return `${1_000_000 + i},Deal ${i},${stage},${amount},${who},${shown(created)} 12:30,${closed},${source},+7900${Math.floor(1e6 + unit() * 9e6)}\n`;
}

function write(where, deals) {
  const file = openSync(where, 'w');
  writeSync(file, 'ID,Deal,Стадия сделки,Сумма,Ответственный,Дата создания,Дата закрытия,Источник,Телефон\n');
  for (let i = 0; i < deals; i += 10_000) {
    let text = '';
    for (let k = i; k < Math.min(i + 10_000, deals); k++) text += deal(k);
    writeSync(file, text);
  }
  closeSync(file);
}

/** What the work says it took, or else all of it. */
const seconds = async (work) => {
  const from = performance.now();
  return (await work()) ?? (performance.now() - from) / 1000;
};

function native(where) {
  // GNU time says what the kernel counted.
  const run = spawnSync(
    '/usr/bin/time',
    ['-f', '%U %S %M', 'build/native/bin/funnel', 'deals', where, '--today', TODAY],
    { maxBuffer: 1e8, encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  const [user, system, kilobytes] = run.stderr.trim().split('\n').pop().split(' ').map(Number);
  return { processor: user + system, megabytes: kilobytes / 1024 };
}

function webAssembly(compiled, bytes) {
  const file = new DealsFile(compiled);
  for (let at = 0; at < bytes.length; at += PIECE) file.feed(bytes.subarray(at, at + PIECE));
  file.finish();
  file.report({ today: TODAY });
  file.close();
}

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-bench-'));
const page = await openDealsPage();
try {
  const where = path.join(folder, 'deals.csv');
  write(where, DEALS);
  console.log(
    `${DEALS} deals, ${(statSync(where).size / 1e6).toFixed(0)} MB; medians of ${ROUNDS} interleaved rounds`,
  );
  const compiled = new WebAssembly.Module(readFileSync('build/wasm/bin/deals.wasm'));
  const bytes = new Uint8Array(readFileSync(where));
  const counted = { processor: [], megabytes: [] };
  let longest = 0;
  const racers = {
    'funnel deals, file to report': () => {
      const { processor, megabytes } = native(where);
      counted.processor.push(processor);
      counted.megabytes.push(megabytes);
    },
    'deals.wasm under node, bytes to report': () => webAssembly(compiled, bytes),
    '/crm/ in Chromium, file to sentence': async () => {
      const dropped = await page.drop(where);
      longest = Math.max(longest, dropped.longest);
      return dropped.seconds;
    },
    'Papa Parse under node, rows alone': () => papaRows(where),
    'pandas, rows and counts': () => pandasCounts(where),
    'DuckDB, one thread, rows and counts': () => duckdbCounts(where),
  };
  const took = Object.fromEntries(Object.keys(racers).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, race] of Object.entries(racers)) took[name].push(await seconds(race));
  }
  const ours = median(took['funnel deals, file to report']);
  for (const [name, times] of Object.entries(took)) {
    const time = median(times);
    console.log(`${name.padEnd(44)} ${time.toFixed(2)} s   ${(time / ours).toFixed(1)} ×`);
  }
  console.log(
    `processor time of funnel deals ${median(counted.processor).toFixed(2)} s, memory ${median(counted.megabytes).toFixed(0)} MB`,
  );
  console.log(`longest task of the page's main thread ${longest.toFixed(0)} ms`);
  for (const [deals, aim] of OWNERS) {
    write(where, deals);
    const times = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push((await page.drop(where)).seconds);
    const words = `/crm/ in Chromium, ${deals} deals, file to sentence`;
    console.log(`${words.padEnd(52)} ${median(times).toFixed(3)} s   aim ≤ ${aim} s`);
  }
} finally {
  await page.close();
  rmSync(folder, { recursive: true });
}
