// A million deals of nine columns, about 110 MB: from the file to the report, natively and in WebAssembly. Five rounds, medians.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DealsFile } from '../../web/js/model/deals.js';

const DEALS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 5;
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

function write(where) {
  const file = openSync(where, 'w');
  writeSync(file, 'ID,Deal,Стадия сделки,Сумма,Ответственный,Дата создания,Дата закрытия,Источник,Телефон\n');
  for (let i = 0; i < DEALS; i += 10_000) {
    let text = '';
    for (let k = i; k < Math.min(i + 10_000, DEALS); k++) text += deal(k);
    writeSync(file, text);
  }
  closeSync(file);
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const say = (what, seconds) => console.log(`${what.padEnd(44)} ${seconds.toFixed(2)} s`);

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-bench-'));
try {
  const where = path.join(folder, 'deals.csv');
  write(where);
  console.log(`${DEALS} deals, ${(statSync(where).size / 1e6).toFixed(0)} MB`);
  const native = [];
  for (let i = 0; i < ROUNDS; i++) {
    const from = performance.now();
    const run = spawnSync('build/native/bin/funnel', ['deals', where, '--today', TODAY], { maxBuffer: 1e8 });
    if (run.status !== 0) throw new Error(run.stderr.toString());
    native.push((performance.now() - from) / 1000);
  }
  say('funnel deals, file to report', median(native));
  const compiled = new WebAssembly.Module(readFileSync('build/wasm/bin/deals.wasm'));
  const bytes = new Uint8Array(readFileSync(where));
  const wasm = [];
  for (let i = 0; i < ROUNDS; i++) {
    const from = performance.now();
    const file = new DealsFile(compiled);
    for (let at = 0; at < bytes.length; at += PIECE) file.feed(bytes.subarray(at, at + PIECE));
    file.finish();
    file.report({ today: TODAY });
    file.close();
    wasm.push((performance.now() - from) / 1000);
  }
  say('deals.wasm under node, bytes to report', median(wasm));
} finally {
  rmSync(folder, { recursive: true });
}
