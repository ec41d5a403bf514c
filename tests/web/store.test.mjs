import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../web/js/landing/store.js';
import { builtCore } from './core.mjs';
import { randomFrom, randomScenario } from './random.mjs';

const core = builtCore();

/** A store whose slow half runs when the test says so. */
function started(options = {}) {
  const waiting = [];
  const store = createStore({ core, later: (work) => waiting.splice(0, waiting.length, work), ...options });
  store.start(null);
  return { store, predict: () => waiting.splice(0).forEach((work) => work()) };
}

const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

test('the example gives 7 500 000, 11 250 000 and 3 750 000', () => {
  const { store } = started();
  near(store.report().now.revenue, 7500000);
  near(store.report().target.revenue, 11250000);
  near(store.report().money_left.per_month, 3750000);
  assert.ok(store.state().example);
});

test('the predictive part comes later and belongs to the last draft', () => {
  const { store, predict } = started();
  assert.equal(store.state().predicted, false);
  assert.equal(store.report().uncertainty.revenue, null);
  store.set('/leads_per_month', 2000);
  predict();
  assert.ok(store.state().predicted);
  assert.ok(store.report().uncertainty.revenue.p50 > 14e6);
  assert.ok(store.state().distribution.points.length > 50);
  store.set('/leads_per_month', 10);
  assert.equal(store.state().predicted, false);
});

test('a bad field keeps the last good report, marks it, and loses no text', () => {
  const { store } = started();
  store.set('/leads_per_month', 'тысяча');
  const { current, issues, draft, report } = store.state();
  assert.equal(current, false);
  assert.equal(draft.leads_per_month, 'тысяча');
  assert.equal(issues[0].path, '/leads_per_month');
  near(report.now.revenue, 7500000);
  store.set('/leads_per_month', 500);
  assert.ok(store.state().current);
  near(store.report().now.revenue, 3750000);
});

test('every fault is told at once', () => {
  const { store } = started();
  store.set('/managers', 0);
  store.set('/average_check', -1);
  store.set('/stages/0/conversion', 2);
  const paths = store.state().issues.map(({ path }) => path);
  for (const path of ['/managers', '/average_check', '/stages/0/conversion']) {
    assert.ok(paths.includes(path), path);
  }
});

test('default targets follow the share until the owner sets his own', () => {
  const { store } = started();
  store.set('/stages/0/conversion', 0.2);
  near(store.state().draft.stages[0].target_conversion, 0.3);
  store.set('/stages/0/target_conversion', 0.25);
  store.set('/stages/0/conversion', 0.1);
  near(store.state().draft.stages[0].target_conversion, 0.25);
  assert.equal(store.state().autoTargets, false);
});

test('a default never goes beyond 95 %, and how far it goes is told', () => {
  const { store } = started();
  store.set('/stages/0/conversion', 0.9);
  near(store.state().draft.stages[0].target_conversion, 0.95);
  assert.equal(store.state().upliftReached, false);
});

test('leads nobody works are assumed to be worked first, and raise what is left', () => {
  const { store } = started();
  const before = store.report().money_left.per_month;
  store.set('/capacity_leads_per_manager', 100);
  near(store.state().draft.target.capacity_leads_per_manager, 200);
  assert.equal(store.state().draft.targets_source, 'assumed');
  assert.ok(store.report().money_left.per_month > before);
  store.set('/target/capacity_leads_per_manager', 150);
  assert.equal(store.state().autoTargets, false);
  assert.equal(store.state().draft.targets_source, 'own');
  near(store.state().draft.stages[0].target_conversion, 0.075);
});

test('typing in one field is one step back, leaving it begins another', () => {
  const { store } = started();
  for (const n of [2, 20, 200]) store.set('/leads_per_month', n);
  store.settle();
  store.set('/leads_per_month', 300);
  store.undo();
  assert.equal(store.state().draft.leads_per_month, 200);
  store.undo();
  assert.equal(store.state().draft.leads_per_month, 1000);
  assert.ok(store.state().example);
  assert.equal(store.state().undoName, null);
  store.undo();
  assert.equal(store.state().draft.leads_per_month, 1000);
});

test('undo goes all the way back through random edits', () => {
  const random = randomFrom(31);
  const { store } = started();
  const drafts = [JSON.stringify(store.state().draft)];
  for (let i = 0; i < 60; i += 1) {
    store.settle();
    const change = random.integer(0, 3);
    if (change === 0) store.set('/leads_per_month', i + 2);
    else if (change === 1) store.set('/stages/0/target_conversion', (i + 1) / 100);
    else if (change === 2) store.replace(randomScenario(random));
    else store.edit('правку', (draft) => ({ ...draft, managers: i + 10 }));
    drafts.push(JSON.stringify(store.state().draft));
  }
  for (let i = drafts.length - 2; i >= 0; i -= 1) {
    store.undo();
    assert.equal(JSON.stringify(store.state().draft), drafts[i], `step ${i}`);
  }
});

test('counts put the percentage away and the other way round', () => {
  const { store } = started();
  store.set('/stages/0/observed/entered', 700);
  assert.equal(store.state().current, false);
  store.set('/stages/0/observed/passed', 110);
  assert.ok(store.state().current);
  assert.equal(store.state().draft.stages[0].conversion, undefined);
  near(store.report().now.conversion, 110 / 700);
  store.set('/stages/0/conversion', 0.1);
  assert.equal(store.state().draft.stages[0].observed, undefined);
  near(store.report().now.conversion, 0.1);
});

