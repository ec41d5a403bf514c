// Growth between two periods: verdict in words, the JSON of `funnel growth`, the act on one page, the agreement that has to hold.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { DESK, PHONE, axe, journeys, newPage, open } from './harness.mjs';
import { dropped, fileOf, opened, textOf } from './crm-page.mjs';

const FUNNEL = path.resolve(process.env.BUILD ?? 'build/native', 'bin/funnel');
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-growth-'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

/** @param {string} name @param {any} [options] */
async function withExport(name, options = {}) {
  const page = await newPage(browser, { origin: site.origin, viewport: DESK, ...options });
  await open(page, `${site.origin}/crm/`);
  await dropped(page, `${name}.csv`);
  await page.waitForSelector('#before-from');
  return page;
}

/** @param {any} page @param {Record<'before' | 'after', string[]>} periods */
async function compared(page, { before, after }) {
  for (const [side, days] of Object.entries({ before, after })) {
    await page.fill(`#${side}-from`, days[0]);
    await page.fill(`#${side}-to`, days[1]);
  }
  await page.click('.periods-form [type=submit]');
  await page.waitForFunction(
    () =>
      document.querySelector('[data-verdict]') !== null ||
      document.querySelector('[data-growth-issues]')?.textContent !== '',
  );
}

/** @param {any} page @param {string} selector @returns {Promise<Buffer[]>} */
async function saved(page, selector, count = 1) {
  /** @type {any[]} */
  const downloads = [];
  page.on('download', (/** @type {any} */ one) => downloads.push(one));
  await page.click(selector);
  for (const end = Date.now() + 60_000; downloads.length < count; await page.waitForTimeout(30)) {
    assert.ok(Date.now() < end, 'nothing was saved');
  }
  return Promise.all(downloads.map(async (one) => readFileSync(await one.path())));
}

const golden = (name) => JSON.parse(readFileSync(`tests/golden/deals/${name}.growth.json`, 'utf8'));

test('the verdict is honest, the JSON is that of funnel growth, the act is one page', async () => {
  const page = await withExport('amo_utf8bom');
  const expected = golden('amo_utf8bom');
  await compared(page, expected.periods);
  assert.match(await textOf(page, '[data-verdict]'), /^Роста нет: платили 32 из ста, теперь 21$/);
  const part = await textOf(page, '[data-verdict-part]');
  assert.match(part, /Разница −10,6 пункта, скорее всего от −24,7 до \+4,1/);
  assert.match(part, /Случайность пока не исключить/);
  assert.match(part, /нужно ещё 622 заявки/);
  assert.match(part, /это разведка, а не основание для оплаты/);
  assert.match(part, /−1 194 386 ₽/);
  await axe(page, 'growth', '[data-growth]');

  const [json] = await saved(page, '[data-do=growth-json]');
  const document = JSON.parse(json.toString());
  const mapping = path.join(folder, 'mapping.json');
  const proposed = spawnSync(FUNNEL, ['deals', fileOf('amo_utf8bom.csv'), '--propose'], { encoding: 'utf8' });
  writeFileSync(mapping, proposed.stdout);
  const [b, a] = [expected.periods.before.join('..'), expected.periods.after.join('..')];
  const native = spawnSync(
    FUNNEL,
    ['growth', fileOf('amo_utf8bom.csv'), '--mapping', mapping, '--before', b, '--after', a],
    { encoding: 'utf8' },
  );
  assert.deepEqual(document, JSON.parse(native.stdout), native.stderr);
  assert.match(document.evidence.file_sha256, /^[0-9a-f]{64}$/);
  assert.ok(Math.abs(document.rate_effect - expected.rate_effect) < 1e-9);

  const [pdf] = await saved(page, '[data-do=act]');
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF');
  assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length, 1, 'one page');
  await page.promises({ replaced: true });
  await page.context().close();
});

