// The checklist page in a browser: the meeting from the first mark to the plan, files, links, gates, print, accessibility.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { axe, drawn, untilRemembered } from './harness.mjs';
import {
  kCount,
  definition,
  journeysHere,
  ready,
  sampleRun,
  storedCalculation,
  storedRun,
} from './rop-browser.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-rop-'));
let site;
journeysHere((given) => (site = given), { end: () => rmSync(folder, { recursive: true }) });

const text = (page, selector) =>
  page.textContent(selector).then((value) => value.replace(/\s+/g, ' ').trim());
const file = (name, content) => {
  const to = path.join(folder, name);
  writeFileSync(to, content);
  return to;
};

test('owner at the desk: marks by click and by keys, a note, and all of it is there after a reload', async () => {
  const { page, context, faults } = await site.open('/rop/');
  await ready(page);
  assert.equal(await text(page, 'h1'), definition.areas[0].name);
  assert.deepEqual(
    await page.evaluate(() =>
      [...document.querySelectorAll('[hidden]')]
        .filter((part) => part.getClientRects().length > 0)
        .map((part) => part.outerHTML.slice(0, 80)),
    ),
    [],
    'what is hidden takes no place',
  );
  await page.check('[name=answers-control_today][value="1"]', { force: true });
  await page.focus('[name=answers-control_today][value="1"]');
  for (const key of ['2', '0', '1']) await page.keyboard.press(key);
  await page.fill('#note-control_today', 'Экран открыл за минуту');
  const kept = (isWanted) => untilRemembered(page, isWanted, 'meeting:');
  const { value: run } = await kept(({ notes }) => notes.control_today === 'Экран открыл за минуту');
  assert.deepEqual(run.answers, { control_today: 2, control_intervene: 0, control_daily_report: 1 });
  assert.equal(run.notes.control_today, 'Экран открыл за минуту');
  await page.reload();
  await ready(page);
  assert.ok(await page.isChecked('[name=answers-control_intervene][value="0"]'));
  assert.equal(await page.inputValue('#note-control_today'), 'Экран открыл за минуту');
  await page.focus('[name=answers-control_today][value="2"]');
  await page.keyboard.press('Backspace');
  await kept(({ answers }) => answers.control_today === undefined);
  await page.keyboard.press('-');
  await kept(({ answers }) => answers.control_today === 'na');
  assert.deepEqual(faults, []);
  await context.close();
});

test('digits typed into a note stay in the note', async () => {
  const { page, context } = await site.open('/rop/');
  await ready(page);
  await page.focus('#note-control_today');
  await page.keyboard.type('2 из 10');
  assert.equal(await page.inputValue('#note-control_today'), '2 из 10');
  const { value } = await untilRemembered(page, ({ notes }) => notes.control_today === '2 из 10', 'meeting:');
  assert.deepEqual(value.answers, {});
  await context.close();
});

test('owner with a phone: taps, the head of sales beside, and the gap is named', async () => {
  const { page, context, faults } = await site.open('/rop/#closing', { width: 390 });
  await ready(page);
  await page.locator('label:has([name=answers-closing_attempt][value="0"])').tap();
  await page.locator('label:has([name=self-closing_attempt][value="2"])').tap();
  assert.match(await text(page, '#closing_attempt [data-gap]'), /РОП видит 2, вы 0/);
  assert.match(await text(page, '#closing_attempt [data-critical]'), /здесь ноль/);
  await page.locator('[data-pager=after]').tap();
  await page.waitForFunction(() => document.querySelector('h1').textContent === 'Обучение один на один');
  assert.deepEqual(faults, []);
  await context.close();
});

