// /crm/ as an owner uses it: a file dropped, chosen or pasted; what was understood and corrected; the finding, at both widths and in the dark.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESK, PHONE, axe, journeys, newPage, open } from './harness.mjs';
import { device, dropped, fileOf, finding, opened, textOf } from './crm-page.mjs';

const report = JSON.parse(readFileSync('tests/golden/deals/amo_utf8bom.report.json', 'utf8'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** @param {any} [options] */
async function crm(options = {}) {
  const page = await newPage(browser, { origin: site.origin, ...options });
  await open(page, `${site.origin}/crm/`);
  return page;
}
const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const [viewport, scheme] of /** @type {const} */ ([
  [DESK, 'light'],
  [PHONE, 'dark'],
])) {
  test(`a dropped export says its finding: ${viewport.width} px, ${scheme}`, async () => {
    const page = await crm({ viewport, scheme });
    await axe(page, 'before a file');
    assert.equal(await wide(page), 0);
    await dropped(page, 'amo_utf8bom.csv');
    assert.match(await finding(page), /^Из 100 заявок платят 21, и ещё \d+ дозреют$/);
    const facts = await textOf(page, '.facts');
    for (const number of ['300', '94', '142', '64', '7 983 911 ₽', '83 871 ₽']) {
      assert.ok(facts.includes(number), number);
    }
    const { deals, won } = report.window;
    assert.equal(deals, 126);
    assert.equal(won, 27);
    assert.match(await textOf(page, '[data-report]'), /Ни один месяц не выбивается/);
    assert.match(await textOf(page, '[data-report]'), /34 сделки висят дольше 91 дня, в них 3 250 000 ₽/);
    assert.equal(await wide(page), 0);
    await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
    await axe(page, 'a report, unfolded');
    assert.equal(await wide(page), 0);
    await page.promises({ replaced: true });
    await page.context().close();
  });
}

test('a finger on the button has brought all that reads a file: the connection may go before it is chosen', async () => {
  const page = await crm({ viewport: PHONE });
  await page.locator('[data-start]').hover();
  await page.untilQuiet();
  await page.context().setOffline(true);
  await dropped(page, 'amo_utf8bom.csv');
  assert.match(await finding(page), /^Из 100 заявок платят 21/);
  await page.context().close();
});

test('by the keyboard alone: the sample, its label, another file', async () => {
  const page = await crm({ viewport: DESK });
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('[data-do=sample]'))) break;
  }
  await page.keyboard.press('Enter');
  assert.match(await finding(page), /Из 100 заявок платят 21/);
  assert.ok(await page.locator('[data-sample-note]').isVisible());
  assert.match(await textOf(page, '[data-understood]'), /Пример: сделки придуманы/);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'the finding is read out');
  await page.promises({ replaced: true });
  await page.context().close();
});

test('every worked export opens by itself: encodings, delimiters, titles above the header', async () => {
  const page = await crm({ viewport: DESK });
  for (const name of ['bitrix_cp1251', 'bitrix_utf8bom', 'hubspot_utf8', 'large', 'young', 'edges']) {
    await page.setInputFiles('[data-file]', fileOf(`${name}.csv`));
    await opened(page, `${name}.csv`);
    assert.notEqual(await finding(page), '', name);
  }
  await page.promises({ replaced: true });
  await page.context().close();
});

test('a pasted table is a file like any other', async () => {
  const page = await crm({ viewport: PHONE });
  const rows = readFileSync('tests/golden/deals/large.csv', 'utf8');
  await page.click('summary:has-text("Вставить таблицу")');
  await page.fill('[data-paste]', rows);
  await page.click('[data-do=paste]');
  await opened(page, 'Вставленная таблица');
  assert.match(await finding(page), /^Из 100/);
  await page.context().close();
});

test('an export without closing dates: who has paid by now, month by month, and refusals do not ripen', async () => {
  const day = (/** @type {number} */ n) => new Date(Date.UTC(2026, 0, 1 + 2 * n)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 40 }, (_, i) => `${day(i)}\t${['Оплачено', 'Отказ', 'В работе'][i % 3]}`);
  for (const viewport of [DESK, PHONE]) {
    const page = await crm({ viewport });
    await page.click('summary:has-text("Вставить таблицу")');
    await page.fill('[data-paste]', ['Дата\tСтатус', ...rows].join('\n'));
    await page.click('[data-do=paste]');
    await opened(page, 'Вставленная таблица');
    assert.match(await textOf(page, '[data-report] h1'), /^Из 40 заявок заплатили 14, ещё 13 в работе$/);
    if (viewport === PHONE) {
      assert.match(await textOf(page, '.rows'), /янв 2026 на сегодня 37,5 % 6 из 16/);
    } else {
      await page.waitForSelector('[data-chart=months] svg');
      const drawn = await page.locator('[data-chart=months] svg').textContent();
      assert.match(drawn.replaceAll('\u00a0', ' '), /6 из 16/);
      assert.doesNotMatch(drawn, /рано|0 из 16/);
      const [csv] = await Promise.all([page.waitForEvent('download'), page.click('[data-takeaway-id=csv]')]);
      const text = readFileSync(await csv.path(), 'utf8');
      assert.match(text, /Оплат на сегодня/);
      assert.match(text, /2026-01;16;6;0,375/);
    }
    await axe(page, `without closing dates, ${viewport.width}`);
    await page.promises({ replaced: true });
    await page.context().close();
  }
});

