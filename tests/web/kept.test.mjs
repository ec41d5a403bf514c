// What this device remembers: versions, two tabs, merging by field, tabs that end at any moment.
import '../node_modules/fake-indexeddb/auto/index.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import { createKept } from '../../web/js/model/kept.js';
import { openMemory } from '../../web/js/model/memory.js';
import { merge, same } from '../../web/js/model/merge.js';
import { randomFrom } from './random.mjs';

const pause = (ms = 0) => new Promise((done) => setTimeout(done, ms));
/** What one tab writes reaches the other in its own time. @param {() => boolean} done */
async function until(done) {
  for (const end = Date.now() + 5000; !done() && Date.now() < end;) await pause();
}
let keys = 0;
const freshKey = () => `document ${(keys += 1)}`;

/** A tab with the document open. `clashes` is what it would ask the person. */
async function openTab(key, initial) {
  const memory = await openMemory();
  const kept = createKept({ memory, key });
  const tab = { value: (await kept.open()) ?? initial, clashes: [], kept, memory };
  kept.begin(tab.value);
  kept.follow(({ value, clashes }) => {
    tab.value = value;
    tab.clashes.push(...clashes);
    return value;
  });
  return {
    ...tab,
    now: () => tab.value,
    edit(change) {
      tab.value = { ...tab.value, ...change };
      kept.change(tab.value);
    },
    /** The process ends: nothing more is done, what was asked of the database may still happen. */
    kill() {
      kept.close();
      memory.close();
    },
  };
}

test('a record has a version; a write on an older one is told what is there', async () => {
  const memory = await openMemory();
  const key = freshKey();
  /** @type {(...given: Parameters<typeof memory.write>) => Promise<any>} */
  const write = memory.write;
  const first = await write(key, { a: 1 }, 0);
  assert.deepEqual([first.kind, first.record.version], ['written', 1]);
  const late = await write(key, { a: 2 }, 0);
  assert.deepEqual([late.kind, late.record.value], ['changed', { a: 1 }]);
  assert.equal((await write(key, { a: 3 }, 1)).record.version, 2);
  assert.deepEqual((await memory.read(key)).value, { a: 3 });
  assert.ok(await memory.remove(key));
  assert.equal(await memory.read(key), null);
  memory.close();
});

test('records of a kind are listed, and no others', async () => {
  const memory = await openMemory();
  for (const key of ['meeting:1', 'meeting:2', 'meetings', 'a']) await memory.write(key, key, 0);
  assert.deepEqual(
    (await memory.list('meeting:')).map(({ key }) => key),
    ['meeting:1', 'meeting:2'],
  );
  memory.close();
});

test('a tab that changed nothing never writes, nor when it is closed', async () => {
  const key = freshKey();
  const idle = await openTab(key, { a: 1, b: 2 });
  const busy = await openTab(key, { a: 1, b: 2 });
  busy.edit({ a: 7 });
  await busy.kept.settled();
  await until(() => idle.now().a === 7);
  assert.equal(idle.now().a, 7, 'it shows what the other did');
  idle.edit({});
  await idle.kept.settled();
  assert.equal((await busy.memory.read(key)).version, 1);
  [idle, busy].forEach((tab) => tab.kill());
});

test('edits of different fields in two tabs are both kept, at once or one after another', async () => {
  const key = freshKey();
  const [one, two] = [await openTab(key, { a: 1, b: 2 }), await openTab(key, { a: 1, b: 2 })];
  one.edit({ a: 10 });
  two.edit({ b: 20 });
  await Promise.all([one.kept.settled(), two.kept.settled()]);
  await until(() => one.now().b === 20 && two.now().a === 10);
  await Promise.all([one.kept.settled(), two.kept.settled()]);
  for (const tab of [one, two]) assert.deepEqual(tab.now(), { a: 10, b: 20 });
  assert.deepEqual([...one.clashes, ...two.clashes], []);
  [one, two].forEach((tab) => tab.kill());
});

test('the same field edited in both at once is asked about, with both values', async () => {
  const key = freshKey();
  const [one, two] = [await openTab(key, { a: 1 }), await openTab(key, { a: 1 })];
  one.edit({ a: 10 });
  two.edit({ a: 20 });
  await Promise.all([one.kept.settled(), two.kept.settled()]);
  assert.deepEqual([...one.clashes, ...two.clashes], [{ path: '/a', mine: 20, theirs: 10 }]);
  assert.equal(two.now().a, 20, 'what was typed last stands until the answer');
  [one, two].forEach((tab) => tab.kill());
});

