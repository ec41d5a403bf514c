// The main journey and a meeting in the other two engines: Firefox ESR over WebDriver BiDi (puppeteer-core), WebKitGTK over its own WebDriver.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { startWithPartner } from './embed-site.mjs';
import { callStep, checkCall } from './engines-call.mjs';
import { startFirefox, startWebKit } from './engines-processes.mjs';
import { SHOWN, journeys } from './harness.mjs';

let site;
/** Whose calculator stands on a partner's page. */
let ours = '';
async function start() {
  const started = await startWithPartner(path.resolve('build/site-engines'), () => ours);
  ours = started.origin;
  return started;
}
journeys((stage) => ({ site } = stage), { start, launch: async () => null });

/** Runs in the page: types the owner's three numbers and the two conversions, waits, and reads the results. */
const journey = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 200 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };
  await until(() => 'styled' in document.documentElement.dataset);
  const type = (pointer, text) => {
    const field = document.querySelector('[data-in="' + pointer + '"]');
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.blur();
  };
  const shown = (name) => document.querySelector('[data-out="' + name + '"]').textContent.replaceAll('\\u00a0', ' ').trim();
  const violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  type('/leads_per_month', '2 000');
  await until(() => shown('now.revenue') === '15 000 000 ₽');
  const changed = shown('now.revenue');
  for (const [pointer, text] of [['/managers', '5'], ['/leads_per_month', '1000'], ['/average_check', '150 000'], ['/stages/0/conversion', '5'], ['/stages/0/target_conversion', '7,5']]) type(pointer, text);
  await until(() => shown('money_left.per_month') === '3 750 000 ₽' && shown('uncertainty.revenue.p50') !== '' && document.querySelectorAll('[data-chart] svg').length >= 1);
  return JSON.stringify({ violations, changed, now: shown('now.revenue'), target: shown('target.revenue'), left: shown('money_left.per_month'), charts: document.querySelectorAll('[data-chart] svg').length, wide: document.documentElement.scrollWidth - innerWidth });
})()`;

/** Runs in the page: marks the first three questions 0, then 2, and reads the score of the area. */
const meeting = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 600 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };
  await until(() => 'ready' in document.documentElement.dataset && document.querySelectorAll('[data-items] input[type=radio]').length > 10);
  const questions = [...document.querySelectorAll('[data-items] > li')].slice(0, 3);
  const mark = (question, value) => question.querySelector('input[type=radio][value="' + value + '"]').click();
  const score = () => document.querySelector('[data-rail=score]').textContent.replaceAll('\\u00a0', ' ');
  questions.forEach((question) => mark(question, 0));
  await until(() => /оценка0 %/.test(score()));
  const worst = score();
  questions.forEach((question) => mark(question, 2));
  await until(() => /оценка100 %/.test(score()));
  return JSON.stringify({ notice: document.querySelector('[data-notice-text]').textContent, worst, best: score(), wide: document.documentElement.scrollWidth - innerWidth });
})()`;

/** Runs in the page: a step of the storage cases, with what it needs. @param {string} step that answers */
const storageStep = (step) => `(async () => {
  const until = async (ready) => { for (let i = 0; i < 300 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); return Boolean(ready()); };
  const field = (pointer) => document.querySelector('[data-in="' + pointer + '"]');
  const plain = (pointer) => field(pointer).value.replaceAll(/[\\s\\u00a0]/g, '');
  const shows = async (pointer, text) => (await until(() => plain(pointer) === text)) || plain(pointer);
  const type = (pointer, text) => {
    field(pointer).focus();
    field(pointer).value = text;
    field(pointer).dispatchEvent(new InputEvent('input', { bubbles: true }));
    field(pointer).blur();
    return true;
  };
  if (!(await until(() => 'kept' in document.documentElement.dataset))) return 'the page does not keep';
  return ${step};
})()`;

/**
 * What is typed in two tabs of one browser is in both, survives a reload, a bad field too.
 * @param {{run: (tab: 0 | 1, promise: string) => Promise<any>, reload: (tab: 0 | 1) => Promise<any>}} tabs both at the landing page
 */