test('the result: critical zeros first, what areas cost by the calculation and why, three drills of three days', async () => {
  const { page, context } = await site.open('/rop/#closing', {
    stored: { ...storedRun(), ...storedCalculation() },
  });
  await ready(page);
  assert.match(await text(page, '[data-rail=money]'), /1 791 486 ₽/);
  await page.click('.why summary');
  assert.match(
    await text(page, '[data-rail=money]'),
    /«Оплата» недодаёт 6 640 725 ₽ в месяц; отвечают 8 областей/,
  );
  assert.match(await text(page, '[data-out=score]'), /^\d+ %$/);
  assert.match(await text(page, '[data-part=head]'), new RegExp(`Итог неполный: отмечено 50 из ${kCount}`));
  assert.ok((await page.locator('[data-zeros] li').count()) > 0);
  const order = await page.evaluate(() =>
    [...document.querySelectorAll('[data-part]')].map((part) => part.dataset.part),
  );
  assert.ok(order.indexOf('zeros') < order.indexOf('prices'));
  assert.equal(await page.locator('.plan__area').count(), 3);
  assert.equal(await page.locator('.plan__days li').count(), 9);
  assert.equal(await page.locator('[data-chart=radar] svg title').count(), 1);
  assert.equal(await page.locator('[data-radar-table] tbody tr').count(), 14);
  await context.close();
});

test('without a calculation the page asks for none: areas have no price and the way to get one', async () => {
  const { page, context } = await site.open('/rop/', { stored: storedRun() });
  await ready(page);
  assert.match(await text(page, '[data-part=prices]'), /Рубли появятся/);
  assert.equal(await page.locator('.plan__area').count(), 3);
  await context.close();
});

test('the example of the landing page is called an example', async () => {
  const stored = storedCalculation('explainer');
  stored['funnel.scenario.v1'].example = true;
  const { page, context } = await site.open('/rop/', { stored: { ...storedRun(), ...stored } });
  await ready(page);
  assert.match(await text(page, '[data-part=prices]'), /Это пример со страницы расчёта, не ваши числа/);
  await context.close();
});

test('several meetings: a new one, a name, the comparison with the previous, deletion and the way back', async () => {
  const { page, context } = await site.open('/rop/', { stored: storedRun() });
  await ready(page);
  await page.click('[data-do=new-run]');
  await page.fill('#run-title', 'Осень');
  await page.keyboard.press('Tab');
  await page.check('[name=answers-control_today][value="2"]', { force: true });
  await page.selectOption('#run-compare', 'a');
  assert.match(await text(page, '[data-part=comparison]'), /Встреча с Иваном, 20 ноября 2026/);
  assert.match(await text(page, '[data-out="before.score"]'), /%$/);
  await page.click('[data-do=delete-run]');
  assert.equal(await page.inputValue('#run-title'), 'Встреча с Иваном');
  await page.click('[data-notice-undo]');
  assert.equal(await page.inputValue('#run-title'), 'Осень');
  await context.close();
});

test('the short version asks twenty questions', async () => {
  const { page, context } = await site.open('/rop/');
  await ready(page);
  await page.check('[name=run-length][value=short]', { force: true });
  assert.match(await text(page, '[data-area-number]'), /из 14/);
  let asked = 0;
  for (const { id } of definition.areas) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#${id}`);
    await page.waitForFunction(
      (name) => document.querySelector('h1').textContent === name,
      definition.areas.find((area) => area.id === id).name,
    );
    asked += await page.locator('[data-item]').count();
  }
  assert.equal(asked, 20);
  await context.close();
});

test('a file: saved and opened again; damaged, newer and foreign ones are refused in words; an older one is read', async () => {
  const { page, context } = await site.open('/rop/', { stored: { ...storedRun(), ...storedCalculation() } });
  await ready(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-takeaway-id=file]'),
  ]);
  assert.match(download.suggestedFilename(), /^Чек-лист РОПа, Встреча с Иваном, \d{4}-\d\d-\d\d\.json$/);
  const saved = path.join(folder, 'run.json');
  await download.saveAs(saved);
  await context.close();

  const other = await site.open('/rop/');
  await ready(other.page);
  const open = async (name) => {
    const notice = other.page.locator('[data-notice-text]');
    await notice.evaluate((place) => (place.textContent = ''));
    await other.page.setInputFiles('#run-file', name);
    await other.page.waitForFunction(() => document.querySelector('[data-notice-text]').textContent !== '');
    return text(other.page, '[data-notice-text]');
  };
  const whole = readFileSync(saved, 'utf8');
  assert.match(await open(file('half.json', whole.slice(0, 700))), /Файл повреждён/);
  assert.match(
    await open(file('newer.json', '{"format":"funnel-checklist-run","version":9,"answers":{}}')),
    /более новой версией/,
  );
  assert.match(await open(file('foreign.json', '{"format":"funnel-scenario","version":1}')), /файл расчёта/);
  assert.equal(await other.page.inputValue('#run-title'), 'Встреча');
  assert.match(
    await open(
      file('old.json', '{"format":"funnel-checklist","version":1,"answers":{"control_today":1,"gone":2}}'),
    ),
    /старого вида.*больше нет: 1/,
  );
  assert.match(await open(saved), /Открыта встреча «Встреча с Иваном» из файла/);
  assert.match(await text(other.page, '[data-part=prices]'), /пришли вместе с этой встречей/);
  await other.context.close();
});

