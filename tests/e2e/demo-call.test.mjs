// A call as it goes: the owner's questions, asked of a scripted person with a trembling hand at 1280×720, answered by the mirror. And a
// call held by the keyboard alone through the mirror.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import {
  CALL,
  OPENING,
  controlsOf,
  dice,
  fieldAt,
  mirrorSays,
  openBenchAt,
  personAt,
  toMirror,
} from './demo-bench.mjs';
import { journeys, open } from './harness.mjs';

// The hand of this test is as many times faster than a person's: what can be lost is lost sooner. HASTE=1: a person's own.
const FAST = Number(process.env.HASTE ?? 6);
const RUNS = Number(process.env.RUNS ?? 24); // numbers typed; the last third on a processor eight times slower

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));
const openCall = (options) => openBenchAt(browser, site.origin, { viewport: CALL, ...options });

test("the owner's questions, with human timing, a reload in the middle and a second tab", async () => {
  const { page, state, scenario, close } = await openCall();
  const person = personAt(page, { haste: FAST });

  // «Четыре менеджера, триста двадцать заявок…»: whose call it is, then everything in one line.
  await page.keyboard.type('Павел Седов, мебель');
  await person.press('Enter');
  await person.type(OPENING);
  await person.press('Enter');
  await mirrorSays(page, /Сейчас 856\s800\s₽/);
  assert.equal((await scenario()).title, 'Павел Седов, мебель');

  // «А если чек сто?»
  await page.getByRole('button', { name: 'Точка отсчёта' }).first().click();
  await person.type('чек 100');
  await person.press('Enter');
  await mirrorSays(
    page,
    /«Чек 100\sтыс\.» к «Как есть»: \+151\s200\s₽\. Из \+151\s200: средний чек \+151\s200/,
  );

  // The browser is reloaded in the middle: nothing is lost.
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  await mirrorSays(page, /«Чек 100\sтыс\.» к «Как есть»: \+151\s200/);
  assert.equal((await state()).baseline, 'A');

  // «А без одного менеджера?», by hand: back to the frozen baseline, a number typed right behind the press.
  await page.keyboard.press('Alt+1');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().active === 'A');
  await person.click(await fieldAt(page, 0));
  await person.type('3');
  await person.press('Enter');
  await page.waitForFunction(() => Object.keys(globalThis.funnelWorkbench.state().slots).length === 3);
  assert.equal((await scenario()).managers, 3);
  assert.equal((await state()).slots.A.scenario.managers, 4, 'the baseline stays');
  assert.equal((await state()).slots.C.name, 'Менеджеров 3');

  // «Сколько заявок нужно на пять миллионов?»
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Control+k');
  await person.type('сколько заявок на 5 млн');
  await person.press('Enter');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().goal?.leads === 1875);
  await page.waitForFunction(() =>
    /Нужно заявок\s*1\s875/.test(document.querySelector('[data-mirror-tables]').textContent),
  );

  // A second tab shows the same call, and what is changed there comes here.
  const tab = await page.context().newPage();
  await open(tab, `${site.origin}/demo/`);
  const other = controlsOf(tab);
  assert.deepEqual(
    Object.values((await other.state()).slots).map(({ name }) => name),
    ['Как есть', 'Чек 100\u00a0тыс.', 'Менеджеров 3'],
  );
  await other.say({ do: 'rename', variant: 'B', text: 'Чек сто' });
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().slots.B.name === 'Чек сто');
  await tab.close();

  // Notes and the next step, then the show and the letter.
  await page.locator('[data-note]').click();
  await page.keyboard.type('Ночью заявки никто не берёт 🙂');
  await page.keyboard.press('Enter');
  await page.locator('[data-next-text]').fill('показать план');
  await page.locator('[data-next-date]').fill('2030-05-16T11:00');
  await page.getByRole('button', { name: 'Показ', exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.show !== undefined);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => globalThis.funnelWorkbench.state().view.step === 1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Итог звонка' }).click();
  await page.waitForFunction(() => document.querySelector('[data-mail]').value.length > 100);
  const mail = await page.locator('[data-mail]').inputValue();
  for (const wanted of [
    /Павел Седов, мебель, здравствуйте/,
    /Чек сто:/,
    /\+151\s200\s₽ к «Как есть»/,
    /Ночью заявки никто не берёт 🙂/,
    /Следующий шаг: показать план, четверг, 16 мая/,
    /\/#s2\./,
  ]) {
    assert.match(mail, wanted);
  }
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'В календарь' }).click(),
  ]);
  const calendar = readFileSync(await file.path(), 'utf8');
  assert.match(calendar, /DTSTART:20300516T\d{6}Z/);
  assert.match(calendar, /SUMMARY:Павел Седов\\, мебель: показать план/);
  await page.getByRole('button', { name: 'Закрыть' }).first().click();
  assert.ok(person.clicks() <= 3, `${person.clicks()} clicks`);
  await close();
});

