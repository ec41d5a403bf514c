// What an owner found while he tried the page: each value and each look once more, on the phone he held.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import {
  PHONE,
  becomes,
  drawn,
  heightOf,
  journeys,
  kServices,
  newPage,
  open,
  type,
  typeAll,
} from './harness.mjs';

let site;
let browser;
journeys((stage) => ({ site, browser } = stage));

/** A page with the numbers of a services firm. */
async function owner(options = {}) {
  const page = await newPage(browser, { origin: site.origin, viewport: PHONE, touch: true, ...options });
  await open(page, site.origin);
  await typeAll(page, kServices);
  return page;
}

async function unfold(page, title) {
  await page.locator('.folds > .more > summary', { hasText: title }).click();
  await page.evaluate(drawn);
}

/** Everything that loads when it is near has loaded. */
async function seeAll(page) {
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
      scrollTo(0, y);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
  });
  await page.waitForSelector('form[data-request=diagnosis][data-mounted]', { state: 'attached' });
  await page.waitForSelector('#cases button:has-text("Примерить")');
}

test('at most 9 000 px before anything is unfolded, with every part of the page there', async () => {
  const page = await owner();
  await seeAll(page);
  const height = await heightOf(page);
  assert.ok(height <= 9000, `${height} px`);
});

test('letters that come too late for a first view: no longer than with them', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: PHONE, touch: true });
  await page.route(/\.woff2$/, async (route) => {
    await new Promise((done) => setTimeout(done, 800));
    await route.continue();
  });
  await open(page, site.origin);
  const height = await heightOf(page);
  assert.ok(height <= 9000, `${height} px`);
  await page.promises();
});

test('a finger that scrolls over the strip leaves the goal and the way back as they were; one that draws along it sets the goal', async () => {
  const page = await owner();
  await becomes(page, 'target.revenue', '1 275 000 ₽');
  const cdp = await page.context().newCDPSession(page);
  const swipe = async (along, down) => {
    await page.evaluate(() => scrollTo(0, 0));
    const box = await page.locator('#lift').boundingBox();
    const [x, y] = [box.x + box.width / 4, box.y + box.height / 2];
    const point = (part) => [{ x: x + along * part, y: y + down * part }];
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(0) });
    for (const part of [0.1, 0.3, 0.6, 1]) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(part) });
      await page.evaluate(drawn);
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.evaluate(drawn);
  };
  await swipe(4, -160);
  assert.ok((await page.evaluate(() => scrollY)) > 50, 'the page has scrolled');
  await becomes(page, 'target.revenue', '1 275 000 ₽');
  assert.match(await page.locator('.calc__bar').innerText(), /Отменить ввод/);
  await swipe(180, 0);
  await page.waitForFunction(
    () => !/1.275.000/.test(document.querySelector('[data-out="target.revenue"]').textContent),
  );
  assert.match(await page.locator('.calc__bar').innerText(), /Отменить цель/);
  await page.context().close();
});

test('a case tried on gives a target of at most two digits after the comma', async () => {
  const page = await owner();
  await seeAll(page);
  await page.locator('#cases button', { hasText: 'Примерить' }).first().click();
  await page.waitForFunction(
    () => document.querySelector('[data-in="/stages/0/target_conversion"]').value === '5,95',
  );
});

test('a stage that cannot reach the goal alone is told so, without a share nobody can have', async () => {
  const page = await owner();
  await page.locator('#preset').selectOption({ label: 'B2B-услуги со встречей' });
  await unfold(page, 'Сколько хотите получать');
  await type(page, '/goal_revenue', '25 млн');
  const ways = (await page.locator('[data-goal-ways]').innerText()).replaceAll('\u00a0', ' ');
  assert.match(ways, /Только «Дозвон»\s+даже 100 % не хватит/);
  for (const [, share] of ways.matchAll(/([\d ]+(?:,\d+)?) %/g)) {
    assert.ok(Number(share.replaceAll(' ', '').replace(',', '.')) <= 100, ways);
  }
});

