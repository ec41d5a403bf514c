// What the build makes of the assets: typography, the row of a case, the forms.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tried, stageFor } from '../../web/js/cases/try-on.js';
import { dumbbell } from '../../web/tools/dumbbell.mjs';
import { formHtml } from '../../web/tools/forms.mjs';
import { typographic, words } from '../../web/tools/typography.mjs';
import { builtCore } from './core.mjs';

const site = {
  ...JSON.parse(readFileSync(new URL('../../assets/site.json', import.meta.url), 'utf8')),
  legal: { processing: { version: 'v', sha256: 'p' }, advertising: { version: 'v', sha256: 'a' } },
};

/** With as much of a page's state as it reads. @type {(core: any, state: any, example: any) => any} */
const tryOn = tried;

test('short words, numbers and dashes hold on to their neighbours', () => {
  assert.equal(typographic('в 1 000 заявок'), 'в\u00a01\u00a0000\u00a0заявок');
  assert.equal(typographic('числа — ваши'), 'числа\u00a0— ваши');
  assert.equal(typographic('95 % и 2–3 в неделю'), '95\u00a0% и\u00a02\u2060–\u20603\u00a0в\u00a0неделю');
  assert.equal(words('a < b'), 'a &lt; b');
});

test('a case is drawn where its shares are, and says so', () => {
  const row = dumbbell({ before: 0.21, after: 0.4, denominator: 'all' });
  assert.match(row, /cx="21%"/);
  assert.match(row, /cx="40%"/);
  assert.match(row, /db__line--same/);
  assert.match(row, /aria-label="Было 21\u00a0%, стало 40\u00a0%"/);
  assert.doesNotMatch(
    dumbbell({ before: null, after: 0.453, denominator: 'unknown' }),
    /db__line/,
    'no line without a beginning',
  );
  assert.doesNotMatch(dumbbell({ before: 0.2, after: 0.3, denominator: 'changed' }), /--same/);
  assert.match(
    dumbbell({ before: 0.157, after: 0.38, denominator: 'changed' }, { interval: [0.132, 0.186] }),
    /скорее всего от\u00a013,2 до\u00a018,6\u00a0%/,
  );
});

test('a form asks what the gates say, both consents apart and unticked', () => {
  for (const kind of ['diagnosis', 'materials', 'checklist', 'callback']) {
    const html = formHtml(site, {
      kind: /** @type {any} */ (kind),
      prefix: 'x',
      page: '/',
      button: 'Отправить',
    });
    assert.doesNotMatch(html, /\schecked/);
    for (const name of [
      'consent_processing',
      'consent_advertising',
      'consent_processing_sha256',
      'consent_advertising_version',
      'website',
    ]) {
      assert.ok(html.includes(`name="${name}"`), `${kind} ${name}`);
    }
    assert.equal(html.includes('name="monthly_turnover"'), kind !== 'callback');
    assert.equal(html.includes('name="email"'), kind === 'materials' || kind === 'checklist');
    for (const [, id] of html.matchAll(/aria-describedby="([^"]+)"/g)) {
      assert.ok(html.includes(`id="${id}"`), id);
    }
  }
});

const funnel = (...kinds) => ({
  format: 'funnel-scenario',
  version: 1,
  managers: 5,
  leads_per_month: 1000,
  average_check: 150000,
  stages: kinds.map((kind, i) => ({
    id: `s${i}`,
    name: `Этап ${i}`,
    kind,
    conversion: 0.5,
    target_conversion: 0.6,
  })),
});

test('a case finds the last stage of its kind; a payment is the last stage', () => {
  assert.equal(stageFor(funnel('contact', 'offer', 'offer').stages, 'offer'), 2);
  assert.equal(stageFor(funnel('contact', 'other').stages, 'payment'), 1);
  assert.equal(stageFor(funnel('contact', 'payment').stages, 'meeting'), -1);
});

test('“примерить” moves one target by the core’s own uplift, keeps the owner’s other targets, stops at 100 %', () => {
  const core = builtCore();
  const state = (scenario, autoTargets) => ({
    scenario,
    report: core.evaluate(scenario, { distribution: false }).report,
    current: true,
    autoTargets,
  });
  const scenario = funnel('contact', 'payment');
  const own = tryOn(core, state(scenario, false), { kind: 'payment', uplift: 1.5, company: 'X' });
  assert.deepEqual(
    own.stages.map((stage) => stage.target_conversion),
    [0.6, 0.75],
  );
  const auto = tryOn(core, state(scenario, true), { kind: 'payment', uplift: 1.5, company: 'X' });
  assert.deepEqual(
    auto.stages.map((stage) => stage.target_conversion),
    [null, 0.75],
  );
  const most = tryOn(core, state(scenario, true), { kind: 'payment', uplift: 3, company: 'X' });
  assert.equal(most.stages[1].target_conversion, 1);
  assert.match(most.sentences(state(scenario, true)).join(' '), /больше ста процентов/);
  assert.equal(tryOn(core, state(scenario, true), { kind: 'meeting', uplift: 2, company: 'X' }).stages, null);
  assert.equal(tryOn(null, { scenario: null }, { kind: 'payment', uplift: 2, company: 'X' }).stages, null);
});