test('a browser without storage says so at once, and typing goes on', async () => {
  const { indexedDB } = globalThis;
  globalThis.indexedDB = undefined;
  const memory = await openMemory();
  globalThis.indexedDB = indexedDB;
  assert.equal(memory.kept, false);
  const told = [];
  const kept = createKept({ memory, key: 'x' });
  kept.watchStatus((status) => told.push(status));
  kept.begin({ a: 1 });
  kept.change({ a: 2 });
  await kept.settled();
  assert.deepEqual(told, [{ saved: false, why: 'blocked' }]);
  kept.close();
});

test('a full device is told, and the next edit that fits is kept with all before it', async () => {
  const memory = await openMemory();
  let isFull = true;
  const full = {
    ...memory,
    write: async (...given) =>
      isFull ? { kind: 'refused', why: 'full' } : memory.write(.../** @type {[any, any, any]} */ (given)),
  };
  const key = freshKey();
  const kept = createKept({ memory: /** @type {any} */ (full), key });
  const told = [];
  kept.watchStatus(({ why }) => told.push(why));
  kept.begin({ a: 1, b: 1 });
  kept.change({ a: 2, b: 1 });
  await kept.settled();
  isFull = false;
  kept.change({ a: 2, b: 3 });
  await kept.settled();
  assert.deepEqual(told, ['', 'full', '']);
  assert.deepEqual((await memory.read(key)).value, { a: 2, b: 3 });
  kept.close();
  memory.close();
});

test('merging: rows by id, maps by key, the order of the side that moved them, fields taken away', () => {
  const base = {
    stages: [
      { id: 'a', c: 1 },
      { id: 'b', c: 2 },
    ],
    notes: { x: 'и' },
    fee: { month: 1 },
  };
  const mine = {
    stages: [
      { id: 'b', c: 2 },
      { id: 'a', c: 5 },
    ],
    notes: { x: 'и', y: 'мы' },
  };
  const theirs = {
    stages: [
      { id: 'a', c: 1 },
      { id: 'n', c: 9 },
      { id: 'b', c: 3 },
    ],
    notes: { z: 'они' },
    fee: { month: 1 },
  };
  const { value, clashes } = merge(base, mine, theirs);
  assert.deepEqual(clashes, []);
  assert.deepEqual(value.stages, [
    { id: 'b', c: 3 },
    { id: 'a', c: 5 },
    { id: 'n', c: 9 },
  ]);
  assert.deepEqual(value.notes, { y: 'мы', z: 'они' });
  assert.equal(value.fee, undefined);
});

test('merging: a variant added in one tab and a number changed in another are both kept', () => {
  const now = { id: 1, name: 'Сейчас', leads: 320 };
  const base = { active: 1, variants: [now] };
  const mine = { active: 2, variants: [now, { id: 2, name: 'Чек 100', leads: 320 }] };
  const theirs = { active: 1, variants: [{ ...now, leads: 400 }] };
  const wanted = { active: 2, variants: [{ ...now, leads: 400 }, mine.variants[1]] };
  assert.deepEqual(merge(base, mine, theirs), { value: wanted, clashes: [] });
  assert.deepEqual(merge(base, theirs, mine), { value: wanted, clashes: [] });
});

test('merging with a side that changed nothing gives the other side, whatever it is', () => {
  const random = randomFrom(5);
  const any = (depth = 3) => {
    const kind = random.integer(0, depth > 0 ? 4 : 2);
    if (kind === 0) return random.integer(0, 3);
    if (kind === 1) return ['а', 'б', null][random.integer(0, 2)];
    if (kind === 2) return random.integer(0, 1) === 1;
    if (kind === 3) return Array.from({ length: random.integer(0, 3) }, () => any(depth - 1));
    return Object.fromEntries(
      ['k', 'l', 'id'].slice(random.integer(0, 2)).map((name) => [name, any(depth - 1)]),
    );
  };
  for (let i = 0; i < 3000; i += 1) {
    const [base, other] = [any(), any()];
    for (const { value, clashes } of [
      merge(base, other, base),
      merge(base, base, other),
      merge(base, other, other),
    ]) {
      assert.deepEqual(clashes, []);
      assert.ok(same(value, other), JSON.stringify({ base, other, value }));
    }
  }
});

const kFields = ['a', 'b', 'c', 'd'];