test('a link opens the same picture on another device; a damaged one is told', async () => {
  const { page, context } = await site.open('/rop/', { stored: { ...storedRun(), ...storedCalculation() } });
  await ready(page);
  const score = await text(page, '[data-out=score]');
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.click('[data-takeaway-id=link]');
  await page.waitForFunction(() => location.hash.startsWith('#c1.'));
  const link = new URL(page.url());
  await context.close();
  const other = await site.open(`/rop/${link.hash}`);
  await ready(other.page);
  assert.equal(await text(other.page, '[data-out=score]'), score);
  assert.match(await text(other.page, '[data-part=prices]'), /18 437 760 ₽/);
  await other.context.close();
  const broken = await site.open(`/rop/${link.hash.slice(0, -12)}`);
  await ready(broken.page);
  assert.match(await text(broken.page, '[data-notice-text]'), /Ссылка повреждена/);
  await broken.context.close();
});

/** The page as another setting of assets/site.json would build it. */
const withGate = (kind) => ({
  stored: storedRun(),
  prepare: (page) =>
    page.route('**/rop/', async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: (await response.text()).replace('data-gate="none"', `data-gate="${kind}"`),
      });
    }),
});

test("gate none: the result is the visitor's, with an offer to send it", async () => {
  const { page, context } = await site.open('/rop/', withGate('none'));
  await ready(page);
  assert.ok(await page.isVisible('[data-out=score]'));
  assert.ok(await page.isVisible('text=Разобрать итог вместе'));
  assert.equal(await page.isChecked('#rq-attach'), false);
  await context.close();
});

test('gate soft: asks first and lets past, and remembers', async () => {
  const { page, context } = await site.open('/rop/', withGate('soft'));
  await ready(page);
  assert.ok(await page.isHidden('[data-result-open]'));
  await page.click('[data-do=pass-gate]');
  assert.ok(await page.isVisible('[data-out=score]'));
  await page.reload();
  await ready(page);
  assert.ok(await page.isVisible('[data-out=score]'));
  await context.close();
});

test('gate required: no score, no money anywhere before the form is sent', async () => {
  const gate = withGate('required');
  const { page, context } = await site.open('/rop/#closing', {
    ...gate,
    stored: { ...gate.stored, ...storedCalculation() },
  });
  await ready(page);
  assert.ok(await page.isHidden('[data-result-open]'));
  assert.ok(await page.isHidden('[data-do=pass-gate]'));
  assert.doesNotMatch(await page.innerText('.rop'), /₽/);
  assert.doesNotMatch((await page.innerText('.rail')) + (await page.innerText('#areas')), /%/);
  /** @type {any} */
  let sent;
  await page.route('**/api/leads', (route) => {
    sent = route.request().postDataJSON();
    return route.fulfill({
      status: 201,
      contentType: 'application/json',
      body: JSON.stringify({ id: 'x', number: '2026-000017', receipt_url: '/r/x', withdraw_url: '/r/x' }),
    });
  });
  await page.fill('#rq-phone', '8 916 123-45-67');
  await page.fill('#rq-managers_count', '5');
  await page.selectOption('#rq-monthly_turnover', '5m_20m');
  await page.check('#rq-attach');
  assert.equal(await page.isChecked('#rq-processing'), false, 'nobody but the visitor ticks consent');
  await page.check('#rq-processing');
  await page.click('.request-form button[type=submit]');
  await page.waitForSelector('[data-out=score]');
  assert.equal(sent.form, 'checklist');
  assert.equal(sent.answers.format, 'funnel-checklist');
  assert.equal(sent.scenario.managers, 7);
  assert.doesNotMatch(JSON.stringify(sent), /Две из десяти/, 'notes stay with the visitor');
  assert.ok(await page.isVisible('[data-out=score]'));
  assert.match(await page.innerText('main'), /1\s791\s486/);
  await context.close();
});