async function checkStorage({ run, reload }) {
  const step = async (/** @type {0 | 1} */ tab, what) =>
    assert.equal(await run(tab, storageStep(what)), true, `tab ${tab}: ${what}`);
  await step(0, "type('/average_check', '90000')");
  await step(1, "await shows('/average_check', '90000')");
  await step(1, "type('/leads_per_month', '700')");
  await step(0, "await shows('/leads_per_month', '700')");
  await reload(0);
  await step(0, "await shows('/average_check', '90000')");
  await step(0, "await shows('/leads_per_month', '700')");
  await step(0, "type('/leads_per_month', 'много')");
  await step(1, "await shows('/leads_per_month', 'много')");
  await reload(0);
  await step(0, "await shows('/leads_per_month', 'много')");
  await step(0, "await until(() => field('/leads_per_month').getAttribute('aria-invalid') === 'true')");
  await step(
    0,
    'await until(() => /[0-9]/.test(document.querySelector(\'[data-out="now.revenue"]\').textContent))',
  );
}

/**
 * Who types and leaves at once finds what was typed, and every page opens: Safari keeps the page that was left, with whatever it began.
 * @param {(promise: string) => Promise<any>} run at the landing page
 */
async function checkLeaving(run) {
  const at = async (/** @type {string} */ path, /** @type {string} */ sign) => {
    const there = `(async () => location.pathname === '${path}' && '${sign}' in document.documentElement.dataset)()`;
    // A page that is going answers nothing.
    for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((r) => setTimeout(r, 100))) {
      if (await run(there).catch(() => false)) return;
    }
    assert.fail(`${path} is not ready after 20 s`);
  };
  for (const [round, wait] of [0, 1, 2, 4, 8, 16, 32].entries()) {
    const typed = String(61_000 + 1000 * round);
    await run(
      storageStep(
        `(type('/average_check', '${typed}'), setTimeout(() => location.assign('/rop/'), ${wait}), true)`,
      ),
    );
    await at('/rop/', 'ready');
    await run("(async () => { location.assign('/'); })()").catch(() => {});
    await at('/', 'kept');
    assert.equal(await run(storageStep(`await shows('/average_check', '${typed}')`)), true, `${wait} ms`);
  }
}

/** Runs in the page: the sample export through the worker to its finding, and two periods compared. */
const exportRead = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 600 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };
  await until(() => 'ready' in document.documentElement.dataset);
  document.querySelector('[data-do=sample]').click();
  await until(() => document.querySelector('[data-point]') && document.querySelector('[data-chart=ripening] svg') && document.querySelector('#before-from'));
  document.querySelector('.periods-form [type=submit]').click();
  await until(() => document.querySelector('[data-verdict]'));
  const text = (selector) => (document.querySelector(selector)?.textContent ?? '').replaceAll('\\u00a0', ' ');
  return JSON.stringify({ finding: text('[data-finding]'), verdict: text('[data-verdict]'), fault: text('[data-start-fault]'), wide: document.documentElement.scrollWidth - innerWidth });
})()`;

function checkExport(text) {
  const { finding, verdict, fault, wide } = JSON.parse(text);
  assert.equal(fault, '');
  assert.match(finding, /^Из 100 заявок платят 21, и ещё 5 дозреют$/);
  assert.match(verdict, /^Роста нет: платили 29 из ста, теперь 20$/);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

/** Runs in the frame on a partner's page: the four numbers typed, the answer, and the request's form below it. */
const framed = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 300 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };
  const text = (selector) => (document.querySelector(selector)?.textContent ?? '').replaceAll('\\u00a0', ' ').trim();
  await until(() => 'ready' in document.documentElement.dataset);
  for (const [pointer, typed] of [['/managers', '4'], ['/leads_per_month', '320'], ['/average_check', '85 тыс'], ['/stated_sales', '10']]) {
    const field = document.querySelector('[data-in="' + pointer + '"]');
    field.focus();
    field.value = typed;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.blur();
  }
  await until(() => text('[data-out="money_left.per_month"]') === '425 000 ₽');
  const closed = document.documentElement.offsetHeight;
  document.querySelector('[href="#request"]').click();
  await until(() => document.querySelector('form[data-mounted]'));
  await until(() => innerHeight === document.documentElement.offsetHeight);
  return JSON.stringify({ left: text('[data-out="money_left.per_month"]'), point: text('[data-out="point"]'), grown: document.documentElement.offsetHeight > closed + 300, frame: innerHeight, content: document.documentElement.offsetHeight, wide: document.documentElement.scrollWidth - innerWidth });
})()`;

