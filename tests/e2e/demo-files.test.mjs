// What the workbench takes in and gives out: links, saved files, the clipboard, PDF, CSV, pictures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { command, openBenchAt, toMirror, takeFile } from './demo-bench.mjs';
import { axe, journeys } from './harness.mjs';

const golden = (name) => JSON.parse(readFileSync(`tests/golden/${name}.json`, 'utf8'));

const folder = mkdtempSync(path.join(tmpdir(), 'funnel-e2e-demo-'));
let site;
let browser;
journeys((stage) => ({ site, browser } = stage), { end: () => rmSync(folder, { recursive: true }) });

const openBench = (options) => openBenchAt(browser, site.origin, options);

const full = { do: 'open', document: golden('full').scenario };

const take = (page, act) => takeFile(page, folder, act);

test('the link holds all variants, opens here, and leaves the address once it is no longer true', async () => {
  const { page, say, state, close } = await openBench();
  await say(full);
  await say({ do: 'freeze' });
  await say({ do: 'set', id: 'managers', value: 11 });
  await command(page, 'скопировать ссылку');
  await page.waitForFunction(() => location.hash.startsWith('#s2.'));
  await page.waitForFunction(() => /скопирована/.test(globalThis.funnelWorkbench.state().view.notice));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  const again = await openBench({ fragment: new URL(page.url()).hash });
  const namesOf = ({ slots }) => Object.values(slots).map(({ name }) => name);
  const opened = await again.state();
  assert.deepEqual(namesOf(opened), namesOf(await state()));
  assert.equal(opened.slots.B.scenario.managers, 11);
  await again.close();
  await say({ do: 'set', id: 'managers', value: 3 });
  await page.waitForFunction(() => location.hash === '');
  await close();
});

test('a damaged link says so and changes nothing', async () => {
  const { page, close } = await openBench({ fragment: '#s1.broken.0000000' });
  await page.waitForFunction(() =>
    /Ссылка повреждена/.test(document.querySelector('[data-mirror-status]').textContent),
  );
  await close();
});

test('a file saved opens again, a bad one says so', async () => {
  const { page, say, scenario, close } = await openBench();
  await say({ do: 'title', text: 'Переживёт закрытие' });
  const { to, name } = await take(page, () => page.keyboard.press('Control+s'));
  assert.match(name, /^Файл расчёта, Переживёт закрытие, .*\.json$/);
  await say({ do: 'title', text: 'другой' });
  const file = (fileName, buffer) =>
    page.setInputFiles('[data-file]', { name: fileName, mimeType: 'application/json', buffer });
  await file('x.json', readFileSync(to));
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().view.notice === 'Файл открыт');
  assert.equal((await scenario()).title, 'Переживёт закрытие');
  await file('y.json', Buffer.from('{"a":1}'));
  await page.waitForFunction(() =>
    globalThis.funnelWorkbench.state().view.notice.startsWith('Файл не открыт'),
  );
  await close();
});

test('the clipboard works both ways: a roster from Excel, a table to Excel, a sentence into the palette', async () => {
  const { page, say, scenario, close } = await openBench();
  await say(full);
  await page.locator('canvas').focus();
  const clipboard = (text) => page.evaluate((one) => navigator.clipboard.writeText(one), text);
  const { roster: before } = await scenario();
  await clipboard('Имя\tЗаявки\tПродажи\nАнна\t700\t28\nБорис\t650\t41\nИтого\t1350\t69');
  await page.keyboard.press('Control+V');
  const sheet = page.locator('[data-pasted]');
  await sheet.waitFor();
  assert.match(await sheet.innerText(), /Понято: 2 менеджера/);
  assert.match(await sheet.innerText(), /Не вошло:\s*Строка\s4\s«Итого»\s—\sитог,\sв\sсписок\sне\sвходит/);
  await axe(page, 'what was understood', '[data-pasted]');
  assert.deepEqual((await scenario()).roster, before, 'nothing is replaced before it is accepted');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().slots.A.scenario.roster.length === 2);
  assert.deepEqual(
    (await scenario()).roster.map(({ name }) => name),
    ['Анна', 'Борис'],
  );
  await page.keyboard.press('Control+C');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().view.notice === 'Таблица скопирована');
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /Дозвон\t2100\t1722/);
  await clipboard('5 менеджеров, чек 200');
  await page.keyboard.press('Control+V');
  assert.equal(await page.inputValue('[data-palette-input]'), '5 менеджеров, чек 200');
  await page.keyboard.press('Enter');
  const { managers, average_check: check } = await scenario();
  assert.deepEqual([managers, check], [5, 200_000]);
  await close();
});

/** @param {string} file a PDF */
const wordsOf = (file) =>
  execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replace(/[\s\u00a0]+/g, ' ');

test('the take-aways of the site: PDF, CSV, a picture of the view; the example says that it is one', async () => {
  const { page, say, close } = await openBench();
  await say(full);
  await toMirror(page);
  const button = (name) => () => page.getByRole('button', { name }).click();
  const pdf = await take(page, button('Документ PDF'));
  assert.match(pdf.name, /^Расчёт отдела продаж, .*\.pdf$/);
  assert.ok(wordsOf(pdf.to).includes('18 437 760 ₽'));
  assert.doesNotMatch(wordsOf(pdf.to), /NaN|undefined|null|неполный/);
  const png = await take(page, button('Картинка'));
  assert.equal(readFileSync(png.to).toString('latin1', 1, 4), 'PNG');
  await command(page, 'пример');
  await page.waitForFunction(() => document.querySelector('[data-client]').value.startsWith('Пример'));
  await toMirror(page);
  const csv = await take(page, button('Таблица CSV'));
  assert.match(readFileSync(csv.to, 'utf8'), /Расчёт неполный: это числа примера/);
  await close();
});

test('the end of the call as PDF: variants side by side, notes, the firm', async () => {
  const { page, say, close } = await openBench();
  await say(full);
  await say({ do: 'freeze' });
  await say({ do: 'set', id: 'average_check', value: 200000 });
  await page.locator('[data-note]').fill('О бюджете спрашивают после замера');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Итог звонка' }).click();
  await page.waitForFunction(() => document.querySelector('[data-mail]').value.length > 100);
  const pdf = await take(page, () => page.getByRole('button', { name: 'PDF', exact: true }).click());
  const words = wordsOf(pdf.to);
  for (const wanted of [
    'Чек 200 тыс.',
    '13 638 240 ₽',
    '+1 515 360 ₽',
    'О бюджете спрашивают',
    'Фактор продаж',
  ]) {
    assert.ok(words.includes(wanted), wanted);
  }
  await close();
});