test('what is understood wrongly is corrected by a select, and the next file with that header knows it', async () => {
  const page = await crm({ viewport: DESK });
  await dropped(page, 'amo_utf8bom.csv');
  await page.click('#fold-columns > summary');
  await page.selectOption('[data-role=source]', '');
  await page.waitForFunction(() =>
    document.querySelector('[data-report]')?.textContent?.includes('Источники по этому файлу не сравнить'),
  );
  await page.click('#fold-texts > summary');
  await page.selectOption('[data-text="Встреча"]', 'won');
  await page.waitForFunction(
    () => !/платят 21,/.test(document.querySelector('[data-finding]')?.textContent ?? ''),
  );
  assert.ok(
    await page.locator('#fold-texts').evaluate((/** @type {any} */ fold) => fold.open),
    'what was unfolded stays so',
  );
  const corrected = await finding(page);

  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await dropped(page, 'amo_utf8bom.csv');
  assert.equal(await finding(page), corrected);
  assert.match(await textOf(page, '[data-understood]'), /так, как вы поправили в прошлый раз/);
  await page.click('[data-do=understand-again]');
  await page.waitForFunction(() =>
    /платят 21,/.test(document.querySelector('[data-finding]')?.textContent ?? ''),
  );
  await page.promises({ replaced: true });
  await page.context().close();
});

test('what is not sure is asked first, and the answer changes the report', async () => {
  const page = await crm({ viewport: PHONE });
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `${i};${String((i % 27) + 1).padStart(2, '0')}.0${(i % 5) + 1}.2026;${i % 4 ? 'Ждём луну' : 'Оплачено'};1000`,
  );
  await page.setInputFiles('[data-file]', {
    name: 'луна.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['ID;Дата создания;Этап;Сумма', ...rows].join('\n')),
  });
  await opened(page, 'луна.csv');
  assert.match(await textOf(page, '[data-asked-title]'), /Проверьте сами/);
  const question = page
    .locator('[data-questions] select')
    .filter({ has: page.locator('option') })
    .first();
  await axe(page, 'questions');
  await question.selectOption('lost');
  await page.waitForFunction(() => /Отказов\s*45/.test(document.querySelector('.facts')?.textContent ?? ''));
  await page.context().close();
});

test('a text that stands only in rows that are left out is asked when its rows come in', async () => {
  const page = await crm({ viewport: PHONE });
  const day = (/** @type {number} */ i) => `${String((i % 27) + 1).padStart(2, '0')}.0${(i % 5) + 1}.2026`;
  const rows = [
    ...Array.from({ length: 60 }, (_, i) => `${i};${day(i)};${i % 4 ? 'Отказ' : 'Оплачено'};Продажи`),
    ...Array.from({ length: 20 }, (_, i) => `${i + 60};${day(i)};Ждём солнце;Опт`),
    'Итого;;Всего луны;',
    '99;01.01.2090;Луна взойдёт;Продажи',
  ];
  await page.setInputFiles('[data-file]', {
    name: 'солнце.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['ID;Дата создания;Этап;Воронка', ...rows].join('\n')),
  });
  await opened(page, 'солнце.csv');
  assert.match(await textOf(page, '[data-asked-title]'), /понятны/);
  await page.click('#fold-settings > summary');
  await page.selectOption('#set-pipeline', 'Опт');
  await page.waitForSelector('[data-questions]');
  assert.match(await textOf(page, '[data-questions]'), /^Что значит «Ждём солнце»/);
  assert.equal(await page.locator('[data-questions] select').count(), 1);
  await page.context().close();
});