function checkFramed(text) {
  const { frame, content, ...rest } = JSON.parse(text);
  assert.deepEqual(rest, { left: '425 000 ₽', point: '272 000 ₽', grown: true, wide: 0 });
  assert.equal(frame, content, 'the frame is as tall as what is in it');
}

/** Runs in the page: five calls marked by keys, to the weakest link. */
const calls = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 300 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); return Boolean(ready()); };
  await until(() => 'ready' in document.documentElement.dataset);
  const text = (selector) => (document.querySelector(selector)?.textContent ?? '').replaceAll('\\u00a0', ' ');
  const press = (name) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  document.querySelector('[data-do=listen]').click();
  await until(() => document.querySelector('#mark-manager')?.offsetParent);
  document.querySelector('#mark-manager').value = 'Олег Дёмин';
  document.querySelector('[data-mark-start] [type=submit]').click();
  for (let call = 0; call < 5; call++) {
    await until(() => /1 из 16/.test(text('[data-mark-part]')));
    for (let i = 0; i < 16; i++) press(i === 1 ? '0' : '1');
    await until(() => document.querySelector('[data-mark-over]:not([hidden])'));
    if (call < 4) press('Enter');
    else document.querySelector('[data-mark-do=done]').click();
  }
  await until(() => document.querySelector('.heat'));
  return JSON.stringify({ status: text('[data-status]'), drill: text('[data-drill]'), wide: document.documentElement.scrollWidth - innerWidth });
})()`;

function checkCalls(said) {
  const { status, drill, wide } = JSON.parse(said);
  assert.match(status, /5 звонков/);
  assert.match(drill, /Контакт/);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

/** Runs in the page: a step of the plan opened, ticked and moved. */
const plan = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 300 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); return Boolean(ready()); };
  await until(() => 'ready' in document.documentElement.dataset && document.querySelector('.step__toggle'));
  const text = (selector) => (document.querySelector(selector)?.textContent ?? '').replaceAll('\\u00a0', ' ');
  const id = document.querySelector('.step').dataset.step;
  document.querySelector('.step__toggle').click();
  await until(() => document.querySelector('.todo__box'));
  document.querySelector('.todo__box').click();
  const week = document.querySelector('#week-' + id);
  week.value = '3';
  week.dispatchEvent(new Event('change', { bubbles: true }));
  await until(() => /нед. 3/.test(text('[data-step=' + id + '] .step__owner')));
  return JSON.stringify({ headline: text('[data-headline]'), owner: text('[data-step=' + id + '] .step__owner'), wide: document.documentElement.scrollWidth - innerWidth });
})()`;

