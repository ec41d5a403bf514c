// The way through the checklist by thumb and by keys: every move goes to its heading and takes the focus along, nothing put is lost by a
// second tap or a digit too many, and a whole meeting has its measure in taps and screens.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { untilRemembered } from './harness.mjs';
import { definition, journeysHere, ready } from './rop-browser.mjs';

let site;
journeysHere((given) => (site = given));

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
    () =>
      Math.abs(document.querySelector('#result').getBoundingClientRect().top) < innerHeight &&
      history.state?.area, // noted in the new entry, by an event that comes after the jump
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
  await page.waitForFunction(() =>
    /^(\d+) из \1$/.test(document.querySelector('[data-path=done]').textContent),
  );
  await context.close();
});

test('before the meeting: who meets and when is kept, the agenda comes as PDF and as an event of the calendar', async () => {
  const { page, context, faults } = await site.open('/rop/', { width: 390 });
  await ready(page);
  for (const [name, value] of Object.entries({ company: 'Ромашка', branch: 'Казань', head: 'Иван Петров' })) {
    await page.fill(`#run-${name}`, value);
  }
  await page.fill('#run-day', '2026-12-03');
  await page.keyboard.press('Tab');
  await page.check('[name=run-length][value=short]', { force: true });
  const saved = (id) =>
    Promise.all([page.waitForEvent('download'), page.click(`[data-takeaway-id=${id}]`)]).then(([file]) =>
      file.path(),
    );
  const words = execFileSync('pdftotext', ['-layout', await saved('agenda-pdf'), '-'], { encoding: 'utf8' });
  assert.match(words, /Повестка встречи с РОПом/);
  assert.match(words, /Ромашка, филиал Казань, РОП Иван Петров, 3 декабря 2026/);
  assert.match(words, new RegExp(first.name));
  const event = readFileSync(await saved('agenda-ics'), 'utf8').replaceAll('\r\n ', '');
  assert.match(event, /DTSTART:20261203T100000\r\n/);
  assert.match(event, /DURATION:PT\d+M/);
  assert.ok(
    event
      .split('\r\n')
      .every((line) => !/[^\\][,;]/.test(line.replace(/^[^:]*:/, '').replace(/^FREQ.*/, ''))),
  );
  await page.check(`[name=answers-${first.items[0].id}][value="1"]`, { force: true });
  await untilRemembered(page, ({ about }) => about?.company === 'Ромашка', 'meeting:');
  await page.reload();
  await ready(page);
  await page.click('.before__open');
  assert.equal(await page.inputValue('#run-head'), 'Иван Петров');
  assert.equal(await page.inputValue('#run-day'), '2026-12-03');
  assert.deepEqual(faults, []);
  await context.close();
});

test('where the head of sales and the owner are two steps apart stands in the result', async () => {
  const { page, context } = await site.open('/rop/');
  await ready(page);
  const { id, question } = first.items[0];
  await page.check(`[name=answers-${id}][value="0"]`, { force: true });
  await page.check(`[name=self-${id}][value="1"]`, { force: true });
  assert.ok(await page.isHidden('[data-differences]'));
  await page.check(`[name=self-${id}][value="2"]`, { force: true });
  assert.match(await page.innerText('[data-differences]'), /РОП поставил 2, вы 0/);
  assert.ok((await page.innerText('[data-differences]')).includes(question));
  await context.close();
});
