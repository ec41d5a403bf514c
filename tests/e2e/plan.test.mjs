// The plan from four numbers, as a person types them: the numbers, the first day by the keys of a date field, a reload in between.
import assert from 'node:assert/strict';
import test from 'node:test';
import { PHONE, axe, journeys, newPage, open } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** A plan of the usual four numbers, in a new profile. */
async function planned() {
  const page = await newPage(browser, { origin: site.origin, viewport: PHONE, locale: 'ru-RU' });
  await open(page, `${site.origin}/plan/`);
  for (const [name, text] of Object.entries({ managers: '4', leads: '320', check: '85 тыс', sales: '10' })) {
    await page.locator(`[name=${name}]`).focus();
    await page.keyboard.type(text, { delay: 60 });
  }
  await page.keyboard.press('Enter');
  await page.locator('[data-steps] > li').first().waitFor();
  return page;
}

const start = (page) => page.locator('[data-start]');

test('a number that cannot be read is marked, named and told why; then the next', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: PHONE });
  await open(page, `${site.origin}/plan/`);
  const put = async (numbers) => {
    for (const [name, text] of Object.entries(numbers)) await page.fill(`[name=${name}]`, text);
    await page.click('[data-numbers] [type=submit]');
  };
  const told = () => page.locator('[data-numbers-issue]').innerText();
  const marked = () =>
    page
      .locator('[data-numbers] [aria-invalid]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('name')));
  await put({ managers: '4', leads: '320', check: '85 ты', sales: '850' });
  assert.match(await told(), /^«Средний чек, ₽»\. Рядом с числом слово/);
  assert.deepEqual(await marked(), ['check']);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'n-check');
  await axe(page, 'a number that cannot be read');
  await put({ check: '85 тыс', managers: '4,5' });
  assert.match(await told(), /^«Менеджер[^»]*»\. Нужно целое число/);
  assert.deepEqual(await marked(), ['managers']);
  await put({ managers: '4' });
  assert.match(await told(), /^Оплат больше, чем заявок/);
  assert.deepEqual(await marked(), ['sales']);
  await put({ sales: '10' });
  await page.locator('[data-steps] > li').first().waitFor();
  await page.promises({ replaced: true });
  await page.context().close();
});

test('the first day is typed key by key: nothing is changed under the hand, its Monday is taken when the field is left', async () => {
  const page = await planned();
  await start(page).focus();
  // Month first, as this browser's date fields want it.
  for (const key of '12102026') {
    await page.keyboard.type(key);
    await page.waitForTimeout(100);
  }
  assert.equal(await start(page).inputValue(), '2026-12-10', 'a Thursday, as it was typed');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-start]').value === '2026-12-07');
  assert.match(await page.locator('[data-notice-text]').innerText(), /начинается 7\sдекабря/);
  await page.reload();
  await page.locator('[data-steps] > li').first().waitFor();
  assert.equal(await start(page).inputValue(), '2026-12-07');
  await axe(page, 'a plan of four numbers');
  await page.promises();
  await page.context().close();
});

test('a year still being typed is no day to begin: the plan stays', async () => {
  const page = await planned();
  const before = await start(page).inputValue();
  await start(page).focus();
  await page.keyboard.type('1012', { delay: 80 });
  await page.keyboard.type('2', { delay: 80 });
  await page.locator('[data-steps]').click({ position: { x: 1, y: 1 } });
  await page.waitForFunction((day) => document.querySelector('[data-start]').value === day, before);
  assert.match(await page.locator('[data-notice-text]').innerText(), /год/);
  await page.promises();
  await page.context().close();
});
