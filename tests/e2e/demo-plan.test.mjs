// The client's plan over the workbench: made for the variant in hand, changed with him on the line, kept with the call, in the summary.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { command, openBenchAt, takeFile } from './demo-bench.mjs';
import { axe, journeys, ready, untilRemembered } from './harness.mjs';

let site;
let browser;
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-demo-plan-'));
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

const sheet = '[data-plan-sheet]';
const openPlan = async (page) => {
  await command(page, 'План');
  await page.waitForSelector(`${sheet}[open] [data-plan-step]`);
};

test('steps of the variant in hand, an owner and a week changed, there after a reload and in the summary', async () => {
  const { page, close } = await openBenchAt(browser, site.origin);
  await command(page, 'Пример');
  await openPlan(page);
  assert.match(await page.innerText('#plan-sheet-title'), /за двенадцать недель\. В них .*₽ в месяц/);
  assert.match(await page.innerText('[data-plan-told]'), /По целям варианта/);
  await axe(page, 'the sheet of the plan', sheet);
  const first = page.locator('[data-plan-step]').first();
  const id = await first.getAttribute('data-plan-step');
  await first.locator('select').first().selectOption('owner');
  await page.locator(`[data-plan-step=${id}] select`).last().focus();
  await page.locator(`[data-plan-step=${id}] select`).last().selectOption('3');
  const moved = page.locator(`[data-plan-step=${id}]`);
  assert.equal(await moved.locator('select').first().inputValue(), 'owner');
  assert.equal(await moved.locator('select').last().inputValue(), '3');
  assert.ok(
    await page.evaluate(() => document.activeElement?.matches('select') ?? false),
    'the focus stays on what was changed',
  );
  await untilRemembered(page, ({ plan }) => plan?.fixed[id]?.week_from === 3, 'call:');
  const ics = await takeFile(page, folder, () => page.click('[data-plan-ics]'));
  assert.match(ics.name, /^План.*\.ics$/);
  await page.keyboard.press('Escape');
  assert.ok(
    await page.evaluate(() => document.activeElement?.matches('canvas') ?? false),
    'back at the canvas',
  );

  await page.reload();
  await ready(page);
  await openPlan(page);
  assert.equal(await page.locator(`[data-plan-step=${id}] select`).last().inputValue(), '3');
  await page.click(`${sheet} [data-close]`);
  await command(page, 'Итог звонка');
  await page.waitForSelector('[data-summary][open]');
  const pdf = await takeFile(page, folder, () => page.click('[data-summary-pdf]'));
  const words = execFileSync('pdftotext', ['-layout', pdf.to, '-'], { encoding: 'utf8' });
  assert.match(words, /План: первые шаги/);
  assert.match(
    words.replace(/\s+/g, ' '),
    /первые шаги 1\. .*: (РОП|собственник|маркетинг|ответственный за CRM), нед\. \d/,
  );
  await close();
});

test('a client without numbers yet: the sheet says what to fill in', async () => {
  const { page, close } = await openBenchAt(browser, site.origin);
  await command(page, 'План');
  await page.waitForSelector(`${sheet}[open]`);
  assert.match(await page.innerText('[data-plan-told]'), /Впишите заявки, чек и доли этапов/);
  await close();
});