test('a target below what is there is a loss in words and in charts: no hatch, no growth, no green', async () => {
  const page = await owner();
  await type(page, '/stages/0/target_conversion', '2');
  await page.waitForFunction(() => /теряете/.test(document.querySelector('[data-words=left]').textContent));
  await unfold(page, 'Из чего складываются');
  await unfold(page, 'Как прирост приходит');
  await page.waitForSelector('[data-chart=ramp] svg');
  const seen = await page.evaluate(() => ({
    hatched: document.querySelectorAll('[data-chart=waterfall] rect[fill^="url("]').length,
    whiskers: document.querySelectorAll('.calc .c-whisker').length,
    growth: document.querySelectorAll('[data-chart=ramp] .c-could-area, [data-chart=ramp] .t--could').length,
    payback: document.querySelector('[data-words=payback]').textContent.replaceAll('\u00a0', ' '),
    title: document.querySelector('[data-words=shareTitle]').textContent.replaceAll('\u00a0', ' '),
  }));
  const left = (await page.locator('[data-out="money_left.per_month"]').innerText()).replaceAll(
    '\u00a0',
    ' ',
  );
  assert.equal(left, '306 000 ₽', 'the label says that it is lost');
  assert.deepEqual(seen, {
    hatched: 0,
    whiskers: 0,
    growth: 0,
    payback: 'За 12 месяцев потеря 2 754 000 ₽. При таких целях возвращать нечего.',
    title: 'Из чего складываются 306 000 ₽ потерь',
  });
});

test('every chart has its axis, and no hole under it', async () => {
  const page = await owner();
  for (const title of ['Из чего складываются', 'Воронка', 'Следующий месяц', 'За 12 месяцев']) {
    await unfold(page, title);
  }
  await page.waitForSelector('[data-chart=density] svg');
  const charts = await page.locator('.folds [data-chart]').evaluateAll((all) =>
    all.map((place) => ({
      name: place.dataset.chart,
      gap: Math.round(
        place.parentElement.querySelector('details.data').getBoundingClientRect().top -
          place.querySelector('svg').getBoundingClientRect().bottom,
      ),
      axis: [...place.querySelectorAll('.t--axis')].map(({ textContent }) => textContent),
    })),
  );
  assert.deepEqual(
    charts.map(({ name }) => name),
    ['waterfall', 'funnel', 'density', 'ramp'],
  );
  for (const { name, gap } of charts) assert.ok(gap >= 0 && gap <= 24, `${name}: ${gap} px`);
  const { axis } = charts[3];
  assert.equal(axis[0].replaceAll('\u00a0', ' '), 'млн ₽');
  assert.deepEqual(axis.slice(1, 4), ['0', '0,5', '1']);
});

test('the name of every ready funnel is whole at 320 px', async () => {
  const page = await owner({ viewport: { width: 320, height: 700 } });
  const { presets } = JSON.parse(readFileSync('assets/presets.json', 'utf8'));
  for (const { id, name } of presets) {
    await page.locator('#preset').selectOption(id);
    const { room, width } = await page.locator('#preset').evaluate((select, text) => {
      const style = getComputedStyle(select);
      const probe = document.createElement('span');
      probe.style.font = style.font;
      probe.style.letterSpacing = style.letterSpacing;
      probe.style.position = 'absolute';
      probe.style.whiteSpace = 'nowrap';
      probe.textContent = text;
      document.body.append(probe);
      const { width: wide } = probe.getBoundingClientRect();
      probe.remove();
      return { room: select.clientWidth - Number.parseFloat(style.paddingRight), width: wide };
    }, name);
    assert.ok(width <= room, `${name}: ${width} of ${room} px`);
  }
});

test('in high contrast the answer does not cover its heading', async () => {
  const page = await owner({ forcedColors: 'active', viewport: { width: 1280, height: 900 }, touch: false });
  const adjust = await page.locator('.big').evaluate((el) => getComputedStyle(el).forcedColorAdjust);
  assert.equal(adjust, 'none'); // no ground behind letters taller than their line
});

test('a button that was tapped is as dark as before', async () => {
  const page = await owner();
  const button = page.locator('.hero__do .btn').first();
  const colour = () => button.evaluate((el) => getComputedStyle(el).backgroundColor);
  const before = await colour();
  await button.tap();
  await page.evaluate(drawn);
  assert.equal(await colour(), before);
});