test('the core is blocked: the page says so, marks are still kept', async () => {
  const { page, context } = await site.open('/rop/', {
    prepare: (one) => one.route('**/*.wasm', (route) => route.abort()),
  });
  await ready(page);
  assert.match(await text(page, '[data-notice-text]'), /Расчёт не загрузился/);
  await page.check('[name=answers-control_today][value="1"]', { force: true });
  await untilRemembered(page, ({ answers }) => answers.control_today === 1, 'meeting:');
  await context.close();
});

test('the blank form prints nothing under 9 points, with levels and both columns; the result on two to five pages', async () => {
  const blank = await site.open('/rop/blank/');
  await blank.page.emulateMedia({ media: 'print' });
  const small = await blank.page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((part) => part.getClientRects().length > 0 && !part.closest('.vh, svg'))
      .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim()))
      .filter((part) => Number.parseFloat(getComputedStyle(part).fontSize) < 12 - 0.01)
      .map((part) => part.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(small, [], '12 px are 9 points');
  await blank.page.pdf({ path: path.join(folder, 'blank.pdf'), preferCSSPageSize: true });
  assert.match(
    execFileSync('pdfinfo', [path.join(folder, 'blank.pdf')], { encoding: 'utf8' }),
    /Pages:\s+(8|9|1\d)\n/,
  );
  const words = execFileSync('pdftotext', ['-layout', path.join(folder, 'blank.pdf'), '-'], {
    encoding: 'utf8',
  }).replace(/\s+/g, ' ');
  const plain = words.replaceAll('\u00a0', ' ');
  for (const { name, items } of definition.areas) {
    assert.ok(plain.includes(name), name);
    assert.ok(items.length > 0);
  }
  assert.equal(
    plain.match(/Вы РОП Что увидели/g).length,
    definition.areas.length,
    'both columns in each area',
  );
  await blank.context.close();
  const { page, context } = await site.open('/rop/', { stored: { ...storedRun(), ...storedCalculation() } });
  await ready(page);
  await page.pdf({ path: path.join(folder, 'result.pdf'), preferCSSPageSize: true });
  assert.match(
    execFileSync('pdfinfo', [path.join(folder, 'result.pdf')], { encoding: 'utf8' }),
    /Pages:\s+[2345]\n/,
  );
  assert.match(
    execFileSync('pdftotext', [path.join(folder, 'result.pdf'), '-'], { encoding: 'utf8' }),
    /Встреча с Иваном, 20 ноября 2026/,
  );
  await context.close();
});

for (const width of [390, 1280]) {
  for (const scheme of ['light', 'dark']) {
    test(`axe finds nothing at ${width} px, ${scheme}, empty and filled`, async () => {
      for (const stored of [{}, { ...storedRun(sampleRun()), ...storedCalculation() }]) {
        const { page, context } = await site.open('/rop/#closing', { width, scheme, stored });
        await ready(page);
        await axe(page, Object.keys(stored).length > 0 ? 'filled' : 'empty');
        await context.close();
      }
    });
  }
}

test('nothing is wider than the window from 320 to 2560 px, and nothing shifts while loading', async () => {
  for (const width of [320, 390, 768, 1120, 1280, 2560]) {
    for (const address of ['/rop/#closing', '/rop/blank/']) {
      const { page, context } = await site.open(address, {
        width,
        stored: { ...storedRun(), ...storedCalculation() },
        prepare: (one) =>
          one.addInitScript(() => {
            window.shift = 0;
            new PerformanceObserver((list) =>
              list.getEntries().forEach((entry) => {
                window.shift += entry.value;
              }),
            ).observe({ type: 'layout-shift', buffered: true });
          }),
      });
      if (address.includes('#')) await ready(page);
      await page.evaluate(drawn);
      const { over, shift } = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        shift: window.shift,
      }));
      assert.equal(over, 0, `${address} at ${width}`);
      assert.ok(shift < 0.01, `${address} at ${width} shifts by ${shift}`);
      await context.close();
    }
  }
});
