// Two tabs with one call: what is half typed in one survives what is committed in the other, whichever and wherever.
import assert from 'node:assert/strict';
import test from 'node:test';
import { CALL, OPENING, controlsOf, fieldAt, mirrorSays, openBenchAt, personAt } from './demo-bench.mjs';
import { journeys, open } from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** A call with numbers in it, in two tabs, a person at each. */
async function twoTabs() {
  const one = await openBenchAt(browser, site.origin, { viewport: CALL });
  await one.say({ do: 'sentence', text: OPENING, take: true });
  await mirrorSays(one.page, /856/);
  await one.page.waitForFunction(() => /Сохранено/.test(document.querySelector('[data-kept]').textContent));
  const page = await one.page.context().newPage();
  await open(page, `${site.origin}/demo/`);
  await mirrorSays(page, /856/);
  const hands = { haste: 3 };
  return {
    one: { ...one, person: personAt(one.page, hands) },
    two: { page, ...controlsOf(page), person: personAt(page, hands) },
  };
}
const until = (page, wanted) =>
  page.waitForFunction((numbers) => {
    const { slots, active } = globalThis.funnelWorkbench.state();
    return Object.entries(numbers).every(([key, value]) => slots[active].scenario[key] === value);
  }, wanted);
/** The other tab's numbers have come under what is typed, which is told by nobody yet. */
const untilTyping = (page, wanted) =>
  page.waitForFunction((numbers) => {
    const { slots, active, provisional, typing } = globalThis.funnelWorkbench.state();
    return (
      provisional &&
      typing &&
      Object.entries(numbers).every(([key, value]) => slots[active].scenario[key] === value)
    );
  }, wanted);

/** Begins a number by hand, without Enter. */
async function begin({ page, person }, row, digits) {
  await page.bringToFront();
  await person.click(await fieldAt(page, row));
  await person.type(digits);
}
/** What comes from another tab makes room without a key pressed here. */
async function end({ page }) {
  await page.promises({ replaced: true });
  await page.context().close();
}
async function commit(tab, row, digits) {
  await begin(tab, row, digits);
  await tab.person.press('Enter');
}

test('a number half typed on the canvas survives the other tab’s number, in both directions', async () => {
  const { one, two } = await twoTabs();
  for (const { here, there, leads, check } of [
    { here: one, there: two, leads: '410', check: 91_000 },
    { here: two, there: one, leads: '520', check: 92_000 },
  ]) {
    await begin(here, 1, leads.slice(0, 2));
    await commit(there, 2, String(check));
    await untilTyping(here.page, { average_check: check, leads_per_month: Number(leads.slice(0, 2)) });
    await here.page.bringToFront();
    await here.person.type(leads.slice(2));
    await here.person.press('Enter');
    for (const { page } of [here, there]) {
      await until(page, { leads_per_month: Number(leads), average_check: check });
    }
  }
  await one.page.reload();
  await one.page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  await until(one.page, { leads_per_month: 520, average_check: 92_000 });
  await one.close();
});

test('the same field in both tabs: what is committed last stands, Esc leaves what the other has said', async () => {
  const { one, two } = await twoTabs();
  await begin(one, 1, '41');
  await commit(two, 1, '600');
  await one.page.bringToFront();
  await one.person.type('0');
  await one.person.press('Enter');
  for (const { page } of [one, two]) await until(page, { leads_per_month: 410 });
  await one.page.waitForTimeout(520); // longer than a double press
  await begin(one, 1, '7');
  await commit(two, 1, '601');
  await untilTyping(one.page, { leads_per_month: 7 });
  await one.page.bringToFront();
  await one.person.press('Escape');
  for (const { page } of [one, two]) await until(page, { leads_per_month: 601 });
  await one.close();
});

