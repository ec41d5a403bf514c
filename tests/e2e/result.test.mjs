// Everything the pages keep on this device on one sheet: found, printed on at most six pages, without network, and all of it gone when asked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { axe, keysRemembered, untilRemembered } from './harness.mjs';
import { dropped } from './crm-page.mjs';
import { journeysHere, ready, sampleRun, storedCalculation, storedRun } from './rop-browser.mjs';

let site;
journeysHere((given) => (site = given));

const { criteria } = JSON.parse(readFileSync('assets/calls/criteria.json', 'utf8'));
const part = (page, id) =>
  page.innerText(`[data-part=${id}]`).then((text) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' '));

/** Thirty calls of three managers, put in where the page of calls takes files. */
async function putCalls(page) {
  const calls = Array.from({ length: 30 }, (_, i) => ({
    manager: ['Анна', 'Пётр', 'Олег'][i % 3],
    date: `2026-05-${String(1 + (i % 28)).padStart(2, '0')}`,
    marks: Object.fromEntries(criteria.map(({ id }, k) => [id, (i * 7 + k * 3) % 5 < 3 ? 1 : 0])),
  }));
  await page.setInputFiles('[data-file]', {
    name: 'звонки.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ format: 'funnel-calls', version: 1, criteria, calls })),
  });
  await untilRemembered(page, ({ calls: kept }) => kept.calls.length === 30, 'calls');
}

/** A device on which every page was used; a request waits there, too. @param {{stored?: object} & Record<string, any>} [options] */
async function usedDevice({ stored = {}, ...options } = {}) {
  const opened = await site.open('/calls/', {
    ...options,
    stored: {
      ...storedRun(sampleRun({ count: 62 })),
      ...storedCalculation(),
      ...stored,
      'funnel.requests.v1': [{ body: { idempotency_key: 'k'.repeat(20), form: 'callback' }, at: Date.now() }],
    },
  });
  const { page } = opened;
  await ready(page);
  await putCalls(page);
  await page.goto(`${site.origin}/rop/`);
  await ready(page);
  await page.check('[name=answers-control_today][value="0"]', { force: true });
  await untilRemembered(page, ({ answers }) => answers.control_today === 0, 'meeting:');
  await page.goto(`${site.origin}/plan/`);
  await ready(page);
  await page.click('.step__toggle >> nth=0');
  await page.check('.todo__box >> nth=0');
  await untilRemembered(page, ({ done }) => Object.keys(done).length === 1, 'plan');
  await page.goto(`${site.origin}/result/`);
  await ready(page);
  return opened;
}

test('a device nobody used says what each part would tell, and keeps nothing', async () => {
  const { page, context, faults } = await site.open('/result/');
  await ready(page);
  assert.match(await page.innerText('h1'), /появится/);
  assert.equal(await page.locator('[data-known=true]').count(), 0);
  assert.equal(await page.locator('[data-part] a').count(), 5);
  assert.match(await page.innerText('[data-erase-what]'), /ничего не хранит/);
  assert.ok(await page.isHidden('[data-do=ask]'));
  await axe(page, 'empty');
  assert.deepEqual(faults, []);
  await context.close();
});

test('each page of this device with its finding; one PDF of at most six pages', async () => {
  const { page, context, faults } = await usedDevice();
  assert.match(await part(page, 'calculation'), /недозарабатывает 18 437 760 ₽ в месяц/);
  assert.match(await part(page, 'meeting'), /Встреча с Иваном, 20 ноября 2026/);
  assert.match(await part(page, 'meeting'), /Критичных нулей \d/);
  assert.match(await part(page, 'calls'), /Звонков 30/);
  assert.match(await part(page, 'plan'), /шаг.* за двенадцать недель/);
  assert.doesNotMatch(await part(page, 'plan'), /только по деньгам/, 'the meeting and the calls count');
  assert.match(await part(page, 'crm'), /Начать/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=pdf]')]);
  assert.match(download.suggestedFilename(), /^Карта роста.*\.pdf$/);
  const file = await download.path();
  const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))?.[1]);
  assert.ok(pages >= 4 && pages <= 6, `${pages} pages`);
  const words = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
  for (const said of [
    'Карта роста отдела продаж',
    'Из чего складывается разница',
    'Критичные нули',
    'Слабое звено',
    'за двенадцать недель',
    'Что сделать',
  ]) {
    assert.ok(words.includes(said), said);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('what fits one sheet of paper takes one', async () => {
  const { page, context } = await site.open('/result/', { stored: storedCalculation() });
  await ready(page);
  await page.waitForSelector('[data-part=calculation][data-known=true]');
  const told = execFileSync('pdfinfo', ['-'], { encoding: 'utf8', input: await page.pdf({ format: 'A4' }) });
  assert.match(told, /Pages:\s+1\n/);
  await context.close();
});

/** Twelve stages, every question a zero and two steps apart, with long notes. */
function fullest() {
  const calculation = storedCalculation();
  const { scenario } = calculation['funnel.scenario.v1'];
  const [stage] = scenario.stages;
  scenario.stages = Array.from({ length: 12 }, (__, i) => {
    const { observed: _, ...rest } = stage;
    return { ...rest, id: `s${i}`, name: `Этап номер ${i + 1}`, conversion: 0.7, target_conversion: 0.8 };
  });
  const run = sampleRun({ count: 62 });
  for (const id of Object.keys(run.answers)) {
    run.answers[id] = 0;
    run.self[id] = 2;
    run.notes[id] = 'Долгая заметка о том, что увидели на встрече. '.repeat(8);
  }
  return { ...storedRun(run), ...calculation };
}

test('the fullest device, too, prints on six pages', async () => {
  const { page, context } = await usedDevice({ stored: fullest() });
  await page.goto(`${site.origin}/crm/`);
  await ready(page);
  await dropped(page, 'amo_utf8bom.csv');
  await page.check('[data-names]');
  await untilRemembered(page, ({ report }) => report.managers !== null, 'crm.finding');
  await page.goto(`${site.origin}/result/`);
  await ready(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=pdf]')]);
  const told = execFileSync('pdfinfo', [await download.path()], { encoding: 'utf8' });
  assert.match(told, /Pages:\s+6\n/);
  await context.close();
});

test('on a phone and in the dark: within the width, axe finds nothing, also while it asks', async () => {
  for (const options of [{ width: 390 }, { width: 1280, scheme: 'dark' }]) {
    const { page, context } = await usedDevice(options);
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      0,
    );
    await page.click('[data-do=ask]');
    await axe(page, JSON.stringify(options));
    await context.close();
  }
});

