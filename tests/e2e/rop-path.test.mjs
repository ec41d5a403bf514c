// The way through the checklist by thumb and by keys: every move goes to its heading and takes the focus along, nothing put is lost by a
// second tap or a digit too many, and a whole meeting has its measure in taps and screens.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { untilRemembered } from './harness.mjs';
import { definition, ready, startBrowser } from './rop-browser.mjs';

let site;
before(async () => {
  site = await startBrowser();
});
after(() => site.close());

const title = (page) => page.textContent('h1');
/** The heading of the area stands at the top of the window and has the focus. */
const arrived = (page, name) =>
  page.waitForFunction((wanted) => {
    const heading = document.querySelector('[data-area-name]');
    const { top } = heading.getBoundingClientRect();
    return (
      heading.textContent === wanted &&
      document.activeElement === heading &&
      top >= 0 &&
      top < innerHeight / 3
    );
  }, name);
const [first, second, third] = definition.areas;

test('every move goes to the heading with the focus; other parts of the page leave the area; reload and back find it', async () => {
  const { page, context, faults } = await site.open('/rop/', { width: 390 });
  await ready(page);
  await page.locator('[data-pager=after]').tap();
  await arrived(page, second.name);
  await page.locator('[data-pager=after]').tap();
  await arrived(page, third.name);
  await page.locator('.path__result').tap();
  await page.waitForFunction(
    () => Math.abs(document.querySelector('#result').getBoundingClientRect().top) < innerHeight,
  );
  assert.equal(await title(page), third.name, 'the result is no area');
  await page.reload();
  await ready(page);
  assert.equal(await title(page), third.name, 'a reload keeps the area');
  await page.goBack();
  await arrived(page, third.name);
  await page.goBack();
  await arrived(page, second.name);
  await page.locator('.path__where').tap();
  await page.waitForFunction(
    () => document.querySelector('#areas').getBoundingClientRect().top < innerHeight,
  );
  await page.locator(`.area__name[href="#${second.id}"]`).tap();
  await arrived(page, second.name);
  await page.locator('.path__where').tap();
  await page.locator('.area__name[href="#meetings"]').tap();
  await arrived(page, definition.areas.find(({ id }) => id === 'meetings').name);
  assert.deepEqual(
    await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    }),
    [],
    'an id is given once',
  );
  assert.deepEqual(faults, []);
  await context.close();
});

test('a second tap, a digit too many: the mark stays; taken back by its button it can be put again', async () => {
  const { page, context } = await site.open('/rop/', { width: 390 });
  await ready(page);
  const [item] = first.items;
  const mark = page.locator(`label:has([name=answers-${item.id}][value="2"])`);
  await mark.tap();
  await mark.tap();
  assert.ok(await page.isChecked(`[name=answers-${item.id}][value="2"]`));
  await page.focus(`[name=answers-${item.id}][value="2"]`);
  for (let i = 0; i < first.items.length + 2; i += 1) await page.keyboard.press('1');
  const { value } = await untilRemembered(
    page,
    ({ answers }) => Object.keys(answers).length === first.items.length,
    'meeting:',
  );
  assert.ok(Object.values(value.answers).every((put) => put === 1));
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-pager')), 'after');
  await page.locator(`[data-item=${item.id}] [data-column=answers] [data-clear]`).tap();
  await untilRemembered(page, ({ answers }) => answers[item.id] === undefined, 'meeting:');
  await page.locator('[data-notice-undo]').tap();
  await untilRemembered(page, ({ answers }) => answers[item.id] === 1, 'meeting:');
  await context.close();
});

test('a critical zero opens its question', async () => {
  const { page, context } = await site.open('/rop/');
  await ready(page);
  const zero = definition.areas.flatMap(({ items }) => items).find(({ critical }) => critical);
  await page.check(`[name=answers-${zero.id}][value="0"]`, { force: true });
  await page.goto(`${site.origin}/rop/#${third.id}`);
  await page.locator('[data-zeros] a').first().click();
  await page.waitForFunction((id) => {
    const row = document.getElementById(id);
    const top = row?.getBoundingClientRect().top ?? -1;
    return row?.contains(document.activeElement) && top >= 0 && top < innerHeight;
  }, zero.id);
  await context.close();
});

test('a whole meeting by thumb: at most 90 taps and 45 screens, every next area one tap after the last question', async () => {
  const { page, context } = await site.open('/rop/', { width: 390 });
  await ready(page);
  const height = 900;
  let taps = 0;
  let screens = 0;
  for (const [i, area] of definition.areas.entries()) {
    for (const item of area.items) {
      await page.locator(`label:has([name=answers-${item.id}][value="1"])`).tap();
      taps += 1;
    }
    screens +=
      (await page.evaluate(() => document.querySelector('[data-area]').getBoundingClientRect().height)) /
      height;
    const last = await page.locator('[data-items] > li').last().boundingBox();
    const pager = await page.locator('[data-pager=after]').boundingBox();
    assert.ok(
      last && pager && pager.y - (last.y + last.height) < 200,
      'the way on stands under the last question',
    );
    await page.locator('[data-pager=after]').tap();
    taps += 1;
    if (definition.areas[i + 1]) await arrived(page, definition.areas[i + 1].name);
  }
  console.log(`${taps} taps, ${screens.toFixed(1)} screens`);
  assert.ok(taps <= 90, `${taps} taps`);
  assert.ok(screens <= 45, `${screens.toFixed(1)} screens`);
  assert.match(await page.textContent('[data-path=done]'), /^62 из 62$/);
  await context.close();
});