test('a number half typed on the frozen baseline begins its own variant over the other tab’s', async () => {
  const { one, two } = await twoTabs();
  await one.say({ do: 'freeze' });
  await two.page.waitForFunction(() => globalThis.funnelWorkbench.state().baseline === 'A');
  await begin(one, 2, '10');
  await commit(two, 0, '3');
  await one.page.waitForFunction(() => Object.keys(globalThis.funnelWorkbench.state().slots).length === 3);
  await one.page.bringToFront();
  await one.person.type('0000');
  await one.person.press('Enter');
  await until(one.page, { average_check: 100_000, managers: 4 });
  await two.page.waitForFunction(() => Object.keys(globalThis.funnelWorkbench.state().slots).length === 3);
  const { slots } = await two.state();
  assert.deepEqual(
    Object.values(slots).map(({ scenario }) => [scenario.managers, scenario.average_check]),
    [
      [4, 85_000],
      [3, 85_000],
      [4, 100_000],
    ],
  );
  await one.close();
});

test('names, notes, the next step, the mirror and the palette keep what is half typed, too', async () => {
  const { one, two } = await twoTabs();
  const { page, person } = one;
  const places = {
    'the client': ['[data-client]', 'Павел Седов'],
    'a note': ['[data-note]', 'ночью никто не берёт'],
    'the next step': ['[data-next-text]', 'показать план'],
    'the palette': ['[data-palette-input]', 'менеджеров 5'],
  };
  let check = 90_000;
  for (const [place, [field, words]] of Object.entries(places)) {
    await page.bringToFront();
    await page.locator(field).click();
    await person.type(words.slice(0, 6));
    check += 1000;
    await commit(two, 2, String(check));
    await until(page, { average_check: check });
    await page.waitForTimeout(200); // the page shows what came
    await page.bringToFront();
    await person.type(words.slice(6));
    assert.equal(await page.inputValue(field), words, place);
    await two.page.waitForTimeout(520);
  }
  await person.press('Enter');
  await until(page, { managers: 5, average_check: check });
  // The mirror: a stage put before the one that is being typed into.
  await page.locator('[data-mirror]').focus();
  const stage = page.getByLabel('Оплата, %', { exact: true });
  await stage.focus();
  await page.keyboard.press('Control+a');
  await person.type('3');
  await two.say({ do: 'add_stage' });
  await page.getByLabel('Этап 5, %', { exact: true }).waitFor({ state: 'attached' });
  await person.type('0');
  await person.press('Enter');
  await page.waitForFunction(() => {
    const { slots, active } = globalThis.funnelWorkbench.state();
    const { stages } = slots[active].scenario;
    return stages[4].conversion === 0.3 && stages[3].conversion === 1;
  });
  await end(one);
});

test('the next step: a date put in one tab does not bring back the words of before', async () => {
  const { one, two } = await twoTabs();
  await one.page.locator('[data-next-text]').fill('позвонить');
  await two.page.waitForFunction(() => document.querySelector('[data-next-text]').value === 'позвонить');
  await two.page.locator('[data-next-text]').focus();
  await one.page.locator('[data-next-text]').fill('показать план');
  await two.page.waitForFunction(() => document.querySelector('[data-next-text]').value === 'показать план');
  await two.page.locator('[data-next-date]').fill('2030-05-16T11:00');
  await one.page.waitForFunction(
    () => document.querySelector('[data-next-date]').value === '2030-05-16T11:00',
  );
  assert.equal(await one.page.inputValue('[data-next-text]'), 'показать план');
  await end(one);
});

test('the client’s name from another tab stands in a field that has the focus, and no space typed is lost', async () => {
  const { one, two } = await twoTabs();
  await one.page.locator('[data-client]').focus();
  await two.page.bringToFront();
  await two.page.locator('[data-client]').click();
  await two.person.type('Павел ');
  await one.page.waitForFunction(() => document.querySelector('[data-client]').value === 'Павел');
  await two.page.waitForTimeout(300); // the page has shown what it knows
  await two.person.type('Седов');
  assert.equal(await two.page.inputValue('[data-client]'), 'Павел Седов');
  await one.page.waitForFunction(() => document.querySelector('[data-client]').value === 'Павел Седов');
  await end(one);
});

test('the browser draws its part of the fields in the theme of the canvas', async () => {
  const { page, say, close } = await openBenchAt(browser, site.origin, { viewport: CALL });
  const scheme = () =>
    page.evaluate(() => getComputedStyle(document.querySelector('[data-next-date]')).colorScheme);
  assert.equal(await scheme(), 'light');
  await say({ do: 'view', theme: 'dark' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.equal(await scheme(), 'dark');
  await close();
});
