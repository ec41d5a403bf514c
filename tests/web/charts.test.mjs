import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { densityAt, densityAxis } from '../../web/js/charts/density.js';
import { funnelRows } from '../../web/js/charts/funnel.js';
import { rampGeometry } from '../../web/js/charts/ramp.js';
import { fitted, roundedToSum, ticks } from '../../web/js/charts/scale.js';
import { stripGeometry } from '../../web/js/charts/strip.js';
import { waterfallSteps } from '../../web/js/charts/waterfall.js';
import { cellsOutline } from '../../web/js/landing/explainer.js';
import { randomFrom } from './random.mjs';

const golden = (name) => JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
const kGoldens = [
  'explainer',
  'full',
  'target_lower',
  'zero_check',
  'zero_stage',
  'no_leads',
  'everything_passes',
  'uzens_before',
  'roster_noise',
];

const finite = (values) => values.every((value) => Number.isFinite(value));

test('rounded labels add up to the rounded total and none is a rouble off', () => {
  const random = randomFrom(21);
  for (let i = 0; i < 5000; i += 1) {
    const amounts = Array.from(
      { length: random.integer(1, 14) },
      () => (random.next() - 0.3) * random.magnitude(0, 9),
    );
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    const rounded = roundedToSum(amounts, total);
    assert.equal(
      rounded.reduce((sum, amount) => sum + amount, 0),
      Math.round(total) + 0,
    );
    rounded.forEach((value, at) =>
      assert.ok(Math.abs(value - amounts[at]) <= 1.0001, `${value} for ${amounts[at]}`),
    );
  }
});

test('ticks are round, begin at zero and stay inside', () => {
  const random = randomFrom(22);
  for (let i = 0; i < 3000; i += 1) {
    const max = random.magnitude(-2, 20);
    const marks = ticks(max);
    assert.equal(marks[0], 0);
    assert.ok(marks.length >= 2 && marks.length <= 6, `${max}: ${marks}`);
    assert.ok(marks[marks.length - 1] <= max * 1.000001);
    assert.match(
      (marks[1] / 10 ** Math.floor(Math.log10(marks[1] * 1.0000001))).toFixed(6),
      /^(1|2|5|10)\.0+$/,
    );
  }
});

test('a long name is cut with an ellipsis, a short one is left whole', () => {
  assert.equal(fitted('Оплата', 124), 'Оплата');
  const cut = fitted('Очень длинное название этапа воронки продаж', 124);
  assert.ok(cut.endsWith('…') && cut.length <= 15);
});

test('the strip stays inside its width, with the whisker around the boundary', () => {
  for (const name of kGoldens) {
    const { scenario, report } = golden(name);
    const { now, target, whisker } = stripGeometry(scenario, report, 400);
    assert.ok(finite([now, target]) && now >= 0 && now <= 400 && target >= 0 && target <= 400, name);
    if (whisker) assert.ok(whisker[0] >= 0 && whisker[0] <= whisker[1] && whisker[1] <= 400, name);
  }
  const { scenario, report } = golden('explainer');
  const counted = { ...scenario, stages: scenario.stages.map((stage) => ({ ...stage, source: 'crm' })) };
  const { now, whisker } = stripGeometry(counted, report, 300);
  assert.equal(Math.round(now), 200);
  assert.ok(whisker[0] < now && now < whisker[1]);
  assert.equal(stripGeometry(scenario, report, 300).whisker, null, 'a share typed has no range');
});

test('the funnel never widens and shows work in hand only where leads are lost', () => {
  for (const name of kGoldens) {
    const { report, scenario } = golden(name);
    const rows = funnelRows(report, scenario, 300);
    assert.ok(finite(rows.flatMap((row) => [row.nowWidth, row.targetWidth])), name);
    rows.slice(1).forEach((row, i) => assert.ok(row.nowWidth <= rows[i].nowWidth + 1e-9, name));
  }
  const full = golden('full');
  assert.equal(funnelRows(full.report, full.scenario, 300)[1].name, 'В работе');
  const simple = golden('explainer');
  assert.deepEqual(
    funnelRows(simple.report, simple.scenario, 300).map(({ name }) => name),
    ['Заявки', 'Продажа'],
  );
});

test('the waterfall goes from now to possible and its labels sum to the shown difference', () => {
  for (const name of kGoldens) {
    const { report, scenario } = golden(name);
    const steps = waterfallSteps(report, scenario);
    const last = steps[steps.length - 1];
    assert.ok(
      Math.abs(last.to - report.target.revenue) <= 1e-6 * Math.max(1, Math.abs(report.target.revenue)),
      name,
    );
    assert.equal(
      steps.reduce((sum, step) => sum + step.label, 0),
      Math.round(report.money_left.per_month),
      name,
    );
  }
});

test('the density axis holds the whole curve and a goal that is near', () => {
  const points = Array.from({ length: 101 }, (_, i) => ({
    revenue: 100 + i,
    density: Math.exp(-(((i - 50) / 10) ** 2)),
  }));
  const near = densityAxis(points, 230);
  assert.ok(near.withGoal && near.min < 126 && near.max > 230);
  assert.equal(densityAxis(points, 9999).withGoal, false);
  assert.ok(Math.abs(densityAt(points, 150) - 1) < 1e-12);
  assert.ok(
    densityAt(points, 140.5) > densityAt(points, 140) && densityAt(points, 140.5) < densityAt(points, 141),
  );
  assert.ok(densityAt(points, 1e9) < 1e-9);
});

test('the ramp begins at now and ends at the target', () => {
  const { report } = golden('full');
  const { base, tops } = rampGeometry(report, 480);
  assert.equal(tops[0], base);
  assert.ok(tops[tops.length - 1] < base);
});

test('the cells bought beyond the first row cover exactly their number', () => {
  for (let cells = 0; cells <= 50 * 19; cells += 1) {
    let area = 0;
    for (const [, width, height] of cellsOutline(cells).matchAll(/h(\d+)v(\d+)H0z/g)) {
      area += Number(width) * Number(height);
    }
    assert.equal(area, cells * 100);
  }
});