test('a calculation with sixty managers by name is a long link: told, and offered as a file that leads to it', async () => {
  const page = await owner();
  await unfold(page, 'По менеджерам');
  const rows = Array.from({ length: 60 }, (_, i) => `Константинопольский Варфоломей ${i}\t${100 + i}\t${i}`);
  await page.locator('[data-roster] textarea').fill(['Имя\tЗаявки\tПродажи', ...rows].join('\n'));
  await page.getByRole('button', { name: 'Разобрать строки' }).click();
  await page.locator('.preview .btn').first().click();
  await page.locator('[data-takeaway-id="link-names"]').click();
  const notice = page.locator('[data-notice]');
  await notice.getByText('Ссылка длинная').waitFor();
  const address = page.url();
  assert.ok(address.length > 2000);
  const saving = page.waitForEvent('download');
  await notice.getByRole('button', { name: 'Скачать файл' }).click();
  const file = await saving;
  assert.match(file.suggestedFilename(), /^Расчёт ссылкой, \d{4}-\d\d-\d\d\.html$/);
  const html = readFileSync(await file.path(), 'utf8');
  assert.ok(html.includes(`<a href="${address}">`), html.slice(0, 400));
});

test('the field in hand is told by its own line: nothing is drawn over the lines and labels around it', async () => {
  const page = await owner({ viewport: { width: 1280, height: 900 }, touch: false });
  await page.locator('.stage__open').first().click();
  await unfold(page, 'Точнее');
  await unfold(page, 'По менеджерам');
  await page.getByRole('button', { name: 'Добавить одного' }).click();
  for (const [field, line] of [
    ['#check', '.field'],
    ['#capacity', '.cell'],
    ['[data-in="/stages/0/target_conversion"]', '.cell'],
    ['[data-in="/stages/0/name"]', 'input'],
    ['[data-in="/roster/0/leads"]', 'input'],
    ['[data-precise] input', '.mini__box'],
  ]) {
    const place = page.locator(field).first();
    await place.focus();
    const drawnAround = await place.evaluate((input, selector) => {
      const chain = [];
      for (let at = input; at.tagName !== 'SECTION'; at = at.parentElement) chain.push(at);
      return {
        rings: chain
          .map((one) => getComputedStyle(one))
          .filter(({ outlineStyle, outlineColor }) => outlineStyle !== 'none' && !/, 0\)$/.test(outlineColor))
          .length,
        line: getComputedStyle(input.closest(selector)).boxShadow,
      };
    }, line);
    assert.equal(drawnAround.rings, 0, field);
    assert.match(drawnAround.line, /0px -3px 0px 0px inset$/, field);
  }
});

test('while something is still to be typed no sentence stands without its number', async () => {
  const page = await newPage(browser, { origin: site.origin, viewport: PHONE, touch: true });
  await open(page, site.origin);
  await type(page, '/managers', '4');
  await page.waitForFunction(() => document.documentElement.dataset.answer === 'asked');
  const seen = (await page.locator('.hero__result').innerText()).replaceAll('\u00a0', ' ');
  assert.match(seen, /Осталось вписать: заявок в месяц, средний чек, оплат в месяц\./);
  assert.doesNotMatch(seen, /До какой доли|Каждый пункт/);
});

test('the rouble of headings is there with their letters, not borrowed from another font', async () => {
  const page = await owner();
  const asked = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name, initiatorType }) => initiatorType === 'link' && name.endsWith('.woff2'))
      .map(({ name }) => /\/([a-z-]+)-[0-9a-f]+\.woff2$/.exec(name)[1]),
  );
  assert.ok(asked.includes('literata-display-rouble'), asked.join(' '));
});

test('in high contrast the strip of a stage still shows what is there and what is missing', async () => {
  const page = await owner({ forcedColors: 'active' });
  const [strip, now] = await page.evaluate(() =>
    ['.meter', '.meter__now'].map(
      (selector) => getComputedStyle(document.querySelector(`[data-stages] ${selector}`)).backgroundColor,
    ),
  );
  assert.notEqual(now, strip);
});
