// What an owner types and pastes on the landing page: every number of the table, tables of managers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { number } from '../../web/js/text/format.js';
import { DESK, PHONE, journeys, newPage, open, type } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

const fresh = (options = {}) => newPage(browser, { origin: site.origin, ...options });

test('every text of the table of numbers, typed into the page, is its number or told why it is none', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  const { cases } = JSON.parse(readFileSync(new URL('../golden/numbers.json', import.meta.url), 'utf8'));
  const { numbers } = JSON.parse(
    readFileSync(new URL('../../assets/messages/ru.json', import.meta.url), 'utf8'),
  );
  const typed = cases.filter(
    ({ kind, value, refused, text }) =>
      kind === 'money' && !/[\n\r]/.test(text) && (refused || (value >= 0 && value <= 1e12)),
  );
  assert.ok(typed.length > 150);
  const told = await page.evaluate(
    (texts) =>
      texts.map((text) => {
        const input = /** @type {HTMLInputElement} */ (document.querySelector('[data-in="/average_check"]'));
        input.focus();
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        input.blur(); // a text that is no number yet is told when the field is left
        const fault = document.getElementById(`${input.id}-fault`)?.textContent ?? null;
        return { fault, shown: input.value };
      }),
    typed.map(({ text }) => text),
  );
  for (const [i, { text, value, refused }] of typed.entries()) {
    const label = JSON.stringify(text);
    assert.equal(told[i].fault, refused ? numbers[refused] : null, label);
    if (!refused) assert.equal(told[i].shown, number(value, 6), label);
  }
});

test('a number on its way moves nothing and blames nobody; what is left so is marked, and the answer told old', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  await type(page, '/managers', '4');
  await type(page, '/leads_per_month', '320');
  const check = page.locator('[data-in="/average_check"]');
  const top = () =>
    page.locator('.hero__next').evaluate((part) => part.getBoundingClientRect().top + window.scrollY);
  await check.tap();
  await page.keyboard.type('85', { delay: 60 });
  await page.waitForFunction(() => document.documentElement.dataset.state === 'current');
  const before = await top();
  await page.keyboard.type(' ты', { delay: 60 });
  await page.waitForFunction(() => document.documentElement.dataset.state === 'stale');
  assert.equal(await top(), before);
  assert.equal(await page.locator('.hero .stale').isVisible(), false);
  await check.blur();
  await page.waitForSelector('#average_check-fault, [data-in="/average_check"][aria-invalid]');
  assert.match(await page.locator('.hero .stale').innerText(), /исправьте отмеченное поле/);
  await page.promises();
  await page.context().close();
});

test('more payments than leads is told in the words of the first screen, and what is typed after it alone', async () => {
  const page = await fresh({ viewport: PHONE, touch: true });
  await open(page, site.origin);
  await type(page, '/leads_per_month', '320');
  const told = async (text) => {
    await type(page, '/stated_sales', text);
    return page.locator('#sales-fault').innerText();
  };
  assert.match(await told('850'), /^Оплат больше, чем заявок взяли в работу/);
  assert.match(await told('абв'), /^Не получается прочитать число\. Например: [^.]*\.$/);
  await told('0,5');
  assert.match(await told('-3'), /^Нужно число от 0 до 100\sмлн\.$/);
  await page.promises();
  await page.context().close();
});

test('a table pasted from Excel is shown as it was understood, and replaces nothing before it is accepted', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  await type(page, '/managers', '5');
  await type(page, '/leads_per_month', '1000');
  await page.locator('summary:has([data-words="rosterTitle"])').click();
  const told = (/** @type {RegExp} */ words) =>
    page.waitForFunction(
      ([source]) => new RegExp(source).test(document.querySelector('.paste')?.textContent ?? ''),
      [words.source],
    );
  const paste = async (/** @type {string} */ text) => {
    await page.locator('#roster-paste').fill(text);
    await page.getByRole('button', { name: 'Разобрать строки' }).click();
  };
  await paste('№\tМенеджер\tПродажи\tЗаявки\n1\tАнна\t28\t700\n2\tБорис\t41\t650\n\tИтого\t69\t1350');
  await page.waitForSelector('.preview:not([hidden])');
  await told(/Понято: 2 менеджера, 1.350 заявок, 69 продаж/);
  await told(/Строка 4 «Итого».*итог/);
  await told(/В таблице 2 менеджера и 1.350 заявок за месяц, в расчёте.* 5 менеджеров и 1.000 заявок/);
  assert.equal(await page.locator('[data-in="/roster/0/sales"]').count(), 0, 'nothing yet');
  await page.getByRole('button', { name: 'Из таблицы' }).click();
  await page.waitForSelector('[data-in="/roster/1/sales"]');
  assert.equal(await page.locator('[data-in="/roster/1/sales"]').inputValue(), '41');
  assert.equal(await page.locator('[data-in="/roster/1/leads"]').inputValue(), '650');
  assert.equal(await page.locator('[data-in="/managers"]').first().inputValue(), '2');
  assert.equal(await page.locator('[data-in="/leads_per_month"]').first().inputValue(), '1\u00a0350');
  await paste('Вера\t900\t30\nГлеб\t450\t20');
  await page.waitForSelector('.preview:not([hidden])');
  await page.getByRole('button', { name: 'Поставить', exact: true }).click();
  await page.waitForFunction(
    () =>
      /** @type {HTMLInputElement} */ (document.querySelector('[data-in="/roster/0/name"]')).value === 'Вера',
  );
  assert.equal(await page.locator('.roster tbody tr').count(), 2, 'a second table replaces the first');
  await paste('Дозвон\t70\nОплата\t25');
  await told(/Похоже на этапы воронки/);
  assert.equal(await page.locator('.roster tbody tr').count(), 2);
  await page.promises({ replaced: true });
});

test('a table pasted before anything is typed fills the fields, and nobody is asked about numbers of the example', async () => {
  const page = await fresh({ viewport: DESK });
  await open(page, site.origin);
  await page.locator('summary:has([data-words="rosterTitle"])').click();
  await page.locator('#roster-paste').fill('Анна\t700\t28\nБорис\t650\t41');
  await page.getByRole('button', { name: 'Разобрать строки' }).click();
  await page.waitForSelector('.preview:not([hidden])');
  assert.equal(await page.locator('.preview__question').count(), 0);
  await page.getByRole('button', { name: 'Поставить', exact: true }).click();
  await page.waitForSelector('[data-in="/roster/1/sales"]');
  assert.equal(await page.locator('[data-in="/managers"]').first().inputValue(), '2');
  assert.equal(await page.locator('[data-in="/leads_per_month"]').first().inputValue(), '1\u00a0350');
  assert.match(
    (await page.locator('[data-words=ask]').textContent()) ?? '',
    /^Осталось вписать: средний чек, оплат в месяц\.$/,
  );
  await page.promises({ replaced: true });
});