function checkPlan(said) {
  const { headline, owner, wide } = JSON.parse(said);
  assert.match(headline, /шаг.* за двенадцать недель\. В них .*₽ в месяц/);
  assert.match(owner, /нед\. 3/);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

/** Runs in the page: what the device knows of the two before, on one sheet. */
const map = `(async () => {
  const until = async (ready) => { for (let i = 0; i < 200 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };
  await until(() => 'ready' in document.documentElement.dataset);
  const text = (id) => document.querySelector('[data-part=' + id + ']').textContent.replaceAll('\\u00a0', ' ');
  return JSON.stringify({ calculation: text('calculation'), meeting: text('meeting'), plan: text('plan'), wide: document.documentElement.scrollWidth - innerWidth });
})()`;

function checkMap(text) {
  const { calculation, meeting: told, plan, wide } = JSON.parse(text);
  assert.match(calculation, /недозарабатывает 3 750 000 ₽ в месяц/);
  assert.match(told, /Оценка отдела100 %/);
  assert.match(plan, /за двенадцать недель/);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

function checkMeeting(text) {
  const { notice, worst, best, wide } = JSON.parse(text);
  assert.equal(notice, '');
  assert.match(worst, /оценка0 %.*3 из/);
  assert.match(best, /оценка100 %.*3 из/);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

function check(text) {
  const { changed, charts, wide, violations, ...shown } = JSON.parse(text);
  assert.deepEqual(violations, [], 'CSP');
  assert.equal(changed, '15 000 000 ₽');
  assert.deepEqual(shown, SHOWN);
  assert.ok(charts >= 1, `${charts} charts`);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

/** The frames of a partner's page, once the calculator's stands there. @param {import('puppeteer-core').Page} page */
async function untilFramed(page) {
  await page.waitForFunction(() => document.querySelector('iframe') !== null);
  for (const end = Date.now() + 15_000; ;) {
    const frames = page.frames();
    if (frames[1]?.url().startsWith(site.origin)) return frames;
    assert.ok(Date.now() < end, frames.map((one) => one.url()).join(' '));
    await new Promise((done) => setTimeout(done, 30));
  }
}

test('Firefox: the three numbers give 7 500 000, 11 250 000 and 3 750 000 ₽, three marks the score, a partner’s page the calculator', async () => {
  const { browser, stop } = await startFirefox();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844 });
    const refused = [];
    page.on('console', (message) => {
      if (/Content.Security.Policy|Refused to/i.test(message.text())) refused.push(message.text());
    });
    page.on('pageerror', (error) => refused.push(String(error)));
    // The policy of the partner's own page allows nothing but our script and frame, its icon neither.
    const isOurs = (/** @type {string} */ text) => !text.includes(`${site.partner.origin}/favicon.ico`);
    await page.goto(site.origin);
    check(await page.evaluate(journey));
    await page.goto(`${site.origin}/rop/`);
    checkMeeting(await page.evaluate(meeting));
    await page.goto(`${site.origin}/result/`);
    checkMap(await page.evaluate(map));
    // Who leaves before the letters have come is told by the browser that they failed.
    const settled = () => page.evaluate(() => document.fonts.ready.then(() => true));
    await settled();
    await page.goto(`${site.origin}/calls/`);
    checkCalls(await page.evaluate(calls));
    await settled();
    await page.goto(`${site.origin}/plan/`);
    checkPlan(await page.evaluate(plan));
    await settled();
    await page.goto(`${site.origin}/crm/`);
    checkExport(await page.evaluate(exportRead));
    await page.setViewport({ width: 1280, height: 720 });
    await page.goto(`${site.origin}/demo/`);
    checkCall(await page.evaluate(callStep(false)));
    await page.reload();
    checkCall(await page.evaluate(callStep(true)));
    await page.setViewport({ width: 390, height: 844 });
    assert.deepEqual(refused, [], 'CSP');
    await page.goto(site.origin);
    await checkLeaving((promise) => page.evaluate(promise));
    await page.goto(site.partner.origin);
    const [, frame] = await untilFramed(page);
    checkFramed(await frame.evaluate(framed));
    assert.deepEqual(refused.filter(isOurs), [], 'CSP');
    const context = await browser.createBrowserContext();
    const pages = [await context.newPage(), await context.newPage()];
    for (const one of pages) await one.goto(site.origin);
    await checkStorage({
      run: (tab, promise) => pages[tab].evaluate(promise),
      reload: (tab) => pages[tab].reload(),
    });
  } finally {
    await stop();
  }
});

test('WebKit: the three numbers give 7 500 000, 11 250 000 and 3 750 000 ₽, three marks the score, a partner’s page the calculator', async () => {
  const { command, run, stop } = await startWebKit();
  const goTo = (url) => command('POST', '/url', { url });
  try {
    await goTo(site.origin);
    check(await run(journey));
    await goTo(`${site.origin}/rop/`);
    checkMeeting(await run(meeting));
    await goTo(`${site.origin}/result/`);
    checkMap(await run(map));
    await goTo(`${site.origin}/calls/`);
    checkCalls(await run(calls));
    await goTo(`${site.origin}/plan/`);
    checkPlan(await run(plan));
    await goTo(`${site.origin}/crm/`);
    checkExport(await run(exportRead));
    await goTo(site.origin);
    await checkLeaving(run);
    await goTo(site.partner.origin);
    await command('POST', '/frame', { id: 0 });
    checkFramed(await run(framed));
    await command('POST', '/frame', { id: null });
    await goTo(`${site.origin}/demo/`);
    checkCall(await run(callStep(false)));
    await command('POST', '/refresh', {});
    checkCall(await run(callStep(true)));
    const first = await command('GET', '/window');
    const second = await command('POST', '/window/new', { type: 'tab' });
    const tabs = [first, second.handle];
    const inTab = (tab) => command('POST', '/window', { handle: tabs[tab] });
    for (const tab of [0, 1]) {
      await inTab(tab);
      await goTo(site.origin);
    }
    await checkStorage({
      async run(tab, promise) {
        await inTab(tab);
        return run(promise);
      },
      async reload(tab) {
        await inTab(tab);
        await command('POST', '/refresh', {});
      },
    });
  } finally {
    await stop();
  }
});