/** One session of edits in two tabs with ends and reloads. Gives what was typed and what is left. */
async function session(seed) {
  const random = randomFrom(seed);
  const key = freshKey();
  const initial = { a: 0, b: 0, c: 0, d: 0 };
  const tabs = [await openTab(key, initial), await openTab(key, initial)];
  /** @type {{field: string, value: number, tab: any, written: boolean, lost: boolean}[]} */
  const typed = [];
  const asked = new Set();
  const end = (tab) => {
    const last = typed.findLast((edit) => edit.tab === tab);
    if (last && !last.written) last.lost = true; // the keystroke at which the process ended
    tab.clashes.forEach(({ path }) => asked.add(path.slice(1)));
    tab.kill();
  };
  for (let step = 0; step < 14; step += 1) {
    const at = random.integer(0, 1);
    if (random.integer(0, 5) === 0) {
      end(tabs[at]);
      tabs[at] = await openTab(key, initial);
      continue;
    }
    const tab = tabs[at];
    await tab.kept.settled(); // a hand is slower than a write; the other tab's may still be on its way
    const edit = { field: kFields[random.integer(0, 3)], value: step + 1, tab, written: false, lost: false };
    typed.push(edit);
    tab.edit({ [edit.field]: edit.value });
    const written = tab.kept.settled().then(() => (edit.written = true));
    if (random.integer(0, 1) === 0) await written;
    if (random.integer(0, 2) === 0) await pause(1);
  }
  for (const tab of tabs) await tab.kept.settled();
  await pause(5); // what was told last is heard
  for (const tab of tabs) {
    await tab.kept.look();
    await tab.kept.settled();
    tab.clashes.forEach(({ path }) => asked.add(path.slice(1)));
  }
  const left = (await tabs[0].memory.read(key))?.value ?? initial;
  const shown = tabs.map((tab) => tab.now());
  tabs.forEach((tab) => tab.kill());
  return { typed, left, shown, asked };
}

test('200 random sessions in two tabs that end at any moment lose at most the last keystroke', async () => {
  let killed = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const { typed, left, shown, asked } = await session(seed);
    killed += typed.filter(({ lost }) => lost).length;
    for (const field of kFields) {
      const edits = typed.filter((edit) => edit.field === field);
      const fits = [];
      for (let i = edits.length - 1; i >= -1; i -= 1) {
        fits.push(edits[i]?.value ?? 0);
        // One that was asked about may stand or fall by the answer; one at which the process ended may be lost.
        if (i < 0 || !(edits[i].lost || asked.has(field))) break;
      }
      assert.ok(
        fits.includes(left[field]),
        `session ${seed}, ${field}: ${left[field]} of ${JSON.stringify(edits.map(({ value, lost }) => [value, lost]))}`,
      );
    }
    for (const value of shown) assert.deepEqual(value, left, `session ${seed}: both tabs show what is kept`);
  }
  assert.ok(killed > 50, `${killed} ends at a keystroke`);
});

test('what a page left that went in the middle of a write is a record of the next, edits of others beside it', async () => {
  /** @type {Record<string, string>} */
  const kept = {};
  const storage = {
    getItem: (name) => kept[name] ?? null,
    setItem: (name, text) => void (kept[name] = text),
    removeItem: (name) => void delete kept[name],
  };
  const localStorage = new Proxy(storage, {
    ownKeys: () => Object.keys(kept),
    getOwnPropertyDescriptor: (_, name) => ({
      value: kept[String(name)],
      enumerable: true,
      configurable: true,
    }),
  });
  Object.assign(globalThis, { localStorage, window: { addEventListener() {} } });
  try {
    const [alone, shared] = [freshKey(), freshKey()];
    const memory = await openMemory();
    await memory.write(shared, { check: 1, leads: 1 }, 0);
    memory.leave(alone, { base: null, value: { check: 5 }, since: 0 });
    memory.leave(shared, {
      base: { check: 1, leads: 1 },
      value: { check: 2, leads: 1 },
      since: 1,
    });
    await memory.write(shared, { check: 1, leads: 9 }, 1); // another tab, meanwhile
    kept['funnel.left.torn'] = '{"base":';
    memory.close();
    const next = await openMemory();
    assert.deepEqual((await next.read(alone)).value, { check: 5 });
    const { value, version } = await next.read(shared);
    assert.deepEqual(value, { check: 2, leads: 9 });
    assert.ok(version > 2, 'a page that was open learns of it');
    assert.deepEqual(kept, {}, 'taken once');
    next.close();
  } finally {
    Reflect.deleteProperty(globalThis, 'localStorage');
    Reflect.deleteProperty(globalThis, 'window');
  }
});