test('who answers one question is asked the others still, by another column too and with the next file', async () => {
  const page = await crm({ viewport: PHONE });
  const rows = Array.from({ length: 60 }, (_, i) => {
    const day = `${String((i % 27) + 1).padStart(2, '0')}.0${(i % 5) + 1}.2026`;
    return `${i};${day};${['Ждём луну', 'Ждём солнце', 'Отказ', 'Оплачено'][i % 4]};${i % 4 === 3 ? day : ''};1000`;
  });
  const file = {
    name: 'луна.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['ID;Дата создания;Этап;День расчёта;Сумма', ...rows].join('\n')),
  };
  const asked = () =>
    page
      .locator('[data-questions]')
      .evaluateAll((parts) => parts.map((part) => part.textContent ?? '').join(' '));
  const isAsked = async (/** @type {boolean[]} */ ...wanted) => {
    const words = await asked();
    assert.deepEqual(
      [/День расчёта» это/, /Что значит «Ждём луну»/, /Что значит «Ждём солнце»/].map((one) =>
        one.test(words),
      ),
      wanted,
    );
  };
  await page.setInputFiles('[data-file]', file);
  await opened(page, file.name);
  await isAsked(true, true, true);
  // The file is read again, for other columns.
  await page.locator('[data-questions] select').first().selectOption('');
  await page.waitForFunction(() => document.querySelectorAll('[data-questions] select').length === 2);
  await isAsked(false, true, true);
  await page.locator('[data-questions] select').first().selectOption('lost');
  await page.waitForFunction(() => document.querySelectorAll('[data-questions] select').length === 1);
  const left = await asked();
  // The answer is on the device once the report by it stands.
  for (let kept = ''; !/Ждём луну[^{}]*"lost"|"lost"[^{}]*Ждём луну/.test(kept);) kept = await device(page);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await page.setInputFiles('[data-file]', file);
  await opened(page, file.name);
  assert.equal(await asked(), left);
  await page.locator('[data-questions] select').first().selectOption('lost');
  await page.waitForFunction(() => /Отказов\s*45/.test(document.querySelector('.facts')?.textContent ?? ''));
  assert.equal(await page.locator('[data-questions]').count(), 0);
  await page.context().close();
});

test('two files of one export are one, and the same file twice changes nothing', async () => {
  const page = await crm({ viewport: DESK });
  await page.setInputFiles('[data-file]', [fileOf('amo_utf8bom.csv'), fileOf('amo_utf8bom.csv')]);
  assert.match(await finding(page), /Из 100 заявок платят 21/);
  await page.click('#fold-left > summary');
  assert.match(await textOf(page, '#fold-left'), /300 строк: та же сделка ещё раз/);
  await page.setInputFiles('[data-file]', [fileOf('amo_utf8bom.csv'), fileOf('hubspot_utf8.csv')]);
  await page.waitForFunction(() =>
    document.querySelector('[data-open-fault]')?.textContent?.includes('разные столбцы'),
  );
  await page.context().close();
});

test('lines that were left out can be looked at', async () => {
  const page = await crm({ viewport: DESK });
  await page.setInputFiles('[data-file]', fileOf('edges.csv'));
  await opened(page, 'edges.csv');
  await page.click('#fold-left > summary');
  await page.locator('#fold-left .link').first().click();
  const shown = page.locator('#fold-left .left__lines').first();
  await page.waitForFunction(
    () => (document.querySelector('#fold-left .left__lines')?.textContent ?? '').length > 8,
  );
  const [, line, text] = /^(\d+): (.+)$/s.exec((await shown.innerText()).split('\n')[0]) ?? [];
  const inFile = readFileSync('tests/golden/deals/edges.csv', 'utf8').split(/\r\n|\n|\r/);
  assert.equal(text.trim(), inFile[Number(line) - 1].trim());
  await page.context().close();
});

test('everything before a file: at most 130 KB; the reader of workbooks is not asked for', async () => {
  const page = await crm({ viewport: PHONE });
  await page.evaluate(() => document.fonts.ready);
  const files = await page.evaluate(() =>
    ['navigation', 'resource'].flatMap((type) =>
      performance
        .getEntriesByType(type)
        .map((entry) => ({ name: entry.name, bytes: /** @type {any} */ (entry).encodedBodySize })),
    ),
  );
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`/crm/: ${bytes} of ${130 * 1024}`);
  assert.ok(bytes > 20_000 && bytes <= 130 * 1024, `${bytes}`);
  assert.ok(!files.some(({ name }) => /workbook|worker|deals-/.test(name)));
  await page.context().close();
});

test('works without network after one visit', async () => {
  const page = await crm({ viewport: PHONE });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.context().setOffline(true);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await dropped(page, 'amo_utf8bom.csv');
  assert.match(await finding(page), /Из 100 заявок платят 21/);
  await page.context().close();
});