test('all of it goes, after a question that names what waits to be sent; the pages begin anew', async () => {
  const { page, context, faults } = await usedDevice();
  assert.match(
    await page.innerText('[data-erase-what]'),
    /1.расчёт.*1.встреча с РОПом.*1.лист звонков.*1.план/,
  );
  await page.click('[data-do=ask]');
  assert.match(await page.innerText('[data-erase-warning]'), /1.заявка ждёт отправки: мы её уже не получим/);
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('[data-erase-sure]'));
  assert.equal(await page.locator('[data-known=true]').count(), 4, 'asking takes nothing away');
  await page.click('[data-do=ask]');
  await page.click('[data-do=erase]');
  await page.waitForFunction(() =>
    /ничего не хранит/.test(document.querySelector('[data-erase-what]').textContent),
  );
  assert.equal(await page.locator('[data-known=true]').count(), 0);
  const left = [
    ...(await keysRemembered(page)),
    ...(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])),
  ];
  assert.deepEqual(
    left.filter((key) => key !== 'funnel.pointer'),
    [],
  );
  assert.deepEqual(faults, []);
  await context.close();
});

/** A page of the same device. */
async function anotherTab(context, address) {
  const tab = await context.newPage();
  await tab.goto(site.origin + address);
  await ready(tab);
  return tab;
}

const notice = (page) => page.innerText('[data-notice][data-open] [data-notice-text]');

test('tabs that stand open say that all of it is gone, begin anew and write nothing of it back', async () => {
  const { page, context } = await usedDevice();
  const landing = await anotherTab(context, '/');
  const rop = await anotherTab(context, '/rop/');
  const calls = await anotherTab(context, '/calls/');
  const plan = await anotherTab(context, '/plan/');
  // The last stroke has only just been made.
  await rop.check('[name=answers-control_today][value="1"]', { force: true });
  await landing.locator('[data-in="/managers"]').first().fill('9');
  await page.bringToFront();
  await page.click('[data-do=ask]');
  assert.match(await page.innerText('[data-erase-warning]'), /Другие вкладки сайта начнутся заново/);
  await page.click('[data-do=erase]');
  await page.waitForFunction(() =>
    /ничего не хранит/.test(document.querySelector('[data-erase-what]').textContent),
  );
  for (const tab of [landing, rop, calls, plan]) {
    await tab.waitForSelector('[data-notice][data-open]');
    assert.match(await notice(tab), /В другой вкладке удалили всё.*начата заново/);
    await ready(tab);
  }
  assert.deepEqual(await keysRemembered(page), []);
  assert.notEqual(await landing.locator('[data-in="/managers"]').first().inputValue(), '9');
  // From here on a tab keeps what is typed in it, and only that.
  await landing.locator('[data-in="/managers"]').first().fill('6');
  const { value } = await untilRemembered(landing, ({ draft }) => draft.managers === 6);
  assert.deepEqual(
    value.past.filter(({ draft }) => draft.managers === 9),
    [],
  );
  assert.deepEqual(await keysRemembered(page), ['calculation']);
  await landing.reload();
  await ready(landing);
  assert.equal(await landing.locator('[data-notice][data-open]').count(), 0, 'it is said once');
  await context.close();
});

test('without network after one visit', async () => {
  const { page, context } = await usedDevice();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  assert.match(await part(page, 'calculation'), /недозарабатывает/);
  await context.close();
});
