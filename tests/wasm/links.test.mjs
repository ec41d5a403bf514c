// Links through the module as pages call it: the kept ones, tails, names, damage.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { coreFromBytes } from '../../web/js/model/core.js';
import { mayHoldLink } from '../../web/js/model/links.js';
import { randomFrom, randomScenario } from '../web/random.mjs';

const core = await coreFromBytes(readFileSync(process.env.CORE_WASM ?? 'build/wasm/bin/core.wasm'));
const golden = JSON.parse(readFileSync(new URL('../golden/links.json', import.meta.url), 'utf8'));

test('every kept link is its calculation', () => {
  for (const { link, scenario } of [...golden.first, ...golden.drafts]) {
    const { read } = core.readLink(link);
    assert.equal(read.state, 'intact', link);
    assert.deepEqual(read.scenario, core.read(scenario).scenario);
  }
  for (const { link, content } of golden.second) {
    const { read } = core.readLink(link);
    assert.deepEqual(read.variants, content.variants);
    assert.equal(core.link(content, { names: true }).link, link);
  }
});

test('five hundred random scenarios come back, tails and all', () => {
  const random = randomFrom(11);
  const tails = ['', '.', ')', '»', '&utm_source=tg', '\n', ' и ещё', '%0A', '"', '?x=1'];
  for (let i = 0; i < 500; i += 1) {
    const { scenario } = core.read(randomScenario(random));
    const { link } = core.link(scenario, { names: true });
    assert.match(link, /^#s2\.[\w-]+\.[0-9a-z]{7}$/);
    const carried = random.pick([link, encodeURIComponent(link), link.replace('#', '%23')]);
    assert.ok(mayHoldLink(carried), carried);
    const { read } = core.readLink(`https://example.org/${carried}${random.pick(tails)}`);
    assert.equal(read.state, 'intact', carried);
    assert.deepEqual(read.scenario, scenario);
  }
});

test('the link of the example is short, names travel only when asked', () => {
  const scenario = {
    format: 'funnel-scenario',
    version: 1,
    managers: 5,
    leads_per_month: 1000,
    average_check: 150000,
    stages: [{ id: 'sale', name: 'Оплата', kind: 'payment', conversion: 0.05, target_conversion: 0.075 }],
    roster: [{ name: 'Анна', leads: 100, sales: 7 }],
  };
  const { link } = core.link(scenario);
  assert.ok(link.length < 60, link);
  assert.equal(core.readLink(link).read.scenario.roster[0].name, 'Менеджер 1');
  assert.equal(core.readLink(core.link(scenario, { names: true }).link).read.scenario.roster[0].name, 'Анна');
});

test('an anchor is not worth asking the core, a damaged link is told', () => {
  for (const anchor of ['', '#', '#calc', '#s', '#s1', '#start.1', '#stages']) {
    assert.equal(mayHoldLink(anchor), false, anchor);
    assert.equal(core.readLink(anchor).read.state, 'none', anchor);
  }
  assert.equal(core.readLink('#s2.abc.0000000').read.state, 'damaged');
  assert.equal(core.readLink('#s17.abc').read.state, 'newer');
  assert.ok(core.link({}).issues.length > 0);
});