test('no letter is lost: numbers typed right behind the press, at ten frames a second too', async () => {
  const { page, scenario, close } = await openCall();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(OPENING);
  await page.keyboard.press('Enter');
  const random = dice(11);
  const session = await page.context().newCDPSession(page);
  /** @type {[number, string][]} */
  const rows = [
    [1, 'leads_per_month'],
    [2, 'average_check'],
  ];
  for (let run = 0; run < RUNS; run += 1) {
    if (run === Math.floor((RUNS * 2) / 3)) await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
    const [row, key] = rows[run % 2];
    const wanted = String(100 + Math.floor(random(89_000)));
    const { x, y } = await fieldAt(page, row);
    await page.mouse.move(x + random(6) - 3, y + random(6) - 3);
    await page.mouse.down();
    await page.mouse.move(x + random(6) - 3, y + random(6) - 3);
    await page.mouse.up();
    await page.keyboard.type(wanted);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      ([name, value]) => {
        const { slots, active, provisional } = globalThis.funnelWorkbench.state();
        return !provisional && slots[active].scenario[name] === value;
      },
      [key, Number(wanted)],
      { timeout: 10_000 },
    );
    await page.waitForTimeout(520); // longer than a double press
  }
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  assert.equal((await scenario()).managers, 4);
  await close();
});

test('a tremor, a wheel, a word in the void change no number; the word opens the palette', async () => {
  const { page, scenario, state, close } = await openCall();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(OPENING);
  await page.keyboard.press('Enter');
  await mirrorSays(page, /856/);
  const before = await scenario();
  const { x, y } = await fieldAt(page, 4);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const dx of [3, -3, 5, -6, 4]) await page.mouse.move(x + dx, y + dx / 2);
  await page.mouse.up();
  await page.mouse.wheel(0, 200);
  await page.mouse.wheel(0, -200);
  assert.deepEqual(await scenario(), before);
  await page.mouse.click(900, 700);
  await page.keyboard.type('удал');
  assert.equal(await page.inputValue('[data-palette-input]'), 'удал');
  await page.keyboard.press('Escape');
  assert.deepEqual(await scenario(), before);
  assert.equal(Object.keys((await state()).slots).length, 1);
  for (const key of ['/', '?']) {
    await page.keyboard.press(key);
    assert.ok(await page.evaluate(() => document.activeElement.matches('[data-palette-input]')), key);
    await page.keyboard.press('Escape');
  }
  await close();
});

test('what is half typed in the mirror stays, whatever the canvas says meanwhile', async () => {
  const { page, say, scenario, close } = await openCall();
  await page.keyboard.press('Enter');
  await toMirror(page);
  const check = page.getByLabel('Средний чек, ₽', { exact: true });
  await check.focus();
  await page.keyboard.press('Control+a');
  for (const [letter, leads] of [
    ['8', '100'],
    ['5', '200'],
    ['к', '320'],
  ]) {
    await page.keyboard.type(letter);
    await say({ do: 'type', id: 'leads_per_month', text: leads });
    await page.waitForFunction(
      (wanted) => document.querySelector('#mirror-leads_per_month').value === wanted,
      leads,
    );
  }
  assert.equal(await check.inputValue(), '85к');
  await page.keyboard.press('Enter');
  assert.equal((await scenario()).average_check, 85_000);
  // A refresh leaves the selection of what is not changed yet.
  await page.keyboard.press('Control+a');
  await say({ do: 'type', id: 'leads_per_month', text: '321' });
  await page.waitForFunction(() => document.querySelector('#mirror-leads_per_month').value === '321');
  await page.keyboard.type('100000');
  await page.keyboard.press('Enter');
  assert.equal((await scenario()).average_check, 100_000);
  await close();
});

test('a call held by the keyboard alone through the mirror', async () => {
  const { page, state, close } = await openCall();
  await page.keyboard.press('Enter'); // the client stays without a name
  await page.keyboard.press('F6');
  await page.waitForFunction(() => document.activeElement.matches('[data-mirror]'));
  const into = async (label, text) => {
    await page.getByLabel(label, { exact: true }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  await into('Менеджеров, чел.', '4');
  await into('Заявок в месяц, шт.', '320');
  await into('Средний чек, ₽', '85к');
  await into('Дозвон, %', '70');
  await into('Квалификация, %', '45');
  await into('Встреча, %', '40');
  await into('Оплата, %', '25 %');
  await mirrorSays(page, /Сейчас 856\s800\s₽/);
  await into('Средний чек, ₽', '5 %');
  assert.equal(await page.locator('[role=alert]').filter({ hasText: 'проценты' }).count(), 1);
  await into('Средний чек, ₽', '85000');
  await page.locator('[data-mirror]').getByRole('button', { name: 'Сделать точкой отсчёта' }).focus();
  await page.keyboard.press('Enter');
  await into('Средний чек, ₽', '100000');
  await mirrorSays(page, /к «Как есть»: \+151\s200\s₽/);
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement.matches('canvas')));
  assert.equal((await state()).active, 'B');
  await close();
});