test('periods stand by calendar, overlap and unripe ones are told in words', async () => {
  const page = await withExport('amo_utf8bom', { viewport: PHONE });
  assert.deepEqual(
    await page
      .locator('#before-from, #after-to')
      .evaluateAll((all) => all.map((/** @type {any} */ { value }) => value)),
    ['2025-05-01', '2026-02-28'],
  );
  await compared(page, { before: ['2025-04-01', '2025-12-31'], after: ['2025-12-01', '2026-02-28'] });
  assert.match(await textOf(page, '[data-growth-issues]'), /Периоды пересекаются/);
  await compared(page, { before: ['2025-04-01', '2025-08-31'], after: ['2027-01-01', '2027-02-28'] });
  assert.match(await textOf(page, '[data-growth-issues]'), /нет ни одной сделки|не созрели/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  await page.context().close();
});

test('an agreement is made, signed by its hash, and then nothing else is accepted', async () => {
  const page = await withExport('bitrix_cp1251');
  const { periods } = golden('bitrix_cp1251');
  await compared(page, periods);
  await page.click('#fold-agreement > summary');
  await page.fill('#agree-share', '12,5');
  await page.selectOption('#agree-when', 'estimate');
  const files = await saved(page, '[data-do=agree]', 2);
  const text = files.map((file) => file.toString()).find((one) => one.startsWith('{'));
  const agreement = JSON.parse(text ?? '');
  assert.equal(agreement.format, 'funnel-growth-agreement');
  assert.equal(agreement.fee.growth_share, 0.125);
  assert.ok(files.some((file) => file.subarray(0, 4).toString() === '%PDF'));

  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await dropped(page, 'bitrix_cp1251.csv');
  await page.waitForSelector('#before-from');
  const signed = {
    name: 'договорённость.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text ?? ''),
  };
  await page.click('#fold-agreement > summary');
  await page.setInputFiles('[data-agreement-file]', signed);
  await page.waitForSelector('[data-fee]');
  assert.match(await textOf(page, '[data-fee]'), /К оплате по договорённости: [\d ]+ ₽/);
  assert.doesNotMatch(await textOf(page, '[data-verdict-part]'), /разведка/);
  await compared(page, { before: periods.before, after: [periods.after[0], '2026-03-15'] });
  assert.match(await textOf(page, '[data-growth-issues]'), /не тот, о котором договорились/);

  // The deals of the period before were touched: told, not measured.
  const touched =
    readFileSync(fileOf('bitrix_cp1251.csv'), 'latin1').split('\r\n').length > 2 ? '\r\n' : '\n';
  const lines = readFileSync(fileOf('bitrix_cp1251.csv'), 'latin1').split(touched);
  const shorter = lines.filter((line) => !/;(0[1-9]|1\d)\.0[4-6]\.2025 /.test(line));
  assert.ok(shorter.length < lines.length);
  await page.setInputFiles('[data-file]', {
    name: 'тронуто.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(shorter.join(touched), 'latin1'),
  });
  await opened(page, 'тронуто.csv');
  await page.waitForSelector('#before-from');
  await page.click('#fold-agreement > summary');
  await page.setInputFiles('[data-agreement-file]', signed);
  await page.waitForFunction(() =>
    /Сделки периода «до» изменились/.test(document.querySelector('[data-growth-issues]')?.textContent ?? ''),
  );
  await page.context().close();
});

test('periods are pulled over the months with a trembling hand; a press alone changes nothing', async () => {
  const page = await withExport('amo_utf8bom', { viewport: PHONE });
  const days = () =>
    page.evaluate(() =>
      ['before-from', 'before-to', 'after-from', 'after-to'].map((id) => document.getElementById(id).value),
    );
  const strip = page.locator('.stretch__months');
  await strip.scrollIntoViewIfNeeded();
  const box = await strip.boundingBox();
  const count = await page.locator('.stretch__month').count();
  const middle = (/** @type {number} */ i) => ({
    x: box.x + ((i + 0.5) * box.width) / count,
    y: box.y + box.height / 2,
  });
  const first = await days();
  await page.mouse.move(middle(1).x, middle(1).y);
  await page.mouse.down();
  await page.mouse.move(middle(1).x + 5, middle(1).y - 4, { steps: 4 });
  await page.mouse.up();
  assert.deepEqual(await days(), first, 'a tremor is no pull');

  const pull = async (/** @type {number} */ from, /** @type {number} */ to) => {
    await page.mouse.move(middle(from).x, middle(from).y);
    await page.mouse.down();
    await page.mouse.move(middle(to).x + 3, middle(to).y + 5, { steps: 8 });
    await page.mouse.up();
  };
  await pull(0, 2);
  const pulled = await days();
  assert.deepEqual(pulled.slice(2), first.slice(2), '«после» stays');
  assert.match(pulled[0], /-01$/);
  assert.equal(await page.locator('.stretch__month--before').count(), 3);
  await pull(count - 1, count - 2);
  assert.equal(await page.locator('.stretch__month--after').count(), 2);
  assert.deepEqual((await days()).slice(0, 2), pulled.slice(0, 2), '«до» stays');
  await axe(page, 'growth with pulled periods', '[data-growth]');
  await page.promises();
  await page.context().close();
});
