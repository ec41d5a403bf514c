// The checklist page's state with the real core: scores, money, comparison, runs and the plan.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { coreFromBytes } from '../../web/js/model/core.js';
import { radarPoint } from '../../web/js/rop/charts.js';
import { createChecklist } from '../../web/js/rop/checklist.js';
import { comparisonNote, comparisonRows } from '../../web/js/rop/compared.js';
import { planOf, weakAreas } from '../../web/js/rop/plan.js';
import { attached, sentInLines, sentInWords } from '../../web/js/rop/request-words.js';
import { newRun } from '../../web/js/rop/run.js';
import { createRunStore } from '../../web/js/rop/store.js';
import { completenessNote, influence, reasons, zerosNote } from '../../web/js/rop/words.js';

const read = async (path) => JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));
const checklist = createChecklist(await read('assets/checklist/rop.json'));
const golden = await read('tests/golden/full.json');
const wasm = process.env.CORE_WASM ?? new URL('../../build/wasm/bin/core.wasm', import.meta.url);
const core = await coreFromBytes(new Uint8Array(await readFile(wasm)));

function makeStore({
  scenario = golden.scenario,
  borrowed = [],
  saved = null,
  save = () => {},
  kept = true,
} = {}) {
  let n = 0;
  return createRunStore({
    core,
    checklist,
    calculation: { scenario, example: false, borrowed },
    saved,
    now: () => '2026-11-23T10:00:00.000Z',
    newId: () => `run${(n += 1)}`,
    save,
    kept,
  });
}
const markArea = (store, id, mark) =>
  checklist.area(id).items.forEach((item) => store.mark({ column: 'answers', item: item.id, mark }));

test('nothing marked: no score, no completeness, no plan', () => {
  const { result } = makeStore().state();
  assert.equal(result.score, null);
  assert.equal(result.completeness, 0);
  assert.deepEqual(planOf(result, checklist), []);
});

test('a calculation with numbers of the example prices the areas, but does not go with a request', () => {
  const borrowedNumbers = ['average_check'];
  const store = makeStore({ borrowed: borrowedNumbers });
  const plain = (/** @type {string} */ text) => text.replaceAll('\u00A0', ' ');
  assert.ok(store.state().report);
  assert.match(
    plain(sentInWords(store.state(), checklist)),
    /Расчёт не уйдёт, в нём числа примера: средний чек\.$/,
  );
  assert.equal(attached(store.state(), checklist).scenario, null);
  assert.doesNotMatch(sentInLines(store.state(), checklist).join(), /Менеджеров/);
  const own = makeStore().state();
  assert.equal(attached(own, checklist).scenario, own.scenario);
  assert.match(sentInLines(own, checklist).join(), /Менеджеров: 7/);
});

test('everything systematic is 100 %, everything absent is 0 % and lists every critical question', () => {
  const store = makeStore();
  checklist.areas.forEach(({ id }) => markArea(store, id, 2));
  assert.equal(store.state().result.score, 1);
  assert.deepEqual(weakAreas(store.state().result), []);
  checklist.areas.forEach(({ id }) => markArea(store, id, 0));
  const { result } = store.state();
  assert.equal(result.score, 0);
  assert.equal(
    result.critical_zeros.length,
    checklist.areas.flatMap(({ items }) => items).filter(({ critical }) => critical).length,
  );
});

test('the areas share all of the money left, to the rouble', () => {
  const { result, report } = makeStore().state();
  const sum = result.areas.reduce((total, area) => total + area.money, 0);
  assert.ok(Math.abs(sum - report.money_left.per_month) < 1, `${sum} against ${report.money_left.per_month}`);
  assert.ok(Math.abs(report.money_left.per_month - golden.report.money_left.per_month) < 1e-3);
});

test('the plan takes the three areas whose weakness costs the most, each with three days', () => {
  const store = makeStore();
  checklist.areas.forEach(({ id }) => markArea(store, id, 1));
  const { result } = store.state();
  const plan = planOf(result, checklist);
  assert.equal(plan.length, 3);
  const costs = result.areas.map(({ priority }) => priority).sort((a, b) => b - a);
  assert.deepEqual(
    plan.map(({ result: area }) => area.priority),
    costs.slice(0, 3),
  );
  for (const { drill, actions } of plan) {
    assert.equal(drill.length, 3);
    assert.ok(actions.length > 0);
  }
});

test('without a calculation areas have no money, and the order goes by weakness and weight', () => {
  const store = makeStore({ scenario: null });
  markArea(store, 'meetings', 0);
  markArea(store, 'closing', 1);
  const { result, report } = store.state();
  assert.equal(report, null);
  assert.ok(result.areas.every(({ money }) => money === null));
  assert.equal(planOf(result, checklist).length, 2);
});

test('a calculation the core refuses counts as none', () => {
  const { scenario, result } = makeStore({ scenario: { ...golden.scenario, managers: -1 } }).state();
  assert.equal(scenario, null);
  assert.equal(result.score, null);
});

test("the reasons name each factor and its share, and they are the core's own numbers", () => {
  const store = makeStore();
  const { result } = store.state();
  const closing = result.areas.find(({ id }) => id === 'closing');
  const reason = reasons(closing, store.state(), checklist.asked('full')).find((told) =>
    told.startsWith('«Оплата»'),
  );
  assert.match(
    reason,
    /«Оплата» недодаёт 6\u00A0640\u00A0725\u00A0₽ в месяц; отвечают 8 областей, на эту приходится 830\u00A0091\u00A0₽/,
  );
  assert.match(
    influence(checklist.area('closing'), store.state()),
    /«Оплата» сейчас проходит 22\u00A0%, ваша цель 30\u00A0%/,
  );
});