test('a scenario the core refuses replaces nothing', () => {
  const { store } = started();
  const { issues } = store.replace({ format: 'funnel-scenario', version: 1, managers: 0 });
  assert.ok(issues.length > 0);
  near(store.report().now.revenue, 7500000);
  assert.equal(store.state().undoName, null);
});

test('what is left of the example is known until it is replaced', () => {
  const { store } = started();
  store.set('/managers', 9);
  assert.equal(store.state().example, false);
  assert.deepEqual(store.state().placeholders, ['leads_per_month', 'average_check', 'stage:sale']);
  store.set('/stages/0/conversion', 0.2);
  assert.ok(!store.state().placeholders.includes('stage:sale'));
  store.reset();
  assert.ok(store.state().example);
});

test('a trap leaves no numbers at all, and the next change brings them back', () => {
  let broken = false;
  const trapping = new Proxy(core, {
    get:
      (target, name) =>
      (...args) => {
        if (broken) throw new Error('Расчёт прервался.');
        return target[name](...args);
      },
  });
  const { store } = started({ core: trapping });
  broken = true;
  store.set('/managers', 6);
  assert.equal(store.report(), null);
  assert.equal(store.scenario(), null);
  assert.equal(store.state().failure, 'Расчёт прервался.');
  broken = false;
  store.set('/managers', 7);
  near(store.report().now.revenue, 7500000);
  assert.equal(store.state().failure, null);
});

test('without a core there is a reason and no numbers, and typing is kept', () => {
  const { store } = started({ core: null, failure: 'Расчёт не загрузился.' });
  store.set('/managers', 8);
  assert.equal(store.state().draft.managers, 8);
  assert.equal(store.report(), null);
  assert.equal(store.state().failure, 'Расчёт не загрузился.');
});

test('listeners hear every change and stop when asked', () => {
  const { store } = started();
  let heard = 0;
  const stop = store.subscribe(() => {
    heard += 1;
  });
  store.set('/managers', 3);
  stop();
  store.set('/managers', 4);
  assert.equal(heard, 2);
});

test("the owner's payments give the share as counts: 10 of 320 at 85 000 is 850 000, one point 272 000", () => {
  const { store } = started();
  assert.equal(store.state().asks, true, 'nothing but the example yet');
  store.set('/managers', 4);
  store.set('/leads_per_month', 320);
  store.set('/average_check', 85000);
  assert.equal(store.state().asks, true, "the share is still nobody's");
  store.set('/stated_sales', 10);
  assert.equal(store.state().asks, false);
  assert.deepEqual(store.state().draft.stages[0].observed, { entered: 320, passed: 10 });
  near(store.report().now.revenue, 850_000);
  near(store.state().point, 272_000);
  near(store.report().money_left.per_month, 425_000);
});

test('capacity keeps the payments and raises the loss: unanswered leads are money, not an excuse', () => {
  const { store } = started();
  store.set('/managers', 4);
  store.set('/leads_per_month', 320);
  store.set('/average_check', 85000);
  store.set('/stated_sales', 10);
  const before = store.report().money_left.per_month;
  store.set('/capacity_leads_per_manager', 50);
  near(store.report().now.revenue, 850_000);
  assert.deepEqual(store.state().draft.stages[0].observed, { entered: 200, passed: 10 });
  assert.ok(store.report().money_left.per_month > before);
  assert.ok(store.state().findings.some(({ code }) => code === 'unanswered'));
});

test('a value typed equal to the example counts as own; payments cleared are asked for again', () => {
  const { store } = started();
  for (const [pointer, value] of Object.entries({
    '/leads_per_month': 1000,
    '/average_check': 150000,
    '/stated_sales': 50,
  })) {
    store.set(pointer, value);
  }
  assert.equal(store.state().asks, false);
  near(store.report().now.revenue, 7_500_000);
  store.set('/stated_sales', undefined);
  assert.equal(store.state().asks, true);
  assert.equal(store.state().issues.length, 0);
});

test('more payments than leads is told beside the payments', () => {
  const { store } = started();
  store.set('/leads_per_month', 100);
  store.set('/stated_sales', 120);
  assert.equal(store.state().current, false);
  assert.ok(store.state().issues.every(({ path }) => path.startsWith('/stages/0/observed')));
});

test('the slider lifts the whole share, undoable as one step, and stays assumed', () => {
  const { store } = started();
  store.set('/stated_sales', 50);
  for (const uplift of [1.6, 1.8, 2]) store.lift(uplift);
  near(store.report().target.conversion, 0.1);
  store.undo();
  near(store.report().target.conversion, 0.075);
});

test('the scenario kept is whole: what was not typed has the defaults of the core', () => {
  const { store } = started();
  const scenario = store.scenario();
  assert.equal(scenario.working_days_per_month, 21);
  assert.equal(scenario.history_months, 1);
  assert.deepEqual(scenario.ramp, { months: 12, starts_month: 2, full_month: 6, sales_cycle_months: 0 });
  assert.deepEqual(scenario.fee, { per_month: 0, growth_share: 0 });
  assert.equal(store.state().draft.ramp, undefined);
});