test("the head of sales' own marks are scored apart", () => {
  const store = makeStore();
  store.mark({ column: 'self', item: 'control_today', mark: 2 });
  assert.equal(store.state().self.score, 1);
  assert.equal(store.state().result.score, null);
});

test('a previous run is compared, a deleted one comes back', () => {
  const kept = {
    ...newRun({ id: 'old', title: 'Весна', now: '2026-05-01T10:00:00.000Z' }),
    answers: { control_today: 1 },
  };
  const store = makeStore({ saved: { current: 'old', runs: [kept] } });
  store.start('Осень');
  store.compareWith('old');
  assert.equal(store.state().before.score, 0.5);
  store.open('old');
  assert.equal(store.state().previous, null);
  const undo = store.remove();
  assert.deepEqual(
    store.state().runs.map(({ title }) => title),
    ['Осень'],
  );
  undo();
  assert.equal(store.state().run.title, 'Весна');
});

test('two meetings are compared over the questions both answered: what only one was asked changes nothing', () => {
  const [first, second] = checklist.areas[0].items;
  const other = checklist.areas[1].items[0];
  const kept = {
    ...newRun({ id: 'old', title: 'Весна', now: '2026-05-01T10:00:00.000Z' }),
    answers: { [first.id]: 1, [second.id]: 2, [other.id]: 'na' },
  };
  const store = makeStore({ saved: { current: 'old', runs: [kept] } });
  store.start('Осень');
  store.compareWith('old');
  assert.equal(store.state().both, null, 'nothing both have answered');
  store.mark({ column: 'answers', item: first.id, mark: 2 });
  store.mark({ column: 'answers', item: other.id, mark: 2 });
  const { both } = store.state();
  assert.equal(both.count, 1);
  const rows = comparisonRows(both, checklist.areas);
  assert.deepEqual(rows, [
    [checklist.areas[0].name, '50\u00a0%', '100\u00a0%', '+50'],
    ['Весь отдел', '50\u00a0%', '100\u00a0%', '+50'],
  ]);
  assert.match(comparisonNote(both), /по\u00a01\u00a0вопросу, на\u00a0которые ответили оба раза/);
  store.mark({ column: 'answers', item: checklist.areas[2].items[0].id, mark: 0 });
  assert.deepEqual(comparisonRows(store.state().both, checklist.areas), rows);
});

test('the head of sales is held against the owner over the same questions; few answers give no verdict', () => {
  const [first, second] = checklist.areas[0].items;
  const store = makeStore();
  store.mark({ column: 'answers', item: first.id, mark: 1 });
  store.mark({ column: 'self', item: first.id, mark: 2 });
  store.mark({ column: 'self', item: second.id, mark: 0 });
  assert.equal(store.state().pair.count, 1);
  assert.equal(store.state().pair.other.score, 1);
  assert.match(zerosNote(store.state().result), /судить рано/);
  checklist.areas.forEach(({ id }) => markArea(store, id, 2));
  assert.equal(zerosNote(store.state().result), 'Критичных нулей нет.');
});

test('switching to the short version asks 20 questions and says how complete the result is', () => {
  const store = makeStore();
  store.setLength('short');
  const items = checklist.asked('short').areas.flatMap((area) => area.items);
  items.forEach((item) => store.mark({ column: 'answers', item: item.id, mark: 2 }));
  assert.equal(store.state().result.completeness, 1);
  assert.match(completenessNote(store.state(), 20, 20), /Отмечены все 20/);
  store.setLength('full');
  assert.ok(store.state().result.completeness < 1);
  assert.match(completenessNote(store.state(), 20, 62), /отмечено 20 из 62/);
});

test('a browser that refuses to save is told of, marks stay', () => {
  const store = makeStore();
  store.mark({ column: 'answers', item: 'control_today', mark: 2 });
  store.tellKept(false);
  assert.equal(store.state().kept, false);
  assert.equal(store.state().run.answers.control_today, 2);
  assert.equal(makeStore({ kept: false }).state().kept, false, 'at once, where nothing can be kept');
});

test('what another tab marked comes in, what it took away goes out, the open meeting stays', () => {
  const store = makeStore();
  store.start('Вторая');
  const [open, other] = store.state().runs;
  store.take({ ...open, answers: { control_today: 1 } });
  assert.equal(store.state().result.completeness > 0, true);
  store.drop(other.id);
  assert.deepEqual(
    store.state().runs.map(({ id }) => id),
    [open.id],
  );
  store.drop(open.id);
  assert.equal(store.state().run.id, open.id);
  store.take({ ...other, id: 'new' });
  assert.deepEqual(
    store.state().runs.map(({ id }) => id),
    ['new', open.id],
  );
});

test('the radar begins at the top and goes clockwise', () => {
  assert.deepEqual(radarPoint(1, 0, 4, 100, 50), [100, 50]);
  assert.deepEqual(radarPoint(1, 1, 4, 100, 50), [150, 100]);
  assert.deepEqual(radarPoint(0, 3, 4, 100, 50), [100, 100]);
});
